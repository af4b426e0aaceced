"""What the recording forms offer: areas, villages, units, drafts, promises to report back on."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.queries.issues import IssueRow, issue_page
from db.scoped import visible
from db.tables.trail import Draft
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import Role, State, UnitKind
from models import (
    SituationReport,
    SituationReportSubDistrict,
    SubDistrict,
    Unit,
    Village,
)

MOST_PROMISES = 30


RECORDERS = frozenset({Role.RECORDER, Role.SECTOR_HEAD})


def may_record(reader: Reader) -> bool:
    """Whether one of the reader's roles records meetings and reports."""
    return bool(reader.roles & RECORDERS)


@dataclass(frozen=True)
class Choices:
    """The codes and names that a recorder picks from: own areas, their villages, all units."""

    areas: tuple[tuple[str, str], ...]
    villages: dict[str, tuple[tuple[str, str], ...]]
    units: tuple[tuple[str, str, bool], ...]


def recording_choices(session: Session, reader: Reader) -> Choices:
    """The reader's own kecamatan with their villages, and the units; agencies marked True."""
    areas = session.execute(
        select(SubDistrict.code, SubDistrict.name)
        .where(SubDistrict.code.in_(sorted(reader.areas)))
        .order_by(SubDistrict.code)
    ).all()
    villages: dict[str, list[tuple[str, str]]] = {code: [] for code, _ in areas}
    for code, name, area in session.execute(
        select(Village.code, Village.name, Village.sub_district_code)
        .where(Village.sub_district_code.in_(list(villages)))
        .order_by(Village.name)
    ):
        villages[area].append((code, name))
    units = session.execute(select(Unit.code, Unit.name, Unit.kind)).all()
    return Choices(
        areas=tuple((code, name) for code, name in areas),
        villages={code: tuple(found) for code, found in villages.items()},
        units=tuple(
            sorted(
                ((code, name, kind == UnitKind.AGENCY) for code, name, kind in units),
                key=lambda unit: (unit[2], unit[1]),
            )
        ),
    )


def area_names(session: Session, _reader: Reader) -> dict[str, str]:
    """The names of every kecamatan by code, so that one is not taken for another."""
    rows = session.execute(select(SubDistrict.code, SubDistrict.name))
    return dict(rows.all())


def promises_to_tell(session: Session, reader: Reader, day: date) -> list[IssueRow]:
    """The open promises of the reader's own kecamatan, the longest due first."""
    scope = Scope(day, sub_district=tuple(sorted(reader.areas)), state=("open",))
    rows = issue_page(session, reader, scope) if reader.areas else []
    told = [row for row in rows if row.state != State.RECORDED]
    return sorted(told, key=lambda row: (row.due, row.issue))[:MOST_PROMISES]


@dataclass(frozen=True)
class DraftRow:
    """A draft of one's own."""

    form_key: str
    form: str
    saved_at: str
    fields: dict[str, list[str]]


def drafts(session: Session, account_id: int) -> list[DraftRow]:
    """The drafts of an account, the latest first."""
    rows = session.scalars(
        select(Draft).where(Draft.account_id == account_id).order_by(Draft.saved_at.desc())
    )
    return [DraftRow(d.form_key, d.form, d.saved_at, json.loads(d.content)) for d in rows]


def reported_today(session: Session, reader: Reader, day: date) -> dict[str, bool]:
    """The kecamatan that a situation report of the day speaks for; True where all say nihil."""
    rows = session.execute(
        select(SituationReportSubDistrict.sub_district_code, SituationReport.nil)
        .join(SituationReport, SituationReport.report == SituationReportSubDistrict.report)
        .where(
            visible(SituationReport, reader),
            SituationReport.reported_on == day,
            SituationReport.voided_on.is_(None),
        )
    )
    found: dict[str, bool] = {}
    for code, nil in rows:
        found[code] = bool(nil) and found.get(code, True)
    return found
