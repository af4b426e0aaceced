"""What must be put right in a move before it is kept; every fault is listed."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.trail import Actor
from db.queries.move_context import claimant
from db.queries.places import unit_kinds
from db.scoped import visible
from db.tables.trail import EvidenceFile
from domain.cells import LIST_SEPARATOR
from domain.faults import Fault
from domain.form_faults import code_faults, fault, text_faults
from domain.forms import MoveForm
from domain.lifecycle import SIWAS
from domain.moves import MOVES, Carried, verification_gaps
from domain.records import IssueFacts
from domain.rubric import least_severity
from domain.standing import standing_on
from domain.vocabulary import (
    EventKind,
    Role,
    Rubric,
    Severity,
    StakeholderGroup,
    Threat,
    UnableReason,
    UnitKind,
)
from models import Issue, Meeting


def move_faults(session: Session, actor: Actor, issue: IssueFacts, form: MoveForm) -> list[Fault]:
    """Every fault of a move but unknown records and the order of events (`lifecycle.breaches`)."""
    found = [*_carried_faults(form), *_code_faults(form), *_day_faults(actor, form)]
    found += text_faults("note", form.note)
    found += _unit_faults(session, actor, form)
    found += _evidence_faults(session, form)
    if form.event is EventKind.VERIFIED:
        found += _verification_faults(session, actor, issue, form)
    if form.event is EventKind.TRIAGED and form.severity in list(Severity):
        found += _triage_faults(actor, issue, form)
    return found


def _carried_faults(form: MoveForm) -> Iterator[Fault]:
    """What the move must carry and does not, and what it carries and may not."""
    move, values = MOVES[form.event], vars(form)
    carried = {*move.needs, *move.takes}
    if form.event is EventKind.CLAIMED:
        carried.add(Carried.UNIT)
    for name in move.needs:
        if values[name] in (None, ()):
            yield fault(name, "empty_cell")
    for name in Carried:
        if values[name] not in (None, ()) and name not in carried:
            yield fault(name, "not_carried", values[name])


def _code_faults(form: MoveForm) -> Iterator[Fault]:
    if form.by_group is not None:
        yield from code_faults("by_group", form.by_group, StakeholderGroup)
    if form.threat is not None:
        yield from code_faults("threat", form.threat, Threat)
    for answer in form.rubric:
        yield from code_faults("rubric", answer, Rubric)
    if form.severity is not None and form.severity not in list(Severity):
        yield fault("severity", "unknown_code", form.severity, "1 2 3 4")
    if form.event is EventKind.UNABLE and form.reason is not None:
        yield from code_faults("reason", form.reason, UnableReason)


def _day_faults(actor: Actor, form: MoveForm) -> Iterator[Fault]:
    today = actor.now.date()
    if form.occurred_on > today:
        yield fault("occurred_on", "in_the_future", form.occurred_on, today.isoformat())
    if form.due_on is not None and form.due_on < form.occurred_on:
        yield fault("due_on", "due_before_event", form.due_on, form.occurred_on.isoformat())


def _unit_faults(session: Session, actor: Actor, form: MoveForm) -> Iterator[Fault]:
    """Who owns, who is asked, and who says so: of claim and verification the own unit."""
    if form.unit is None:
        return
    kind = unit_kinds(session).get(form.unit)
    own = actor.reader.unit
    if kind is None:
        yield fault("unit", "unknown_reference", form.unit, "units.csv")
    elif form.event is EventKind.ASSIGNED:
        if kind == UnitKind.AGENCY:
            yield fault("unit", "agency_owns", form.unit)
        elif Role.COMMANDER not in actor.reader.roles and form.unit != own:
            yield fault("unit", "assigned_across_units", form.unit, own or "")
    elif form.event in (EventKind.REFERRED, EventKind.RECEIPT, EventKind.ANSWERED):
        if kind != UnitKind.AGENCY and form.unit != SIWAS:
            yield fault("unit", "not_an_agency", form.unit)
    elif form.event in (EventKind.CLAIMED, EventKind.VERIFIED) and form.unit != own:
        yield fault("unit", "not_own_unit", form.unit, own or "")


def unknown_records(session: Session, actor: Actor, form: MoveForm) -> Iterator[Fault]:
    """A meeting and an issue that are named must be ones that the actor sees."""
    if form.meeting is not None:
        seen = select(Meeting.meeting).where(
            visible(Meeting, actor.reader), Meeting.meeting == form.meeting
        )
        if session.scalars(seen).first() is None:
            yield fault("meeting", "unknown_reference", form.meeting, "meetings.csv")
    if form.into is not None:
        there = select(Issue.issue).where(visible(Issue, actor.reader), Issue.issue == form.into)
        if session.scalars(there).first() is None:
            yield fault("into", "merged_into_unknown", form.into)


def _evidence_faults(session: Session, form: MoveForm) -> Iterator[Fault]:
    """Evidence that is shown is files; of an assignment it is what will be expected."""
    if form.evidence is None:
        return
    if form.event is EventKind.ASSIGNED:
        yield from text_faults("evidence", form.evidence)
        return
    for digest in form.evidence.split(LIST_SEPARATOR):
        if session.get(EvidenceFile, digest) is None:
            yield fault("evidence", "unknown_evidence", digest)


def _verification_faults(
    session: Session, actor: Actor, issue: IssueFacts, form: MoveForm
) -> Iterator[Fault]:
    if claimant(session, issue.issue, form.occurred_on) == actor.account_id:
        yield fault("unit", "verified_by_claimants_account", actor.reader.account)
    for code, field, expected in verification_gaps(
        issue, form.unit, form.by_group, form.occurred_on
    ):
        yield fault(field, code, getattr(form, field) or "", expected)


def _triage_faults(actor: Actor, issue: IssueFacts, form: MoveForm) -> Iterator[Fault]:
    """Raising needs a reason; lowering needs the commander and a reason."""
    severity = form.severity or 0
    by_rubric = int(least_severity(issue.category, form.threat, form.rubric))
    before = standing_on(issue, form.occurred_on).severity
    least = max(by_rubric, before or 0)
    if severity < least and Role.COMMANDER not in actor.reader.roles:
        yield fault("severity", "lowered_by_commander", severity, str(least))
    elif (severity < least or severity > min(by_rubric, before or by_rubric)) and not form.note:
        yield fault("note", "reason_needed")
