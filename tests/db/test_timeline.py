"""What the timeline is made of, on the shipped records, for every kind of reader.

By 26 November 2024 four issues stand in them (15 March 2023 in Ulu Manna, 6 October 2024
in Seginim, two on 17 November in Manna) and five meetings; nobody assessed a severity.
"""

from datetime import date

import pytest
from sqlalchemy import Engine, update

from db.engine import Act, reading
from db.queries.timeline import (
    DayCount,
    issue_days,
    meeting_marks,
    stage_table,
    voting_days,
)
from domain.permissions import STATION, Reader
from domain.scope import Scope
from domain.vocabulary import Role
from models import Issue, Meeting

DAY = date(2024, 11, 26)
ANALYST = Reader("analyst", frozenset({Role.ANALYST}), "bag-ops")
PRESENTER = Reader("presenter", frozenset({Role.PRESENTER}), "bag-ops")
SEGINIM = Reader(
    "sector", frozenset({Role.SECTOR_HEAD}), "polsek-seginim", frozenset({"17.01.02", "17.01.08"})
)
BINMAS = Reader("unit", frozenset({Role.UNIT_HEAD}), "sat-binmas")


def days(engine: Engine, reader: Reader, scope: Scope) -> list[DayCount]:
    with reading(engine) as session:
        return issue_days(session, reader, scope)


def meetings(engine: Engine, reader: Reader, scope: Scope) -> list[str]:
    with reading(engine) as session:
        return [mark.meeting for mark in meeting_marks(session, reader, scope)]


def stage(engine: Engine, reader: Reader, scope: Scope, code: str = "campaign"):
    with reading(engine) as session:
        return {f.stage.code: f for f in stage_table(session, reader, scope)}[code]


def turn(engine: Engine, issue: str, **values: str) -> None:
    """Let an issue have been recorded otherwise, behind the product's back."""
    behind = engine.execution_options(kondusif_writes=True, kondusif_act=Act())
    with behind.begin() as connection:
        connection.execute(update(Issue).where(Issue.issue == issue).values(**values))


def test_issues_are_counted_by_day_and_severity_up_to_the_day(shipped: Engine) -> None:
    assert days(shipped, STATION, Scope(DAY)) == [
        DayCount(date(2023, 3, 15), None, 1),
        DayCount(date(2024, 10, 6), None, 1),
        DayCount(date(2024, 11, 17), None, 2),
    ]
    assert sum(day.count for day in days(shipped, STATION, Scope(date(2024, 11, 16)))) == 2


def test_an_appreciation_is_no_issue_of_the_timeline(shipped: Engine) -> None:
    turn(shipped, "P-2024-11-17-2", kind="appreciation")

    assert days(shipped, STATION, Scope(DAY))[-1] == DayCount(date(2024, 11, 17), None, 1)
    assert stage(shipped, STATION, Scope(DAY)).issues == 2


def test_meetings_are_marked_up_to_the_day(shipped: Engine) -> None:
    assert meetings(shipped, STATION, Scope(DAY)) == [
        "P-2023-03-15",
        "P-2024-09-05",
        "P-2024-10-06",
        "P-2024-11-03",
        "P-2024-11-17",
    ]


def test_a_voided_meeting_is_not_marked(shipped: Engine) -> None:
    behind = shipped.execution_options(kondusif_writes=True, kondusif_act=Act())
    with behind.begin() as connection:
        voided = update(Meeting).where(Meeting.meeting == "P-2024-11-03")
        connection.execute(voided.values(voided_on=date(2024, 11, 5)))

    assert "P-2024-11-03" not in meetings(shipped, STATION, Scope(DAY))


def test_a_meeting_covers_several_kecamatan_and_is_found_under_each(shipped: Engine) -> None:
    for code in ("17.01.01", "17.01.07"):
        assert meetings(shipped, STATION, Scope(DAY, sub_district=(code,))) == ["P-2024-09-05"]
    manna = Scope(DAY, sub_district=("17.01.04",), since=date(2024, 11, 4))
    assert meetings(shipped, STATION, manna) == ["P-2024-11-17"]


def test_a_kecamatan_narrows_the_issues_and_the_table(shipped: Engine) -> None:
    manna = Scope(DAY, sub_district=("17.01.04",))

    assert days(shipped, STATION, manna) == [DayCount(date(2024, 11, 17), None, 2)]
    assert stage(shipped, STATION, manna).issues == 2


def test_the_rate_of_a_running_stage_is_over_its_days_so_far(shipped: Engine) -> None:
    """The campaign of 60 days, 25 September to 23 November, 47 of them by 10 November."""
    over = stage(shipped, STATION, Scope(DAY))
    running = stage(shipped, STATION, Scope(date(2024, 11, 10)))

    assert (over.issues, over.days, over.rate) == (3, 60, 1.5)
    assert (running.issues, running.days) == (1, 47)
    assert running.rate == pytest.approx(30 / 47)


def test_a_stage_that_has_not_begun_has_no_rate(shipped: Engine) -> None:
    voting = stage(shipped, STATION, Scope(DAY), "voting")

    assert (voting.issues, voting.days, voting.rate) == (0, 0, None)


def test_a_promise_matures_after_its_date(shipped: Engine) -> None:
    """Unassessed, so medium after three days: due after 14, on 20 October and 1 December."""
    before, after = (
        stage(shipped, STATION, Scope(day)).promises_kept for day in (DAY, date(2024, 12, 2))
    )

    assert (before.numerator, before.denominator) == (0, 1)
    assert (after.numerator, after.denominator) == (0, 3)


def test_a_stage_with_an_unknown_start_is_in_no_count(shipped: Engine) -> None:
    with reading(shipped) as session:
        codes = {found.stage.code for found in stage_table(session, STATION, Scope(DAY))}

    assert "campaign" in codes
    assert codes.isdisjoint({"rule-making", "conduct-planning", "program-budget"})


def test_a_sector_head_sees_the_own_area_alone(shipped: Engine) -> None:
    assert days(shipped, SEGINIM, Scope(DAY)) == [DayCount(date(2024, 10, 6), None, 1)]
    assert meetings(shipped, SEGINIM, Scope(DAY)) == ["P-2024-10-06"]
    assert stage(shipped, SEGINIM, Scope(DAY)).issues == 1


def test_a_unit_head_counts_what_the_unit_handles(shipped: Engine) -> None:
    """Sat Binmas owned the issue of 2023 alone, long before the campaign."""
    assert days(shipped, BINMAS, Scope(DAY)) == [DayCount(date(2023, 3, 15), None, 1)]
    assert stage(shipped, BINMAS, Scope(DAY)).issues == 0


@pytest.mark.parametrize("category", ["police-service", "neutrality"])
def test_bars_and_table_leave_out_what_is_for_commander_and_inspector(
    shipped: Engine, category: str
) -> None:
    """Else one could be told from the other, and who spoke from both."""
    turn(shipped, "P-2024-11-17-1", category=category)

    assert sum(day.count for day in days(shipped, STATION, Scope(DAY))) == 4
    assert stage(shipped, STATION, Scope(DAY)).issues == 3
    assert sum(day.count for day in days(shipped, ANALYST, Scope(DAY))) == 3
    assert stage(shipped, ANALYST, Scope(DAY)).issues == 2


def test_a_presenter_has_no_days_but_the_counts_of_the_district(shipped: Engine) -> None:
    assert days(shipped, PRESENTER, Scope(DAY)) == []
    assert stage(shipped, PRESENTER, Scope(DAY)).issues == 3


@pytest.mark.parametrize(
    "category",
    ["intimidation", "police-service", "neutrality", "campaign", "election-violation"],
)
def test_what_is_public_as_a_total_of_the_district_is_in_no_kecamatan_s(
    shipped: Engine, category: str
) -> None:
    turn(shipped, "P-2024-11-17-1", category=category)

    assert stage(shipped, PRESENTER, Scope(DAY)).issues == 3
    manna = Scope(DAY, sub_district=("17.01.04",))
    assert stage(shipped, PRESENTER, manna).issues == 1


def test_every_filter_of_an_address_narrows_bars_and_table_alike(shipped: Engine) -> None:
    patrol = Scope(DAY, category=("patrol",))

    assert sum(day.count for day in days(shipped, STATION, patrol)) == 2
    assert stage(shipped, STATION, patrol).issues == 1


def test_the_voting_day_of_the_election_in_view_comes_first(shipped: Engine) -> None:
    with reading(shipped) as session:
        assert voting_days(session, STATION, DAY) == [date(2024, 11, 27), date(2025, 4, 19)]


def test_without_elections_there_is_no_voting_day(engine: Engine) -> None:
    with reading(engine) as session:
        assert voting_days(session, STATION, DAY) == []
