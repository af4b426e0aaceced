"""Meetings and reports of a foreign sheet, with their inputs beside them or in another sheet."""

from datetime import date
from typing import Any

import pytest

from ingest.checked import Checked
from ingest.mapping import Mapping
from tests.unit.import_known import SHA, checked, codes, known, sheet

MEETING: dict[str, Any] = {
    "target": "meetings",
    "date_order": "dmy",
    "columns": {"held_on": "TANGGAL", "programme": "KEGIATAN", "sub_districts": "KECAMATAN"},
}


def meetings(header: str, *rows: str, **changes: Any) -> Checked:
    mapping = Mapping.model_validate({**MEETING, **changes})
    return checked(mapping, sheet(header, *rows))


def cells(found: Checked, file: str, *columns: str) -> list[tuple[Any, ...]]:
    return [
        tuple(record.values[column] for column in columns)
        for record in found.records
        if record.file == file
    ]


def test_a_meeting_has_several_kecamatan_and_villages_and_its_attendance():
    found = meetings(
        "NO|TANGGAL|KEGIATAN|KECAMATAN|DESA|SATUAN|HADIR|JANJI|TEMPAT",
        "P-9|5/9/2024|Jumat Curhat|Kedurang; 17.01.07|Rantau Sialang;Nanjungan"
        "|Polsek Kedurang|Camat: 2; Warga (30 orang); Tokoh agama|ya|Balai desa",
        columns={
            "meeting": "NO",
            "held_on": "TANGGAL",
            "programme": "KEGIATAN",
            "sub_district": "KECAMATAN",
            "village_codes": "DESA",
            "host_unit": "SATUAN",
            "attendance": "HADIR",
            "promised": "JANJI",
            "venue": "TEMPAT",
        },
    )
    # Nanjungan stands twice in the district; of the two kecamatan named one has it.
    (record,) = found.records
    assert codes(found) == []
    assert record.values == {
        "meeting": "P-9",
        "held_on": date(2024, 9, 5),
        "programme": "jumat-curhat",
        "host_unit": "polsek-kedurang",
        "venue": "Balai desa",
        "sub_district_codes": ("17.01.01", "17.01.07"),
        "village_codes": ("17.01.01.2002", "17.01.07.2004"),
        "attendance": (("camat", 2), ("residents", 30), ("religious-leader", None)),
        "promised": True,
        "inputs": None,
        "inputs_on": None,
        "source": None,
        "recorded_at": None,
        "voided_on": None,
    }


def test_a_meeting_without_a_kecamatan_is_taken_from_its_villages_or_flagged():
    found = meetings(
        "TANGGAL|KEGIATAN|KECAMATAN|DESA",
        "5/9/2024|Sambang||Rantau Sialang",
        "6/9/2024|Sambang||",
        columns={**MEETING["columns"], "villages": "DESA"},
    )
    assert cells(found, "meetings", "meeting", "sub_district_codes") == [
        ("M-01234567-2", ("17.01.01",)),
        ("M-01234567-3", ()),
    ]
    assert [(flag.row, flag.code) for flag in found.flags] == [(3, "no_sub_district")]


@pytest.mark.parametrize(
    ("cell", "attendance"),
    [
        ("12", (("camat", 12),)),
        ("1.200 orang", (("camat", 1200),)),
        ("hadir", (("camat", None),)),
        ("ya", (("camat", None),)),
        ("1", (("camat", 1),)),
        ("0", ()),
        ("tidak hadir", ()),
        ("", ()),
    ],
)
def test_a_column_of_one_group_holds_a_headcount_or_a_mark(cell: str, attendance: tuple[Any, ...]):
    found = meetings(
        "TANGGAL|KEGIATAN|KECAMATAN|CAMAT",
        f"5/9/2024|Sambang|Manna|{cell}",
        columns={**MEETING["columns"], "attendance.camat": "CAMAT"},
    )
    assert cells(found, "meetings", "attendance") == [(attendance,)]


BY_ROW = {
    **MEETING["columns"],
    "meeting": "NO",
    "attendance_group": "UNSUR",
    "attendance_count": "JUMLAH",
}


def test_a_row_a_group_is_one_meeting():
    found = meetings(
        "NO|TANGGAL|KEGIATAN|KECAMATAN|UNSUR|JUMLAH",
        "7|5/9/2024|Sambang|Manna|Camat|1",
        "7|5/9/2024|Sambang|Kedurang|Warga|",
        "7|5/9/2024|Sambang|Manna|Warga|25",
        columns=BY_ROW,
    )
    assert (found.read, found.accepted, len(found.records)) == (3, 3, 1)
    assert cells(found, "meetings", "sub_district_codes", "attendance") == [
        (("17.01.04", "17.01.01"), (("camat", 1), ("residents", 25)))
    ]


def test_two_headcounts_of_a_group_at_one_meeting_differ():
    found = meetings(
        "NO|TANGGAL|KEGIATAN|KECAMATAN|UNSUR|JUMLAH",
        "7|5/9/2024|Sambang|Manna|Warga|24",
        "7|5/9/2024|Sambang|Manna|Warga|25",
        columns=BY_ROW,
    )
    assert [(f.row, f.code, f.expected) for f in found.faults] == [
        (2, "conflicting_rows", "3: residents:25"),
        (3, "conflicting_rows", "2: residents:24"),
    ]
    assert found.records == ()


@pytest.mark.parametrize(
    ("hadir", "code"),
    [
        ("Camat: dua", "unknown_code"),
        ("Makhluk: 2", "unknown_code"),
        ("Camat:1;Camat:2", "bad_list"),
        ("Camat: 1000000", "not_a_count"),
    ],
)
def test_an_attendance_that_is_none_is_refused(hadir: str, code: str):
    found = meetings(
        "TANGGAL|KEGIATAN|KECAMATAN|HADIR",
        f"5/9/2024|Sambang|Manna|{hadir}",
        columns={**MEETING["columns"], "attendance": "HADIR"},
    )
    assert codes(found) == [(2, "HADIR", code)]


BESIDE = {
    "columns": {"text": "MASUKAN", "category": "JENIS", "raised_by": "UNSUR"},
    "constants": {"kind": "complaint"},
}
HEADER = "TANGGAL|KEGIATAN|KECAMATAN|MASUKAN|JENIS|UNSUR"


def test_inputs_beside_their_meeting_are_issues_that_name_it():
    mapping = Mapping.model_validate({**MEETING, "inputs": BESIDE})
    found = checked(
        mapping,
        sheet(
            HEADER,
            "5/9/2024|Sambang|Manna|Jalan rusak|Infrastruktur|Warga",
            "5/9/2024|Sambang|Manna|Begal di jalan|Kriminalitas|",
            "6/9/2024|Sambang|Manna|||",
        ),
    )
    assert codes(found) == []
    assert (found.read, found.accepted) == (3, 3)
    assert cells(found, "meetings", "meeting", "held_on", "inputs", "inputs_on") == [
        ("M-01234567-2", date(2024, 9, 5), "itemised", date(2024, 9, 5)),
        ("M-01234567-4", date(2024, 9, 6), None, None),
    ]
    columns = ("issue", "meeting", "reported_on", "sub_district_code", "raised_by")
    assert cells(found, "issues", *columns) == [
        ("I-01234567-2", "M-01234567-2", date(2024, 9, 5), "17.01.04", "residents"),
        ("I-01234567-3", "M-01234567-2", date(2024, 9, 5), "17.01.04", None),
    ]
    assert found.columns["inputs.text"] == "MASUKAN"


def beside(*rows: str, header: str = HEADER, **changes: Any) -> Checked:
    mapping = Mapping.model_validate({**MEETING, "inputs": BESIDE, **changes})
    return checked(mapping, sheet(header, *rows))


def test_a_wrong_input_refuses_its_meeting_and_the_rows_beside_it():
    found = beside(
        "5/9/2024|Sambang|Manna|Jalan rusak|Infrastruktur|Warga",
        "5/9/2024|Sambang|Manna|Begal|Entah|Warga",
        "6/9/2024|Sambang|Manna|Banjir|Bencana dan cuaca|Warga",
    )
    assert [(f.row, f.column, f.code, f.expected) for f in found.faults if f.row == 2] == [
        (2, None, "record_refused", "M-01234567-2")
    ]
    assert (3, "JENIS", "unknown_code") in codes(found)
    assert found.refused_rows == {2, 3}
    assert cells(found, "meetings", "meeting") == [("M-01234567-4",)]
    assert cells(found, "issues", "text") == [("Banjir",)]


def test_a_meeting_that_says_nil_has_no_inputs():
    found = beside(
        "5/9/2024|Sambang|Manna|Jalan rusak|Infrastruktur|Warga|nihil",
        header=f"{HEADER}|STATUS",
        columns={**MEETING["columns"], "inputs": "STATUS"},
    )
    assert codes(found) == [(2, "STATUS", "inputs_beside")]


def test_an_input_of_a_meeting_in_two_kecamatan_must_say_which():
    found = beside("5/9/2024|Sambang|Manna;Kedurang|Jalan rusak|Infrastruktur|Warga")
    assert codes(found) == [(2, "inputs.sub_district", "empty_cell")]


APART = {**BESIDE, "sheet": "Masukan", "columns": {**BESIDE["columns"], "meeting": "NO"}}
INPUTS = "NO|MASUKAN|JENIS|UNSUR"


def apart(main: list[str], below: list[str]) -> Checked:
    mapping = Mapping.model_validate(
        {**MEETING, "columns": {**MEETING["columns"], "meeting": "NO"}, "inputs": APART}
    )
    return checked(mapping, sheet("NO|TANGGAL|KEGIATAN|KECAMATAN", *main), sheet(INPUTS, *below))


def test_inputs_of_a_second_sheet_name_their_meeting():
    stored = sorted(known().meetings)[0]
    found = apart(
        ["P-1|5/9/2024|Sambang|Manna", "P-2|6/9/2024|Sambang|Kedurang"],
        ["P-2|Jalan rusak|Infrastruktur|Warga", "P-2|Begal|Kriminalitas|"],
    )
    assert codes(found) == []
    assert (found.read, found.read_inputs) == (2, 2)
    assert cells(found, "meetings", "meeting", "inputs") == [("P-1", None), ("P-2", "itemised")]
    assert cells(found, "issues", "issue", "meeting", "sub_district_code", "reported_on") == [
        ("I-01234567-2", "P-2", "17.01.01", date(2024, 9, 6)),
        ("I-01234567-3", "P-2", "17.01.01", date(2024, 9, 6)),
    ]
    assert {record.sheet for record in found.records} == {None, "Masukan"}
    unknown = apart(["P-1|5/9/2024|Sambang|Manna"], ["P-7|a|Kriminalitas|", f"{stored}|b|Lainnya|"])
    assert {(f.file, f.row, f.code) for f in unknown.faults} == {
        ("Masukan", 2, "unknown_reference"),
        ("Masukan", 2, "empty_cell"),
        ("Masukan", 3, "empty_cell"),
    }
    assert unknown.refused_rows == frozenset()
    assert unknown.refused_inputs == {2, 3}


def test_a_wrong_meeting_refuses_its_inputs_in_the_second_sheet():
    found = apart(
        ["P-1|32/9/2024|Sambang|Manna", "P-2|6/9/2024|Sambang|Manna"],
        ["P-1|a|Kriminalitas|", "P-2|b|Kriminalitas|"],
    )
    assert [(f.file, f.row, f.code) for f in found.faults] == [
        ("meetings", 2, "impossible_day"),
        ("Masukan", 2, "record_refused"),
    ]
    assert (found.refused_rows, found.refused_inputs) == ({2}, {2})
    assert cells(found, "issues", "text") == [("b",)]


def test_the_second_sheet_must_be_there_and_say_what_its_inputs_belong_to():
    mapping = Mapping.model_validate({**MEETING, "inputs": APART})
    given = sheet("TANGGAL|KEGIATAN|KECAMATAN", "5/9/2024|Sambang|Manna")
    assert codes(checked(mapping, given)) == [(None, "inputs.sheet", "mapping_no_sheet")]
    loose = Mapping.model_validate({**MEETING, "inputs": {**BESIDE, "sheet": "Masukan"}})
    found = checked(loose, given, sheet("MASUKAN|JENIS|UNSUR", "a|Lainnya|"))
    assert codes(found) == [(None, "inputs.meeting", "mapping_field_needed")]


REPORT: dict[str, Any] = {
    "target": "reports",
    "columns": {
        "reported_on": "TANGGAL",
        "kind": "JENIS LAPORAN",
        "unit": "SATUAN",
        "sub_districts": "KECAMATAN",
        "nil": "NIHIL",
    },
}
REPORTS = "TANGGAL|JENIS LAPORAN|SATUAN|KECAMATAN|NIHIL"


def test_a_situation_report_says_nihil_in_several_words():
    rows = [f"2024-09-0{n}|Harian|polsek manna|Manna|{nil}" for n, nil in enumerate(
        ("nihil", "Ya", "tidak", ""), start=1)]  # fmt: skip
    found = checked(Mapping.model_validate(REPORT), sheet(REPORTS, *rows))
    assert codes(found) == []
    assert cells(found, "reports", "report", "kind", "unit", "nil") == [
        ("R-01234567-2", "daily", "polsek-manna", True),
        ("R-01234567-3", "daily", "polsek-manna", True),
        ("R-01234567-4", "daily", "polsek-manna", False),
        ("R-01234567-5", "daily", "polsek-manna", None),
    ]


def test_an_agency_makes_no_situation_report_and_units_must_be_known():
    rows = ["2024-09-01|Harian|Bawaslu|Manna|ya", "2024-09-01|Harian|Polsek Mana|Manna|ya"]
    found = checked(Mapping.model_validate(REPORT), sheet(REPORTS, *rows))
    assert codes(found) == [(2, "SATUAN", "agency_reports"), (3, "SATUAN", "unknown_unit")]


def test_a_report_lists_inputs_or_says_nihil():
    mapping = Mapping.model_validate({**REPORT, "inputs": BESIDE})
    found = checked(
        mapping,
        sheet(
            f"{REPORTS}|MASUKAN|JENIS|UNSUR",
            "2024-09-01|Harian|Polsek Manna|Manna||Begal|Kriminalitas|",
            "2024-09-02|Harian|Polsek Manna|Manna|nihil|Begal|Kriminalitas|",
        ),
    )
    assert codes(found) == [(3, "NIHIL", "inputs_beside")]
    assert cells(found, "reports", "report", "nil") == [(f"R-{SHA[:8]}-2", False)]
    assert cells(found, "issues", "report", "meeting") == [(f"R-{SHA[:8]}-2", None)]
