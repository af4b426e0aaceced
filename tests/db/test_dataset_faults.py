"""Every way in which a dataset folder can be wrong: which fault, and where it stands.

Each case breaks a copy of the shipped folder by hand. A refused load writes nothing.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

import ingest.dataset
from db.engine import reading
from db.queries.dataset import dataset_rows
from db.queries.installation import ledger_version, mark_of
from domain.faults import Fault, Refused
from ingest.dataset import load_folder
from tests.databases import SHIPPED
from tests.folders import add, copied, edit, remove, table

TODAY = date(2025, 6, 1)
SEGINIM = "P-2024-10-06-1"
"""The issue of Seginim; row 3 of issues.csv, its one event row 3 of events.csv."""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest.dataset, "today", lambda: TODAY)


def refused(engine: Engine, folder: Path) -> list[Fault]:
    """The faults of a folder that is refused; nothing may have been written."""
    with reading(engine) as session:
        before = ledger_version(session), dataset_rows(session), mark_of(session)
    with pytest.raises(Refused) as refusal:
        load_folder(engine, folder)
    with reading(engine) as session:
        assert (ledger_version(session), dataset_rows(session), mark_of(session)) == before
    return list(refusal.value.faults)


def place(fault: Fault) -> tuple[str, str, int | None, str | None, str | None]:
    return fault.code, fault.file, fault.row, fault.column, fault.value


# Files


def rewrite(folder: Path, file: str, change: Callable[[bytes], bytes]) -> None:
    path = folder / f"{file}.csv"
    path.write_bytes(change(path.read_bytes()))


FILE_FAULTS = {
    "a missing file": (
        lambda f: (f / "reports.csv").unlink(),
        ("missing_file", "reports.csv", None, None, None),
    ),
    "a file in latin-1": (
        lambda f: rewrite(f, "districts", lambda raw: raw + "17.02,Kaur é,\n".encode("latin-1")),
        ("not_utf8", "districts.csv", 3, None, "e9"),
    ),
    "a file with semicolons": (
        lambda f: rewrite(f, "districts", lambda raw: raw.replace(b",", b";")),
        ("missing_column", "districts.csv", 1, "code", "code;name;province"),
    ),
    "a column that is missing": (
        lambda f: rewrite(f, "districts", lambda raw: b"code,name\n17.01,Bengkulu Selatan\n"),
        ("missing_column", "districts.csv", 1, "province", "code,name"),
    ),
    "a column that nobody knows": (
        lambda f: rewrite(f, "districts", lambda raw: b"code,name,province,x\n17.01,B,B,\n"),
        ("unknown_column", "districts.csv", 1, "x", "x"),
    ),
    "a column that stands twice": (
        lambda f: rewrite(f, "districts", lambda raw: b"code,name,province,name\n17.01,B,B,B\n"),
        ("column_twice", "districts.csv", 1, "name", "name"),
    ),
    "a row with a cell too few": (
        lambda f: rewrite(f, "districts", lambda raw: raw + b"17.02,Kaur\n"),
        ("cell_count", "districts.csv", 3, None, "2"),
    ),
    "a row with a cell too many": (
        lambda f: rewrite(f, "districts", lambda raw: raw + b"17.02,Kaur,Bengkulu,\n"),
        ("cell_count", "districts.csv", 3, None, "4"),
    ),
    "an empty file": (
        lambda f: rewrite(f, "districts", lambda raw: b""),
        ("missing_column", "districts.csv", 1, "code", ""),
    ),
}


@pytest.mark.parametrize("case", FILE_FAULTS)
def test_a_file_that_is_not_what_it_should_be(sqlite_engine: Engine, tmp_path: Path, case):
    breaking, expected = FILE_FAULTS[case]
    folder = copied(tmp_path)
    breaking(folder)
    assert expected in [place(fault) for fault in refused(sqlite_engine, folder)]


def test_a_quote_that_never_ends_is_not_csv(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    rewrite(folder, "districts", lambda raw: raw + b'17.02,"Kaur\n')
    (fault,) = [f for f in refused(sqlite_engine, folder) if f.code == "not_csv"]
    assert fault.file == "districts.csv"
    assert fault.row is not None


def test_a_folder_that_is_not_there(sqlite_engine: Engine, tmp_path: Path):
    (fault,) = refused(sqlite_engine, tmp_path / "nowhere")
    assert place(fault) == ("no_folder", str(tmp_path / "nowhere"), None, None, None)


def test_a_byte_order_mark_and_carriage_returns_are_read(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    rewrite(folder, "issues", lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    load_folder(sqlite_engine, folder)
    with reading(sqlite_engine) as session:
        assert len(dataset_rows(session)["issues"]) == 10


def test_boundaries_that_are_no_polygons(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    (folder / "boundaries" / "broken.geojson").write_text('{"type": "Point"}')
    (fault,) = refused(sqlite_engine, folder)
    assert place(fault)[:2] == ("bad_boundaries", "boundaries/broken.geojson")


def test_boundaries_of_an_unknown_kecamatan(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    (folder / "boundaries" / "more.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"99"},'
        '"geometry":{"type":"Polygon","coordinates":[[[0,0],[0,1],[1,1],[0,0]]]}}]}'
    )
    (fault,) = refused(sqlite_engine, folder)
    assert place(fault) == ("unknown_reference", "boundaries/more.geojson", 1, "code", "99")


# Cells. Each: the file, the cells of a row that is changed, the fault in the last of them.

CELL_FAULTS = [
    ("meetings", {"held_on": "2024-11-31"}, "not_a_date"),
    ("meetings", {"held_on": "3/11/2024"}, "not_a_date"),
    ("meetings", {"held_on": ""}, "empty_cell"),
    ("meetings", {"held_on": "2025-06-02"}, "in_the_future"),
    ("meetings", {"inputs_on": "2025-06-02"}, "in_the_future"),
    ("meetings", {"programme": "dance"}, "unknown_code"),
    ("meetings", {"host_unit": "polsek-mars"}, "unknown_reference"),
    ("meetings", {"promised": "maybe"}, "unknown_code"),
    ("meetings", {"inputs": "some"}, "unknown_code"),
    ("meetings", {"attendance": "camat"}, "bad_attendance"),
    ("meetings", {"attendance": "mayor:1"}, "unknown_code"),
    ("meetings", {"recorded_at": "2024-11-01T08:00"}, "not_an_entry_time"),
    ("meetings", {"venue": "Balai\x00Desa"}, "control_character"),
    ("meetings", {"voided_on": "soon"}, "not_a_date"),
    ("issues", {"reported_on": "2025-06-02"}, "in_the_future"),
    ("issues", {"kind": "rumour"}, "unknown_code"),
    ("issues", {"category": "politics"}, "unknown_code"),
    ("issues", {"severity": "5"}, "unknown_code"),
    ("issues", {"rubric": "fear"}, "unknown_code"),
    ("issues", {"threat": "high"}, "unknown_code"),
    ("issues", {"raised_by": "mayor"}, "unknown_code"),
    ("issues", {"meeting": "P-1999-01-01"}, "unknown_reference"),
    ("issues", {"meeting": "", "report": "R-1"}, "unknown_reference"),
    ("issues", {"village_code": "", "sub_district_code": "17.01.99"}, "unknown_reference"),
    ("issues", {"village_code": "", "sub_district_code": ""}, "empty_cell"),
    ("issues", {"village_code": "17.01.02.9999"}, "unknown_reference"),
    ("issues", {"village_code": "17.01.04.2001"}, "village_elsewhere"),
    ("issues", {"text": "a\x07b"}, "control_character"),
    ("events", {"occurred_on": "2025-06-02"}, "in_the_future"),
    ("events", {"event": "forgotten"}, "unknown_code"),
    ("events", {"unit": "polsek-mars"}, "unknown_reference"),
    ("events", {"unit": "kpu"}, "agency_owns"),
    ("events", {"due_on": "20.10.2024"}, "not_a_date"),
    ("events", {"by_group": "mayor"}, "unknown_code"),
    ("events", {"meeting": "P-1999-01-01"}, "unknown_reference"),
    ("events", {"event": "unable", "reason": "tired"}, "unknown_code"),
    ("events", {"into": "P-1999-01-01-1"}, "unknown_reference"),
    ("stages", {"starts_on": "2024-11-24", "ends_on": "2024-11-23"}, "ends_before_start"),
    ("stages", {"tempo": "fast"}, "unknown_code"),
    ("stages", {"election": "pilkada-2099"}, "unknown_reference"),
    ("sub_districts", {"latitude": "91"}, "out_of_range"),
    ("sub_districts", {"longitude": "far"}, "not_a_number"),
    ("sub_districts", {"registered_voters": "9.451"}, "not_a_count"),
    ("sub_districts", {"police_sector": "polsek-mars"}, "unknown_reference"),
    ("villages", {"sub_district_code": "17.01.99"}, "unknown_reference"),
    ("units", {"kind": "navy"}, "unknown_code"),
    ("units", {"parent": "polda"}, "unknown_reference"),
    ("elections", {"district_code": "99.99"}, "unknown_reference"),
    ("elections", {"parent": "pilkada-1999"}, "unknown_reference"),
]
KEY = {
    "meetings": "P-2024-10-06",
    "issues": SEGINIM,
    "events": SEGINIM,
    "stages": "campaign",
    "sub_districts": "17.01.02",
    "villages": "17.01.11.1001",
    "units": "sipropam",
    "elections": "psu-2025",
}


@pytest.mark.parametrize(
    ("file", "cells", "code"), CELL_FAULTS, ids=[f"{f} {c} {k}" for f, c, k in CELL_FAULTS]
)
def test_a_cell_that_is_wrong_is_named_with_its_row_and_value(
    sqlite_engine: Engine, tmp_path: Path, file, cells, code
):
    folder = copied(tmp_path)
    header, rows = table(folder, file)
    key = KEY[file] if any(row[header[0]] == KEY[file] for row in rows) else rows[-1][header[0]]
    number = edit(folder, file, key, **cells)
    column, value = list(cells.items())[-1]
    faults = [place(fault) for fault in refused(sqlite_engine, folder)]
    assert (code, f"{file}.csv", number, column, value) in faults


def test_a_village_of_another_kecamatan_at_a_meeting(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    codes = "17.01.02.2008;17.01.04.2001"
    number = edit(folder, "meetings", "P-2024-10-06", village_codes=codes)
    (fault,) = refused(sqlite_engine, folder)
    assert place(fault) == ("village_elsewhere", "meetings.csv", number, "village_codes", codes)
    assert fault.expected == "17.01.04.2001: 17.01.04"


def test_a_village_of_another_kecamatan_in_a_report(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    number = add(
        folder,
        "reports",
        report="R-1",
        reported_on="2024-11-01",
        kind="daily",
        sub_district_codes="17.01.02",
        village_codes="17.01.04.2001",
    )
    (fault,) = refused(sqlite_engine, folder)
    expected = ("village_elsewhere", "reports.csv", number, "village_codes", "17.01.04.2001")
    assert place(fault) == expected


def test_an_issue_with_both_a_meeting_and_a_report(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    add(
        folder,
        "reports",
        report="R-1",
        reported_on="2024-10-06",
        kind="daily",
        sub_district_codes="17.01.02",
    )
    number = edit(folder, "issues", SEGINIM, report="R-1")
    (fault,) = refused(sqlite_engine, folder)
    assert place(fault) == ("meeting_and_report", "issues.csv", number, "report", "R-1")


def test_an_agreement_may_be_of_the_whole_district(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "issues", SEGINIM, kind="agreement", sub_district_code="", village_code="")
    load_folder(sqlite_engine, folder)
    with reading(sqlite_engine) as session:
        rows = {row["issue"]: row for row in dataset_rows(session)["issues"]}
    assert rows[SEGINIM]["sub_district_code"] is None


@pytest.mark.parametrize(
    "file", ["districts", "units", "elections", "stages", "villages", "meetings", "issues"]
)
def test_a_key_that_stands_twice_is_named_at_both_rows(sqlite_engine: Engine, tmp_path: Path, file):
    folder = copied(tmp_path)
    header, rows = table(folder, file)
    last = add(folder, file, **rows[0])
    key = rows[0][header[0]]
    faults = [place(fault) for fault in refused(sqlite_engine, folder)]
    for number in (2, last):
        assert ("key_twice", f"{file}.csv", number, header[0], key) in faults


def test_every_fault_is_told_at_once(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "meetings", "P-2024-10-06", held_on="2024-13-01", inputs="some")
    edit(folder, "villages", "17.01.01.2001", kind="\x01")
    (folder / "reports.csv").unlink()
    faults = {(f.file, f.row, f.column) for f in refused(sqlite_engine, folder)}
    assert {
        ("meetings.csv", 4, "held_on"),
        ("meetings.csv", 4, "inputs"),
        ("villages.csv", 2, "kind"),
        ("reports.csv", None, None),
    } <= faults


# Histories. Each: the events after the shipped one of Seginim, and the fault in the last.

CLAIM = {"occurred_on": "2024-10-10", "event": "claimed", "unit": "polsek-seginim"}
VERIFIED = {"occurred_on": "2024-10-12", "event": "verified", "by_group": "residents"}
MERGE = {"occurred_on": "2024-11-20", "event": "merged"}

HISTORIES = {
    "before it was reported": (
        [{"occurred_on": "2024-10-05", "event": "triaged"}],
        ("event_before_report", "occurred_on", f"{SEGINIM}: triaged 2024-10-05"),
    ),
    "not in this state": (
        [{"occurred_on": "2024-10-10", "event": "verified", "by_group": "residents"}],
        ("event_not_allowed", "event", f"{SEGINIM}: verified"),
    ),
    "settled though a complaint is never": (
        [{"occurred_on": "2024-10-10", "event": "settled"}],
        ("event_not_allowed", "event", f"{SEGINIM}: settled"),
    ),
    "verified by its claimant": (
        [CLAIM, {"occurred_on": "2024-10-12", "event": "verified", "unit": "polsek-seginim"}],
        ("verified_by_claimant", "unit", f"{SEGINIM}: verified polsek-seginim"),
    ),
    "verified by nobody": (
        [CLAIM, {"occurred_on": "2024-10-12", "event": "verified"}],
        ("verified_by_nobody", "unit", f"{SEGINIM}: verified"),
    ),
    "reopened too late": (
        [CLAIM, VERIFIED, {"occurred_on": "2025-01-11", "event": "reopened"}],
        ("reopened_too_late", "occurred_on", f"{SEGINIM}: reopened 2025-01-11"),
    ),
    "withdrawn by nobody": (
        [{"occurred_on": "2024-10-12", "event": "withdrawn"}],
        ("withdrawn_without_group", "by_group", f"{SEGINIM}: withdrawn"),
    ),
    "merged into nothing": ([MERGE], ("merged_into_unknown", "into", f"{SEGINIM}: merged")),
    "merged into itself": (
        [MERGE | {"into": SEGINIM}],
        ("merged_into_itself", "into", f"{SEGINIM}: merged {SEGINIM}"),
    ),
    "merged into one reported later": (
        [MERGE | {"into": "P-2024-11-17-1"}],
        ("merged_into_later", "into", f"{SEGINIM}: merged P-2024-11-17-1"),
    ),
    "merged into another kecamatan": (
        [MERGE | {"into": "P-2023-03-15-1"}],
        ("merged_elsewhere", "into", f"{SEGINIM}: merged P-2023-03-15-1"),
    ),
    "told back before it was found impossible": (
        [{"occurred_on": "2024-10-12", "event": "told_back", "by_group": "residents"}],
        ("event_not_allowed", "event", f"{SEGINIM}: told_back"),
    ),
}


@pytest.mark.parametrize("case", HISTORIES)
def test_a_history_that_the_life_of_an_issue_does_not_allow(
    sqlite_engine: Engine, tmp_path: Path, case
):
    events, (code, column, value) = HISTORIES[case]
    folder = copied(tmp_path)
    numbers = [add(folder, "events", issue=SEGINIM, **cells) for cells in events]
    faults = [place(fault) for fault in refused(sqlite_engine, folder)]
    if case == "before it was reported":  # the shipped event stands after it in time
        assert (code, "events.csv", numbers[-1], column, value) == faults[0]
    else:
        assert faults == [(code, "events.csv", numbers[-1], column, value)] or (
            case.startswith("merged") and (code, "events.csv", numbers[-1], column, value) in faults
        )


OTHER = "P-2024-10-06-2"


def with_other(folder: Path, **cells: str) -> None:
    """A second issue of Seginim, of the same day, to merge into."""
    add(
        folder,
        "issues",
        **{
            "issue": OTHER,
            "reported_on": "2024-10-06",
            "sub_district_code": "17.01.02",
            "kind": "complaint",
            "category": "crime",
        }
        | cells,
    )


def merge_faults(engine: Engine, folder: Path) -> list[str]:
    number = add(folder, "events", issue=SEGINIM, **MERGE, into=OTHER)
    return [f.code for f in refused(engine, folder) if f.row == number]


def test_merged_into_one_that_is_closed(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    with_other(folder)
    add(
        folder,
        "events",
        issue=OTHER,
        occurred_on="2024-11-19",
        event="withdrawn",
        by_group="residents",
    )
    assert merge_faults(sqlite_engine, folder) == ["merged_into_closed"]


def test_merged_into_one_less_severe(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    with_other(folder, severity="1")
    assert merge_faults(sqlite_engine, folder) == ["merged_into_less_severe"]


def test_merged_in_a_circle(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    with_other(folder)
    add(folder, "events", issue=OTHER, **MERGE, into=SEGINIM)
    assert "merged_in_a_circle" in merge_faults(sqlite_engine, folder)


def test_merged_into_a_voided_one(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    with_other(folder, voided_on="2024-10-07")
    assert merge_faults(sqlite_engine, folder) == ["merged_into_unknown"]


@pytest.mark.parametrize(
    ("category", "code"),
    [("police-service", "verified_not_siwas"), ("neutrality", None)],
)
def test_a_complaint_about_police_is_verified_by_siwas(
    sqlite_engine: Engine, tmp_path: Path, category, code
):
    folder = copied(tmp_path)
    edit(folder, "issues", SEGINIM, category=category)
    add(folder, "events", issue=SEGINIM, **CLAIM)
    verified = VERIFIED | {"unit": "sat-binmas"}
    number = add(folder, "events", issue=SEGINIM, **verified)
    if code is None:
        load_folder(sqlite_engine, folder)
    else:
        (fault,) = refused(sqlite_engine, folder)
        expected = (code, "events.csv", number, "unit", f"{SEGINIM}: verified sat-binmas")
        assert place(fault) == expected


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"kind": "complaint"}, "settled_kind"),
        ({"kind": "question", "category": "neutrality"}, "settled_category"),
        ({"kind": "information", "severity": "3"}, "settled_severity"),
        ({"kind": "question"}, None),
    ],
)
def test_what_may_be_settled_on_the_spot(sqlite_engine: Engine, tmp_path: Path, cells, code):
    folder = copied(tmp_path)
    edit(folder, "issues", SEGINIM, **cells)
    edit(folder, "events", SEGINIM, event="settled", unit="")
    if code is None:
        load_folder(sqlite_engine, folder)
    else:
        (fault,) = refused(sqlite_engine, folder)
        assert place(fault) == (code, "events.csv", 3, "event", f"{SEGINIM}: settled")


def test_a_voided_event_is_held_to_no_rule_of_the_life(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    add(
        folder,
        "events",
        issue=SEGINIM,
        occurred_on="2024-10-10",
        event="verified",
        voided_on="2024-10-11",
    )
    load_folder(sqlite_engine, folder)


def test_a_raise_to_calm_is_refused(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    (folder / "raises.csv").write_text(
        "sub_district_code,raised_on,level,unit,reason,recorded_at\n"
        "17.01.02,2024-11-01,calm,,tenang,\n"
    )
    (fault,) = refused(sqlite_engine, folder)
    assert place(fault) == ("unknown_code", "raises.csv", 2, "level", "calm")


# Marks


def test_an_unmarked_database_in_use_refuses_a_marked_folder(engine: Engine, tmp_path: Path):
    plain = copied(tmp_path, "plain")
    (plain / "SAMPLE").unlink()
    load_folder(engine, plain)
    (fault,) = refused(engine, SHIPPED)
    assert place(fault) == ("marked_folder", "SAMPLE", None, None, None)


def test_a_marked_database_refuses_another_mark_and_takes_an_unmarked_folder(
    sqlite_shipped: Engine, tmp_path: Path
):
    folder = copied(tmp_path)
    (folder / "SAMPLE").rename(folder / "TRAINING")
    (fault,) = refused(sqlite_shipped, folder)
    assert (fault.code, fault.file, fault.expected) == ("marked_folder", "TRAINING", "SAMPLE")
    (folder / "TRAINING").unlink()
    assert not load_folder(sqlite_shipped, folder).any


def test_a_refused_load_into_an_empty_database_leaves_it_unmarked(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    remove(folder, "units", "polsek-seginim")
    assert {fault.code for fault in refused(engine, folder)} == {"unknown_reference"}
