"""Whatever is written comes back, and whatever comes is answered."""

import csv
import io
import json
import unicodedata

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.child import _answer
from ingest.limits import Limits
from ingest.reading import open_file
from ingest.sheet import Told
from tests.corpus.books import BOOKS, book
from tests.corpus.case import Case, Reads
from tests.corpus.texts import TEXTS

MARKS = {"utf-8-sig": "", "utf-16-le": "\ufeff", "utf-16-be": "\ufeff", "utf-32-le": "\ufeff"}
"""Encodings with the mark that Python does not write by itself."""

LATIN = st.characters(min_codepoint=32, max_codepoint=126)
ANY = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\ufeff") | (
    st.sampled_from("\n\t")
)
LETTERS_OF_1252 = st.sampled_from("aé ß€“”–;,|\t\n\"'=0,5%")
BIDI = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
QUIET = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def tables(letters: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Rows under a header, of one width, of which the first cell says that it is a row."""
    cell = st.text(letters, max_size=12).map(
        lambda text: unicodedata.normalize("NFC", text.translate(BIDI))
    )
    return st.integers(2, 6).flatmap(
        lambda width: st.lists(
            st.lists(cell, min_size=width - 1, max_size=width - 1).map(lambda row: ["x", *row]),
            min_size=1,
            max_size=8,
        )
    )


def written(
    table: list[list[str]], separator: str, line_end: str, quoting: int
) -> tuple[list[str], str]:
    if line_end == "\r" and any("\n" in cell for row in table for cell in row):
        # Python's writer leaves a line feed bare where it is not the end of a line.
        quoting = csv.QUOTE_ALL
    header = [f"KOLOM {chr(65 + n)}" for n in range(len(table[0]))]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator=line_end, quoting=quoting)
    writer.writerow(header)
    writer.writerows(table)
    return header, text.getvalue()


def read(content: bytes, told: Told) -> tuple[list[str], list[list[str]]]:
    reading = open_file(content, told, Limits())
    rows = list(reading.rows)
    assert [row.number for row in rows] == list(range(2, len(rows) + 2))
    return list(reading.header), [list(row.cells) for row in rows]


SHAPES = {
    "separator": st.sampled_from(",;\t|"),
    "line_end": st.sampled_from(["\n", "\r\n", "\r"]),
    "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
}


@pytest.mark.parametrize("encoding", ["utf-8", *MARKS])
@QUIET
@given(table=tables(ANY), **SHAPES)
def test_a_table_in_any_unicode_comes_back_as_it_was(
    encoding: str, table: list[list[str]], separator: str, line_end: str, quoting: int
) -> None:
    header, text = written(table, separator, line_end, quoting)
    content = (MARKS.get(encoding, "") + text).encode(encoding)

    assert read(content, Told()) == (header, table)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@QUIET
@given(table=tables(LATIN), **SHAPES)
def test_a_table_in_utf_16_without_a_mark_comes_back_as_it_was(
    encoding: str, table: list[list[str]], separator: str, line_end: str, quoting: int
) -> None:
    header, text = written(table, separator, line_end, quoting)

    assert read(text.encode(encoding), Told()) == (header, table)


@QUIET
@given(table=tables(LETTERS_OF_1252), **SHAPES)
def test_a_table_in_windows_letters_comes_back_when_told_so(
    table: list[list[str]], separator: str, line_end: str, quoting: int
) -> None:
    header, text = written(table, separator, line_end, quoting)

    assert read(text.encode("cp1252"), Told(encoding="cp1252")) == (header, table)


@QUIET
@given(table=tables(st.sampled_from("aéèñßÇ b;,|\t\n\"'=0,5%")), **SHAPES)
def test_a_table_with_letters_that_only_windows_writes_so_comes_back_as_it_was(
    table: list[list[str]], separator: str, line_end: str, quoting: int
) -> None:
    # "ß–" of Windows is one letter of UTF-8; such pairs nobody can tell apart.
    header, text = written(table, separator, line_end, quoting)

    assert read(text.encode("cp1252"), Told()) == (header, table)


@settings(QUIET, max_examples=60)
@given(table=tables(ANY))
def test_a_table_in_a_workbook_comes_back_as_it_was(table: list[list[str]]) -> None:
    header = [f"KOLOM {chr(65 + n)}" for n in range(len(table[0]))]

    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        for number, row in enumerate([header, *table]):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell)

    assert read(book(fill), Told()) == (header, table)


NUMBERS = st.floats(-1e15, 1e15).map(lambda number: round(number, 6)) | st.integers(
    -(10**15), 10**15
)


@settings(QUIET, max_examples=60)
@given(numbers=st.lists(NUMBERS, min_size=1, max_size=20))
def test_numbers_of_a_workbook_come_back_in_plain_digits(numbers: list[float]) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["NAMA", "NILAI"])
        for number, value in enumerate(numbers, 1):
            sheet.write_row(number, 0, ["x", value])

    _, rows = read(book(fill), Told())

    assert all(set(cell) <= set("-0123456789.") for _, cell in rows)
    # A workbook written by program keeps 16 digits; Excel itself keeps 15.
    assert [float(cell) for _, cell in rows] == pytest.approx(numbers, rel=1e-15, abs=1e-12)


@QUIET
@given(content=st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_at_all_give_a_table_or_a_refusal(content: bytes) -> None:
    assert last_line(content) != "reading_failed"


GOOD = [
    case
    for case in (*TEXTS, *BOOKS)
    if isinstance(case.answer, Reads) and case.name not in ("full.csv", "many-texts.xlsx")
]


@settings(QUIET, max_examples=300)
@given(
    case=st.sampled_from(GOOD),
    places=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), max_size=4),
    kept=st.floats(0.5, 1),
)
def test_flipped_bytes_and_lost_ends_give_a_table_or_a_refusal(
    case: Case, places: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(case.make())
    for where, bits in places:
        content[int(where * len(content))] ^= bits

    assert last_line(bytes(content[: int(kept * len(content))])) != "reading_failed"


def last_line(content: bytes) -> str:
    """The code of the fault, or "table": what the process that reads would answer last."""
    last = json.loads(list(_answer(content, Told(), Limits()))[-1])
    return last["faults"][0]["code"] if "faults" in last else "table"
