"""Follow-up, where to meet next, and what a move is pre-filled with, worked out by hand.

The station's campaign (alert) runs from 24 August to 24 September 2024, its voting
(critical) from 28 to 30 September; between them no stage runs.
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from db.commands.moves import last_sequence
from db.commands.record import record_meeting
from db.engine import reading, writing
from db.queries.follow_up import MeetNext, follow_up, meet_next
from db.queries.move_context import MoveContext, move_context, proposed_due
from domain.forms import MeetingForm
from domain.permissions import STATION, Reader
from domain.scope import Scope
from domain.vocabulary import EventKind
from tests import station as at
from tests.hand_made import PILKADA, issue, on

AUGUST = at.NOON.replace(month=8, day=25)
RECORDS_IN = {at.A: at.RECORDER, at.B: at.OTHER_RECORDER}


def assign(engine: Engine, key: str, due_on: date, now: datetime = at.NOON) -> None:
    cells: dict[str, Any] = {"unit": "polsek-a", "due_on": due_on, "note": "Patroli"}
    at.move(engine, at.COMMANDER, key, EventKind.ASSIGNED, now, **cells)


def promised(engine: Engine, due_on: date, now: datetime = at.NOON, area: str = at.A) -> str:
    key = at.told(engine, area, now=now)
    assign(engine, key, due_on, now)
    return key


def tabs(engine: Engine, reader: Reader = STATION, **scope: Any) -> dict[str, list[str]]:
    with reading(engine) as session:
        found = follow_up(session, reader, Scope(at.TODAY, **scope))
    return {name: [row.issue for row in rows] for name, rows in found.items()}


def test_each_tab_holds_what_its_name_says(station: Engine) -> None:
    today, week = at.TODAY, at.TODAY + timedelta(days=7)
    in_a_week = promised(station, week)
    now_due = promised(station, today)
    promised(station, week + timedelta(days=1))  # later than a week: in no tab
    late = promised(station, date(2024, 9, 4), AUGUST)
    later = promised(station, date(2024, 9, 3), AUGUST)
    nobodys = at.told(station)  # s 1 for three days: due on 5 October by default
    claimed = promised(station, week + timedelta(days=1))
    at.move(station, at.HEAD, claimed, EventKind.CLAIMED, note="Sudah dipatroli")
    unable = promised(station, week + timedelta(days=1))
    cells: dict[str, Any] = {"reason": "no-means", "note": "Tidak ada kendaraan"}
    at.move(station, at.HEAD, unable, EventKind.UNABLE, **cells)
    referred = at.told(station, category="voter-list", text="Belum terdaftar")
    cells = {"unit": "kpu", "due_on": week + timedelta(days=1)}
    at.move(station, at.HEAD, referred, EventKind.REFERRED, **cells)

    assert tabs(station) == {
        "due_week": [now_due, in_a_week],
        "overdue": [later, late],
        "no_due_date": [nobodys],
        "to_confirm": [claimed],
        "to_tell": [unable],
        "referred": [referred],
    }


def test_an_input_without_a_due_date_is_due_by_default_and_stands_in_both_tabs(
    station: Engine,
) -> None:
    # 25 August, s 2 since nobody assessed it for four days: 14 days, so due on 8 September.
    key = at.told(station, now=AUGUST)

    found = tabs(station)
    assert found["no_due_date"] == [key]
    assert found["due_week"] == [key]
    assert found["overdue"] == []


def test_a_claim_that_is_late_waits_for_confirmation_and_is_overdue(station: Engine) -> None:
    key = promised(station, date(2024, 9, 4), AUGUST)
    at.move(station, at.HEAD, key, EventKind.CLAIMED, note="Sudah dipatroli")

    found = tabs(station)
    assert found["to_confirm"] == [key]
    assert found["overdue"] == [key]


def test_what_is_done_or_elsewhere_is_in_no_tab(station: Engine) -> None:
    done = promised(station, at.TODAY, area=at.A)
    at.move(station, at.HEAD, done, EventKind.CLAIMED, note="Sudah dipatroli")
    at.move(station, at.COMMANDER, done, EventKind.VERIFIED, unit="polres", note="Benar")
    elsewhere = promised(station, at.TODAY, area=at.B)

    assert tabs(station)["due_week"] == [elsewhere]
    assert not any(tabs(station, sub_district=(at.A,)).values())
    assert not any(tabs(station, at.RECORDER.at().reader).values())


def meet(engine: Engine, area: str, day: date) -> None:
    now = at.NOON.replace(month=day.month, day=day.day)
    form = MeetingForm("jumat-curhat", day, (area,), promised=False, inputs="nil")
    with writing(engine) as session:
        record_meeting(session, RECORDS_IN[area].at(now), form, at.form_key())


def plan(engine: Engine, day: date, reader: Reader = STATION) -> list[MeetNext]:
    with reading(engine) as session:
        return meet_next(session, reader, day)


def test_never_met_comes_first_then_over_the_limit_then_the_rest(station: Engine) -> None:
    meet(station, at.A, date(2024, 8, 24))
    meet(station, at.B, date(2024, 9, 5))
    voting = date(2024, 9, 28)

    # 24 September: 31 days of alert since 24 August, one more than the limit of 30.
    assert plan(station, date(2024, 9, 24)) == [
        MeetNext(at.NOBODYS, None, True, 0, 0, "voting", voting),
        MeetNext(at.A, 31, True, 0, 0, "voting", voting),
        MeetNext(at.B, 19, False, 0, 0, "voting", voting),
    ]
    # The day before it is exactly the limit, and not over it.
    day_before = plan(station, date(2024, 9, 23))
    assert [(row.sub_district, row.over_limit) for row in day_before] == [
        (at.NOBODYS, True),
        (at.A, False),
        (at.B, False),
    ]


def test_late_promises_come_before_open_ones_and_both_before_a_long_silence(
    station: Engine,
) -> None:
    promised(station, date(2024, 9, 4), AUGUST, at.B)  # late on the 5th
    promised(station, date(2024, 9, 20), AUGUST, at.A)
    promised(station, date(2024, 9, 20), AUGUST, at.A)

    rows = plan(station, at.TODAY)
    assert [(row.sub_district, row.open_issues, row.late) for row in rows] == [
        (at.B, 1, 1),
        (at.A, 2, 0),
        (at.NOBODYS, 0, 0),
    ]


def test_a_sector_plans_its_own_kecamatan_alone(station: Engine) -> None:
    assert [row.sub_district for row in plan(station, at.TODAY, at.HEAD.at().reader)] == [at.A]


def test_after_the_last_stage_there_is_none_to_name(station: Engine) -> None:
    assert {row.next_stage for row in plan(station, date(2024, 10, 1))} == {None}
    assert {row.next_stage for row in plan(station, date(2024, 9, 27))} == {"voting"}


@pytest.mark.parametrize(
    ("category", "s", "day", "due"),
    [
        ("crime", 1, "2024-11-20", "2024-12-20"),  # 30 days
        ("crime", 2, "2024-11-20", "2024-12-04"),  # 14 days, whatever comes
        ("crime", 3, "2024-11-20", "2024-11-23"),  # the eve of the quiet period
        ("crime", 3, "2024-10-01", "2024-10-08"),  # 7 days, long before it
        ("crime", 3, "2024-11-16", "2024-11-23"),  # 7 days, the eve itself
        ("crime", 4, "2024-11-22", "2024-11-23"),
        ("crime", 3, "2024-11-23", "2024-11-23"),  # the eve: today
        ("crime", 3, "2024-11-24", "2024-11-24"),  # critical: today
        ("crime", 4, "2024-12-16", "2024-12-16"),  # its last day
        ("crime", 2, "2024-11-25", "2024-12-09"),  # s 2 is left alone
        ("crime", 3, "2024-12-17", "2024-12-24"),  # no critical stage to come
        ("election-violation", 3, "2024-11-20", "2024-11-21"),
    ],
)
def test_an_assignment_is_due_before_the_next_critical_stage(
    category: str, s: int, day: str, due: str
) -> None:
    facts = issue(day, category=category)
    assert proposed_due(PILKADA.on(on(day)), facts, s, on(day)) == on(due)


def context(
    engine: Engine, key: str, by: at.Person = at.HEAD, day: date = at.TODAY
) -> MoveContext | None:
    with reading(engine) as session:
        return move_context(session, by.at().reader, key, day)


def known(engine: Engine, key: str, by: at.Person = at.HEAD, day: date = at.TODAY) -> MoveContext:
    found = context(engine, key, by, day)
    assert found is not None
    return found


def test_a_form_for_a_move_knows_what_is_open_and_what_to_propose(station: Engine) -> None:
    earlier = at.told(station, category="traffic", text="Balap liar", now=AUGUST)
    same = at.told(station, category="youth", text="Remaja berkumpul", now=AUGUST)
    at.told(station, at.B, category="youth", text="Remaja di Seginim", now=AUGUST)
    key = at.told(station, category="youth", text="Remaja mabuk")
    meet(station, at.A, at.TODAY)
    meet(station, at.A, date(2024, 9, 1))  # before the input

    found = known(station, key)
    assert found.due_on == date(2024, 10, 5)  # s 1 for three days: 30 days
    fourth_day = known(station, key, day=date(2024, 9, 9))
    assert fourth_day.due_on == date(2024, 9, 23)  # s 2: 14 days
    assert found.owner == "sat-binmas"
    assert found.severity is None
    assert found.targets == (same, earlier)
    assert [day for _, day in found.meetings] == [at.TODAY]
    assert {move.event for move in found.moves} >= {EventKind.TRIAGED, EventKind.ASSIGNED}
    with reading(station) as session:
        assert found.seen == last_sequence(session, key)


def test_a_severe_issue_is_proposed_for_the_eve_of_voting(station: Engine) -> None:
    september = at.NOON.replace(day=25)
    key = at.told(station, now=september)
    cells: dict[str, Any] = {"severity": 3, "threat": "actual", "note": "Terus berulang"}
    at.move(station, at.HEAD, key, EventKind.TRIAGED, september, **cells)

    found = known(station, key, day=september.date())
    assert found.severity == 3
    assert found.due_on == date(2024, 9, 27)  # not 2 October
    assert known(station, key, day=date(2024, 9, 29)).due_on == date(2024, 9, 29)


@pytest.mark.parametrize(
    ("category", "owner"),
    [
        ("youth", "sat-binmas"),
        ("crime", "polsek-a"),  # the sector investigates
        ("voter-list", "polsek-a"),  # the KPU is nobody to assign to
        ("patrol", "polsek-a"),  # this station has no Sat Samapta
        ("other", "polsek-a"),
    ],
)
def test_the_proposed_owner_is_a_police_unit_of_this_station(
    sqlite_station: Engine, category: str, owner: str
) -> None:
    key = at.told(sqlite_station, category=category, text="Perlu perhatian")
    assert known(sqlite_station, key).owner == owner


def test_nobody_is_told_of_an_issue_that_is_not_theirs_or_is_not_there_yet(
    station: Engine,
) -> None:
    key = at.told(station)

    assert context(station, key, at.OTHER_HEAD) is None
    assert context(station, key, day=at.TODAY - timedelta(days=1)) is None
    assert context(station, "KDR-240905-99") is None
