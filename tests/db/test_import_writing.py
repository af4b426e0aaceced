"""Writing an import: all or nothing, one entry, held texts, links, and no file twice."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from db.check import check_database
from db.commands.importing import NewRecords, Written, write_import
from db.commands.saving import AlreadySaved, NotPermitted
from db.commands.trail import Actor
from db.engine import UnauditedWriteError, reading, writing
from db.prepared import put_rows, table_of
from db.queries.dataset import dataset_rows
from db.queries.held import held_texts
from db.queries.imports import remembered_mapping
from db.tables.trail import HeldText
from domain.dataset import FILES, Row
from domain.faults import Refused
from models import Issue
from tests.station import (
    ADMINISTRATOR,
    ANALYST,
    COMMANDER,
    HEAD,
    NOON,
    RECORDER,
    TODAY,
    A,
    B,
    Person,
    chain_is_whole,
    entries,
    form_key,
    nothing_kept,
    told,
)

SHA = "a" * 64


def issue(key: str, day: str = "2024-09-01", area: str = A, **cells: Any) -> Row:
    return {
        **dict.fromkeys(FILES["issues"].names),
        "issue": key,
        "reported_on": date.fromisoformat(day),
        "sub_district_code": area,
        "kind": "complaint",
        "category": "patrol",
        "text": f"Ronda malam sepi {key}",
        **cells,
    }


def meeting(key: str) -> Row:
    return {
        **dict.fromkeys(FILES["meetings"].names),
        "meeting": key,
        "held_on": date(2024, 9, 1),
        "programme": "sambang",
        "sub_district_codes": (A,),
        "village_codes": (f"{A}.2001",),
        "attendance": (("camat", None), ("residents", 30)),
        "inputs": "itemised",
    }


def new(*issues: Row, **fields: Any) -> NewRecords:
    given = {
        "name": "Daftar masukan.xlsx",
        "sha256": SHA,
        "target": "issues",
        "sheet": None,
        "rows": len(issues),
        "records": {"issues": list(issues)},
    }
    return NewRecords(**{**given, **fields})


def write(
    engine: Engine, records: NewRecords, by: Person | Actor = ANALYST, key: str | None = None
) -> Written:
    actor = by.at() if isinstance(by, Person) else by
    with writing(engine) as session:
        return write_import(session, actor, records, key or form_key())


def test_all_records_of_a_file_are_one_entry_of_the_trail(station: Engine):
    meetings = {"meetings": [meeting("P-1")]}
    issues = {"issues": [issue("I-1", meeting="P-1"), issue("I-2", meeting="P-1")]}
    with reading(station) as session:
        before = len(entries(session))
    written = write(station, new(records={**issues, **meetings}, rows=2, target="meetings"))
    assert written.counts == {"issues": 2, "meetings": 1}
    with reading(station) as session:
        rows = dataset_rows(session)
        assert rows["meetings"] == [meeting("P-1")]
        assert [row["issue"] for row in rows["issues"]] == ["I-1", "I-2"]
        assert rows["events"] == []
        trail = entries(session)[before:]
        assert [entry.action for entry in trail] == ["import"]
        assert chain_is_whole(session)
        said = json.loads(trail[0].payload)
    assert (said["account"], said["subject"]) == (ANALYST.name, SHA)
    assert said["fields"]["issues_added"] == 2
    assert said["fields"]["meetings_added"] == 1
    assert len(said["fields"]["sha256"]) == 64
    assert check_database(station) == []


def test_more_rows_than_are_named_one_by_one_come_in_as_they_are(station: Engine):
    texts = ['tab\t, baris\nbaru, \\N dan "kutip"', "é – 😀", "\\."]
    rows = [issue(f"I-{n:05}", text=texts[n % 3]) for n in range(1_200)]
    write(station, new(*rows))
    with reading(station) as session:
        assert dataset_rows(session)["issues"] == rows
    assert check_database(station) == []


def test_no_way_of_writing_many_rows_goes_around_the_commands(station: Engine):
    rows = [{**issue(f"I-{n}"), "entered_by": None} for n in range(1_200)]
    with pytest.raises(UnauditedWriteError), nothing_kept(station), reading(station) as session:
        put_rows(session, table_of(Issue), rows)
    with pytest.raises(UnauditedWriteError), nothing_kept(station), writing(station) as session:
        put_rows(session, table_of(Issue), rows)


def test_the_trail_repeats_neither_the_name_of_the_file_nor_a_text(station: Engine):
    write(station, new(issue("I-1"), name="Laporan Budi Santoso.xlsx"))
    with reading(station) as session:
        payload = entries(session)[-1].payload
    assert "Budi" not in payload
    assert "Ronda" not in payload
    assert json.loads(payload)["texts"]["file"]["length"] == 25


def test_the_day_of_entry_stays_as_the_file_has_it(station: Engine):
    write(station, new(issue("I-1"), issue("I-2", recorded_at="2024-09-03")))
    with reading(station) as session:
        rows = session.execute(
            select(Issue.recorded_at, Issue.recorded_on, Issue.entered_by).order_by(Issue.issue)
        ).all()
    assert [tuple(row) for row in rows] == [
        (None, None, ANALYST.account),
        ("2024-09-03", date(2024, 9, 3), ANALYST.account),
    ]


def test_the_same_content_is_imported_once_for_each_sort_and_sheet(station: Engine):
    write(station, new(issue("I-1"), sheet="Januari"))
    with pytest.raises(Refused) as refused, nothing_kept(station):
        write(station, new(issue("I-2"), sheet="Januari"))
    [fault] = refused.value.faults
    assert (fault.code, fault.value) == ("imported_before", TODAY.isoformat())
    write(station, new(issue("I-2"), sheet="Februari"))
    write(station, new(sheet="Januari", target="meetings", records={"meetings": [meeting("P-1")]}))


@pytest.mark.parametrize("person", [ADMINISTRATOR, COMMANDER, HEAD, RECORDER], ids=str)
def test_nobody_but_an_analyst_imports(sqlite_station: Engine, person: Person):
    with pytest.raises(NotPermitted), nothing_kept(sqlite_station):
        write(sqlite_station, new(issue("I-1")), by=person)


def test_the_command_line_of_the_station_imports(sqlite_station: Engine):
    assert write(sqlite_station, new(issue("I-1")), by=Actor.station(NOON)).counts == {"issues": 1}


def test_a_form_sent_twice_writes_once(station: Engine):
    write(station, new(issue("I-1")), key="one")
    with pytest.raises(AlreadySaved) as saved, nothing_kept(station):
        write(station, new(issue("I-2"), sha256="b" * 64), key="one")
    assert saved.value.subject == SHA


def test_a_key_that_is_taken_meanwhile_is_refused_and_nothing_is_written(station: Engine):
    write(station, new(issue("I-2")))
    with pytest.raises(Refused) as refused, nothing_kept(station):
        write(station, new(issue("I-1"), issue("I-2"), sha256="b" * 64))
    assert [(f.code, f.value) for f in refused.value.faults] == [("key_taken", "I-2")]


def test_one_row_that_the_database_refuses_takes_all_the_others_with_it(station: Engine):
    rows = [issue(f"I-{n}") for n in range(50)]
    rows[49]["severity"] = 9
    with pytest.raises(Exception, match="severity_1_to_4"), nothing_kept(station):
        write(station, new(*rows))


def test_a_flagged_text_is_held_back_until_somebody_else_clears_it(station: Engine):
    written = write(station, new(issue("I-1", text="Hubungi 0812 3456 7890 segera"), issue("I-2")))
    assert written.held == 1
    with reading(station) as session:
        held = session.scalars(select(HeldText)).all()
        assert [(h.key, h.field, h.kinds, h.written_by) for h in held] == [
            ("I-1", "text", "phone", ANALYST.account)
        ]
        assert [text.key for text in held_texts(session, HEAD.at().reader, HEAD.account)] == ["I-1"]


def test_a_linked_row_is_written_and_merged_into_the_earlier_issue(station: Engine):
    earlier = told(station, A, on=date(2024, 9, 1))
    written = write(station, new(issue("I-1", "2024-09-02"), links=[("I-1", earlier)]))
    assert (written.linked, written.not_linked) == ({"I-1": earlier}, {})
    with reading(station) as session:
        [event] = dataset_rows(session)["events"]
        said = json.loads(entries(session)[-1].payload)["fields"]
    assert (event["issue"], event["event"], event["into"]) == ("I-1", "merged", earlier)
    assert event["occurred_on"] == TODAY
    assert said["links"] == [f"I-1 > {earlier}"]
    assert check_database(station) == []


def test_a_link_that_the_life_of_an_issue_forbids_keeps_the_row_and_says_so(station: Engine):
    elsewhere = told(station, B, on=date(2024, 9, 1))
    written = write(station, new(issue("I-1", "2024-09-02"), links=[("I-1", elsewhere)]))
    assert written.linked == {}
    assert written.not_linked["I-1"].code == "merged_elsewhere"
    with reading(station) as session:
        assert session.scalars(select(func.count()).select_from(Issue)).one() == 2
        assert dataset_rows(session)["events"] == []


def test_a_mapping_is_remembered_for_the_next_file_with_the_header(station: Engine):
    write(station, new(issue("I-1"), signature="s", mapping='{"n": 1}'))
    write(station, new(issue("I-2"), sha256="b" * 64, signature="s", mapping='{"n": 2}'))
    with reading(station) as session:
        assert remembered_mapping(session, "s", "issues") == '{"n": 2}'
        assert remembered_mapping(session, "s", "meetings") is None
