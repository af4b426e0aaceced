"""What the timeline shows of a scope as of a day: days with issues, meetings, stages.

A reader who may open issues gets figures of the issues that reader may see, so that the
bars, the table by stage and the list behind them agree. A reader of public figures alone
gets those of the district; a page prints "<3" for what is below three of them.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.queries.choices import election_in_view
from db.queries.figures import ledger_of
from db.queries.issues import IssueQuery
from db.scoped import counted, visible
from domain import figures
from domain.figures import StageFigures
from domain.permissions import RESTRICTED_CATEGORIES, SHIELDED_CATEGORIES, Reader
from domain.scope import Scope
from domain.vocabulary import Category, Kind
from models import Election, Issue, Meeting, MeetingSubDistrict, MeetingVillage

DISTRICT_TOTALS = (
    RESTRICTED_CATEGORIES | SHIELDED_CATEGORIES | {Category.CAMPAIGN, Category.ELECTION_VIOLATION}
)
"""In public these appear as totals of the district only."""


@dataclass(frozen=True)
class DayCount:
    """How many issues of a severity (None: not assessed) were reported on a day."""

    reported_on: date
    severity: int | None
    count: int


@dataclass(frozen=True)
class MeetingMark:
    """A meeting as a mark on the time axis."""

    meeting: str
    held_on: date
    programme: str


def issue_days(session: Session, reader: Reader, scope: Scope) -> list[DayCount]:
    """The issues of a scope by day and severity, appreciations left out as in every figure."""
    query = IssueQuery(session, reader, scope)
    columns = (Issue.reported_on, query.standing.c.severity)
    rows = session.execute(
        query.select(*columns, func.count())
        .where(Issue.kind != Kind.APPRECIATION)
        .group_by(*columns)
    )
    found = [DayCount(day, severity, count) for day, severity, count in rows]
    return sorted(found, key=lambda c: (c.reported_on, c.severity or 0))


def meeting_marks(session: Session, reader: Reader, scope: Scope) -> list[MeetingMark]:
    """The meetings of a scope by day and key; voided ones count for nothing.

    Of the filters kecamatan, village, since and until hold.
    """
    statement = select(Meeting.meeting, Meeting.held_on, Meeting.programme).where(
        visible(Meeting, reader),
        Meeting.held_on <= scope.as_of,
        counted(Meeting, scope.as_of, known=scope.known),
    )
    if scope.sub_district:
        covering = select(MeetingSubDistrict.meeting).where(
            MeetingSubDistrict.sub_district_code.in_(scope.sub_district)
        )
        statement = statement.where(Meeting.meeting.in_(covering))
    if scope.village:
        naming = select(MeetingVillage.meeting).where(
            MeetingVillage.village_code.in_(scope.village)
        )
        statement = statement.where(Meeting.meeting.in_(naming))
    if scope.since is not None:
        statement = statement.where(Meeting.held_on >= scope.since)
    if scope.until is not None:
        statement = statement.where(Meeting.held_on <= scope.until)
    rows = session.execute(statement.order_by(Meeting.held_on, Meeting.meeting))
    return [MeetingMark(*row) for row in rows]


def stage_table(session: Session, reader: Reader, scope: Scope) -> list[StageFigures]:
    """The figures of every dated stage, over the issues of the scope; in code order."""
    ledger = ledger_of(
        session, reader, scope.as_of, known=scope.known, sub_districts=scope.sub_district
    )
    if reader.may_open("issues"):
        wanted = IssueQuery(session, reader, scope).select(Issue.issue)
        seen = frozenset(session.scalars(wanted))
        issues = tuple(issue for issue in ledger.issues if issue.issue in seen)
    elif scope.sub_district:
        issues = tuple(i for i in ledger.issues if i.category not in DISTRICT_TOTALS)
    else:
        issues = ledger.issues
    return figures.by_stage(replace(ledger, issues=issues), scope.as_of)


def voting_days(session: Session, _reader: Reader, as_of: date) -> list[date]:
    """The voting days of every election, that of the election in view first."""
    in_view = election_in_view(session, as_of)
    first = in_view.code if in_view else None
    rows = session.execute(select(Election.code, Election.voting_day)).all()
    return [day for _, day in sorted((code != first, day) for code, day in rows)]
