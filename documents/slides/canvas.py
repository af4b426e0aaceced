"""A slide: its frame, and the few things that are put on it. Everything is in inches."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from charts.colours import INK, MUTED, RGB, WHITE
from documents.slides.measure import text_width

NAVY: RGB = (16, 66, 116)
BAND: RGB = (92, 61, 0)
RULE: RGB = (200, 208, 218)
FONT = "Arial"

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
ALIGN = {"left": "l", "centre": "ctr", "right": "r"}
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

MARGIN = 0.45
TITLE_TOP = 0.42
TITLE_HEIGHT = 0.62
TITLE_POINTS = (26.0, 24.0, 22.0, 20.0, 18.0)
BODY_TOP = 1.2
FOOT_HEIGHT = 0.34
FOOT_POINTS = (10.0, 9.0, 8.0, 7.0, 6.0)
PAGE_WIDTH = 0.5


@dataclass(frozen=True)
class Box:
    """A place on a slide: left, top, width and height in inches."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """Where it ends below."""
        return self.top + self.height

    def below(self, used: float) -> "Box":
        """What is left of it under so many inches."""
        return Box(self.left, self.top + used, self.width, max(0.0, self.height - used))

    def split(self, share: float, gap: float = 0.3) -> "tuple[Box, Box]":
        """Its left part, so much of the width, and its right part."""
        left = (self.width - gap) * share
        right = self.width - gap - left
        return (
            Box(self.left, self.top, left, self.height),
            Box(self.left + left + gap, self.top, right, self.height),
        )

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same in the unit of the file."""
        return (
            int(Inches(self.left)),
            int(Inches(self.top)),
            int(Inches(self.width)),
            int(Inches(self.height)),
        )


@dataclass(frozen=True)
class Run:
    """A paragraph: its text, its size in points, its colour."""

    text: str
    points: float
    bold: bool = False
    colour: RGB = INK
    bullet: bool = False


@dataclass
class Slide:
    """One slide being made; `size` is its width and height in inches."""

    pptx: Any
    size: tuple[float, float]

    @property
    def body(self) -> Box:
        """The room between title and foot."""
        width, height = self.size
        return Box(MARGIN, BODY_TOP, width - 2 * MARGIN, height - BODY_TOP - FOOT_HEIGHT - 0.1)

    def text(
        self,
        box: Box,
        runs: Sequence[Run],
        *,
        align: str = "left",
        middle: bool = False,
        name: str = "",
        after: float = 0.0,
    ) -> Any:
        """Put paragraphs into a box without frame; `after` is the room between them (points)."""
        shape = self.pptx.shapes.add_textbox(*box.emu)
        if name:
            shape.name = name
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = MSO_ANCHOR.MIDDLE if middle else MSO_ANCHOR.TOP
        write(frame, runs, align=align, after=after)
        return shape

    def block(self, box: Box, fill: RGB | None, line: RGB | None = None) -> Any:
        """A plain rectangle behind what follows."""
        shape = self.pptx.shapes.add_shape(MSO_SHAPE.RECTANGLE, *box.emu)
        plain(shape)
        if fill is None:
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(fill)
        if line is None:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = rgb(line)
            shape.line.width = Pt(0.75)
        return shape

    def frame(self, title: str, foot: str, page: str, band: str | None) -> None:
        """What every slide has: band, title, rule, foot and number."""
        width, height = self.size
        if band:
            self.block(Box(0, 0, width, 0.3), BAND)
            runs = [Run(band, 12, bold=True, colour=WHITE)]
            self.text(Box(0, 0, width, 0.3), runs, align="centre", middle=True)
        box = Box(MARGIN, TITLE_TOP, width - 2 * MARGIN, TITLE_HEIGHT)
        holder = self.pptx.shapes.title
        if holder is not None:
            holder.left, holder.top, holder.width, holder.height = box.emu
            holder.text_frame.word_wrap = True
            holder.text_frame.margin_left = holder.text_frame.margin_right = 0
            holder.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            points = next(
                (p for p in TITLE_POINTS if text_width(title, p, bold=True) <= box.width),
                TITLE_POINTS[-1],
            )
            write(holder.text_frame, [Run(title, points, bold=True, colour=NAVY)])
        self.block(Box(MARGIN, BODY_TOP - 0.11, width - 2 * MARGIN, 0.02), NAVY)
        below = Box(MARGIN, height - FOOT_HEIGHT, width - 2 * MARGIN, FOOT_HEIGHT - 0.08)
        words = Box(below.left, below.top, below.width - PAGE_WIDTH, below.height)
        points = next(
            (p for p in FOOT_POINTS if text_width(foot, p) <= words.width), FOOT_POINTS[-1]
        )
        self.text(words, [Run(foot, points, colour=MUTED)], middle=True)
        self.text(below, [Run(page, 10, colour=MUTED)], align="right", middle=True)


def write(frame: Any, runs: Iterable[Run], *, align: str = "left", after: float = 0.0) -> None:
    """Put paragraphs into a text frame, instead of what is in it.

    No text is a space: an empty paragraph would be as high as the letters of the theme.
    """
    body = frame._txBody
    for paragraph in body.findall(qn("a:p")):
        body.remove(paragraph)
    for run in runs:
        body.append(parse_xml(paragraph_xml(run, align=align, after=after)))


def paragraph_xml(run: Run, *, align: str = "left", after: float = 0.0) -> str:
    """A paragraph as the file keeps it.

    Written as a whole: a deck has a thousand, and setting one property after the other
    takes four times as long.
    """
    text = f"• {run.text}" if run.bullet else run.text or " "
    return (
        f'<a:p xmlns:a="{A}"><a:pPr algn="{ALIGN[align]}">'
        '<a:lnSpc><a:spcPct val="100000"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{round(after * 100)}"/></a:spcAft></a:pPr>'
        f'<a:r><a:rPr sz="{round(run.points * 100)}" b="{int(run.bold)}">{fill_xml(run.colour)}'
        f'<a:latin typeface="{FONT}"/></a:rPr>'
        f"<a:t>{escape(_NOT_IN_XML.sub('', text))}</a:t></a:r></a:p>"
    )


def fill_xml(colour: RGB) -> str:
    """One colour as the file keeps it."""
    return f'<a:solidFill><a:srgbClr val="{rgb(colour)}"/></a:solidFill>'


def plain(shape: Any) -> None:
    """Without what the theme puts on shapes: shadow, rim and the colour of its own."""
    style = shape._element.find(qn("p:style"))
    if style is not None:
        shape._element.remove(style)


def rgb(colour: RGB) -> RGBColor:
    """A colour as the file keeps it."""
    return RGBColor(*colour)  # type: ignore[no-untyped-call]
