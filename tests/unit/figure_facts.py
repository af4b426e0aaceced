"""Small ledgers for the figures: one kecamatan, a few issues, every day written out."""

from datetime import date
from typing import Any

from domain.area import AreaFacts, Rules
from domain.calendar import StageCalendar
from domain.ledger import HeldMeeting, Ledger, Positions, positions
from domain.records import EventFacts, IssueFacts

KEDURANG = "17.01.01"
SEGINIM = "17.01.02"
RULES = Rules(StageCalendar(()))


def on(text: str) -> date:
    """A day of 2024, written month and day."""
    return date.fromisoformat(f"2024-{text}")


def event(day: str, name: str, *, due: str | None = None, **cells: Any) -> EventFacts:
    return EventFacts(on(day), name, due_on=on(due) if due else None, **cells)


def issue(key: str, day: str, *events: EventFacts, **cells: Any) -> IssueFacts:
    """A complaint about crime in Kedurang, of severity 2 (due after 14 days)."""
    facts = {"kind": "complaint", "category": "crime", "severity": 2, "sub_district": KEDURANG}
    return IssueFacts(key, on(day), events=events, **(facts | cells))


def meeting(key: str, day: str, **cells: Any) -> HeldMeeting:
    """A community meeting that covers Kedurang."""
    return HeldMeeting(key, on(day), **({"sub_districts": frozenset({KEDURANG})} | cells))


def ledger(*issues: IssueFacts, meetings: tuple[HeldMeeting, ...] = (), **area: Any) -> Ledger:
    return Ledger(RULES, (AreaFacts(KEDURANG, **area),), issues, meetings)


def standing(day: str, *issues: IssueFacts, meetings: tuple[HeldMeeting, ...] = ()) -> Positions:
    return positions(ledger(*issues, meetings=meetings), on(day))
