"""Where names stand on a map, so that none covers another, however small its area.

Everything is measured in pixels of a sheet whose y grows upwards. A greedy pass places
the labels of the widest areas first, then each is placed anew against all the others;
the same is tried from the smallest on, and the better of both taken.
How much of a box lies on which area is read from a raster, not computed by geometry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from charts.shapes import ShapeSet

Array = NDArray[np.floating[Any]]
Sides = tuple[float, float, float, float]
"""Left, bottom, right, top."""

CELL = 3
"""Pixels of a cell of the raster."""

STEP = 2
"""Cells between two places that are tried."""

GAP = 2
PASSES = 3
FINALISTS = 500
"""So many of the cheapest places are looked at closely."""

BESIDE = 90.0
OFF = 60.0
ON_NEIGHBOURS = 400.0
MISLEADING = 250.0
FOREIGN_LEADER = 1.5
CROSSING = 400.0
COLLISION = 10_000.0
"""What a place costs, in pixels of distance from the area's own point: to stand beside
the area; to lie wholly off it; to lie wholly on neighbours; more on neighbours than on
the own area; a pixel of the line on foreign ground; a line that crosses a label or
another line; to cover another label."""


@dataclass(frozen=True)
class Ask:
    """A label to place: its width and height in pixels, and the point of its area."""

    code: str
    width: float
    height: float
    point: tuple[float, float]


@dataclass(frozen=True)
class Label:
    """Where the middle of a label stands (degrees).

    `leader` runs from the edge of a label that stands beside its area to the area's
    point; None when it stands in it. `free`: it covers no other label.
    """

    code: str
    longitude: float
    latitude: float
    leader: tuple[tuple[float, float], tuple[float, float]] | None
    free: bool


def place(areas: ShapeSet, asks: Sequence[Ask], pixels: float, margins: Sides) -> list[Label]:
    """A place for every label; `pixels` is one degree on the screen.

    Labels stay within the frame widened by the margins (pixels). Kept, because the same
    map is drawn at every run of a page.
    """
    return list(_placed(_Key(areas.key, areas), tuple(asks), pixels, margins))


@dataclass(frozen=True)
class _Key:
    """Hashes by the text of the boundaries; carries the shapes along."""

    text: str
    areas: ShapeSet

    def __hash__(self) -> int:
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.text == other.text


@dataclass(frozen=True)
class _Spot:
    """A label that has its place, in pixels."""

    middle: tuple[float, float]
    sides: Sides
    line: shapely.Geometry | None
    collides: bool
    cost: float

    @property
    def box(self) -> shapely.Geometry:
        """The room of the label as a geometry."""
        return shapely.box(*self.sides)


@lru_cache(maxsize=64)
def _placed(key: _Key, asks: tuple[Ask, ...], pixels: float, margins: Sides) -> tuple[Label, ...]:
    sheet = _Sheet(key.areas, pixels, margins)
    size = {ask.code: key.areas.shapes[ask.code].geometry.area for ask in asks}
    widest_first = sorted(asks, key=lambda ask: (-size[ask.code], ask.code))
    tries = [_arranged(sheet, order) for order in (widest_first, widest_first[::-1])]
    spots = min(tries, key=lambda found: sum(spot.cost for spot in found.values()))
    return tuple(_label(ask, spots[ask.code], pixels) for ask in asks)


def _arranged(sheet: "_Sheet", order: Sequence[Ask]) -> dict[str, "_Spot"]:
    """A place for each label, one after the other, then each anew against the others."""
    spots: dict[str, _Spot] = {}
    for _ in range(PASSES):
        for ask in order:
            others = [spot for code, spot in spots.items() if code != ask.code]
            spots[ask.code] = _best(sheet, ask, others)
    return spots


def _label(ask: Ask, spot: _Spot, pixels: float) -> Label:
    leader = None
    if spot.line is not None:
        outside = shapely.difference(spot.line, spot.box)
        (x1, y1), (x2, y2) = outside.coords[0], outside.coords[-1]
        leader = ((x1 / pixels, y1 / pixels), (x2 / pixels, y2 / pixels))
    x, y = spot.middle
    return Label(ask.code, x / pixels, y / pixels, leader, not spot.collides)


class _Sheet:
    """The raster: on which area each cell lies, summed up so that a box is four look-ups."""

    def __init__(self, areas: ShapeSet, pixels: float, margins: Sides) -> None:
        self.pixels = pixels
        west, south, east, north = (side * pixels for side in areas.frame)
        left, bottom, right, top = margins
        self.left, self.bottom = west - left, south - bottom
        self.columns = int((east + right - self.left) // CELL)
        self.rows = int((north + top - self.bottom) // CELL)
        x = self.left + (np.arange(self.columns) + 0.5) * CELL
        y = self.bottom + (np.arange(self.rows) + 0.5) * CELL
        across, up = np.meshgrid(x / pixels, y / pixels)
        self.on: dict[str, NDArray[np.bool_]] = {}
        for code, area in areas.shapes.items():
            shapely.prepare(area.geometry)
            self.on[code] = shapely.contains_xy(area.geometry, across, up)
        self.land = np.sum(list(self.on.values()), axis=0)
        self.sums: Mapping[str, Array] = {code: _summed(on) for code, on in self.on.items()}
        self.land_sum = _summed(self.land)


def _summed(cells: NDArray[np.generic]) -> Array:
    total = np.zeros((cells.shape[0] + 1, cells.shape[1] + 1))
    total[1:, 1:] = cells.cumsum(axis=0).cumsum(axis=1)
    return total


def _best(sheet: _Sheet, ask: Ask, others: Sequence[_Spot]) -> _Spot:
    """The cheapest place for a label, given where the others stand."""
    wide = int(np.ceil((ask.width + 2 * GAP) / CELL))
    high = int(np.ceil((ask.height + 2 * GAP) / CELL))
    up = np.arange(0, max(sheet.rows - high, 0) + 1, STEP)
    along = np.arange(0, max(sheet.columns - wide, 0) + 1, STEP)
    i, j = np.repeat(up, len(along)), np.tile(along, len(up))
    top, right = np.minimum(i + high, sheet.rows), np.minimum(j + wide, sheet.columns)

    def cells(total: Array) -> Array:
        return total[top, right] - total[i, right] - total[top, j] + total[i, j]

    x = sheet.left + (j + wide / 2) * CELL
    y = sheet.bottom + (i + high / 2) * CELL
    own = cells(sheet.sums[ask.code]) / (wide * high)
    foreign = cells(sheet.land_sum) / (wide * high) - own
    inside = sheet.on[ask.code][
        np.minimum(i + high // 2, sheet.rows - 1), np.minimum(j + wide // 2, sheet.columns - 1)
    ]
    point = (ask.point[0] * sheet.pixels, ask.point[1] * sheet.pixels)
    inside |= (abs(x - point[0]) <= ask.width / 2) & (abs(y - point[1]) <= ask.height / 2)
    cost = np.hypot(x - point[0], y - point[1]) + BESIDE * ~inside
    cost += ON_NEIGHBOURS * foreign + MISLEADING * (foreign > own) + OFF * (1 - own)
    sides = np.column_stack([x, y, x, y]) + np.array([-1, -1, 1, 1]) * np.tile(
        (ask.width / 2 + GAP, ask.height / 2 + GAP), 2
    )
    collides = np.zeros(len(cost), dtype=bool)
    for other in others:
        left, bottom, right_, top_ = other.sides
        apart = (sides[:, 0] >= right_) | (sides[:, 2] <= left)
        collides |= ~(apart | (sides[:, 1] >= top_) | (sides[:, 3] <= bottom))
    cost += COLLISION * collides
    some = np.argsort(cost, kind="stable")[:FINALISTS]
    cost = cost[some] + _crossing_cost(sides[some], others)
    cost += _leader_cost(sheet, ask, (x[some], y[some], inside[some]), point, others)
    best = int(np.argmin(cost))
    k = int(some[best])
    line = None if inside[k] else shapely.linestrings([(x[k], y[k]), point])
    corners = (float(sides[k, 0]), float(sides[k, 1]), float(sides[k, 2]), float(sides[k, 3]))
    return _Spot((float(x[k]), float(y[k])), corners, line, bool(collides[k]), float(cost[best]))


def _crossing_cost(sides: Array, others: Sequence[_Spot]) -> Array:
    """What it costs to stand on the lines of other labels."""
    cost = np.zeros(len(sides))
    boxes = shapely.box(*sides.T)
    for other in others:
        if other.line is not None:
            cost += CROSSING * shapely.intersects(other.line, boxes)
    return cost


def _leader_cost(
    sheet: _Sheet,
    ask: Ask,
    spots: tuple[Array, Array, NDArray[np.bool_]],
    point: tuple[float, float],
    others: Sequence[_Spot],
) -> Array:
    """What the line from a label to its area's point costs: foreign ground, and crossings."""
    x, y, inside = spots
    cost = np.zeros(len(x))
    led = np.flatnonzero(~inside)
    if not len(led):
        return cost
    steps = np.linspace(0, 1, 24)
    across = x[led, None] + (point[0] - x[led, None]) * steps
    up = y[led, None] + (point[1] - y[led, None]) * steps
    columns = np.clip(((across - sheet.left) / CELL).astype(int), 0, sheet.columns - 1)
    rows = np.clip(((up - sheet.bottom) / CELL).astype(int), 0, sheet.rows - 1)
    foreign = (sheet.land[rows, columns] > 0) & ~sheet.on[ask.code][rows, columns]
    length = np.hypot(x[led] - point[0], y[led] - point[1])
    cost[led] += FOREIGN_LEADER * length * foreign.mean(axis=1)
    ends = np.broadcast_to(np.array(point), (len(led), 2))
    lines = shapely.linestrings(np.stack([np.column_stack([x[led], y[led]]), ends], axis=1))
    for other in others:
        cost[led] += CROSSING * shapely.intersects(other.box, lines)
        if other.line is not None:
            cost[led] += CROSSING * shapely.intersects(other.line, lines)
    return cost
