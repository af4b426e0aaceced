"""The minutes of one meeting as of a day: what was said, promised, and reported back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.held import shown
from db.queries.issues import IssueQuery, IssueRow
from db.queries.meetings import MeetingRow, held_meeting, issues_of
from db.scoped import counted, entered, shielded, visible
from domain.coverage import TELLS
from domain.permissions import Reader
from domain.scope import Scope
from domain.standing import SETS_DUE_DATE, SETS_STATE
from domain.vocabulary import EventKind
from models import Issue, IssueEvent


@dataclass(frozen=True)
class Promise:
    """What was first promised on an input: `event` is assigned, or else referred.

    `unit` is the owner, or the agency it was referred to; `act` the measurable act;
    `due_on` the very first due date, None where none was given.
    """

    event: str
    occurred_on: date
    unit: str | None
    act: str | None
    due_on: date | None


@dataclass(frozen=True)
class Outcome:
    """The event that made the state of an issue what it is on the day."""

    occurred_on: date
    unit: str | None
    by_group: str | None
    reason: str | None
    note: str | None


@dataclass(frozen=True)
class Input:
    """Something said at a meeting, what was promised on it, and where it stands."""

    issue: IssueRow
    promise: Promise | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Told:
    """An earlier issue on which this meeting heard what came of it, and how."""

    issue: str
    reported_on: date
    category: str
    text: str | None
    event: str
    by_group: str | None
    note: str | None


@dataclass(frozen=True)
class VoidedInput:
    """An input entered by mistake: it stays visible and counts for nothing."""

    issue: str
    text: str | None
    voided_on: date


@dataclass(frozen=True)
class Minutes:
    """One meeting with its inputs, those voided, and what was reported back at it.

    Issues whose group and village the reader may not know are not among them.
    """

    head: MeetingRow
    inputs: tuple[Input, ...]
    voided: tuple[VoidedInput, ...]
    told: tuple[Told, ...]


def minutes(session: Session, reader: Reader, scope: Scope, key: str) -> Minutes | None:
    """The minutes of a meeting, of what the reader may see.

    None if the reader may not see the meeting, or it was not held (or, with `known`,
    not entered) by the day.
    """
    head = held_meeting(session, reader, scope, key)
    if head is None:
        return None
    issues = issues_of(session, reader, scope, [key])
    events = _events(session, scope, [issue.issue for issue in issues])
    return Minutes(
        head=head,
        inputs=tuple(_input(issue, events[issue.issue]) for issue in issues),
        voided=tuple(_voided(session, reader, scope, key)),
        told=tuple(_told(session, reader, scope, key)),
    )


def _input(issue: IssueRow, events: Sequence[Any]) -> Input:
    return Input(issue, _promise(events), _outcome(issue, events))


def _promise(events: Sequence[Any]) -> Promise | None:
    for kind in (EventKind.ASSIGNED, EventKind.REFERRED):
        of_kind = [event for event in events if event.event == kind]
        if of_kind:
            dated = SETS_DUE_DATE if kind is EventKind.ASSIGNED else {EventKind.REFERRED}
            dues = [e.due_on for e in events if e.event in dated and e.due_on is not None]
            first = of_kind[0]
            return Promise(
                event=kind,
                occurred_on=first.occurred_on,
                unit=first.unit,
                act=first.note,
                due_on=dues[0] if dues else None,
            )
    return None


def _outcome(issue: IssueRow, events: Sequence[Any]) -> Outcome | None:
    setting = [e for e in events if e.event in SETS_STATE or e.event == issue.state]
    if not setting:
        return None
    last = setting[-1]
    return Outcome(
        occurred_on=last.occurred_on,
        unit=last.unit,
        by_group=last.by_group,
        reason=last.reason,
        note=last.note,
    )


def _events(session: Session, scope: Scope, keys: Sequence[str]) -> dict[str, list[Any]]:
    statement = (
        select(
            IssueEvent.issue,
            IssueEvent.occurred_on,
            IssueEvent.event,
            IssueEvent.unit,
            IssueEvent.due_on,
            IssueEvent.by_group,
            shown(IssueEvent, "reason"),
            shown(IssueEvent, "note"),
        )
        .where(
            IssueEvent.issue.in_(keys),
            IssueEvent.occurred_on <= scope.as_of,
            counted(IssueEvent, scope.as_of, known=scope.known),
        )
        .order_by(IssueEvent.issue, IssueEvent.occurred_on, IssueEvent.sequence)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in session.execute(statement):
        found[row.issue].append(row)
    return found


def _voided(session: Session, reader: Reader, scope: Scope, key: str) -> list[VoidedInput]:
    rows = session.execute(
        select(Issue.issue, Issue.category, shown(Issue, "text"), Issue.voided_on)
        .where(
            visible(Issue, reader),
            Issue.meeting == key,
            Issue.reported_on <= scope.as_of,
            Issue.voided_on.is_not(None),
            entered(Issue, scope.as_of, known=scope.known),
        )
        .order_by(Issue.issue)
    )
    return [
        VoidedInput(issue, text, day)
        for issue, category, text, day in rows
        # Who owned it no longer counts; the meeting would tell where it was said.
        if day is not None and not shielded(category, None, reader)
    ]


def _told(session: Session, reader: Reader, scope: Scope, key: str) -> list[Told]:
    """What was told at the meeting on issues that were not raised at it."""
    query = IssueQuery(session, reader, Scope(scope.as_of, scope.known))
    statement = (
        query.select(
            Issue.issue,
            Issue.reported_on,
            Issue.category,
            shown(Issue, "text"),
            query.standing.c.unit,
            IssueEvent.event,
            IssueEvent.by_group,
            shown(IssueEvent, "note"),
        )
        .join(IssueEvent, IssueEvent.issue == Issue.issue)
        .where(
            IssueEvent.meeting == key,
            IssueEvent.event.in_(sorted(TELLS)),
            IssueEvent.occurred_on <= scope.as_of,
            counted(IssueEvent, scope.as_of, known=scope.known),
            Issue.meeting.is_distinct_from(key),
        )
        .order_by(Issue.reported_on, Issue.issue, IssueEvent.sequence)
    )
    return [
        Told(
            issue=row.issue,
            reported_on=row.reported_on,
            category=row.category,
            text=row.text,
            event=row.event,
            by_group=row.by_group,
            note=row.note,
        )
        for row in session.execute(statement)
        if not shielded(row.category, row.unit, reader)
    ]
