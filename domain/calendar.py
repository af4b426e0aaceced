"""The stages of the elections as a calendar: tempo of a day, and how fast data age."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from math import lcm

from domain.vocabulary import Tempo

DAY = timedelta(days=1)


@dataclass(frozen=True)
class StageFacts:
    """A stage as the rule needs it; an unknown start or end is None."""

    code: str
    election: str
    tempo: Tempo
    starts_on: date | None
    ends_on: date | None

    @property
    def dated(self) -> bool:
        """Whether both ends are known. An undated stage takes part in no count."""
        return self.starts_on is not None and self.ends_on is not None

    def runs_on(self, day: date) -> bool:
        """Whether the day is in the stage, both ends included."""
        return (
            self.starts_on is not None
            and self.ends_on is not None
            and self.starts_on <= day <= self.ends_on
        )


@dataclass(frozen=True)
class StageCalendar:
    """The stages of all elections of a district."""

    stages: tuple[StageFacts, ...]

    @cached_property
    def _segments(self) -> tuple[list[int], list[Tempo]]:
        """Days (ordinals) on which the tempo may change, and the tempo from each on."""
        dated = [
            (s.starts_on.toordinal(), s.ends_on.toordinal(), s.tempo)
            for s in self.stages
            if s.starts_on is not None and s.ends_on is not None and s.starts_on <= s.ends_on
        ]
        starts = sorted({1} | {a for a, _, _ in dated} | {b + 1 for _, b, _ in dated})
        tempos = [
            max((t for a, b, t in dated if a <= start <= b), default=Tempo.ROUTINE)
            for start in starts
        ]
        return starts, tempos

    def tempo(self, day: date) -> Tempo:
        """The highest tempo of the stages that run on the day; with none, routine."""
        starts, tempos = self._segments
        return tempos[bisect_right(starts, day.toordinal()) - 1]

    def running(self, day: date) -> tuple[StageFacts, ...]:
        """The stages that run on the day, the fastest first, then by code."""
        found = [s for s in self.stages if s.runs_on(day)]
        return tuple(sorted(found, key=lambda s: (-s.tempo, s.code)))

    def codes_on(self, day: date) -> tuple[str, ...]:
        """The codes of the stages that a day is in, in code order."""
        return tuple(sorted(s.code for s in self.stages if s.runs_on(day)))

    def meter(self, cycle: Mapping[Tempo, int]) -> "AgeMeter":
        """A meter of age, where a day of each tempo counts 1 / its cycle."""
        starts, tempos = self._segments
        return AgeMeter(tuple(starts), tuple(tempos), dict(cycle))

    def critical_day_in(self, after: date, until: date) -> bool:
        """Whether a critical day lies in (after, until]."""
        return any(
            s.tempo is Tempo.CRITICAL
            and s.starts_on is not None
            and s.ends_on is not None
            and max(s.starts_on, after + DAY) <= min(s.ends_on, until)
            for s in self.stages
        )


class AgeMeter:
    """Measures age as a sum over days, in exact fractions.

    The sum of 1 / cycle over the days after one day up to another, where the cycle is
    that of each day's tempo: so a critical stage makes data age fast, and its end
    cannot freshen them.
    """

    def __init__(
        self, starts: tuple[int, ...], tempos: tuple[Tempo, ...], cycle: dict[Tempo, int]
    ) -> None:
        self.unit = lcm(*cycle.values())
        self._starts = starts
        self._weights = [self.unit // cycle[tempo] for tempo in tempos]
        self._before = [0]
        for i in range(1, len(starts)):
            length = starts[i] - starts[i - 1]
            self._before.append(self._before[-1] + length * self._weights[i - 1])

    def _total(self, ordinal: int) -> int:
        i = bisect_right(self._starts, ordinal) - 1
        return self._before[i] + (ordinal - self._starts[i] + 1) * self._weights[i]

    def units(self, after: date, until: date) -> int:
        """The age in units of 1 / `unit`, so that comparing it is integer work."""
        return self._total(until.toordinal()) - self._total(after.toordinal())

    def age(self, after: date, until: date) -> Fraction:
        """The age at `until` of something that happened on `after`."""
        return Fraction(self.units(after, until), self.unit)


def stage_days(stage: StageFacts, until: date) -> int:
    """How many days of the stage lie on or before `until`; 0 for an undated stage."""
    if stage.starts_on is None or stage.ends_on is None:
        return 0
    return max(0, (min(stage.ends_on, until) - stage.starts_on).days + 1)
