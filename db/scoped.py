"""The one place where a query is narrowed to what its reader may see."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from db.tables.derived import IssueSpan
from domain.permissions import (
    RESTRICTED_CATEGORIES,
    SEES_OWN_SECTOR,
    SHIELDED_CATEGORIES,
    Reader,
)
from domain.vocabulary import EventKind, Role
from models import (
    Issue,
    IssueEvent,
    Meeting,
    MeetingSubDistrict,
    SituationReport,
    SituationReportSubDistrict,
    SubDistrict,
    Village,
)

Condition = ColumnElement[bool]


def visible(table: type[Any], reader: Reader) -> Condition:
    """The condition that every select of a table of records starts from.

    Deny by default: a table without a rule of its own raises KeyError.
    """
    return _RULES[table](reader)


def counted(table: type[Any], as_of: date, *, known: bool) -> Condition:
    """The condition under which a record counts on a day: not voided, and known if asked.

    Known by the station's day of its entry; an empty one counts as known from the start.
    """
    return and_(table.voided_on.is_(None), entered(table, as_of, known=known))


def entered(table: type[Any], as_of: date, *, known: bool) -> Condition:
    """The condition under which a record had been entered by a day, voided or not, if asked."""
    if not known:
        return true()
    return or_(table.recorded_on.is_(None), table.recorded_on <= as_of)


def in_areas(column: Any, reader: Reader) -> Condition:
    """Whether a column of kecamatan codes is within what the reader may see the status of."""
    return true() if reader.sees_every_area else column.in_(sorted(reader.areas))


def _sub_districts(reader: Reader) -> Condition:
    return in_areas(SubDistrict.code, reader)


def _villages(reader: Reader) -> Condition:
    return in_areas(Village.sub_district_code, reader)


def _issues(reader: Reader) -> Condition:
    """Own sector's for recorder and sector head, own unit's for a unit head, else all.

    Complaints about police and neutrality issues are for commander and inspector alone.
    """
    if reader.sees_every_record:
        condition: Condition = true()
    else:
        condition = false()
        if reader.roles & SEES_OWN_SECTOR:
            condition = or_(condition, Issue.sub_district_code.in_(sorted(reader.areas)))
        if Role.UNIT_HEAD in reader.roles and reader.unit is not None:
            condition = or_(condition, owned_or_referred_through(reader.unit))
    if not reader.sees_restricted:
        condition = and_(condition, Issue.category.not_in(sorted(RESTRICTED_CATEGORIES)))
    return condition


def owned_or_referred_through(unit: str) -> Condition:
    """Whether an issue was ever owned by the unit, or referred through it."""
    owned = select(IssueSpan.issue).where(IssueSpan.unit == unit)
    referred = select(IssueEvent.issue).where(
        IssueEvent.unit == unit,
        IssueEvent.event.in_([EventKind.REFERRED, EventKind.RECEIPT, EventKind.ANSWERED]),
        IssueEvent.voided_on.is_(None),
    )
    return or_(Issue.issue.in_(owned), Issue.issue.in_(referred))


def _meetings(reader: Reader) -> Condition:
    covering = select(MeetingSubDistrict.meeting).where(
        MeetingSubDistrict.sub_district_code.in_(sorted(reader.areas))
    )
    return _of_area_or_unit(Meeting.meeting.in_(covering), Meeting.host_unit, reader)


def _reports(reader: Reader) -> Condition:
    covering = select(SituationReportSubDistrict.report).where(
        SituationReportSubDistrict.sub_district_code.in_(sorted(reader.areas))
    )
    return _of_area_or_unit(SituationReport.report.in_(covering), SituationReport.unit, reader)


def _of_area_or_unit(in_own_area: Condition, unit: Any, reader: Reader) -> Condition:
    """Own sector's for recorder and sector head, own unit's for them and a unit head, else all.

    Presenter and administrator see none: figures and accounts are theirs.
    """
    if reader.sees_every_record:
        return true()
    condition: Condition = false()
    if reader.roles & SEES_OWN_SECTOR:
        condition = or_(condition, in_own_area)
    # Somebody without a unit must not be taken for the unit of records that name none.
    if reader.roles & (SEES_OWN_SECTOR | {Role.UNIT_HEAD}) and reader.unit is not None:
        condition = or_(condition, unit == reader.unit)
    return condition


_RULES = {
    SubDistrict: _sub_districts,
    Village: _villages,
    Issue: _issues,
    Meeting: _meetings,
    SituationReport: _reports,
}


def shielded(category: str, owner: str | None, reader: Reader) -> bool:
    """Whether group and village of an issue are withheld from the reader."""
    if category not in SHIELDED_CATEGORIES or reader.sees_restricted:
        return False
    return reader.unit is None or owner != reader.unit
