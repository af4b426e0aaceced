"""The records of the field as the rules need them: dates and codes, no free text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.vocabulary import Inputs


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event of an issue. Voided events are left out before they come here."""

    occurred_on: date
    event: str
    unit: str | None = None
    due_on: date | None = None
    severity: int | None = None
    by_group: str | None = None
    meeting: str | None = None
    into: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """An issue and its events, in the order of occurred_on, then of entry."""

    issue: str
    reported_on: date
    kind: str
    category: str
    sub_district: str | None = None
    village: str | None = None
    severity: int | None = None
    meeting: str | None = None
    events: tuple[EventFacts, ...] = ()

    def until(self, day: date) -> tuple[EventFacts, ...]:
        """The events that happened on or before the day."""
        return tuple(event for event in self.events if event.occurred_on <= day)


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """A community meeting as one of the kecamatan that it covers sees it.

    `villages` are those of this kecamatan that were named at it; `first_named_on` is the
    day the first issue that names the meeting was reported, None while none does.
    """

    meeting: str
    held_on: date
    promised: bool = False
    inputs: str | None = None
    inputs_on: date | None = None
    villages: frozenset[str] = field(default_factory=frozenset)
    first_named_on: date | None = None

    def inputs_as_of(self, day: date) -> str:
        """What is known of the meeting's inputs on a day.

        Before `inputs_on`, and when the value is empty: not_recorded. An empty day with
        another value means the day of the meeting.
        """
        if self.inputs is None or day < (self.inputs_on or self.held_on):
            return Inputs.NOT_RECORDED
        return self.inputs


def gather_issues(
    issues: Iterable[Mapping[str, Any]], events: Iterable[Mapping[str, Any]]
) -> list[IssueFacts]:
    """Issues with their events, from rows with the columns of issues.csv and events.csv.

    `events` come in the order of entry; voided ones are left out here. Issues keep their
    order; whether they are voided is for the caller to say.
    """
    by_issue: dict[str, list[EventFacts]] = {}
    for row in events:
        if row["voided_on"] is None:
            by_issue.setdefault(row["issue"], []).append(
                EventFacts(
                    row["occurred_on"],
                    row["event"],
                    row["unit"],
                    row["due_on"],
                    row["severity"],
                    row["by_group"],
                    row["meeting"],
                    row["into"],
                    row["reason"],
                )
            )
    found = []
    for row in issues:
        happened = by_issue.get(row["issue"], [])
        happened.sort(key=lambda event: event.occurred_on)
        found.append(
            IssueFacts(
                issue=row["issue"],
                reported_on=row["reported_on"],
                kind=row["kind"],
                category=row["category"],
                sub_district=row["sub_district_code"],
                village=row["village_code"],
                severity=row["severity"],
                meeting=row["meeting"],
                events=tuple(happened),
            )
        )
    return found
