"""How a section fills its slides: sentences, figures, tables; what does not fit goes on.

The largest letters in which all of it stands on one slide are taken. Where even the small
ones are too large the section goes on, on a slide that says so; nothing is cut here, the
content has cut its lists already.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from charts.colours import INK, MUTED
from documents.content.model import Column, Figure, Sentence, TableData
from documents.slides import tables
from documents.slides.canvas import GAP, NAVY, RULE, Box, Run, Slide
from documents.slides.measure import line_height, text_height
from wording.translator import Translator

NewSlide = Callable[[], Slide]
"""Begins the next slide of a section."""

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

    sentences: tuple[Sentence, ...]
    figures: tuple[Figure, ...]
    tables: tuple[TableData, ...]


def blocks_of(
    t: Translator,
    sentences: Sequence[Sentence],
    figures: Sequence[Figure],
    data: Sequence[TableData],
) -> Blocks:
    """The blocks of a section; more figures than there is room for tiles become a table."""
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


def flow(t: Translator, new_slide: NewSlide, slide: Slide, room: Box, blocks: Blocks) -> None:
    """Put the blocks into the room of the slide, and on further slides what does not fit."""
    scale = next(
        (s for s in SCALES if _height(t, blocks, room.width, s) <= room.height), SCALES[-1]
    )
    room = room.below(draw_sentences(slide, room, blocks.sentences, scale.sentence))
    room = room.below(draw_tiles(slide, room, blocks.figures, scale))
    fresh = False
    for data in blocks.tables:
        rest = tables.fit(t, data, room.width, scale.cell)
        while rest.cells:
            now, later = tables.split(rest, room.width, room.height, force=fresh)
            if now.cells and (fresh or len(now.cells) > 1 or not later.cells):
                room = room.below(tables.draw(slide, room, now) + GAP)
                rest, fresh = later, False
                if not later.cells:
                    break
            slide = new_slide()
            room, fresh = slide.body, True
            if room.width != sum(rest.widths):
                rest = _refit(t, rest, room.width)


def _refit(t: Translator, rest: tables.Fitted, width: float) -> tables.Fitted:
    return tables.fit(t, rest.data, width, rest.points)


def _height(t: Translator, blocks: Blocks, width: float, scale: Scale) -> float:
    """What all blocks take, in inches."""
    used = sentences_height(blocks.sentences, width, scale.sentence)
    used += _tiles_height(blocks.figures, width, scale)
    used += sum(
        tables.fit(t, data, width, scale.cell).height(width) + GAP for data in blocks.tables
    )
    return used - (GAP if blocks.tables else 0)


def sentences_height(sentences: Sequence[Sentence], width: float, points: float) -> float:
    """What sentences take, with the gap below them, in inches."""
    if not sentences:
        return 0.0
    high = sum(text_height(f"• {sentence.text}", width, points) for sentence in sentences)
    return high + 0.05 * len(sentences) + GAP


def draw_sentences(slide: Slide, room: Box, sentences: Sequence[Sentence], points: float) -> float:
    """Put sentences on the slide, one a paragraph; gives the height that they took."""
    high = sentences_height(sentences, room.width, points)
    if high:
        runs = [Run(sentence.text, points, bullet=True) for sentence in sentences]
        slide.text(Box(room.left, room.top, room.width, high - GAP), runs, after=3.6)
    return high


def fitting_sentences(sentences: Sequence[Sentence], width: float, height: float) -> float:
    """The largest size, in points, in which the sentences stand in the room."""
    sizes = [scale.sentence for scale in SCALES] + [13.0, 12.0, 11.0]
    return next(
        (points for points in sizes if sentences_height(sentences, width, points) <= height),
        sizes[-1],
    )


def made_of(figure: Figure) -> str:
    """What stands under a figure; nothing where the figure says it already ("2 dari 3")."""
    return "" if figure.why_text == figure.text else figure.why_text


def _rows(figures: Sequence[Figure]) -> list[Sequence[Figure]]:
    """Figures in rows of like length."""
    if not figures:
        return []
    rows = -(-len(figures) // TILES_IN_ROW)
    each = -(-len(figures) // rows)
    return [figures[at : at + each] for at in range(0, len(figures), each)]


def _tile_height(figures: Sequence[Figure], width: float, scale: Scale) -> float:
    inner = width / len(figures) - 0.3
    return 0.14 + max(
        line_height(scale.value)
        + text_height(figure.label, inner, scale.label)
        + (text_height(made_of(figure), inner, scale.label - 1) if made_of(figure) else 0.0)
        for figure in figures
    )


def _tiles_height(figures: Sequence[Figure], width: float, scale: Scale) -> float:
    return sum(_tile_height(row, width, scale) + GAP for row in _rows(figures))


def draw_tiles(slide: Slide, room: Box, figures: Sequence[Figure], scale: Scale) -> float:
    """Put figures side by side: label, value, what it is made of; gives the height."""
    used = 0.0
    for row in _rows(figures):
        high = _tile_height(row, room.width, scale)
        wide = room.width / len(row)
        for at, figure in enumerate(row):
            box = Box(room.left + at * wide, room.top + used, wide - 0.1, high)
            slide.block(box, None, RULE)
            runs = [
                Run(figure.label, scale.label, colour=MUTED),
                Run(figure.text, scale.value, bold=True, colour=NAVY),
            ]
            if made_of(figure):
                runs.append(Run(made_of(figure), scale.label - 1, colour=INK))
            inner = Box(box.left + 0.1, box.top + 0.05, box.width - 0.2, high - 0.1)
            slide.text(inner, runs, name=figure.key)
        used += high + GAP
    return used
