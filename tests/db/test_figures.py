"""The figures out of the database, held against a plain computation from the rule's words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from cli.indicators import as_json
from cli.main import app
from db.engine import reading
from db.queries.figures import heard_from, indicators, ledger_of, stage_figures
from domain import figures as domain_figures
from domain.permissions import STATION, Reader
from domain.vocabulary import Role
from ingest.dataset import load_folder
from tests.conftest import opened
from tests.databases import SHIPPED
from tests.reference import figures, random_ledger
from tests.reference import ledger as folders
from tests.reference.ledger import Ledger
from tests.reference.random_lives import blank

DAYS = [date(2024, 9, 20), date(2024, 11, 27), date(2025, 1, 31), date(2025, 5, 15)]
SCOPES: list[tuple[str, ...]] = [(), ("17.01.07",), ("17.01.01", "17.01.06", "17.01.08")]
SEEDS = [3, 27]


def told_at_meetings(ledger: Ledger) -> None:
    """Let what was told be told at the next meeting of the kecamatan, every other time.

    By chance alone a random event hardly ever falls on that meeting.
    """
    found = figures.Figures(ledger, date.max - timedelta(days=1), ())
    tells = [event for event in ledger.events if event["event"] in figures.TELLS]
    for event in tells[::2]:
        issue = found.every[event["issue"]]
        meeting = found.meetings.get(issue["meeting"])
        following = meeting and found.next_meeting(issue, meeting["held_on"])
        if following:
            event["meeting"] = following["meeting"]


def made_up(folder: Path, seed: int) -> Ledger:
    """A random ledger, written to a folder that a load takes."""
    ledger = random_ledger.random_ledger(
        folder, seed, source=SHIPPED, issues=140, shuffled=seed % 2 == 1
    )
    told_at_meetings(ledger)
    folders.write(ledger, folder)
    return ledger


def printed(figure: dict) -> dict:
    """A figure of the plain computation as the command line prints it."""
    return {
        name: round(float(value), 4) if isinstance(value, Fraction) else value
        for name, value in figure.items()
    }


def assert_same(found: dict, expected: dict, *where: object) -> None:
    assert list(found) == list(expected), where
    for name, figure in expected.items():
        # the plain computation leaves out why there are no days late: there is nothing late
        got = {k: v for k, v in found[name].items() if k in figure}
        assert got == printed(figure), (name, *where)


@dataclass
class Filled:
    """A random ledger, its plain figures as far as they were asked, and a database of it."""

    ledger: Ledger
    engine: Engine

    @cached_property
    def _plain(self) -> dict[tuple, figures.Figures]:
        return {}

    def plain(self, day: date, codes: tuple[str, ...] = (), known: bool = False):
        key = day, codes, known
        if key not in self._plain:
            self._plain[key] = figures.Figures(folders.as_of(self.ledger, day, known), *key[:2])
        return self._plain[key]


@pytest.fixture(scope="module", params=SEEDS)
def folder(request: pytest.FixtureRequest, tmp_path_factory) -> tuple[Path, Ledger]:
    path = tmp_path_factory.mktemp("made-up")
    return path, made_up(path, request.param)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, folder) -> Iterator[Filled]:
    """Both makes, each seed: loaded once, since these tests only read."""
    path, ledger = folder
    with opened(request.getfixturevalue(f"{request.param}_databases").fresh, "migrated") as engine:
        load_folder(engine, path)
        yield Filled(ledger, engine)


def test_every_figure_is_that_of_the_plain_computation(filled):
    with reading(filled.engine) as session:
        for day, known, codes in product(DAYS, (False, True), SCOPES):
            found = indicators(session, STATION, day, known=known, sub_districts=codes)
            assert_same(as_json(found), filled.plain(day, codes, known).all(), day, known, codes)


def test_the_figures_of_an_earlier_day_come_out_of_the_ledger_of_a_later_one(filled):
    with reading(filled.engine) as session:
        later = ledger_of(session, STATION, DAYS[-1])
    for day in DAYS[:2]:
        found = as_json(domain_figures.indicators(later, day))
        assert_same(found, filled.plain(day).all(), day)


def test_stages_and_groups_are_those_of_the_plain_computation(filled):
    with reading(filled.engine) as session:
        for day, known, codes in product(DAYS[1:3], (False, True), SCOPES[:2]):
            plain = filled.plain(day, codes, known)
            rows = stage_figures(session, STATION, day, known=known, sub_districts=codes)
            expected = plain.by_stage()
            assert [row.stage.code for row in rows] == sorted(expected)
            for row in rows:
                stage = expected[row.stage.code]
                assert row.issues == stage["issues"]
                assert row.rate == (None if stage["rate"] is None else float(stage["rate"]))
                kept, overdue = stage["promises_kept"], stage["overdue"]
                assert row.promises_kept.numerator == kept["numerator"]
                assert row.promises_kept.denominator == kept["denominator"]
                assert row.overdue.count == overdue["value"]
                assert row.overdue.longest_days == overdue["longest_days"]
            heard = heard_from(session, STATION, day, known=known, sub_districts=codes)
            assert {
                (row.sub_district, row.group): row.days for row in heard if row.days is not None
            } == plain.heard_from()


def test_a_random_ledger_gives_every_figure_something_to_count(folder):
    """Else the comparison above would say nothing."""
    _, ledger = folder
    seen: dict[str, int] = {}
    for day in DAYS:
        for name, figure in figures.figures(ledger, day).items():
            seen[name] = seen.get(name, 0) + (figure.get("numerator", figure["value"]) or 0)
    assert [name for name, count in seen.items() if not count] == []


# who reads


def counts(engine: Engine, reader: Reader, **scope) -> tuple[int, int]:
    """How many issues have no due date, and how many villages there are."""
    with reading(engine) as session:
        found = indicators(session, reader, date(2024, 11, 27), **scope)
    return found.no_due_date, found.villages_covered.denominator


@pytest.fixture
def three_issues(engine: Engine, tmp_path: Path) -> Engine:
    """One of Kedurang, one complaint about police in Seginim, one agreement of the district."""
    ledger = folders.read(SHIPPED)
    ledger.meetings, ledger.reports, ledger.issues, ledger.events = [], [], [], []
    for key, code, kind, category in (
        ("A", "17.01.01", "complaint", "crime"),
        ("B", "17.01.02", "complaint", "police-service"),
        ("C", "", "agreement", "logistics"),
    ):
        ledger.issues.append(
            blank("issues")
            | {
                "issue": key,
                "reported_on": date(2024, 10, 1),
                "sub_district_code": code,
                "kind": kind,
                "category": category,
            }
        )
    folders.write(ledger, tmp_path / "three")
    load_folder(engine, tmp_path / "three")
    return engine


def test_the_district_counts_what_belongs_to_no_kecamatan_and_an_area_does_not(three_issues):
    assert counts(three_issues, STATION) == (3, 158)
    assert counts(three_issues, STATION, sub_districts=["17.01.01"])[0] == 1


def test_a_count_holds_what_its_reader_may_not_read(three_issues):
    analyst = Reader("n", frozenset({Role.ANALYST}))
    assert counts(three_issues, analyst)[0] == 3


def test_a_sector_head_sees_the_figures_of_the_own_sector(three_issues):
    head = Reader("s", frozenset({Role.SECTOR_HEAD}), areas=frozenset({"17.01.02"}))
    ledger = folders.read(SHIPPED)
    own = sum(row["sub_district_code"] == "17.01.02" for row in ledger.villages)
    assert counts(three_issues, head) == (1, own)
    assert counts(three_issues, head, sub_districts=["17.01.01"]) == (0, 0)


def test_a_reader_hears_of_the_groups_of_own_areas_alone(three_issues):
    head = Reader("s", frozenset({Role.SECTOR_HEAD}), areas=frozenset({"17.01.02"}))
    with reading(three_issues) as session:
        rows = heard_from(session, head, date(2024, 11, 27))
    assert {row.sub_district for row in rows} == {"17.01.02"}


# the command line


@pytest.fixture
def command(sqlite_shipped: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", sqlite_shipped.url.render_as_string(hide_password=False))
    return lambda *words: CliRunner().invoke(app, ["indicators", *words])


def test_the_command_prints_the_figures_of_the_shipped_sample(command):
    result = command("--as-of", "2024-11-26", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    # seven meetings; nothing was assigned, nothing done, nothing reported after them
    assert found["promises_kept"]["numerator"] == 0
    assert found["kept_late"] == {"value": 0}
    assert_same(found, figures.figures(folders.read(SHIPPED), date(2024, 11, 26)))


def test_the_command_takes_several_kecamatan(command):
    result = command(
        "--as-of", "2024-11-26", "--sub-district", "17.01.01", "--sub-district", "17.01.02"
    )
    ledger = folders.read(SHIPPED)
    expected = figures.figures(ledger, date(2024, 11, 26), ("17.01.01", "17.01.02"))
    assert_same(json.loads(result.stdout), expected)


@pytest.mark.parametrize(
    "words",
    [
        ["--as-of", "26-11-2024"],
        ["--as-of", "2024-11-26", "--sub-district", "99.99.99"],
        ["--as-of", "2024-11-26", "--format", "xml"],
        [],
    ],
)
def test_wrong_usage_is_refused_without_output(command, words):
    result = command(*words)
    assert (result.exit_code, result.stdout) == (2, "")
