"""How many records of one paper happened by its day and were entered after it.

Those that its reader may see; `db.queries.reference` counts what figures of areas are made of.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from db.scoped import visible
from domain.coverage import TELLS
from domain.permissions import Reader
from models import Issue, IssueEvent, Meeting

Count = Select[int]

AT_ONCE = 1000
"""So many tickets are asked for in one statement."""


def later_of_issues(session: Session, reader: Reader, as_of: date, issues: Collection[str]) -> int:
    """Of some issues: they themselves and what happened to them."""
    keys = sorted(issues)
    parts = [keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE)]
    return _total(
        session,
        *(_issues(reader, as_of, Issue.issue.in_(part)) for part in parts),
        *(_events(reader, as_of, Issue.issue.in_(part)) for part in parts),
    )


def later_of_meeting(
    session: Session,
    reader: Reader,
    as_of: date,
    meeting: str,
    raised: Collection[str],
    told: Collection[str],
) -> int:
    """Of the minutes of a meeting: itself, the issues raised at it and what happened to them.

    Of the earlier issues `told` at it what was told there alone counts.
    """
    there = (
        Issue.issue.in_(sorted(told)),
        IssueEvent.meeting == meeting,
        IssueEvent.event.in_(sorted(TELLS)),
    )
    return later_of_issues(session, reader, as_of, raised) + _total(
        session,
        _meetings(reader, as_of, Meeting.meeting == meeting),
        _events(reader, as_of, *there),
    )


def _total(session: Session, *counts: Count) -> int:
    return sum(session.execute(count).scalar_one() for count in counts)


def _late(table: type[Any], happened: Any, as_of: date) -> Count:
    return (
        select(func.count())
        .select_from(table)
        .where(happened <= as_of, table.recorded_on > as_of, table.voided_on.is_(None))
    )


def _meetings(reader: Reader, as_of: date, *which: ColumnElement[bool]) -> Count:
    return _late(Meeting, Meeting.held_on, as_of).where(visible(Meeting, reader), *which)


def _issues(reader: Reader, as_of: date, *which: ColumnElement[bool]) -> Count:
    return _late(Issue, Issue.reported_on, as_of).where(visible(Issue, reader), *which)


def _events(reader: Reader, as_of: date, *which: ColumnElement[bool]) -> Count:
    return (
        _late(IssueEvent, IssueEvent.occurred_on, as_of)
        .join(Issue, Issue.issue == IssueEvent.issue)
        .where(visible(Issue, reader), Issue.voided_on.is_(None), *which)
    )
