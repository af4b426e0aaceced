"""Bars and their labels in as few lanes as they need, none covering another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["inside", "right", "left", "over"]


@dataclass(frozen=True)
class Bar:
    """A bar to put into a lane, and how much room its label takes (all in pixels)."""

    key: str
    start: float
    end: float
    label: float


@dataclass(frozen=True)
class Placed:
    """A bar's lane (0 is the uppermost), where its label stands, and what both cover."""

    key: str
    lane: int
    side: Side
    left: float
    right: float


def pack(groups: Sequence[Sequence[Bar]], width: float, gap: float = 6) -> list[Placed]:
    """Lanes for every bar; the bars of an earlier group stand above those of a later one.

    A label stands inside its bar if it fits, else to the right, else, where the figure's
    `width` ends, to the left; where neither has room, over its bar and up to the
    figure's right end. Within a group the earliest bar goes first, into the first
    lane that is free where bar and label stand, with `gap` pixels between two.
    """
    placed: list[Placed] = []
    first = 0
    for group in groups:
        lanes: list[list[tuple[float, float]]] = []
        for bar in sorted(group, key=lambda b: (b.start, b.end, b.key)):
            side, left, right = _room(bar, width)
            lane = next(
                (n for n, taken in enumerate(lanes) if _free(taken, left, right, gap)), None
            )
            if lane is None:
                lane = len(lanes)
                lanes.append([])
            lanes[lane].append((left, right))
            placed.append(Placed(bar.key, first + lane, side, left, right))
        first += len(lanes)
    return placed


def _free(taken: Sequence[tuple[float, float]], left: float, right: float, gap: float) -> bool:
    return all(right + gap <= a or b + gap <= left for a, b in taken)


def _room(bar: Bar, width: float) -> tuple[Side, float, float]:
    if bar.label <= bar.end - bar.start:
        return "inside", bar.start, bar.end
    if bar.end + bar.label <= width:
        return "right", bar.start, bar.end + bar.label
    if bar.start - bar.label >= 0:
        return "left", bar.start - bar.label, bar.end
    return "over", min(bar.start, width - bar.label), max(bar.end, width)
