"""The codes that a filter may take, the election in view and the default day."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.queries.facts import stage_calendar
from db.queries.issues import SOURCES
from db.queries.within import within
from db.scoped import entered, visible
from domain.permissions import STATION, Reader
from domain.vocabulary import Category, Kind, Severity, State
from models import (
    Election,
    Issue,
    IssueEvent,
    Meeting,
    SituationReport,
    Stage,
    SubDistrict,
    Unit,
    Village,
)

STATES = ("open", "closed", *State)
SEVERITIES = (*(str(int(s)) for s in Severity), "none")
RECENT = timedelta(days=30)

_HAPPENED = (
    (Meeting.held_on, Meeting),
    (SituationReport.reported_on, SituationReport),
    (Issue.reported_on, Issue),
    (IssueEvent.occurred_on, IssueEvent),
)


def filter_choices(session: Session, reader: Reader) -> dict[str, list[str]]:
    """For every filter of a scope the codes that exist and that the reader may see."""
    codes = {
        "stage": select(Stage.code).order_by(Stage.code),
        "sub_district": select(SubDistrict.code)
        .where(visible(SubDistrict, reader))
        .order_by(SubDistrict.code),
        "village": select(Village.code).where(visible(Village, reader)).order_by(Village.code),
        "unit": select(Unit.code).order_by(Unit.code),
    }
    found = {name: list(session.scalars(statement)) for name, statement in codes.items()}
    return found | {
        "kind": [code.value for code in Kind],
        "category": [code.value for code in Category],
        "severity": list(SEVERITIES),
        "state": [str(code) for code in STATES],
        "source": list(SOURCES),
    }


def record_exists(session: Session, reader: Reader, name: str, key: str) -> bool:
    """Whether an issue or a meeting exists and the reader may see it: no telling which."""
    table = {"issue": Issue, "meeting": Meeting}[name]
    column = getattr(table, name)
    found = session.scalars(select(column).where(visible(table, reader), column == key)).first()
    return found is not None


def unknown_codes(
    session: Session, filters: Mapping[str, Collection[str]]
) -> list[tuple[str, str, list[str]]]:
    """The codes that do not exist: filter, code, and the codes there are."""
    choices = filter_choices(session, STATION)
    return [
        (name, code, choices[name])
        for name, codes in filters.items()
        for code in codes
        if code not in choices[name]
    ]


def last_record_day(
    session: Session,
    until: date | None = None,
    *,
    known: bool = False,
    sub_districts: Collection[str] | None = None,
) -> date | None:
    """The last day on which something recorded happened, by a day if one is given.

    With `known`, what was entered after that day does not count. `sub_districts` narrows
    to what is of any of them, None takes everything.
    """
    days = []
    for column, table in _HAPPENED:
        statement = select(func.max(column)).where(
            table.voided_on.is_(None), within(table, sub_districts)
        )
        if until is not None:
            statement = statement.where(column <= until, entered(table, until, known=known))
        days.append(session.scalars(statement).one())
    return max((day for day in days if day is not None), default=None)


def election_in_view(session: Session, as_of: date) -> Election | None:
    """The latest election in whose stages something had happened by a day, else the first."""
    elections = session.scalars(select(Election).order_by(Election.voting_day, Election.code)).all()
    stages = stage_calendar(session).stages
    for election in reversed(elections):
        for stage in stages:
            if stage.election == election.code and stage.starts_on and stage.ends_on:
                for column, table in _HAPPENED:
                    happened = select(column).where(
                        column.between(stage.starts_on, min(stage.ends_on, as_of)),
                        table.voided_on.is_(None),
                    )
                    if session.scalars(happened.limit(1)).first() is not None:
                        return election
    return elections[0] if elections else None


def default_day(session: Session, today: date) -> date:
    """Today, when one of the election's stages runs or something was recorded lately.

    Else the voting day of the election in view; today when there is no election.
    """
    election = election_in_view(session, today)
    if election is None:
        return today
    last = last_record_day(session, today)
    if last is not None and today - last <= RECENT:
        return today
    stages = stage_calendar(session).stages
    if any(stage.election == election.code and stage.runs_on(today) for stage in stages):
        return today
    return election.voting_day
