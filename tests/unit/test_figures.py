"""What is owed, what was done, and what left without an outcome, worked out by hand."""

import pytest

from domain.area import AreaFacts, Rules
from domain.calendar import StageCalendar, StageFacts
from domain.coverage import share_of
from domain.figures import (
    by_stage,
    first_action,
    first_verified,
    indicators,
    left_without_outcome,
    no_due_date,
    overdue,
    referrals_due,
    severity_lowered,
)
from domain.ledger import Ledger
from domain.vocabulary import Tempo
from tests.unit.figure_facts import KEDURANG, SEGINIM, event, issue, ledger, on, standing


def overdue_on(day, *issues):
    found = standing(day, *issues)
    late = overdue(found.all, found)
    return late.count, late.median_days, late.longest_days


def assigned(key: str, due: str, **cells):
    return issue(key, "09-01", event("09-01", "assigned", due=due), **cells)


# overdue, and without a due date


def test_overdue_counts_days_from_the_day_after_the_due_date():
    assert overdue_on("09-10", assigned("A", "09-10")) == (0, None, None)
    assert overdue_on("09-11", assigned("A", "09-10")) == (1, 1, 1)


def test_the_median_is_the_middle_or_the_mean_of_the_middle_two():
    three = [assigned("A", "09-10"), assigned("B", "09-05"), assigned("C", "09-02")]
    assert overdue_on("09-12", *three) == (3, 7, 10)
    assert overdue_on("09-12", *three, assigned("D", "09-08")) == (4, 5.5, 10)


def test_an_issue_without_a_due_date_is_counted_apart_however_late_it_is():
    nobody = issue("A", "08-01", event("08-02", "triaged"))
    assert overdue_on("10-01", nobody) == (0, None, None)
    assert no_due_date(standing("10-01", nobody, assigned("B", "09-10"))) == 1


def test_closed_issues_are_neither_overdue_nor_without_a_due_date():
    closed = assigned("A", "09-05")
    withdrawn = issue("A", "09-01", *closed.events, event("09-20", "withdrawn"))
    bare = issue("B", "09-01", event("09-20", "withdrawn"))
    assert overdue_on("09-20", withdrawn, bare) == (0, None, None)
    assert no_due_date(standing("09-19", withdrawn, bare)) == 1
    assert no_due_date(standing("09-20", withdrawn, bare)) == 0


def test_there_is_a_reason_when_nothing_is_overdue():
    found = standing("09-01", assigned("A", "09-10"))
    assert overdue(found.all, found).why == "no_cases"


# soft ways out


@pytest.mark.parametrize(
    ("category", "events"),
    [
        ("crime", [event("09-01", "merged", into="B")]),
        ("crime", [event("09-01", "withdrawn")]),
        ("crime", [event("08-20", "unable"), event("09-01", "told_back")]),
        (
            "neutrality",
            [event("08-20", "referred", unit="bawaslu"), event("09-01", "receipt", unit="bawaslu")],
        ),
    ],
)
def test_a_soft_way_out_leaves_a_trace_for_thirty_days(category, events):
    out = issue("A", "08-01", *events, category=category)
    counts = {
        day: len(left_without_outcome(standing(day, out)))
        for day in ("08-31", "09-01", "09-30", "10-01")
    }
    assert counts == {"08-31": 0, "09-01": 1, "09-30": 1, "10-01": 0}


def test_what_came_back_or_was_done_is_no_soft_way_out():
    back = issue("A", "08-01", event("09-01", "withdrawn"), event("09-05", "reopened"))
    done = issue("B", "08-01", event("09-01", "claimed"), event("09-02", "verified"))
    settled = issue("C", "08-01", event("09-01", "settled"), kind="question")
    assert left_without_outcome(standing("09-04", back, done, settled)) == ["A"]
    assert left_without_outcome(standing("09-05", back, done, settled)) == []


def test_being_told_twice_does_not_close_an_issue_twice():
    told = issue(
        "A",
        "08-01",
        event("08-02", "unable"),
        event("08-03", "told_back"),
        event("09-10", "told_back"),
        event("09-11", "reported_back"),
    )
    assert left_without_outcome(standing("09-11", told)) == []


def test_lowering_counts_each_event_below_the_severity_before_it():
    lowered = issue(
        "A",
        "08-01",
        event("08-10", "triaged", severity=4),  # raised
        event("09-01", "triaged", severity=3),  # lowered
        event("09-02", "assigned"),
        event("09-03", "triaged", severity=3),  # the same
        event("09-04", "triaged", severity=1),  # lowered
    )
    first = issue("B", "08-01", event("09-04", "triaged", severity=1), severity=None)
    assert severity_lowered(standing("09-03", lowered, first)) == ["A"]
    assert severity_lowered(standing("09-30", lowered, first)) == ["A", "A"]
    assert severity_lowered(standing("10-01", lowered, first)) == ["A"]


# first action


def waited(key: str, days: int):
    return issue(key, "09-01", event(f"09-{1 + days:02}", "in_progress"))


def test_half_of_the_issues_had_a_first_action_within_so_many_days():
    idle = issue("D", "09-01", event("09-02", "assigned"))
    found = first_action(standing("09-30", waited("A", 9), waited("B", 2), waited("C", 4), idle))
    # sorted: 2, 4, 9, never; the place is the second of four
    assert (found.days, found.n, found.without, found.why) == (4, 4, 1, None)
    found = first_action(standing("09-30", waited("A", 9), waited("B", 2), waited("C", 4)))
    assert found.days == 4  # the second of three


def test_while_fewer_than_half_had_an_action_it_is_not_reached():
    idle = [issue(key, "09-01") for key in "BC"]
    found = first_action(standing("09-30", waited("A", 1), *idle))
    assert (found.days, found.n, found.without, found.why) == (None, 3, 2, "not_reached")


def test_young_merged_and_withdrawn_issues_are_not_asked_for_a_first_action():
    young = issue("A", "09-17", event("09-18", "in_progress"))
    old_enough = issue("B", "09-16", event("09-19", "referred", unit="pemkab"))
    merged = issue("C", "09-01", event("09-02", "merged", into="B"))
    withdrawn = issue("D", "09-01", event("09-02", "withdrawn"))
    found = first_action(standing("09-30", young, old_enough, merged, withdrawn))
    assert (found.days, found.n) == (3, 1)
    assert first_action(standing("09-30", young)).why == "no_cases"


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("in_progress", 5),
        ("referred", 5),
        ("settled", 5),
        ("claimed", 5),
        ("verified", 5),
        ("unable", 5),
        ("triaged", None),
        ("assigned", None),
        ("answered", None),
        ("reported_back", None),
    ],
)
def test_a_first_action_is_something_done_and_not_something_planned(name, days):
    assert first_action(standing("09-30", issue("A", "09-01", event("09-06", name)))).days == days


# what held, and what was answered


def verified(*later):
    return issue("A", "05-01", event("06-01", "claimed"), event("06-02", "verified"), *later)


def test_reopening_is_asked_of_what_was_first_verified_ninety_days_ago():
    back = verified(event("08-31", "reopened"))  # the 90th day
    assert share_of(first_verified(standing("08-30", back))).denominator == 0
    ratio = share_of(first_verified(standing("08-31", back, issue("B", "05-01"))))
    assert (ratio.numerator, ratio.denominator) == (1, 1)
    ratio = share_of(first_verified(standing("08-31", verified())))
    assert (ratio.numerator, ratio.denominator) == (0, 1)


def test_a_reopening_before_the_first_verification_is_another_matter():
    settled_first = issue(
        "A",
        "05-01",
        event("05-02", "settled"),
        event("05-03", "reopened"),
        event("06-01", "claimed"),
        event("06-02", "verified"),
        kind="question",
    )
    assert share_of(first_verified(standing("10-01", settled_first))).numerator == 0


def test_referrals_answered_counts_each_referral_whose_reply_was_due():
    twice = issue(
        "A",
        "08-01",
        event("08-02", "referred", due="08-20", unit="pemkab"),
        event("08-25", "answered", unit="pemkab"),
        event("08-26", "referred", due="09-10", unit="diskominfo"),
        event("08-27", "referred", unit="camat"),
    )
    assert _parts(share_of(referrals_due(standing("08-19", twice)))) == (0, 0)
    assert _parts(share_of(referrals_due(standing("08-20", twice)))) == (0, 1)
    assert _parts(share_of(referrals_due(standing("08-25", twice)))) == (1, 1)
    assert _parts(share_of(referrals_due(standing("09-10", twice)))) == (1, 2)


@pytest.mark.parametrize("body", ["bawaslu", "siwas"])
def test_nobody_waits_for_an_answer_of_bawaslu_or_siwas(body):
    given = issue("A", "08-01", event("08-02", "referred", due="08-10", unit=body))
    assert _parts(share_of(referrals_due(standing("09-01", given)))) == (0, 0)


def _parts(ratio):
    return ratio.numerator, ratio.denominator


# by stage, and the whole


def test_a_stage_shows_its_issues_and_their_rate_over_the_days_it_has_had():
    stages = (
        StageFacts("campaign", "pilkada", Tempo.ALERT, on("09-01"), on("10-30")),
        StageFacts("open", "pilkada", Tempo.ALERT, on("09-01"), None),
        StageFacts("vote", "pilkada", Tempo.CRITICAL, on("11-27"), on("11-27")),
    )
    issues = (
        issue("A", "09-01", event("09-02", "assigned", due="09-05")),
        issue("B", "09-20"),
        issue("C", "08-31"),
        issue("D", "09-02", kind="appreciation"),
    )
    rules = Rules(StageCalendar(stages))
    found = by_stage(Ledger(rules, (AreaFacts(KEDURANG),), issues), on("09-20"))
    assert [row.stage.code for row in found] == ["campaign", "vote"]
    campaign, vote = found
    assert (campaign.issues, campaign.days, campaign.rate) == (2, 20, 3.0)  # 2 in 20 days
    assert _parts(campaign.promises_kept) == (0, 1)
    assert (campaign.overdue.count, campaign.overdue.longest_days) == (1, 15)
    assert (vote.issues, vote.days, vote.rate) == (0, 0, None)


def test_what_happens_after_the_day_changes_no_figure_of_the_day():
    early = issue("A", "09-01", event("09-02", "assigned", due="09-05"))
    late = issue("A", "09-01", *early.events, event("09-20", "withdrawn"))
    to_come = issue("B", "09-15")
    day = on("09-14")
    assert indicators(ledger(late, to_come), day) == indicators(ledger(early), day)


def test_a_kecamatan_of_a_ledger_keeps_only_its_own():
    both = Ledger(
        Rules(StageCalendar(())),
        (AreaFacts(KEDURANG), AreaFacts(SEGINIM)),
        (
            issue("A", "09-01"),
            issue("B", "09-01", sub_district=SEGINIM),
            issue("C", "09-01", sub_district=None),
        ),
    )
    assert indicators(both, on("09-10")).no_due_date == 3
    assert indicators(both.within([SEGINIM]), on("09-10")).no_due_date == 1
