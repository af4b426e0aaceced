"""The situation reports of a scope as of a day, voided ones among them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.queries.happened import in_scope
from domain.permissions import Reader
from domain.scope import Scope
from models import SituationReport, SituationReportSubDistrict, SituationReportVillage


@dataclass(frozen=True)
class ReportRow:
    """A report as lists show it; `nil` None: it did not say. A voided one counts for nothing."""

    report: str
    reported_on: date
    kind: str
    unit: str | None
    nil: bool | None
    sub_districts: tuple[str, ...]
    voided_on: date | None


def report_rows(
    session: Session, reader: Reader, scope: Scope, limit: int
) -> tuple[list[ReportRow], int]:
    """The newest reports of a scope, and how many there are, voided ones with them.

    Of the filters of a scope kecamatan, village, since and until hold.
    """
    areas = SituationReportSubDistrict.sub_district_code
    villages = SituationReportVillage.village_code
    report, day = SituationReport.report, SituationReport.reported_on
    conditions = in_scope(reader, scope, report, day, areas, villages)
    total = session.scalars(
        select(func.count()).select_from(SituationReport).where(*conditions)
    ).one()
    rows = session.scalars(
        select(SituationReport)
        .where(*conditions)
        .order_by(SituationReport.reported_on.desc(), SituationReport.report)
        .limit(limit)
    ).all()
    of_report = _areas(session, [row.report for row in rows])
    return [
        ReportRow(
            report=row.report,
            reported_on=row.reported_on,
            kind=row.kind,
            unit=row.unit,
            nil=row.nil,
            sub_districts=tuple(of_report[row.report]),
            voided_on=row.voided_on,
        )
        for row in rows
    ], total


def _areas(session: Session, keys: Sequence[str]) -> dict[str, list[str]]:
    rows = session.execute(
        select(SituationReportSubDistrict.report, SituationReportSubDistrict.sub_district_code)
        .where(SituationReportSubDistrict.report.in_(keys))
        .order_by(SituationReportSubDistrict.report, SituationReportSubDistrict.position)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for report, area in rows:
        found[report].append(area)
    return found
