"""Hold back texts that look like personal data, and clear them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from db.commands.saving import NotPermitted, begin_save, end_save, refuse
from db.commands.trail import Actor, enter
from db.held import CLEARERS, FREE_TEXTS, SEPARATOR
from db.prepared import put, put_rows, table_of
from db.scoped import visible
from db.tables.trail import DeniedWord, HeldText
from domain.evidence import without_digests
from domain.forms import LONGEST_TEXT, tidy
from domain.moves import acting_as
from domain.permissions import Reader
from domain.privacy import flags
from models import Issue, IssueEvent, Meeting, StatusRaise


def denied_words(session: Session) -> list[str]:
    """The unit's own list of words of candidates and parties."""
    return [word for (word,) in put(session, _DENIED)]


_DENIED = select(DeniedWord.word).order_by(DeniedWord.word)


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
        for field in FREE_TEXTS.get(record, ())
        if (kinds := flag_kinds(row.get(field), denied))
    ]
    put_rows(session, table_of(HeldText), held)
    return len(held)


def flag_kinds(text: Any, denied: Iterable[str]) -> str:
    """The kinds of flags of a text, joined; empty when there is nothing to hold back."""
    if not isinstance(text, str):
        return ""
    found = flags(without_digests(text), denied)
    return SEPARATOR.join(sorted({flag.kind.value for flag in found})) if found else ""


def hold_back_again(
    session: Session, record: str, key: str, changed: Mapping[str, Any], by: int | None
) -> None:
    """Look anew at the free texts of a record that were corrected.

    A text that was held back stays so when its own writer puts other words in its place:
    whoever writes a text never clears it.
    """
    denied = denied_words(session)
    for field in FREE_TEXTS.get(record, ()):
        if field not in changed:
            continue
        kinds = flag_kinds(changed[field], denied)
        held = session.get(HeldText, (record, key, field))
        if held is not None and by is not None and held.written_by == by:
            held.kinds = kinds or held.kinds
        elif held is not None and not kinds:
            session.delete(held)
        elif held is not None:
            held.kinds, held.written_by = kinds, by
        elif kinds:
            session.add(HeldText(record=record, key=key, field=field, kinds=kinds, written_by=by))
    session.flush()


_COLUMNS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "meetings": (Meeting, ("meeting",)),
    "issues": (Issue, ("issue",)),
    "events": (IssueEvent, ("issue", "sequence")),
    "raises": (StatusRaise, ("sub_district_code", "raised_on")),
}


def clear_text(
    session: Session,
    actor: Actor,
    record: str,
    key: str,
    field: str,
    rewritten: str | None,
    form_key: str,
) -> None:
    """Show a held text again as it is, or in other words that are not flagged.

    By the sector head or the commander who sees the record, never by who wrote it.
    Raises NotPermitted, AlreadySaved, or Refused when the new words are flagged too or
    there are none.
    """
    begin_save(session, actor, form_key)
    held = session.get(HeldText, (record, key, field))
    reader = acting_as(actor.reader, CLEARERS)
    if held is None or not _sees(session, reader, record, key):
        raise NotPermitted
    if held.written_by is not None and held.written_by == actor.account_id:
        raise NotPermitted
    words = tidy(rewritten)
    if rewritten is not None:
        _check_words(session, field, words)
        table, columns = _COLUMNS[record]
        conditions = [
            getattr(table, column) == _typed(column, part)
            for column, part in zip(columns, key.split("#"), strict=True)
        ]
        session.execute(update(table).where(*conditions).values({field: words}))
    session.delete(held)
    session.flush()
    fields = {"record": record, "field": field, "rewritten": rewritten is not None}
    enter(session, actor, "clear_text", key, fields, {"text": words})
    end_save(session, actor, form_key, "clear_text", key)


def _check_words(session: Session, field: str, words: str | None) -> None:
    if words is None:
        raise refuse("empty_cell", field)
    if len(words) > LONGEST_TEXT:
        raise refuse("text_too_long", field, len(words), str(LONGEST_TEXT))
    if kinds := flag_kinds(words, denied_words(session)):
        raise refuse("still_flagged", field, kinds)


def _typed(column: str, part: str) -> Any:
    if column == "sequence":
        return int(part)
    return date.fromisoformat(part) if column == "raised_on" else part


def _sees(session: Session, reader: Reader, record: str, key: str) -> bool:
    """Whether the reader sees the record that a text belongs to."""
    if not reader.roles:
        return False
    subject = key.split("#")[0]
    if record == "raises":
        return reader.sees_every_area or subject in reader.areas
    table = Meeting if record == "meetings" else Issue
    column = Meeting.meeting if record == "meetings" else Issue.issue
    found = session.scalars(select(column).where(visible(table, reader), column == subject)).first()
    return found is not None
