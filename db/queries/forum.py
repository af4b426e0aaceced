"""Forums: meetings of one programme, host unit and kecamatan, and how many met in a time."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.scoped import counted, visible
from domain.permissions import Reader
from domain.vocabulary import OFFICIALS_PROGRAMMES
from models import Meeting, MeetingSubDistrict, SituationReport, SituationReportSubDistrict


@dataclass(frozen=True)
class Forum:
    """Who meets: the programmes, the host unit, the kecamatan (None: whichever)."""

    programmes: frozenset[str]
    host_unit: str | None
    sub_districts: frozenset[str] | None = None

    @classmethod
    def of_officials(cls, host_unit: str | None, sub_districts: Collection[str] = ()) -> "Forum":
        """The meetings of officials that a unit holds, of some kecamatan if any are named."""
        covered = frozenset(sub_districts) or None
        return cls(frozenset(OFFICIALS_PROGRAMMES), host_unit, covered)


def last_of_forum(
    session: Session,
    reader: Reader,
    forum: Forum,
    before: date,
    *,
    known_on: date | None = None,
    besides: str | None = None,
) -> str | None:
    """The latest meeting of a forum held before a day that the reader may see, by key.

    `known_on` leaves out what was entered after that day, `besides` is a meeting that is
    not looked for.
    """
    rows = session.execute(
        select(Meeting.meeting)
        .where(
            visible(Meeting, reader),
            Meeting.programme.in_(sorted(forum.programmes)),
            Meeting.host_unit.is_not_distinct_from(forum.host_unit),
            Meeting.held_on < before,
            counted(Meeting, known_on or before, known=known_on is not None),
        )
        .order_by(Meeting.held_on.desc(), Meeting.meeting.desc())
    )
    keys = [meeting for (meeting,) in rows if meeting != besides]
    if forum.sub_districts is None:
        return keys[0] if keys else None
    covered = defaultdict(set)
    for meeting, code in session.execute(
        select(MeetingSubDistrict.meeting, MeetingSubDistrict.sub_district_code)
    ):
        covered[meeting].add(code)
    return next((key for key in keys if covered[key] == forum.sub_districts), None)


def contacts_between(
    session: Session,
    reader: Reader,
    first: date,
    last: date,
    *,
    known_on: date | None = None,
    sub_districts: Collection[str] = (),
) -> tuple[int, int]:
    """How many meetings and how many situation reports there were from one day to another.

    Both days included; only those that the reader may see. `sub_districts` narrows to
    those that cover any of them. `known_on` leaves out what was entered after that day.
    """
    day, known = known_on or last, known_on is not None
    meetings = select(func.count(Meeting.meeting)).where(
        visible(Meeting, reader),
        Meeting.held_on.between(first, last),
        counted(Meeting, day, known=known),
    )
    reports = select(func.count(SituationReport.report)).where(
        visible(SituationReport, reader),
        SituationReport.reported_on.between(first, last),
        counted(SituationReport, day, known=known),
    )
    if sub_districts:
        codes = sorted(sub_districts)
        meetings = meetings.where(
            Meeting.meeting.in_(
                select(MeetingSubDistrict.meeting).where(
                    MeetingSubDistrict.sub_district_code.in_(codes)
                )
            )
        )
        reports = reports.where(
            SituationReport.report.in_(
                select(SituationReportSubDistrict.report).where(
                    SituationReportSubDistrict.sub_district_code.in_(codes)
                )
            )
        )
    return session.execute(meetings).scalar_one(), session.execute(reports).scalar_one()
