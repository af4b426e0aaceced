"""What the administration page lists: units, areas, elections with their stages.

Reference data, open to whoever opens the page; no record and no text of an issue is here.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.queries.reference import StageRow, stage_rows
from db.tables.access import Account
from domain.permissions import Reader
from domain.vocabulary import UnitKind
from models import Boundary, Election, Stage, SubDistrict, Unit, Village


@dataclass(frozen=True)
class UnitEntry:
    """A unit; `accounts` are those that may enter. `investigates` None: not known."""

    code: str
    name: str
    kind: str
    parent: str | None
    investigates: bool | None
    accounts: int


def unit_entries(session: Session, _reader: Reader) -> list[UnitEntry]:
    """Every unit: the district command, its sectors and functions, then the agencies."""
    open_accounts = (
        select(func.count())
        .where(Account.unit == Unit.code, Account.disabled_at.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(Unit.code, Unit.name, Unit.kind, Unit.parent, Unit.investigates, open_accounts)
    )
    order = [kind.value for kind in UnitKind]
    found = [UnitEntry(*row) for row in rows]
    return sorted(found, key=lambda unit: (order.index(unit.kind), unit.name))


@dataclass(frozen=True)
class AreaEntry:
    """A kecamatan and what is known of it; None, and `has_boundary` False: not known."""

    code: str
    name: str
    police_sector: str | None
    sector_certainty: str | None
    sector_source: str | None
    villages: int
    registered_voters: int | None
    polling_stations: int | None
    has_boundary: bool


def area_entries(session: Session, _reader: Reader) -> list[AreaEntry]:
    """Every kecamatan, in code order."""
    area = SubDistrict
    villages = select(func.count()).where(Village.sub_district_code == area.code).scalar_subquery()
    boundary = select(Boundary.code).where(Boundary.code == area.code).exists()
    rows = session.execute(
        select(
            area.code,
            area.name,
            area.police_sector,
            area.sector_certainty,
            area.sector_source,
            villages,
            area.registered_voters,
            area.polling_stations,
            boundary,
        ).order_by(area.code)
    )
    return [AreaEntry(*row) for row in rows]


@dataclass(frozen=True)
class ElectionEntry:
    """An election with its stages by start; `bases` are their legal bases by code."""

    code: str
    name_id: str
    name_en: str | None
    voting_day: date
    parent: str | None
    stages: tuple[StageRow, ...]
    bases: tuple[tuple[str, str], ...]

    def name(self, language: str) -> str:
        """The name in the reader's language, Indonesian where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name_id


def election_entries(session: Session, reader: Reader) -> list[ElectionEntry]:
    """Every election, the latest voting day first."""
    stages = stage_rows(session, reader)
    bases = {
        code: basis for code, basis in session.execute(select(Stage.code, Stage.basis)) if basis
    }
    rows = session.execute(
        select(
            Election.code,
            Election.name_id,
            Election.name_en,
            Election.voting_day,
            Election.parent,
        ).order_by(Election.voting_day.desc(), Election.code)
    ).all()
    found = []
    for row in rows:
        own = tuple(stage for stage in stages if stage.election == row.code)
        named = tuple((s.code, bases[s.code]) for s in own if s.code in bases)
        found.append(ElectionEntry(*row, stages=own, bases=named))
    return found
