"""Two days set against each other, worked out by hand."""

from datetime import date

import pytest

from documents.content.changes import direction_text, percent_text
from domain.area import AreaFacts
from domain.ledger import Ledger, positions
from domain.measures import Ratio, compare
from domain.periods import AreaTraces, Period, flow, level_changes, traces, two_periods
from domain.records import MeetingFacts
from tests.unit.figure_facts import KEDURANG, RULES, SEGINIM, event, issue, ledger, on
from wording.translator import Translator

T = Translator("id")
ALL = Ratio(300, 300)


def test_the_earlier_period_is_as_long_and_ends_where_the_later_begins() -> None:
    assert two_periods(on("11-15"), on("11-26")) == (
        Period(on("11-05"), on("11-15")),
        Period(on("11-16"), on("11-26")),
    )


def test_a_period_of_a_week_has_seven_days_on_each_side() -> None:
    assert two_periods(on("11-19"), on("11-26")) == (
        Period(on("11-13"), on("11-19")),
        Period(on("11-20"), on("11-26")),
    )


def test_before_the_first_day_of_the_calendar_there_is_no_more() -> None:
    assert two_periods(date(2, 1, 1), on("11-26"))[0] == Period(date.min, date(2, 1, 1))


def test_the_same_day_is_no_period() -> None:
    with pytest.raises(ValueError, match="not before"):
        two_periods(on("11-26"), on("11-26"))


@pytest.mark.parametrize(
    ("before", "now", "difference", "percent", "direction"),
    [
        (20, 10, -10, "−50%", "turun"),
        (4, 8, 4, "", "naik"),
        (5, 6, 1, "+20%", "naik"),
        (0, 3, 3, "baru", "naik"),
        (0, 0, 0, "", "tetap"),
        (8, 8, 0, "0%", "tetap"),
    ],
)
def test_the_difference_is_always_said_and_percent_only_from_five(
    before: int, now: int, difference: int, percent: str, direction: str
) -> None:
    change = compare(before, now, ALL, ALL)

    assert change.difference == difference
    assert percent_text(T, change) == percent
    assert direction_text(T, change) == direction


def test_a_rise_is_not_named_when_completeness_differs_by_more_than_ten_points() -> None:
    change = compare(20, 30, Ratio(30, 300), Ratio(61, 300))

    assert direction_text(T, change) == "tidak sebanding"
    assert (change.difference, percent_text(T, change)) == (10, "+50%")


def test_ten_points_apart_are_still_comparable() -> None:
    assert direction_text(T, compare(20, 30, Ratio(30, 300), Ratio(60, 300))) == "naik"


# What happened in between: since 10 September, as of 20 September.

SINCE, AS_OF = on("09-10"), on("09-20")


def happened():
    return ledger(
        issue("OLD", "09-01"),
        issue("THAT-DAY", "09-10"),
        issue("NEW", "09-15"),
        issue("DONE", "09-01", event("09-12", "claimed"), event("09-14", "verified")),
        issue("DONE-BEFORE", "09-01", event("09-02", "claimed"), event("09-10", "verified")),
        issue(
            "AGAIN",
            "08-01",
            event("08-02", "claimed"),
            event("08-03", "verified"),
            event("09-11", "reopened"),
        ),
        issue("QUICK", "09-12", event("09-13", "claimed"), event("09-14", "verified")),
        issue("THANKS", "09-15", kind="appreciation"),
    )


def test_what_came_in_and_went_out_is_listed_and_an_appreciation_is_neither() -> None:
    found = flow(happened(), SINCE, AS_OF)

    assert found.opened == ("NEW", "QUICK")
    assert found.closed == ("DONE", "QUICK")
    assert found.reopened == ("AGAIN",)


def test_what_was_closed_by_the_earlier_day_is_not_closed_again() -> None:
    assert flow(happened(), on("09-14"), AS_OF).closed == ()


def test_soft_ways_out_stand_beside_their_own_kecamatan() -> None:
    found = ledger(
        issue("GONE", "09-01", event("09-12", "withdrawn", by_group="residents")),
        issue("LOWER", "09-01", event("09-12", "triaged", severity=1), sub_district=SEGINIM),
    )

    assert traces(positions(found, AS_OF), [KEDURANG, SEGINIM]) == {
        KEDURANG: AreaTraces(closed_without_outcome=1, severity_lowered=0),
        SEGINIM: AreaTraces(closed_without_outcome=0, severity_lowered=1),
    }


# Levels on two days. No stage runs: a contact is current for 30 days, stale after 60.


def area(*meetings: MeetingFacts, issues=(), reports: tuple[date, ...] = ()) -> Ledger:
    facts = AreaFacts(
        KEDURANG,
        villages=frozenset({"v1"}),
        meetings=meetings,
        issues=tuple(issues),
        report_days=reports,
    )
    return Ledger(RULES, (facts,), tuple(issues))


MET = MeetingFacts("P-1", on("09-01"), villages=frozenset({"v1"}))


def test_a_level_that_got_worse_names_the_new_reason_that_asks_for_it() -> None:
    (change,) = level_changes(area(MET, issues=[issue("K", "09-15", severity=3)]), SINCE, AS_OF)

    assert (change.before.level, change.now.level) == ("calm", "high")
    assert change.changed
    assert change.step == 1
    # C1 and C4 appeared too; high is what B1 asks for.
    assert [reason.code for reason in change.causes] == ["B1"]


def test_a_level_that_got_better_names_the_reason_that_is_over() -> None:
    solved = issue("K", "09-05", event("09-15", "claimed"), event("09-16", "verified"), severity=3)

    (change,) = level_changes(area(MET, issues=[solved]), SINCE, AS_OF)

    assert (change.before.level, change.now.level) == ("high", "calm")
    assert change.step == -1
    assert [reason.code for reason in change.causes] == ["B1"]


def test_an_area_of_which_something_becomes_known_is_neither_better_nor_worse() -> None:
    (change,) = level_changes(area(reports=(on("09-15"),)), SINCE, AS_OF)

    assert (change.before.level, change.now.level) == ("no_data", "watch")
    assert change.changed
    assert change.step == 0


def test_a_level_that_stayed_has_no_cause() -> None:
    (change,) = level_changes(area(MET), SINCE, AS_OF)

    assert not change.changed
    assert change.causes == ()


def test_the_same_level_hatched_is_a_change_without_a_direction() -> None:
    waiting = issue("K", "08-25", kind="suggestion")

    (change,) = level_changes(area(MET, issues=[waiting]), on("09-05"), date(2024, 11, 10))

    assert (change.before.level, change.now.level) == ("watch", "watch")
    assert (change.before.hatched, change.now.hatched) == (False, True)
    assert change.changed
    assert change.step == 0
