"""Two days of the same areas set against each other: levels, reasons, issues, soft ways out.

Counts of two periods are compared in `domain.measures` (percent, "baru", not comparable).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.figures import left_without_outcome, severity_lowered
from domain.ledger import Ledger, Position, Positions, positions
from domain.status import RANK, Reason, Status, compute
from domain.vocabulary import UNKNOWN_LEVELS, EventKind

DAY = timedelta(days=1)
OF_DATA = "D"
"""The first letter of the reasons that lie in the data: how old they are, who is missing."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


def two_periods(since: date, as_of: date) -> tuple[Period, Period]:
    """The days after one up to another, and as many before them: earlier, then now.

    Raises ValueError unless `since` is before `as_of`.
    """
    if since >= as_of:
        raise ValueError(f"{since} is not before {as_of}")
    # As many days before as there are: the calendar begins in the year 1.
    first = max(1, 2 * since.toordinal() - as_of.toordinal() + 1)
    return Period(date.fromordinal(first), since), Period(since + DAY, as_of)


@dataclass(frozen=True, slots=True)
class LevelChange:
    """The status of a kecamatan on two days."""

    before: Status
    now: Status

    @property
    def sub_district(self) -> str:
        """The code of the kecamatan."""
        return self.now.sub_district

    @property
    def changed(self) -> bool:
        """Whether another level is shown, or the same one hatched otherwise."""
        return (self.before.level, self.before.hatched) != (self.now.level, self.now.hatched)

    @property
    def step(self) -> int:
        """1 worse, -1 better, 0 the same, or not to be ordered since one is unknown."""
        levels = (self.before.level, self.now.level)
        if any(level in UNKNOWN_LEVELS for level in levels):
            return 0
        difference = RANK[self.now.level] - RANK[self.before.level]
        return (difference > 0) - (difference < 0)

    @property
    def appeared(self) -> tuple[Reason, ...]:
        """The reasons that hold now and did not before."""
        held = set(self.before.codes)
        return tuple(reason for reason in self.now.reasons if reason.code not in held)

    @property
    def gone(self) -> tuple[Reason, ...]:
        """The reasons that held before and do no more."""
        hold = set(self.now.codes)
        return tuple(reason for reason in self.before.reasons if reason.code not in hold)

    @property
    def causes(self) -> tuple[Reason, ...]:
        """The reasons that made the change: for a worse level the new ones that ask for it.

        For a better one those gone that had asked for the old level; where a level became
        unknown or known, what appeared, else what is gone. Where the level is the same and
        only rests on older or newer data, the reasons of data. Empty where nothing changed.
        """
        if not self.changed:
            return ()
        if self.step > 0:
            worst = [r for r in self.now.reasons if r.level is self.now.level]
            return tuple(r for r in worst if r in self.appeared) or tuple(worst)
        if self.step < 0:
            return tuple(r for r in self.gone if r.level is self.before.level) or self.gone
        if self.before.level is self.now.level:
            turned = self.appeared if self.now.hatched else self.gone
            if data := tuple(r for r in turned if r.code[0] == OF_DATA):
                return data
        return self.appeared or self.gone


@dataclass(frozen=True, slots=True)
class AreaTraces:
    """What a soft way out leaves beside the level of an area, over the last 30 days."""

    closed_without_outcome: int
    severity_lowered: int


@dataclass(frozen=True, slots=True)
class Flow:
    """The tickets that were opened, closed and reopened after one day up to another."""

    opened: tuple[str, ...]
    closed: tuple[str, ...]
    reopened: tuple[str, ...]


def level_changes(ledger: Ledger, since: date, as_of: date) -> list[LevelChange]:
    """The status of every kecamatan of a ledger on both days, in its order."""
    return [
        LevelChange(compute(area, since, ledger.rules), compute(area, as_of, ledger.rules))
        for area in ledger.areas
    ]


def flow(ledger: Ledger, since: date, as_of: date) -> Flow:
    """What came in and what went out: a ticket that did both stands in both.

    Closed is what is closed on the later day and was not on the earlier; reopened, what
    was reopened in between, whatever became of it.
    """
    now, before = positions(ledger, as_of), positions(ledger, since)
    opened: list[str] = []
    closed: list[str] = []
    again: list[str] = []
    for key, position in now.by_issue.items():
        earlier = before.by_issue.get(key)
        if position.issue.reported_on > since:
            opened.append(key)
        if position.standing.closed and (earlier is None or not earlier.standing.closed):
            closed.append(key)
        if _reopened(position, since):
            again.append(key)
    return Flow(tuple(opened), tuple(closed), tuple(again))


def _reopened(position: Position, since: date) -> bool:
    return any(
        event.event == EventKind.REOPENED and event.occurred_on > since
        for event in position.issue.events
    )


def traces(found: Positions, sub_districts: Iterable[str]) -> Mapping[str, AreaTraces]:
    """The traces of soft ways out in each kecamatan, as of the day of the positions."""
    by_area: dict[str | None, dict[str, Position]] = {}
    for key, position in found.by_issue.items():
        by_area.setdefault(position.issue.sub_district, {})[key] = position
    made = {}
    for code in sub_districts:
        own = replace(found, by_issue=by_area.get(code, {}))
        made[code] = AreaTraces(len(left_without_outcome(own)), len(severity_lowered(own)))
    return made
