"""Which promise is due, whose, and what waits for whom; and where to meet next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from db.queries.board import rules_of
from db.queries.facts import area_facts
from db.queries.issues import IssueRow, issue_page
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import State

WEEK = 7

TABS: dict[str, Callable[[IssueRow, date], bool]] = {
    "due_week": lambda row, day: day <= row.due <= day + timedelta(days=WEEK),
    "overdue": lambda row, day: row.due < day,
    "no_due_date": lambda row, day: row.without_due,
    "to_confirm": lambda row, day: row.state == State.CLAIMED,
    "to_tell": lambda row, day: row.state == State.UNABLE,
    "referred": lambda row, day: row.state == State.REFERRED,
}
"""The tabs of the page: which open issues each holds. An issue may stand in several."""


def follow_up(session: Session, reader: Reader, scope: Scope) -> dict[str, list[IssueRow]]:
    """The open issues of the scope that the reader may see, by tab, the longest due first."""
    rows = issue_page(session, reader, scope.narrowed(state=("open",)))
    rows.sort(key=lambda row: (row.due, row.issue))
    return {name: [row for row in rows if holds(row, scope.as_of)] for name, holds in TABS.items()}


@dataclass(frozen=True)
class MeetNext:
    """A kecamatan that should be met, and why.

    `days` since the latest community meeting, None where there never was one; `limit` in
    days at today's tempo; `open_issues` and `late` count promises that stand open there;
    `next_stage` is the next stage that begins, with its day.
    """

    sub_district: str
    days: int | None
    over_limit: bool
    open_issues: int
    late: int
    next_stage: str | None
    next_stage_on: date | None


def meet_next(
    session: Session, reader: Reader, as_of: date, *, known: bool = False
) -> list[MeetNext]:
    """Every kecamatan of the reader, first where a meeting is most needed.

    Order: never met or over the meeting limit first, then more late promises, then more
    open ones, then the longest since the latest community meeting.
    """
    rules = rules_of(session).on(as_of)
    meter = rules.meeting_meter
    coming = sorted(
        (stage.starts_on, stage.code)
        for stage in rules.calendar.stages
        if stage.dated and stage.starts_on is not None and stage.starts_on > as_of
    )
    begins, stage = coming[0] if coming else (None, None)
    found = []
    for area in area_facts(session, reader, as_of, known=known):
        met = [day for day in area.meeting_days if day <= as_of]
        last = met[-1] if met else None
        pieces = [p for p in area.pieces(rules.thresholds) if p.begins <= as_of < p.ends]
        found.append(
            MeetNext(
                sub_district=area.sub_district,
                days=(as_of - last).days if last is not None else None,
                over_limit=last is None or meter.units(last, as_of) > meter.unit,
                open_issues=len(pieces),
                late=sum(piece.due < as_of for piece in pieces),
                next_stage=stage,
                next_stage_on=begins,
            )
        )
    never = 10**6
    return sorted(
        found,
        key=lambda m: (
            not m.over_limit,
            -m.late,
            -m.open_issues,
            -(never if m.days is None else m.days),
            m.sub_district,
        ),
    )
