"""Facts of the rule, made by hand: short names for tests that work a figure out."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from domain.area import AreaFacts, Rules
from domain.calendar import StageCalendar, StageFacts
from domain.records import EventFacts, IssueFacts, MeetingFacts
from domain.status import Status, compute
from domain.vocabulary import Tempo

AREA = "17.01.01"
OWNER = "polsek-kedurang"


def on(text: str) -> date:
    return date.fromisoformat(text)


def stage(code: str, tempo: str, starts_on: str | None, ends_on: str | None) -> StageFacts:
    return StageFacts(
        code,
        "pilkada-2024",
        Tempo.from_code(tempo),
        on(starts_on) if starts_on else None,
        on(ends_on) if ends_on else None,
    )


ROUTINE = Rules(StageCalendar(()))
"""No stage at all: a contact ages by 1/30 a day, a community meeting by 1/90."""

PILKADA = Rules(
    StageCalendar(
        (
            stage("registration-notice", "alert", "2024-08-24", "2024-08-26"),
            stage("registration", "alert", "2024-08-27", "2024-08-29"),
            stage("vetting", "alert", "2024-08-27", "2024-09-21"),
            stage("nomination", "alert", "2024-09-22", "2024-09-22"),
            stage("ballot-numbers", "alert", "2024-09-23", "2024-09-23"),
            stage("campaign", "alert", "2024-09-25", "2024-11-23"),
            stage("quiet-period", "critical", "2024-11-24", "2024-11-26"),
            stage("voting", "critical", "2024-11-27", "2024-11-27"),
            stage("count", "critical", "2024-11-27", "2024-12-16"),
            stage("dispute", "alert", "2024-12-06", "2025-02-24"),
        )
    )
)
"""The stages of 2024 that are not routine. 24 September 2024 is in none of them."""


def event(day: str, kind: str, due_on: str | None = None, **cells: Any) -> EventFacts:
    return EventFacts(on(day), kind, due_on=on(due_on) if due_on else None, **cells)


def issue(
    reported_on: str = "2024-10-01",
    *events: EventFacts,
    key: str = "I-1",
    severity: int | None = 2,
    kind: str = "complaint",
    category: str = "crime",
    sub_district: str = AREA,
    meeting: str | None = None,
) -> IssueFacts:
    return IssueFacts(
        key, on(reported_on), kind, category, sub_district, None, severity, meeting, events
    )


def promised_until(due_on: str, key: str = "I-1", severity: int = 2) -> IssueFacts:
    """An issue of 1 January 2024 that was given a due date on that day."""
    given = event("2024-01-01", "assigned", due_on, unit=OWNER)
    return issue("2024-01-01", given, key=key, severity=severity)


def meeting(
    held_on: str,
    *villages: str,
    key: str = "M-1",
    promised: bool = False,
    inputs: str | None = "nil",
    inputs_on: str | None = None,
    first_named_on: str | None = None,
) -> MeetingFacts:
    return MeetingFacts(
        key,
        on(held_on),
        promised,
        inputs,
        on(inputs_on) if inputs_on else None,
        frozenset(villages),
        on(first_named_on) if first_named_on else None,
    )


def area(
    *issues: IssueFacts,
    meetings: Iterable[MeetingFacts] = (),
    reports: Iterable[str] = (),
    villages: Iterable[str] = ("v1", "v2"),
) -> AreaFacts:
    return AreaFacts(
        AREA,
        frozenset(villages),
        tuple(meetings),
        tuple(on(day) for day in reports),
        tuple(issues),
    )


def heard_area(*issues: IssueFacts) -> AreaFacts:
    """A kecamatan of which nothing is missing in January 2024, at the routine tempo."""
    return area(*issues, meetings=[meeting("2024-01-01", "v1")], reports=["2024-01-15"])


def status_on(facts: AreaFacts, day: str, rules: Rules = ROUTINE) -> Status:
    return compute(facts, on(day), rules)


def codes_on(facts: AreaFacts, day: str, rules: Rules = ROUTINE) -> str:
    """The reasons that hold, such as "C1 D5"."""
    return " ".join(status_on(facts, day, rules).codes)


def shown_on(facts: AreaFacts, day: str, rules: Rules = ROUTINE) -> tuple[str, bool, str]:
    """Level, hatched, reasons."""
    status = status_on(facts, day, rules)
    return status.level.value, status.hatched, " ".join(status.codes)
