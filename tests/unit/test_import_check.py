"""Every row of a foreign sheet, checked: records, faults with their place, flags, questions."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dataset import FILES
from domain.vocabulary import ELECTION_VIOLATION_TEXT
from ingest.check import made_key
from ingest.check_models import MODELS
from ingest.checked import MOST_FAULTS, Checked
from ingest.sheet import CellKind
from tests.unit.import_known import SHA, checked, codes, known, mapped, sheet
from wording.translator import Translator

HEADER = "TANGGAL|URAIAN|KECAMATAN|JENIS"
POINTS = f"{HEADER}|LAT|LON"
ID, EN = Translator("id"), Translator("en")


def flagged(found: Checked) -> list[tuple[int, str | None, str, str]]:
    return [(flag.row, flag.column, flag.code, flag.value) for flag in found.flags]


def cells(found: Checked, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(record.values[column] for column in columns) for record in found.records]


def issues(*rows: str, **changes: Any) -> Checked:
    header = changes.pop("header", HEADER)
    kinds = changes.pop("kinds", None)
    return checked(mapped(**changes), sheet(header, *rows, kinds=kinds))


def test_a_good_row_is_a_record_with_every_column_of_the_file():
    found = issues("27/11/2024 14:35|Jalan rusak|Kec. Manna|Infrastruktur")
    assert found.columns == {
        "reported_on": "TANGGAL",
        "text": "URAIAN",
        "sub_district": "KECAMATAN",
        "category": "JENIS",
    }
    assert (found.read, found.accepted, found.refused, found.fault_total) == (1, 1, 0, 0)
    (record,) = found.records
    assert (record.file, record.rows, record.key) == ("issues", (2,), "I-01234567-2")
    assert record.values == {
        "issue": "I-01234567-2",
        "reported_on": date(2024, 11, 27),
        "meeting": None,
        "report": None,
        "sub_district_code": "17.01.04",
        "village_code": None,
        "kind": "complaint",
        "category": "infrastructure",
        "threat": None,
        "rubric": None,
        "severity": None,
        "text": "Jalan rusak",
        "raised_by": None,
        "source": None,
        "recorded_at": None,
        "voided_on": None,
    }
    assert type(record.values["category"]) is str


def test_the_models_have_the_columns_of_the_dataset_files():
    for file, model in MODELS.items():
        schema = model.json_schema()
        assert tuple(schema["properties"]) == FILES[file].names


def test_a_made_key_is_the_same_for_the_same_row_of_the_same_file():
    assert made_key("issues", SHA, 7) == made_key("issues", SHA, 7) == "I-01234567-7"
    assert made_key("meetings", SHA, 7) == "M-01234567-7"
    assert made_key("reports", "f" * 64, 8) == "R-ffffffff-8"


def test_every_fault_of_every_row_is_named_with_row_column_and_value():
    found = issues(
        "31/02/2024|a|Manna|Kriminalitas||",
        "1/5/2024|b|Entah|apa saja|224|103",
        "1/5/2024|c|Manna|||",
        "2/7/2025|d|Manna|Lainnya||",
        "1/5/2024|e|Manna|Lainnya|-4.4|",
        "1/5/2024|f||Lainnya|0|0",
        "1/5/2024|g||Lainnya||",
        header=POINTS,
        coordinates={"latitude": "LAT", "longitude": "LON"},
    )
    assert [(f.row, f.column, f.value, f.code) for f in found.faults] == [
        (2, "TANGGAL", "31/02/2024", "impossible_day"),
        (3, "KECAMATAN", "Entah", "unknown_place"),
        (3, "JENIS", "apa saja", "unknown_code"),
        (3, "LAT", "224", "latitude_range"),
        (4, "JENIS", "", "empty_cell"),
        (5, "TANGGAL", "2025-07-02", "in_the_future"),
        (6, "LON", "", "coordinates_incomplete"),
        (7, "LAT", "0; 0", "outside_district"),
        (8, "KECAMATAN", "", "empty_cell"),
    ]
    assert found.refused_rows == {2, 3, 4, 5, 6, 7, 8}
    assert found.records == ()


def test_what_happened_today_has_happened():
    found = issues("1/7/2025|a|Manna|Lainnya", "2/7/2025|a|Manna|Lainnya")
    assert codes(found) == [(3, "TANGGAL", "in_the_future")]


def test_a_fault_is_a_sentence():
    found = issues(
        "1/5/2024|b||Lainnya|224|103",
        header=POINTS,
        coordinates={"latitude": "LAT", "longitude": "LON"},
    )
    (fault,) = found.faults
    sentence = ID(f"fault.{fault.code}", value=fault.value, expected=fault.expected)
    assert sentence == "224 di luar −90 sampai 90"


def test_two_hundred_faults_are_listed_and_all_are_counted():
    found = issues(*["x|a|Entah|apa"] * 100)
    assert (len(found.faults), found.fault_total, found.refused) == (MOST_FAULTS, 300, 100)
    assert found.faults[0].row == 2
    assert found.faults[-1].row == 2 + 199 // 3


def test_days_without_a_declared_order_are_a_question_and_no_day():
    found = issues("3/4/2025|a|Manna|Lainnya", "2024-05-01|b|Manna|Lainnya", date_order=None)
    assert codes(found) == [(2, "TANGGAL", "date_order_needed")]
    assert found.faults[0].expected == "dmy: 2025-04-03; mdy: 2025-03-04"
    (question,) = found.questions
    assert (question.code, question.field, question.column) == (
        "date_order_needed",
        "reported_on",
        "TANGGAL",
    )
    assert (question.row, question.value, question.proposed) == (2, "3/4/2025", None)
    assert question.readings == {"dmy": "2025-04-03", "mdy": "2025-03-04"}
    assert cells(found, "reported_on") == [(date(2024, 5, 1),)]


def test_a_column_that_can_be_read_one_way_is_still_a_question_with_a_proposal():
    found = issues("3/4/2025|a|Manna|Lainnya", "31/12/2024|b|Manna|Lainnya", date_order=None)
    assert [(q.row, q.value, q.proposed) for q in found.questions] == [(3, "31/12/2024", "dmy")]
    assert found.records == ()


def test_the_order_of_days_is_declared_by_column():
    found = issues(
        "3/4/2024|4/3/2024|a|Manna|Lainnya",
        header="TANGGAL|INPUT|URAIAN|KECAMATAN|JENIS",
        date_order={"reported_on": "dmy", "recorded_at": "mdy"},
        columns={
            "reported_on": "TANGGAL",
            "recorded_at": "INPUT",
            "sub_district": "KECAMATAN",
            "category": "JENIS",
        },
    )
    assert cells(found, "reported_on", "recorded_at") == [(date(2024, 4, 3), "2024-04-03")]


def test_date_cells_of_a_workbook_need_no_order_and_serial_numbers_are_refused():
    found = issues(
        "2024-05-01|a|Manna|Lainnya",
        "45413|b|Manna|Lainnya",
        date_order=None,
        kinds={(2, 0): CellKind.DATE, (3, 0): CellKind.NUMBER},
    )
    assert codes(found) == [(3, "TANGGAL", "excel_serial")]
    assert found.faults[0].expected == "2024-05-01"


def test_formulas_and_errors_are_faults_in_columns_that_are_used():
    found = issues(
        "1/5/2024|=HYPERLINK(1)|Manna|#REF!|=1+1",
        header=f"{HEADER}|CATATAN",
        kinds={(2, 1): CellKind.FORMULA, (2, 3): CellKind.ERROR, (2, 4): CellKind.FORMULA},
    )
    assert codes(found) == [(2, "URAIAN", "formula_cell"), (2, "JENIS", "error_cell")]


def test_a_row_with_more_cells_than_headers_is_refused_unless_they_are_empty():
    found = issues("1/5/2024|a, b|Manna|Lainnya|lebih", "1/5/2024|a|Manna|Lainnya||")
    assert [(f.row, f.code, f.value, f.expected) for f in found.faults] == [
        (2, "cell_count", "5", "4")
    ]


def test_a_value_table_is_asked_exactly_then_whatever_case_and_blanks_then_for_its_rest():
    table = {"Pencurian": "crime", "PENCURIAN": "livestock-theft", "Lalu  Lintas": "Lalu lintas"}
    found = issues(
        *[f"1/5/2024|{word}|Kota|{word}" for word in ("Pencurian", "PENCURIAN", "pencurian")],
        "1/5/2024|d|kota|lalu lintas ",
        "1/5/2024|e|Manna|Kriminalitas",
        values={"category": {**table, "*": "other"}, "sub_district": {"Kota": "17.01.05"}},
    )
    assert cells(found, "category", "sub_district_code") == [
        ("crime", "17.01.05"),
        ("livestock-theft", "17.01.05"),
        ("crime", "17.01.05"),
        ("traffic", "17.01.05"),
        ("other", "17.01.04"),
    ]


def test_the_rest_of_a_table_is_for_words_and_not_for_empty_cells():
    rest = issues("1/5/2024|a|Manna|", values={"category": {"*": "other"}})
    assert codes(rest) == [(2, "JENIS", "empty_cell")]
    told = issues("1/5/2024|a|Manna|", values={"category": {"*": "other", "": "patrol"}})
    assert cells(told, "category") == [("patrol",)]


def test_our_codes_and_labels_need_no_table():
    words = ("liquor-drugs", "Miras dan obat/narkoba", "LIQUOR AND DRUGS")
    found = issues(*[f"1/5/2024|a|Manna|{word}" for word in words])
    assert cells(found, "category") == [("liquor-drugs",)] * 3


def test_a_constant_fills_the_empty_cells_of_a_column():
    found = issues(
        "1/5/2024|a|Manna|Lainnya|Saran",
        "1/5/2024|b|Manna|Lainnya|",
        header=f"{HEADER}|BENTUK",
        columns={
            "reported_on": "TANGGAL",
            "sub_district": "KECAMATAN",
            "category": "JENIS",
            "kind": "BENTUK",
        },
    )
    assert cells(found, "kind") == [("suggestion",), ("complaint",)]


def test_what_has_no_column_stays_empty_and_a_dash_is_empty():
    found = issues("1/5/2024|-|Manna|Lainnya")
    assert cells(found, "text", "village_code", "severity") == [("-", None, None)]
    assert codes(issues("-|a|Manna|Lainnya")) == [(2, "TANGGAL", "empty_cell")]


PLACES = {
    "columns": {
        "reported_on": "TANGGAL",
        "category": "JENIS",
        "sub_district": "KECAMATAN",
        "village": "DESA",
    },
    "coordinates": {"latitude": "LAT", "longitude": "LON"},
    "header": "TANGGAL|JENIS|KECAMATAN|DESA|LAT|LON",
}


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("Kedurang|Rantau Sialang||", ("17.01.01", "17.01.01.2002")),
        ("|Rantau Sialang||", ("17.01.01", "17.01.01.2002")),
        ("|1701012002||", ("17.01.01", "17.01.01.2002")),
        ("Pino Raya|Nanjungan||", ("17.01.06", "17.01.06.2017")),
        ("Kedurang Ilir|Nanjungan||", ("17.01.07", "17.01.07.2004")),
        ("||-4,332731|103,185668", ("17.01.01", "17.01.01.2001")),
        ("Kedurang||-4.332731|103.185668", ("17.01.01", "17.01.01.2001")),
        ("Kedurang|Rantau Sialang|-4.332731|103.185668", ("17.01.01", "17.01.01.2002")),
        ("Kedurang|||", ("17.01.01", None)),
    ],
)
def test_a_place_comes_from_code_name_or_point(row: str, place: tuple[str, str | None]):
    found = issues(f"1/5/2024|Lainnya|{row}", **PLACES)
    assert codes(found) == []
    assert cells(found, "sub_district_code", "village_code") == [place]
    assert found.flags == ()


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("|Nanjungan||", "DESA", "ambiguous_place"),
        ("Manna|Nanjungan||", "DESA", "village_elsewhere"),
        ("Manna|17.01.01.2002||", "DESA", "village_elsewhere"),
        ("Manna|Atlantis||", "DESA", "unknown_place"),
        ("Entah|Nanjungan||", "KECAMATAN", "unknown_place"),
        ("||103.185668|-4.332731", "LAT", "coordinates_swapped"),
        ("||-4.332731|203.185668", "LON", "longitude_range"),
        ("||satu|dua", "LAT", "not_a_number"),
        ("Manna||-6.2|106.8", "LAT", "outside_district"),
        ("|||", "KECAMATAN", "empty_cell"),
    ],
)
def test_a_place_that_is_not_one_place_is_refused(row: str, column: str, code: str):
    found = issues(f"1/5/2024|Lainnya|{row}", **PLACES)
    assert codes(found)[0] == (2, column, code)
    assert {c for _, _, c in codes(found)} == {code}


def test_a_bare_name_that_stands_twice_is_refused_with_both_candidates():
    (fault,) = issues("1/5/2024|Lainnya||Nanjungan||", **PLACES).faults
    assert fault.expected == (
        "Nanjungan, Pino Raya (17.01.06.2017), Nanjungan, Kedurang Ilir (17.01.07.2004)"
    )


def test_a_point_in_another_kecamatan_than_the_one_written_is_flagged():
    found = issues("1/5/2024|Lainnya|Manna||-4.332731|103.185668", **PLACES)
    assert cells(found, "sub_district_code", "village_code") == [("17.01.04", None)]
    assert flagged(found) == [(2, "LAT", "coordinates_elsewhere", "Kedurang (17.01.01)")]


def test_an_agreement_may_be_of_the_whole_district():
    changes: dict[str, Any] = {
        "columns": {"reported_on": "TANGGAL", "category": "JENIS", "text": "URAIAN"},
        "constants": {"kind": "Kesepakatan"},
    }
    found = issues("1/5/2024|a||Lainnya", **changes)
    assert cells(found, "kind", "sub_district_code") == [("agreement", None)]


def test_personal_data_is_flagged_by_its_kind_and_never_repeated():
    found = issues(
        "1/5/2024|Hubungi 0812 3456 7890 atau Ibu Sari, Partai Contoh|Manna|Lainnya",
        "1/5/2024|Jalan rusak|Manna|Lainnya",
    )
    assert flagged(found) == [
        (2, "URAIAN", "personal_data", "denied"),
        (2, "URAIAN", "personal_data", "name"),
        (2, "URAIAN", "personal_data", "phone"),
    ]
    assert found.accepted == 2


def test_a_long_text_is_flagged_and_kept_whole():
    found = issues(f"1/5/2024|{'a' * 2001}|Manna|Lainnya", f"1/5/2024|{'b' * 2000}|Manna|Lainnya")
    assert flagged(found) == [(2, "URAIAN", "text_long", "2001")]
    assert len(found.records[0].values["text"]) == 2001  # type: ignore[arg-type]


def test_days_outside_the_stages_of_the_election_are_flagged():
    found = issues(*[f"{day}|a|Manna|Lainnya" for day in ("26/2/2024", "27/2/2024", "1/6/2025")])
    assert flagged(found) == [
        (2, "TANGGAL", "outside_election", "2024-02-26"),
        (4, "TANGGAL", "outside_election", "2025-06-01"),
    ]
    assert found.accepted == 3


def test_a_weekday_that_does_not_fit_is_flagged():
    found = issues("Senin, 27 November 2024|a|Manna|Lainnya")
    assert flagged(found) == [(2, "TANGGAL", "weekday_differs", "Senin, 27 November 2024")]


ASSESSED: dict[str, Any] = {
    "header": "TANGGAL|KECAMATAN|JENIS|HAKIKAT|RUBRIK|TINGKAT",
    "columns": {
        "reported_on": "TANGGAL",
        "sub_district": "KECAMATAN",
        "category": "JENIS",
        "threat": "HAKIKAT",
        "rubric": "RUBRIK",
        "severity": "TINGKAT",
    },
}


@pytest.mark.parametrize(
    ("row", "kept", "flag"),
    [
        ("Lainnya|||", (None, None, None), None),
        ("Lainnya|||3", (None, None, 3), None),
        ("Lainnya|||Tinggi", (None, None, 3), None),
        ("Lainnya|belum dinilai||belum dinilai", (None, None, None), None),
        ("Lainnya|ambang gangguan||", ("threshold", None, 2), None),
        ("Lainnya|actual|persons;violence|", ("actual", "violence;persons", 4), None),
        ("Lainnya||mengancam orang; mengancam tahapan|", (None, "persons;stage", 4), None),
        ("Lainnya|actual||2", ("actual", None, 2), ("severity_below_rubric", "3")),
        ("intimidation|||1", (None, None, 1), ("severity_below_rubric", "3")),
        ("intimidation|potential||", ("potential", None, 3), None),
    ],
)
def test_severity_is_given_or_comes_from_the_rubric(
    row: str, kept: tuple[Any, ...], flag: tuple[str, str] | None
):
    found = issues(f"1/5/2024|Manna|{row}", **ASSESSED)
    assert codes(found) == []
    assert cells(found, "threat", "rubric", "severity") == [kept]
    assert [(f.code, f.value) for f in found.flags] == ([flag] if flag else [])


def test_a_severity_beyond_the_scale_is_refused():
    found = issues("1/5/2024|Manna|Lainnya|||5", **ASSESSED)
    assert codes(found) == [(2, "TINGKAT", "unknown_code")]


def test_an_election_violation_carries_its_fixed_sentence_alone():
    found = issues("1/5/2024|Si Fulan membagi uang|Manna|election-violation")
    assert cells(found, "text") == [(ELECTION_VIOLATION_TEXT,)]
    assert flagged(found) == [(2, "URAIAN", "text_replaced", "")]


KEYED: dict[str, Any] = {
    "header": "NO|TANGGAL|KECAMATAN|JENIS|URAIAN|RUBRIK|BATAL|RAPAT|LAPORAN",
    "columns": {
        "issue": "NO",
        "reported_on": "TANGGAL",
        "sub_district": "KECAMATAN",
        "category": "JENIS",
        "text": "URAIAN",
        "rubric": "RUBRIK",
        "voided_on": "BATAL",
        "meeting": "RAPAT",
        "report": "LAPORAN",
    },
}


def test_rows_of_one_record_are_joined_and_their_lists_united():
    found = issues(
        "A-1|1/5/2024|Manna|Lainnya|teks|violence|||",
        "A-2|1/5/2024|Manna|Lainnya|lain|||",
        "A-1|01/05/2024|17.01.04|other||stage|||",
        **KEYED,
    )
    assert (found.read, found.accepted, len(found.records)) == (3, 3, 2)
    assert [record.rows for record in found.records] == [(2, 4), (3,)]
    assert cells(found, "issue", "text", "rubric", "severity") == [
        ("A-1", "teks", "violence;stage", 3),
        ("A-2", "lain", None, None),
    ]


def test_rows_of_one_record_that_differ_are_refused_naming_both():
    found = issues(
        "A-1|1/5/2024|Manna|Lainnya|teks||||",
        "A-2|1/5/2024|Manna|Lainnya|lain||||",
        "A-1|2/5/2024|Manna|Lainnya|teks||||",
        **KEYED,
    )
    assert [(f.row, f.column, f.code, f.value, f.expected) for f in found.faults] == [
        (2, "TANGGAL", "conflicting_rows", "2024-05-01", "4: 2024-05-02"),
        (4, "TANGGAL", "conflicting_rows", "2024-05-02", "2: 2024-05-01"),
    ]
    assert (found.accepted, [record.key for record in found.records]) == (1, ["A-2"])


def test_a_right_row_of_a_wrong_record_is_refused_and_says_why():
    found = issues(
        "A-1|1/5/2024|Manna|Lainnya|teks||||", "A-1|32/5/2024|Manna|Lainnya|||||", **KEYED
    )
    assert [(f.row, f.code, f.expected) for f in found.faults] == [
        (2, "record_refused", "A-1"),
        (3, "impossible_day", "YYYY-MM-DD, dmy"),
    ]


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("LP/B/12/XI/2024/SPKT", "case_number_key"),
        ("LP-A / 7 / III / 2025", "case_number_key"),
        ("LP/123/XI/2024/SPKT", "case_number_key"),
        ("1701012345678901", "personal_key"),
        ("081234567890", "personal_key"),
        ("A#1", "bad_key"),
        ("A" * 101, "bad_key"),
    ],
)
def test_a_key_that_nobody_may_keep_is_refused(key: str, code: str):
    found = issues(f"{key}|1/5/2024|Manna|Lainnya|teks||||", **KEYED)
    assert codes(found) == [(2, "NO", code)]


def test_keys_are_kept_as_they_are_written():
    keys = ("007", "LP-001", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6", "KDR-240905-03")
    found = issues(*[f"{key}|1/5/2024|Manna|Lainnya|NA||||" for key in keys], **KEYED)
    assert cells(found, "issue", "text") == [(key, "NA") for key in keys]


def test_a_voided_record_is_not_imported():
    found = issues("A-1|1/5/2024|Manna|Lainnya|teks||2/5/2024||", **KEYED)
    assert codes(found) == [(2, "BATAL", "voided_row")]


def test_a_meeting_or_report_that_is_named_must_exist_and_only_one_of_them():
    meeting = sorted(known().meetings)[0]
    found = issues(
        f"A-1|1/5/2024|Manna|Lainnya|teks|||{meeting}|",
        "A-2|1/5/2024|Manna|Lainnya|teks|||P-none|",
        "A-3|1/5/2024|Manna|Lainnya|teks||||L-none",
        **KEYED,
    )
    assert codes(found) == [
        (3, "RAPAT", "unknown_reference"),
        (4, "LAPORAN", "unknown_reference"),
    ]
    assert cells(found, "meeting") == [(meeting,)]


@pytest.mark.parametrize("text", ["-", "Ya", "x" * 3000, "=> lihat", "0012", "NULL"])
def test_free_text_is_kept_to_the_letter(text: str):
    assert cells(issues(f"1/5/2024|{text}|Manna|Lainnya"), "text") == [(text,)]


@given(
    st.lists(
        st.tuples(*[st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)] * 4),
        max_size=6,
    )
)
def test_any_cells_are_records_or_faults_of_their_rows(rows: list[tuple[str, ...]]):
    from ingest.sheet import Sheet, SheetRow

    given_rows = tuple(SheetRow(n, row) for n, row in enumerate(rows, start=2))
    found = checked(mapped(), Sheet(tuple(HEADER.split("|")), given_rows))
    numbers = {row.number for row in given_rows}
    assert {fault.row for fault in found.faults} == found.refused_rows
    assert {n for record in found.records for n in record.rows} == numbers - found.refused_rows


def test_every_code_has_its_sentence_in_both_languages():
    words = {"value": "x", "expected": "y", "readings": "z"}
    from wording.translator import texts

    for key in texts():
        if key.startswith(("import_flag.", "import_question.")):
            assert ID(key, **words) != EN(key, **words)
