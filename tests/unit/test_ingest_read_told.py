"""What a person says of a file overrules what was recognised, or is refused."""

import pytest

from domain.faults import Fault, Refused
from ingest.limits import Limits
from ingest.reading import open_file
from ingest.sheet import Recognised, Told
from tests.corpus.books import book, several

CP1252 = "NO;NAMA\n1;Café\n".encode("cp1252")


def read(content: bytes, told: Told) -> tuple[Recognised, tuple[str, ...], list[tuple[str, ...]]]:
    reading = open_file(content, told, Limits())
    return reading.recognised, reading.header, [row.cells for row in reading.rows]


def fault_of(content: bytes, told: Told) -> Fault:
    with pytest.raises(Refused) as refused:
        read(content, told)
    (fault,) = refused.value.faults
    return fault


def test_a_told_encoding_is_no_guess() -> None:
    recognised, _, rows = read(CP1252, Told(encoding="ISO-8859-1"))

    assert (recognised.encoding, recognised.guessed) == ("iso-8859-1", ())
    assert rows == [("1", "Café")]


def test_a_told_encoding_settles_a_file_of_two() -> None:
    content = "NO,NAMA\n1,Café\n".encode() + b"2,Ren\xe9\n"

    assert read(content, Told(encoding="cp1252"))[2] == [("1", "CafÃ©"), ("2", "René")]


def test_a_told_encoding_that_does_not_fit_names_the_row_and_the_bytes() -> None:
    fault = fault_of(CP1252, Told(encoding="utf8"))

    assert fault == Fault("encoding_unfit", "", 2, None, "e9 0a", "utf-8")


def test_the_row_of_an_unfitting_byte_counts_quoted_line_breaks_as_one_row() -> None:
    content = b'NO;NAMA\n1;"a\nb\nc"\n2;Ren\xe9\n'

    assert fault_of(content, Told(encoding="utf-8")).row == 3


@pytest.mark.parametrize("told", ["zip", "rot13", "punycode", "klingon", "", "utf-8\0"])
def test_what_is_no_encoding_of_text_is_refused(told: str) -> None:
    assert fault_of(CP1252, Told(encoding=told)).code == "unknown_encoding"


def test_a_told_separator_overrules_the_line_that_names_one() -> None:
    recognised, header, rows = read(b"sep=;\nA|B;C\n1|2;3\n", Told(separator="|"))

    assert (recognised.separator, recognised.guessed) == ("|", ())
    assert (header, rows) == (("A", "B;C"), [("1", "2;3")])


@pytest.mark.parametrize("told", ["", ";;", "a", '"', "\n", "\r", "\0", "\x07"])
def test_what_cannot_separate_is_refused(told: str) -> None:
    assert fault_of(b"A;B\n1;2\n", Told(separator=told)).code == "unknown_separator"


def test_a_told_header_row_overrules_the_one_found() -> None:
    content = b"REKAP,NOVEMBER,2024\nNO,URAIAN,DESA\n1,x,Ibul\n"

    found, told = read(content, Told()), read(content, Told(header_row=2))

    assert (found[0].header_row, told[0].header_row) == (1, 2)
    assert told[1:] == (("NO", "URAIAN", "DESA"), [("1", "x", "Ibul")])
    assert told[0].guessed == ()


@pytest.mark.parametrize("row", [2, 9])
def test_a_told_header_row_that_is_blank_or_missing_is_refused(row: int) -> None:
    fault = fault_of(b"A;B\n;\n1;2\n", Told(header_row=row))

    assert (fault.code, fault.row) == ("no_header_there", row)


def test_a_told_sheet_is_read_even_when_hidden() -> None:
    recognised, header, _ = read(book(several), Told(sheet="Rahasia"))

    assert (recognised.sheet, recognised.guessed) == ("Rahasia", ())
    assert header == tuple("ABCDEF")
    assert recognised.sheets == ("Sampul", "Rahasia", "O'Brien & «Data» 1234567890 ✓✓")


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    fault = fault_of(book(several), Told(sheet="Data"))

    assert (fault.code, fault.value) == ("no_such_sheet", "Data")
    assert fault.expected == "Sampul, Rahasia, O'Brien & «Data» 1234567890 ✓✓"


def test_a_told_header_row_takes_missing_names_from_the_header_right_above() -> None:
    content = b"NO;JENIS;WAKTU;\n;;TGL;JAM\n1;curat;29/11/2024;10.00\n"

    assert read(content, Told(header_row=2))[1] == ("NO", "JENIS", "TGL", "JAM")


def test_a_title_right_above_names_no_column() -> None:
    content = b"REKAP;;\n;JENIS;DESA\n1;curat;Ibul\n"

    assert read(content, Told(header_row=2))[1] == ("", "JENIS", "DESA")
