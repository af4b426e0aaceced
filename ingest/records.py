"""The records of a text file, numbered as a spreadsheet shows them."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import chain

from domain.faults import Fault, Refused
from ingest.clean_text import clean
from ingest.limits import Limits
from ingest.sheet import SheetRow

MIXED = "utf-8+cp1252"
"""UTF-8 into which letters of Windows were pasted: each byte that is no UTF-8 is cp1252."""


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    try:
        return error.object[error.start : error.end].decode("cp1252"), error.end
    except UnicodeDecodeError:
        # Five bytes are no letter there either: then it is something else altogether.
        raise error from None


codecs.register_error(MIXED, _as_windows)


def codec_of(encoding: str) -> tuple[str, str]:
    """What Python calls an encoding, and what it does with a byte that does not fit."""
    return ("utf-8", MIXED) if encoding == MIXED else (encoding, "strict")


def lines_of(content: bytes, encoding: str, *, errors: str | None = None) -> Iterator[str]:
    """The lines with their ends, LF, CR LF or CR, without NUL; nothing is held twice."""
    encoding, otherwise = codec_of(encoding)
    errors = errors or otherwise
    text = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors=errors, newline="")
    for number, line in enumerate(text):
        if number == 0:
            line = line.removeprefix("\ufeff")
        yield line.replace("\0", "")


class _Watched(Iterator[str]):
    """Lines, and whether every one since `plain` was set is so plain that it needs no cleaning."""

    def __init__(self, lines: Iterator[str], separator: str) -> None:
        self.lines, self.separator = lines, separator
        self.plain, self.last = True, ""

    def __next__(self) -> str:
        line = self.last = next(self.lines)
        if self.plain:
            text = line.rstrip("\r\n").replace(self.separator, "")
            self.plain = text.isascii() and text.isprintable()
        return line


def records_of(
    content: bytes, encoding: str, separator: str, *, skip_first: bool, limits: Limits
) -> Iterator[SheetRow]:
    """Every record with its number, as a spreadsheet shows it: blank ones count too.

    A quoted cell with line breaks is one record; a `sep=` line, with `skip_first`, is none.
    Text behind a closing quotation mark is read as Excel reads it. Refused: a mark that is
    not closed, or closed lines later inside a cell; a cell longer than the limit; more
    columns than the limit; each naming the record.
    """
    lines = _Watched(lines_of(content, encoding), separator)
    if skip_first:
        next(lines, None)
    csv.field_size_limit(limits.cell_characters)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number, lines_before = 0, 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            one_line = reader.line_num - lines_before == 1
            if not (one_line and "expected after" in str(error)):
                raise Refused([_csv_fault(error, number, limits, one_line=one_line)]) from None
            cells = _as_excel(lines, separator, number)
        plain = lines.plain and reader.line_num - lines_before == 1
        lines.plain, lines_before = True, reader.line_num
        if len(cells) > limits.columns and any(cells[limits.columns :]):
            raise Refused(
                [Fault("too_many_columns", "", number, None, str(len(cells)), str(limits.columns))]
            )
        yield SheetRow(number, tuple(cells if plain else map(clean, cells)))


def _as_excel(lines: _Watched, separator: str, row: int) -> list[str]:
    """The cells of a line with text behind a closing quotation mark, as Excel shows them.

    One that goes on over further lines is refused: where its cells end is anybody's guess.
    """
    reader = csv.reader(chain([lines.last], lines), delimiter=separator)
    cells = next(reader)
    if reader.line_num > 1:
        raise Refused([Fault("stray_quote", "", row, expected='""')])
    return cells


def _csv_fault(error: csv.Error, row: int, limits: Limits, *, one_line: bool) -> Fault:
    if "field limit" in str(error) and one_line:
        return Fault("cell_too_long", "", row, expected=str(limits.cell_characters))
    return Fault("unclosed_quote", "", row, expected='"…"')
