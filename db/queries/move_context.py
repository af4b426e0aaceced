"""What a form for a move needs to know: which moves are open, and what to pre-fill."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from db.prepared import put
from db.queries.board import rules_of
from db.queries.facts import ISSUE_COLUMNS, with_events
from db.queries.standing import answering_units
from db.scoped import counted, visible
from db.tables.derived import IssueSpan
from domain.area import DayRules
from domain.moves import Move, default_owner, moves_open_to
from domain.permissions import Reader
from domain.records import IssueFacts
from domain.refusals import RefusedMove, refused_moves
from domain.standing import effective_severity, standing_on
from domain.vocabulary import EventKind, Severity, Tempo, UnitKind
from models import Issue, IssueEvent, Meeting, MeetingSubDistrict, Unit

MOST_MEETINGS = 20


@dataclass(frozen=True)
class MoveContext:
    """An issue as a form for a move sees it.

    `seen` is the last event entered when the form was drawn; `due_on` and `owner` are what
    an assignment is pre-filled with; `targets` are the issues it could be merged into.
    `refused` are moves of the reader's roles that are not open, each with the reason.
    """

    issue: str
    moves: tuple[Move, ...]
    seen: int
    due_on: date
    owner: str | None
    severity: int | None
    targets: tuple[str, ...]
    meetings: tuple[tuple[str, date], ...]
    refused: tuple[RefusedMove, ...] = ()


def move_context(
    session: Session, reader: Reader, key: str, day: date, account_id: int | None = None
) -> MoveContext | None:
    """What the reader may do with an issue on a day; None where it is not visible.

    `account_id` is the reader's account: nobody verifies what the own account claimed.
    """
    found = with_events(
        session,
        select(*ISSUE_COLUMNS).where(
            visible(Issue, reader), Issue.issue == key, Issue.voided_on.is_(None)
        ),
        day,
    )
    if not found or found[0].reported_on > day:
        return None
    issue = found[0]
    standing = standing_on(issue, day)
    sector = answering_units(session).of(issue.sub_district)
    rules = rules_of(session).on(day)
    s = effective_severity(issue, standing, day, rules.thresholds)
    owner = standing.owner or sector
    own_claim = claimant(session, key, day) == account_id
    refused = tuple(refused_moves(reader, issue, standing, owner, s, day, own_claim=own_claim))
    shut = {move.event for move in refused}
    moves = tuple(
        move
        for move in moves_open_to(reader, issue, standing, owner, day)
        if move.event not in shut
    )
    return MoveContext(
        issue=key,
        moves=moves,
        seen=last_sequence(session, key),
        due_on=proposed_due(rules, issue, s, day),
        owner=_proposed_owner(session, issue, sector),
        severity=standing.severity,
        targets=_targets(session, reader, issue, day),
        meetings=_meetings(session, reader, issue, day),
        refused=refused,
    )


def last_sequence(session: Session, key: str) -> int:
    """The sequence of the last event entered for an issue, 0 for none."""
    [(last,)] = put(session, _LAST, {"key": key})
    return int(last)


_LAST = select(func.coalesce(func.max(IssueEvent.sequence), 0)).where(
    IssueEvent.issue == bindparam("key")
)


def claimant(session: Session, key: str, day: date) -> int | None:
    """The account of the last claim of an issue up to a day; -1 (nobody's) without one.

    That is the answer for a claim that was loaded, too.
    """
    for (account,) in put(session, _CLAIM, {"key": key, "day": day}):
        return -1 if account is None else int(account)
    return -1


_CLAIM = (
    select(IssueEvent.entered_by)
    .where(
        IssueEvent.issue == bindparam("key"),
        IssueEvent.event == EventKind.CLAIMED,
        IssueEvent.occurred_on <= bindparam("day"),
        IssueEvent.voided_on.is_(None),
    )
    .order_by(IssueEvent.occurred_on.desc(), IssueEvent.sequence.desc())
    .limit(1)
)


def proposed_due(rules: DayRules, issue: IssueFacts, s: int, day: date) -> date:
    """The due date an assignment is pre-filled with: the default due of s.

    From s of 3 on never later than the day before the next critical stage begins, and
    the same day once one runs.
    """
    due = day + timedelta(days=rules.thresholds.due_in(issue.category, s))
    if s < Severity.HIGH:
        return due
    if rules.calendar.tempo(day) is Tempo.CRITICAL:
        return day
    begins = [
        stage.starts_on
        for stage in rules.calendar.stages
        if stage.dated
        and stage.tempo is Tempo.CRITICAL
        and stage.starts_on is not None
        and stage.starts_on > day
    ]
    return max(day, min(due, min(begins) - timedelta(days=1))) if begins else due


def _proposed_owner(session: Session, issue: IssueFacts, sector: str | None) -> str | None:
    investigates = session.scalars(select(Unit.investigates).where(Unit.code == sector)).first()
    owner = default_owner(issue.category, sector, investigates=investigates is not False)
    kind = session.scalars(select(Unit.kind).where(Unit.code == owner)).first()
    return owner if kind not in (None, UnitKind.AGENCY) else sector


def _targets(session: Session, reader: Reader, issue: IssueFacts, day: date) -> tuple[str, ...]:
    """Open issues of the kecamatan reported no later, the same category first."""
    eve = day - timedelta(days=1)
    rows = session.execute(
        select(Issue.issue, Issue.category)
        .join(IssueSpan, IssueSpan.issue == Issue.issue)
        .where(
            visible(Issue, reader),
            counted(Issue, day, known=False),
            Issue.sub_district_code == issue.sub_district,
            Issue.reported_on <= issue.reported_on,
            Issue.issue != issue.issue,
            IssueSpan.is_open,
            IssueSpan.valid_from <= max(eve, issue.reported_on),
            IssueSpan.valid_to > eve,
        )
        .distinct()
        .order_by(Issue.issue)
    ).all()
    ordered = sorted(rows, key=lambda row: (row.category != issue.category, row.issue))
    return tuple(row.issue for row in ordered)


def _meetings(
    session: Session, reader: Reader, issue: IssueFacts, day: date
) -> tuple[tuple[str, date], ...]:
    """The latest meetings since the issue that cover its kecamatan, newest first."""
    rows = session.execute(
        select(Meeting.meeting, Meeting.held_on)
        .join(MeetingSubDistrict, MeetingSubDistrict.meeting == Meeting.meeting)
        .where(
            visible(Meeting, reader),
            counted(Meeting, day, known=False),
            MeetingSubDistrict.sub_district_code == issue.sub_district,
            Meeting.held_on.between(issue.reported_on, day),
        )
        .order_by(Meeting.held_on.desc(), Meeting.meeting)
        .limit(MOST_MEETINGS)
    )
    return tuple((meeting, held_on) for meeting, held_on in rows)


def units_of(session: Session, _reader: Reader) -> tuple[tuple[str, str, str], ...]:
    """Every unit as code, name and kind, the police before the agencies."""
    rows = session.execute(select(Unit.code, Unit.name, Unit.kind))
    found = [(code, name, kind) for code, name, kind in rows]
    return tuple(sorted(found, key=lambda unit: (unit[2] == UnitKind.AGENCY, unit[1])))
