"""Which settings are in force on a day, and what a change does to a board of that day."""

from datetime import date
from fractions import Fraction

import pytest

from domain.area import Rules
from domain.calendar import StageCalendar
from domain.standing import due_of, effective_severity, standing_on
from domain.status import compute
from domain.thresholds import (
    DEFAULTS,
    SETTINGS,
    UNCHANGED,
    SettingChange,
    ThresholdHistory,
    out_of_order,
    value_of,
    with_value,
)
from domain.vocabulary import Tempo
from tests.hand_made import area, codes_on, issue, on, stage


def change(setting: str, value: int, day: str) -> SettingChange:
    return SettingChange(setting, value, on(day))


def cycle_on(day: str, *changes: SettingChange) -> int:
    return ThresholdHistory.of(changes).on(on(day)).report_cycle[Tempo.ALERT]


def test_without_a_change_the_defaults_are_in_force_on_every_day():
    assert ThresholdHistory.of([]) == UNCHANGED
    assert [UNCHANGED.on(day) for day in (date.min, on("2024-11-27"), date.max)] == [DEFAULTS] * 3


def test_a_change_is_in_force_from_its_day_on_and_not_before():
    changed = change("report_cycle.alert", 3, "2024-10-12")
    assert [cycle_on(f"2024-10-{day}", changed) for day in (11, 12, 13)] == [7, 3, 3]


def test_of_two_changes_for_one_day_the_later_entered_is_in_force():
    first = change("report_cycle.alert", 3, "2024-10-12")
    second = change("report_cycle.alert", 5, "2024-10-12")
    assert cycle_on("2024-10-12", first, second) == 5


def test_a_change_entered_later_for_an_earlier_day_leaves_the_later_day_as_it_is():
    late = change("report_cycle.alert", 3, "2024-10-20")
    early = change("report_cycle.alert", 5, "2024-10-12")
    days = ("2024-10-11", "2024-10-12", "2024-10-19", "2024-10-20")
    assert [cycle_on(day, late, early) for day in days] == [7, 5, 5, 3]


def test_a_change_of_one_setting_leaves_the_others_alone():
    settings = ThresholdHistory.of(
        [change("many_open", 9, "2024-10-12"), change("grace", 1, "2024-10-13")]
    ).on(on("2024-10-14"))
    assert (settings.many_open, settings.grace) == (9, 1)
    untouched = set(SETTINGS) - {"many_open", "grace"}
    assert all(value_of(settings, code) == value_of(DEFAULTS, code) for code in untouched)


def test_the_settings_as_shipped_are_those_of_the_rule():
    assert {code: value_of(DEFAULTS, code) for code in SETTINGS} == {
        "report_cycle.routine": 30,
        "report_cycle.alert": 7,
        "report_cycle.critical": 1,
        "meeting_limit.routine": 90,
        "meeting_limit.alert": 30,
        "meeting_limit.critical": 30,
        "default_due.4": 3,
        "default_due.3": 7,
        "default_due.2": 14,
        "default_due.1": 30,
        "election_violation_due": 1,
        "grace": 3,
        "confirmation": 14,
        "long_overdue": 14,
        "many_high": 3,
        "many_open": 5,
        "coverage_window": 90,
        "least_share": 50,
    }


@pytest.mark.parametrize("code", SETTINGS)
def test_every_setting_takes_its_bounds_and_says_what_it_was_given(code: str):
    setting = SETTINGS[code]
    assert setting.least <= value_of(DEFAULTS, code) <= setting.most
    for value in (setting.least, setting.most):
        changed = with_value(DEFAULTS, code, value)
        assert value_of(changed, code) == value
        assert with_value(changed, code, value_of(DEFAULTS, code)) == DEFAULTS


def test_a_share_is_exact():
    assert with_value(DEFAULTS, "least_share", 29).least_share == Fraction(29, 100)


@pytest.mark.parametrize(
    ("code", "value", "pairs"),
    [
        ("report_cycle.alert", 30, []),
        ("report_cycle.alert", 31, [("report_cycle.alert", "report_cycle.routine")]),
        ("report_cycle.critical", 8, [("report_cycle.critical", "report_cycle.alert")]),
        ("meeting_limit.alert", 29, [("meeting_limit.critical", "meeting_limit.alert")]),
        ("default_due.3", 15, [("default_due.3", "default_due.2")]),
        ("default_due.2", 6, [("default_due.3", "default_due.2")]),
    ],
)
def test_more_time_for_what_is_graver_or_faster_is_out_of_order(code, value, pairs):
    assert list(out_of_order(with_value(DEFAULTS, code, value))) == pairs


# What the boards of the days around a change say


def rules(*changes: SettingChange) -> Rules:
    campaign = stage("campaign", "alert", "2024-09-25", "2024-11-23")
    return Rules(StageCalendar((campaign,)), ThresholdHistory.of(changes))


def test_an_alert_cycle_of_3_ages_a_board_from_its_day_on_and_no_board_before():
    # A report on 1 October. With 7 days: 10/7 on the 11th, ageing; on the 12th 11/7.
    # With 3 days from the 12th on: 11/3, stale, whatever the days before counted then.
    facts = area(reports=["2024-10-01"])
    changed = rules(change("report_cycle.alert", 3, "2024-10-12"))
    found = {
        day: [c for c in codes_on(facts, f"2024-10-{day}", changed).split() if c in ("D1", "D2")]
        for day in ("08", "09", "11", "12")
    }
    assert found == {"08": [], "09": ["D1"], "11": ["D1"], "12": ["D2"]}
    assert "D1" in codes_on(facts, "2024-10-12", rules())


def test_a_severity_2_is_late_by_the_default_due_of_the_day_of_the_board():
    # Reported 1 October: due on the 15th; with 10 days from the 13th on, due on the 11th.
    told = issue("2024-10-01", severity=2)
    facts = area(told, reports=["2024-10-01"])
    changed = rules(change("default_due.2", 10, "2024-10-13"))
    late = {day: "C2" in codes_on(facts, f"2024-10-{day}", changed) for day in ("12", "13")}
    assert late == {"12": False, "13": True}
    settings = changed.on(on("2024-10-13")).thresholds
    assert due_of(told, told.events, 2, settings).due == on("2024-10-11")


def test_the_grace_of_the_board_says_when_nobody_has_assessed_for_too_long():
    told = issue("2024-10-01", severity=None)
    history = ThresholdHistory.of([change("grace", 6, "2024-10-05")])
    s = {
        day: effective_severity(told, standing_on(told, day), day, history.on(day))
        for day in (on("2024-10-04"), on("2024-10-05"), on("2024-10-07"), on("2024-10-08"))
    }
    assert list(s.values()) == [1, 1, 1, 2]


def test_the_sentence_of_a_reason_carries_the_setting_it_was_measured_by():
    told = [issue("2024-10-01", key=f"I-{n}", severity=2) for n in (1, 2, 3)]
    facts = area(*told, reports=["2024-10-01"])
    changed = rules(change("many_open", 3, "2024-10-05"))
    limits = {
        day: {r.code.value: r.limit for r in compute(facts, on(day), changed).reasons}.get("B3")
        for day in ("2024-10-04", "2024-10-05")
    }
    assert limits == {"2024-10-04": None, "2024-10-05": 3}
