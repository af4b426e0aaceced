"""Keep inputs as issues, with what was answered or promised as they were said."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from db.commands.dataset import append_events, insert_rows
from db.commands.held import hold_back
from db.commands.spans import write_first_spans
from db.commands.trail import Actor
from db.prepared import put
from db.queries.places import places, unit_kinds
from domain.dataset import FILES, Row
from domain.forms import InputForm
from domain.lifecycle import SIWAS
from domain.rubric import proposed_severity, written
from domain.tickets import DISTRICT_PREFIX, prefixes, tickets
from domain.vocabulary import ELECTION_VIOLATION_TEXT, Category, EventKind, UnitKind
from models import Issue

_BLANK_ISSUE: Row = dict.fromkeys(FILES["issues"].names)
_BLANK_EVENT: Row = dict.fromkeys(FILES["events"].names)


def all_prefixes(session: Session) -> dict[str, str]:
    """The three letters of the tickets of each kecamatan."""
    return prefixes({place.code: place.name for place in places(session)})


def keys_beginning(session: Session, column: Any, stem: str) -> list[str]:
    """The keys of a table that begin with a stem of plain letters, digits and hyphens."""
    ends = {"begins": stem, "ends": stem + "~"}
    return [key for (key,) in put(session, _between(column), ends)]


@lru_cache(maxsize=16)
def _between(column: Any) -> Select[Any]:
    return select(column).where(column >= bindparam("begins"), column < bindparam("ends"))


def entered(actor: Actor) -> dict[str, Any]:
    """The cells that say when and by whom a record is entered."""
    return {
        "recorded_at": actor.now.isoformat(timespec="seconds"),
        "voided_on": None,
        "entered_by": actor.account_id,
    }


def keep_inputs(
    session: Session,
    actor: Actor,
    items: Iterable[InputForm],
    day: date,
    *,
    meeting: str | None = None,
    report: str | None = None,
    source: str | None = None,
) -> list[str]:
    """Keep inputs that were checked, with their spans; gives their tickets."""
    letters = all_prefixes(session)
    kinds = unit_kinds(session)
    free: dict[str, Iterator[str]] = {}
    when_and_who = entered(actor)
    rows: list[Row] = []
    events: list[Row] = []
    for item in items:
        prefix = letters.get(item.sub_district or "", DISTRICT_PREFIX)
        if prefix not in free:
            taken = keys_beginning(session, Issue.issue, f"{prefix}-{day:%y%m%d}-")
            free[prefix] = tickets(prefix, day, taken)
        key = next(free[prefix])
        rows.append(
            {
                **_BLANK_ISSUE,
                "issue": key,
                "reported_on": day,
                "meeting": meeting,
                "report": report,
                "sub_district_code": item.sub_district,
                "village_code": item.village,
                "kind": item.kind,
                "category": item.category,
                "threat": item.threat,
                "rubric": written(item.rubric),
                "severity": proposed_severity(item.category, item.threat, item.rubric),
                "text": kept_text(item),
                "raised_by": item.raised_by,
                "source": source,
                **when_and_who,
            }
        )
        events += _first_events(item, key, day, meeting, kinds, when_and_who)
    insert_rows(session, "issues", rows)
    stored = append_events(session, events, {})
    write_first_spans(session, rows, stored)
    hold_back(session, "issues", [(str(row["issue"]), row) for row in rows], actor.account_id)
    numbered = [(f"{row['issue']}#{row['sequence']}", row) for row in stored]
    hold_back(session, "events", numbered, actor.account_id)
    return [str(row["issue"]) for row in rows]


def kept_text(item: InputForm) -> str:
    """The text that an input is kept with."""
    if item.category == Category.ELECTION_VIOLATION:
        return ELECTION_VIOLATION_TEXT
    return item.text


def _first_events(
    item: InputForm,
    key: str,
    day: date,
    meeting: str | None,
    kinds: Mapping[str, str],
    when_and_who: Mapping[str, Any],
) -> list[Row]:
    """What happened to an input as it was said: a promise, or an answer on the spot.

    What an agency or Siwas is to do is referred to them: neither owns.
    """
    cells: dict[str, Any]
    if item.act:
        referred = kinds[item.owner or ""] == UnitKind.AGENCY or item.owner == SIWAS
        event = EventKind.REFERRED if referred else EventKind.ASSIGNED
        cells = {"unit": item.owner, "due_on": item.due_on, "note": item.act}
    elif item.answer:
        event = EventKind.SETTLED
        cells = {"by_group": item.raised_by, "note": item.answer}
    else:
        return []
    return [
        {
            **_BLANK_EVENT,
            "issue": key,
            "occurred_on": day,
            "event": str(event),
            "meeting": meeting,
            **cells,
            **when_and_who,
        }
    ]


def coded(item: InputForm) -> dict[str, Any]:
    """The codes of an input, for the trail."""
    return {
        "kind": item.kind,
        "category": item.category,
        "sub_district": item.sub_district,
        "village": item.village,
        "raised_by": item.raised_by,
        "threat": item.threat,
        "rubric": list(item.rubric),
        "owner": item.owner if item.act else None,
        "due_on": item.due_on.isoformat() if item.act and item.due_on else None,
    }


def texts_of(items: Iterable[InputForm]) -> dict[str, str | None]:
    """The free texts of inputs as they are kept, for the trail's digests."""
    found: dict[str, str | None] = {}
    for index, item in enumerate(items, start=1):
        found |= {f"text_{index}": kept_text(item), f"act_{index}": item.act}
        found |= {f"answer_{index}": item.answer}
    return found
