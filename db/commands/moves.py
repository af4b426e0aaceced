"""Move an issue: append an event that the life of an issue allows, by somebody who may."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.dataset import append_events
from db.commands.held import hold_back
from db.commands.saving import NotPermitted, begin_save, end_save, refuse
from db.commands.spans import refresh_spans
from db.commands.trail import Actor, enter
from db.queries.facts import issues_by_key
from db.queries.standing import answering_units
from db.scoped import visible
from domain.faults import Fault, Refused
from domain.lifecycle import breaches
from domain.moves import MOVES, Carried, may_make
from domain.records import EventFacts, IssueFacts
from domain.rubric import severity_of
from domain.standing import effective_severity, standing_on
from domain.thresholds import DEFAULTS
from domain.vocabulary import EventKind, Role, UnableReason, UnitKind
from models import Issue, IssueEvent, Unit


@dataclass(frozen=True)
class MoveForm:
    """A move as it was filled in; what its event does not carry stays None."""

    event: EventKind
    occurred_on: date
    unit: str | None = None
    due_on: date | None = None
    threat: str | None = None
    rubric: tuple[str, ...] = ()
    severity: int | None = None
    by_group: str | None = None
    meeting: str | None = None
    into: str | None = None
    reason: str | None = None
    evidence: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class NewerEvent:
    """An event that somebody else entered while a form was open."""

    event: str
    occurred_on: date
    entered_by: int | None
    recorded_at: str | None


class Changed(Exception):
    """The issue was moved while the form was open; nothing typed was kept or lost."""

    def __init__(self, events: list[NewerEvent]) -> None:
        self.events = events
        super().__init__(f"{len(events)} newer events")


def move_issue(
    session: Session, actor: Actor, key: str, form: MoveForm, *, seen: int, form_key: str
) -> None:
    """Append one event to an issue.

    `seen` is the last sequence that the form showed. Raises NotPermitted for an issue
    that the actor does not see or may not move, Changed when it was moved meanwhile,
    Refused with what would be right, AlreadySaved for a form kept before.
    """
    begin_save(session, form_key)
    _check_seen(session, actor, key, seen)
    append_move(session, actor, key, form)
    refresh_spans(session, [key])
    end_save(session, actor, form_key, str(form.event), key)


def _check_seen(session: Session, actor: Actor, key: str, seen: int) -> None:
    issue = session.scalars(
        select(Issue.issue).where(visible(Issue, actor.reader), Issue.issue == key)
    ).first()
    if issue is None:
        raise NotPermitted
    newer = session.execute(
        select(
            IssueEvent.event, IssueEvent.occurred_on, IssueEvent.entered_by, IssueEvent.recorded_at
        )
        .where(IssueEvent.issue == key, IssueEvent.sequence > seen)
        .order_by(IssueEvent.sequence)
    ).all()
    if newer:
        raise Changed([NewerEvent(*row) for row in newer])


def last_sequence(session: Session, key: str) -> int:
    """The sequence of the last event entered for an issue, 0 for none."""
    return session.scalars(
        select(func.coalesce(func.max(IssueEvent.sequence), 0)).where(IssueEvent.issue == key)
    ).one()


def append_move(session: Session, actor: Actor, key: str, form: MoveForm) -> None:
    """Check a move and append its event with its entry; the spans are the caller's."""
    issue = _visible_issue(session, actor, key)
    owner = answering_units(session).of(issue.sub_district)
    standing = standing_on(issue, form.occurred_on)
    s = effective_severity(issue, standing, form.occurred_on, DEFAULTS)
    if not may_make(actor.reader, form.event, issue, standing.owner or owner, s):
        raise NotPermitted
    form = _completed(actor, form)
    faults = [*_field_faults(session, actor, form), *_own_faults(session, actor, issue, form)]
    if faults:
        raise Refused(faults)
    _check_history(session, issue, form)
    event = {
        **{name: value for name, value in asdict(form).items() if name != "rubric"},
        "event": str(form.event),
        "rubric": ";".join(form.rubric) or None,
        "issue": key,
        "recorded_at": actor.now.isoformat(timespec="seconds"),
        "voided_on": None,
        "entered_by": actor.account_id,
    }
    [stored] = append_events(session, [event])
    hold_back(session, "events", [(f"{key}#{stored['sequence']}", event)], actor.account_id)
    fields = {
        name: value
        for name, value in event.items()
        if value is not None and name not in ("issue", "note", "recorded_at", "entered_by")
    }
    free_reason = form.event is not EventKind.UNABLE
    texts = {"note": form.note, "reason": fields.pop("reason", None) if free_reason else None}
    enter(session, actor, f"move.{form.event}", key, fields, texts)


def _visible_issue(session: Session, actor: Actor, key: str) -> IssueFacts:
    """The issue with all its events; NotPermitted where it is missing, voided or not seen."""
    seen = session.scalars(
        select(Issue.issue).where(visible(Issue, actor.reader), Issue.issue == key)
    ).first()
    found = issues_by_key(session, [key]) if seen is not None else []
    if not found:
        raise NotPermitted
    return found[0]


def _completed(actor: Actor, form: MoveForm) -> MoveForm:
    """The form with what follows from who acts: the unit of a claim and of a verification."""
    own_unit = form.event is EventKind.CLAIMED or (
        form.event is EventKind.VERIFIED and form.unit is None and form.by_group is None
    )
    return replace(form, unit=actor.reader.unit) if own_unit else form


def _field_faults(session: Session, actor: Actor, form: MoveForm) -> list[Fault]:
    """What the move must carry and does not, and days that cannot be."""
    found: list[Fault] = []
    values = asdict(form)
    for name in MOVES[form.event].needs:
        value = values[name]
        if value is None or (isinstance(value, str) and not value.strip()):
            found.append(_fault("empty_cell", name))
    carried = {str(c) for c in (*MOVES[form.event].needs, *MOVES[form.event].takes)}
    carried |= {"unit"} if form.event is EventKind.CLAIMED else set()
    for name in Carried:
        if values[name] not in (None, ()) and str(name) not in carried:
            found.append(_fault("not_carried", name, values[name]))
    today = actor.now.date()
    if form.occurred_on > today:
        found.append(_fault("in_the_future", "occurred_on", form.occurred_on, today.isoformat()))
    if form.unit is not None:
        kind = session.scalars(select(Unit.kind).where(Unit.code == form.unit)).first()
        if kind is None:
            found.append(_fault("unknown_reference", "unit", form.unit, "units.csv"))
        elif kind == UnitKind.AGENCY and form.event is EventKind.ASSIGNED:
            found.append(_fault("agency_owns", "unit", form.unit))
    if form.event is EventKind.UNABLE and form.reason not in list(UnableReason):
        found.append(_fault("unknown_code", "reason", form.reason or "", " ".join(UnableReason)))
    return found


def _own_faults(session: Session, actor: Actor, issue: IssueFacts, form: MoveForm) -> list[Fault]:
    """The rules of single moves that need to know who acts or what stands recorded."""
    if form.event is EventKind.VERIFIED and _claimant(session, issue) == actor.account_id:
        return [_fault("verified_by_claimants_account", "unit")]
    if form.event is EventKind.TRIAGED and form.severity is not None:
        return _triage_faults(actor, issue, form)
    return []


def _claimant(session: Session, issue: IssueFacts) -> int | None:
    """The account of the last claim; -1 (nobody's) for a claim that was loaded."""
    row = session.execute(
        select(IssueEvent.entered_by)
        .where(
            IssueEvent.issue == issue.issue,
            IssueEvent.event == EventKind.CLAIMED,
            IssueEvent.voided_on.is_(None),
        )
        .order_by(IssueEvent.occurred_on.desc(), IssueEvent.sequence.desc())
        .limit(1)
    ).first()
    return -1 if row is None or row.entered_by is None else int(row.entered_by)


def _triage_faults(actor: Actor, issue: IssueFacts, form: MoveForm) -> list[Fault]:
    """Raising needs a reason; lowering needs the commander and a reason."""
    by_rubric = int(severity_of(form.threat, form.rubric))
    before = standing_on(issue, form.occurred_on).severity
    assert form.severity is not None  # noqa: S101 - the caller looked
    lowers = form.severity < max(by_rubric, before or 0)
    raises = form.severity > by_rubric or (before is not None and form.severity > before)
    if lowers and Role.COMMANDER not in actor.reader.roles:
        return [_fault("lowered_by_commander", "severity", form.severity, str(by_rubric))]
    if (lowers or raises) and not (form.note or "").strip():
        return [_fault("reason_needed", "note")]
    return []


def _check_history(session: Session, issue: IssueFacts, form: MoveForm) -> None:
    """The event must be allowed on its day and leave the later ones allowed."""
    new = EventFacts(
        form.occurred_on,
        str(form.event),
        form.unit,
        form.due_on,
        form.severity,
        form.by_group,
        form.meeting,
        form.into,
        form.reason,
    )
    place = len(issue.until(form.occurred_on))
    events = (*issue.events[:place], new, *issue.events[place:])
    moved = replace(issue, events=events)
    check_histories(session, moved, new)


def check_histories(session: Session, moved: IssueFacts, new: EventFacts | None) -> None:
    """Refuse a history that is not allowed as it would stand, naming what is in the way.

    `new` is the event that is being entered, None where one is being taken out. The
    merges of other issues into this one must stay allowed as well.
    """
    others = {moved.issue: moved, **_chain(session, moved)}
    for breach in breaches(moved, others):
        event = moved.events[breach.index]
        if event is new:
            raise refuse(breach.code, breach.column, event.event, breach.expected)
        raise _in_the_way(event.event, event.occurred_on)
    merged_here = session.scalars(
        select(IssueEvent.issue)
        .where(
            IssueEvent.into == moved.issue,
            IssueEvent.event == EventKind.MERGED,
            IssueEvent.voided_on.is_(None),
        )
        .distinct()
    ).all()
    for issue in issues_by_key(session, merged_here):
        for breach in breaches(issue, others):
            event = issue.events[breach.index]
            if event.into == moved.issue:
                raise _in_the_way(f"{issue.issue} {event.event}", event.occurred_on)


def _in_the_way(what: str, day: date) -> Refused:
    return refuse("event_in_the_way", "occurred_on", f"{what} {day.isoformat()}")


def _chain(session: Session, issue: IssueFacts) -> dict[str, IssueFacts]:
    """The issues that an issue was merged into, and those that they were, by key."""
    found: dict[str, IssueFacts] = {}
    waiting = [event.into for event in issue.events if event.into is not None]
    while waiting:
        key = waiting.pop()
        if key in found or key == issue.issue:
            continue
        for target in issues_by_key(session, [key]):
            found[key] = target
            waiting += [event.into for event in target.events if event.into is not None]
    return found


def _fault(code: str, field: str, value: Any = "", expected: str = "") -> Fault:
    return Fault(code, "form", None, str(field), str(value), expected)
