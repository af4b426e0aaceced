"""Correct a record, complete the inputs of a meeting, void what was entered by mistake.

Nothing is deleted: a voided record stays visible, struck through, and counts for nothing
on any day. The trail keeps which fields changed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.commands.correction_faults import correction_faults
from db.commands.held import hold_back_again
from db.commands.inputs import keep_inputs, texts_of
from db.commands.moves import check_histories
from db.commands.references import Named
from db.commands.saving import NotPermitted, begin_save, end_save, refuse
from db.commands.spans import refresh_spans
from db.commands.trail import Actor, enter
from db.held import FREE_TEXTS
from db.queries.facts import issues_by_key
from db.scoped import visible
from domain.corrections import entered_lately
from domain.faults import Refused
from domain.form_faults import item_faults, text_faults
from domain.forms import InputForm, tidy, tidy_input
from domain.moves import acting_as
from domain.permissions import Reader
from domain.standing import standing_on
from domain.vocabulary import ELECTION_VIOLATION_TEXT, Category, Inputs, Role, State
from models import Issue, IssueEvent, Meeting, MeetingSubDistrict, SituationReport

TABLES: dict[str, tuple[type[Any], str]] = {
    "meetings": (Meeting, "meeting"),
    "reports": (SituationReport, "report"),
    "issues": (Issue, "issue"),
}


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

    By its recorder within 24 hours, later by the sector head. Raises NotPermitted, or
    Refused for what may not be changed so, or when nothing would change.
    """
    begin_save(session, actor, form_key)
    row = record_to_touch(session, actor.reader, record, key)
    if not _is_recorder(actor, row):
        record_to_touch(session, acting_as(actor.reader, {Role.SECTOR_HEAD}), record, key)
    new = {name: tidy(v) if isinstance(v, str) else v for name, v in changes.items()}
    if record == "issues" and new.get("category") == Category.ELECTION_VIOLATION:
        new.setdefault("text", ELECTION_VIOLATION_TEXT)
    faults = [*_reason_faults(reason), *correction_faults(session, record, row, new)]
    changed = {name: value for name, value in new.items() if getattr(row, name, None) != value}
    if not changed and not faults:
        raise refuse("nothing_changed", "changes", key)
    if faults:
        raise Refused(faults)
    _set(session, record, key, changed)
    hold_back_again(session, record, key, changed, actor.account_id)
    if record == "issues":
        check_histories(session, issues_by_key(session, [key])[0], None)
        refresh_spans(session, [key])
    texts = {name: changed[name] for name in FREE_TEXTS.get(record, ()) if name in changed}
    fields = {name: value for name, value in changed.items() if name not in texts}
    fields["changed"] = sorted(changed)
    enter(session, actor, f"correct.{record}", key, fields, {**texts, "reason": reason})
    end_save(session, actor, form_key, "correct", key)


def _set(session: Session, record: str, key: str, values: Mapping[str, Any]) -> None:
    table, column = TABLES[record]
    session.execute(update(table).where(getattr(table, column) == key).values(**values))
    session.expire_all()


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
    begin_save(session, actor, form_key)
    recorder = acting_as(actor.reader, {Role.RECORDER, Role.SECTOR_HEAD})
    meeting = record_to_touch(session, recorder, "meetings", key)
    items = [tidy_input(item) for item in items]
    if meeting.inputs not in (None, Inputs.NOT_RECORDED) and not _lists_nothing(session, meeting):
        raise refuse("inputs_said_already", "inputs", meeting.inputs)
    if inputs not in (Inputs.ITEMISED, Inputs.NIL, Inputs.LOST):
        raise refuse("unknown_code", "inputs", inputs, "itemised nil lost")
    if (inputs == Inputs.ITEMISED) != bool(items):
        raise refuse("nil_with_inputs" if items else "inputs_unsaid", "inputs", inputs)
    covered = session.scalars(
        select(MeetingSubDistrict.sub_district_code)
        .where(MeetingSubDistrict.meeting == key)
        .order_by(MeetingSubDistrict.position)
    ).all()
    faults = [*item_faults(items, covered, meeting.held_on), *Named(session).item_faults(items)]
    faults += _reason_faults(reason or "") if inputs == Inputs.LOST else []
    if faults:
        raise Refused(faults)
    tickets = keep_inputs(session, actor, items, meeting.held_on, meeting=key)
    _set(session, "meetings", key, {"inputs": inputs, "inputs_on": actor.now.date()})
    texts = {"reason": tidy(reason), **texts_of(items)}
    enter(session, actor, "complete_inputs", key, {"inputs": inputs, "issues": tickets}, texts)
    end_save(session, actor, form_key, "complete_inputs", key)
    return tickets


def _lists_nothing(session: Session, meeting: Any) -> bool:
    """Whether a meeting is itemised and no issue that counts names it: the list is still owed."""
    named = session.scalars(
        select(Issue.issue).where(Issue.meeting == meeting.meeting, Issue.voided_on.is_(None))
    )
    return bool(meeting.inputs == Inputs.ITEMISED) and named.first() is None


def void_record(
    session: Session, actor: Actor, record: str, key: str, reason: str, form_key: str
) -> None:
    """Void a meeting, report or issue: by the sector head; a verified issue by the commander.

    The commander voids the rest as well: of what lies in no sector nobody else could.
    """
    begin_save(session, actor, form_key)
    voiders = acting_as(actor.reader, {Role.SECTOR_HEAD, Role.COMMANDER})
    record_to_touch(session, voiders, record, key)
    if record == "issues":
        [issue] = issues_by_key(session, [key])
        verified = standing_on(issue, actor.now.date()).state is State.VERIFIED
        if verified and Role.COMMANDER not in actor.reader.roles:
            raise NotPermitted
        _refuse_merge_target(session, key)
    if faults := _reason_faults(reason):
        raise Refused(faults)
    _set(session, record, key, {"voided_on": actor.now.date()})
    if record == "issues":
        refresh_spans(session, [key])
    enter(session, actor, f"void.{record}", key, None, {"reason": reason})
    end_save(session, actor, form_key, "void", key)


def _refuse_merge_target(session: Session, key: str) -> None:
    """What was merged into an issue would hang in the air without it."""
    merged = session.scalars(
        select(IssueEvent.issue)
        .join(Issue, Issue.issue == IssueEvent.issue)
        .where(IssueEvent.into == key, IssueEvent.voided_on.is_(None), Issue.voided_on.is_(None))
        .order_by(IssueEvent.issue)
    ).first()
    if merged is not None:
        raise refuse("event_in_the_way", "voided_on", f"{merged} merged")


def void_event(
    session: Session, actor: Actor, key: str, sequence: int, reason: str, form_key: str
) -> None:
    """Void an event: by the commander; the events that stay must be allowed without it."""
    begin_save(session, actor, form_key)
    record_to_touch(session, acting_as(actor.reader, {Role.COMMANDER}), "issues", key)
    event = session.execute(
        select(IssueEvent.event, IssueEvent.voided_on).where(
            IssueEvent.issue == key, IssueEvent.sequence == sequence
        )
    ).first()
    if event is None:
        raise NotPermitted
    if event.voided_on is not None:
        raise refuse("voided_already", "voided_on", event.voided_on.isoformat())
    if faults := _reason_faults(reason):
        raise Refused(faults)
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


def record_to_touch(session: Session, reader: Reader, record: str, key: str) -> Any:
    """The row of a record that the reader sees; a voided one is not touched again.

    Raises NotPermitted where it is missing or not seen, Refused where it is voided.
    """
    table, column = TABLES[record]
    row = session.scalars(
        select(table).where(visible(table, reader), getattr(table, column) == key)
    ).first()
    if row is None:
        raise NotPermitted
    if row.voided_on is not None:
        raise refuse("voided_already", "voided_on", row.voided_on.isoformat())
    return row


def _is_recorder(actor: Actor, row: Any) -> bool:
    own = actor.account_id is not None and row.entered_by == actor.account_id
    return own and entered_lately(row.recorded_at, actor.now)


def _reason_faults(reason: str) -> list[Any]:
    if tidy(reason) is None:
        return [*refuse("reason_needed", "reason").faults]
    return [*text_faults("reason", reason)]
