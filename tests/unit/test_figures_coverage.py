"""Reporting back, listing, visiting and hearing, worked out by hand; and two periods."""

import pytest

from domain.coverage import (
    days_current,
    heard_from,
    inputs_itemised,
    reported_back,
    villages_covered,
)
from domain.measures import Ratio, compare
from domain.vocabulary import StakeholderGroup
from tests.unit.figure_facts import KEDURANG, SEGINIM, event, issue, ledger, meeting, on, standing

HERE, THERE = "17.01.01.2001", "17.01.01.2002"
FIRST = meeting("M1", "09-01")


def told(day, *issues, meetings):
    """Numerator, denominator and how many wait for a meeting."""
    ratio, waiting = reported_back(standing(day, *issues, meetings=meetings))
    return ratio.numerator, ratio.denominator, waiting


def raised(*events, **cells):
    return issue("A", "09-01", *events, **({"meeting": "M1"} | cells))


# reported back


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("reported_back", 1),
        ("settled", 1),
        ("verified", 1),
        ("rejected", 1),
        ("told_back", 1),
        ("assigned", 0),
        ("claimed", 0),
    ],
)
def test_those_who_raised_it_hear_of_it_at_the_next_meeting(name, counts):
    second = meeting("M2", "09-20")
    heard = raised(event("09-20", name, meeting="M2"))
    assert told("09-20", heard, meetings=(FIRST, second)) == (counts, 1, 0)


def test_until_there_is_a_later_meeting_an_issue_waits_for_one():
    second = meeting("M2", "09-20")
    assert told("09-19", raised(), meetings=(FIRST, second)) == (0, 0, 1)
    same_day = meeting("M3", "09-01")
    assert told("09-19", raised(), meetings=(FIRST, same_day)) == (0, 0, 1)


def test_only_the_first_later_meeting_counts():
    meetings = (FIRST, meeting("M2", "09-20"), meeting("M3", "10-01"))
    second = raised(event("10-01", "reported_back", meeting="M3"))
    assert told("10-01", second, meetings=meetings) == (0, 1, 0)


def test_of_several_meetings_of_a_day_the_lowest_key_counts():
    meetings = (FIRST, meeting("M9", "09-20"), meeting("M10", "09-20"))
    at_ten = raised(event("09-20", "reported_back", meeting="M10"))
    at_nine = raised(event("09-20", "reported_back", meeting="M9"))
    assert told("09-20", at_ten, meetings=meetings) == (1, 1, 0)
    assert told("09-20", at_nine, meetings=meetings) == (0, 1, 0)


def test_a_meeting_in_another_village_or_kecamatan_or_of_officials_is_not_the_next():
    meetings = (
        FIRST,
        meeting("M2", "09-02", sub_districts=frozenset({SEGINIM})),
        meeting("M3", "09-03", community=False),
        meeting("M4", "09-04", villages=frozenset({THERE})),
    )
    assert told("09-30", raised(village=HERE), meetings=meetings) == (0, 0, 1)
    assert told("09-30", raised(), meetings=meetings) == (0, 1, 0)  # no village named: M4
    named = meeting("M5", "09-05", villages=frozenset({HERE, THERE}))
    assert told("09-30", raised(village=HERE), meetings=(*meetings, named)) == (0, 1, 0)
    nowhere = meeting("M5", "09-05")
    assert told("09-30", raised(village=HERE), meetings=(*meetings, nowhere)) == (0, 1, 0)


def test_agreements_and_what_was_not_raised_at_a_meeting_are_not_reported_back():
    agreement = raised(kind="agreement")
    by_phone = issue("B", "09-01")
    assert told("09-30", agreement, by_phone, meetings=(FIRST,)) == (0, 0, 0)


def test_what_officials_raised_is_reported_back_at_a_community_meeting():
    officials = meeting("M1", "09-01", community=False, sub_districts=frozenset({SEGINIM}))
    assert told("09-30", raised(), meetings=(officials, meeting("M2", "09-05"))) == (0, 1, 0)


# listed, visited, current


def test_inputs_are_itemised_when_an_issue_names_the_meeting_or_there_were_none():
    meetings = (
        meeting(
            "listed", "09-01", inputs="itemised", inputs_on=on("09-05"), first_named_on=on("09-04")
        ),
        meeting("nothing listed", "09-01", inputs="itemised"),
        meeting("nil", "09-02", inputs="nil"),
        meeting("lost", "09-01", inputs="lost"),
        meeting("to follow", "09-01", inputs="not_recorded"),
        meeting("silent", "09-01"),
        meeting("officials", "09-01", community=False, inputs="nil"),
        meeting("elsewhere", "09-01", inputs="nil", sub_districts=frozenset({SEGINIM})),
        meeting("to come", "09-30", inputs="nil"),
    )
    counts = {}
    for day in ("09-01", "09-04", "09-05"):
        ratio = inputs_itemised(ledger(meetings=meetings), on(day))
        counts[day] = ratio.numerator, ratio.denominator
    assert counts == {"09-01": (0, 5), "09-04": (1, 6), "09-05": (2, 6)}


def test_villages_named_in_the_last_ninety_days_are_covered():
    meetings = (
        meeting("M1", "06-01", villages=frozenset({HERE})),
        meeting("M2", "09-01", villages=frozenset({THERE, "17.01.02.2001"})),
        meeting("M3", "09-01", community=False, villages=frozenset({"17.01.01.2003"})),
    )
    villages = frozenset({HERE, THERE, "17.01.01.2003"})
    found = ledger(meetings=meetings, villages=villages)
    assert villages_covered(found, on("08-29")) == Ratio(1, 3)  # 1 June is 89 days ago
    assert villages_covered(found, on("08-30")) == Ratio(0, 3)
    assert villages_covered(found, on("09-01")) == Ratio(1, 3)


def test_a_day_is_current_while_the_latest_contact_is_no_older_than_a_report_cycle():
    # routine: a contact of 1 September keeps 1 September to 1 October current, 31 days
    found = ledger(report_days=(on("09-01"),))
    assert days_current(found, on("08-31")) == Ratio(0, 30)
    assert days_current(found, on("09-10")) == Ratio(10, 30)
    assert days_current(found, on("09-30")) == Ratio(30, 30)
    assert days_current(found, on("10-11")) == Ratio(20, 30)


def test_without_an_area_no_share_of_days_can_be_given():
    assert days_current(ledger().within([]), on("09-10")).why == "no_cases"


# heard from


def test_a_group_was_last_heard_from_at_the_latest_meeting_it_was_present_at():
    meetings = (
        meeting("M1", "09-01", groups=frozenset({"camat", "army"})),
        meeting("M2", "09-10", groups=frozenset({"army"}), community=False),
        meeting("M3", "09-12", groups=frozenset({"camat"}), sub_districts=frozenset({SEGINIM})),
        meeting("M4", "09-30", groups=frozenset({"camat"})),
    )
    rows = heard_from([KEDURANG], meetings, on("09-15"))
    assert [row.group for row in rows] == list(StakeholderGroup)
    heard = {row.group: (row.last_on, row.days) for row in rows if row.last_on}
    assert heard == {"camat": (on("09-01"), 14), "army": (on("09-10"), 5)}


# two periods


@pytest.mark.parametrize(
    ("before", "now", "difference", "percent", "new", "direction"),
    [
        (20, 10, -10, -50.0, False, "down"),
        (5, 6, 1, 20.0, False, "up"),
        (4, 8, 4, None, False, "up"),
        (0, 3, 3, None, True, "up"),
        (0, 0, 0, None, False, "same"),
    ],
)
def test_a_difference_always_a_percentage_from_five_and_new_from_none(
    before, now, difference, percent, new, direction
):
    change = compare(before, now, Ratio(330, 330), Ratio(330, 330))
    assert change.difference == difference
    assert change.percent == percent
    assert (change.new, change.direction) == (new, direction)


@pytest.mark.parametrize(
    ("current_now", "direction"),
    [(Ratio(6, 10), "down"), (Ratio(8, 10), "down"), (Ratio(59, 100), "not_comparable")],
)
def test_completeness_that_differs_by_more_than_ten_points_names_no_trend(current_now, direction):
    assert compare(20, 10, Ratio(7, 10), current_now).direction == direction


def test_completeness_that_nobody_knows_names_no_trend():
    assert compare(20, 10, Ratio(0, 0), Ratio(7, 10)).direction == "not_comparable"
