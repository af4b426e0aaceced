"""Since when a level holds for certain, against the level of every day between."""

from datetime import timedelta

from hypothesis import given, settings

from domain.status import compute
from domain.unbroken import surely_since
from domain.vocabulary import Level
from tests.hand_made import ROUTINE, area, issue, on
from tests.histories import areas, days, rules


@settings(max_examples=200)
@given(areas(), rules, days)
def test_on_every_day_since_then_the_level_is_the_same(facts, rule, day):
    level = compute(facts, day, rule).level
    since = surely_since(facts, level, day, rule)
    while since < day:
        assert compute(facts, since, rule).level is level
        since += timedelta(days=1)


def test_three_open_issues_of_severity_three_hold_since_the_third_of_them():
    facts = area(*(issue(f"2024-03-0{n}", key=f"I-{n}", severity=3) for n in (1, 4, 6, 9)))
    assert surely_since(facts, Level.VERY_HIGH, on("2024-09-01"), ROUTINE) == on("2024-03-06")


def test_five_of_severity_two_hold_only_while_nothing_worse_may_stand_above_them():
    told = [issue(f"2024-03-0{n}", key=f"I-{n}", severity=2) for n in (1, 2, 3, 4, 5, 8)]
    day = on("2024-09-01")
    assert surely_since(area(*told), Level.HIGH, day, ROUTINE) == on("2024-03-05")
    worse = issue("2024-08-20", key="I-9", severity=3)
    assert surely_since(area(*told, worse), Level.HIGH, day, ROUTINE) == day
    # Four are not five.
    assert surely_since(area(*told[:4]), Level.HIGH, day, ROUTINE) == day
