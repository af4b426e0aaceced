"""Put a page of sentences, figures and tables on a slide."""

from collections.abc import Sequence

from charts.colours import INK, MUTED
from documents.content.model import Figure, Sentence
from documents.sentences import made_of
from documents.slides import tables
from documents.slides.canvas import NAVY, RULE, Box, Run, Slide
from documents.slides.paging import (
    GAP,
    Page,
    Scale,
    sentences_height,
    tile_height,
    tile_rows,
)


def draw_page(slide: Slide, room: Box, page: Page) -> None:
    """Put all of a page into the room, from the top."""
    room = room.below(draw_sentences(slide, room, page.sentences, page.scale.sentence))
    room = room.below(draw_tiles(slide, room, page.figures, page.scale))
    for table in page.tables:
        room = room.below(tables.draw(slide, room, table) + GAP)


def draw_sentences(slide: Slide, room: Box, sentences: Sequence[Sentence], points: float) -> float:
    """Put sentences on the slide, one a paragraph; gives the height that they took."""
    high = sentences_height(sentences, room.width, points)
    if high:
        runs = [Run(sentence.text, points, bullet=True) for sentence in sentences]
        slide.text(Box(room.left, room.top, room.width, high - GAP), runs, after=3.6)
    return high


def draw_tiles(slide: Slide, room: Box, figures: Sequence[Figure], scale: Scale) -> float:
    """Put figures side by side: label, value, what it is made of; gives the height."""
    used = 0.0
    for row in tile_rows(figures):
        high = tile_height(row, room.width, scale)
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
