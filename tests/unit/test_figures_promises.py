"""Which promises were kept, worked out by hand."""

import pytest

from domain.promises import Outcome, Promise, promise_figures, promise_of, promised_for
from tests.unit.figure_facts import event, issue, meeting, on, standing

ASSIGNED = event("09-02", "assigned", due="09-10")
KEPT = (ASSIGNED, event("09-09", "claimed"), event("09-12", "verified"))


def outcome(day, *issues, key="A", meetings=()):
    """What came of one of the issues; None where nothing stands promised."""
    found = standing(day, *issues, meetings=meetings)
    promise = promise_of(found.by_issue[key], found)
    return promise.outcome if promise else None


def test_a_promise_claimed_on_its_very_day_and_verified_later_is_kept():
    on_the_day = (ASSIGNED, event("09-10", "claimed"), event("09-20", "verified"))
    assert outcome("09-20", issue("A", "09-01", *on_the_day)) is Outcome.KEPT


def test_a_promise_claimed_a_day_after_its_day_is_kept_late():
    late = (ASSIGNED, event("09-11", "claimed"), event("09-12", "verified"))
    assert outcome("09-12", issue("A", "09-01", *late)) is Outcome.KEPT_LATE


def test_the_last_claim_counts_and_not_one_that_was_rejected():
    twice = (
        ASSIGNED,
        event("09-05", "claimed"),
        event("09-06", "rejected", due="09-30"),
        event("09-11", "claimed"),
        event("09-12", "verified"),
    )
    assert outcome("09-12", issue("A", "09-01", *twice)) is Outcome.KEPT_LATE


def test_what_was_reopened_is_never_kept_again_even_within_its_day():
    by_october = event("09-02", "assigned", due="09-30")
    reopened = issue("A", "09-01", by_october, *KEPT[1:], event("09-20", "reopened"))
    assert outcome("09-19", reopened) is Outcome.KEPT
    assert outcome("10-01", reopened) is Outcome.NOT_KEPT
    again = (event("09-25", "claimed"), event("09-26", "verified"))
    assert outcome("10-01", issue("A", "09-01", *reopened.events, *again)) is Outcome.KEPT_LATE


def test_a_merge_that_was_taken_back_does_not_spoil_a_promise():
    promised = event("09-01", "assigned")
    back = (event("09-02", "merged", into="B"), event("09-03", "reopened", due="09-10"))
    mended = issue("A", "09-01", promised, *back, *KEPT[1:])
    assert outcome("09-12", mended, issue("B", "09-01")) is Outcome.KEPT


def test_a_later_due_date_never_replaces_the_first():
    moved = issue("A", "09-01", ASSIGNED, event("09-09", "assigned", due="12-31"))
    found = standing("10-01", moved)
    assert promise_of(found.by_issue["A"], found) == Promise("A", on("09-10"), Outcome.NOT_KEPT)


def test_the_due_date_of_a_referral_is_no_promise_of_ours():
    referred = issue("A", "09-01", event("09-02", "referred", due="12-31", unit="pemkab"))
    found = standing("09-10", referred)
    assert promised_for(found.by_issue["A"], found) == on("09-15")


def test_without_a_due_date_the_severity_of_the_day_sets_the_day():
    raised = issue("A", "09-01", event("09-02", "assigned"), event("09-05", "triaged", severity=3))
    assert promised_for(*_of("09-04", raised)) == on("09-15")
    assert promised_for(*_of("09-05", raised)) == on("09-08")


def _of(day, *issues):
    found = standing(day, *issues)
    return found.by_issue["A"], found


def test_a_promise_matures_on_the_day_after_its_day():
    open_still = issue("A", "09-01", ASSIGNED)
    assert outcome("09-10", open_still) is None
    assert outcome("09-11", open_still) is Outcome.NOT_KEPT


def test_what_is_verified_before_its_day_has_matured():
    early = (ASSIGNED, event("09-03", "claimed"), event("09-04", "verified"))
    assert outcome("09-04", issue("A", "09-01", *early)) is Outcome.KEPT


def test_nothing_stands_promised_without_assignment_or_a_meeting_with_promise():
    told = issue("A", "08-01", event("08-02", "triaged"), meeting="M")
    assert outcome("10-01", told, meetings=(meeting("M", "08-01"),)) is None
    promising = meeting("M", "08-01", promised=True)
    assert outcome("10-01", told, meetings=(promising,)) is Outcome.NOT_KEPT


@pytest.mark.parametrize("leaving", ["withdrawn", "settled"])
def test_what_was_withdrawn_or_settled_is_no_promise(leaving):
    promising = meeting("M", "08-01", promised=True)
    gone = issue("A", "08-01", event("08-02", leaving), kind="question", meeting="M")
    assert outcome("10-01", gone, meetings=(promising,)) is None


def test_what_was_handed_over_is_no_promise_until_it_comes_back():
    given = issue(
        "A",
        "08-01",
        event("08-01", "assigned"),
        event("08-02", "referred", unit="bawaslu"),
        event("08-03", "receipt", unit="bawaslu"),
        event("08-20", "assigned"),
        category="neutrality",
    )
    assert outcome("08-02", given) is None  # due by default on the 15th
    assert outcome("08-18", given) is None
    assert outcome("08-20", given) is Outcome.NOT_KEPT


def test_claimed_awaits_confirmation_and_unable_counts_only_when_told_back():
    claimed = issue("A", "09-01", ASSIGNED, event("09-20", "claimed"))
    assert outcome("09-20", claimed) is Outcome.AWAITING
    unable = (ASSIGNED, event("09-05", "unable"), event("09-20", "told_back"))
    assert outcome("09-19", issue("A", "09-01", *unable)) is Outcome.NOT_KEPT
    assert outcome("09-20", issue("A", "09-01", *unable)) is Outcome.UNABLE_TOLD


# merged issues


def merged_into_b(day: str, **cells):
    """An issue promised for ten days on, merged into B five days on."""
    return issue(
        "A", day, event(day, "assigned", due="09-18"), event("09-10", "merged", into="B"), **cells
    )


def test_a_merged_promise_is_kept_by_the_issue_it_went_into():
    into = issue("B", "09-01", ASSIGNED, event("09-18", "claimed"), event("09-19", "verified"))
    found = standing("09-19", merged_into_b("09-08"), into)
    # A by its own day, the 18th; B was due on the 10th
    assert promise_of(found.by_issue["A"], found).outcome is Outcome.KEPT
    assert promise_of(found.by_issue["B"], found).outcome is Outcome.KEPT_LATE


def test_what_was_claimed_before_a_merged_issue_was_reported_was_not_for_it():
    into = issue("B", "09-01", ASSIGNED, event("09-07", "claimed"), event("09-19", "verified"))
    assert outcome("09-19", merged_into_b("09-08"), into) is Outcome.KEPT_LATE
    assert outcome("09-19", merged_into_b("09-07"), into) is Outcome.KEPT


def test_a_chain_of_merges_is_followed_to_its_end():
    middle = issue("B", "09-01", event("09-11", "merged", into="C"))
    end = issue("C", "09-01", event("09-12", "assigned"), event("09-20", "claimed"))
    assert outcome("09-20", merged_into_b("09-08"), middle, end) is Outcome.AWAITING


def test_a_merged_promise_is_withdrawn_or_spoilt_with_the_other():
    withdrawn = issue("B", "09-01", event("09-12", "withdrawn"))
    assert outcome("10-01", merged_into_b("09-08"), withdrawn) is None
    reopened = issue("B", "09-01", *KEPT, event("09-13", "reopened"), event("09-14", "claimed"))
    assert outcome("09-12", merged_into_b("09-08"), reopened) is Outcome.KEPT
    assert outcome("10-01", merged_into_b("09-08"), reopened) is Outcome.AWAITING


def test_a_merge_into_something_not_known_yet_leaves_a_promise_not_kept():
    assert outcome("10-01", merged_into_b("09-08")) is Outcome.NOT_KEPT
    circle = issue("B", "09-01", event("09-11", "merged", into="A"))
    assert outcome("10-01", merged_into_b("09-08"), circle) is Outcome.NOT_KEPT


# the figures


def test_the_parts_of_the_promises_add_up_to_those_that_matured():
    found = standing(
        "10-01",
        issue("kept", "09-01", *KEPT),
        issue("late", "09-01", ASSIGNED, event("09-11", "claimed"), event("09-12", "verified")),
        issue("claimed", "09-01", ASSIGNED, event("09-30", "claimed")),
        issue("told", "09-01", ASSIGNED, event("09-05", "unable"), event("09-06", "told_back")),
        issue("nothing", "09-01", ASSIGNED),
        issue("working", "09-01", ASSIGNED, event("09-03", "in_progress")),
        issue("later", "09-01", event("09-02", "assigned", due="10-01")),
        issue("withdrawn", "09-01", ASSIGNED, event("09-05", "withdrawn")),
        issue("never promised", "09-01", event("09-05", "withdrawn")),
        issue("settled", "09-01", event("09-01", "settled"), kind="question"),
        issue("thanks", "09-01", kind="appreciation"),
    )
    figures = promise_figures(found.all, found)
    assert (figures.kept.numerator, figures.kept.denominator) == (1, 6)
    assert figures.kept.value == pytest.approx(1 / 6)
    assert figures.kept.upper == pytest.approx(2 / 6)
    assert (figures.kept_late, figures.awaiting, figures.unable_told) == (1, 1, 1)
    assert figures.not_kept == 2
    assert (figures.withdrawn, figures.settled) == (2, 1)


def test_a_merged_issue_is_in_the_state_merged_and_neither_withdrawn_nor_settled():
    found = standing(
        "10-01", merged_into_b("09-08"), issue("B", "09-01", event("09-12", "withdrawn"))
    )
    assert promise_figures(found.all, found).withdrawn == 1


def test_without_a_matured_promise_there_is_no_share_and_the_reason_is_said():
    found = standing("09-05", issue("A", "09-01", ASSIGNED))
    kept = promise_figures(found.all, found).kept
    assert (kept.value, kept.upper, kept.why) == (None, None, "no_cases")
