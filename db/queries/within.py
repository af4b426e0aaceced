"""Which records speak for some kecamatan."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, select, true

from models import (
    Issue,
    IssueEvent,
    Meeting,
    MeetingSubDistrict,
    SituationReport,
    SituationReportSubDistrict,
)


def within(table: type[Any], codes: Collection[str] | None) -> ColumnElement[bool]:
    """The condition under which a record is of some kecamatan; None stands for all records.

    Meetings and reports are of every kecamatan that they cover, an event is of that of its
    issue. What is of the whole district is of no kecamatan.
    """
    if codes is None:
        return true()
    wanted = sorted(codes)
    if table is Meeting:
        covering = select(MeetingSubDistrict.meeting).where(
            MeetingSubDistrict.sub_district_code.in_(wanted)
        )
        return Meeting.meeting.in_(covering)
    if table is SituationReport:
        speaking = select(SituationReportSubDistrict.report).where(
            SituationReportSubDistrict.sub_district_code.in_(wanted)
        )
        return SituationReport.report.in_(speaking)
    if table is IssueEvent:
        return IssueEvent.issue.in_(select(Issue.issue).where(Issue.sub_district_code.in_(wanted)))
    return Issue.sub_district_code.in_(wanted)
