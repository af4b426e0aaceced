"""The report of an import: its JSON, and the workbook that goes back to the station."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import openpyxl
import pytest

from documents.import_report import marked_workbook
from domain.faults import Fault
from ingest.checked import Checked, Flag, Question
from ingest.duplicates import Duplicate
from ingest.import_report import ImportReport, as_json
from ingest.remembering import header_signature
from ingest.sheet import Recognised, Sheet, SheetRow
from wording.translator import Translator

ID, EN = Translator("id"), Translator("en")
SHEET = Sheet(
    ("TANGGAL", "URAIAN", "LAT"),
    (
        SheetRow(5, ("3/4/2026", "Lampu", "-4.5")),
        SheetRow(8, ("4/4/2026", "Ronda", "224", "lebih")),
    ),
)
LATITUDE = Fault("latitude_range", "m.csv", 8, "LAT", "224", "-90 … 90")


def report(sheet: Sheet = SHEET, header_row: int = 4, **fields: Any) -> ImportReport:
    checked: Mapping[str, Any] = fields.pop("checked", {})
    given: dict[str, Any] = {
        "file": "m.csv",
        "sha256": "a" * 64,
        "target": "issues",
        "recognised": Recognised("csv", "cp1252", ";", None, header_row, guessed=("encoding",)),
        "sheet": sheet,
        "checked": Checked("issues", {"text": "URAIAN"}, len(sheet.rows), **checked),
    }
    return ImportReport(**{**given, **fields})


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_keys_of_the_json_stand_in_the_order_that_scripts_know():
    found = as_json(report(), EN)
    assert list(found)[:12] == [
        "file",
        "sha256",
        "recognised",
        "columns",
        "read",
        "accepted",
        "unchanged",
        "refused",
        "written",
        "errors",
        "flags",
        "duplicates",
    ]
    assert list(found["recognised"])[:5] == [
        "format",
        "encoding",
        "separator",
        "sheet",
        "header_row",
    ]


def test_an_error_says_row_column_value_code_and_what_would_be_right():
    found = as_json(report(faults=[LATITUDE], fault_total=1, refused_rows=frozenset({8})), ID)
    assert found["errors"] == [
        {
            "row": 8,
            "column": "LAT",
            "value": "224",
            "code": "latitude_range",
            "message": "224 di luar −90 sampai 90",
        }
    ]
    assert (found["read"], found["accepted"], found["refused"]) == (2, 1, 1)


def test_a_pair_says_the_row_the_issue_and_how_like_they_are():
    pair = Duplicate(5, "I-5", date(2026, 4, 3), "KDR-1", None, 0.93, True)
    assert as_json(report(duplicates=[pair]), EN)["duplicates"] == [
        {"row": 5, "of": "KDR-1", "score": 0.93, "of_row": None}
    ]


def test_rows_are_accepted_unchanged_or_refused_and_nothing_else():
    found = report(refused_rows=frozenset({8}), unchanged_rows=frozenset({5}))
    assert (found.accepted, found.unchanged, found.refused) == (0, 1, 1)


def test_a_question_is_put_with_what_each_answer_would_make_of_the_example():
    question = Question(
        "date_order_needed",
        "reported_on",
        "TANGGAL",
        5,
        "3/4/2026",
        {"dmy": "2026-04-03", "mdy": "2026-03-04"},
    )
    found = report(checked={"questions": (question,)})
    assert not found.ok
    [said] = as_json(found, EN)["questions"]
    assert said["readings"] == {"dmy": "2026-04-03", "mdy": "2026-03-04"}
    assert "dmy: 2026-04-03; mdy: 2026-03-04" in said["message"]


def test_every_row_of_the_workbook_stands_where_it_stood_in_the_file():
    page = opened(marked_workbook(report(faults=[LATITUDE], fault_total=1), ID)).active
    assert [cell.value for cell in page[4]] == ["TANGGAL", "URAIAN", "LAT", "Yang perlu diperbaiki"]
    assert [cell.value for cell in page[5]] == ["3/4/2026", "Lampu", "-4.5", None]
    assert [cell.value for cell in page[8]] == [
        "4/4/2026",
        "Ronda",
        "224",
        "LAT: 224 di luar −90 sampai 90",
    ]
    assert page["C8"].fill.start_color.rgb == "FFF8D7DA"
    assert page["C5"].fill.fill_type is None


def test_a_row_says_its_flags_and_pairs_as_notes():
    pair = Duplicate(5, "I-5", date(2026, 4, 3), "KDR-1", None, 0.93, True)
    flags = (Flag(5, "URAIAN", "personal_data", "phone"),)
    given = report(duplicates=[pair], checked={"flags": flags})
    page = opened(marked_workbook(given, ID)).active
    assert str(page["D5"].value).splitlines() == [
        "Catatan: URAIAN: tampak memuat nomor telepon; ditahan sampai diperiksa",
        "Catatan: Baris 5 mungkin sama dengan KDR-1 (kemiripan 93%)",
    ]


def test_faults_of_the_second_sheet_stand_in_the_second_sheet():
    inputs = Sheet(("RAPAT", "ISI"), (SheetRow(2, ("M-1", "")),))
    place = Recognised("xlsx", None, None, "Masukan", 1)
    fault = Fault("empty_cell", "m.csv, Masukan", 2, "ISI")
    book = opened(
        marked_workbook(report(inputs=(place, inputs), faults=[fault], fault_total=1), EN)
    )
    assert book.sheetnames == ["Data", "Masukan"]
    assert book["Masukan"]["C2"].value == "ISI: empty; must be filled"
    assert [row[3] for row in book["Data"].iter_rows(min_row=5, values_only=True)] == [None] * 4


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /c calc'!A0", "@SUM(A1)", "http://a.example"])
def test_no_cell_of_the_workbook_is_a_formula_or_a_link(text: str):
    sheet = Sheet((text, "B"), (SheetRow(2, (text, "001")),))
    content = marked_workbook(report(sheet, header_row=1), ID)
    page = opened(content).active
    assert [(c.value, c.data_type) for c in page[2]][:2] == [(text, "s"), ("001", "s")]
    assert page["A1"].data_type == "s"
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not any("rels" in name and "sheet1" in name for name in names)


@pytest.mark.parametrize("name", ["[a]:*?/\\", "'''", "n" * 40, "History"])
def test_any_name_of_a_sheet_gives_a_workbook_that_opens(name: str):
    given = report(recognised=Recognised("xlsx", None, None, name, 1))
    assert len(opened(marked_workbook(given, ID)).sheetnames[0]) <= 31


def test_a_header_with_the_added_column_is_the_same_header():
    plain = header_signature(("TANGGAL", " uraian "))
    for t in (ID, EN):
        assert header_signature(("Tanggal", "URAIAN", t("import.what_is_wrong"), "")) == plain
    assert header_signature(("TANGGAL", "URAIAN", "LAT")) != plain
    assert header_signature(("TANGGALURAIAN",)) != plain
