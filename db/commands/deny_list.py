"""The unit's own words of candidates and parties, which it never stores."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.saving import NotPermitted, refuse
from db.commands.trail import Actor, enter
from db.held import FREE_TEXTS, SEPARATOR
from db.tables.trail import DeniedWord, HeldText
from domain.permissions import STATION
from domain.privacy import FlagKind, flags
from domain.vocabulary import Role
from models import Issue, IssueEvent, Meeting, StatusRaise

KINDS = ("candidate", "party")
LONGEST_WORD = 60
SHORTEST_WORD = 3
"""A shorter one would hold back every other sentence."""

_ROWS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "meetings": (Meeting, ("meeting",)),
    "issues": (Issue, ("issue",)),
    "events": (IssueEvent, ("issue", "sequence")),
    "raises": (StatusRaise, ("sub_district_code", "raised_on")),
}
AT_A_TIME = 2_000


def add_denied_word(
    session: Session, actor: Actor, word: str, kind: str | None = None
) -> int | None:
    """Deny a word from now on, and hold back what is stored with it; gives how many texts.

    None: it is on the list. By an administrator or the station's command line. Of the word
    itself the trail keeps a digest alone. A text that was cleared before is held back
    again: the word was not known then. Raises NotPermitted, or Refused for an empty,
    short or overlong word and an unknown kind.
    """
    tidy = _tidy(actor, word)
    if kind is not None and kind not in KINDS:
        raise refuse("unknown_code", "kind", kind, " ".join(KINDS))
    if session.get(DeniedWord, tidy) is not None:
        return None
    added = {"kind": kind, "added_by": actor.reader.account, "added_on": actor.now.date()}
    session.add(DeniedWord(word=tidy, **added))
    held = _hold_back_stored(session, tidy)
    session.flush()
    enter(session, actor, "add_denied_word", None, {"held": held, "kind": kind}, {"word": tidy})
    return held


def remove_denied_word(session: Session, actor: Actor, word: str) -> bool:
    """Take a word off the deny-list; False: it was not on it. Raises like adding does.

    What was held back stays so until somebody who may clears it.
    """
    tidy = _tidy(actor, word)
    stored = session.get(DeniedWord, tidy)
    if stored is None:
        return False
    session.delete(stored)
    session.flush()
    enter(session, actor, "remove_denied_word", None, None, {"word": tidy})
    return True


def _tidy(actor: Actor, word: str) -> str:
    if actor.reader is not STATION and Role.ADMINISTRATOR not in actor.reader.roles:
        raise NotPermitted
    tidy = " ".join(word.split()).casefold()
    if not SHORTEST_WORD <= len(tidy) <= LONGEST_WORD:
        raise refuse(
            "denied_word", "word", word[:LONGEST_WORD], f"{SHORTEST_WORD} … {LONGEST_WORD}"
        )
    return tidy


def _hold_back_stored(session: Session, word: str) -> int:
    found = list(_texts_with(session, word))
    for record, key, field, written_by in found:
        held = session.get(HeldText, (record, key, field))
        if held is None:
            place = {"record": record, "key": key, "field": field}
            session.add(HeldText(**place, kinds=FlagKind.DENIED.value, written_by=written_by))
        else:
            kinds = {*held.kinds.split(SEPARATOR), FlagKind.DENIED.value}
            held.kinds = SEPARATOR.join(sorted(kinds))
    return len(found)


def _texts_with(session: Session, word: str) -> Iterator[tuple[str, str, str, int | None]]:
    """Every stored free text that holds a word: file, key, field and who wrote it.

    In Python, since no two databases agree on what small and capital letters are.
    """
    for record, fields in FREE_TEXTS.items():
        table, keys = _ROWS[record]
        wanted = [*keys, *fields, *(["entered_by"] if hasattr(table, "entered_by") else [])]
        rows = session.execute(
            select(*(getattr(table, name) for name in wanted)),
            execution_options={"yield_per": AT_A_TIME},
        )
        for row in rows.mappings():
            for field in fields:
                text = row[field]
                if text and any(flag.kind is FlagKind.DENIED for flag in flags(text, (word,))):
                    key = "#".join(str(row[name]) for name in keys)
                    yield record, key, field, row.get("entered_by")
