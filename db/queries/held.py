"""The texts that are held back, for those who may clear them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, select, true
from sqlalchemy.orm import Session

from db.held import CLEARERS, SEPARATOR
from db.scoped import visible
from db.tables.trail import HeldText
from domain.moves import acting_as
from domain.permissions import Reader
from models import Issue, IssueEvent, Meeting, StatusRaise


@dataclass(frozen=True)
class HeldRow:
    """A text that is held back: of which field of which record, why, and the text itself.

    `record` is the file it belongs to and `key` its key there; `subject` the meeting, issue
    or kecamatan to look at; `day` when it was held, said, done or raised.
    """

    record: str
    key: str
    field: str
    kinds: tuple[str, ...]
    subject: str
    day: date
    text: str


def held_texts(session: Session, reader: Reader, account_id: int | None) -> list[HeldRow]:
    """What the reader may clear, oldest first: of records that are seen, never the own writing.

    The one query that gives the text itself.
    """
    acting = acting_as(reader, CLEARERS)
    if not acting.roles:
        return []
    found: list[HeldRow] = []
    for record, statement in _statements(acting):
        for row in session.execute(statement.where(_by_another(account_id))):
            held: HeldText = row[0]
            text = getattr(row[1], held.field)
            if text is not None:
                kinds = tuple(held.kinds.split(SEPARATOR))
                found.append(
                    HeldRow(record, held.key, held.field, kinds, row.subject, row.day, text)
                )
    return sorted(found, key=lambda row: (row.day, row.record, row.key, row.field))


def _by_another(account_id: int | None) -> ColumnElement[bool]:
    # Distinct from nobody too: what was loaded was written by none of the accounts.
    return HeldText.written_by.is_distinct_from(account_id)


def _statements(reader: Reader) -> list[tuple[str, Any]]:
    event_key = IssueEvent.issue + "#" + cast(IssueEvent.sequence, String)
    raise_key = StatusRaise.sub_district_code + "#" + cast(StatusRaise.raised_on, String)
    areas: ColumnElement[bool] = (
        true()
        if reader.sees_every_area
        else StatusRaise.sub_district_code.in_(sorted(reader.areas))
    )
    return [
        (
            "meetings",
            select(
                HeldText, Meeting, Meeting.meeting.label("subject"), Meeting.held_on.label("day")
            )
            .join(Meeting, _is_of("meetings", Meeting.meeting))
            .where(visible(Meeting, reader)),
        ),
        (
            "issues",
            select(HeldText, Issue, Issue.issue.label("subject"), Issue.reported_on.label("day"))
            .join(Issue, _is_of("issues", Issue.issue))
            .where(visible(Issue, reader)),
        ),
        (
            "events",
            select(
                HeldText,
                IssueEvent,
                IssueEvent.issue.label("subject"),
                IssueEvent.occurred_on.label("day"),
            )
            .join(IssueEvent, _is_of("events", event_key))
            .join(Issue, Issue.issue == IssueEvent.issue)
            .where(visible(Issue, reader)),
        ),
        (
            "raises",
            select(
                HeldText,
                StatusRaise,
                StatusRaise.sub_district_code.label("subject"),
                StatusRaise.raised_on.label("day"),
            )
            .join(StatusRaise, _is_of("raises", raise_key))
            .where(areas),
        ),
    ]


def _is_of(record: str, key: Any) -> ColumnElement[bool]:
    return and_(HeldText.record == record, HeldText.key == key)
