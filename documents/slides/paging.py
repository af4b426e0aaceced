"""How a section fills its slides: sentences, figures, tables; what does not fit goes on.

The largest letters in which all of it stands on one slide are taken. Where even the small
ones are too large the section goes on, on a slide that says so; nothing is cut here, the
content has cut its lists already. Inches: a slide of 13.333 × 7.5 is a screen of 1280 × 720.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from documents.content.model import Column, Figure, Sentence, TableData
from documents.sentences import made_of
from documents.slides import tables
from documents.slides.measure import line_height, text_height
from documents.slides.tables import Fitted
from wording.translator import Translator

GAP = 0.16
"""Inches between two blocks."""

LEAST_ROWS = 3
"""A table that goes on has at least so many rows on either slide, where it has them."""

MOST_TILES = 7
TILES_IN_ROW = 4


@dataclass(frozen=True)
class Scale:
    """Points of sentences, of the cells of tables, of the value and the label of a figure."""

    sentence: float
    cell: float
    value: float
    label: float


SCALES = (
    Scale(20, 14, 28, 13),
    Scale(18, 13, 26, 12),
    Scale(16, 12, 24, 12),
    Scale(15, 12, 22, 11),
    Scale(14, 11, 20, 11),
    Scale(13, 10.5, 18, 10.5),
)


@dataclass(frozen=True)
class Blocks:
    """What a section puts below one another."""

    sentences: tuple[Sentence, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[TableData, ...] = ()


@dataclass(frozen=True)
class Room:
    """Width and height in inches."""

    width: float
    height: float


@dataclass(frozen=True)
class Page:
    """What of a section stands on one slide, and in which sizes."""

    scale: Scale
    sentences: tuple[Sentence, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Fitted, ...] = field(default=())


def blocks_of(
    t: Translator,
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    data: Sequence[TableData],
) -> Blocks:
    """The blocks of a section; more figures than there is room for tiles become a table.

    A table without rows whose sentence stands above it already is left out.
    """
    said = {sentence.text for sentence in sentences}
    data = [table for table in data if table.rows or table.empty not in said]
    if len(figures) <= MOST_TILES:
        return Blocks(tuple(sentences), tuple(figures), tuple(data))
    return Blocks(tuple(sentences), (), (*data, figure_table(t, figures)))


def figure_table(t: Translator, figures: Sequence[Figure]) -> TableData:
    """Figures one below the other, with what they are made of."""
    columns = (
        Column("figure", t("slide.figure"), weight=2.6),
        Column("value", t("slide.value"), weight=0.8),
        Column("made_of", t("slide.made_of"), weight=3.2),
    )
    rows = tuple((figure.label, figure.text, made_of(figure)) for figure in figures)
    return TableData("figures", t("slide.figures"), columns, rows)


def pages(
    t: Translator,
    blocks: Blocks,
    first: Room,
    later: Room,
    scales: Sequence[Scale] = SCALES,
) -> list[Page]:
    """The blocks on as many slides as they take; the rooms are those of the slides' bodies.

    The first of `scales` in which all of it stands in the first room is taken, else the last.
    What goes on is looked at anew, so that two rows alone on a slide do not stand in the
    letters of twenty; so is what stands without its tables.
    """
    scale = _scale(t, blocks, first, scales)
    page = Page(scale, blocks.sentences, blocks.figures)
    space = first.height - _opening_height(blocks, first.width, scale)
    width = first.width
    for place, data in enumerate(blocks.tables):
        empty = not (page.sentences or page.figures or page.tables)
        whole = tables.fit(t, data, width, scale.cell)
        now, after = tables.split(whole, width, space, force=empty)
        if len(now.cells) > LEAST_ROWS and 0 < len(after.cells) < LEAST_ROWS:
            now, after = tables.split_at(whole, len(whole.cells) - LEAST_ROWS)
        if now.cells and (empty or len(now.cells) >= LEAST_ROWS or not after.cells):
            page = Page(scale, page.sentences, page.figures, (*page.tables, now))
            space -= now.height(width) + GAP
        else:
            after = whole
        if after.cells:
            rest = Blocks(tables=(after.data, *blocks.tables[place + 1 :]))
            if not page.tables:
                alone = Blocks(page.sentences, page.figures)
                page = replace(page, scale=_scale(t, alone, first, scales))
            return [page, *pages(t, rest, later, later, scales)]
    return [page]


def _scale(t: Translator, blocks: Blocks, room: Room, scales: Sequence[Scale]) -> Scale:
    """The first of the scales in which the blocks stand in the room, else the last."""
    fits = (scale for scale in scales if _height(t, blocks, room.width, scale) <= room.height)
    return next(fits, scales[-1])


def _opening_height(blocks: Blocks, width: float, scale: Scale) -> float:
    return sentences_height(blocks.sentences, width, scale.sentence) + sum(
        tile_height(row, width, scale) + GAP for row in tile_rows(blocks.figures)
    )


def _height(t: Translator, blocks: Blocks, width: float, scale: Scale) -> float:
    """What all blocks take, in inches."""
    data = (tables.fit(t, data, width, scale.cell).height(width) + GAP for data in blocks.tables)
    used = _opening_height(blocks, width, scale) + sum(data)
    return used - (GAP if blocks.tables else 0)


def sentences_height(sentences: Sequence[Sentence], width: float, points: float) -> float:
    """What sentences take, with the gap below them, in inches."""
    if not sentences:
        return 0.0
    high = sum(text_height(f"• {sentence.text}", width, points) for sentence in sentences)
    return high + 0.05 * len(sentences) + GAP


def fitting_sentences(sentences: Sequence[Sentence], width: float, height: float) -> float:
    """The largest size, in points, in which the sentences stand in the room."""
    sizes = [scale.sentence for scale in SCALES] + [12.0, 11.0]
    return next(
        (points for points in sizes if sentences_height(sentences, width, points) <= height),
        sizes[-1],
    )


def tile_rows(figures: Sequence[Figure]) -> list[Sequence[Figure]]:
    """Figures in rows of like length."""
    if not figures:
        return []
    rows = -(-len(figures) // TILES_IN_ROW)
    each = -(-len(figures) // rows)
    return [figures[at : at + each] for at in range(0, len(figures), each)]


def tile_height(figures: Sequence[Figure], width: float, scale: Scale) -> float:
    """The height of a row of figures side by side, in inches."""
    inner = width / len(figures) - 0.3
    return 0.14 + max(
        line_height(scale.value)
        + text_height(figure.label, inner, scale.label)
        + (text_height(made_of(figure), inner, scale.label - 1) if made_of(figure) else 0.0)
        for figure in figures
    )
