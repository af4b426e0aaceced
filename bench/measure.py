"""What a measurement is, and what it finds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.setting import Setting


@dataclass(frozen=True)
class Line:
    """One figure beside what it is measured against, both in seconds.

    `limit` is the largest ratio of the two that is good enough; None: for information.
    """

    what: str
    ours: float
    base: float
    limit: float | None = None

    @property
    def ratio(self) -> float:
        """Ours by the base."""
        return self.ours / self.base

    @property
    def met(self) -> bool:
        """Whether the limit, if there is one, is kept."""
        return self.limit is None or self.ratio <= self.limit


@dataclass(frozen=True)
class Result:
    """The lines of a measurement, and remarks that stand below them."""

    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()


class NotMeasured(Exception):
    """A measurement that this machine cannot take; the text says why."""


@dataclass(frozen=True)
class Measurement:
    """`run` takes the measurement; it raises NotMeasured where that is not possible.

    `name` chooses it on the command line, `what` is the heading of its table, and `base`
    says in words what it is measured against.
    """

    name: str
    what: str
    base: str
    run: Callable[["Setting"], Result]


def kept(results: Iterable[Result]) -> bool:
    """Whether every limit is kept."""
    return all(line.met for result in results for line in result.lines)
