"""Move an issue: append an event that the life of an issue allows, by somebody who may."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from db.commands.dataset import append_events
from db.commands.held import hold_back
from db.commands.inputs import entered
from db.commands.move_faults import move_faults, unknown_records
from db.commands.saving import NotPermitted, UnknownRecord, begin_save, end_save, refuse
from db.commands.spans import write_spans
from db.commands.trail import Actor, enter
from db.held import shown
from db.prepared import put
from db.queries.facts import ONE_ISSUE, issue_among, issues_by_key
from db.queries.move_context import last_sequence as last_sequence
from db.queries.recurring import is_recurring
from db.queries.standing import answering_units
from db.scoped import visible
from db.tables.access import Account
from domain.faults import Refused
from domain.form_faults import fault
from domain.forms import MoveForm as MoveForm
from domain.forms import tidy
from domain.lifecycle import breaches
from domain.moves import may_make
from domain.permissions import Reader
from domain.records import EventFacts, IssueFacts
from domain.rubric import written
from domain.standing import effective_severity, standing_on
from domain.thresholds import DEFAULTS
from domain.vocabulary import EventKind, Rubric
from models import Issue, IssueEvent


@dataclass(frozen=True)
class NewerEvent:
    """An event that somebody else entered while a form was open.

    `by_unit` is the unit of the account that entered it; a note that is held back is HELD.
    """

    event: str
    occurred_on: date
    entered_by: int | None
    recorded_at: str | None
    unit: str | None = None
    due_on: date | None = None
    severity: int | None = None
    note: str | None = None
    by_unit: str | None = None


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
    Refused with what would be right (UnknownRecord where a named record is not to be
    seen), AlreadySaved for a form kept before.
    """
    begin_save(session, actor, form_key)
    write_spans(session, [append_move(session, actor, key, form, seen=seen)])
    end_save(session, actor, form_key, str(form.event), key)


_NEWER = (
    select(
        IssueEvent.event,
        IssueEvent.occurred_on,
        IssueEvent.entered_by,
        IssueEvent.recorded_at,
        IssueEvent.unit,
        IssueEvent.due_on,
        IssueEvent.severity,
        shown(IssueEvent, "note"),
        Account.unit.label("by_unit"),
    )
    .outerjoin(Account, Account.id == IssueEvent.entered_by)
    .where(IssueEvent.issue == bindparam("key"), IssueEvent.sequence > bindparam("seen"))
    .order_by(IssueEvent.sequence)
)


def _newer_than(session: Session, key: str, seen: int) -> list[NewerEvent]:
    return [NewerEvent(*row) for row in put(session, _NEWER, {"key": key, "seen": seen})]


def append_move(
    session: Session, actor: Actor, key: str, form: MoveForm, *, seen: int | None = None
) -> IssueFacts:
    """Check a move and append its event with its entry; gives the issue as it is now.

    Its spans are the caller's.
    Raises as `move_issue`; without `seen`, whatever was entered last was known.
    """
    issue = _visible_issue(session, actor, key)
    last = last_sequence(session, key)
    if seen is not None and last > seen:
        raise Changed(_newer_than(session, key, seen))
    _permit(session, actor, issue, form)
    form = _completed(session, actor, issue, form)
    unknown = [*unknown_records(session, actor, form)]
    if faults := [*move_faults(session, actor, issue, form), *unknown]:
        raise UnknownRecord(faults) if unknown else Refused(faults)
    moved = _check_history(session, issue, form)
    event = {
        **{name: value for name, value in vars(form).items() if name != "rubric"},
        "event": str(form.event),
        "rubric": written(form.rubric),
        "issue": key,
        **entered(actor),
    }
    [stored] = append_events(session, [event], {key: last})
    hold_back(session, "events", [(f"{key}#{stored['sequence']}", event)], actor.account_id)
    fields = {
        name: value
        for name, value in event.items()
        if value is not None and name not in ("issue", "note", "recorded_at", "entered_by")
    }
    texts = {"note": form.note}
    if form.event is EventKind.ASSIGNED:  # what evidence is expected, in words
        texts["evidence"] = fields.pop("evidence", None)
    fields["sequence"] = stored["sequence"]
    enter(session, actor, f"move.{form.event}", key, fields, texts)
    return moved


def _permit(session: Session, actor: Actor, issue: IssueFacts, form: MoveForm) -> None:
    """Raise NotPermitted unless the actor makes such a move on the issue.

    What was severe on the day of the event or is today is severe: an event is not put
    on an earlier day so that nobody need be asked.
    """
    standing = standing_on(issue, form.occurred_on)
    today = actor.now.date()
    s = max(
        effective_severity(issue, standing, form.occurred_on, DEFAULTS),
        effective_severity(issue, standing_on(issue, today), today, DEFAULTS),
    )
    owner = standing.owner or answering_units(session).of(issue.sub_district)
    if not may_make(actor.reader, form.event, issue, owner, s):
        raise NotPermitted


def _visible_issue(session: Session, actor: Actor, key: str) -> IssueFacts:
    """The issue with all its events; NotPermitted where it is missing, voided or not seen."""
    found = issue_among(session, _seen_by(actor.reader), key)
    if found is None:
        raise NotPermitted
    return found


@lru_cache(maxsize=64)
def _seen_by(reader: Reader) -> Select[*tuple[Any, ...]]:
    """The issues that the reader sees."""
    return ONE_ISSUE.where(visible(Issue, reader))


def _completed(session: Session, actor: Actor, issue: IssueFacts, form: MoveForm) -> MoveForm:
    """The form as it is kept: texts tidied, and filled what the records know better.

    That is the unit of a claim or a verification, and at triage whether an earlier issue
    of the sort is still open.
    """
    form = replace(
        form,
        note=tidy(form.note),
        evidence=tidy(form.evidence),
        unit=form.unit or None,
        threat=form.threat or None,
        by_group=form.by_group or None,
        meeting=form.meeting or None,
        into=form.into or None,
        reason=form.reason or None,
    )
    if form.event is EventKind.TRIAGED:
        answers = [answer for answer in form.rubric if answer != Rubric.RECURRING]
        again = [Rubric.RECURRING] if is_recurring(session, issue, form.occurred_on) else []
        form = replace(form, rubric=(*answers, *again))
    own_unit = form.event in (EventKind.CLAIMED, EventKind.VERIFIED) and form.unit is None
    return replace(form, unit=actor.reader.unit) if own_unit else form


def _check_history(session: Session, issue: IssueFacts, form: MoveForm) -> IssueFacts:
    """The event must be allowed on its day and leave the later ones allowed.

    Gives the issue with the event in its place.
    """
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
    return moved


_MERGED_INTO = (
    select(IssueEvent.issue)
    .where(
        IssueEvent.into == bindparam("key"),
        IssueEvent.event == EventKind.MERGED,
        IssueEvent.voided_on.is_(None),
    )
    .distinct()
)


def check_histories(session: Session, moved: IssueFacts, new: EventFacts | None) -> None:
    """Refuse a history that is not allowed as it would stand, naming what is in the way.

    `new` is the event that is being entered, None where one is being taken out. The
    merges of other issues into this one must stay allowed as well.
    """
    others = {moved.issue: moved, **_chain(session, moved)}
    found = list(breaches(moved, others))
    own = [breach for breach in found if moved.events[breach.index] is new]
    if own and new is not None:
        given = {"into": new.into}
        raise Refused(
            fault(b.column, b.code, given.get(b.column, new.event), b.expected) for b in own
        )
    for breach in found:
        event = moved.events[breach.index]
        raise _in_the_way(event.event, event.occurred_on)
    merged_here = [key for (key,) in put(session, _MERGED_INTO, {"key": moved.issue})]
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
