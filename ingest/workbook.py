"""Workbooks (XLSX): their sheets and cells, as text that is what the sheet shows.

Macros, links to other files and pictures are never looked at, formulas never computed.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]
from openpyxl.xml.constants import SHARED_STRINGS  # type: ignore[import-untyped]

from domain.faults import Fault, Refused
from ingest.clean_text import clean
from ingest.header_row import LOOKED_AT, find_header
from ingest.limits import Limits
from ingest.sheet import SheetRow, Told
from ingest.workbook_cells import Cells, shared_texts

LEAST_RATIO_BYTES = 10 * 1024 * 1024
"""Under this size an archive may be packed as tightly as it likes."""

MOST_SHEETS_WEIGHED = 30
HIDDEN = ("hidden", "veryHidden")


def check_archive(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    """Refuse an archive that is more than a workbook should be, before anything is unpacked.

    What the entries say of their size holds: no more of an entry is ever unpacked.
    """
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Refused(
            [Fault("too_many_entries", "", None, None, str(len(entries)), str(limits.entries))]
        )
    unpacked = sum(entry.file_size for entry in entries)
    squeezed = unpacked > LEAST_RATIO_BYTES and unpacked > limits.ratio * packed
    if unpacked > limits.unpacked_bytes or squeezed:
        raise Refused(
            [
                Fault(
                    "unpacked_too_large",
                    "",
                    value=_megabytes(unpacked),
                    expected=_megabytes(limits.unpacked_bytes),
                )
            ]
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused([Fault("password_protected", "")])
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            _refuse_entities(archive, entry)


def _megabytes(size: int) -> str:
    return f"{size / 1_048_576:.0f} MB"


def _refuse_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """A document type stands before the first element, and no workbook needs one."""
    parser = expat.ParserCreate()
    begun: list[str] = []

    def refuse(*_: object) -> None:
        raise Refused([Fault("workbook_entities", "", value=entry.filename[:100])])

    def begin(name: str, _: object) -> None:
        begun.append(name)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    with archive.open(entry) as part:
        while not begun and (piece := part.read(8192)):
            parser.Parse(piece)


@dataclass(frozen=True, slots=True)
class BookTable:
    """The sheet of a workbook that will be read, and the names of all."""

    sheet: str
    sheets: tuple[str, ...]
    guessed: tuple[str, ...]
    rows: Iterator[SheetRow]


def open_workbook(content: bytes, told: Told, limits: Limits) -> BookTable:
    """A workbook, the rows of its sheet still to be walked.

    The sheet is the one told, else the first visible one whose header is at least half as
    wide as the widest, which passes over covers and keys; with several that hold anything
    it is a guess. Refused: see `check_archive`; a sheet that is not there. Whatever else is
    wrong inside raises what zipfile, expat and openpyxl do.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        check_archive(archive, len(content), limits)
    sheets = list(_open(content).worksheets)
    if not sheets:
        raise Refused([Fault("damaged_workbook", "")])
    names = tuple(clean(str(sheet.title)) for sheet in sheets)
    if told.sheet is not None:
        if told.sheet not in names:
            raise Refused(
                [Fault("no_such_sheet", "", None, None, told.sheet[:100], ", ".join(names)[:500])]
            )
        chosen, guessed = names.index(told.sheet), False
    else:
        chosen, guessed = _choose(sheets, limits)
    return BookTable(
        sheet=names[chosen],
        sheets=names,
        guessed=("sheet",) if guessed else (),
        rows=Cells(sheets[chosen], limits).rows(),
    )


class _Reader(ExcelReader):  # type: ignore[misc]
    """openpyxl's reader of what stands around the cells, with our own reading of texts."""

    def read_strings(self) -> None:
        """Fill the list that the sheets share."""
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = shared_texts(source)


def _open(content: bytes) -> Any:
    reader = _Reader(io.BytesIO(content), read_only=True, keep_links=False)
    with warnings.catch_warnings():
        # Of what openpyxl leaves out (pictures, print areas) nothing is wanted here.
        warnings.simplefilter("ignore")
        reader.read()
    return reader.wb


def _choose(sheets: Sequence[Any], limits: Limits) -> tuple[int, bool]:
    """The place of the sheet to read, and whether others hold something as well."""
    visible = [n for n, sheet in enumerate(sheets) if sheet.sheet_state not in HIDDEN]
    visible = visible or list(range(len(sheets)))
    if len(visible) == 1:
        return visible[0], False
    widths = {n: _width(sheets[n], limits) for n in visible[:MOST_SHEETS_WEIGHED]}
    widest = max(widths.values())
    chosen = next(n for n, width in widths.items() if width * 2 >= widest)
    return chosen, sum(1 for width in widths.values() if width) > 1


def _width(sheet: Any, limits: Limits) -> int:
    """How many columns the header of a sheet seems to name; 0 for an empty sheet."""
    first: list[SheetRow] = []
    for row in Cells(sheet, limits).rows():
        first.append(row)
        if len(first) == LOOKED_AT:
            break
    if not first:
        return 0
    return sum(1 for cell in first[find_header(first)].cells if cell.strip())
