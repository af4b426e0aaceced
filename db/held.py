"""Free texts that are held back: who may not be shown a text is everybody, until it is cleared."""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, literal, null, or_, select
from sqlalchemy.orm import Session

from db.tables.trail import HeldText
from domain.privacy import HELD
from domain.vocabulary import Role
from models import Issue, IssueEvent, Meeting, StatusRaise

FREE_TEXTS: dict[str, tuple[str, ...]] = {
    "meetings": ("venue", "source"),
    "issues": ("text", "source"),
    "events": ("reason", "evidence", "note"),
    "raises": ("reason",),
}
"""The columns of each file that people fill with their own words."""

CLEARERS = frozenset({Role.SECTOR_HEAD, Role.COMMANDER})
"""Who clears or rewrites a held text, never the own one."""

SEPARATOR = ";"
"""Between the kinds of a held text's flags."""

_KEYS: dict[type[Any], tuple[str, ColumnElement[str]]] = {
    Meeting: ("meetings", Meeting.meeting.expression),
    Issue: ("issues", Issue.issue.expression),
    IssueEvent: ("events", IssueEvent.issue + "#" + cast(IssueEvent.sequence, String)),
    StatusRaise: (
        "raises",
        StatusRaise.sub_district_code + "#" + cast(StatusRaise.raised_on, String),
    ),
}


def is_held(table: type[Any], field: str) -> ColumnElement[bool]:
    """Whether the text of a column is held back."""
    record, key = _KEYS[table]
    return (
        select(literal(1))
        .where(and_(HeldText.record == record, HeldText.key == key, HeldText.field == field))
        .exists()
    )


def shown(table: type[Any], field: str) -> ColumnElement[Any]:
    """The text of a column, or HELD while it is held back: for lists and documents."""
    column = getattr(table, field)
    return case((is_held(table, field), literal(HELD)), else_=column).label(field)


def searchable(table: type[Any], field: str) -> ColumnElement[Any]:
    """The text of a column, NULL while it is held back, so that no search finds it."""
    return case((is_held(table, field), null()), else_=getattr(table, field))


def held_fields(session: Session, issue: str) -> frozenset[tuple[str, str]]:
    """What is held back of one issue and its events: (key, field)."""
    rows = session.execute(
        select(HeldText.key, HeldText.field).where(
            or_(
                and_(HeldText.record == "issues", HeldText.key == issue),
                and_(
                    HeldText.record == "events",
                    HeldText.key.startswith(f"{issue}#", autoescape=True),
                ),
            )
        )
    )
    return frozenset((key, field) for key, field in rows)
