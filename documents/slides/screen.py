"""The slides of the screen: sections of the deck, in letters that a whole room can read.

The screen is taken to be 1280 × 720 pixels, 96 of them to the inch, whatever it is: the page
scales it. No text is under 18 points, which are 24 pixels there.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.content.model import ChartData, Content, MapData, Section, Sentence, TableData
from documents.deck import drawable
from documents.slides import tables
from documents.slides.paging import (
    Blocks,
    Page,
    Room,
    Scale,
    blocks_of,
    pages,
    sentences_height,
    tile_height,
    tile_rows,
)
from documents.slides.tables import PAD, ROOM_READS
from wording.translator import Translator

PIXELS = 96
"""Pixels of the screen to the inch."""

WIDTH, HEIGHT = 1280 / PIXELS, 720 / PIXELS
MARGIN = 0.4
BODY = Room(WIDTH - 2 * MARGIN, 5.76)
"""What title, band and foot leave."""

COVER = Room(BODY.width, 3.5)
BESIDE = Room(4.9, BODY.height)
"""Right of a map or a chart."""

FORM_HEIGHT = 2.25
"""What the form of the agreements takes at the foot of their slides."""

LEGEND_ROW = 0.35
"""What a level takes in the legend, and the line that says what the hatch is."""

SCALES = (
    Scale(24, 22, 40, 21),
    Scale(22, 20, 36, 20),
    Scale(20, 19, 32, 19),
    Scale(ROOM_READS, ROOM_READS, 28, 19),
)
"""The largest that fits is taken; what stands under a figure is a point under its label."""

SMALLEST = SCALES[-1]


@dataclass(frozen=True)
class ScreenSlide:
    """One slide: a page of a section; beside a map or a chart it stands at the right.

    `key` and `number` are those of the section, `again` where it goes on. `form`: the
    agreements are entered on it.
    """

    key: str
    number: int
    title: str
    page: Page
    again: bool = False
    map: MapData | None = None
    chart: ChartData | None = None
    form: bool = False

    @property
    def is_cover(self) -> bool:
        """Whether it is the first of all."""
        return self.key == "cover" and not self.again


def screen_slides(content: Content, t: Translator, *, form: bool = False) -> list[ScreenSlide]:
    """The slides of a deck for the screen; `form` leaves room to enter agreements.

    Every sentence, figure and row stands on one of them; the annex, which lists every figure
    in the files, has only those that no slide before it has. A table that is wider than the
    screen stands in parts, its first column in each of them. What has no room beside the map
    is left to the next section where that says it too.
    """
    sections = list(_once(content))
    following = [{s.text for s in section.sentences} for section in sections[1:]]
    return [
        slide
        for section, later in zip(sections, [*following, set()], strict=True)
        for slide in _section(section, t, form, later)
    ]


def _once(content: Content) -> Iterator[Section]:
    """The sections, each figure in the first that has it."""
    shown: set[str] = set()
    for section in content.sections:
        yield replace(section, figures=tuple(f for f in section.figures if f.key not in shown))
        shown.update(figure.key for figure in section.figures)


def _section(
    section: Section, t: Translator, form: bool, later: Collection[str]
) -> Iterator[ScreenSlide]:
    title = section.title if section.key == "cover" else f"{section.number} · {section.title}"
    picture = _picture(section)
    entering = form and section.key == "agreements"
    rest: tuple[Sentence, ...] = section.sentences
    again = False
    if picture is not None:
        chart = picture if isinstance(picture, ChartData) else None
        data = picture if isinstance(picture, MapData) else None
        taken = _legend_height(data) if data else 0.0
        room = Room(BESIDE.width, BESIDE.height - taken)
        scale, beside = _as_large_as_possible(rest, room)
        own = tuple(sentence for sentence in rest if sentence.text not in later)
        if len(beside) < len(rest) and own and _height(own, room) <= room.height:
            rest = own
            scale, beside = _as_large_as_possible(own, room)
        rest = rest[len(beside) :]
        yield ScreenSlide(
            section.key, section.number, title, Page(scale, beside), False, data, chart
        )
        again = True
    body = Room(BODY.width, BODY.height - FORM_HEIGHT) if entering else BODY
    first = COVER if section.key == "cover" else body
    for page in _pages(section, rest, t, first, body):
        if not (page.sentences or page.figures or page.tables) and again:
            continue
        shown = t("slide.again", title=title) if again else title
        yield ScreenSlide(section.key, section.number, shown, page, again, form=entering)
        again = True


def _legend_height(data: MapData) -> float:
    return LEGEND_ROW * (len(data.legend) + any(row.hatched for row in data.legend))


def _picture(section: Section) -> MapData | ChartData | None:
    if section.map is not None and section.map.shapes:
        return section.map
    return next((chart for chart in section.charts if drawable(chart)), None)


def _as_large_as_possible(
    sentences: Sequence[Sentence], room: Room
) -> tuple[Scale, tuple[Sentence, ...]]:
    """The sentences from the first on that stand in a room, all of them if they can."""
    for scale in SCALES:
        if sentences_height(sentences, room.width, scale.sentence) <= room.height:
            return scale, tuple(sentences)
    return SMALLEST, _fitting(sentences, room)


def _fitting(sentences: Sequence[Sentence], room: Room) -> tuple[Sentence, ...]:
    most = len(sentences)
    while most and sentences_height(sentences[:most], room.width, ROOM_READS) > room.height:
        most -= 1
    return tuple(sentences[:most])


def _pages(
    section: Section, sentences: tuple[Sentence, ...], t: Translator, first: Room, later: Room
) -> Iterator[Page]:
    """The section's pages; sentences that do not stand in one room are parted first."""
    room = first
    while _height(sentences, room) > room.height:
        now = _fitting(sentences, room) or sentences[:1]
        yield Page(SMALLEST, now)
        sentences, room = sentences[len(now) :], later
    blocks = blocks_of(t, sentences, section.figures, _narrowed(section.tables, t, room.width))
    if sentences and _height(sentences, room) + _tiles_height(blocks, room) > room.height:
        yield Page(SMALLEST, sentences)
        blocks, room = replace(blocks, sentences=()), later
    yield from pages(t, blocks, room, later, _roomy(blocks, t, room.width))


def _height(sentences: Sequence[Sentence], room: Room) -> float:
    return sentences_height(sentences, room.width, ROOM_READS)


def _tiles_height(blocks: Blocks, room: Room) -> float:
    return sum(tile_height(row, room.width, SMALLEST) for row in tile_rows(blocks.figures))


def _narrowed(data: Sequence[TableData], t: Translator, width: float) -> tuple[TableData, ...]:
    return tuple(part for table in data for part in _parts(table, t, width))


def _parts(data: TableData, t: Translator, width: float) -> Iterator[TableData]:
    """The table, or columns of it beside its first one, so that no word is broken.

    Each part has about as many: one column alone would fill a slide with little.
    """
    least = _least(data, t, width, ROOM_READS)
    if sum(least) <= width:
        yield data
        return
    parts = _parted(least, width, len(data.columns))
    evenly = _parted(least, width, -(-(len(data.columns) - 1) // len(parts)))
    for part in evenly if len(evenly) == len(parts) else parts:
        yield _columns(data, [0, *part])


def _parted(least: Sequence[float], width: float, most: int) -> list[list[int]]:
    """The columns beside the first in parts that the width holds, at most so many in each."""
    parts: list[list[int]] = [[]]
    for place in range(1, len(least)):
        taken = least[0] + sum(least[at] for at in parts[-1])
        if parts[-1] and (taken + least[place] > width or len(parts[-1]) == most):
            parts.append([])
        parts[-1].append(place)
    return parts


def _columns(data: TableData, places: Sequence[int]) -> TableData:
    return replace(
        data,
        columns=tuple(data.columns[at] for at in places),
        rows=tuple(tuple(row[at] for at in places) for row in data.rows),
    )


def _least(data: TableData, t: Translator, width: float, points: float) -> list[float]:
    """The width of the longest word of each column, in inches; very long ones are broken."""
    fitted = tables.fit(t, data, width, points)
    longest = tables.longest_words(data, fitted.head, fitted.cells, points)
    return [min(width / 3, 2 * PAD + 0.03 + word) for word in longest]


def _roomy(blocks: Blocks, t: Translator, width: float) -> tuple[Scale, ...]:
    """The scales in which no word of the tables is broken; the smallest in any case."""
    found = tuple(
        scale
        for scale in SCALES[:-1]
        if all(sum(_least(data, t, width, scale.cell)) <= width for data in blocks.tables)
    )
    return (*found, SMALLEST)
