"""A dataset folder in and out again: byte for byte, twice, and into a database in use."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db.check import check_database
from db.commands.dataset import set_mark
from db.engine import make_engine, reading, writing
from db.migrate import upgrade
from db.queries.dataset import boundary_features, dataset_rows
from db.queries.installation import ledger_version, mark_of
from db.queries.issues import issue_page
from domain.faults import Fault, Refused
from domain.permissions import STATION
from domain.scope import Scope
from domain.vocabulary import Mark
from ingest.dataset import export_folder, load_folder
from models import IssueEvent, Meeting
from tests.databases import SHIPPED
from tests.folders import add, contents, copied, edit, remove, table, write

SEGINIM = "P-2024-10-06-1"
WORK = {"occurred_on": "2024-10-10", "event": "in_progress", "unit": "polsek-seginim"}


def version(engine: Engine) -> int:
    with reading(engine) as session:
        return ledger_version(session)


def events_of(engine: Engine, issue: str) -> list[str]:
    with reading(engine) as session:
        return [row["event"] for row in dataset_rows(session)["events"] if row["issue"] == issue]


def refusal(engine: Engine, folder: Path) -> list[Fault]:
    with pytest.raises(Refused) as refused:
        load_folder(engine, folder)
    return list(refused.value.faults)


# In and out


def test_the_shipped_folder_comes_out_byte_for_byte(shipped: Engine, tmp_path: Path):
    export_folder(shipped, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(SHIPPED)


def test_the_shipped_folder_marks_an_empty_database_as_a_sample(shipped: Engine):
    with reading(shipped) as session:
        assert mark_of(session) is Mark.SAMPLE
    assert check_database(shipped) == []


def test_loading_twice_changes_nothing_at_all(shipped: Engine):
    before = version(shipped)
    changes = load_folder(shipped, SHIPPED)
    assert not changes.any
    # 1 district, 2 elections, 26 stages, 11 kecamatan, 158 villages, 23 units, 7 meetings,
    # 10 issues, 10 events
    assert changes.unchanged == 1 + 2 + 26 + 11 + 158 + 23 + 7 + 10 + 10
    assert version(shipped) == before


def test_every_sort_of_cell_comes_out_as_it_went_in(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    (folder / "SAMPLE").unlink()
    edit(
        folder,
        "meetings",
        "P-2024-11-03",
        venue='Balai "Desa", lantai 2\nseberang é 😀',
        attendance="residents:0;camat:;youth-leader:12",
        village_codes="17.01.04.2031;17.01.04.2016",
        promised="",
        recorded_at="2024-11-03T23:59:59.123456+07:00",
        voided_on="2024-11-09",
    )
    edit(folder, "issues", SEGINIM, rubric="stage;persons", severity="3", threat="actual")
    edit(folder, "sub_districts", "17.01.10", latitude="-4.5", longitude="103.0")
    (folder / "raises.csv").write_text(
        "sub_district_code,raised_on,level,unit,reason,recorded_at\n"
        "17.01.02,2024-11-01,high,polres-bengkulu-selatan,laporan lisan,2024-11-01\n"
    )
    add(
        folder,
        "reports",
        report="R-1",
        reported_on="2024-11-01",
        kind="daily",
        unit="polsek-manna",
        sub_district_codes="17.01.10;17.01.04",
        village_codes="17.01.04.2001",
        nil="yes",
        recorded_at="2024-11-01T17:00:00Z",
    )
    load_folder(engine, folder)
    export_folder(engine, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(folder)


def test_rows_come_out_in_key_order_and_events_as_they_happened(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    expected = contents(SHIPPED)
    for file in ("districts", "units", "villages", "meetings", "issues", "stages", "elections"):
        header, rows = table(folder, file)
        write(folder, file, header, rows[::-1])
    load_folder(engine, folder)
    add(folder, "events", issue=SEGINIM, **WORK | {"occurred_on": "2024-10-12"})
    add(folder, "events", issue=SEGINIM, **WORK | {"event": "triaged", "unit": ""})
    add(folder, "events", issue=SEGINIM, **WORK)
    load_folder(engine, folder)
    export_folder(engine, tmp_path / "out")
    found = contents(tmp_path / "out")
    for file in set(expected) - {"events.csv"}:
        assert found[file] == expected[file], file
    assert events_of(engine, SEGINIM) == ["assigned", "triaged", "in_progress", "in_progress"]


SQUARE = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"17.01.04"},'
    '"geometry":{"type":"Polygon","coordinates":[[%s]]}}]}'
)
ANTICLOCKWISE = "[103.0,-4.0],[103.1,-4.0],[103.1,-3.9],[103.0,-4.0]"
CLOCKWISE = "[103.0,-4.0],[103.1,-3.9],[103.1,-4.0],[103.0,-4.0]"


def test_boundaries_are_turned_clockwise_once_and_then_stay_as_they_are(
    engine: Engine, tmp_path: Path
):
    folder = copied(tmp_path)
    (folder / "boundaries" / "kecamatan.geojson").write_text(SQUARE % ANTICLOCKWISE)
    load_folder(engine, folder)
    before = version(engine)
    export_folder(engine, tmp_path / "out")
    turned = (tmp_path / "out" / "boundaries" / "kecamatan.geojson").read_text()
    assert turned == SQUARE % CLOCKWISE
    assert not load_folder(engine, folder).any
    assert not load_folder(engine, tmp_path / "out").any
    assert version(engine) == before


def test_a_boundary_that_differs_is_updated_and_the_others_stay(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    (folder / "boundaries" / "kecamatan.geojson").write_text(SQUARE % CLOCKWISE)
    load_folder(shipped, folder)
    with reading(shipped) as session:
        features = boundary_features(session)
    assert len(features["desa"]) == 158
    assert len(features["kecamatan"]) == 11
    assert CLOCKWISE in features["kecamatan"][0]


def test_an_export_goes_only_into_a_new_or_empty_folder(sqlite_shipped: Engine, tmp_path: Path):
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(Refused) as refused:
        export_folder(sqlite_shipped, tmp_path)
    assert [fault.code for fault in refused.value.faults] == ["folder_not_empty"]
    assert contents(tmp_path)["note.txt"] == b"mine"


# Into a database in use


def test_new_rows_are_added_and_equal_ones_left(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    add(
        folder,
        "meetings",
        meeting="P-2025-02-01",
        held_on="2025-02-01",
        programme="sambang",
        sub_district_codes="17.01.04;17.01.10",
    )
    add(
        folder,
        "issues",
        issue="P-2025-02-01-1",
        reported_on="2025-02-01",
        meeting="P-2025-02-01",
        sub_district_code="17.01.10",
        kind="request",
        category="patrol",
    )
    add(folder, "events", issue=SEGINIM, **WORK)
    before = version(shipped)
    changes = load_folder(shipped, folder)
    added = {name: len(rows) for name, rows in changes.added.items() if rows}
    assert added == {"meetings": 1, "issues": 1, "events": 1}
    assert version(shipped) == before + 1
    assert events_of(shipped, SEGINIM) == ["assigned", "in_progress"]
    assert check_database(shipped) == []


def test_a_load_deletes_nothing(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    for file in ("meetings", "issues", "events", "villages"):
        header, _ = table(folder, file)
        write(folder, file, header, [])
    assert not load_folder(shipped, folder).any
    export_folder(shipped, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(SHIPPED)


def test_a_reference_row_that_differs_is_updated(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "sub_districts", "17.01.10", police_sector="polsek-manna", registered_voters="")
    changes = load_folder(shipped, folder)
    assert [row["code"] for row in changes.updated["sub_districts"]] == ["17.01.10"]
    export_folder(shipped, tmp_path / "out")
    assert contents(tmp_path / "out") == contents(folder)
    assert check_database(shipped) == []


def test_a_kecamatan_that_changes_its_sector_takes_its_unassigned_issues_along(
    shipped: Engine, tmp_path: Path
):
    folder = copied(tmp_path)
    edit(folder, "sub_districts", "17.01.05", police_sector="polsek-manna")
    load_folder(shipped, folder)
    with reading(shipped) as session:
        scope = Scope(date(2025, 2, 1), sub_district=("17.01.05",), category=("infrastructure",))
        assert {row.unit for row in issue_page(session, STATION, scope)} == {"polsek-manna"}


@pytest.mark.parametrize(
    ("file", "key", "row", "column", "value", "stored"),
    [
        ("meetings", "P-2024-10-06", 4, "venue", "Balai Desa", "Desa Babatan Ulu"),
        ("meetings", "P-2024-10-06", 4, "attendance", "residents:40", "residents:"),
        ("meetings", "P-2024-10-06", 4, "promised", "no", "yes"),
        ("meetings", "P-2024-10-06", 4, "voided_on", "2024-12-01", ""),
        ("issues", SEGINIM, 3, "severity", "2", ""),
        ("issues", SEGINIM, 3, "raised_by", "youth-leader", "residents"),
        ("issues", SEGINIM, 3, "recorded_at", "2024-10-07", ""),
    ],
)
def test_a_record_that_differs_is_refused_naming_both(
    shipped: Engine, tmp_path: Path, file, key, row, column, value, stored
):
    folder = copied(tmp_path)
    edit(folder, file, key, **{column: value})
    (fault,) = refusal(shipped, folder)
    assert fault == Fault("differs_from_stored", f"{file}.csv", row, column, value, stored)


def test_a_refused_load_leaves_the_good_rows_out_as_well(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "meetings", "P-2024-10-06", venue="Balai Desa")
    add(
        folder,
        "meetings",
        meeting="P-2025-02-01",
        held_on="2025-02-01",
        programme="sambang",
        sub_district_codes="17.01.04",
    )
    before = version(shipped)
    refusal(shipped, folder)
    with reading(shipped) as session:
        assert session.get(Meeting, "P-2025-02-01") is None
    assert version(shipped) == before


def test_a_failure_in_the_middle_of_writing_leaves_nothing(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    def break_down(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("ingest.dataset.refresh_spans", break_down)
    with pytest.raises(RuntimeError):
        load_folder(engine, SHIPPED)
    with reading(engine) as session:
        assert not any(dataset_rows(session).values())
        assert (ledger_version(session), mark_of(session)) == (0, None)


# Events continue


def test_stored_events_must_be_the_beginning_of_the_list(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "events", SEGINIM, event="triaged", unit="")
    (fault,) = refusal(shipped, folder)
    assert fault == Fault(
        "events_differ", "events.csv", 3, "event", "2024-10-06 triaged", "2024-10-06 assigned"
    )


def test_a_list_without_the_stored_events_is_refused(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    remove(folder, "events", SEGINIM)
    (fault,) = refusal(shipped, folder)
    assert fault == Fault(
        "events_missing", "issues.csv", 3, "issue", SEGINIM, "2024-10-06 assigned"
    )


def test_an_event_entered_late_is_appended_and_stands_on_its_day(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    add(folder, "events", issue=SEGINIM, **WORK)
    load_folder(shipped, folder)
    add(folder, "events", issue=SEGINIM, occurred_on="2024-10-08", event="triaged")
    load_folder(shipped, folder)
    assert events_of(shipped, SEGINIM) == ["assigned", "triaged", "in_progress"]
    before = version(shipped)
    assert not load_folder(shipped, folder).any
    assert version(shipped) == before


def test_an_event_entered_late_must_leave_the_later_ones_allowed(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    work = add(folder, "events", issue=SEGINIM, **WORK)
    load_folder(shipped, folder)
    add(folder, "events", issue=SEGINIM, occurred_on="2024-10-08", event="unable")
    (fault,) = refusal(shipped, folder)
    # the one in its way is the work of 10 October
    assert (fault.code, fault.row) == ("event_not_allowed", work)
    assert fault.value == f"{SEGINIM}: in_progress"


def test_events_may_come_without_the_row_of_a_stored_issue(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    for file in ("meetings", "issues", "events"):
        header, rows = table(folder, file)
        kept = [row for row in rows if file == "events" and row["issue"] == SEGINIM]
        write(folder, file, header, kept)
    add(folder, "events", issue=SEGINIM, **WORK)
    assert len(load_folder(shipped, folder).added["events"]) == 1
    assert events_of(shipped, SEGINIM) == ["assigned", "in_progress"]
    assert check_database(shipped) == []
    edit(folder, "events", SEGINIM, unit="polsek-manna")
    (fault,) = refusal(shipped, folder)
    assert (fault.code, fault.file, fault.row) == ("events_differ", "events.csv", 2)


def test_an_event_entered_late_must_leave_the_merges_into_its_issue_allowed(
    shipped: Engine, tmp_path: Path
):
    folder = copied(tmp_path)
    two = "P-2024-11-17-2"
    merge = {"occurred_on": "2024-11-25", "event": "merged", "into": "P-2024-11-17-1"}
    add(folder, "events", issue=two, **merge)
    load_folder(shipped, folder)
    header, rows = table(folder, "events")
    write(folder, "events", header, [row for row in rows if row["issue"] == "P-2024-11-17-1"])
    for file in ("meetings", "issues"):
        header, _ = table(folder, file)
        write(folder, file, header, [])
    late = {"occurred_on": "2024-11-20", "event": "withdrawn", "by_group": "residents"}
    number = add(folder, "events", issue="P-2024-11-17-1", **late)
    (fault,) = refusal(shipped, folder)
    assert (fault.code, fault.file, fault.row) == ("merged_into_closed", "events.csv", number)
    assert fault.value == f"{two}: merged P-2024-11-17-1"


def test_sequence_is_the_order_of_entry(sqlite_shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    add(folder, "events", issue=SEGINIM, **WORK)
    add(folder, "events", issue=SEGINIM, occurred_on="2024-10-08", event="triaged")
    load_folder(sqlite_shipped, folder)
    with reading(sqlite_shipped) as session:
        rows = session.execute(
            select(IssueEvent.sequence, IssueEvent.event)
            .where(IssueEvent.issue == SEGINIM)
            .order_by(IssueEvent.sequence)
        )
        assert [tuple(row) for row in rows] == [
            (1, "assigned"),
            (2, "in_progress"),
            (3, "triaged"),
        ]


# Marks and reference data alone


def test_reference_only_takes_no_record_and_no_mark(engine: Engine):
    load_folder(engine, SHIPPED, reference_only=True)
    with reading(engine) as session:
        rows = dataset_rows(session)
        assert mark_of(session) is None
    filled = {name for name, found in rows.items() if found}
    assert filled == {"districts", "elections", "stages", "sub_districts", "villages", "units"}


def test_reference_only_does_not_look_at_the_records(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    (folder / "issues.csv").write_text("nonsense")
    (folder / "events.csv").unlink()
    load_folder(sqlite_engine, folder, reference_only=True)


def test_the_mark_of_a_training_folder_comes_out_again(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    (folder / "SAMPLE").rename(folder / "TRAINING")
    load_folder(sqlite_engine, folder)
    export_folder(sqlite_engine, tmp_path / "out")
    assert (tmp_path / "out" / "TRAINING").exists()
    assert not (tmp_path / "out" / "SAMPLE").exists()


def test_an_export_carries_the_whole_district_from_one_make_to_the_other(
    shipped: Engine, tmp_path: Path
):
    export_folder(shipped, tmp_path / "out")
    other = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(other)
    load_folder(other, tmp_path / "out")
    with reading(shipped) as one, reading(other) as two:
        assert dataset_rows(one) == dataset_rows(two)
    other.dispose()


def test_a_mark_is_for_a_database_without_rows(sqlite_engine: Engine, tmp_path: Path):
    with writing(sqlite_engine) as session:
        set_mark(session, Mark.TRAINING)
    folder = copied(tmp_path)
    (folder / "SAMPLE").unlink()
    load_folder(sqlite_engine, folder)
    with reading(sqlite_engine) as session:
        assert mark_of(session) is Mark.TRAINING
