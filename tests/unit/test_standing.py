"""Where an issue stands: the due walk, the severity that counts, open and closed."""

from datetime import timedelta

import pytest

from domain.standing import due_of, effective_severity, is_open, standing_on
from domain.thresholds import DEFAULTS
from tests.hand_made import event, issue, on

# The due walk. The issue is of 1 October 2024; with s = 2 its default due is 15 October.


def walked(*events, s: int = 2, category: str = "crime"):
    """The due day, the due date set and whether one is missing, as ("10-15", None, True)."""
    told = issue("2024-10-01", *events, category=category)
    due = due_of(told, told.events, s, DEFAULTS)
    date_set = due.date_set.isoformat()[5:] if due.date_set else None
    return due.due.isoformat()[5:], date_set, due.without


def october(day: int, kind: str, due_on: str | None = None, **cells):
    return event(f"2024-10-{day:02}", kind, due_on and f"2024-{due_on}", **cells)


@pytest.mark.parametrize(("s", "due"), [(1, "10-31"), (2, "10-15"), (3, "10-08"), (4, "10-04")])
def test_at_the_start_due_is_the_default_of_the_severity(s, due):
    assert walked(s=s) == (due, None, True)


def test_an_election_violation_is_due_the_next_day_whatever_its_severity():
    assert walked(s=1, category="election-violation") == ("10-02", None, True)


def test_a_date_given_on_the_last_day_in_time_is_the_due_day():
    assert walked(october(15, "assigned", "10-25")) == ("10-25", "10-25", False)


def test_a_date_given_when_it_is_already_late_leaves_it_late():
    assert walked(october(16, "assigned", "10-25")) == ("10-15", "10-25", False)


def test_whether_a_date_was_in_time_goes_by_the_severity_of_the_day_asked_about():
    given = october(9, "assigned", "10-25")
    assert walked(given, s=2)[0] == "10-25"
    assert walked(given, s=3)[0] == "10-08"


def test_a_due_date_before_the_default_is_the_due_day():
    assert walked(october(2, "assigned", "10-03")) == ("10-03", "10-03", False)


def test_an_assignment_without_a_date_leaves_the_default():
    assert walked(october(2, "assigned")) == ("10-15", None, True)


def test_the_first_due_date_since_the_anchor_holds():
    events = [
        october(2, "assigned"),
        october(3, "assigned", "10-10"),
        october(4, "assigned", "11-30"),
    ]
    assert walked(*events) == ("10-10", "10-10", False)


def test_a_rejection_moves_the_anchor_and_forgets_the_date():
    events = [october(1, "assigned", "10-10"), october(9, "claimed"), october(12, "rejected")]
    assert walked(*events) == ("10-26", None, True)  # 12 + 14


def test_a_rejection_with_a_date_sets_it():
    events = [
        october(1, "assigned", "10-10"),
        october(9, "claimed"),
        october(12, "rejected", "10-18"),
        october(13, "assigned", "11-11"),
    ]
    assert walked(*events) == ("10-18", "10-18", False)


def test_an_issue_that_was_late_is_measured_anew_from_its_reopening():
    events = [october(20, "settled"), october(22, "reopened")]
    assert walked(*events) == ("11-05", None, True)  # 22 October + 14


@pytest.mark.parametrize(
    ("day", "due"),
    [(5, "10-25"), (15, "10-25"), (16, "10-15")],
)
def test_a_referral_in_time_moves_due_to_its_reply_day_and_a_late_one_does_not(day, due):
    assert walked(october(day, "referred", "10-25", unit="kpu")) == (due, None, False)


def test_a_referral_without_a_reply_day_allows_30_days_and_is_no_due_date():
    assert walked(october(5, "referred", unit="kpu")) == ("11-04", None, True)


def test_a_further_referral_moves_nothing():
    events = [october(5, "referred", "10-25"), october(10, "referred", "12-30")]
    assert walked(*events)[0] == "10-25"
    late_first = [october(16, "referred", "10-25"), october(17, "referred", "12-30")]
    assert walked(*late_first)[0] == "10-15"


def test_a_referral_after_a_due_date_moves_due_but_leaves_the_date():
    events = [october(1, "assigned", "10-10"), october(10, "referred", "11-01")]
    assert walked(*events) == ("11-01", "10-10", False)
    too_late = [october(1, "assigned", "10-10"), october(11, "referred", "11-01")]
    assert walked(*too_late) == ("10-10", "10-10", False)


def test_an_assignment_after_a_referral_in_time_is_a_new_start():
    events = [october(5, "referred", "10-25"), october(20, "assigned")]
    assert walked(*events) == ("11-03", None, True)  # 20 + 14
    again = [*events, october(21, "assigned", "10-30")]
    assert walked(*again) == ("10-30", "10-30", False)


def test_an_assignment_after_a_late_referral_is_no_new_start():
    events = [october(16, "referred", "10-25"), october(20, "assigned", "10-30")]
    assert walked(*events) == ("10-15", "10-30", False)


def test_only_the_first_assignment_after_a_referral_is_a_new_start():
    events = [october(5, "referred", "10-25"), october(20, "assigned"), october(30, "assigned")]
    assert walked(*events)[0] == "11-03"


@pytest.mark.parametrize(
    ("day", "due"),
    [(8, "10-25"), (11, "10-25"), (12, "10-26"), (25, "11-08"), (26, "10-25")],
)
def test_an_answer_in_time_allows_14_days_more_where_that_is_later(day, due):
    events = [october(5, "referred", "10-25"), october(day, "answered")]
    assert walked(*events)[0] == due


def test_an_answer_stands_for_a_due_date():
    assert walked(october(5, "referred"), october(6, "answered")) == ("11-04", None, False)


def test_only_the_first_answer_moves_the_due_day():
    first = [october(5, "referred", "10-25"), october(20, "answered")]
    assert walked(*first)[0] == "11-03"
    assert walked(*first, october(30, "answered"))[0] == "11-03"


def test_a_claim_in_time_allows_14_days_for_its_confirmation_and_a_late_one_nothing():
    given = october(1, "assigned", "10-10")
    assert walked(given, october(10, "claimed"))[0] == "10-24"
    assert walked(given, october(11, "claimed"))[0] == "10-10"


def test_every_claim_in_time_counts():
    events = [october(1, "assigned", "10-10"), october(9, "claimed"), october(20, "claimed")]
    assert walked(*events)[0] == "11-03"  # 9 + 14 = 23; 20 ≤ 23; 20 + 14


def test_a_claim_never_brings_the_due_day_forward():
    events = [october(1, "assigned", "10-14"), october(2, "referred", "11-30")]
    assert walked(*events, october(3, "claimed"))[0] == "11-30"


@pytest.mark.parametrize(
    "kind", ["triaged", "in_progress", "receipt", "reported_back", "unable", "told_back"]
)
def test_every_other_event_leaves_the_due_day_as_it_is(kind):
    given = october(1, "assigned", "10-10")
    assert walked(given, october(5, kind, "12-31")) == ("10-10", "10-10", False)


# The severity that counts


def s_of(*events, day: str = "2024-10-20", **cells) -> int:
    told = issue("2024-10-01", *events, **cells)
    return effective_severity(told, standing_on(told, on(day)), on(day), DEFAULTS)


@pytest.mark.parametrize(("day", "s"), [("2024-10-04", 1), ("2024-10-05", 2)])
def test_unassessed_counts_as_1_up_to_the_third_day_then_as_2(day, s):
    assert s_of(severity=None, day=day) == s


def test_the_last_event_that_carries_a_severity_says_it():
    events = [october(3, "triaged", severity=4), october(5, "triaged", severity=3)]
    assert s_of(*events, october(6, "assigned"), severity=1) == 3
    assert s_of(*events, severity=1, day="2024-10-04") == 4
    assert s_of(*events, severity=1, day="2024-10-02") == 1


@pytest.mark.parametrize("kind", ["suggestion", "question"])
@pytest.mark.parametrize("severity", [4, None])
def test_suggestions_and_questions_count_as_1_at_most(kind, severity):
    assert s_of(kind=kind, severity=severity) == 1


def test_a_matter_of_others_counts_as_1_while_it_lies_with_them():
    referred = october(5, "referred", unit="kpu")
    for severity in (3, None):
        cells = {"category": "voter-list", "severity": severity}
        assert s_of(**cells) == (severity or 2)
        assert s_of(referred, **cells) == 1
        assert s_of(referred, october(6, "answered"), **cells) == 1
        assert s_of(referred, october(6, "assigned"), **cells) == (severity or 2)


def test_a_matter_of_our_own_keeps_its_severity_when_referred():
    assert s_of(october(5, "referred"), category="logistics", severity=3) == 3


@pytest.mark.parametrize("kind", ["complaint", "question", "suggestion"])
@pytest.mark.parametrize("severity", [1, None])
def test_intimidation_counts_as_3_at_least_whatever_else_holds(kind, severity):
    assert s_of(kind=kind, severity=severity, category="intimidation") == 3
    assert s_of(category="intimidation", severity=4) == 4


# Open and closed


def open_after(*events, day: str = "2024-10-31", **cells) -> bool:
    told = issue("2024-10-01", *events, **cells)
    return is_open(told, standing_on(told, on(day)))


def test_an_appreciation_is_never_open():
    assert not open_after(kind="appreciation")
    assert not open_after(october(2, "assigned"), kind="appreciation")


@pytest.mark.parametrize("kind", ["verified", "settled", "merged", "withdrawn"])
def test_four_events_close_an_issue_from_their_day_on(kind):
    last = october(5, kind)
    assert open_after(last, day="2024-10-04")
    assert not open_after(last, day="2024-10-05")
    assert open_after(last, october(6, "reopened"))


def test_unable_is_closed_once_those_who_raised_it_were_told():
    unable = october(5, "unable")
    assert open_after(unable)
    told = october(6, "told_back")
    assert open_after(unable, told, day="2024-10-05")
    assert not open_after(unable, told)
    assert not open_after(unable, told, october(7, "reported_back"))
    assert open_after(unable, told, october(7, "reopened"))
    assert open_after(unable, told, october(7, "reopened"), october(8, "unable"))


def test_telling_before_a_second_unable_does_not_close_it():
    events = [october(5, "unable"), october(6, "told_back"), october(7, "unable")]
    assert open_after(*events)
    assert not open_after(*events, october(8, "told_back"))


@pytest.mark.parametrize(
    ("category", "body"),
    [("election-violation", "bawaslu"), ("neutrality", "bawaslu"), ("police-service", "siwas")],
)
def test_what_another_body_took_is_handed_over_from_the_receipt(category, body):
    referred = october(2, "referred", unit=body)
    receipt = october(3, "receipt", unit=body)
    assert open_after(referred, category=category)
    assert not open_after(referred, receipt, category=category)
    assert open_after(referred, receipt, category=category, day="2024-10-02")


@pytest.mark.parametrize(
    ("category", "body"),
    [("election-violation", "kpu"), ("police-service", "bawaslu"), ("crime", "bawaslu")],
)
def test_a_receipt_of_anybody_else_hands_nothing_over(category, body):
    assert open_after(october(2, "referred", unit=body), october(3, "receipt"), category=category)


@pytest.mark.parametrize(
    ("kind", "closed"),
    [
        ("receipt", True),
        ("answered", True),
        ("reported_back", True),
        ("assigned", False),
        ("triaged", False),
        ("unable", False),
        ("referred", False),
    ],
)
def test_handed_over_lasts_until_anything_but_receipt_answer_or_report_back(kind, closed):
    events = [october(2, "referred", unit="bawaslu"), october(3, "receipt"), october(4, kind)]
    assert open_after(*events, category="neutrality") is not closed


def test_an_answer_before_the_receipt_does_not_hand_over_but_leaves_the_receipt_to():
    events = [october(2, "referred", unit="bawaslu"), october(3, "answered")]
    assert open_after(*events, category="neutrality")
    assert not open_after(*events, october(4, "receipt"), category="neutrality")


def test_a_triage_between_referral_and_receipt_takes_nothing_back():
    events = [
        october(2, "referred", unit="bawaslu"),
        october(3, "triaged", severity=2),
        october(4, "receipt"),
    ]
    assert not open_after(*events, category="neutrality")


def test_a_second_referral_elsewhere_must_be_received_anew():
    events = [
        october(2, "referred", unit="bawaslu"),
        october(3, "receipt"),
        october(4, "referred", unit="bawaslu"),
    ]
    assert open_after(*events, category="neutrality")
    assert not open_after(*events, october(5, "receipt"), category="neutrality")


# The owner


def test_the_owner_is_the_last_assigned_unit_and_none_before():
    events = [october(2, "assigned", unit="sat-samapta"), october(5, "assigned")]
    told = issue("2024-10-01", *events, october(9, "referred", unit="kpu"))
    owners = [standing_on(told, on("2024-10-01") + timedelta(days=n)).owner for n in (0, 1, 20)]
    assert owners == [None, "sat-samapta", "sat-samapta"]
