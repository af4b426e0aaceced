"""Which row of a table holds the names of its columns."""

import re
from collections.abc import Sequence

from ingest.sheet import CellKind, SheetRow

LOOKED_AT = 60
"""Rows with content among which the header is sought."""

MOSTLY = 0.6
"""A header fills this share of the table's width at least; titles above it do not."""

NEAR = 10
"""So far under a note the header stands at most."""

LEAST_NUMBERED = 5
"""Columns that a numbering row has at least."""

_HASHTAG = re.compile(r"#[a-z][a-z0-9_]{0,49}(?:\s*\+\s*[a-z][a-z0-9_]{0,49}){0,9}", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?[\d.,/ :()-]+%?")


def find_header(rows: Sequence[SheetRow]) -> int:
    """The position among the first rows of the one that names the columns.

    It is the first that is about as wide as the table and holds names, not figures. Titles,
    notes and a period above the table are narrower. Of a header over two rows, groups above
    their columns, it is the lower. `rows` is not empty.
    """
    looked_at = rows[:LOOKED_AT]
    place = _first_wide(looked_at)
    return place + 1 if _has_second_row(looked_at[place : place + 3]) else place


def _first_wide(looked_at: Sequence[SheetRow]) -> int:
    filled = [_filled(row) for row in looked_at]
    # The widest tenth may be rows that ran over; the table is as wide as the rest.
    width = sorted(filled)[len(filled) - 1 - len(filled) // 10]
    wide = [n for n, count in enumerate(filled) if count >= MOSTLY * width]
    first = next((n for n in wide if _holds_names(looked_at[n])), wide[0])
    # Where most cells of a table are left empty, a note above it may be as wide as its rows.
    wider = (
        n
        for n in range(first + 1, min(first + NEAR, len(looked_at)))
        if filled[first] < MOSTLY * filled[n] and _only_names(looked_at[n])
    )
    return next(wider, first)


def _filled(row: SheetRow) -> int:
    return sum(1 for cell in row.cells if cell.strip())


def _only_names(row: SheetRow) -> bool:
    cells = [cell.strip() for cell in row.cells if cell.strip()]
    return not _figures(row) and len(set(cells)) == len(cells)


def _figures(row: SheetRow) -> int:
    return sum(
        1
        for place, cell in enumerate(row.cells)
        if cell.strip()
        and (row.kinds.get(place) in (CellKind.NUMBER, CellKind.DATE) or _NUMBER.fullmatch(cell))
    )


def _holds_names(row: SheetRow) -> bool:
    return _figures(row) * 2 < _filled(row) + 1


def _has_second_row(rows: Sequence[SheetRow]) -> bool:
    """Whether the second of three rows names the columns of the groups in the first.

    It does when it fills all gaps of the first, leaves columns empty that have a name
    already (merged downwards in the file), and stands over a wider row.
    """
    if len(rows) < 3 or rows[1].number != rows[0].number + 1 or not _holds_names(rows[1]):
        return False
    width = max(len(rows[0].cells), len(rows[1].cells))
    above, below = (_padded(row.cells, width) for row in rows[:2])
    gaps = [n for n in range(width) if not above[n].strip()]
    named = [n for n in range(width) if above[n].strip() and not below[n].strip()]
    filled = all(below[n].strip() for n in gaps)
    return bool(gaps) and filled and len(named) >= 2 and _filled(rows[2]) > _filled(rows[1])


def names_of_columns(header: SheetRow, above: SheetRow | None) -> tuple[str, ...]:
    """The names in a header; where it is empty, those of the row right above, if a header too."""
    own = trimmed(header.cells)
    if above is None or above.number != header.number - 1 or _filled(above) < 2:
        return own
    width = max(len(own), len(trimmed(above.cells)))
    pairs = zip(_padded(own, width), _padded(above.cells, width), strict=True)
    return tuple(name if name.strip() else higher for name, higher in pairs)


def _padded(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *("",) * (width - len(cells)))


def is_numbering(row: SheetRow) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3 … or (1), (2), (3) …

    Official tables carry such a row under their header; it is no record. Of a narrow table
    it might be one.
    """
    numbers = [cell.strip().strip("()") for cell in trimmed(row.cells)]
    return len(numbers) >= LEAST_NUMBERED and numbers == [
        str(n) for n in range(1, len(numbers) + 1)
    ]


def is_hashtags(row: SheetRow) -> bool:
    """Whether a row holds the tags by which humanitarian exports name their columns (HXL)."""
    tags = [cell.strip() for cell in row.cells if cell.strip()]
    return len(tags) > 1 and all(_HASHTAG.fullmatch(tag) for tag in tags)


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """Cells without the blank ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])
