"""Filters, counts, order and pages of issues, against plain Python over all rows."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from db.engine import reading
from db.queries.choices import (
    default_day,
    election_in_view,
    filter_choices,
    last_record_day,
    unknown_codes,
)
from db.queries.issues import (
    IssueRow,
    count_table,
    facet_counts,
    issue_count,
    issue_page,
)
from domain.permissions import STATION
from domain.scope import FILTERS, Scope
from ingest.dataset import load_folder
from tests.databases import SHIPPED
from tests.folders import add, copied
from tests.reference.random_ledger import random_ledger

DAY = date(2024, 11, 20)
FEW = settings(max_examples=40)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("ledger")
    random_ledger(made, 31, source=SHIPPED, issues=70, end=date(2024, 12, 31))
    return made


@pytest.fixture
def ledger(engine: Engine, folder: Path) -> Engine:
    load_folder(engine, folder)
    return engine


HOLDS: dict[str, Callable[[IssueRow, tuple[str, ...]], bool]] = {
    "stage": lambda row, codes: bool(set(row.stages) & set(codes)),
    "sub_district": lambda row, codes: row.sub_district in codes,
    "village": lambda row, codes: row.village in codes,
    "kind": lambda row, codes: row.kind in codes,
    "category": lambda row, codes: row.category in codes,
    "severity": lambda row, codes: str(row.severity or "none") in codes,
    "state": lambda row, codes: (
        row.state in codes
        or ("open" in codes and row.is_open)
        or ("closed" in codes and not row.is_open and row.kind != "appreciation")
    ),
    "unit": lambda row, codes: row.unit in codes,
    "source": lambda row, codes: row.source in codes,
}
"""What each filter means, in plain words."""


def plain(rows: list[IssueRow], scope: Scope) -> list[str]:
    """The keys that the filters of a scope leave, in their order."""
    return [
        row.issue
        for row in rows
        if all(HOLDS[name](row, codes) for name in FILTERS if (codes := getattr(scope, name)))
        and (scope.since is None or row.reported_on >= scope.since)
        and (scope.until is None or row.reported_on <= scope.until)
    ]


def everything(session, known: bool = False) -> list[IssueRow]:
    return issue_page(session, STATION, Scope(DAY, known=known))


def test_filters_leave_what_plain_python_leaves_in_the_same_order(ledger: Engine):
    with reading(ledger) as session:
        rows = {known: everything(session, known) for known in (False, True)}
        choices = filter_choices(session, STATION)
        # codes that stand in the records come first, so that filters find something
        used = {
            "village": [row.village for row in rows[False] if row.village],
            "unit": [row.unit for row in rows[False] if row.unit],
        }
        codes = {
            name: st.lists(st.sampled_from(used.get(name) or choices[name]), max_size=3)
            for name in FILTERS
        }
        days = st.none() | st.dates(date(2024, 8, 1), date(2024, 12, 1))

        @FEW
        @given(
            st.dictionaries(st.sampled_from(FILTERS), st.just(None), max_size=3),
            st.data(),
            days,
            days,
            st.booleans(),
        )
        def check(names, data, since, until, known):
            chosen = {name: tuple(data.draw(codes[name])) for name in names}
            scope = Scope(DAY, known=known, since=since, until=until, **chosen)
            expected = plain(rows[known], scope)
            assert [row.issue for row in issue_page(session, STATION, scope)] == expected
            assert issue_count(session, STATION, scope) == len(expected)

        check()


def test_each_filter_alone_is_what_it_says_for_every_code(ledger: Engine):
    with reading(ledger) as session:
        rows = everything(session)
        for name in FILTERS:
            if name == "village":
                continue
            for code in filter_choices(session, STATION)[name]:
                scope = Scope(DAY, **{name: (code,)})
                found = [row.issue for row in issue_page(session, STATION, scope)]
                assert found == plain(rows, scope), (name, code)


def test_counts_beside_a_filter_are_what_choosing_it_would_leave(ledger: Engine):
    with reading(ledger) as session:
        scope = Scope(DAY, category=("crime", "patrol", "traffic", "intimidation"))
        counts = facet_counts(session, STATION, scope)
        for name, found in counts.items():
            assert found, name
            for code, count in found.items():
                chosen = scope.narrowed(**{name: (code,)})
                assert issue_count(session, STATION, chosen) == count, (name, code)
        assert "zz-open-end" not in counts["stage"]


def test_counts_by_two_dimensions_are_those_of_the_rows(ledger: Engine):
    with reading(ledger) as session:
        rows = everything(session)
        expected = Counter((row.reported_on, row.severity) for row in rows)
        table = count_table(session, STATION, Scope(DAY), ["reported_on", "severity"])
    assert {tuple(row[:-1]): row[-1] for row in table} == expected


def test_newest_first_then_by_key_and_pages_are_slices_of_it(ledger: Engine):
    with reading(ledger) as session:
        rows = everything(session)
        assert rows == sorted(rows, key=lambda row: (-row.reported_on.toordinal(), row.issue))
        assert len(rows) > 25
        for limit, offset in ((10, 0), (10, 10), (7, 21), (None, 20), (0, 0), (5, 1000)):
            end = None if limit is None else offset + limit
            page = issue_page(session, STATION, Scope(DAY), limit, offset)
            assert page == rows[offset:end]


# Text

WORDS = [
    "Knalpot BRONG 50% warga",
    "knalpot brong 50 persen",
    "a_b",
    "axb",
    "tanda \\ miring",
    "kutip ' tunggal \" ganda",
    "É besar, é kecil",
    "100%",
    "",
]


@pytest.fixture
def texts(engine: Engine, tmp_path: Path) -> Engine:
    folder = copied(tmp_path)
    for number, words in enumerate(WORDS):
        add(
            folder,
            "issues",
            issue=f"T-{number}",
            reported_on="2024-11-01",
            sub_district_code="17.01.03",
            kind="request",
            category="patrol",
            text=words,
        )
    load_folder(engine, folder)
    return engine


def small(words: str) -> str:
    """A to Z in small letters; databases differ in all others."""
    return "".join(c.lower() if c.isascii() else c for c in words)


def test_a_search_finds_the_words_as_they_are_written(texts: Engine):
    alphabet = st.sampled_from("%_\\'\"aAbBxX50 /;-é[]*?")
    anything = st.text(st.characters(codec="utf-8"), min_size=1, max_size=3)
    searches = st.text(alphabet, min_size=1, max_size=4) | anything
    with reading(texts) as session:

        @settings(max_examples=80)
        @given(searches)
        def check(search):
            scope = Scope(DAY, sub_district=("17.01.03",), text=search)
            found = [row.issue for row in issue_page(session, STATION, scope)]
            expected = [f"T-{n}" for n, words in enumerate(WORDS) if small(search) in small(words)]
            assert found == expected

        check()


def test_signs_of_the_query_language_are_only_signs(texts: Engine):
    searches = {
        "brong": [0, 1],
        "BRONG": [0, 1],
        "50%": [0],
        "%": [0, 7],
        "a_b": [2],
        "_": [2],
        "\\": [4],
        "' tunggal \"": [5],
        "' OR 1=1 --": [],
        "\x00": [],
        "a\x00": [],
    }
    with reading(texts) as session:
        for search, found in searches.items():
            scope = Scope(DAY, sub_district=("17.01.03",), text=search)
            keys = [row.issue for row in issue_page(session, STATION, scope)]
            assert keys == [f"T-{number}" for number in found], search


# Choices and the default day


def test_codes_that_do_not_exist_are_told_with_those_that_do(sqlite_shipped: Engine):
    with reading(sqlite_shipped) as session:
        given_codes = {"sub_district": ["17.01.01", "17.01.99"], "state": ["open", "gone"]}
        found = unknown_codes(session, given_codes)
    assert [(name, code) for name, code, _ in found] == [
        ("sub_district", "17.01.99"),
        ("state", "gone"),
    ]
    assert found[0][2][:2] == ["17.01.01", "17.01.02"]


def test_the_election_in_view_is_the_latest_in_whose_stages_something_was_recorded(
    sqlite_engine: Engine, tmp_path: Path
):
    # the last shipped record is of 12 January 2025; the re-vote began on 8 March
    folder = copied(tmp_path)
    load_folder(sqlite_engine, folder)
    with reading(sqlite_engine) as session:
        assert election_in_view(session, date(2025, 6, 1)).code == "pilkada-2024"
        assert last_record_day(session) == date(2025, 1, 12)
        assert last_record_day(session, date(2024, 11, 10)) == date(2024, 11, 3)
    add(
        folder,
        "reports",
        report="R-1",
        reported_on="2025-04-19",
        kind="daily",
        sub_district_codes="17.01.01",
    )
    load_folder(sqlite_engine, folder)
    with reading(sqlite_engine) as session:
        assert election_in_view(session, date(2025, 6, 1)).code == "psu-2025"
        assert election_in_view(session, date(2025, 4, 18)).code == "pilkada-2024"


@pytest.mark.parametrize(
    ("today", "day"),
    [
        ("2024-10-01", "2024-10-01"),  # in the campaign
        ("2025-02-24", "2025-02-24"),  # last day of the dispute
        ("2025-02-25", "2024-11-27"),  # in no stage, last record 44 days ago: voting day
        ("2026-11-24", "2024-11-27"),
    ],
)
def test_the_default_day_is_today_while_the_election_lives_and_voting_day_after(
    sqlite_shipped: Engine, today, day
):
    with reading(sqlite_shipped) as session:
        assert default_day(session, date.fromisoformat(today)) == date.fromisoformat(day)


@pytest.mark.parametrize(("ago", "today_again"), [(30, True), (31, False)])
def test_a_record_of_the_last_30_days_makes_today_the_default_day(
    sqlite_engine: Engine, tmp_path: Path, ago, today_again
):
    folder = copied(tmp_path)
    today = date(2025, 7, 31)
    day = date.fromordinal(today.toordinal() - ago)
    cells = {"report": "R-1", "reported_on": day.isoformat(), "kind": "daily"}
    add(folder, "reports", **cells, sub_district_codes="17.01.01")
    load_folder(sqlite_engine, folder)
    with reading(sqlite_engine) as session:
        assert (default_day(session, today) == today) is today_again


def test_an_empty_database_has_no_election_and_its_default_day_is_today(engine: Engine):
    with reading(engine) as session:
        assert election_in_view(session, DAY) is None
        assert last_record_day(session) is None
        assert default_day(session, DAY) == DAY
        assert issue_page(session, STATION, Scope(DAY)) == []
