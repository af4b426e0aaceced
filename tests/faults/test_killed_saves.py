"""A process that saves is killed at every statement and at random moments.

Whatever it was doing: no half record, a green chain, and the form that is sent again makes
one record.
"""

import os
import random
import time
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.backup import page_problem
from db.commands.moves import MoveForm, last_sequence, move_issue
from db.commands.record import record_meeting
from db.commands.saving import AlreadySaved
from db.commands.spans import differing_spans
from db.engine import make_engine, reading, writing
from db.queries.trail import verify
from db.tables.trail import AuditEntry, FormReceipt
from domain.forms import InputForm, MeetingForm
from domain.vocabulary import EventKind
from models import Attendance, Issue, IssueEvent, Meeting, MeetingSubDistrict
from tests.faults.killed import KILLED, die_at_statement, end_of, forked
from tests.station import COMMANDER, HEAD, RECORDER, TODAY, A

DUE = TODAY + timedelta(days=5)
PROMISE = {"act": "Patroli", "owner": "polsek-a", "due_on": DUE}
ITEMS = (
    InputForm("complaint", "patrol", "Ronda malam sepi", A),
    InputForm("complaint", "patrol", "Lampu simpang mati", A, **PROMISE),
    InputForm(
        "question", "patrol", "Kapan ronda", A, raised_by="residents", answer="Tiap malam Minggu"
    ),
)
HELD = MeetingForm(
    "sambang",
    TODAY,
    (A,),
    attendance=(("village-head", 3), ("residents", None)),
    promised=True,
    inputs="itemised",
    items=ITEMS,
)
STEPS: dict[str, tuple[Any, MoveForm] | None] = {
    "meeting": None,
    "triaged": (
        HEAD,
        MoveForm(EventKind.TRIAGED, TODAY, severity=2, threat="threshold", note="Berulang"),
    ),
    "assigned": (
        COMMANDER,
        MoveForm(EventKind.ASSIGNED, TODAY, unit="polsek-a", due_on=DUE, note="Patroli"),
    ),
    "claimed": (HEAD, MoveForm(EventKind.CLAIMED, TODAY, note="Sudah")),
}
"""What is saved, over and over: a meeting with three inputs, and the way of its first."""


def form_key(turn: int, step: str) -> str:
    return f"{step}-{turn}"


def save(engine: Engine, turn: int, step: str) -> None:
    """One save, with the key that its form has however often it is sent."""
    with writing(engine) as session:
        if STEPS[step] is None:
            record_meeting(session, RECORDER.at(), HELD, form_key(turn, step))
            return
        person, form = STEPS[step]
        key = first_issue(session, turn)
        seen = last_sequence(session, key)
        move_issue(session, person.at(), key, form, seen=seen, form_key=form_key(turn, step))


def first_issue(session: Session, turn: int) -> str:
    meeting = select(FormReceipt.subject).where(FormReceipt.form_key == form_key(turn, "meeting"))
    return session.scalars(select(func.min(Issue.issue)).where(Issue.meeting.in_(meeting))).one()


def receipts(engine: Engine) -> dict[str, str]:
    with reading(engine) as session:
        rows = session.execute(select(FormReceipt.form_key, FormReceipt.action)).all()
    return {key: action for key, action in rows}


def assert_whole(engine: Engine) -> None:
    """Every save that left anything left all of it, and the trail says so."""
    kept = list(receipts(engine).values())
    meetings, moves = kept.count("record_meeting"), len(kept) - kept.count("record_meeting")
    with reading(engine) as session:
        rows = {
            table: session.scalars(select(func.count()).select_from(table)).one()
            for table in (Meeting, MeetingSubDistrict, Attendance, Issue, IssueEvent)
        }
        acts = session.scalars(select(AuditEntry.action)).all()
        # Of three inputs one was promised and one answered: two events.
        assert rows == {
            Meeting: meetings,
            MeetingSubDistrict: meetings,
            Attendance: 2 * meetings,
            Issue: 3 * meetings,
            IssueEvent: 2 * meetings + moves,
        }
        assert acts.count("record_meeting") == meetings
        assert sum(act.startswith("move.") for act in acts) == moves
        assert verify(session).why is None
        assert differing_spans(session) == []
    if engine.dialect.name == "sqlite":
        assert page_problem(engine.url.database) is None


def send_again(engine: Engine, turn: int, step: str) -> bool:
    """Send a form once more after the fall; whether it had been kept. Then it is kept once."""
    before = receipts(engine)
    try:
        save(engine, turn, step)
        known = False
    except AlreadySaved:
        known = True
    assert known == (form_key(turn, step) in before)
    assert len(receipts(engine)) == len(before) + (not known)
    assert_whole(engine)
    return known


@pytest.mark.parametrize("step", ["meeting", "claimed"])
def test_killed_at_any_statement_a_save_is_kept_whole_or_not_at_all(
    station_url: str, step: str
) -> None:
    """Each try has a turn of its own; it dies one statement later than the one before."""
    engine = make_engine(station_url)
    died = []
    for turn in count(1):
        for earlier in list(STEPS)[: list(STEPS).index(step)]:
            save(engine, turn, earlier)
        engine.dispose()

        def dying(turn: int = turn) -> None:
            own = make_engine(station_url)
            die_at_statement(own, turn)
            save(own, turn, step)

        ended = end_of(forked(dying))
        assert_whole(engine)
        assert send_again(engine, turn, step) == (ended != KILLED)
        if ended != KILLED:
            break
        died.append(turn)
    engine.dispose()

    # A save of a meeting is some thirty statements, a move some twenty-five.
    assert len(died) > 15


KILLS = {"sqlite": 40, "postgresql": 15}


def writer(url: str, turn: int, said: int) -> None:
    """Save for ever, and say before and after each save which one it is."""
    engine = make_engine(url)
    for number in count(turn):
        for step in STEPS:
            os.write(said, f"begun {number} {step}\n".encode())
            save(engine, number, step)
            os.write(said, f"done {number} {step}\n".encode())


def killed_writer(url: str, turn: int, after: float) -> list[tuple[str, int, str]]:
    """Let a writer work for some seconds from its first save on; what it said until killed."""
    heard, said = os.pipe()
    child = forked(lambda: writer(url, turn, said))
    os.close(said)
    with os.fdopen(heard, "rb") as lines:
        first = lines.readline()
        time.sleep(after)
        os.kill(child, 9)
        words = (first + lines.read()).decode().splitlines()
    assert end_of(child) == KILLED
    split = [word.split() for word in words]
    return [(what, int(number), step) for what, number, step in split]


def test_killed_at_random_moments_nothing_is_halved_and_nothing_that_was_said_is_lost(
    station_url: str,
) -> None:
    chance = random.Random(1129)
    engine = make_engine(station_url)
    kills, turn, inside, known = KILLS[engine.dialect.name], 1, 0, 0
    for _ in range(kills):
        engine.dispose()
        words = killed_writer(station_url, turn, chance.uniform(0, 0.12))
        kept = receipts(engine)
        for what, number, step in words:
            assert what == "begun" or form_key(number, step) in kept
        assert_whole(engine)
        what, last, step = words[-1]
        inside += what == "begun"
        known += send_again(engine, last, step)
        turn = last + 1
    engine.dispose()

    # Else the moments were badly chosen, and this shows nothing.
    assert inside >= kills // 3
    assert known < kills
