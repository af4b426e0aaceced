"""Every reason of the rule at its border: the day before it holds, and the day it does."""

import pytest

from domain.area import Rules
from domain.calendar import StageCalendar
from domain.status import ReasonCode
from tests.hand_made import (
    OWNER,
    ROUTINE,
    area,
    codes_on,
    event,
    heard_area,
    issue,
    meeting,
    on,
    promised_until,
    stage,
    status_on,
)

EARLY = "2024-01-20"
"""A day on which whatever is due on 31 January is not late."""


def reason_on(facts, day: str, code: str, rules: Rules = ROUTINE):
    found = [r for r in status_on(facts, day, rules).reasons if r.code == ReasonCode(code)]
    assert found, f"{code} does not hold"
    return found[0]


def several(number: int, severity: int):
    return [promised_until("2024-01-31", f"I-{n}", severity) for n in range(1, number + 1)]


@pytest.mark.parametrize(("severity", "codes"), [(1, ""), (2, "C1"), (3, "B1 C1"), (4, "A1 B1 C1")])
def test_severity_alone_asks_for_the_reasons_a1_b1_and_c1(severity, codes):
    assert codes_on(heard_area(promised_until("2024-01-31", severity=severity)), EARLY) == codes


@pytest.mark.parametrize(("number", "codes"), [(2, "B1 C1"), (3, "A3 B1 C1")])
def test_three_open_issues_of_severity_3_are_reason_a3(number, codes):
    assert codes_on(heard_area(*several(number, 3)), EARLY) == codes


@pytest.mark.parametrize(("number", "codes"), [(4, "C1"), (5, "B3 C1")])
def test_five_open_issues_of_severity_2_are_reason_b3(number, codes):
    assert codes_on(heard_area(*several(number, 2)), EARLY) == codes


def test_issues_of_severity_1_count_for_no_reason_of_number():
    assert codes_on(heard_area(*several(6, 1)), EARLY) == ""


# A2


def critical(starts_on: str, ends_on: str) -> Rules:
    return Rules(StageCalendar((stage("voting", "critical", starts_on, ends_on),)))


def with_reports(*issues):
    """Reports on every day of January, so that a critical day leaves the data current."""
    return area(
        *issues,
        meetings=[meeting("2024-01-01", "v1")],
        reports=[f"2024-01-{day:02}" for day in range(1, 32)],
    )


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2024-01-10", "B1 C1"),
        ("2024-01-11", "B1 C1 C2"),
        ("2024-01-12", "A2 B1 C1 C2"),
        ("2024-01-20", "A2 B1 C1 C2"),
    ],
)
def test_a2_begins_on_the_critical_day_after_the_due_day_and_stays(day, codes):
    facts = with_reports(promised_until("2024-01-10", severity=3))
    assert codes_on(facts, day, critical("2024-01-12", "2024-01-12")) == codes


def test_a_critical_day_that_is_the_due_day_itself_is_no_reason_a2():
    facts = with_reports(promised_until("2024-01-10", severity=3))
    assert codes_on(facts, "2024-01-11", critical("2024-01-09", "2024-01-10")) == "B1 C1 C2"


def test_a2_asks_for_severity_3():
    facts = with_reports(promised_until("2024-01-10", severity=2))
    assert codes_on(facts, "2024-01-12", critical("2024-01-12", "2024-01-12")) == "C1 C2"


def test_a2_names_the_longest_lateness():
    facts = with_reports(
        promised_until("2024-01-10", "I-1", 3), promised_until("2024-01-08", "I-2", 3)
    )
    reason = reason_on(facts, "2024-01-13", "A2", critical("2024-01-12", "2024-01-12"))
    assert (reason.days, reason.issues) == (5, ("I-2", "I-1"))


# B2, C2


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2024-01-10", "C1"),
        ("2024-01-11", "C1 C2"),
        ("2024-01-24", "C1 C2"),
        ("2024-01-25", "B2 C1 C2"),
    ],
)
def test_severity_2_is_late_after_its_due_day_and_long_overdue_15_days_after(day, codes):
    assert codes_on(heard_area(promised_until("2024-01-10")), day) == codes


def test_severity_1_however_late_is_reason_c2_alone():
    facts = heard_area(promised_until("2024-01-10", severity=1))
    assert codes_on(facts, "2024-01-30") == "C2"
    assert reason_on(facts, "2024-01-30", "C2").days == 20


# B4


@pytest.mark.parametrize(
    ("before", "codes"),
    [
        ([event("2024-01-03", "claimed", unit=OWNER), event("2024-01-04", "verified")], "B4 C1"),
        ([event("2024-01-04", "settled")], "B4 C1"),
        ([event("2024-01-04", "unable")], "B4 C1"),
        ([event("2024-01-04", "merged", into="I-0")], "C1"),
        ([event("2024-01-04", "withdrawn", by_group="residents")], "C1"),
    ],
)
def test_b4_is_reopening_from_verified_settled_or_unable_only(before, codes):
    again = issue("2024-01-02", *before, event("2024-01-10", "reopened", "2024-01-31"))
    assert codes_on(heard_area(again), EARLY) == codes


def test_b4_stays_after_later_work_and_asks_for_severity_2():
    events = (
        event("2024-01-04", "settled"),
        event("2024-01-05", "reopened", "2024-01-31"),
        event("2024-01-06", "in_progress"),
    )
    assert codes_on(heard_area(issue("2024-01-02", *events)), EARLY) == "B4 C1"
    assert codes_on(heard_area(issue("2024-01-02", *events, severity=1)), EARLY) == ""


# C3


def promise(**cells):
    return area(meetings=[meeting("2024-01-01", "v1", promised=True, **cells)])


@pytest.mark.parametrize(("day", "codes"), [("2024-01-04", ""), ("2024-01-05", "C3")])
@pytest.mark.parametrize("inputs", ["not_recorded", None, "itemised"])
def test_c3_begins_on_the_fourth_day_after_a_promise(inputs, day, codes):
    assert codes_on(promise(inputs=inputs), day) == codes


@pytest.mark.parametrize("inputs", ["nil", "lost"])
def test_nil_and_lost_inputs_are_no_reason_c3(inputs):
    assert codes_on(promise(inputs=inputs), EARLY) == ""


def test_a_meeting_without_a_promise_is_no_reason_c3():
    facts = area(meetings=[meeting("2024-01-01", "v1", inputs="not_recorded")])
    assert codes_on(facts, EARLY) == ""


@pytest.mark.parametrize(("day", "codes"), [("2024-01-07", "C3"), ("2024-01-08", "")])
def test_itemised_inputs_hold_from_the_first_issue_that_names_the_meeting(day, codes):
    assert codes_on(promise(inputs="itemised", first_named_on="2024-01-08"), day) == codes


@pytest.mark.parametrize(("day", "codes"), [("2024-01-07", "C3"), ("2024-01-08", "")])
def test_inputs_hold_from_the_day_in_inputs_on(day, codes):
    assert codes_on(promise(inputs="nil", inputs_on="2024-01-08"), day) == codes


def test_c3_names_its_meetings_oldest_first():
    facts = area(
        meetings=[
            meeting("2024-01-03", "v1", key="M-2", promised=True, inputs=None),
            meeting("2024-01-01", key="M-3", promised=True, inputs=None),
            meeting("2024-01-19", key="M-4", promised=True, inputs=None),
        ]
    )
    reason = reason_on(facts, EARLY, "C3")
    assert (reason.meetings, reason.day) == (("M-3", "M-2"), on("2024-01-01"))


# C4


@pytest.mark.parametrize(("day", "codes"), [("2024-01-05", ""), ("2024-01-06", "C4")])
def test_c4_begins_on_the_fourth_day_without_a_due_date(day, codes):
    assert codes_on(heard_area(issue("2024-01-02", severity=1)), day) == codes


def test_an_issue_that_nobody_assessed_counts_as_severity_2_from_the_fourth_day():
    facts = heard_area(issue("2024-01-02", severity=None))
    assert codes_on(facts, "2024-01-05") == ""
    assert codes_on(facts, "2024-01-06") == "C1 C4"


# D1, D2, D3


@pytest.mark.parametrize(
    ("day", "freshness", "codes"),
    [
        ("2024-01-31", "current", ""),
        ("2024-02-01", "ageing", "D1"),
        ("2024-03-01", "ageing", "D1"),
        ("2024-03-02", "stale", "D2"),
    ],
)
def test_at_routine_data_age_after_30_days_and_are_stale_after_60(day, freshness, codes):
    facts = area(meetings=[meeting("2024-01-01", "v1")])  # 31 days on: 1 February
    assert status_on(facts, day).freshness == freshness
    assert codes_on(facts, day) == codes


def test_d1_says_the_contact_its_days_and_the_cycle_of_the_day():
    facts = area(meetings=[meeting("2024-01-01", "v1")], reports=["2024-01-04"])
    alert = Rules(StageCalendar((stage("campaign", "alert", "2024-01-01", "2024-01-31"),)))
    reason = reason_on(facts, "2024-01-12", "D1", alert)  # 8/7
    assert (reason.days, reason.day, reason.cycle) == (8, on("2024-01-04"), 7)


def test_before_its_first_contact_an_area_has_no_data():
    facts = area(meetings=[meeting("2024-01-10", "v1")])
    assert codes_on(facts, "2024-01-09") == "D3"
    assert codes_on(facts, "2024-01-10") == ""


# D4


@pytest.mark.parametrize(("day", "codes"), [("2024-03-31", "D5"), ("2024-04-01", "D4 D5")])
def test_d4_begins_91_days_after_a_community_meeting_at_routine(day, codes):
    facts = area(
        meetings=[meeting("2024-01-01", "v1")],
        reports=["2024-03-15"],
    )  # 1 January + 90 days is 31 March
    assert codes_on(facts, day) == codes
    if "D4" in codes:
        reason = reason_on(facts, day, "D4")
        assert (reason.days, reason.day) == (91, on("2024-01-01"))


def test_d4_without_any_community_meeting_names_no_day():
    facts = area(reports=["2024-01-15"])
    assert codes_on(facts, EARLY) == "D4 D5"
    reason = reason_on(facts, EARLY, "D4")
    assert (reason.days, reason.day) == (None, None)


# D5


@pytest.mark.parametrize(("day", "codes"), [("2024-03-30", ""), ("2024-03-31", "D5")])
def test_a_meeting_leaves_the_window_90_days_after_it(day, codes):
    facts = area(meetings=[meeting("2024-01-01", "v1")], reports=["2024-03-15"])
    assert codes_on(facts, day) == codes


@pytest.mark.parametrize(
    ("villages", "codes", "needed"), [(6, "", None), (7, "D5", 1), (9, "D5", 2)]
)
def test_half_of_the_villages_must_be_named(villages, codes, needed):
    every = [f"v{number}" for number in range(1, villages + 1)]
    facts = area(meetings=[meeting("2024-01-01", "v1", "v2", "v3")], villages=every)
    assert codes_on(facts, EARLY) == codes
    if needed:
        reason = reason_on(facts, EARLY, "D5")
        assert (reason.named, reason.villages, reason.needed) == (3, villages, needed)
        assert reason.missing == tuple(every[3:])


def test_a_village_named_twice_counts_once_and_one_of_elsewhere_not_at_all():
    facts = area(
        meetings=[
            meeting("2024-01-01", "v1", key="M-1"),
            meeting("2024-01-02", "v1", "elsewhere", key="M-2"),
        ],
        villages=["v1", "v2", "v3"],
    )
    assert reason_on(facts, EARLY, "D5").named == 1


def test_without_known_villages_d5_holds():
    facts = area(meetings=[meeting("2024-01-01", "v1")], villages=[])
    assert codes_on(facts, EARLY) == "D5"
    reason = reason_on(facts, EARLY, "D5")
    assert (reason.named, reason.villages, reason.needed, reason.missing) == (0, 0, 0, ())
