"""The mapping file, what is wrong with it, and what is proposed for a header."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dataset import FILES as DATASET
from domain.faults import Refused
from ingest.dates import DateOrder
from ingest.headers import FIELDS, TARGETS, names_of
from ingest.import_report import fault_sentence
from ingest.mapping import Coordinates, dump_mapping, mapping_faults, numbered
from ingest.mapping_file import fitted, load_mapping, misfits, word_faults
from ingest.mapping_proposal import Proposal, propose
from tests.unit.import_known import ISSUES, checked, codes, known, mapped, rows_of, sheet
from wording.translator import Translator

WHOLE = {
    "target": "issues",
    "sheet": None,
    "header_row": None,
    "encoding": None,
    "separator": None,
    "date_order": "dmy",
    "list_separator": ";",
    "columns": {
        "reported_on": "TANGGAL",
        "text": "URAIAN",
        "sub_district": "KECAMATAN",
        "category": "JENIS",
    },
    "coordinates": {"latitude": "LAT", "longitude": "LON"},
    "constants": {"kind": "complaint", "raised_by": "residents"},
    "values": {
        "category": {"Pencurian": "crime", "*": "other"},
        "sub_district": {"Kota": "17.01.05"},
    },
}


def refused(**changes: Any) -> list[tuple[str | None, str]]:
    with pytest.raises(Refused) as wrong:
        load_mapping(json.dumps({**ISSUES, **changes}))
    return [(fault.column, fault.code) for fault in wrong.value.faults]


def test_a_mapping_is_read_and_written_as_it_was():
    mapping = load_mapping(json.dumps(WHOLE))
    assert json.loads(dump_mapping(mapping)) == WHOLE
    assert mapping.order_of("reported_on") is DateOrder.DMY
    assert mapping.told.header_row is None


def test_a_mapping_needs_no_more_than_a_target():
    mapping = load_mapping('{"target": "reports"}')
    assert (mapping.list_separator, mapping.date_order, mapping.columns) == (";", None, {})


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"colums": {}}, [("colums", "mapping_unknown_key")]),
        ({"target": "events"}, [("target", "mapping_wrong_value")]),
        ({"date_order": "dym"}, [("date_order", "mapping_wrong_value")]),
        (
            {"date_order": {"reported_on": "dym"}},
            [("date_order.reported_on", "mapping_wrong_value")],
        ),
        ({"date_order": ["dmy"]}, [("date_order", "mapping_wrong_value")]),
        ({"header_row": 0}, [("header_row", "mapping_needs_number")]),
        ({"columns": ["TANGGAL"]}, [("columns", "mapping_needs_pairs")]),
        ({"columns": {"text": 3.5}}, [("columns.text", "mapping_needs_text")]),
        ({"coordinates": {"latitude": "LAT"}}, [("coordinates.longitude", "mapping_missing_key")]),
        ({"inputs": {"columns": {}}}, [("inputs", "mapping_inputs_of_issues")]),
    ],
)
def test_a_mapping_of_another_shape_is_refused_naming_the_key(
    changes: dict[str, Any], faults: list[tuple[str | None, str]]
):
    assert refused(**changes) == faults


def test_what_is_no_json_is_refused_naming_the_line_and_the_place_in_it():
    with pytest.raises(Refused) as wrong:
        load_mapping('{"target": "issues",\n "columns": {"text": "URAIAN",}}')
    [fault] = wrong.value.faults
    # In the second line the word ends with character 29, the comma is 30, the brace 31.
    assert (fault.code, fault.row, fault.value) == ("mapping_not_json", 2, "31")


def test_a_part_that_there_is_not_is_refused_naming_those_there_are():
    with pytest.raises(Refused) as wrong:
        load_mapping('{"target": "meetings", "inputs": {"colums": {}}}')
    [fault] = wrong.value.faults
    assert fault.column == "inputs.colums"
    assert str(fault.expected).split() == [
        *("columns", "coordinates", "constants", "values", "sheet", "date_order")
    ]


def test_every_fault_of_a_mapping_has_a_sentence_that_needs_no_more():
    for text in ("{", "[]", '{"target": "x"}', '{"target": "issues", "columns": {"text": []}}'):
        with pytest.raises(Refused) as wrong:
            load_mapping(text)
        for fault in wrong.value.faults:
            said = fault_sentence(Translator("id"), fault)
            assert "_type" not in said
            assert "{" not in said


def test_a_mapping_is_fitted_to_the_header_in_its_own_spelling():
    mapping = mapped(
        columns={"reported_on": "tanggal", "text": "Uraian  Singkat", "source": "ASAL"},
        constants={"kind": "Keluhan", "raised_by": "residents"},
        coordinates={"latitude": "lat", "longitude": "LON"},
    )
    found = fitted(mapping, ("TANGGAL", "URAIAN SINGKAT", "Lat", "Lon"), None, known())
    assert found.columns == {"reported_on": "TANGGAL", "text": "URAIAN SINGKAT"}
    assert found.coordinates == Coordinates(latitude="Lat", longitude="Lon")
    assert found.constants == {"kind": "complaint", "raised_by": "residents"}


def test_what_of_a_mapping_does_not_fit_is_named_but_a_field_still_to_be_filled_is_not():
    mapping = mapped(
        target="meetings",
        columns={"held_on": "TGL"},
        constants={},
        inputs={"columns": {"a": "B"}},
    )
    found = misfits(mapping, ("TANGGAL",), "x.csv", None)
    assert [(fault.column, fault.value, fault.code) for fault in found] == [
        ("held_on", "TGL", "mapping_no_column"),
        ("inputs.columns", "a", "mapping_unknown_field"),
        ("inputs.a", "B", "mapping_no_column"),
    ]


def test_constants_and_meanings_that_are_none_of_ours_are_named():
    mapping = mapped(
        target="reports",
        columns={"reported_on": "TGL"},
        constants={"kind": "tahunan", "nil": "mungkin"},
        values={"unit": {"Kedurang": "polsek-mars"}},
        inputs={"constants": {"category": "crime"}, "values": {"kind": {"x": "y"}}},
    )
    found = word_faults(mapping, known(), "x.csv")
    assert [(fault.column, fault.value) for fault in found] == [
        ("constants.kind", "tahunan"),
        ("constants.nil", "mungkin"),
        ("values.unit", "polsek-mars"),
        ("inputs.values.kind", "y"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["issues"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*WHOLE, "inputs", "latitude", "x"]), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_a_mapping_or_a_refusal(given_json: Any):
    with contextlib.suppress(Refused):
        mapping = load_mapping(json.dumps(given_json))
        assert load_mapping(dump_mapping(mapping)) == mapping


def test_fields_go_by_the_names_of_the_dataset_files_too():
    mapping = mapped(columns={"sub_district_code": "A", "village_codes": "B"})
    assert mapping.columns == {"sub_district": "A", "village": "B"}
    assert mapped(target="meetings", columns={"sub_district": "A"}).columns == {
        "sub_districts": "A"
    }


def test_unknown_fields_and_columns_are_all_named():
    mapping = mapped(
        columns={"reported_on": "TGL", "colour": "WARNA"},
        constants={"kind": "complaint", "size": "1"},
        values={"weight": {}},
        date_order={"told_on": "dmy"},
    )
    found = mapping_faults(mapping, ("TANGGAL", "WARNA"), "x.csv")
    assert [(fault.column, fault.value, fault.code) for fault in found] == [
        ("columns", "colour", "mapping_unknown_field"),
        ("constants", "size", "mapping_unknown_field"),
        ("values", "weight", "mapping_unknown_field"),
        ("reported_on", "TGL", "mapping_no_column"),
        ("category", None, "mapping_field_needed"),
        ("sub_district", None, "mapping_field_needed"),
        ("date_order", "told_on", "mapping_unknown_field"),
    ]


def test_a_header_is_found_whatever_its_case_and_blanks_and_never_among_two():
    columns = {"reported_on": " tanggal  lapor", "category": "JENIS", "sub_district": "KEC"}
    header = ("Tanggal Lapor", "JENIS", "JENIS", "KEC")
    found = mapping_faults(mapped(columns=columns), header, "x.csv")
    assert [(fault.column, fault.code) for fault in found] == [("category", "mapping_column_twice")]
    columns["category"] = "JENIS#2"
    assert mapping_faults(mapped(columns=columns), header, "x.csv") == []


def test_headers_that_stand_again_are_numbered():
    assert numbered(("A", "B", "A", "", "A", "")) == ("A#1", "B", "A#2", "#1", "A#3", "#2")


def test_a_mapping_that_does_not_fit_refuses_every_row_once():
    found = checked(mapped(constants={}), sheet("TANGGAL|URAIAN|KECAMATAN|JENIS", "x|x|x|x", "y"))
    assert codes(found) == [(None, "kind", "mapping_field_needed")]
    assert (found.read, found.accepted, found.refused, found.fault_total) == (2, 0, 2, 1)


def test_constants_and_value_tables_must_be_ours():
    mapping = mapped(
        constants={"kind": "complain"}, values={"category": {"A": "criem", "*": "other"}}
    )
    found = checked(mapping, sheet("TANGGAL|URAIAN|KECAMATAN|JENIS", "1/5/2024|x|Manna|A"))
    assert codes(found) == [
        (None, "values.category", "unknown_code"),
        (None, "constants.kind", "unknown_code"),
    ]


def proposal(header: str, *rows: str, target: Any = "issues") -> Proposal:
    given = sheet(header, *rows)
    return propose(given.header, given.rows, target, known())


@pytest.mark.parametrize("target", TARGETS)
def test_the_headers_of_a_dataset_file_are_sure(target: Any):
    columns = [field.column for field in FIELDS[target].values() if "_" not in field.name[10:]]
    header = "|".join(dict.fromkeys(columns))
    found = proposal(header, target=target)
    assert found.guessed == ()
    assert found.unused == ()
    assert found.missing == ()


@pytest.mark.parametrize("target", TARGETS)
def test_no_header_names_two_fields(target: Any):
    words = [word for words in names_of(target).values() for word in words]
    assert sorted(words) == sorted(set(words))


def test_indonesian_and_english_headers_are_known():
    found = proposal(
        "No|Tgl Kejadian|Uraian Singkat|Kecamatan|Desa/Kelurahan|Jenis Kejadian|LAT|LON"
    )
    assert dict(found.mapping.columns) == {
        "reported_on": "Tgl Kejadian",
        "sub_district": "Kecamatan",
        "village": "Desa/Kelurahan",
        "category": "Jenis Kejadian",
        "text": "Uraian Singkat",
    }
    assert found.mapping.coordinates is not None
    assert (found.guessed, found.missing, found.unused) == ((), ("kind",), ("No",))
    english = proposal("Incident Date|Description|Sub-district|Category|Source")
    assert set(english.mapping.columns) == {
        "reported_on",
        "text",
        "sub_district",
        "category",
        "source",
    }


def test_a_header_that_is_only_alike_is_a_guess_with_examples():
    found = proposal("TANGGAL|URAIAN KEJADIAN2|Cuaca", "1/5/2024|Jalan rusak|cerah")
    guess = next(guess for guess in found.guesses if guess.field == "text")
    assert (guess.sure, guess.column, guess.examples) == (
        False,
        "URAIAN KEJADIAN2",
        ("Jalan rusak",),
    )
    assert 85 <= guess.score < 100
    assert found.guessed == ("text",)
    assert found.unused == ("Cuaca",)


def test_the_order_of_days_is_shown_and_never_taken():
    found = proposal("TANGGAL|JENIS", "3/4/2024|x", "31/12/2024|x")
    assert found.mapping.date_order is None
    assert [(hint.example, hint.possible) for hint in found.orders] == [
        ("31/12/2024", (DateOrder.DMY,))
    ]


def test_words_that_are_none_of_ours_are_counted_with_what_they_are_like():
    found = proposal("JENIS|KECAMATAN", "Kriminalitass|Manna", "Kriminalitass|Kota", "Lainnya|Kota")
    assert [(word.field, word.word, word.count, word.like) for word in found.unread] == [
        ("sub_district", "Kota", 2, None),
        ("category", "Kriminalitass", 2, "crime"),
    ]


def test_running_numbers_are_no_keys_unless_the_header_is_our_own():
    # Another file has its own row 1; it would be taken for this one's.
    assert "issue" not in proposal("ID|TANGGAL", "1|1/5/2024", "2|1/5/2024").mapping.columns
    assert proposal("ID|TANGGAL", "LPR-1|1/5/2024").mapping.columns["issue"] == "ID"
    assert proposal("issue|TANGGAL", "1|1/5/2024").mapping.columns["issue"] == "issue"
    assert proposal("Nomor masukan|TANGGAL", "1|1/5/2024").mapping.columns["issue"]


def test_columns_of_groups_hold_headcounts_and_not_names():
    found = proposal("TANGGAL|Camat|Warga", "1/5/2024|2|30", target="meetings")
    assert found.mapping.columns["attendance.camat"] == "Camat"
    assert found.mapping.columns["attendance.residents"] == "Warga"
    named = proposal("TANGGAL|Camat", "1/5/2024|Drs. X", target="meetings")
    assert "attendance.camat" not in named.mapping.columns


def test_a_list_that_is_parted_otherwise_is_shown():
    found = proposal("TANGGAL|KECAMATAN", "1/5/2024|Manna, Pino", target="meetings")
    assert found.separators == {"sub_districts": ","}


def test_a_mapping_of_another_target_is_refused():
    from ingest.check import check

    found = check(sheet("A", "1"), mapped(), "meetings", known(), "0" * 64)
    assert codes(found) == [(None, "target", "mapping_other_target")]


def test_the_shipped_issues_are_read_by_their_own_headers():
    rows = rows_of("issues")
    lines = ["|".join(row.values()) for row in rows]
    given = sheet("|".join(rows[0]), *lines)
    found = checked(propose(given.header, given.rows, "issues", known()).mapping, given)
    assert codes(found) == []
    assert [record.values["issue"] for record in found.records] == [row["issue"] for row in rows]
    assert [record.values["text"] for record in found.records] == [row["text"] for row in rows]


@pytest.mark.parametrize("target", TARGETS)
def test_every_column_of_the_dataset_file_is_a_field_of_a_mapping(target: str):
    assert {field.column for field in FIELDS[target].values()} == set(DATASET[target].names)  # type: ignore[index]
