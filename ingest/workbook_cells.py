"""The cells of a workbook's sheet as text: what stands in the file, shown as a sheet shows it.

openpyxl finds the sheets, styles and dates; the cells are read here, since its own objects
for each cell and each text take three times as long as the limit of a file allows.
Elements and attributes are those of ECMA-376, part 1, section 18.3 (c, v, f, is) and
18.4 (si, t, r); an escaped character (_x000D_) is that of section 22.9.2.19.
"""

import re
import warnings
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, BinaryIO
from xml.etree.ElementTree import Element

from openpyxl.utils.cell import column_index_from_string  # type: ignore[import-untyped]
from openpyxl.utils.datetime import from_excel  # type: ignore[import-untyped]
from openpyxl.worksheet._reader import WorkSheetParser  # type: ignore[import-untyped]
from openpyxl.xml.constants import SHEET_MAIN_NS  # type: ignore[import-untyped]
from openpyxl.xml.functions import iterparse  # type: ignore[import-untyped]

from domain.faults import Fault, Refused
from ingest.clean_text import clean
from ingest.limits import Limits
from ingest.sheet import CellKind, SheetRow

_NS = f"{{{SHEET_MAIN_NS}}}"
_SI, _T, _R, _V, _F, _IS = (_NS + tag for tag in ("si", "t", "r", "v", "f", "is"))
_ROW, _CELL, _DATA = (_NS + tag for tag in ("row", "c", "sheetData"))

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile("0{2,30}")
FIRST_OWN_FORMAT = 164
"""Number formats below are built in; those of the file count from here (section 18.8.30)."""

Shown = tuple[str, CellKind | None]


def shared_texts(source: BinaryIO) -> list[str]:
    """The texts that a workbook keeps once for all its cells."""
    texts: list[str] = []
    for _, element in iterparse(source):
        if element.tag == _SI:
            texts.append(_text_of(element))
            element.clear()
    return texts


def _text_of(element: Element) -> str:
    """A text, in one piece or in pieces of different looks; how to pronounce it left out."""
    pieces = [
        piece.text or ""
        for child in element
        for piece in (child if child.tag == _R else (child,))
        if piece.tag == _T
    ]
    return clean(_unescaped("".join(pieces)))


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


class Cells:
    """Reads the rows of one sheet of a book that openpyxl has opened (read only)."""

    def __init__(self, sheet: Any, limits: Limits) -> None:
        book = sheet.parent
        self.sheet, self.limits = sheet, limits
        self.texts: list[str] = sheet._shared_strings
        self.epoch = book.epoch
        self.dates, self.lengths = book._date_formats, book._timedelta_formats
        self.zeros = _leading_zeros(book)
        self.places: dict[str, int] = {}
        self.formulas = WorkSheetParser(None, [])

    def rows(self) -> Iterator[SheetRow]:
        """The rows that hold anything, from the top; refused beyond the columns allowed.

        The part is walked to its end, so that a damaged one is found out.
        """
        number = 0
        with self.sheet._get_source() as source, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for _, element in iterparse(source):
                if element.tag == _ROW:
                    number = int(element.get("r") or number + 1)
                    row = self._row(number, element)
                    element.clear()
                    if row is not None:
                        yield row
                elif element.tag == _DATA:
                    element.clear()

    def _row(self, number: int, element: Element) -> SheetRow | None:
        cells: dict[int, str] = {}
        kinds: dict[int, CellKind] = {}
        place = -1
        for cell in element:
            if cell.tag != _CELL:
                continue
            reference = cell.get("r")
            place = self._place(reference) if reference else place + 1
            text, kind = self._shown(cell)
            if text:
                cells[place] = text
                if kind is not None:
                    kinds[place] = kind
        if not cells:
            return None
        last = max(cells)
        if last >= self.limits.columns:
            many, most = str(last + 1), str(self.limits.columns)
            raise Refused([Fault("too_many_columns", "", number, None, many, most)])
        return SheetRow(number, tuple(cells.get(n, "") for n in range(last + 1)), kinds)

    def _place(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        if letters not in self.places:
            self.places[letters] = column_index_from_string(letters) - 1
        return self.places[letters]

    def _shown(self, cell: Element) -> Shown:
        """The text of a cell, and what it was where not text."""
        value, inline = None, None
        for child in cell:
            if child.tag == _V:
                value = child.text
            elif child.tag == _F:
                return self._formula(cell)
            elif child.tag == _IS:
                inline = child
        if inline is not None:
            return _text_of(inline), None
        return self._typed(cell, value) if value else ("", None)

    def _typed(self, cell: Element, value: str) -> Shown:
        match cell.get("t", "n"):
            case "s":
                return self.texts[int(value)], None
            case "n":
                return self._number(value, int(cell.get("s", 0)))
            case "b":
                return ("TRUE" if int(value) else "FALSE"), CellKind.TRUTH
            case "e":
                return clean(value), CellKind.ERROR
            case "d":
                return clean(value), CellKind.DATE
            case _:
                return clean(_unescaped(value)), None

    def _number(self, value: str, style: int) -> Shown:
        number = float(value) if any(mark in value for mark in ".eE") else int(value)
        if style not in self.dates:
            return plain_number(number).zfill(self.zeros.get(style, 0)), CellKind.NUMBER
        try:
            moment = from_excel(number, self.epoch, timedelta=style in self.lengths)
        except (OverflowError, ValueError):
            # Excel shows ##### for a day before its first and after its last.
            return plain_number(number), CellKind.ERROR
        return day_and_time(moment), CellKind.DATE

    def _formula(self, cell: Element) -> Shown:
        """A formula as it is written; one that a range shares is moved to its own cell."""
        written = self.formulas.parse_formula(cell)
        if not isinstance(written, str):
            # Array formulas and data tables are objects that hold their text.
            written = getattr(written, "text", None) or "="
        if written in ("=TRUE()", "=FALSE()"):
            # So LibreOffice stores a cell that is just true or false.
            return written[1:-2], CellKind.TRUTH
        return clean(written) or "=", CellKind.FORMULA


def _leading_zeros(book: Any) -> dict[int, int]:
    """The styles that show a number with zeros before it (format 00000), and its width."""
    found = {}
    for style, array in enumerate(book._cell_styles):
        own = array.numFmtId - FIRST_OWN_FORMAT
        if 0 <= own < len(book._number_formats) and _ZEROS.fullmatch(book._number_formats[own]):
            found[style] = len(book._number_formats[own])
    return found


def day_and_time(value: date | time | timedelta) -> str:
    """ISO text to the second: a day, a day and a time, a time of day, or a length of time."""
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
        return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, datetime):
        # A spreadsheet counts days in binary fractions; half a second off is the same time.
        value = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, time):
        return value.replace(microsecond=0).isoformat()
    return value.isoformat()


def plain_number(value: float) -> str:
    """A number in plain digits: 7, not 7.0; 0.00001, not 1e-05; every digit of a long one."""
    if isinstance(value, int):
        return str(value)
    if value.is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")
