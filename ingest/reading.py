"""A foreign file as a header and rows, by what its bytes are; runs in the process that reads.

Everybody else calls `ingest.recognise.read_sheet`.
"""

import codecs
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from domain.faults import Fault, Refused
from ingest.header_row import (
    LOOKED_AT,
    find_header,
    is_hashtags,
    is_numbering,
    names_of_columns,
    trimmed,
)
from ingest.limits import Limits
from ingest.sheet import Recognised, SheetRow, Told
from ingest.text_file import open_text

MUCH_BINARY = 0.05
"""A text whose share of control characters is larger is none."""

FEW_CONTROLS = 8
"""So many may slip into the shortest text; they are taken out."""

_FIRST_BYTES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "EXE"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7Z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x09\x08\x10\x00\x00\x06", "XLS"),
    (b"\x09\x08\x08\x00\x00\x05", "XLS"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:(!doctype html|html|table|head|body|meta)|\?xml|[a-z])", re.I
)
_CONTROLS = tuple(bytes([n]) for n in range(1, 32) if bytes([n]) not in b"\t\n\r")
_BLANK = b'\0 \t\r\n;,|"'
_RIGHT = "XLSX, CSV"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file was taken for, its header, and the rows under it, still to be walked."""

    recognised: Recognised
    header: tuple[str, ...]
    rows: Iterator[SheetRow]


def open_file(content: bytes, told: Told, limits: Limits) -> Reading:
    """A file of any kind, by its content and never by its name.

    Refused with what would be right: a file that is empty, too large, damaged, or no table
    (see the faults of `locale/import_read.csv`). Walking the rows may refuse as well.
    """
    if not content.removeprefix(codecs.BOM_UTF8).strip(_BLANK):
        raise Refused([Fault("nothing_in_file", "")])
    if len(content) > limits.file_bytes:
        size, most = (f"{n / 1_048_576:.0f} MB" for n in (len(content), limits.file_bytes))
        raise Refused([Fault("file_too_large", "", value=size, expected=most)])
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _open_archive(content, told, limits)
    _refuse_other_kinds(content)
    text = open_text(content, told, limits)
    header_row, header, rows, guess = _under_header(text.rows, told, limits)
    recognised = Recognised(
        format="csv",
        encoding=text.encoding,
        separator=text.separator,
        sheet=None,
        header_row=header_row,
        guessed=(*text.guessed, *guess),
    )
    return Reading(recognised, header, rows)


def _refuse_other_kinds(content: bytes) -> None:
    kind = next((kind for first, kind in _FIRST_BYTES if content.startswith(first)), None)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise Refused([Fault("password_protected", "")])
        kind = "XLS" if "Workbook".encode("utf-16-le") in content else "OLE"
    markup = _MARKUP.match(content)
    if kind is None and markup:
        kind = "HTML" if markup[1] or b"<html" in content[:4096].lower() else "XML"
    if kind is not None:
        raise Refused([Fault("not_a_table", "", value=kind, expected=_RIGHT)])
    if not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # NULs are left out: every other byte of UTF-16 is one.
        head = content[:65_536].replace(b"\0", b"")
        controls = sum(head.count(byte) for byte in _CONTROLS)
        if controls > max(MUCH_BINARY * len(head), FEW_CONTROLS):
            raise Refused([Fault("not_a_table", "", value="?", expected=_RIGHT)])


def _open_archive(content: bytes, told: Told, limits: Limits) -> Reading:
    # Here alone, since a text file is read without them in a third of the time.
    from ingest.workbook import open_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            macros = any(name.endswith("vbaProject.bin") for name in names)
            kind = _archive_kind(archive, names)
    except zipfile.BadZipFile:
        raise Refused([Fault("damaged_workbook", "")]) from None
    if kind is not None:
        raise Refused([Fault("not_a_table", "", value=kind, expected=_RIGHT)])
    book = open_workbook(content, told, limits)
    header_row, header, rows, guess = _under_header(book.rows, told, limits)
    recognised = Recognised(
        format="xlsm" if macros else "xlsx",
        encoding=None,
        separator=None,
        sheet=book.sheet,
        header_row=header_row,
        sheets=book.sheets,
        guessed=(*book.guessed, *guess),
    )
    return Reading(recognised, header, rows)


def _archive_kind(archive: zipfile.ZipFile, names: set[str]) -> str | None:
    """What an archive is, unless it is a workbook that can be read."""
    if "mimetype" in names:
        with archive.open("mimetype") as part:
            return "ODS" if b"spreadsheet" in part.read(200) else "ODF"
    if any(name.endswith("workbook.bin") for name in names):
        return "XLSB"
    if any(name.startswith("word/") for name in names):
        return "DOCX"
    if any(name.startswith("ppt/") for name in names):
        return "PPTX"
    return None if "[Content_Types].xml" in names else "ZIP"


def _under_header(
    rows: Iterator[SheetRow], told: Told, limits: Limits
) -> tuple[int, tuple[str, ...], Iterator[SheetRow], tuple[str, ...]]:
    """The header's row number, its names, the rows under it, and whether it is a guess."""
    filled: Iterator[SheetRow] = (row for row in rows if any(cell.strip() for cell in row.cells))
    above: SheetRow | None = None
    if told.header_row is not None:
        header = next(filled, None)
        while header is not None and header.number < told.header_row:
            above, header = header, next(filled, None)
        if header is None or header.number != told.header_row:
            raise Refused([Fault("no_header_there", "", told.header_row)])
        guess = False
    else:
        first = list(islice(filled, LOOKED_AT))
        if not first:
            raise Refused([Fault("nothing_in_file", "")])
        place = find_header(first)
        header, above = first[place], first[place - 1] if place else None
        guess = header.number > 1
        filled = chain(first[place + 1 :], filled)
    names = names_of_columns(header, above)
    return (
        header.number,
        names,
        _rows_under(header.number, len(names), filled, limits),
        ("header_row",) if guess else (),
    )


def _rows_under(
    header_row: int, width: int, rows: Iterator[SheetRow], limits: Limits
) -> Iterator[SheetRow]:
    """The rows of a table, each at least as wide as its header.

    Cells beyond the header are kept, so that a row that ran over can be seen. The row that
    numbers the columns, or names them by hashtags, is left out. Refused: no row at all, or
    more than the limit.
    """
    count = 0
    first = next(rows, None)
    second = next(rows, None)
    if first and second and (is_numbering(first) or is_hashtags(first)):
        first = None
    for row in chain(filter(None, (first, second)), rows):
        count += 1
        if count > limits.rows:
            raise Refused([Fault("too_many_rows", "", row.number, None, None, str(limits.rows))])
        if len(row.cells) == width:
            yield row
            continue
        cells = row.cells[:width] + trimmed(row.cells[width:])
        yield SheetRow(row.number, cells + ("",) * (width - len(cells)), row.kinds)
    if count == 0:
        raise Refused([Fault("nothing_under_header", "", header_row)])
