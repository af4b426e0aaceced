"""Hold back texts that look like personal data, and clear them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from db.held import FREE_TEXTS
from db.tables.trail import DeniedWord, HeldText
from domain.privacy import flags

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
