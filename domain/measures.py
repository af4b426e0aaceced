"""What a figure looks like: a ratio with its parts, and two periods set against each other."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Why(StrEnum):
    """Why a figure has no value."""

    NO_CASES = "no_cases"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Ratio:
    """So many of so many. Out of none there is no value, and `why` says so.

    `awaiting` are cases that may still join the numerator; only with it is there an
    `upper` bound.
    """

    numerator: int
    denominator: int
    awaiting: int | None = None

    @property
    def value(self) -> float | None:
        """The share, 0 to 1, not rounded."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def upper(self) -> float | None:
        """The share if all that is awaiting confirmation were confirmed."""
        if self.awaiting is None or not self.denominator:
            return None
        return (self.numerator + self.awaiting) / self.denominator

    @property
    def why(self) -> Why | None:
        """Why there is no value; None when there is one."""
        return None if self.denominator else Why.NO_CASES


PERCENT_FROM = 5
"""The smallest earlier count of which a change is a percentage."""

COMPARABLE_WITHIN = Fraction(1, 10)
"""How far the completeness of two periods may differ for a trend to be named."""


class Direction(StrEnum):
    """How a count moved between two periods."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Change:
    """A count in two periods.

    `percent` is None where the earlier count is under 5; `new`: there was none before.
    """

    before: int
    now: int
    percent: float | None
    new: bool
    direction: Direction

    @property
    def difference(self) -> int:
        """Now less before; it can always be said."""
        return self.now - self.before


def compare(before: int, now: int, current_before: Ratio, current_now: Ratio) -> Change:
    """Set a count of two periods against each other, by the rules for two periods.

    `current_*` are the days_current of the two: where they differ by more than 10 points,
    or one is not known, what was recorded differs, and no rise or fall may be named.
    """
    return Change(
        before=before,
        now=now,
        percent=100 * (now - before) / before if before >= PERCENT_FROM else None,
        new=before == 0 and now > 0,
        direction=_direction(before, now, current_before, current_now),
    )


def _direction(before: int, now: int, current_before: Ratio, current_now: Ratio) -> Direction:
    if not current_before.denominator or not current_now.denominator:
        return Direction.NOT_COMPARABLE
    # In fractions: 0.7 - 0.6 in floating point is not 0.1.
    apart = Fraction(current_now.numerator, current_now.denominator) - Fraction(
        current_before.numerator, current_before.denominator
    )
    if abs(apart) > COMPARABLE_WITHIN:
        return Direction.NOT_COMPARABLE
    if now == before:
        return Direction.SAME
    return Direction.UP if now > before else Direction.DOWN
