"""Reference data for the screen: names, boundaries, stages, areas, and what runs on a day."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.queries.choices import election_in_view, last_record_day
from db.queries.installation import mark_of
from db.queries.within import within
from db.scoped import visible
from domain.permissions import STATION, Reader
from models import (
    Boundary,
    District,
    Issue,
    IssueEvent,
    Meeting,
    SituationReport,
    Stage,
    SubDistrict,
    Unit,
    Village,
)


def names(session: Session, _reader: Reader) -> dict[str, str]:
    """The names of districts, kecamatan, villages and units, by code."""
    found: dict[str, str] = {}
    for table in (District, Unit, Village, SubDistrict):
        found |= {code: name for code, name in session.execute(select(table.code, table.name))}
    return found


def boundaries(session: Session, _reader: Reader, codes: Collection[str]) -> dict[str, Any]:
    """The boundaries of some areas as a GeoJSON FeatureCollection; of those that have one."""
    features = session.scalars(
        select(Boundary.feature)
        .where(Boundary.code.in_(sorted(codes)))
        .order_by(Boundary.file, Boundary.position)
    )
    return {"type": "FeatureCollection", "features": [json.loads(text) for text in features]}


def label_points(session: Session, _reader: Reader) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the label of every area that has a boundary, by code."""
    rows = session.execute(select(Boundary.code, Boundary.label_longitude, Boundary.label_latitude))
    return {code: (longitude, latitude) for code, longitude, latitude in rows}


@dataclass(frozen=True)
class StageRow:
    """A stage as it is shown. An unknown start or end is None."""

    code: str
    election: str
    phase: str
    tempo: str
    name_id: str
    name_en: str | None
    starts_on: date | None
    ends_on: date | None

    def name(self, language: str) -> str:
        """The name in the reader's language, Indonesian where there is no other."""
        return self.name_en if language == "en" and self.name_en else self.name_id


def stage_rows(session: Session, _reader: Reader) -> list[StageRow]:
    """Every stage of every election, by start, those without one first."""
    rows = session.execute(
        select(
            Stage.code,
            Stage.election,
            Stage.phase,
            Stage.tempo,
            Stage.name_id,
            Stage.name_en,
            Stage.starts_on,
            Stage.ends_on,
        )
    )
    found = [StageRow(*row) for row in rows]
    return sorted(found, key=lambda s: (s.starts_on or date.min, s.ends_on or date.max, s.code))


@dataclass(frozen=True)
class ElectionRow:
    """The election in view."""

    code: str
    name_id: str
    name_en: str | None
    voting_day: date


@dataclass(frozen=True)
class Frame:
    """What stands around every view: the district, the mark, the election, the last record."""

    district: str
    mark: str | None
    election: ElectionRow | None
    last_record: date | None
    entered_later: int


def frame(
    session: Session,
    reader: Reader,
    as_of: date,
    *,
    known: bool = False,
    sub_districts: Collection[str] = (),
    listed: bool = False,
) -> Frame:
    """What the top of every screen says of a day.

    `last_record` is the latest day on which something recorded happened, with `known` of
    what had been entered by the day; `entered_later` counts what happened on or before the
    day and was entered after it. Both speak of what the figures count: of every record of
    the kecamatan that the reader may see the status of, narrowed to `sub_districts` if any
    are named (docs/decisions/0005). Above a list, `listed`, only those records are counted
    as entered later that the reader may see.
    """
    election = election_in_view(session, as_of)
    mark = mark_of(session)
    codes = _in_scope(session, reader, sub_districts)
    if listed:
        later = _entered_later(session, reader, as_of, frozenset(sub_districts) or None)
    else:
        later = _entered_later(session, STATION, as_of, codes)
    return Frame(
        district=", ".join(session.scalars(select(District.name).order_by(District.code))),
        mark=mark.value if mark else None,
        election=ElectionRow(election.code, election.name_id, election.name_en, election.voting_day)
        if election
        else None,
        last_record=last_record_day(session, as_of, known=known, sub_districts=codes),
        entered_later=later,
    )


def _in_scope(
    session: Session, reader: Reader, sub_districts: Collection[str]
) -> frozenset[str] | None:
    """The kecamatan whose figures are told; None where they are those of the whole district."""
    if reader.sees_every_area and not sub_districts:
        return None
    wanted = select(SubDistrict.code).where(visible(SubDistrict, reader))
    if sub_districts:
        wanted = wanted.where(SubDistrict.code.in_(sorted(sub_districts)))
    return frozenset(session.scalars(wanted))


def _entered_later(
    session: Session, reader: Reader, as_of: date, codes: frozenset[str] | None
) -> int:
    """How many records that a reader may see happened by the day and were entered after it."""
    issues = select(Issue.issue).where(visible(Issue, reader), Issue.voided_on.is_(None))
    conditions: dict[type[Any], tuple[Any, ...]] = {
        Meeting: (visible(Meeting, reader), Meeting.held_on <= as_of),
        SituationReport: (visible(SituationReport, reader), SituationReport.reported_on <= as_of),
        Issue: (visible(Issue, reader), Issue.reported_on <= as_of),
        IssueEvent: (IssueEvent.issue.in_(issues), IssueEvent.occurred_on <= as_of),
    }
    counts = (
        select(func.count()).where(
            *asked, table.recorded_on > as_of, table.voided_on.is_(None), within(table, codes)
        )
        for table, asked in conditions.items()
    )
    return sum(session.execute(count).scalar_one() for count in counts)


@dataclass(frozen=True)
class AreaIdentity:
    """What a kecamatan is: who answers for it, how many people, villages, polling stations."""

    code: str
    name: str
    police_sector: str | None
    sector_certainty: str | None
    registered_voters: int | None
    polling_stations: int | None
    villages: tuple[tuple[str, str, str | None], ...]


def area_identity(session: Session, reader: Reader, code: str) -> AreaIdentity | None:
    """A kecamatan by code, its villages as (code, name, kind); None if it is not visible."""
    area = session.scalars(
        select(SubDistrict).where(visible(SubDistrict, reader), SubDistrict.code == code)
    ).first()
    if area is None:
        return None
    villages = session.execute(
        select(Village.code, Village.name, Village.kind)
        .where(Village.sub_district_code == code)
        .order_by(Village.code)
    )
    return AreaIdentity(
        code=area.code,
        name=area.name,
        police_sector=area.police_sector,
        sector_certainty=area.sector_certainty,
        registered_voters=area.registered_voters,
        polling_stations=area.polling_stations,
        villages=tuple((c, n, k) for c, n, k in villages),
    )
