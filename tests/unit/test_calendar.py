"""Tempo and age, in exact fractions worked out by hand."""

from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from domain.area import Rules
from domain.calendar import StageCalendar, StageFacts, stage_days
from domain.thresholds import DEFAULTS
from domain.vocabulary import Tempo
from tests.hand_made import PILKADA, on, stage


def tempo_on(day: str) -> str:
    return PILKADA.calendar.tempo(on(day)).code


def contact_age(after: str, until: str) -> Fraction:
    return PILKADA.on(on(until)).contact_meter.age(on(after), on(until))


def meeting_age(after: str, until: str) -> Fraction:
    return PILKADA.on(on(until)).meeting_meter.age(on(after), on(until))


def test_the_highest_running_stage_says_the_tempo_and_routine_where_none_runs():
    days = ["2024-08-23", "2024-08-24", "2024-09-23", "2024-09-24", "2024-09-25", "2024-11-23"]
    assert [tempo_on(day) for day in days] == [
        "routine",
        "alert",
        "alert",
        "routine",
        "alert",
        "alert",
    ]
    # 6 to 16 December both the count (critical) and the dispute (alert) run
    days = ["2024-11-24", "2024-12-16", "2024-12-17", "2025-02-24", "2025-02-25"]
    assert [tempo_on(day) for day in days] == [
        "critical",
        "critical",
        "alert",
        "alert",
        "routine",
    ]


def test_a_stage_open_on_a_side_takes_part_in_nothing():
    open_ended = StageCalendar(
        (
            stage("a", "critical", "2024-01-01", None),
            stage("b", "critical", None, "2024-12-31"),
        )
    )
    day = on("2024-06-01")
    assert open_ended.tempo(day) is Tempo.ROUTINE
    assert not open_ended.critical_day_in(on("2024-01-01"), on("2024-12-31"))
    assert open_ended.codes_on(day) == ()
    assert open_ended.running(day) == ()
    assert [stage_days(s, day) for s in open_ended.stages] == [0, 0]


def test_age_changes_pace_with_the_tempo_and_counts_the_day_asked_about():
    # 20 November, then 21 22 23 alert, 24 25 critical
    assert contact_age("2024-11-20", "2024-11-20") == 0
    assert contact_age("2024-11-20", "2024-11-23") == Fraction(3, 7)
    assert contact_age("2024-11-20", "2024-11-25") == Fraction(3, 7) + 2
    assert meeting_age("2024-11-20", "2024-11-25") == Fraction(5, 30)


def test_a_routine_day_between_two_alert_stages_counts_by_its_own_tempo():
    # 22 and 23 alert, 24 routine, 25 alert
    assert contact_age("2024-09-21", "2024-09-25") == Fraction(3, 7) + Fraction(1, 30)
    assert meeting_age("2024-09-21", "2024-09-25") == Fraction(3, 30) + Fraction(1, 90)


def test_the_end_of_a_critical_stage_does_not_freshen_what_aged_in_it():
    # 14 December; 15 and 16 critical, 17 to 19 alert
    assert contact_age("2024-12-14", "2024-12-16") == 2
    assert contact_age("2024-12-14", "2024-12-19") == 2 + Fraction(3, 7)


def test_a_stage_is_in_the_codes_of_both_its_ends():
    codes = PILKADA.calendar.codes_on
    assert codes(on("2024-11-26")) == ("quiet-period",)
    assert codes(on("2024-11-27")) == ("count", "voting")
    assert codes(on("2024-11-28")) == ("count",)
    assert [s.code for s in PILKADA.calendar.running(on("2024-12-10"))] == ["count", "dispute"]


def test_a_critical_day_lies_after_the_one_and_not_after_the_other():
    lies = PILKADA.calendar.critical_day_in
    assert not lies(on("2024-11-20"), on("2024-11-23"))
    assert lies(on("2024-11-20"), on("2024-11-24"))
    assert lies(on("2024-12-15"), on("2025-01-31"))
    assert not lies(on("2024-12-16"), on("2025-01-31"))


def test_days_of_a_stage_count_up_to_the_day_asked_about():
    campaign = stage("campaign", "alert", "2024-09-25", "2024-11-23")
    assert stage_days(campaign, on("2024-09-24")) == 0
    assert stage_days(campaign, on("2024-09-25")) == 1
    assert stage_days(campaign, on("2025-01-01")) == 60  # 6 + 31 + 23


FIRST = on("2024-01-01")
days = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
stages = st.builds(
    StageFacts,
    st.just("s"),
    st.just("e"),
    st.sampled_from(Tempo),
    st.none() | days,
    st.none() | days,
)


@given(st.lists(stages, max_size=5), days, days)
def test_age_is_the_sum_over_its_days_one_by_one(calendar, one, other):
    after, until = sorted((one, other))
    rules = Rules(StageCalendar(tuple(calendar)))
    expected = Fraction(0)
    for number in range(1, (until - after).days + 1):
        day = after + timedelta(days=number)
        running = [s.tempo for s in calendar if s.runs_on(day)]
        assert rules.calendar.tempo(day) == max(running, default=Tempo.ROUTINE)
        expected += Fraction(1, DEFAULTS.report_cycle[max(running, default=Tempo.ROUTINE)])
    assert rules.on(until).contact_meter.age(after, until) == expected
