"""Four properties that the status must have for every history."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.area import AreaFacts, Rules
from domain.standing import is_open, standing_on
from domain.status import Status, compute
from domain.vocabulary import Freshness, Inputs
from tests.hand_made import ROUTINE, area, issue, meeting, on
from tests.histories import areas, days, issues, meetings, record_days, rules

MANY = settings(max_examples=100)

WEIGHT = {"very_high": 4, "high": 3, "no_data": 2.5, "stale": 2.5, "watch": 2, "calm": 1}


def weight(status: Status) -> float:
    """How much attention a status asks for; less is better."""
    return max(WEIGHT[status.level], 2.5 if status.hatched else 0)


def c3_meetings(status: Status) -> set[str]:
    return {key for reason in status.reasons if reason.code == "C3" for key in reason.meetings}


@MANY
@given(areas(), rules, st.data(), st.integers(1, 12))
def test_time_passing_without_records_never_improves_the_status(facts, rule, data, step):
    # from a day on which something was recorded, so that what it begins is seen to pass
    day = data.draw(st.sampled_from(sorted(record_days(facts))) if record_days(facts) else days)
    until = min((d for d in record_days(facts) if d > day), default=day + timedelta(days=150))
    quiet = [day + timedelta(days=n) for n in range(1, (until - day).days, step)]
    assume(quiet)
    before = compute(facts, day, rule)
    for later in quiet:
        after = compute(facts, later, rule)
        assert weight(after) >= weight(before)
        before = after


@MANY
@given(areas(), rules, days, st.data())
def test_adding_an_open_issue_never_improves_the_status(facts, rule, day, data):
    others = {told.issue: told for told in facts.issues}
    added = data.draw(issues("I-9", others, until=day))
    assume(is_open(added, standing_on(added, day)))
    before = compute(facts, day, rule)
    harmless = [m.meeting for m in facts.meetings if m.meeting not in c3_meetings(before)]
    named = data.draw(st.none() | st.sampled_from(harmless)) if harmless else None
    with_it = replace(
        facts,
        issues=(*facts.issues, replace(added, meeting=named)),
        meetings=tuple(
            replace(m, first_named_on=min(m.first_named_on or added.reported_on, added.reported_on))
            if m.meeting == named
            else m
            for m in facts.meetings
        ),
    )
    assert weight(compute(with_it, day, rule)) >= weight(before)


@MANY
@given(areas(), rules, days, st.data())
def test_removing_a_contact_never_improves_the_status(facts, rule, day, data):
    before = compute(facts, day, rule)
    reports = set(facts.report_days)
    harmless = [m for m in facts.meetings if m.meeting not in c3_meetings(before)]
    assume(reports or harmless)
    gone = data.draw(st.sampled_from([*sorted(reports), *harmless]))
    without = replace(
        facts,
        meetings=tuple(m for m in facts.meetings if m is not gone),
        report_days=tuple(sorted(reports - {gone})),
    )
    assert weight(compute(without, day, rule)) >= weight(before)


@MANY
@given(areas(), rules, days)
def test_calm_is_impossible_without_fresh_data(facts, rule, day):
    status = compute(facts, day, rule)
    heard = [d for d in facts.contact_days if d <= day]
    if status.level == "calm":
        assert heard
        assert status.freshness == Freshness.CURRENT
        assert facts.villages
        assert not status.reasons
    if not heard:
        assert status.level == "no_data" or status.hatched


@MANY
@given(areas(), rules, days, meetings("M-9"))
def test_a_report_more_and_a_meeting_without_promise_never_worsen_the_status(
    facts, rule, day, held
):
    plain = replace(held, promised=False, inputs=Inputs.NIL)
    assume(compute(facts, day, rule).level != "no_data")
    more = replace(
        facts, meetings=(*facts.meetings, plain), report_days=(*facts.report_days, held.held_on)
    )
    assert weight(compute(more, day, rule)) <= weight(compute(facts, day, rule))


# The two exceptions are real: each of them improves the status.

PROMISE = meeting("2024-01-01", "v1", promised=True, inputs="itemised")
DAY = on("2024-01-20")


def level(facts: AreaFacts, rule: Rules = ROUTINE) -> str:
    return compute(facts, DAY, rule).level.value


def test_an_issue_that_names_a_c3_meeting_may_improve_the_status():
    named = replace(PROMISE, first_named_on=on("2024-01-18"))
    listed = issue("2024-01-18", severity=1, meeting="M-1")
    assert level(area(meetings=[PROMISE])) == "watch"
    assert level(area(listed, meetings=[named])) == "calm"


def test_removing_a_c3_meeting_may_improve_the_status():
    other = meeting("2024-01-10", "v1", key="M-2")
    assert level(area(meetings=[PROMISE, other])) == "watch"
    assert level(area(meetings=[other])) == "calm"
