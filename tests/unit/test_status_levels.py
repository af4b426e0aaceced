"""From reasons to what is shown: level, hatching, driver, figures, attention order."""

import pytest

from domain.area import Rules
from domain.calendar import StageCalendar
from domain.status import Status, attention
from domain.vocabulary import Freshness, Level
from tests.hand_made import (
    area,
    event,
    heard_area,
    issue,
    meeting,
    on,
    promised_until,
    shown_on,
    stage,
    status_on,
)

JANUARY = "2024-01-20"


@pytest.mark.parametrize(
    ("severity", "level"), [(1, "calm"), (2, "watch"), (3, "high"), (4, "very_high")]
)
def test_the_worst_reason_is_the_level_while_data_are_fresh(severity, level):
    status = status_on(heard_area(promised_until("2024-01-31", severity=severity)), JANUARY)
    assert (status.level, status.hatched) == (level, False)


@pytest.mark.parametrize(
    ("severity", "shown"),
    [
        (1, ("no_data", False, "D3")),
        (2, ("watch", True, "C1 D3")),
        (3, ("high", True, "B1 C1 D3")),
        (4, ("very_high", True, "A1 B1 C1 D3")),
    ],
)
def test_without_contact_problems_are_hatched_and_calm_becomes_no_data(severity, shown):
    assert shown_on(area(promised_until("2024-01-31", severity=severity)), JANUARY) == shown


@pytest.mark.parametrize(
    ("severity", "shown"),
    [
        (1, ("stale", False, "D2 D4 D5")),
        (2, ("watch", True, "C1 D2 D4 D5")),
        (3, ("high", True, "B1 C1 D2 D4 D5")),
    ],
)
def test_with_stale_contact_problems_are_hatched_and_calm_becomes_stale(severity, shown):
    old = area(
        promised_until("2024-01-31", severity=severity), meetings=[meeting("2023-10-01", "v1")]
    )
    assert shown_on(old, JANUARY) == shown


def test_ageing_data_alone_are_watch_and_not_hatched():
    facts = area(meetings=[meeting("2023-12-15", "v1")])  # 36 days: 36/30
    assert shown_on(facts, JANUARY) == ("watch", False, "D1")


@pytest.mark.parametrize(
    ("facts", "driver"),
    [
        (heard_area(promised_until("2024-01-31", severity=4)), "problem"),
        (heard_area(promised_until("2024-01-31", severity=3)), "problem"),
        (heard_area(promised_until("2024-01-31", severity=2)), "problem"),
        # B2 above C1: what was not done, not what was said
        (heard_area(promised_until("2024-01-03", severity=2)), "follow_up"),
        (heard_area(promised_until("2024-01-19", severity=1)), "follow_up"),
        (heard_area(issue("2024-01-10", severity=1)), "follow_up"),
        (area(meetings=[meeting("2024-01-01", "v1", promised=True, inputs=None)]), "follow_up"),
        (area(meetings=[meeting("2024-01-01")]), "data"),
        (area(), "data"),
        (area(meetings=[meeting("2023-10-01", "v1")]), "data"),
        (heard_area(), None),
    ],
)
def test_the_driver_is_what_the_worst_reasons_are_about(facts, driver):
    assert status_on(facts, JANUARY).driver == driver


def test_a2_and_a1_together_are_driven_by_the_problem_and_a2_alone_by_follow_up():
    rules = Rules(StageCalendar((stage("voting", "critical", "2024-01-19", "2024-01-19"),)))
    late = promised_until("2024-01-10", "I-1", 3)
    meetings, reports = [meeting("2024-01-01", "v1")], ["2024-01-20"]
    alone = area(late, meetings=meetings, reports=reports)
    beside = area(late, promised_until("2024-01-31", "I-2", 4), meetings=meetings, reports=reports)
    assert status_on(alone, JANUARY, rules).driver == "follow_up"
    assert status_on(beside, JANUARY, rules).driver == "problem"


def test_figures_count_open_late_and_severe_issues():
    facts = heard_area(
        promised_until("2024-01-31", "I-1", 3),
        promised_until("2024-01-15", "I-2", 2),
        promised_until("2024-01-08", "I-3", 1),
        issue("2024-01-02", event("2024-01-03", "settled"), key="I-4"),
        issue("2024-01-02", key="I-5", kind="appreciation", severity=4),
        issue("2024-01-21", key="I-6", severity=4),  # tomorrow's
    )
    status = status_on(facts, JANUARY)
    assert (status.open_issues, status.late, status.severe, status.longest_late) == (3, 2, 1, 12)
    assert status.last_contact == on("2024-01-15")


def test_reasons_name_their_issues_worst_first():
    facts = heard_area(
        promised_until("2024-01-31", "I-1", 2),
        promised_until("2024-01-30", "I-2", 2),
        promised_until("2024-01-31", "I-3", 3),
    )
    worst_first = {reason.code.value: reason.issues for reason in status_on(facts, JANUARY).reasons}
    assert worst_first == {"B1": ("I-3",), "C1": ("I-3", "I-2", "I-1")}


def row(code: str, level: str, hatched=False, severe=0, longest_late=0) -> Status:
    return Status(
        code, Level(level), hatched, Freshness.CURRENT, (), None, 0, 0, severe, longest_late, None
    )


def test_attention_goes_by_level_with_the_unknown_between_high_and_watch():
    rows = [
        row("1", "calm"),
        row("2", "watch"),
        row("3", "stale"),
        row("4", "watch", hatched=True),
        row("5", "no_data"),
        row("6", "high"),
        row("7", "high", hatched=True),
        row("8", "very_high"),
    ]
    order = "".join(status.sub_district for status in sorted(rows, key=attention))
    assert order[0] == "8"
    assert set(order[1:3]) == {"6", "7"}
    assert set(order[3:6]) == {"3", "4", "5"}
    assert order[6:] == "21"


def test_attention_within_a_level_goes_by_severe_issues_then_by_the_longest_late():
    rows = [
        row("1", "high"),
        row("2", "high", severe=1, longest_late=3),
        row("3", "high", severe=1, longest_late=9),
        row("4", "high", severe=2),
        row("5", "high", longest_late=40),
    ]
    assert "".join(s.sub_district for s in sorted(rows, key=attention)) == "43251"
