"""Corrections, completed inputs, voiding and raises: by whom, until when, and what stays."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from db.commands.corrections import complete_inputs, correct_record, void_event, void_record
from db.commands.held import clear_text
from db.commands.raises import raise_status
from db.commands.record import record_meeting, record_report
from db.commands.saving import AlreadySaved, NotPermitted
from db.commands.spans import differing_spans
from db.engine import reading, writing
from db.queries.board import status_board
from db.queries.dataset import dataset_rows
from db.queries.facts import issues_by_key
from db.tables.trail import HeldText
from domain.faults import Refused
from domain.forms import InputForm, MeetingForm, ReportForm
from domain.permissions import STATION
from domain.standing import standing_on
from domain.vocabulary import ELECTION_VIOLATION_TEXT, EventKind, State
from models import Issue, IssueEvent, Meeting, StatusRaise
from tests.station import (
    COMMANDER,
    DEPUTY,
    HEAD,
    INSPECTOR,
    NOON,
    OTHER_HEAD,
    OTHER_RECORDER,
    RECORDER,
    TODAY,
    VILLAGES,
    A,
    B,
    Person,
    assigned,
    chain_is_whole,
    claimed,
    entries,
    form_key,
    move,
    nothing_kept,
    told,
)

HOUR = timedelta(hours=1)


def correct(
    engine: Engine, by: Person, key: str, now: datetime = NOON, record: str = "issues", **new: Any
) -> None:
    with writing(engine) as session:
        correct_record(session, by.at(now), record, key, new, "Salah ketik", form_key())


def faults(engine: Engine, by: Person, key: str, **new: Any) -> list[tuple]:
    with nothing_kept(engine), pytest.raises(Refused) as caught:
        correct(engine, by, key, **new)
    return [(fault.column, fault.code) for fault in caught.value.faults]


def held(engine: Engine, by: Person = RECORDER, **cells: Any) -> str:
    given = {"programme": "sambang", "held_on": TODAY, "sub_districts": (A,), "inputs": "nil"}
    with writing(engine) as session:
        return record_meeting(session, by.at(), MeetingForm(**(given | cells)), form_key())


def cell(engine: Engine, key: str, column: str) -> Any:
    with reading(engine) as session:
        return session.scalars(select(getattr(Issue, column)).where(Issue.issue == key)).one()


# who corrects, until when


def test_the_recorder_corrects_within_24_hours_and_the_sector_head_later(station: Engine) -> None:
    key = told(station, A, by=RECORDER)

    correct(station, RECORDER, key, NOON + 24 * HOUR, kind="request")
    with nothing_kept(station), pytest.raises(NotPermitted):
        correct(station, RECORDER, key, NOON + 24 * HOUR + timedelta(seconds=1), kind="question")
    correct(station, HEAD, key, NOON + 100 * HOUR, kind="question")

    assert cell(station, key, "kind") == "question"
    assert cell(station, key, "recorded_at") == "2024-09-05T12:00:00+07:00"


@pytest.mark.parametrize("by", [OTHER_HEAD, OTHER_RECORDER, COMMANDER, INSPECTOR])
def test_nobody_else_corrects_it(sqlite_station: Engine, by: Person) -> None:
    key = told(sqlite_station, A, by=RECORDER)

    with nothing_kept(sqlite_station), pytest.raises(NotPermitted):
        correct(sqlite_station, by, key, kind="request")


def test_a_correction_leaves_one_entry_that_says_which_fields_and_no_words(
    station: Engine,
) -> None:
    key = told(station, A, by=RECORDER, text="Ronda sepi")

    correct(station, HEAD, key, text="Ronda malam sepi sekali", category="youth", raised_by="media")

    with reading(station) as session:
        trail = entries(session)
        assert [e.action for e in trail] == ["load", "record_input", "correct.issues"]
        assert '"changed":["category","raised_by","text"]' in trail[-1].payload
        assert '"category":"youth"' in trail[-1].payload
        assert "Ronda" not in trail[-1].payload
        assert "ketik" not in trail[-1].payload
        assert chain_is_whole(session)
        assert differing_spans(session) == []


def test_a_correction_that_changes_nothing_or_too_much_is_refused(station: Engine) -> None:
    key = told(station, A)

    assert faults(station, HEAD, key, kind="complaint") == [("changes", "nothing_changed")]
    assert faults(
        station, HEAD, key, reported_on=TODAY, kind="x", category=None, raised_by="y",
        village_code=VILLAGES[B][0], text="",
    ) == [
        ("reported_on", "not_correctable"),
        ("kind", "unknown_code"),
        ("category", "empty_cell"),
        ("raised_by", "unknown_code"),
        ("text", "empty_cell"),
        ("village_code", "village_elsewhere"),
    ]  # fmt: skip
    with nothing_kept(station), pytest.raises(Refused) as caught, writing(station) as session:
        correct_record(session, HEAD.at(), "issues", key, {"kind": "request"}, " ", "f")
    assert [fault.code for fault in caught.value.faults] == ["reason_needed"]


def test_a_category_is_not_corrected_to_one_that_the_history_forbids(station: Engine) -> None:
    key = told(station, A, kind="question", text="Kapan TPS dibuka?")
    move(station, HEAD, key, EventKind.SETTLED, note="Pukul 7", by_group="residents")

    assert faults(station, HEAD, key, category="intimidation") == [
        ("occurred_on", "event_in_the_way")
    ]
    assert faults(station, HEAD, key, kind="complaint") == [("occurred_on", "event_in_the_way")]
    correct(station, HEAD, key, kind="suggestion")


def test_an_election_violation_carries_its_one_sentence_after_a_correction_too(
    sqlite_station: Engine,
) -> None:
    key = told(sqlite_station, A)

    correct(sqlite_station, HEAD, key, category="election-violation")

    assert cell(sqlite_station, key, "text") == ELECTION_VIOLATION_TEXT
    assert faults(sqlite_station, HEAD, key, text="Bagi uang") == [("text", "fixed_text")]


def test_a_writer_does_not_clear_a_flagged_text_by_correcting_it(station: Engine) -> None:
    key = told(station, A, by=RECORDER, text="Sdr. Budi mengancam warga")

    correct(station, RECORDER, key, text="S d r . Budi mengancam warga")

    with reading(station) as session:
        assert session.scalars(select(HeldText.written_by)).all() == [RECORDER.account]
    correct(station, HEAD, key, text="Seseorang mengancam warga")
    with reading(station) as session:
        assert session.scalars(select(HeldText)).all() == []


def test_who_writes_a_flagged_correction_does_not_clear_it(sqlite_station: Engine) -> None:
    key = told(sqlite_station, A, by=RECORDER)
    correct(sqlite_station, HEAD, key, text="Sdr. Budi mengancam warga")

    with pytest.raises(NotPermitted), writing(sqlite_station) as session:
        clear_text(session, HEAD.at(), "issues", key, "text", None, form_key())
    with writing(sqlite_station) as session:
        clear_text(session, DEPUTY.at(), "issues", key, "text", None, form_key())


def test_a_meeting_and_a_report_are_corrected_in_their_own_fields(station: Engine) -> None:
    meeting = held(station, venue="Balai")
    with writing(station) as session:
        report = ReportForm("daily", TODAY, None, (A,), nil=True)
        daily = record_report(session, RECORDER.at(), report, form_key())

    correct(station, RECORDER, meeting, record="meetings", venue=None, programme="anev")
    correct(station, RECORDER, daily, record="reports", kind="weekly")

    with reading(station) as session:
        rows = dataset_rows(session)
    assert (rows["meetings"][0]["venue"], rows["meetings"][0]["programme"]) == (None, "anev")
    assert (rows["reports"][0]["kind"], rows["reports"][0]["nil"]) == ("weekly", True)
    assert faults(station, HEAD, daily, record="reports", nil=False) == [("nil", "inputs_unsaid")]


# inputs to follow


def reasons(engine: Engine, day: date) -> list[str]:
    with reading(engine) as session:
        [status] = status_board(session, STATION, day, sub_districts=[A])
    return [str(code) for code in status.codes]


def test_a_promise_to_be_listed_leaves_the_board_once_it_is_listed(station: Engine) -> None:
    key = held(station, promised=True, inputs="not_recorded")
    now = NOON + timedelta(days=5)
    item = InputForm("request", "patrol", "Minta patroli", A)
    assert "C3" not in reasons(station, TODAY + timedelta(days=3))
    assert "C3" in reasons(station, TODAY + timedelta(days=4))

    with writing(station) as session:
        tickets = complete_inputs(
            session, RECORDER.at(now), key, "itemised", [item], None, "complete"
        )

    assert tickets == ["KDR-240905-01"]
    assert "C3" in reasons(station, TODAY + timedelta(days=4))  # as it was
    assert "C3" not in reasons(station, TODAY + timedelta(days=5))
    with reading(station) as session:
        row = session.scalars(select(Meeting)).one()
        assert (row.inputs, row.inputs_on) == ("itemised", date(2024, 9, 10))
        issue = session.scalars(select(Issue)).one()
        assert (issue.meeting, issue.reported_on, issue.recorded_on) == (
            key, TODAY, date(2024, 9, 10),
        )  # fmt: skip
        assert [e.action for e in entries(session)][-1] == "complete_inputs"
        assert differing_spans(session) == []
    with nothing_kept(station), pytest.raises(AlreadySaved), writing(station) as session:
        complete_inputs(session, RECORDER.at(now), key, "itemised", [item], None, "complete")


def completing(engine: Engine, key: str, inputs: str, items: list, reason: str | None) -> list:
    with nothing_kept(engine), pytest.raises(Refused) as caught, writing(engine) as session:
        complete_inputs(session, HEAD.at(), key, inputs, items, reason, form_key())
    return [(fault.column, fault.code) for fault in caught.value.faults]


def test_inputs_are_completed_once_with_what_they_need(sqlite_station: Engine) -> None:
    key = held(sqlite_station, promised=True, inputs="not_recorded")
    item = InputForm("request", "patrol", "", B)

    assert completing(sqlite_station, key, "itemised", [item], None) == [
        ("items.0.sub_district", "not_covered"),
        ("items.0.text", "empty_cell"),
    ]
    assert completing(sqlite_station, key, "itemised", [], None) == [("inputs", "inputs_unsaid")]
    assert completing(sqlite_station, key, "nil", [item], None) == [("inputs", "nil_with_inputs")]
    assert completing(sqlite_station, key, "lost", [], " ") == [("reason", "reason_needed")]
    with writing(sqlite_station) as session:
        complete_inputs(session, HEAD.at(), key, "lost", [], "Buku hilang saat banjir", "f")
    assert completing(sqlite_station, key, "nil", [], None) == [("inputs", "inputs_said_already")]
    with reading(sqlite_station) as session:
        assert "banjir" not in entries(session)[-1].payload


def test_a_list_that_names_nothing_any_more_may_be_made_again(sqlite_station: Engine) -> None:
    item = InputForm("request", "patrol", "Minta patroli", A)
    key = held(sqlite_station, promised=True, inputs="itemised", items=(item,))
    with writing(sqlite_station) as session:
        void_record(session, HEAD.at(), "issues", "KDR-240905-01", "Salah", form_key())
    assert "C3" in reasons(sqlite_station, TODAY + timedelta(days=4))

    with writing(sqlite_station) as session:
        complete_inputs(session, HEAD.at(), key, "itemised", [item], None, form_key())

    assert "C3" not in reasons(sqlite_station, TODAY + timedelta(days=4))


# voiding


def test_a_voided_issue_stays_and_counts_for_nothing(station: Engine) -> None:
    key = told(station, A, threat="actual")
    now = NOON + timedelta(days=3)

    with writing(station) as session:
        void_record(session, HEAD.at(now), "issues", key, "Dicatat dua kali", "void")

    assert cell(station, key, "voided_on") == date(2024, 9, 8)
    assert reasons(station, TODAY) == ["D3"]
    with reading(station) as session:
        assert differing_spans(session) == []
        assert [e.action for e in entries(session)][-1] == "void.issues"
    with nothing_kept(station), pytest.raises(NotPermitted):
        move(station, HEAD, key, EventKind.TRIAGED, severity=1)
    for act in (
        lambda s: void_record(s, HEAD.at(), "issues", key, "Lagi", form_key()),
        lambda s: void_event(s, COMMANDER.at(), key, 1, "Lagi", form_key()),
        lambda s: correct_record(s, HEAD.at(), "issues", key, {"kind": "request"}, "x", "f"),
    ):
        with nothing_kept(station), pytest.raises(Refused) as caught, writing(station) as session:
            act(session)
        assert [fault.code for fault in caught.value.faults] == ["voided_already"]


def test_a_verified_issue_is_voided_by_the_commander_alone(sqlite_station: Engine) -> None:
    key = claimed(sqlite_station, HEAD)
    move(sqlite_station, INSPECTOR, key, EventKind.VERIFIED)

    def void(by: Person) -> None:
        with writing(sqlite_station) as session:
            void_record(session, by.at(), "issues", key, "Salah", form_key())

    with nothing_kept(sqlite_station), pytest.raises(NotPermitted):
        void(HEAD)
    void(COMMANDER)


def test_what_others_were_merged_into_is_not_voided(sqlite_station: Engine) -> None:
    first, second = told(sqlite_station, A), told(sqlite_station, A)
    move(sqlite_station, HEAD, second, EventKind.MERGED, into=first)

    def void(key: str) -> None:
        with writing(sqlite_station) as session:
            void_record(session, HEAD.at(), "issues", key, "Salah", form_key())

    with nothing_kept(sqlite_station), pytest.raises(Refused) as caught:
        void(first)
    [fault] = caught.value.faults
    assert (fault.code, fault.value) == ("event_in_the_way", f"{second} merged")
    void(second)
    void(first)


def test_an_event_is_voided_where_those_that_stay_are_allowed_without_it(station: Engine) -> None:
    key = assigned(station, "polsek-a", A)
    move(station, HEAD, key, EventKind.IN_PROGRESS, note="Mulai")
    move(station, HEAD, key, EventKind.CLAIMED, note="Selesai")

    def void(sequence: int) -> None:
        with writing(station) as session:
            void_event(session, COMMANDER.at(), key, sequence, "Salah catat", form_key())

    with nothing_kept(station), pytest.raises(Refused) as caught:
        void(1)  # nothing is begun or claimed that was not assigned
    [fault] = caught.value.faults
    assert (fault.code, fault.value) == ("event_in_the_way", "in_progress 2024-09-05")
    void(2)
    void(3)
    with nothing_kept(station), pytest.raises(Refused) as caught:
        void(3)
    assert caught.value.faults[0].code == "voided_already"
    with nothing_kept(station), pytest.raises(NotPermitted):
        void(9)
    with reading(station) as session:
        [issue] = issues_by_key(session, [key])
        assert standing_on(issue, TODAY).state is State.ASSIGNED
        kept = session.execute(select(IssueEvent.sequence, IssueEvent.voided_on)).all()
        assert sorted(map(tuple, kept)) == [(1, None), (2, TODAY), (3, TODAY)]
        assert differing_spans(session) == []


# raises


def raising(
    engine: Engine, level: str, reason: str = "Ancaman terhadap TPS", now: datetime = NOON
) -> None:
    with writing(engine) as session:
        raise_status(session, COMMANDER.at(now), A, level, reason, form_key())


def refused_raise(engine: Engine, level: str, reason: str = "x", now: datetime = NOON) -> list:
    with nothing_kept(engine), pytest.raises(Refused) as caught:
        raising(engine, level, reason, now)
    return [(fault.column, fault.code, fault.expected) for fault in caught.value.faults]


def test_a_raise_goes_up_from_what_is_computed_and_never_down(station: Engine) -> None:
    told(station, A, threat="threshold")  # severity 2: watch

    assert refused_raise(station, "watch") == [("level", "raise_is_lower", "watch")]
    assert [f[:2] for f in refused_raise(station, "calm", " ")] == [
        ("level", "unknown_code"),
        ("reason", "reason_needed"),
    ]
    raising(station, "high")

    with reading(station) as session:
        row = session.scalars(select(StatusRaise)).one()
        assert (row.sub_district_code, row.raised_on, row.level) == (A, TODAY, "high")
        assert (row.unit, row.reason) == ("polres", "Ancaman terhadap TPS")
        assert entries(session)[-1].action == "raise_status"
        assert "TPS" not in entries(session)[-1].payload
    assert refused_raise(station, "very_high") == [("level", "raised_today", "")]


def test_a_second_raise_within_thirty_days_needs_a_severe_issue(station: Engine) -> None:
    raising(station, "watch")  # of no_data
    later = NOON + timedelta(days=29)

    assert refused_raise(station, "watch", now=later) == [("level", "second_raise", "")]
    told(station, A, threat="actual", now=later)
    raising(station, "very_high", now=later)


def test_after_thirty_days_a_raise_is_a_first_again(sqlite_station: Engine) -> None:
    raising(sqlite_station, "watch")

    raising(sqlite_station, "watch", now=NOON + timedelta(days=30))
