"""The coordination deck as a PPTX file, drawn from `deck_content` and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Inches

from db.session import Session
from documents.content.asked import Asked
from documents.content.deck import deck_content
from documents.content.model import (
    ChartData,
    Content,
    Figure,
    Head,
    MapData,
    Section,
    Sentence,
    TableData,
)
from documents.content.plain import plain
from documents.slides import charts, maps, tables
from documents.slides.canvas import MARGIN, NAVY, Box, Run, Slide, write
from documents.slides.layout import draw_page, draw_sentences
from documents.slides.measure import text_height
from documents.slides.paging import (
    Room,
    blocks_of,
    fitting_sentences,
    pages,
    sentences_height,
)
from domain.permissions import Reader
from wording.translator import Translator

RATIOS: Mapping[str, tuple[float, float]] = {"16:9": (13.333, 7.5), "4:3": (10.0, 7.5)}
"""Width and height of a slide in inches."""

TITLE_ONLY = 5
LONGEST_PROPERTY = 255
"""Letters of a property of the file, as the format takes it."""

MOST_NOTES = 6000
"""Letters of the notes of one slide."""


def deck(session: Session, reader: Reader, asked: Asked, t: Translator, number: int) -> bytes:
    """The deck as a file; `number` is its entry in the audit trail. Raises as `deck_content`."""
    return draw_deck(deck_content(session, reader, asked, t, number), t, asked.ratio)


def draw_deck(content: Content, t: Translator, ratio: str = "16:9") -> bytes:
    """The slides of a deck: a cover, its sections, an annex; titles, tables, charts are native.

    `ratio` is one of RATIOS. The notes of a slide name the records behind its section's figures.
    """
    making = _Making(content, t, RATIOS[ratio])
    for section in content.sections:
        making.section(section)
    return making.saved()


class _Making:
    """A deck that is being made."""

    def __init__(self, content: Content, t: Translator, size: tuple[float, float]) -> None:
        self.content, self.t, self.size = content, t, size
        self.pptx = Presentation()
        self.pptx.slide_width, self.pptx.slide_height = (Inches(side) for side in size)
        self.pages = 0
        self._properties()

    @property
    def head(self) -> Head:
        """What stands on every slide."""
        return self.content.head

    def saved(self) -> bytes:
        """The file."""
        out = BytesIO()
        self.pptx.save(out)
        return out.getvalue()

    def _properties(self) -> None:
        """Who made the file and of which day, in place of what the library's empty file holds.

        The day is that of the content, not of the clock, so that made again it says the same.
        """
        said = self.pptx.core_properties
        said.title = plain(self.head.title, LONGEST_PROPERTY)
        said.author = said.last_modified_by = plain(self.head.unit, LONGEST_PROPERTY)
        said.comments = plain(self.head.band or "", LONGEST_PROPERTY)
        said.created = said.modified = datetime.combine(self.head.day, time.min)
        said.revision = 1
        part = self.pptx.part
        for owner, relation in (
            (part.package, RELATIONSHIP_TYPE.THUMBNAIL),
            (part, RELATIONSHIP_TYPE.PRINTER_SETTINGS),
        ):
            owner.drop_rel(owner.relate_to(owner.part_related_by(relation), relation))

    def section(self, section: Section) -> None:
        """One section on its slides."""
        if section.key == "cover":
            self._cover(section)
        elif section.map is not None and section.map.shapes:
            self._map(section, section.map)
        elif any(drawable(chart) for chart in section.charts):
            self._charts(section)
        else:
            self._flow(section, section.tables, section.figures, section.sentences)

    def _flow(
        self,
        section: Section,
        data: Sequence[TableData],
        figures: Sequence[Figure],
        sentences: Sequence[Sentence] = (),
        *,
        again: bool = False,
    ) -> None:
        """Blocks on new slides, as many as they take; `again` where the section has begun."""
        body = Slide(None, self.size).body
        room = Room(body.width, body.height)
        blocks = blocks_of(self.t, sentences, figures, data)
        for page in pages(self.t, blocks, room, room):
            draw_page(self._slide(section, again=again), body, page)
            again = True

    def _slide(self, section: Section, *, again: bool = False) -> Slide:
        self.pages += 1
        made = self.pptx.slides.add_slide(self.pptx.slide_layouts[TITLE_ONLY])
        slide = Slide(made, self.size)
        title = f"{section.number} · {section.title}"
        if again:
            title = self.t("slide.again", title=title)
        foot = self.head.foot
        slide.frame(title, foot, str(self.pages), self.head.band)
        self._notes(made, section)
        return slide

    def _notes(self, made: Any, section: Section) -> None:
        """The records behind each figure, for whoever presents."""
        lines = [f"{note.subject}: {note.text}" for note in section.notes]
        text = "\n".join([*self.head.notices, *lines])
        if len(text) > MOST_NOTES:
            text = text[: MOST_NOTES - 1] + "…"
        made.notes_slide.notes_text_frame.text = text

    def _cover(self, section: Section) -> None:
        self.pages += 1
        made = self.pptx.slides.add_slide(self.pptx.slide_layouts[TITLE_ONLY])
        slide = Slide(made, self.size)
        width, height = self.size
        slide.frame("", self.head.foot, str(self.pages), self.head.band)
        wide = width - 2 * MARGIN
        kop = [Run(line, 12, bold=True, colour=NAVY) for line in self.head.kop]
        slide.text(Box(MARGIN, 0.45, wide, 0.66), kop)
        points = next(
            (p for p in (40.0, 34.0, 28.0, 22.0) if text_height(section.title, wide, p) < 1.7),
            18.0,
        )
        title = made.shapes.title
        box = Box(MARGIN, 1.6, wide, 1.8)
        title.left, title.top, title.width, title.height = box.emu
        title.text_frame.word_wrap = True
        title.text_frame.text = ""
        slide_title = [Run(section.title, points, bold=True, colour=NAVY)]
        write(title.text_frame, slide_title)
        room = Box(MARGIN, 3.6, wide, height - 3.6 - 0.5)
        size = fitting_sentences(section.sentences, wide, room.height)
        runs = [Run(sentence.text, size) for sentence in section.sentences]
        slide.text(room, runs, after=6)
        self._notes(made, section)

    def _map(self, section: Section, data: MapData) -> None:
        """The map on the left; what it says, and the levels counted, on the right."""
        slide = self._slide(section)
        left, right = slide.body.split(0.6 if self.size[0] > 11 else 0.56)
        maps.draw(slide, left, data)
        high = maps.legend_height(data.legend, right.width, self.t) + 0.1
        points = fitting_sentences(section.sentences, right.width, right.height - high)
        shown = section.sentences
        while shown and sentences_height(shown, right.width, points) > right.height - high:
            shown = shown[:-1]
        used = draw_sentences(slide, right, shown, points)
        maps.legend(slide, right.below(used), data.legend, self.t)
        rest = section.sentences[len(shown) :]
        if rest or section.tables or section.figures:
            self._flow(section, section.tables, section.figures, rest, again=True)

    def _charts(self, section: Section) -> None:
        """What it says on top, the chart left, tables right, its own last; what has no room on."""
        slide = self._slide(section)
        points = fitting_sentences(section.sentences, slide.body.width, 1.2)
        room = slide.body.below(draw_sentences(slide, slide.body, section.sentences, points))
        left, right = room.split(0.42)
        chart = next(chart for chart in section.charts if drawable(chart))
        charts.draw(slide, left, chart)
        beside = sorted(section.tables, key=lambda data: data.key == chart.key)
        kept = []
        for at, data in enumerate(beside):
            share = Box(right.left, right.top, right.width, right.height / (len(beside) - at))
            found = tables.best_fit(self.t, data, share)
            if found.height(right.width) > share.height or found.points < tables.SIZES[-3]:
                kept.append(data)
                continue
            right = right.below(tables.draw(slide, right, found) + 0.2)
        if kept or section.figures:
            self._flow(section, kept, section.figures, again=True)


def drawable(chart: ChartData) -> bool:
    """Whether a chart has a bar: in public counts under three are not drawn."""
    return any(value is not None for series in chart.series for value in series.values)
