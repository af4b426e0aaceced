"""What the documents tell people to type exists, and their links lead somewhere."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from cli.main import app
from tests.databases import ROOT

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]

each_document = pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def code(document: Path) -> str:
    """What a document sets as code: indented lines and what stands in backticks."""
    text = document.read_text(encoding="utf-8")
    indented = re.findall(r"^(?: {4}|\t)(.+)$", text, re.MULTILINE)
    return "\n".join([*indented, *re.findall(r"`([^`\n]+)`", text)])


@each_document
def test_every_make_target_named_in_a_document_exists(document: Path) -> None:
    named = set(re.findall(r"^\s*make ([a-z-]+)", code(document), re.MULTILINE))

    assert named - TARGETS == set()


@each_document
def test_every_command_and_option_named_in_a_document_exists(document: Path) -> None:
    unknown = []
    for command, rest in re.findall(r"manage\.py ([a-z-]+)(.*)$", code(document), re.MULTILINE):
        if command not in COMMANDS:
            unknown.append(command)
            continue
        options = {name for p in COMMANDS[command].params for name in p.opts} | {"--help"}
        unknown += [f"{command} {x}" for x in re.findall(r"--[a-z-]+", rest) if x not in options]

    assert unknown == []


@each_document
def test_every_link_of_a_document_to_a_file_leads_to_one(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_two_commands_of_the_readme_are_there_to_be_found() -> None:
    readme = code(ROOT / "README.md")

    assert "make run" in readme
    assert "make test" in readme
