"""Correct a record, complete the inputs of a meeting, void what was entered by mistake.

Nothing is deleted: a voided record stays visible, struck through, and counts for nothing
on any day. The trail keeps which fields changed.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.commands.held import hold_back, release
from db.commands.moves import check_histories
from db.commands.record import keep_inputs, keep_texts
from db.commands.saving import NotPermitted, begin_save, end_save, refuse
from db.commands.spans import refresh_spans
from db.commands.trail import Actor, enter
from db.held import FREE_TEXTS
from db.queries.facts import issues_by_key
from db.scoped import visible
from domain.forms import InputForm
from domain.standing import standing_on
from domain.vocabulary import Inputs, Role, State
from models import Issue, IssueEvent, Meeting, SituationReport

CORRECTED_BY_RECORDER = timedelta(hours=24)

TABLES: dict[str, tuple[type[Any], str]] = {
    "meetings": (Meeting, "meeting"),
    "reports": (SituationReport, "report"),
    "issues": (Issue, "issue"),
}

CORRECTABLE: dict[str, frozenset[str]] = {
    "meetings": frozenset({"venue", "source", "promised", "programme"}),
    "reports": frozenset({"kind", "nil"}),
    "issues": frozenset({"text", "source", "kind", "category", "village_code", "raised_by"}),
}
"""The fields that a correction may change; days and areas are voided and entered anew."""


def correct_record(
    session: Session,
    actor: Actor,
    record: str,
    key: str,
    changes: Mapping[str, Any],
    reason: str,
    form_key: str,
) -> None:
    """Change fields of a meeting, report or issue, with a reason.

    By its recorder within 24 hours, later by the sector head.
    """
    begin_save(session, form_key)
    row = _visible_record(session, actor, record, key)
    _permit_correction(actor, row)
    _need_reason(reason)
    for name in changes:
        if name not in CORRECTABLE[record]:
            raise refuse("not_correctable", name, "", " ".join(sorted(CORRECTABLE[record])))
    changed = {name: new for name, new in changes.items() if getattr(row, name) != new}
    table, column = TABLES[record]
    if changed:
        session.execute(update(table).where(getattr(table, column) == key).values(**changed))
        for name in FREE_TEXTS.get(record, ()):
            if name in changed:
                release(session, record, key, name)
        hold_back(session, record, [(key, changed)], actor.account_id)
        if record == "issues":
            refresh_spans(session, [key])
    texts = {name: changed.pop(name) for name in FREE_TEXTS.get(record, ()) if name in changed}
    fields = {**changed, "changed": sorted({*changed, *texts})}
    enter(session, actor, f"correct.{record}", key, fields, {**texts, "reason": reason})
    end_save(session, actor, form_key, "correct", key)


def complete_inputs(
    session: Session,
    actor: Actor,
    key: str,
    inputs: str,
    items: Sequence[InputForm],
    reason: str | None,
    form_key: str,
) -> list[str]:
    """List the inputs of a meeting afterwards, or say nihil, or that they are lost.

    A loss needs a reason, which goes to the trail. Gives the tickets made.
    """
    begin_save(session, form_key)
    meeting = _visible_record(session, actor, "meetings", key)
    if not actor.reader.roles & {Role.RECORDER, Role.SECTOR_HEAD}:
        raise NotPermitted
    if meeting.inputs not in (None, Inputs.NOT_RECORDED):
        raise refuse("inputs_said_already", "inputs", meeting.inputs)
    if inputs not in (Inputs.ITEMISED, Inputs.NIL, Inputs.LOST):
        raise refuse("unknown_code", "inputs", inputs, "itemised nil lost")
    if (inputs == Inputs.ITEMISED) != bool(items):
        raise refuse("inputs_unsaid" if not items else "nil_with_inputs", "inputs", inputs)
    if inputs == Inputs.LOST:
        _need_reason(reason or "")
    tickets = keep_inputs(session, actor, items, meeting.held_on, meeting=key)
    session.execute(
        update(Meeting)
        .where(Meeting.meeting == key)
        .values(inputs=inputs, inputs_on=actor.now.date())
    )
    refresh_spans(session, tickets)
    texts = {"reason": reason, **keep_texts(items)}
    enter(session, actor, "complete_inputs", key, {"inputs": inputs, "issues": tickets}, texts)
    end_save(session, actor, form_key, "complete_inputs", key)
    return tickets


def void_record(
    session: Session, actor: Actor, record: str, key: str, reason: str, form_key: str
) -> None:
    """Void a meeting, report or issue: by the sector head; a verified issue by the commander."""
    begin_save(session, form_key)
    row = _visible_record(session, actor, record, key)
    _need_reason(reason)
    needed = {Role.SECTOR_HEAD, Role.COMMANDER}
    if record == "issues":
        [issue] = issues_by_key(session, [key])
        if standing_on(issue, actor.now.date()).state is State.VERIFIED:
            needed = {Role.COMMANDER}
        _refuse_merge_target(session, key)
    if row.voided_on is not None:
        raise refuse("voided_already", "voided_on", row.voided_on.isoformat())
    if not actor.reader.roles & needed:
        raise NotPermitted
    table, column = TABLES[record]
    session.execute(
        update(table).where(getattr(table, column) == key).values(voided_on=actor.now.date())
    )
    if record == "issues":
        refresh_spans(session, [key])
    enter(session, actor, f"void.{record}", key, None, {"reason": reason})
    end_save(session, actor, form_key, "void", key)


def _refuse_merge_target(session: Session, key: str) -> None:
    merged = session.scalars(
        select(IssueEvent.issue).where(IssueEvent.into == key, IssueEvent.voided_on.is_(None))
    ).first()
    if merged is not None:
        raise refuse("event_in_the_way", "voided_on", f"{merged} merged")


def void_event(
    session: Session, actor: Actor, key: str, sequence: int, reason: str, form_key: str
) -> None:
    """Void an event: by the commander; the events that stay must be allowed without it."""
    begin_save(session, form_key)
    _visible_record(session, actor, "issues", key)
    _need_reason(reason)
    if Role.COMMANDER not in actor.reader.roles:
        raise NotPermitted
    event = session.execute(
        select(IssueEvent.event, IssueEvent.voided_on).where(
            IssueEvent.issue == key, IssueEvent.sequence == sequence
        )
    ).first()
    if event is None:
        raise NotPermitted
    if event.voided_on is not None:
        raise refuse("voided_already", "voided_on", event.voided_on.isoformat())
    session.execute(
        update(IssueEvent)
        .where(IssueEvent.issue == key, IssueEvent.sequence == sequence)
        .values(voided_on=actor.now.date())
    )
    [issue] = issues_by_key(session, [key])
    check_histories(session, issue, None)
    refresh_spans(session, [key])
    fields = {"sequence": sequence, "event": event.event}
    enter(session, actor, "void.event", key, fields, {"reason": reason})
    end_save(session, actor, form_key, "void", key)


def _visible_record(session: Session, actor: Actor, record: str, key: str) -> Any:
    table, column = TABLES[record]
    row = session.scalars(
        select(table).where(visible(table, actor.reader), getattr(table, column) == key)
    ).first()
    if row is None:
        raise NotPermitted
    return row


def _permit_correction(actor: Actor, row: Any) -> None:
    if Role.SECTOR_HEAD in actor.reader.roles:
        return
    own = actor.account_id is not None and row.entered_by == actor.account_id
    if not (own and _age(row.recorded_at, actor.now) <= CORRECTED_BY_RECORDER):
        raise NotPermitted


def _age(recorded_at: str | None, now: datetime) -> timedelta:
    if recorded_at is None or len(recorded_at) == 10:
        return timedelta.max
    return now - datetime.fromisoformat(recorded_at)


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise refuse("reason_needed", "reason")
