"""Where every issue stood on a day, as something that other selects join with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    FromClause,
    Integer,
    MetaData,
    Table,
    delete,
    insert,
    select,
)
from sqlalchemy.orm import Session

from db.queries.facts import ISSUE_COLUMNS, with_events
from db.queries.places import places, unit_kinds
from db.scoped import counted
from db.tables.derived import IssueSpan
from domain.standing import is_open, standing_on
from domain.vocabulary import UnitKind
from models import BinaryText, Issue

_KNOWN = Table(
    "known_standing",
    MetaData(),
    Column("issue", BinaryText, primary_key=True),
    Column("state", BinaryText),
    Column("is_open", Boolean),
    Column("severity", Integer),
    Column("unit", BinaryText),
    prefixes=["TEMPORARY"],
)


def standing_on_day(session: Session, day: date, *, known: bool) -> FromClause:
    """Columns issue, state, is_open, severity (stored), unit (owner) as of a day.

    From the spans; but they hold what is known today, so what was known then is worked
    out from the events that had been entered, into a table of this connection alone.
    """
    if not known:
        return (
            select(
                IssueSpan.issue,
                IssueSpan.state,
                IssueSpan.is_open,
                IssueSpan.severity,
                IssueSpan.unit,
            )
            .where(IssueSpan.valid_from <= day, IssueSpan.valid_to > day)
            .subquery("standing")
        )
    _KNOWN.create(session.connection(), checkfirst=True)
    session.execute(delete(_KNOWN))
    rows = _known_rows(session, day)
    if rows:
        session.execute(insert(_KNOWN), rows)
    return _KNOWN


def _known_rows(session: Session, day: date) -> list[dict[str, Any]]:
    statement = select(*ISSUE_COLUMNS).where(
        Issue.reported_on <= day, counted(Issue, day, known=True)
    )
    answers = answering_units(session)
    rows = []
    for issue in with_events(session, statement, day, known=True):
        standing = standing_on(issue, day)
        rows.append(
            {
                "issue": issue.issue,
                "state": standing.state.value,
                "is_open": is_open(issue, standing),
                "severity": standing.severity,
                "unit": standing.owner or answers.of(issue.sub_district),
            }
        )
    return rows


@dataclass(frozen=True)
class AnsweringUnits:
    """Who owns what nobody was assigned: the kecamatan's sector, else the district command."""

    command: str | None
    sectors: Mapping[str, str]

    def of(self, sub_district: str | None) -> str | None:
        """The unit that answers for a kecamatan; None is the whole district."""
        return self.sectors.get(sub_district or "", self.command)


def answering_units(session: Session) -> AnsweringUnits:
    """Who owns the issues of each kecamatan until somebody is assigned."""
    kinds = unit_kinds(session)
    commands = [code for code, kind in kinds.items() if kind == UnitKind.DISTRICT]
    sectors = {place.code: place.sector for place in places(session) if place.sector is not None}
    return AnsweringUnits(min(commands, default=None), sectors)
