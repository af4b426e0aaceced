"""Hold back texts that look like personal data, and clear them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from db.commands.saving import NotPermitted, refuse
from db.commands.trail import Actor, enter
from db.held import FREE_TEXTS
from db.scoped import visible
from db.tables.trail import DeniedWord, HeldText
from domain.privacy import flags
from domain.vocabulary import Role
from models import Issue, IssueEvent, Meeting, StatusRaise

SEPARATOR = ";"


def denied_words(session: Session) -> list[str]:
    """The unit's own list of words of candidates and parties."""
    return list(session.scalars(select(DeniedWord.word).order_by(DeniedWord.word)))


def hold_back(
    session: Session, record: str, rows: Iterable[tuple[str, Mapping[str, Any]]], by: int | None
) -> int:
    """Hold back every free text of some rows that is flagged; gives how many.

    `record` is the file the rows belong to; each row comes with its key (an event's is
    its issue, `#` and its sequence).
    """
    denied = denied_words(session)
    held = [
        {"record": record, "key": key, "field": field, "kinds": kinds, "written_by": by}
        for key, row in rows
        for field in FREE_TEXTS[record]
        if (kinds := flag_kinds(row.get(field), denied))
    ]
    if held:
        session.execute(insert(HeldText), held)
    return len(held)


def flag_kinds(text: Any, denied: Iterable[str]) -> str:
    """The kinds of flags of a text, joined; empty when there is nothing to hold back."""
    if not isinstance(text, str):
        return ""
    return SEPARATOR.join(sorted({flag.kind.value for flag in flags(text, denied)}))


def release(session: Session, record: str, key: str, field: str) -> bool:
    """Show a text again; False when it was not held back."""
    found = session.execute(
        delete(HeldText).where(
            HeldText.record == record, HeldText.key == key, HeldText.field == field
        )
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]


CLEARERS = frozenset({Role.SECTOR_HEAD, Role.COMMANDER})

_COLUMNS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "meetings": (Meeting, ("meeting",)),
    "issues": (Issue, ("issue",)),
    "events": (IssueEvent, ("issue", "sequence")),
    "raises": (StatusRaise, ("sub_district_code", "raised_on")),
}


def clear_text(
    session: Session, actor: Actor, record: str, key: str, field: str, rewritten: str | None
) -> None:
    """Show a held text again as it is, or in other words that are not flagged.

    By the sector head or the commander who sees the record, never by who wrote it.
    Raises NotPermitted, or Refused when the new words are flagged too.
    """
    held = session.get(HeldText, (record, key, field))
    if held is None or not actor.reader.roles & CLEARERS:
        raise NotPermitted
    if held.written_by is not None and held.written_by == actor.account_id:
        raise NotPermitted
    if not _sees(session, actor, record, key):
        raise NotPermitted
    if rewritten is not None:
        if kinds := flag_kinds(rewritten, denied_words(session)):
            raise refuse("still_flagged", field, kinds)
        table, columns = _COLUMNS[record]
        conditions = [
            getattr(table, column) == _typed(column, part)
            for column, part in zip(columns, key.split("#"), strict=True)
        ]
        session.execute(update(table).where(*conditions).values({field: rewritten.strip()}))
    session.delete(held)
    session.flush()
    fields = {"record": record, "field": field, "rewritten": rewritten is not None}
    enter(session, actor, "clear_text", key, fields, {"text": rewritten})


def _typed(column: str, part: str) -> Any:
    if column == "sequence":
        return int(part)
    return date.fromisoformat(part) if column == "raised_on" else part


def _sees(session: Session, actor: Actor, record: str, key: str) -> bool:
    """Whether the actor sees the record that a text belongs to."""
    subject = key.split("#")[0]
    if record == "raises":
        return actor.reader.sees_every_area or subject in actor.reader.areas
    table = Meeting if record == "meetings" else Issue
    column = Meeting.meeting if record == "meetings" else Issue.issue
    found = session.scalars(
        select(column).where(visible(table, actor.reader), column == subject)
    ).first()
    return found is not None
