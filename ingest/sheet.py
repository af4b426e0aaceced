"""A foreign table as it was read: its cells as text, and what they were where not text.

Reading makes it (recognise.py), mapping and checking take it. Nothing is converted here:
leading zeros, "NA" and numbers of sixteen digits are what the file shows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class CellKind(StrEnum):
    """What a cell of a workbook was, where it was not text. Cells of a CSV are all text."""

    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth"
    FORMULA = "formula"
    ERROR = "error"


_TEXT: Mapping[int, CellKind] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its number as the spreadsheet shows it, and its cells from the left.

    An empty cell is "". A date cell of a workbook is ISO text, a whole number has no
    decimals, a formula is its own text. `kinds` names the cells that were not text, by
    position from 0.
    """

    number: int
    cells: tuple[str, ...]
    kinds: Mapping[int, CellKind] = field(default_factory=lambda: _TEXT)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows under it; rows without any content are left out."""

    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What the person says of the file; None leaves it to be recognised. Rows count from 1."""

    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file was taken for. `guessed` names the fields of it that are a guess."""

    format: str
    encoding: str | None
    separator: str | None
    sheet: str | None
    header_row: int
    sheets: tuple[str, ...] = ()
    guessed: tuple[str, ...] = ()
