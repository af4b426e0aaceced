"""One issue with its whole history, as of a day and as a reader may see it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.held import held_fields
from db.queries.issues import SOURCE, IssueQuery, IssueRow, complete
from db.scoped import entered, shielded, visible
from domain.permissions import Reader
from domain.privacy import HELD
from domain.scope import Scope
from models import Issue, IssueEvent, Meeting

VOIDED, LATER, ENTERED_LATER = "voided", "later", "entered_later"


@dataclass(frozen=True)
class MeetingRef:
    """A meeting that an issue or an event names, and that the reader may open."""

    meeting: str
    held_on: date
    programme: str


@dataclass(frozen=True)
class EventRow:
    """An event as it was entered; a voided one counts for nothing and stays visible.

    `recorded_on` is the station's day of its entry, None where it is not known. Group
    and meeting are None where the reader may not see them.
    """

    occurred_on: date
    event: str
    unit: str | None
    due_on: date | None
    threat: str | None
    rubric: tuple[str, ...]
    severity: int | None
    by_group: str | None
    meeting: MeetingRef | None
    into: str | None
    reason: str | None
    evidence: str | None
    note: str | None
    recorded_on: date | None
    voided_on: date | None


@dataclass(frozen=True)
class IssueRecord:
    """An input as it was recorded. `told` is the free text that says where it came from.

    Group, village and meeting are None, and `shielded` True, where the reader may not
    see them.
    """

    issue: str
    reported_on: date
    sub_district: str | None
    village: str | None
    kind: str
    category: str
    threat: str | None
    rubric: tuple[str, ...]
    severity: int | None
    text: str | None
    raised_by: str | None
    source: str
    told: str | None
    meeting: MeetingRef | None
    report: str | None
    recorded_on: date | None
    voided_on: date | None
    shielded: bool


@dataclass(frozen=True)
class IssueDetail:
    """A record, where it stands on the day, and its events up to the day, in order.

    `row` is None, and `absent` says why, for a record that does not count on the day:
    voided, reported later, or (with `known`) entered later.
    """

    record: IssueRecord
    row: IssueRow | None
    absent: str | None
    events: tuple[EventRow, ...]


def issue_detail(session: Session, reader: Reader, scope: Scope, key: str) -> IssueDetail | None:
    """The issue of a key with its history; None if the reader may not see it."""
    found = session.execute(
        select(Issue, SOURCE.label("source")).where(visible(Issue, reader), Issue.issue == key)
    ).one_or_none()
    if found is None:
        return None
    issue: Issue = found[0]
    bare = Scope(as_of=scope.as_of, known=scope.known)
    row = _row(session, reader, bare, key)
    owner = row.unit if row is not None else None
    hidden = row.shielded if row is not None else shielded(issue.category, owner, reader)
    events = _events(session, bare, key)
    meetings = {} if hidden else _meetings(session, reader, [issue, *events])
    issues = _visible_issues(session, reader, [event.into for event in events])
    held = held_fields(session, key)
    return IssueDetail(
        record=_record(issue, found.source, meetings, held, hidden=hidden),
        row=row,
        absent=None if row is not None else _why_absent(issue, bare),
        events=tuple(_event(event, meetings, issues, held, hidden=hidden) for event in events),
    )


def _row(session: Session, reader: Reader, scope: Scope, key: str) -> IssueRow | None:
    query = IssueQuery(session, reader, scope)
    rows = session.execute(query.rows().where(Issue.issue == key)).all()
    found = complete(session, reader, scope, rows)
    return found[0] if found else None


def _why_absent(issue: Issue, scope: Scope) -> str:
    if issue.voided_on is not None:
        return VOIDED
    return LATER if issue.reported_on > scope.as_of else ENTERED_LATER


def _events(session: Session, scope: Scope, key: str) -> list[IssueEvent]:
    """The events up to the day, voided ones among them."""
    return list(
        session.scalars(
            select(IssueEvent)
            .where(
                IssueEvent.issue == key,
                IssueEvent.occurred_on <= scope.as_of,
                entered(IssueEvent, scope.as_of, known=scope.known),
            )
            .order_by(IssueEvent.occurred_on, IssueEvent.sequence)
        )
    )


def _meetings(session: Session, reader: Reader, named: list[Any]) -> dict[str, MeetingRef]:
    keys = sorted({record.meeting for record in named if record.meeting is not None})
    rows = session.execute(
        select(Meeting.meeting, Meeting.held_on, Meeting.programme).where(
            visible(Meeting, reader), Meeting.meeting.in_(keys)
        )
    )
    return {row.meeting: MeetingRef(*row) for row in rows}


def _visible_issues(session: Session, reader: Reader, keys: list[str | None]) -> frozenset[str]:
    wanted = sorted({key for key in keys if key is not None})
    if not wanted:
        return frozenset()
    return frozenset(
        session.scalars(select(Issue.issue).where(visible(Issue, reader), Issue.issue.in_(wanted)))
    )


def _record(
    issue: Issue,
    source: str,
    meetings: dict[str, MeetingRef],
    held: frozenset[tuple[str, str]],
    *,
    hidden: bool,
) -> IssueRecord:
    return IssueRecord(
        issue=issue.issue,
        reported_on=issue.reported_on,
        sub_district=issue.sub_district_code,
        village=None if hidden else issue.village_code,
        kind=issue.kind,
        category=issue.category,
        threat=issue.threat,
        rubric=_answers(issue.rubric),
        severity=issue.severity,
        text=HELD if (issue.issue, "text") in held else issue.text,
        raised_by=None if hidden else issue.raised_by,
        source=source,
        told=HELD if (issue.issue, "source") in held else issue.source,
        meeting=meetings.get(issue.meeting or ""),
        report=issue.report,
        recorded_on=issue.recorded_on,
        voided_on=issue.voided_on,
        shielded=hidden,
    )


def _event(
    event: IssueEvent,
    meetings: dict[str, MeetingRef],
    issues: frozenset[str],
    held: frozenset[tuple[str, str]],
    *,
    hidden: bool,
) -> EventRow:
    key = f"{event.issue}#{event.sequence}"
    return EventRow(
        occurred_on=event.occurred_on,
        event=event.event,
        unit=event.unit,
        due_on=event.due_on,
        threat=event.threat,
        rubric=_answers(event.rubric),
        severity=event.severity,
        by_group=None if hidden else event.by_group,
        meeting=meetings.get(event.meeting or ""),
        into=event.into if event.into in issues else None,
        reason=HELD if (key, "reason") in held else event.reason,
        evidence=HELD if (key, "evidence") in held else event.evidence,
        note=HELD if (key, "note") in held else event.note,
        recorded_on=event.recorded_on,
        voided_on=event.voided_on,
    )


def _answers(rubric: str | None) -> tuple[str, ...]:
    return tuple(rubric.split(";")) if rubric else ()
