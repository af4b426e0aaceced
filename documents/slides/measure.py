"""How much room a text takes, so that no slide overflows.

PowerPoint and LibreOffice set Arial, or Liberation Sans where there is none: both have the
same widths, so the shipped font files tell them beforehand.
"""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parents[2] / "assets" / "fonts"
LINE = 1.2
"""Height of a line over the size of its letters."""

SAFETY = 1.04
"""Programs differ a little in how they set a line: it is taken to be this much wider."""

_SIZE = 100
POINTS = 72


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "LiberationSans-Bold.ttf" if bold else "LiberationSans-Regular.ttf"
    return ImageFont.truetype(FONTS / name, _SIZE)


@lru_cache(maxsize=20_000)
def _width(word: str, bold: bool) -> float:
    return _font(bold).getlength(word) / _SIZE


def text_width(text: str, points: float, *, bold: bool = False) -> float:
    """The width of a text on one line, in inches."""
    return SAFETY * _width(text, bold) * points / POINTS


def count_lines(text: str, width: float, points: float, *, bold: bool = False) -> int:
    """How many lines a text takes in so many inches; a word wider than a line is broken."""
    return sum(_lines_of(part, width, points, bold) for part in text.split("\n"))


def _lines_of(text: str, width: float, points: float, bold: bool) -> int:
    space = text_width(" ", points, bold=bold)
    lines, used = 1, 0.0
    for word in text.split():
        wide = text_width(word, points, bold=bold)
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + (space if used else 0.0)
        while used > width:
            lines, used = lines + 1, used - width
    return lines


def line_height(points: float) -> float:
    """The height of a line, in inches."""
    return LINE * points / POINTS


def text_height(text: str, width: float, points: float, *, bold: bool = False) -> float:
    """The height of a text in so many inches of width, in inches."""
    return count_lines(text, width, points, bold=bold) * line_height(points)
