"""Paper: a fixed template and data make a PDF, the same bytes for the same data.

The data reach the template as JSON and are never read as markup. The templates and the
fonts come with the product; the compiler sees no other folder, no system font and no net.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from documents.content.plain import plain

ASSETS = Path(__file__).parents[1] / "assets"
TEMPLATES = ASSETS / "templates"
FONTS = ASSETS / "fonts"
NO_PACKAGES = TEMPLATES / "none"
"""A folder that is not there: no template takes a package, and none is fetched."""

KEPT_FOR = 10
"""For so many documents typst keeps what it worked out for one."""

LONGEST_TEXT = 1_000
"""Letters of one text at most; what is longer ends with the mark of a cut."""

_LONG_WORD = re.compile(r"\S{20,}")
_AFTER_STROKE = re.compile(r"(?<=/)")
_PIECE = 6
BREAKABLE = "\N{ZERO WIDTH SPACE}"


def render(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a template of `assets/templates`, filled from data.

    `data` holds texts, whole numbers, truths, lists and mappings of them; its `issued`
    (an ISO day) is the day the file says it was made on. Raises RuntimeError for a template
    that does not exist or does not hold together, never for any text.
    """
    made = _compiler(template).compile(
        sys_inputs={"data": json.dumps(readable(data), ensure_ascii=False)},
        format="pdf",
        timestamp=_moment(data.get("issued")),
    )
    _forget()
    if not isinstance(made, bytes):
        raise TypeError(template)
    return made


def readable(value: Any) -> Any:
    """Data with every text made fit for print: nothing hidden, no end of it off the page."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: readable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [readable(item) for item in value]
    return value


def printable(text: str) -> str:
    """A text as paper shows it: plain, cut with a mark, and its long words breakable."""
    return _LONG_WORD.sub(_breakable, plain(text, LONGEST_TEXT))


def _breakable(word: re.Match[str]) -> str:
    """The word with places to break it: after a stroke, and anywhere in what is still long."""
    pieces: list[str] = []
    for part in _AFTER_STROKE.split(word.group()):
        step = _PIECE if _LONG_WORD.fullmatch(part) else len(part) or 1
        pieces += [part[at : at + step] for at in range(0, len(part), step)]
    return BREAKABLE.join(pieces)


def _moment(day: object) -> int:
    if not isinstance(day, str):
        return 0
    return int(datetime.combine(date.fromisoformat(day), time(), UTC).timestamp())


def _compiler(template: str) -> typst.Compiler:
    """A compiler of its own for each document: one that works refuses a second thread."""
    return typst.Compiler(
        input=TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        package_path=NO_PACKAGES,
        package_cache_path=NO_PACKAGES,
    )


def _forget() -> None:
    """Let typst give back what it worked out for a document.

    It keeps that for the next ten documents, 20 MB each, in case they are alike; ours are
    not, and ten empty ones take 15 ms.
    """
    empty = typst.Compiler(font_paths=_fonts(), ignore_system_fonts=True)
    for _ in range(KEPT_FOR + 1):
        empty.compile(input=b" ", format="pdf")


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
