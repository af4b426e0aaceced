"""The records of the field as the rules need them: dates and codes, no free text."""

from dataclasses import dataclass, field
from datetime import date

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
