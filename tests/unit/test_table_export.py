"""Tables as files: nothing in them runs, and they say what they hold."""

import csv
import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from documents.table import Cell, Table, as_csv, as_xlsx

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def table(*rows: tuple[Cell, ...], band: str | None = None) -> Table:
    return Table(
        columns=(("Tiket", 14), ("Tanggal", 12), ("Hari", 6), ("Isi", 60)),
        rows=rows,
        notes=(("Posisi", "26 November 2024"), ("Saringan", "Tahapan: Kampanye")),
        band=band,
        sheets=("Masukan", "Keterangan"),
    )


def lines_of(made: Table) -> list[str]:
    return as_csv(made).decode("utf-8-sig").splitlines()


def cells_of(workbook: bytes, sheet: int) -> list[list[tuple[str, str]]]:
    """The rows of a sheet; each cell is its type ("s", "n") and its value as written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        shared = [
            "".join(text.text or "" for text in item.iter(f"{MAIN}t"))
            for item in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        root = ElementTree.fromstring(parts.read(f"xl/worksheets/sheet{sheet}.xml"))
    assert list(root.iter(f"{MAIN}f")) == []
    assert list(root.iter(f"{MAIN}hyperlink")) == []
    found = []
    for row in root.iter(f"{MAIN}row"):
        cells = []
        for cell in row:
            kind = cell.get("t", "n")
            value = cell.findtext(f"{MAIN}v")
            if value is not None:
                cells.append((kind, shared[int(value)] if kind == "s" else value))
        found.append(cells)
    return found


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_text_that_could_start_a_formula_has_a_quote_mark_before_it(start: str) -> None:
    made = as_csv(table(("KDR-1", None, None, start + "1+1"))).decode("utf-8-sig")

    row = list(csv.reader(io.StringIO(made, newline="")))[-1]

    assert row[3] == "'" + start + "1+1"


def test_a_csv_says_what_it_holds_before_its_headings() -> None:
    lines = lines_of(table(("KDR-1", date(2024, 9, 5), 36, "Lampu padam"), band="DATA LATIHAN"))

    assert lines == [
        "# DATA LATIHAN",
        "# Posisi: 26 November 2024",
        "# Saringan: Tahapan: Kampanye",
        "Tiket,Tanggal,Hari,Isi",
        "KDR-1,2024-09-05,36,Lampu padam",
    ]


def test_unmarked_data_carry_no_band_and_the_unknown_is_empty_not_zero() -> None:
    lines = lines_of(table(("KDR-1", None, None, None)))

    assert lines[0] == "# Posisi: 26 November 2024"
    assert lines[-1] == "KDR-1,,,"


def test_excel_recognises_the_encoding_by_its_mark() -> None:
    assert as_csv(table()).startswith(b"\xef\xbb\xbf# ")


def test_a_note_with_a_line_break_stays_one_comment() -> None:
    made = Table((("A", 5),), [], (("Saringan", "satu\n=dua"),), None, ("A", "B"))

    assert lines_of(made) == ["# Saringan: satu =dua", "A"]


def test_a_workbook_holds_texts_as_texts_days_as_days_and_numbers_as_numbers() -> None:
    hostile = '=HYPERLINK("http://example.org")'
    made = as_xlsx(table((hostile, date(2024, 9, 5), 36, "http://example.org")))

    rows = cells_of(made, 1)

    # 5 September 2024 is day 45540 of Excel's count.
    assert rows[1] == [
        ("s", hostile),
        ("n", "45540"),
        ("n", "36"),
        ("s", "http://example.org"),
    ]


def test_a_workbook_of_marked_data_shows_the_band_first_on_both_sheets() -> None:
    made = as_xlsx(table(("KDR-1", None, None, None), band="DATA LATIHAN"))

    assert cells_of(made, 1)[0] == [("s", "DATA LATIHAN")]
    assert cells_of(made, 1)[1][0] == ("s", "Tiket")
    assert cells_of(made, 2) == [
        [("s", "DATA LATIHAN")],
        [("s", "Posisi"), ("s", "26 November 2024")],
        [("s", "Saringan"), ("s", "Tahapan: Kampanye")],
    ]


def test_a_text_longer_than_a_cell_holds_is_cut_with_a_sign() -> None:
    made = as_xlsx(table(("KDR-1", None, None, "a" * 40_000)))

    text = cells_of(made, 1)[1][1][1]

    assert len(text) == 32_767
    assert text.endswith("a…")


def test_a_printed_workbook_has_whole_rows_and_shows_every_line_of_a_cell() -> None:
    made = as_xlsx(table(("KDR-1", None, None, "kata " * 40), band="DATA LATIHAN"))
    sheet = load_workbook(io.BytesIO(made)).worksheets[0]

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$1:$2"
    # 200 letters in a column of 60 are four lines of 15 points.
    assert sheet.row_dimensions[3].height == 4 * 15
