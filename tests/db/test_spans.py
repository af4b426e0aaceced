"""Spans derived from events: the same after every load, checked, and mended."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, select, update

from db.check import check_database, rebuild_derived
from db.engine import make_engine, reading, writing
from db.migrate import upgrade
from db.queries.installation import ledger_version
from db.tables.derived import IssueSpan
from ingest.dataset import load_folder
from tests.folders import add, copied, edit

SEGINIM = "P-2024-10-06-1"
END = date.max


def spans(engine: Engine, issue: str | None = None) -> list[tuple]:
    """from, to, state, open, severity, owner of the spans, in order."""
    columns = (
        IssueSpan.valid_from,
        IssueSpan.valid_to,
        IssueSpan.state,
        IssueSpan.is_open,
        IssueSpan.severity,
        IssueSpan.unit,
    )
    statement = select(IssueSpan.issue, *columns).order_by(IssueSpan.issue, IssueSpan.valid_from)
    if issue:
        statement = select(*columns).where(IssueSpan.issue == issue).order_by(IssueSpan.valid_from)
    with reading(engine) as session:
        return [tuple(row) for row in session.execute(statement)]


def test_spans_cut_the_life_of_an_issue_at_the_days_of_its_events(shipped: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    for day, kind, cells in (
        ("2024-10-08", "triaged", {"severity": "3"}),
        ("2024-10-10", "in_progress", {}),
        ("2024-10-10", "claimed", {"unit": "polsek-seginim"}),
        ("2024-10-12", "verified", {"unit": "sat-binmas", "by_group": "residents"}),
    ):
        add(folder, "events", issue=SEGINIM, occurred_on=day, event=kind, **cells)
    load_folder(shipped, folder)
    owner = "polsek-seginim"
    assert spans(shipped, SEGINIM) == [
        (date(2024, 10, 6), date(2024, 10, 8), "assigned", True, None, owner),
        (date(2024, 10, 8), date(2024, 10, 10), "assigned", True, 3, owner),
        (date(2024, 10, 10), date(2024, 10, 12), "claimed", True, 3, owner),
        (date(2024, 10, 12), END, "verified", False, 3, owner),
    ]


def test_what_nobody_was_assigned_belongs_to_the_sector_or_to_the_district(
    shipped: Engine, tmp_path: Path
):
    folder = copied(tmp_path)
    for code in ("17.01.04", "17.01.10"):  # the sector of Bunga Mas is unknown
        add(
            folder,
            "issues",
            issue=f"N-{code}",
            reported_on="2024-11-01",
            sub_district_code=code,
            kind="request",
            category="patrol",
        )
    add(
        folder,
        "issues",
        issue="N-district",
        reported_on="2024-11-01",
        kind="agreement",
        category="patrol",
    )
    load_folder(shipped, folder)
    owners = {
        key: spans(shipped, f"N-{key}")[0][-1] for key in ("17.01.04", "17.01.10", "district")
    }
    assert owners == {
        "17.01.04": "polsek-manna",
        "17.01.10": "polres-bengkulu-selatan",
        "district": "polres-bengkulu-selatan",
    }


def test_a_voided_issue_has_no_span_and_a_voided_event_makes_none(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "issues", "P-2024-11-17-1", voided_on="2024-11-20")
    edit(folder, "events", SEGINIM, voided_on="2024-10-07")
    load_folder(engine, folder)
    assert spans(engine, "P-2024-11-17-1") == []
    assert spans(engine, SEGINIM) == [
        (date(2024, 10, 6), END, "recorded", True, None, "polsek-seginim")
    ]


def test_an_appreciation_is_never_open(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "issues", SEGINIM, kind="appreciation")
    load_folder(sqlite_engine, folder)
    assert [row[3] for row in spans(sqlite_engine, SEGINIM)] == [False]


def test_spans_after_loads_one_by_one_are_those_of_a_rebuild(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    load_folder(engine, folder)
    for day, kind in (("2024-10-12", "in_progress"), ("2024-10-08", "triaged")):
        add(folder, "events", issue=SEGINIM, occurred_on=day, event=kind)
        load_folder(engine, folder)
        stored = spans(engine)
        rebuild_derived(engine)
        assert spans(engine) == stored
        assert check_database(engine) == []


TAMPERING = {
    "another state": update(IssueSpan).values(state="verified"),
    "another owner": update(IssueSpan).values(unit="sat-binmas"),
    "closed": update(IssueSpan).values(is_open=False),
    "another severity": update(IssueSpan).values(severity=4),
    "another end": update(IssueSpan).values(valid_to=date(2024, 12, 1)),
    "another kecamatan": update(IssueSpan).values(sub_district_code="17.01.03"),
    "gone": delete(IssueSpan),
}


@pytest.mark.parametrize("case", TAMPERING)
def test_a_tampered_span_is_found_and_a_rebuild_mends_it(shipped: Engine, case):
    stored = spans(shipped)
    with writing(shipped) as session:
        session.execute(TAMPERING[case].where(IssueSpan.issue == SEGINIM))
    (problem,) = check_database(shipped)
    assert (problem.code, problem.detail) == ("check.span", SEGINIM)
    with reading(shipped) as session:
        before = ledger_version(session)
    rebuild_derived(shipped)
    assert check_database(shipped) == []
    assert spans(shipped) == stored
    with reading(shipped) as session:  # so that every cache looks again
        assert ledger_version(session) == before + 1


def test_a_span_too_many_is_found(shipped: Engine):
    with writing(shipped) as session:
        session.execute(
            insert(IssueSpan).values(
                issue=SEGINIM,
                valid_from=date(2020, 1, 1),
                valid_to=date(2020, 1, 2),
                state="recorded",
                is_open=True,
            )
        )
    assert [problem.detail for problem in check_database(shipped)] == [SEGINIM]


def test_a_broken_reference_is_found(tmp_path: Path):
    path = tmp_path / "broken.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    load_folder(engine, copied(tmp_path))
    engine.dispose()
    with sqlite3.connect(path) as connection:  # foreign keys are off there
        connection.execute("DELETE FROM unit WHERE code = 'satlantas'")
    connection.close()
    problems = [p for p in check_database(engine) if p.code == "check.reference"]
    assert [problem.detail.split()[0] for problem in problems].count("issue_event") == 2
    engine.dispose()
