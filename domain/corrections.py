"""What may be corrected of a record, and how long its own recorder may do so."""

from datetime import datetime, timedelta

CORRECTED_BY_RECORDER = timedelta(hours=24)

CORRECTABLE: dict[str, frozenset[str]] = {
    "meetings": frozenset({"venue", "source", "promised", "programme"}),
    "reports": frozenset({"kind", "nil"}),
    "issues": frozenset({"text", "source", "kind", "category", "village_code", "raised_by"}),
}
"""The fields that a correction may change; days and areas are voided and entered anew."""


def entered_lately(recorded_at: str | None, now: datetime) -> bool:
    """Whether something was entered so lately that its recorder may still correct it.

    An entry of which the day alone is known, or nothing, was not.
    """
    if recorded_at is None or len(recorded_at) == len("2024-09-05"):
        return False
    return now - datetime.fromisoformat(recorded_at) <= CORRECTED_BY_RECORDER
