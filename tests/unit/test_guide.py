"""The officers' guide: its labels are those of the screen, links and commands lead on."""

import csv
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main

from cli.main import app
from tests.databases import ROOT

GUIDE = ROOT / "docs" / "panduan"
INDEX = GUIDE / "README.md"
CHAPTERS = sorted(GUIDE.glob("*.md"))

LABEL = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
COMMAND = re.compile(r"^(?:\S*python\S*|py)\s+manage\.py\s+(.+)$")
PLACEHOLDER = re.compile(r"\{[^}]*\}")
TAIL = re.compile(r"\s*(?:\([^()]*…[^()]*\)|[:·]?\s*…)$")
"""What a label says of the data at its end, such as a number in brackets."""


@cache
def labels() -> frozenset[str]:
    """Every Indonesian text of the screen; … stands for what the data fill in.

    A text that ends in what the data fill in also counts without its end.
    """
    found: set[str] = set()
    for file in (ROOT / "locale").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                text = PLACEHOLDER.sub("…", row["id"])
                found |= {text, TAIL.sub("", text)}
    return frozenset(found - {"", "…"})


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def unknown_labels(text: str) -> list[str]:
    said = [" ".join(label.split()) for label in LABEL.findall(text)]
    return [label for label in said if label not in labels()]


def lines_of_code(text: str) -> Iterator[str]:
    """The lines of indented blocks, and what stands in backquotes."""
    for line in text.splitlines():
        if line.lstrip() != line and line.startswith("    "):
            yield line.strip()
        else:
            yield from re.findall(r"`([^`]+)`", line)


def faults_of_command(line: str) -> list[str]:
    """What the command line does not know of a command; `manage.py` has been taken off."""
    words = shlex.split(line)
    command: Any = typer.main.get_command(app)
    while (inner := getattr(command, "commands", None)) and words:
        name = words.pop(0)
        if name not in inner:
            return [name]
        command = inner[name]
    known = {option for param in command.params for option in param.opts}
    return [word for word in words if word.startswith("-") and word not in known]


def slug(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")


@pytest.mark.parametrize("file", CHAPTERS, ids=lambda file: file.stem)
def test_every_label_in_bold_stands_on_the_screen(file: Path) -> None:
    assert unknown_labels(text_of(file)) == []


def test_a_label_that_no_screen_shows_is_found() -> None:
    text = "Tekan **Simpan**, **Terlambat**, **Periksa … baris**, lalu **Simpan semuanya**."

    assert unknown_labels(text) == ["Simpan semuanya"]


@pytest.mark.parametrize("file", CHAPTERS, ids=lambda file: file.stem)
def test_every_link_of_the_guide_leads_to_a_file_and_a_heading(file: Path) -> None:
    lost = []
    for target in LINK.findall(text_of(file)):
        path, _, heading = target.partition("#")
        aim = (file.parent / path).resolve() if path else file
        headings = re.findall(r"^#+ (.+)$", text_of(aim), re.M) if aim.suffix == ".md" else []
        if not aim.exists() or (heading and heading not in map(slug, headings)):
            lost.append(target)
    assert lost == []


def test_the_index_names_every_chapter() -> None:
    named = set(LINK.findall(text_of(INDEX)))

    assert {file.name for file in CHAPTERS} - {INDEX.name} <= named


@pytest.mark.parametrize("file", CHAPTERS, ids=lambda file: file.stem)
def test_every_command_of_the_guide_is_one_that_manage_py_knows(file: Path) -> None:
    found = [match[1] for line in lines_of_code(text_of(file)) if (match := COMMAND.match(line))]

    assert {line: faults for line in found if (faults := faults_of_command(line))} == {}


def test_every_make_target_of_the_guide_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of(ROOT / "Makefile"), re.M))
    named = {
        line.split()[1]
        for file in CHAPTERS
        for line in lines_of_code(text_of(file))
        if line.startswith("make ")
    }

    assert named
    assert named <= targets


def test_a_command_that_does_not_exist_is_found() -> None:
    assert faults_of_command("account lock") == ["lock"]
    assert faults_of_command("init --everything") == ["--everything"]
    assert faults_of_command("init --reference-only") == []


@pytest.mark.parametrize("file", CHAPTERS, ids=lambda file: file.stem)
def test_a_chapter_stays_within_two_screens_of_reading(file: Path) -> None:
    assert len(text_of(file).split()) <= 800
