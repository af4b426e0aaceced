"""Read the numbers back out of the files of documents, as whoever gets one would."""

import io
import re
from collections.abc import Mapping
from typing import Any

from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader

from db.engine import reading
from documents.content import Asked, Content
from documents.kinds import KINDS
from documents.slides.screen import screen_slides
from tests.workbooks import sheets
from wording.translator import Translator

T = Translator("id")
NUMBER = 41
FOOT = Inches(0.34)
"""What the foot of a slide takes."""

Read = dict[str, str]
"""A figure by key: "75 dari 160" or "12", "<3" where it is not told, "–" without cases."""


def made(engine, reader, kind: str, asked: Asked) -> bytes:
    """The file of a document, as its maker gives it."""
    with reading(engine) as session:
        return KINDS[kind].make(session, reader, asked, T, NUMBER)


def figure(value: object, made_of: object) -> str:
    """What a figure says: its parts where it tells them, else its value."""
    found = re.match(r"[\d.]*\d dari [\d.]*\d", str(made_of or ""))
    return found.group().replace(".", "") if found else str(value)


def label(key: str) -> str:
    """What a figure is called."""
    return T(f"indicator.{key}")


class Deck:
    """A deck that was opened again."""

    def __init__(self, data: bytes) -> None:
        self.slides = list(Presentation(io.BytesIO(data)).slides)
        self.shapes = [shape for slide in self.slides for shape in slide.shapes]

    @property
    def texts(self) -> str:
        """Every text on its slides, a paragraph a line."""
        return "\n".join(shape.text_frame.text for shape in self.shapes if shape.has_text_frame)

    def tile(self, key: str) -> str:
        """A figure that stands on a slide of its own."""
        (shape,) = (s for s in self.shapes if s.name == key and s.has_text_frame)
        title, value, *made_of = (p.text for p in shape.text_frame.paragraphs)
        assert title == label(key)
        return figure(value, made_of[0] if made_of else "")

    def rows(self, key: str) -> list[tuple[str, ...]]:
        """The rows of all parts of a table."""
        return [
            tuple(cell.text.strip() for cell in row.cells)
            for shape in self.shapes
            if shape.name == key and shape.has_table
            for row in list(shape.table.rows)[1:]
        ]

    @property
    def figures(self) -> Read:
        """The figures of the annex."""
        keys = {T(f"indicator.{key}"): key for key in INDICATORS}
        return {keys[name]: figure(value, of) for name, value, of in self.rows("figures")}

    @property
    def areas(self) -> set[str]:
        """The shapes of the map: "Manna: Perlu perhatian"."""
        return {s.name for s in self.shapes if s.shape_type is not None and s.shape_type == 5}

    @property
    def chart(self) -> dict[str, tuple[Any, ...]]:
        """Category: earlier, now."""
        (shape,) = (s for s in self.shapes if s.has_chart)
        plot = shape.chart.plots[0]
        return dict(
            zip(plot.categories, zip(*(s.values for s in plot.series), strict=True), strict=True)
        )


def overflowing(presentation: Any) -> list[str]:
    """What reaches over the edge of its slide, or a table into the foot."""
    width, height = presentation.slide_width, presentation.slide_height
    found = []
    for number, slide in enumerate(presentation.slides, start=1):
        for shape in slide.shapes:
            bottom = shape.top + shape.height
            if shape.has_table:
                bottom = shape.top + sum(row.height for row in shape.table.rows)
                if bottom > height - FOOT:
                    found.append(f"{number}: {shape.name} into the foot")
            if shape.left < 0 or shape.top < 0:
                found.append(f"{number}: {shape.name} left or above")
            if shape.left + shape.width > width + 1 or bottom > height + 1:
                found.append(f"{number}: {shape.name} right or below")
    return found


INDICATORS = (
    "promises_kept",
    "kept_late",
    "awaiting",
    "unable_told",
    "not_kept",
    "withdrawn",
    "settled",
    "closed_without_outcome",
    "severity_lowered",
    "overdue",
    "no_due_date",
    "first_action_days",
    "reported_back",
    "waiting_for_meeting",
    "inputs_itemised",
    "villages_covered",
    "days_current",
    "reopened",
    "referrals_answered",
)


IN_THE_BRIEF = (
    *("promises_kept", "kept_late", "awaiting", "unable_told", "not_kept"),
    *("overdue", "no_due_date", "days_current", "inputs_itemised", "villages_covered"),
)
ON_TILES = (*IN_THE_BRIEF, "referrals_answered")
OF_NO_INPUTS = ("days_current", "inputs_itemised", "villages_covered")
HEADLINE = re.compile(
    r"Dari (\d+) kecamatan: (\d+) kondusif, (\d+) perlu perhatian, (\d+) mendesak, "
    r"(\d+) sangat mendesak, (\d+) belum diketahui(?:; (\d+) yang berstatus)?"
)


def figures_said(found: Mapping[str, Mapping[str, Any]]) -> Read:
    """The figures that `indicators` prints, as documents say them to those who may know."""
    said = {}
    for key in INDICATORS:
        n, m = found[key].get("numerator"), found[key].get("denominator")
        value = found[key]["value"]
        said[key] = f"{n} dari {m}" if m else "–" if value is None else str(value)
    if said["first_action_days"] != "–":
        said["first_action_days"] += " hari"
    return said


DUE_PARTS = ("kept_late", "awaiting", "unable_told", "not_kept")
REST_OF_INPUTS = ("reported_back", "reopened", "referrals_answered")


def said_in_public(known: Read) -> Read:
    """The same figures as a public document says them.

    Fewer than three inputs are "<3". A share of inputs whose rest is one or two is not told;
    nor is the smallest part of the due promises beside a single small one.
    """
    said = {
        key: "<3"
        if text[0].isdigit()
        and int(text.split()[0]) < 3
        and key not in (*OF_NO_INPUTS, "first_action_days")
        else text
        for key, text in known.items()
    }
    for key in REST_OF_INPUTS:
        if found := re.fullmatch(r"(\d+) dari (\d+)", said[key]):
            of = int(found[2])
            said[key] = "–" if 0 < of - int(found[1]) < 3 else said[key]
    if "dari" in known["promises_kept"]:
        small = [key for key in ("promises_kept", *DUE_PARTS) if said[key] == "<3"]
        others = [key for key in DUE_PARTS if key not in small]
        if len(small) == 1 and others:
            said[min(others, key=lambda key: int(said[key]))] = "–"
    return said


def headline_of(text: str) -> tuple[int, ...]:
    """The counts of the headline: kecamatan, four levels, unknown, out of date."""
    found = HEADLINE.search(" ".join(text.split()))
    assert found
    return tuple(int(n or 0) for n in found.groups())


def paper_text(data: bytes) -> str:
    """The text of a PDF on one line."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def in_text(text: str, key: str) -> str:
    """A figure in running text: "Komitmen ditepati: 46,9% (75 dari 160; …)"."""
    value = r"(<3|–|[\d.]+ dari [\d.]*\d|[\d.,]+%|[\d.]+)"
    found = re.search(rf"{re.escape(label(key))}: {value}(?: \(([^)]*)\))?", text)
    assert found, key
    return figure(found[1], found[2] or found[1])


def of_book(data: bytes) -> Read:
    """The figures of the workbook, from its numbers."""
    keys = {T(f"indicator.{key}"): key for key in INDICATORS}
    found = {}
    for row in sheets(data)["Angka"]:
        if row[0] in keys:
            n, m = row[2:4]
            whole = n is not None and m is not None
            found[keys[row[0]]] = f"{n} dari {m}" if whole and m else str(row[1])
    return found


def of_screen(content: Content) -> Read:
    """The figures of the slides of the screen, tiles and tables alike."""
    keys = {T(f"indicator.{key}"): key for key in INDICATORS}
    found: Read = {}
    for slide in screen_slides(content, T):
        for one in slide.page.figures:
            found[one.key] = figure(one.text, one.why_text)
        for table in slide.page.tables:
            if table.data.key == "figures":
                found |= {keys[row[0]]: figure(row[1], row[2]) for row in table.cells}
    return found
