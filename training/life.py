"""What a made-up life is made of: its events, what steers it, what it depends on."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from domain.vocabulary import Category, EventKind, Kind, StakeholderGroup
from training.areas import Area
from training.assessment import Assessment
from training.contacts import Meeting

E = EventKind

CLOSING = frozenset({E.VERIFIED, E.SETTLED, E.MERGED, E.WITHDRAWN, E.TOLD_BACK})
HANDED_OVER = frozenset({Category.ELECTION_VIOLATION, Category.NEUTRALITY, Category.POLICE_SERVICE})
"""Categories that are closed for the police once the other side has confirmed receipt."""


@dataclass
class Event:
    """An event of a life; what is None stays an empty cell."""

    day: date
    event: EventKind
    unit: str | None = None
    due_on: date | None = None
    assessment: Assessment | None = None
    by_group: StakeholderGroup | None = None
    meeting: str | None = None
    into: str | None = None
    reason: str | None = None
    evidence: str | None = None
    note: str | None = None
    voided_on: date | None = None


@dataclass(frozen=True)
class Bounds:
    """How a life is steered: what follows a hold not before `hold`, the end by `close_by`.

    `prompt`: the steps before a hold follow at once; `due_after`: no due date before it.
    """

    hold: date | None = None
    close_by: date | None = None
    prompt: bool = False
    due_after: date | None = None


@dataclass
class Circumstances:
    """What a life depends on beside itself: the kecamatan and its community meetings."""

    rng: Random
    area: Area
    meetings: Sequence[Meeting]
    days: list[date] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the days of the meetings for searching."""
        self.days = [meeting.held_on for meeting in self.meetings]

    def next_meeting(self, day: date, within: int) -> Meeting | None:
        """The first meeting on or after a day, at most `within` days later."""
        place = bisect_left(self.days, day)
        if place < len(self.days) and (self.days[place] - day).days <= within:
            return self.meetings[place]
        return None

    def report_back_meeting(self, meeting: Meeting, village: str | None) -> Meeting | None:
        """The first later meeting at which those who raised an issue can be told."""
        for later in self.meetings[bisect_right(self.days, meeting.held_on) :]:
            if village is None or not later.villages or village in later.villages:
                return later
        return None


@dataclass
class Life:
    """An issue on its way: what it is, and the events so far."""

    key: str
    reported_on: date
    kind: Kind
    category: Category
    assessment: Assessment
    raised_by: StakeholderGroup | None
    village: str | None
    meeting: Meeting | None
    busy_until: date | None = None
    events: list[Event] = field(default_factory=list)
    owner: str = ""
    claimant: str = ""

    @property
    def severity(self) -> int:
        """The severity that it was last assessed at."""
        return self.assessment.severity

    @property
    def closed_on(self) -> date | None:
        """The day the life ended; None while it is open."""
        if not self.events:
            return None
        last = [event for event in self.events if event.event is not E.REPORTED_BACK][-1]
        handed = last.event in (E.RECEIPT, E.ANSWERED) and self.category in HANDED_OVER
        return last.day if handed or last.event in CLOSING else None
