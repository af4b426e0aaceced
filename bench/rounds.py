"""Interleaved rounds: what is compared is run in turns, so that both see the same machine."""

import math
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from statistics import median
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
Clock = Callable[[], float]


def interleaved(
    contenders: Mapping[Name, Callable[[], object]],
    rounds: int,
    *,
    warm_up: int = 2,
    clock: Clock = time.perf_counter,
) -> dict[Name, list[float]]:
    """The seconds that each contender took in each round.

    In a round every contender runs once; every other round runs them backwards, so that
    none always follows the same one. The first `warm_up` rounds are run and not counted.
    """
    taken: dict[Name, list[float]] = {name: [] for name in contenders}
    order = list(contenders)
    for number in range(-warm_up, rounds):
        for name in order:
            begun = clock()
            contenders[name]()
            seconds = clock() - begun
            if number >= 0:
                taken[name].append(seconds)
        order.reverse()
    return taken


def medians(taken: Mapping[Name, Sequence[float]]) -> dict[Name, float]:
    """The middle of what each contender took."""
    return {name: median(seconds) for name, seconds in taken.items()}


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How a time grows with a size: 0 not at all, 1 in proportion (least squares, log-log).

    `points` are at least two (size, seconds) of different sizes.
    """
    logs = [(math.log(size), math.log(seconds)) for size, seconds in points]
    mean_x = sum(x for x, _ in logs) / len(logs)
    mean_y = sum(y for _, y in logs) / len(logs)
    across = sum((x - mean_x) ** 2 for x, _ in logs)
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / across
