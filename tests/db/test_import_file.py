"""The whole way of a file on both databases, and what its readers may be told."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.check import check_database
from db.commands.saving import AlreadySaved, NotPermitted
from db.engine import reading
from db.queries.dataset import dataset_rows
from domain.faults import Refused
from domain.vocabulary import EventKind
from ingest.import_plan import Duplicates
from ingest.import_report import ImportReport
from ingest.importing import Step, import_file
from ingest.mapping import Mapping
from tests.station import ANALYST, COMMANDER, NOON, RECORDER, A, move, nothing_kept, told

COLUMNS = "issue,reported_on,sub_district_code,kind,category,text"
LINES = (
    f"X-1,2024-09-01,{A},complaint,patrol,Ronda malam di dusun atas sepi",
    f"X-2,2024-09-02,{A},complaint,patrol,Lampu simpang pasar padam sejak Senin",
)
MAPPING = Mapping(target="issues", columns={name: name for name in COLUMNS.split(",")})


def content(*lines: str, columns: str = COLUMNS) -> bytes:
    return "\n".join((columns, *lines)).encode()


def imported(engine: Engine, *lines: str, **how: object) -> ImportReport:
    given = {"mapping": MAPPING, **how}
    return import_file(engine, ANALYST.at(), content(*lines), "m.csv", "issues", **given)  # type: ignore[arg-type]


def test_a_file_comes_in_whole_with_its_derived_rows(station: Engine):
    steps: list[Step] = []
    report = imported(station, *LINES, progress=steps.append)
    assert (report.ok, report.accepted, report.written) == (True, 2, 2)
    assert steps == [Step.READ, Step.CHECK, Step.COMPARE, Step.WRITE]
    with reading(station) as session:
        assert [row["issue"] for row in dataset_rows(session)["issues"]] == ["X-1", "X-2"]
    assert check_database(station) == []


def test_a_dry_run_leaves_no_row_of_any_table(station: Engine):
    with nothing_kept(station):
        dry = imported(station, *LINES, dry_run=True)
    assert imported(station, *LINES) == dry


def test_a_refused_file_leaves_no_row_of_any_table(station: Engine):
    wrong = f"X-3,2024-09-03,{A},complaint,unheard-of,Lampu padam"
    with nothing_kept(station):
        report = imported(station, *LINES, wrong)
    assert (report.ok, report.written, report.refused, report.accepted) == (False, 0, 1, 2)
    assert [(fault.row, fault.code) for fault in report.faults] == [(4, "unknown_code")]


def test_a_form_sent_twice_answers_with_the_first(station: Engine):
    report = imported(station, *LINES, form_key="k")
    with pytest.raises((AlreadySaved, Refused)), nothing_kept(station):
        imported(station, *LINES, form_key="k")
    with pytest.raises(AlreadySaved) as saved, nothing_kept(station):
        imported(station, f"X-9,2024-09-01,{A},complaint,patrol,Ronda", form_key="k")
    assert saved.value.subject == report.sha256


def test_who_may_not_import_is_told_nothing_of_the_file(sqlite_station: Engine):
    with pytest.raises(NotPermitted), nothing_kept(sqlite_station):
        import_file(
            sqlite_station,
            RECORDER.at(),
            content(*LINES),
            "m.csv",
            "issues",
            mapping=MAPPING,
        )


def test_a_chain_of_links_ends_at_the_first_that_was_told(station: Engine):
    first = told(station, A, by=COMMANDER, on=NOON.date(), text="Ronda malam di dusun atas sepi")
    again = f"X-3,2024-09-05,{A},complaint,patrol,ronda malam dusun atas sepi"
    once_more = f"X-4,2024-09-05,{A},complaint,patrol,RONDA malam dusun atas sepi"
    report = imported(station, again, once_more, duplicates=Duplicates.LINK)
    assert report.linked == 2
    with reading(station) as session:
        events = dataset_rows(session)["events"]
    assert [(event["issue"], event["into"]) for event in events] == [("X-3", first), ("X-4", first)]
    assert check_database(station) == []


def test_what_was_assessed_here_meanwhile_is_no_difference(station: Engine):
    imported(station, *LINES)
    move(
        station,
        COMMANDER,
        "X-1",
        EventKind.TRIAGED,
        threat="actual",
        severity=3,
    )
    report = imported(
        station, *LINES, f"X-3,2024-09-03,{A},complaint,patrol,Pohon tumbang di jalan"
    )
    assert (report.unchanged, report.written) == (2, 1)


def test_a_refusal_does_not_tell_what_the_importer_may_not_see(station: Engine):
    hidden = told(station, A, category="police-service", text="Petugas meminta uang di jalan")
    report = imported(station, f"{hidden},2024-09-01,{A},request,patrol,Ronda malam di dusun sepi")
    said = [(fault.code, fault.column, fault.expected) for fault in report.faults]
    assert {code for code, _, _ in said} == {"differs_from_stored"}
    assert {expected for _, _, expected in said} == {"[ditahan]"}


def test_a_refusal_does_not_repeat_a_text_that_is_held_back(station: Engine):
    phone = f"X-5,2024-09-01,{A},complaint,patrol,Hubungi 0812 3456 7890"
    imported(station, phone)
    report = imported(station, phone.replace("7890", "7891"))
    [fault] = report.faults
    assert (fault.column, fault.expected) == ("text", "[ditahan]")


def test_a_name_of_a_file_may_be_anything(station: Engine, tmp_path: Path):
    name = "../=cmd|'/c calc'!A1\u202e.xlsx"
    report = import_file(
        station, ANALYST.at(), content(*LINES), name, "issues", mapping=MAPPING, dry_run=True
    )
    assert report.file == name
