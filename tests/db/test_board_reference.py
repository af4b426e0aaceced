"""Board and issues of random ledgers, against the plain implementation of the same rules."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import reading
from db.queries.board import status_board
from db.queries.facts import area_facts, stage_calendar
from db.queries.issues import issue_page
from domain.area import Rules
from domain.permissions import STATION
from domain.scope import Scope
from domain.status import Status, compute
from ingest.dataset import load_folder
from tests.databases import SHIPPED
from tests.reference import board as reference
from tests.reference.ledger import Ledger
from tests.reference.random_ledger import random_ledger

SEEDS = (11, 12)
ISSUES = 80
DAYS = 8
LAST = date(2025, 3, 31)


@dataclass
class Case:
    """A random ledger as the reference reads it, and the engine that it was loaded into."""

    ledger: Ledger
    engine: Engine
    days: list[date]


@pytest.fixture(scope="module", params=SEEDS)
def ledger(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Ledger, list[date]]:
    folder = tmp_path_factory.mktemp(f"ledger-{request.param}")
    made = random_ledger(
        folder, request.param, source=SHIPPED, issues=ISSUES, end=date(2024, 12, 31), shuffled=True
    )
    rng = random.Random(request.param)
    days = [date(2024, 9, 1) + timedelta(days=rng.randrange(150)) for _ in range(DAYS - 1)]
    return folder, made, [*days, date(2024, 11, 27)]


@pytest.fixture
def case(engine: Engine, ledger: tuple[Path, Ledger, list[date]]) -> Iterator[Case]:
    folder, made, days = ledger
    load_folder(engine, folder)
    return Case(made, engine, days)


def as_row(status: Status) -> dict[str, object]:
    """A status in the words of the reference."""
    return {
        "sub_district": status.sub_district,
        "level": status.level.value,
        "hatched": status.hatched,
        "freshness": status.freshness.value,
        "reasons": list(status.codes),
        "open_issues": status.open_issues,
        "late": status.late,
        "driver": status.driver.value if status.driver else None,
        "open_high": status.severe,
        "longest_late": status.longest_late,
    }


def records_of(status: Status) -> dict[str, list[str]]:
    """The records behind the reasons A, B and C."""
    return {
        reason.code.value: sorted([*reason.issues, *reason.meetings])
        for reason in status.reasons
        if reason.code[0] in "ABC"
    }


def test_board_and_issues_are_those_of_the_plain_rules_and_of_the_whole_history(case):
    with reading(case.engine) as session:
        rules = Rules(stage_calendar(session))
        everything = area_facts(session, STATION, LAST, whole_history=True)
        for day in case.days:
            for known in (False, True):
                expected = reference.board_of(case.ledger, day, known)
                found = status_board(session, STATION, day, known=known)
                for row, status in zip(expected, found, strict=True):
                    assert as_row(status) == {key: row[key] for key in as_row(status)}, day
                    behind = {
                        code: sorted(keys)
                        for code, keys in row["records"].items()
                        if code[0] in "ABC"
                    }
                    assert records_of(status) == behind, (day, status.sub_district)
                if not known:
                    assert [compute(facts, day, rules) for facts in everything] == found
                compare_issues(session, case.ledger, day, known)


def compare_issues(session, ledger: Ledger, day: date, known: bool) -> None:
    expected = reference.issue_rows_of(ledger, day, known)
    found = {
        row.issue: {
            "state": row.state,
            "open": row.is_open,
            "severity": row.severity,
            "unit": row.unit,
            "due": row.due,
            "due_on": row.due_on,
            "late_days": row.late_days,
            "stages": list(row.stages),
        }
        for row in issue_page(session, STATION, Scope(as_of=day, known=known))
    }
    assert set(found) == set(expected)
    for key, row in found.items():
        assert row == {name: expected[key][name] for name in row}, (key, day, known)
