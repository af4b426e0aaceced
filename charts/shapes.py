"""Boundaries made ready to draw; worked out once for a set of boundaries, then kept.

Degrees, longitude first. Shells are turned clockwise, which d3-geo takes for the inside:
the other way round an area would fill the whole frame.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiLineString, MultiPolygon, Polygon, mapping, shape
from shapely.geometry.polygon import orient

Line = NDArray[np.float64]
"""Longitudes and latitudes (2 × n); NaN lifts the pen."""

KEPT = 64
STRIPES = 60
"""So many stripes cross the longer side of a map."""


@dataclass(frozen=True)
class Shape:
    """One area: what to fill, its outline, its stripes, and its geometry."""

    code: str
    feature: Mapping[str, Any]
    outline: Line
    stripes: Line
    geometry: MultiPolygon


@dataclass(frozen=True)
class ShapeSet:
    """The areas of one map by code, and the frame (west, south, east, north)."""

    key: str
    shapes: Mapping[str, Shape]
    frame: tuple[float, float, float, float]

    def joined(self, codes: Iterable[str]) -> Line:
        """The outlines of some areas, a border between two of them drawn once.

        A dashed line drawn twice would look solid.
        """
        return _joined(self.key, tuple(codes))


def shape_set(boundaries: Mapping[str, Any], codes: Collection[str]) -> ShapeSet | None:
    """The shapes of those codes in a GeoJSON collection; None when it has none of them.

    `boundaries` is a FeatureCollection whose properties carry `code`.
    """
    wanted = set(codes)
    features = [f for f in boundaries.get("features", ()) if f["properties"]["code"] in wanted]
    if not features:
        return None
    return _prepared(json.dumps([[f["properties"]["code"], f["geometry"]] for f in features]))


@lru_cache(maxsize=KEPT)
def _prepared(key: str) -> ShapeSet:
    geometries = {code: _clockwise(shape(geometry)) for code, geometry in json.loads(key)}
    west, south, east, north = shapely.total_bounds(list(geometries.values()))
    frame = (float(west), float(south), float(east), float(north))
    stripes = _stripes(frame)
    return ShapeSet(
        key,
        {code: _shape(code, geometry, stripes) for code, geometry in geometries.items()},
        frame,
    )


@lru_cache(maxsize=KEPT)
def _joined(key: str, codes: tuple[str, ...]) -> Line:
    shapes = _prepared(key).shapes
    lines = shapely.line_merge(shapely.unary_union([shapes[c].geometry.boundary for c in codes]))
    return _line(list(getattr(lines, "geoms", [lines])) if codes else [])


def _shape(code: str, geometry: MultiPolygon, stripes: MultiLineString) -> Shape:
    feature = {
        "type": "Feature",
        "id": code,
        "properties": {},
        "geometry": mapping(geometry),
    }
    rings = [r for part in geometry.geoms for r in (part.exterior, *part.interiors)]
    cut = shapely.intersection(geometry, stripes)
    pieces = [p for p in getattr(cut, "geoms", [cut]) if p.geom_type == "LineString"]
    return Shape(code, feature, _line(rings), _line(pieces), geometry)


def _clockwise(geometry: Polygon | MultiPolygon) -> MultiPolygon:
    parts = geometry.geoms if isinstance(geometry, MultiPolygon) else [geometry]
    return MultiPolygon([orient(part, -1) for part in parts])


def _stripes(frame: tuple[float, float, float, float]) -> MultiLineString:
    """Rising diagonals over the whole frame."""
    west, south, east, north = frame
    height = north - south
    step = max(east - west, height) / STRIPES
    count = int((east - west + height) / step) + 1
    starts = [west - height + (i + 0.5) * step for i in range(count)]
    return MultiLineString([[(x, south), (x + height, north)] for x in starts])


def _line(pieces: Collection[Any]) -> Line:
    gap = np.full((1, 2), np.nan)
    parts = [part for piece in pieces for part in (np.asarray(piece.coords), gap)]
    return np.vstack(parts).T if parts else np.empty((2, 0))
