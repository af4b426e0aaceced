"""Native tables of a slide, as large as their room allows, and cut into pieces that fit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pptx.oxml import parse_xml
from pptx.util import Inches

from charts.colours import INK, LEVELS, MUTED, RGB, WHITE, text_on
from documents.content.model import Kind, TableData
from documents.sentences import cell_text
from documents.slides.canvas import NAVY, A, Box, Run, Slide, fill_xml, paragraph_xml
from documents.slides.measure import line_height, text_height, text_width
from wording.translator import Translator

SIZES = (14.0, 13.0, 12.0, 11.0, 10.0, 9.0)
"""Points of the letters of a table, the largest that fits first."""

PAD = 0.06
"""Inches between a cell's edge and its text, left and right; half of it above and below."""

ROOM_READS = 18.0
"""Points that are read from the last row: 24 pixels of a screen of 1280 × 720."""

HEAD_FILL: RGB = NAVY
STRIPE: RGB = (243, 246, 250)
IN_COLOUR = frozenset({"level", "now"})
"""Columns whose words stand in the colour of their level, where a table has levels."""


@dataclass(frozen=True)
class Fitted:
    """A table as it will stand: its cells as text, letter size, column widths and row heights."""

    data: TableData
    head: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    points: float
    widths: tuple[float, ...]
    head_height: float
    heights: tuple[float, ...]

    @property
    def title_height(self) -> float:
        """The line above it."""
        return line_height(self.points + 1) + 0.05 if self.data.title else 0.0

    def after_height(self, width: float) -> float:
        """What stands under it: how many rows were left out, and its note."""
        return sum(text_height(text, width, small(self.points)) + 0.04 for text in _after(self))

    def height(self, width: float) -> float:
        """All of it."""
        rows = self.head_height + sum(self.heights)
        return self.title_height + rows + self.after_height(width)


def small(points: float) -> float:
    """The letters under a table; those that a whole room reads are not made smaller."""
    return points if points >= ROOM_READS else max(9.0, points - 2)


def _after(table: "Fitted") -> list[str]:
    return [text for text in (table.data.cut_text, table.data.note) if text]


def fit(t: Translator, data: TableData, width: float, points: float) -> Fitted:
    """The table in letters of that size: how wide its columns are and how high its rows.

    One without rows is its sentence: heads over nothing would look like a fault.
    """
    if not data.rows:
        high = text_height(data.empty, width, points) + PAD
        return Fitted(data, (), ((data.empty,),), points, (width,), 0.0, (high,))
    head = tuple(column.heading for column in data.columns)
    cells = tuple(
        tuple(cell_text(t, column, cell) for column, cell in zip(data.columns, row, strict=True))
        for row in data.rows
    )
    widths = _widths(data, head, cells, width, points)
    bold = _bold_columns(data)
    heights = tuple(_row_height(row, widths, points, bold) for row in cells)
    return Fitted(data, head, cells, points, widths, _row_height(head, widths, points), heights)


def _bold_columns(data: TableData) -> frozenset[int]:
    """The columns whose words stand in the colour of their level, and in bold."""
    if not data.levels:
        return frozenset()
    return frozenset(place for place, column in enumerate(data.columns) if column.key in IN_COLOUR)


def _widths(
    data: TableData,
    head: tuple[str, ...],
    cells: tuple[tuple[str, ...], ...],
    width: float,
    points: float,
) -> tuple[float, ...]:
    """By the columns' weights, but none narrower than its longest word where there is room.

    A day is a word here, where there is room for that too: `24 Nov 2024` is not parted.
    """
    total = sum(column.weight for column in data.columns)
    wished = [width * column.weight / total for column in data.columns]
    words = longest_words(data, head, cells, points)
    days = longest_words(data, head, cells, points, whole_days=True)
    for longest in (days, words):
        least = [min(word + 2 * PAD + 0.02, width / 3) for word in longest]
        if sum(least) < width:
            break
    else:
        return tuple(width * one / sum(least) for one in least)
    short = [max(0.0, low - wish) for low, wish in zip(least, wished, strict=True)]
    spare = [max(0.0, wish - low) for low, wish in zip(least, wished, strict=True)]
    give = sum(short) / sum(spare) if sum(spare) else 0.0
    return tuple(
        wish + lack - give * free for wish, lack, free in zip(wished, short, spare, strict=True)
    )


def longest_words(
    data: TableData,
    head: tuple[str, ...],
    cells: tuple[tuple[str, ...], ...],
    points: float,
    *,
    whole_days: bool = False,
) -> list[float]:
    """The width of the longest word of each column, in inches; a whole day may count as one."""
    bold = _bold_columns(data)

    def words(place: int, text: str) -> list[str]:
        whole = whole_days and data.columns[place].kind is Kind.DAY
        return [text] if whole else text.split()

    return [
        max(
            (
                *(text_width(word, points, bold=True) for word in head[place].split()),
                *(
                    text_width(word, points, bold=place in bold)
                    for row in cells
                    for word in words(place, row[place])
                ),
            ),
            default=0.0,
        )
        for place in range(len(head))
    ]


def _row_height(
    row: tuple[str, ...],
    widths: tuple[float, ...],
    points: float,
    bold: frozenset[int] | None = None,
) -> float:
    """What a row takes; `bold` are the places of its bold cells, None is all of them."""
    return PAD + max(
        text_height(text, wide - 2 * PAD, points, bold=bold is None or place in bold)
        for place, (text, wide) in enumerate(zip(row, widths, strict=True))
    )


def best_fit(t: Translator, data: TableData, room: Box) -> Fitted:
    """The table in the largest letters in which it fits the room; else in the smallest."""
    for points in SIZES:
        found = fit(t, data, room.width, points)
        if found.height(room.width) <= room.height:
            break
    return found


def split(table: Fitted, width: float, space: float, *, force: bool) -> tuple[Fitted, Fitted]:
    """What of the table fits in so many inches of height, and the rest; either may be empty.

    `force` takes at least one row, for a slide on which nothing else stands. What stands
    under the table goes with its last row.
    """
    count = len(table.cells)
    if table.height(width) <= space:
        return split_at(table, count)
    used = table.title_height + table.head_height
    end = 0
    while end < count - 1 and used + table.heights[end] <= space:
        used += table.heights[end]
        end += 1
    if force and end == 0:
        end = 1
    return split_at(table, end)


def split_at(table: Fitted, end: int) -> tuple[Fitted, Fitted]:
    """The first rows of a table, and the rest of it."""
    return _part(table, 0, end), _part(table, end, len(table.cells))


def _part(table: Fitted, start: int, end: int) -> Fitted:
    last = end >= len(table.cells)
    data = replace(
        table.data,
        levels=table.data.levels[start:end],
        rows=table.data.rows[start:end],
        cut_text=table.data.cut_text if last else "",
        note=table.data.note if last else "",
    )
    return replace(table, data=data, cells=table.cells[start:end], heights=table.heights[start:end])


def draw(slide: Slide, room: Box, table: Fitted) -> float:
    """Put the table at the top of the room; gives the height that it took, in inches."""
    used = 0.0
    if table.data.title:
        runs = [Run(table.data.title, table.points + 1, bold=True, colour=NAVY)]
        slide.text(Box(room.left, room.top, room.width, table.title_height), runs)
        used = table.title_height
    if not table.data.rows:
        room = room.below(used)
        words = Box(room.left, room.top, room.width, table.heights[0])
        slide.text(words, [Run(table.data.empty, table.points)], name=table.data.key)
        used += table.heights[0]
        return used + _draw_after(slide, room.below(table.heights[0]), table)
    height = table.head_height + sum(table.heights)
    place = Box(room.left, room.top + used, room.width, height)
    shape = slide.pptx.shapes.add_table(len(table.cells) + 1, len(table.head), *place.emu)
    shape.name = table.data.key
    grid = shape.table
    for at, wide in enumerate(table.widths):
        grid.columns[at].width = Inches(wide)
    for old, xml in zip(list(grid._tbl.tr_lst), _rows_xml(table), strict=True):
        grid._tbl.replace(old, parse_xml(xml))
    return used + height + _draw_after(slide, room.below(used + height), table)


def _draw_after(slide: Slide, room: Box, table: Fitted) -> float:
    """Put what stands under the table at the top of the room; gives the height that it took."""
    used = 0.0
    for text in _after(table):
        high = text_height(text, room.width, small(table.points))
        below = Box(room.left, room.top + used + 0.04, room.width, high)
        slide.text(below, [Run(text, small(table.points), colour=MUTED)])
        used += high + 0.04
    return used


def _rows_xml(table: Fitted) -> Iterator[str]:
    """The rows as the file keeps them, the head first."""
    head = (
        _cell_xml(Run(text, table.points, bold=True, colour=WHITE), HEAD_FILL, _align(table, place))
        for place, text in enumerate(table.head)
    )
    yield _row_xml(table.head_height, head)
    for at, row in enumerate(table.cells):
        cells = (_cell(table, at, column, text) for column, text in enumerate(row))
        yield _row_xml(table.heights[at], cells)


def _row_xml(height: float, cells: Iterable[str]) -> str:
    return f'<a:tr xmlns:a="{A}" h="{int(Inches(height))}">{"".join(cells)}</a:tr>'


def _cell(table: Fitted, row: int, column: int, text: str) -> str:
    ground, colour, bold = (STRIPE if row % 2 else WHITE), INK, False
    level = table.data.levels[row] if row < len(table.data.levels) else None
    if level is not None and table.data.columns[column].key in IN_COLOUR:
        ground = LEVELS[level[0]]
        colour, bold = text_on(ground), True
    run = Run(text, table.points, bold=bold, colour=colour)
    return _cell_xml(run, ground, _align(table, column))


def _cell_xml(run: Run, ground: RGB, align: str) -> str:
    beside, above = int(Inches(PAD)), int(Inches(PAD / 2))
    return (
        '<a:tc><a:txBody><a:bodyPr wrap="square"/><a:lstStyle/>'
        f"{paragraph_xml(run, align=align)}</a:txBody>"
        f'<a:tcPr marL="{beside}" marR="{beside}" marT="{above}" marB="{above}" anchor="ctr">'
        f"{fill_xml(ground)}</a:tcPr></a:tc>"
    )


def _align(table: Fitted, column: int) -> str:
    kind = table.data.columns[column].kind
    return "right" if kind in (Kind.NUMBER, Kind.CHANGE) else "left"
