"""The meetings of a scope as of a day: who came, what was promised, what became of it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from db.held import shown
from db.queries.happened import by_the_day, in_scope
from db.queries.issues import IssueQuery, IssueRow, complete
from db.scoped import counted, visible
from domain.permissions import SMALLEST_COUNT, Reader
from domain.records import MeetingFacts
from domain.scope import Scope
from domain.vocabulary import Inputs, Kind, State
from models import Attendance, Issue, Meeting, MeetingSubDistrict, MeetingVillage

DONE = frozenset({State.VERIFIED, State.SETTLED})


@dataclass(frozen=True)
class FollowUp:
    """What became of the issues of a meeting that the reader may see.

    `done` are verified or answered on the spot; `late` are some of the `open`;
    `otherwise` were closed in another way. Appreciations are never open or done.
    `withheld` counts the issues that are not listed for the reader, None where they are
    fewer than three, which could tell who spoke.
    """

    issues: int = 0
    done: int = 0
    open: int = 0
    late: int = 0
    otherwise: int = 0
    appreciations: int = 0
    withheld: int | None = None


@dataclass(frozen=True)
class MeetingRow:
    """A meeting as lists and minutes show it.

    `attendance` holds each group with its headcount, None where nobody wrote it down.
    `inputs` is what was known of them on the day. A voided meeting counts for nothing.
    """

    meeting: str
    held_on: date
    programme: str
    host_unit: str | None
    venue: str | None
    promised: bool
    inputs: str
    source: str | None
    voided_on: date | None
    sub_districts: tuple[str, ...]
    villages: tuple[str, ...]
    attendance: tuple[tuple[str, int | None], ...]
    follow_up: FollowUp

    @property
    def headcount(self) -> int | None:
        """How many were counted, None when nobody was."""
        counts = [count for _, count in self.attendance if count is not None]
        return sum(counts) if counts else None

    @property
    def all_counted(self) -> bool:
        """Whether the headcount of every group present was written down."""
        return all(count is not None for _, count in self.attendance)


@dataclass(frozen=True)
class MeetingPage:
    """The newest meetings of a scope, and the counts of all of them, voided ones apart.

    `not_recorded`: their inputs were still to follow on the day.
    """

    rows: tuple[MeetingRow, ...]
    total: int
    voided: int
    promised: int
    not_recorded: int
    last_on: date | None


def meeting_page(
    session: Session,
    reader: Reader,
    scope: Scope,
    programmes: Collection[str] = (),
    limit: int | None = None,
) -> MeetingPage:
    """The meetings of a scope, newest first, then by key; voided ones stand among them.

    Of the filters of a scope kecamatan, village, since and until hold.
    """
    conditions = _in_scope(reader, scope, programmes)
    valid = Meeting.voided_on.is_(None)
    total, promised, to_follow, last_on, every = session.execute(
        select(
            func.count().filter(valid),
            func.count().filter(valid, Meeting.promised.is_(True)),
            func.count().filter(valid, _not_recorded(scope.as_of)),
            func.max(Meeting.held_on).filter(valid),
            func.count(),
        ).where(*conditions)
    ).one()
    statement = (
        select(*_COLUMNS)
        .where(*conditions)
        .order_by(Meeting.held_on.desc(), Meeting.meeting)
        .limit(limit)
    )
    rows = tuple(meeting_rows(session, reader, scope, session.execute(statement).all()))
    return MeetingPage(rows, total, every - total, promised, to_follow, last_on)


def held_meeting(session: Session, reader: Reader, scope: Scope, key: str) -> MeetingRow | None:
    """One meeting by key; None if the reader may not see it, or it was not held by the day."""
    statement = select(*_COLUMNS).where(
        visible(Meeting, reader), *by_the_day(Meeting.held_on, scope), Meeting.meeting == key
    )
    found = meeting_rows(session, reader, scope, session.execute(statement).all())
    return found[0] if found else None


_COLUMNS = (
    Meeting.meeting,
    Meeting.held_on,
    Meeting.programme,
    Meeting.host_unit,
    shown(Meeting, "venue"),
    Meeting.promised,
    Meeting.inputs,
    Meeting.inputs_on,
    shown(Meeting, "source"),
    Meeting.voided_on,
)


def _in_scope(
    reader: Reader, scope: Scope, programmes: Collection[str]
) -> list[ColumnElement[bool]]:
    areas, villages = MeetingSubDistrict.sub_district_code, MeetingVillage.village_code
    found = in_scope(reader, scope, Meeting.meeting, Meeting.held_on, areas, villages)
    if programmes:
        found.append(Meeting.programme.in_(sorted(programmes)))
    return found


def _not_recorded(day: date) -> ColumnElement[bool]:
    """The rule of MeetingFacts.inputs_as_of, for counting."""
    return or_(
        Meeting.inputs.is_(None),
        Meeting.inputs == Inputs.NOT_RECORDED,
        func.coalesce(Meeting.inputs_on, Meeting.held_on) > day,
    )


def meeting_rows(
    session: Session, reader: Reader, scope: Scope, rows: Sequence[Any]
) -> list[MeetingRow]:
    """The meetings of some rows with who came, where, and what became of their issues."""
    keys = [row.meeting for row in rows]
    areas = _lists(session, MeetingSubDistrict, MeetingSubDistrict.sub_district_code, keys)
    villages = _lists(session, MeetingVillage, MeetingVillage.village_code, keys)
    groups = _lists(session, Attendance, Attendance.stakeholder_group, keys)
    headcounts = _lists(session, Attendance, Attendance.headcount, keys)
    follow_ups = _follow_ups(session, reader, scope, keys)
    return [
        MeetingRow(
            meeting=row.meeting,
            held_on=row.held_on,
            programme=row.programme,
            host_unit=row.host_unit,
            venue=row.venue,
            promised=bool(row.promised),
            inputs=MeetingFacts(
                row.meeting, row.held_on, inputs=row.inputs, inputs_on=row.inputs_on
            ).inputs_as_of(scope.as_of),
            source=row.source,
            voided_on=row.voided_on,
            sub_districts=tuple(areas[row.meeting]),
            villages=tuple(villages[row.meeting]),
            attendance=tuple(zip(groups[row.meeting], headcounts[row.meeting], strict=True)),
            follow_up=follow_ups[row.meeting],
        )
        for row in rows
    ]


def _lists(
    session: Session, table: type[Any], column: Any, keys: Sequence[str]
) -> dict[str, list[Any]]:
    """The values of a column for each meeting, in the order of the record."""
    found: dict[str, list[Any]] = defaultdict(list)
    statement = (
        select(table.meeting, column)
        .where(table.meeting.in_(keys))
        .order_by(table.meeting, table.position)
    )
    for meeting, value in session.execute(statement):
        found[meeting].append(value)
    return found


def issues_of(
    session: Session, reader: Reader, scope: Scope, keys: Sequence[str]
) -> list[IssueRow]:
    """The issues raised at some meetings that the reader may see, by key; no other filter.

    One whose village the reader may not know is left out: its meeting would tell.
    """
    query = IssueQuery(session, reader, Scope(scope.as_of, scope.known))
    statement = query.rows().where(Issue.meeting.in_(keys)).order_by(Issue.issue)
    rows = complete(session, reader, scope, session.execute(statement).all())
    return [row for row in rows if not row.shielded]


def _follow_ups(
    session: Session, reader: Reader, scope: Scope, keys: Sequence[str]
) -> dict[str, FollowUp]:
    by_meeting: dict[str | None, list[IssueRow]] = defaultdict(list)
    for issue in issues_of(session, reader, scope, keys):
        by_meeting[issue.meeting].append(issue)
    raised = _raised(session, scope, keys)
    return {key: _follow_up(by_meeting[key], raised[key]) for key in keys}


def _raised(session: Session, scope: Scope, keys: Sequence[str]) -> Counter[str | None]:
    """How many issues were raised at each meeting, whoever may see them."""
    statement = (
        select(Issue.meeting, func.count())
        .where(
            and_(Issue.meeting.in_(keys), Issue.reported_on <= scope.as_of),
            counted(Issue, scope.as_of, known=scope.known),
        )
        .group_by(Issue.meeting)
    )
    return Counter({meeting: count for meeting, count in session.execute(statement)})


def _follow_up(issues: Sequence[IssueRow], raised: int) -> FollowUp:
    matters = [issue for issue in issues if issue.kind != Kind.APPRECIATION]
    done = sum(issue.state in DONE for issue in matters)
    still_open = sum(issue.is_open for issue in matters)
    withheld = raised - len(issues)
    return FollowUp(
        issues=len(issues),
        done=done,
        open=still_open,
        late=sum(issue.late_days is not None for issue in matters),
        otherwise=len(matters) - done - still_open,
        appreciations=len(issues) - len(matters),
        withheld=withheld if withheld >= SMALLEST_COUNT else None,
    )
