"""What the sheet of one kecamatan shows beside its status."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.held import shown
from db.queries.issues import IssueQuery, IssueRow, issue_page
from db.scoped import counted, visible
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import COMMUNITY_PROGRAMMES, EventKind, State
from models import (
    Attendance,
    Issue,
    IssueEvent,
    Meeting,
    MeetingSubDistrict,
    MeetingVillage,
    Village,
)

KEEPS_PROMISE = (EventKind.VERIFIED, EventKind.SETTLED)


@dataclass(frozen=True)
class PromiseRow:
    """Something promised here: to whom, what exactly, by whom, by when, and what came of it.

    `act` is the note of the last assignment, `first_due_on` the very first due date.
    `witness` are the unit and the group that confirmed the outcome from outside: never the
    unit that owns it. Of what cannot be followed up it is the group that was told why.
    """

    issue: IssueRow
    promised_on: date
    act: str | None
    first_due_on: date | None
    outcome_on: date | None
    witness_unit: str | None
    witness_group: str | None


def promises(session: Session, reader: Reader, scope: Scope, code: str) -> list[PromiseRow]:
    """Every promise of a kecamatan as of the day, newest first, of all elections.

    A promise is an issue that was ever assigned or referred; only those the reader may see.
    """
    return promises_in(session, reader, _of_area(scope, code))


def promises_in(session: Session, reader: Reader, scope: Scope) -> list[PromiseRow]:
    """Every promise among the issues of a scope, newest first, of what the reader may see."""
    rows = issue_page(session, reader, scope)
    events = _events(session, [row.issue for row in rows], scope)
    found = []
    for row in rows:
        happened = events.get(row.issue, [])
        promised = [e for e in happened if e.event in (EventKind.ASSIGNED, EventKind.REFERRED)]
        if not promised:
            continue
        dues = [e.due_on for e in promised if e.due_on is not None]
        acts = [e.note for e in promised if e.note]
        outcome = _outcome(happened, row.state)
        found.append(
            PromiseRow(
                issue=row,
                promised_on=promised[0].occurred_on,
                act=acts[-1] if acts else None,
                first_due_on=dues[0] if dues else None,
                outcome_on=outcome.occurred_on if outcome is not None else None,
                witness_unit=_outside(outcome, row.unit),
                witness_group=None if row.shielded else _witnesses(happened, outcome),
            )
        )
    return sorted(found, key=lambda p: (p.promised_on, p.issue.issue), reverse=True)


def _outcome(events: Sequence[Any], state: str) -> Any | None:
    """The event that a person would name as the outcome, while it still holds."""
    if state not in (State.VERIFIED, State.SETTLED, State.UNABLE, State.CLAIMED):
        return None
    same = [event for event in events if event.event == state]
    return same[-1] if same else None


def _outside(outcome: Any | None, owner: str | None) -> str | None:
    """The unit of an outcome, unless it owns the issue: nobody is a witness of their own."""
    return outcome.unit if outcome is not None and outcome.unit != owner else None


def _witnesses(events: Sequence[Any], outcome: Any | None) -> str | None:
    """The group that confirmed an outcome, or that was told why there is none."""
    if outcome is None or outcome.event != EventKind.UNABLE:
        return outcome.by_group if outcome is not None else None
    since = events[events.index(outcome) :]
    told = [event.by_group for event in since if event.event == EventKind.TOLD_BACK]
    return told[-1] if told else None


def _of_area(scope: Scope, code: str) -> Scope:
    return Scope(as_of=scope.as_of, known=scope.known, sub_district=(code,))


def _events(session: Session, keys: Sequence[str], scope: Scope) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for start in range(0, len(keys), 1000):
        rows = session.execute(
            select(
                IssueEvent.issue,
                IssueEvent.occurred_on,
                IssueEvent.event,
                IssueEvent.unit,
                IssueEvent.due_on,
                IssueEvent.by_group,
                shown(IssueEvent, "note"),
            )
            .where(
                IssueEvent.issue.in_(keys[start : start + 1000]),
                IssueEvent.occurred_on <= scope.as_of,
                counted(IssueEvent, scope.as_of, known=scope.known),
            )
            .order_by(IssueEvent.issue, IssueEvent.occurred_on, IssueEvent.sequence)
        )
        for row in rows:
            found[row.issue].append(row)
    return found


@dataclass(frozen=True)
class AttendanceRow:
    """A meeting and who was there: the headcount by group, None where nobody counted."""

    meeting: str
    held_on: date
    programme: str
    groups: dict[str, int | None]


def attendance(
    session: Session, reader: Reader, scope: Scope, code: str, limit: int = 12
) -> list[AttendanceRow]:
    """The latest meetings covering a kecamatan, newest first, with attendance by group."""
    meetings = session.execute(
        select(Meeting.meeting, Meeting.held_on, Meeting.programme)
        .join(MeetingSubDistrict, MeetingSubDistrict.meeting == Meeting.meeting)
        .where(
            visible(Meeting, reader),
            MeetingSubDistrict.sub_district_code == code,
            Meeting.held_on <= scope.as_of,
            counted(Meeting, scope.as_of, known=scope.known),
        )
        .order_by(Meeting.held_on.desc(), Meeting.meeting)
        .limit(limit)
    ).all()
    groups: dict[str, dict[str, int | None]] = defaultdict(dict)
    for meeting, group, headcount in session.execute(
        select(Attendance.meeting, Attendance.stakeholder_group, Attendance.headcount)
        .where(Attendance.meeting.in_([row.meeting for row in meetings]))
        .order_by(Attendance.meeting, Attendance.position)
    ):
        groups[meeting][group] = headcount
    return [AttendanceRow(*row, groups.get(row.meeting, {})) for row in meetings]


@dataclass(frozen=True)
class VillageContact:
    """A village, and the last day it was named at a community meeting of the window."""

    code: str
    name: str
    last_named_on: date | None


def village_contacts(
    session: Session, reader: Reader, scope: Scope, code: str, window: int
) -> list[VillageContact]:
    """The villages of a kecamatan in code order, with those named in the last `window` days."""
    latest = session.execute(
        select(MeetingVillage.village_code, func.max(Meeting.held_on))
        .join(Meeting, Meeting.meeting == MeetingVillage.meeting)
        .where(
            Meeting.programme.in_(sorted(COMMUNITY_PROGRAMMES)),
            Meeting.held_on <= scope.as_of,
            Meeting.held_on > scope.as_of - timedelta(days=window),
            counted(Meeting, scope.as_of, known=scope.known),
        )
        .group_by(MeetingVillage.village_code)
    )
    named = {village: held_on for village, held_on in latest}
    rows = session.execute(
        select(Village.code, Village.name)
        .where(visible(Village, reader), Village.sub_district_code == code)
        .order_by(Village.code)
    )
    return [VillageContact(c, name, named.get(c)) for c, name in rows]


def recurring_categories(
    session: Session, reader: Reader, scope: Scope, code: str
) -> list[tuple[str, int, int]]:
    """Categories raised more than once here: category, how often, how many still open."""
    query = IssueQuery(session, reader, _of_area(scope, code))
    standing = query.standing.c
    count = func.count()
    still_open = func.count().filter(standing.is_open)
    rows = session.execute(
        query.select(Issue.category, count, still_open)
        .group_by(Issue.category)
        .having(count > 1)
        .order_by(still_open.desc(), count.desc(), Issue.category)
    )
    return [(category, times, open_now) for category, times, open_now in rows]
