"""Moves of an issue: what is kept, what is refused and why, and who was quicker."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select, update

from db.commands.moves import Changed, MoveForm, move_issue
from db.commands.record import record_meeting
from db.commands.saving import AlreadySaved, NotPermitted, UnknownRecord
from db.commands.spans import differing_spans
from db.engine import UnauditedWriteError, reading, writing
from db.queries.board import status_board
from db.queries.facts import issues_by_key
from db.tables.trail import FormReceipt, HeldText
from domain.faults import Refused
from domain.forms import MeetingForm
from domain.permissions import STATION
from domain.standing import due_of, standing_on
from domain.thresholds import DEFAULTS
from domain.vocabulary import EventKind, State
from models import Issue, IssueEvent
from tests.station import (
    ANALYST,
    COMMANDER,
    DEPUTY,
    HEAD,
    INSPECTOR,
    NOON,
    OTHER_HEAD,
    RECORDER,
    TODAY,
    UNIT_HEAD,
    A,
    B,
    Person,
    assigned,
    chain_is_whole,
    claimed,
    entries,
    everything,
    last_seen,
    move,
    nothing_kept,
    told,
)

DUE = TODAY + timedelta(days=10)


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


def refused(
    engine: Engine, by: Person, key: str, event: EventKind, now: datetime = NOON, **cells: Any
) -> list[tuple[str | None, str, str | None, str | None]]:
    """Every fault of a move: field, code, value, what would be right; nothing is kept."""
    with nothing_kept(engine), pytest.raises(Refused) as caught:
        move(engine, by, key, event, now, **cells)
    return [(f.column, f.code, f.value, f.expected) for f in caught.value.faults]


def state(engine: Engine, key: str, day: date = date.max) -> State:
    with reading(engine) as session:
        [issue] = issues_by_key(session, [key])
    return standing_on(issue, day).state


def test_a_move_is_kept_as_it_was_made_with_one_entry_and_without_its_words(
    station: Engine,
) -> None:
    key = told(station)
    move(
        station,
        COMMANDER,
        key,
        EventKind.ASSIGNED,
        unit="sat-binmas",
        due_on=DUE,
        note=" Patroli tiap malam\r\nsampai Minggu ",
        evidence="Foto patroli",
    )
    with reading(station) as session:
        row = session.scalars(select(IssueEvent)).one()
        assert (row.issue, row.sequence, row.event) == (key, 1, "assigned")
        assert (row.occurred_on, row.unit, row.due_on) == (TODAY, "sat-binmas", DUE)
        assert row.note == "Patroli tiap malam\nsampai Minggu"
        assert (row.recorded_at, row.recorded_on) == ("2024-09-05T12:00:00+07:00", TODAY)
        assert row.entered_by == COMMANDER.account
        trail = entries(session)
        assert [e.action for e in trail] == ["load", "record_input", "move.assigned"]
        assert trail[-1].subject == key
        assert "Patroli" not in trail[-1].payload
        assert '"unit":"sat-binmas"' in trail[-1].payload
        assert chain_is_whole(session)
        assert differing_spans(session) == []


@pytest.mark.parametrize("named", ["into", "meeting"])
def test_a_record_named_in_a_move_is_refused_alike_whether_unseen_or_missing(
    station: Engine, named: str
) -> None:
    key, unseen = assigned(station), told(station, B)
    form = MeetingForm("sambang", TODAY, (B,), venue="Balai", inputs="nil")
    with writing(station) as session:
        meeting = record_meeting(session, OTHER_HEAD.at(), form, "meeting of the others")
    there = {"into": unseen, "meeting": meeting}[named]
    answers = []
    for guessed in (there, "P-2024-09-05-XXX-1"):
        event = EventKind.MERGED if named == "into" else EventKind.REPORTED_BACK
        more = {} if named == "into" else {"by_group": "residents", "note": "Diterima"}
        with nothing_kept(station), pytest.raises(UnknownRecord) as caught:
            move(station, HEAD, key, event, **{named: guessed}, **more)
        answers.append([(f.column, f.code, f.value == guessed) for f in caught.value.faults])

    code = {"into": "merged_into_unknown", "meeting": "unknown_reference"}[named]
    assert answers == [[(named, code, True)]] * 2


def test_every_gap_of_a_form_is_listed_at_once(station: Engine) -> None:
    key = told(station)

    found = refused(
        station,
        HEAD,
        key,
        EventKind.ASSIGNED,
        occurred_on=TODAY + timedelta(days=2),
        unit="kpu",
        due_on=TODAY,
        by_group="warga",
        reason="no-means",
        note="  ",
    )

    assert found == [
        ("note", "empty_cell", "", ""),
        ("by_group", "not_carried", "warga", ""),
        ("reason", "not_carried", "no-means", ""),
        ("by_group", "unknown_code", "warga", found[3][3]),
        ("occurred_on", "in_the_future", "2024-09-07", "2024-09-05"),
        ("due_on", "due_before_event", "2024-09-05", "2024-09-07"),
        ("unit", "agency_owns", "kpu", ""),
    ]
    assert "residents" in (found[3][3] or "")


@pytest.mark.parametrize(
    ("event", "cells", "fault"),
    [
        (EventKind.ASSIGNED, {"unit": "nobody"}, ("unit", "unknown_reference")),
        (EventKind.REFERRED, {"unit": "sat-binmas"}, ("unit", "not_an_agency")),
        (EventKind.ASSIGNED, {"meeting": "P-1"}, ("meeting", "unknown_reference")),
        (EventKind.TRIAGED, {"severity": 5}, ("severity", "unknown_code")),
        (EventKind.TRIAGED, {"severity": 1, "threat": "x"}, ("threat", "unknown_code")),
        (EventKind.TRIAGED, {"severity": 1, "rubric": ("x",)}, ("rubric", "unknown_code")),
        (EventKind.ASSIGNED, {"note": "x" * 2001}, ("note", "text_too_long")),
    ],
)
def test_a_code_that_is_none_is_named(
    sqlite_station: Engine, event: EventKind, cells: dict, fault: tuple[str, str]
) -> None:
    key = told(sqlite_station)
    whole = {"unit": "polres", "due_on": DUE, "note": "x"} if event != EventKind.TRIAGED else {}

    [found] = refused(sqlite_station, COMMANDER, key, event, **(whole | cells))

    assert found[:2] == fault


def test_a_sector_head_assigns_to_the_own_sector_and_the_commander_across_units(
    sqlite_station: Engine,
) -> None:
    key = told(sqlite_station)
    cells = {"due_on": DUE, "note": "Patroli"}

    found = refused(sqlite_station, HEAD, key, EventKind.ASSIGNED, unit="sat-binmas", **cells)
    assert found == [("unit", "assigned_across_units", "sat-binmas", "polsek-a")]
    move(sqlite_station, HEAD, key, EventKind.ASSIGNED, unit="polsek-a", **cells)
    move(sqlite_station, COMMANDER, key, EventKind.ASSIGNED, unit="sat-binmas", **cells)

    move(sqlite_station, UNIT_HEAD, key, EventKind.CLAIMED, note="Selesai")
    assert state(sqlite_station, key) is State.CLAIMED


def test_the_first_due_date_stands_whatever_is_given_after_it(station: Engine) -> None:
    key = assigned(station)  # due on 15 September
    for days in (3, 6):
        again = TODAY + timedelta(days=60)
        move(
            station, COMMANDER, key, EventKind.ASSIGNED, later(days),
            unit="polsek-a", due_on=again, note="Lagi",
        )  # fmt: skip

    with reading(station) as session:
        [issue] = issues_by_key(session, [key])
        given = session.scalars(select(IssueEvent.due_on).order_by(IssueEvent.sequence)).all()
    assert given == [date(2024, 9, 15), date(2024, 11, 4), date(2024, 11, 4)]
    due = due_of(issue, issue.events, 2, DEFAULTS)
    assert (due.due, due.date_set) == (date(2024, 9, 15), date(2024, 9, 15))


# double saves, two officers


def test_a_form_that_is_sent_twice_is_kept_once(station: Engine) -> None:
    key = told(station)
    form = MoveForm(EventKind.TRIAGED, TODAY, severity=1, threat="potential")
    for attempt in range(3):
        with reading(station) as session:
            seen = last_seen(session, key) if attempt == 1 else 0
        before = everything(station)
        try:
            with writing(station) as session:
                move_issue(session, HEAD.at(), key, form, seen=seen, form_key="one")
            assert attempt == 0
        except AlreadySaved as saved:
            assert (attempt > 0, saved.subject) == (True, key)  # noqa: PT017
            assert everything(station) == before
    with reading(station) as session:
        assert session.scalar(select(func.count()).select_from(IssueEvent)) == 1
        assert [r.subject for r in session.scalars(select(FormReceipt)) if r.form_key == "one"] == [
            key
        ]


def test_of_two_officers_the_second_is_shown_what_the_first_did(station: Engine) -> None:
    key = assigned(station)
    form = MoveForm(EventKind.IN_PROGRESS, TODAY, note="Mulai")
    move(station, COMMANDER, key, EventKind.TRIAGED, severity=3, threat="actual", note="Meluas")

    with nothing_kept(station), pytest.raises(Changed) as caught, writing(station) as session:
        move_issue(session, HEAD.at(), key, form, seen=1, form_key="second")

    [newer] = caught.value.events
    assert (newer.event, newer.occurred_on) == ("triaged", TODAY)
    assert (newer.entered_by, newer.recorded_at) == (9, "2024-09-05T12:00:00+07:00")
    with writing(station) as session:
        move_issue(session, HEAD.at(), key, form, seen=2, form_key="second")
    assert state(station, key) is State.IN_PROGRESS


# late entries


def test_an_event_entered_late_stands_on_its_own_day(station: Engine) -> None:
    key = told(station)
    move(
        station, COMMANDER, key, EventKind.ASSIGNED, later(5), unit="polsek-a", due_on=DUE, note="x"
    )

    move(
        station, HEAD, key, EventKind.TRIAGED, later(6),
        occurred_on=TODAY + timedelta(days=2), severity=1, threat="potential",
    )  # fmt: skip

    assert state(station, key, TODAY + timedelta(days=1)) is State.RECORDED
    assert state(station, key, TODAY + timedelta(days=2)) is State.TRIAGED
    assert state(station, key) is State.ASSIGNED
    with reading(station) as session:
        assert differing_spans(session) == []


def test_an_event_entered_late_that_bars_a_later_one_is_refused_and_names_it(
    station: Engine,
) -> None:
    key = assigned(station)
    move(station, HEAD, key, EventKind.CLAIMED, later(4), note="Selesai")

    found = refused(
        station, HEAD, key, EventKind.WITHDRAWN, later(5),
        occurred_on=TODAY + timedelta(days=2), by_group="residents", note="Dicabut",
    )  # fmt: skip

    assert found == [("occurred_on", "event_in_the_way", "claimed 2024-09-09", "")]


def test_an_event_before_the_issue_was_told_or_out_of_order_is_refused(station: Engine) -> None:
    key = assigned(station)

    early = refused(
        station, HEAD, key, EventKind.IN_PROGRESS, occurred_on=date(2024, 9, 4), note="x"
    )
    barred = refused(station, HEAD, key, EventKind.TOLD_BACK, by_group="residents")

    assert early[0] == ("occurred_on", "event_before_report", "in_progress", "2024-09-05")
    assert barred == [("event", "event_not_allowed", "told_back", "unable")]


def test_no_event_is_put_on_an_earlier_day_to_go_around_the_commander(
    sqlite_station: Engine,
) -> None:
    key = told(sqlite_station)
    move(
        sqlite_station, HEAD, key, EventKind.TRIAGED, later(4),
        severity=3, threat="actual", note="Meluas",
    )  # fmt: skip
    cells = {"occurred_on": TODAY + timedelta(days=1), "reason": "no-means", "note": "x"}

    with nothing_kept(sqlite_station), pytest.raises(NotPermitted):
        move(sqlite_station, HEAD, key, EventKind.UNABLE, later(5), **cells)
    move(sqlite_station, COMMANDER, key, EventKind.UNABLE, later(5), **cells)


# witnesses


def test_nobody_verifies_their_own_claim_and_a_colleague_needs_the_raisers(
    station: Engine,
) -> None:
    key = claimed(station, HEAD)

    own = refused(station, HEAD, key, EventKind.VERIFIED, by_group="residents")
    same_unit = refused(station, DEPUTY, key, EventKind.VERIFIED)
    pretended = refused(station, DEPUTY, key, EventKind.VERIFIED, unit="polres")

    assert own == [("unit", "verified_by_claimants_account", "head.a", "")]
    assert same_unit == [("unit", "verified_by_claimant", "verified", "")]
    assert pretended == [("unit", "not_own_unit", "polres", "polsek-a")]
    move(station, DEPUTY, key, EventKind.VERIFIED, by_group="residents")
    assert state(station, key) is State.VERIFIED


def test_another_unit_may_verify_a_slight_issue_alone(station: Engine) -> None:
    key = claimed(station, HEAD)

    move(station, INSPECTOR, key, EventKind.VERIFIED)

    with reading(station) as session:
        row = session.scalars(select(IssueEvent).where(IssueEvent.event == "verified")).one()
    assert (row.unit, row.by_group) == ("siwas", None)


@pytest.mark.parametrize("severe_when", ["claimed", "between"])
def test_a_severe_issue_needs_another_unit_and_the_raisers(
    station: Engine, severe_when: str
) -> None:
    """Severe at any time since the claim: lowered before the verification changes nothing."""
    key = assigned(station, threat="threshold")
    high = {"severity": 3, "threat": "actual", "note": "Meluas"}
    if severe_when == "claimed":
        move(station, HEAD, key, EventKind.TRIAGED, **high)
    move(station, HEAD, key, EventKind.CLAIMED, note="Selesai")
    if severe_when == "between":
        move(station, HEAD, key, EventKind.TRIAGED, **high)
    low = {"severity": 1, "threat": "potential", "note": "Reda"}
    move(station, COMMANDER, key, EventKind.TRIAGED, **low)

    alone = refused(station, INSPECTOR, key, EventKind.VERIFIED)
    same_unit = refused(station, DEPUTY, key, EventKind.VERIFIED, by_group="residents")

    assert alone == [("by_group", "empty_cell", "", "")]
    assert same_unit == [("unit", "verified_by_claimant", "verified", "")]
    move(station, INSPECTOR, key, EventKind.VERIFIED, by_group="residents")
    assert state(station, key) is State.VERIFIED


def test_intimidation_is_verified_by_siwas_alone(station: Engine) -> None:
    key = claimed(station, HEAD, category="intimidation")

    found = refused(station, COMMANDER, key, EventKind.VERIFIED, by_group="residents")

    assert found == [("unit", "verified_not_siwas", "polres", "siwas")]
    move(station, INSPECTOR, key, EventKind.VERIFIED)


# severity


def test_lowering_a_severity_needs_the_commander_and_a_reason(station: Engine) -> None:
    key = told(station, threat="actual")  # the recorder's proposal: 3
    low = {"severity": 2, "threat": "threshold"}

    assert refused(station, HEAD, key, EventKind.TRIAGED, note="x", **low) == [
        ("severity", "lowered_by_commander", "2", "3")
    ]
    assert refused(station, COMMANDER, key, EventKind.TRIAGED, **low) == [
        ("note", "reason_needed", "", "")
    ]
    move(station, COMMANDER, key, EventKind.TRIAGED, note="Pelaku sudah pergi", **low)


def test_raising_a_severity_needs_a_reason_and_the_rubrics_own_needs_none(
    station: Engine,
) -> None:
    key = told(station)

    found = refused(station, HEAD, key, EventKind.TRIAGED, severity=4, threat="actual")
    assert found == [("note", "reason_needed", "", "")]
    move(station, HEAD, key, EventKind.TRIAGED, severity=3, threat="actual")


def test_whether_an_earlier_issue_is_still_open_is_the_records_word(station: Engine) -> None:
    told(station)
    key = told(station)
    move(
        station, COMMANDER, key, EventKind.TRIAGED,
        severity=2, threat="potential", rubric=("stage", "recurring"), note="Reda",
    )  # fmt: skip
    other = told(station, B)
    move(
        station,
        COMMANDER,
        other,
        EventKind.TRIAGED,
        severity=1,
        threat="potential",
        rubric=("recurring",),
    )

    with reading(station) as session:
        kept = dict(session.execute(select(IssueEvent.issue, IssueEvent.rubric)).all())
    assert kept == {key: "stage;recurring", other: None}
    third = told(station)
    assert refused(station, HEAD, third, EventKind.TRIAGED, severity=1, threat="potential") == [
        ("severity", "lowered_by_commander", "1", "2")
    ]


# ends


def test_an_issue_is_reopened_within_ninety_days_and_not_on_the_ninety_first(
    station: Engine,
) -> None:
    key = claimed(station, HEAD)
    move(station, INSPECTOR, key, EventKind.VERIFIED)
    cells = {"note": "Terjadi lagi", "due_on": TODAY + timedelta(days=200)}

    found = refused(station, RECORDER, key, EventKind.REOPENED, later(91), **cells)

    assert found == [("occurred_on", "reopened_too_late", "reopened", "2024-12-04")]
    move(station, RECORDER, key, EventKind.REOPENED, later(90), **cells)
    assert state(station, key) is State.ASSIGNED


def test_an_issue_is_merged_into_one_that_may_take_it(station: Engine) -> None:
    first, second, elsewhere = told(station), told(station), told(station, B)
    shut = told(station, category="police-service")

    def into(by: Person, key: str, target: str, day: int = 1) -> list[tuple[str | None, str]]:
        found = refused(station, by, key, EventKind.MERGED, later(day), into=target)
        return [fault[:2] for fault in found]

    assert into(ANALYST, second, second) == [("into", "merged_into_itself")]
    assert into(ANALYST, second, elsewhere) == [("into", "merged_elsewhere")]
    # One that the head may not see is answered as one that is not there.
    assert into(HEAD, second, shut) == into(HEAD, second, "X") == [("into", "merged_into_unknown")]
    move(station, HEAD, second, EventKind.MERGED, later(1), into=first)
    assert state(station, second) is State.MERGED
    # On that day the second was open when the day began.
    assert into(ANALYST, first, second) == [("into", "merged_in_a_circle")]
    assert into(ANALYST, first, second, day=2) == [
        ("into", "merged_into_closed"),
        ("into", "merged_in_a_circle"),
    ]


def test_what_was_merged_here_stays_allowed_when_an_event_is_entered_late(
    station: Engine,
) -> None:
    first, second = told(station), told(station)
    move(station, HEAD, second, EventKind.MERGED, later(3), into=first)

    found = refused(
        station, HEAD, first, EventKind.WITHDRAWN, later(4),
        occurred_on=TODAY + timedelta(days=1), by_group="residents", note="Dicabut",
    )  # fmt: skip

    assert found == [("occurred_on", "event_in_the_way", f"{second} merged 2024-09-08", "")]


def test_a_flagged_note_is_held_back_and_the_move_counts(station: Engine) -> None:
    key = told(station)
    move(
        station, COMMANDER, key, EventKind.ASSIGNED,
        unit="polsek-a", due_on=DUE, note="Hubungi 0812-3456-7890", evidence="Foto Sdr. Budi",
    )  # fmt: skip

    assert state(station, key) is State.ASSIGNED
    with reading(station) as session:
        held = session.execute(
            select(HeldText.record, HeldText.key, HeldText.field, HeldText.kinds).order_by(
                HeldText.field
            )
        ).all()
        assert [tuple(row) for row in held] == [
            ("events", f"{key}#1", "evidence", "name"),
            ("events", f"{key}#1", "note", "phone"),
        ]
        assert "0812" not in "".join(entry.payload for entry in entries(session))


def test_the_board_follows_the_moves(station: Engine) -> None:
    key = told(station, threat="actual")

    def level(day: int) -> str:
        with reading(station) as session:
            [status] = status_board(
                session, STATION, TODAY + timedelta(days=day), sub_districts=[A]
            )
        return status.level.value

    assert level(0) == "high"
    move(
        station, COMMANDER, key, EventKind.WITHDRAWN, later(2), by_group="residents", note="Dicabut"
    )
    assert (level(1), level(2)) == ("high", "no_data")


def test_a_write_to_the_ledger_outside_the_commands_is_refused(station: Engine) -> None:
    key = told(station)

    with nothing_kept(station), pytest.raises(UnauditedWriteError), writing(station) as session:
        session.execute(update(Issue).where(Issue.issue == key).values(text="Lain"))


def test_whoever_does_not_see_an_issue_learns_nothing_of_it(station: Engine) -> None:
    key = assigned(station)
    form = MoveForm(EventKind.IN_PROGRESS, TODAY, note="x")

    for name in (key, "KDR-999999-01"):
        with pytest.raises(NotPermitted) as caught, writing(station) as session:
            move_issue(session, OTHER_HEAD.at(), name, form, seen=0, form_key="guess")
        assert str(caught.value) == ""
