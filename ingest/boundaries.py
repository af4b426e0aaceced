"""Boundary files: GeoJSON whose rings are turned the way the map needs them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape
from shapely.geometry.polygon import orient
from shapely.ops import polylabel

CLOCKWISE = -1.0


@dataclass(frozen=True)
class BoundaryRow:
    """One feature of a boundary file, and the point of its area farthest from its border."""

    code: str
    file: str
    position: int
    feature: str
    label_longitude: float
    label_latitude: float


def read_boundaries(path: Path) -> list[BoundaryRow]:
    """The features of a GeoJSON file, their shells clockwise.

    Plotly's maps take a counter-clockwise shell (what RFC 7946 asks for) to mean
    everything but the area. Raises ValueError for anything that is not a collection of
    (multi)polygons with a code each.
    """
    collection = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(collection, dict) or collection.get("type") != "FeatureCollection":
        raise ValueError("FeatureCollection")
    return [
        _boundary(feature, path.stem, position)
        for position, feature in enumerate(collection["features"])
    ]


def _boundary(feature: dict[str, Any], file: str, position: int) -> BoundaryRow:
    code = feature["properties"]["code"]
    area = shape(feature["geometry"])
    parts = area.geoms if area.geom_type == "MultiPolygon" else [area]
    if area.is_empty or any(part.geom_type != "Polygon" for part in parts):
        raise ValueError(f"{code}: Polygon, MultiPolygon")
    turned = [orient(part, CLOCKWISE) for part in parts]
    whole = turned[0] if area.geom_type == "Polygon" else shapely.MultiPolygon(turned)
    largest = max(turned, key=lambda part: part.area)
    label = polylabel(largest, tolerance=0.002)
    normalised = {**feature, "geometry": _lists(mapping(whole))}
    return BoundaryRow(
        code=code,
        file=file,
        position=position,
        feature=json.dumps(normalised, ensure_ascii=False, separators=(",", ":")),
        label_longitude=round(label.x, 6),
        label_latitude=round(label.y, 6),
    )


def _lists(geometry: Any) -> Any:
    """The same geometry with lists for tuples, as JSON reads it back."""
    return json.loads(json.dumps(geometry))


def write_boundaries(path: Path, features: list[str]) -> None:
    """Write a collection of features, each given as JSON text."""
    body = ",".join(features)
    path.write_text(f'{{"type":"FeatureCollection","features":[{body}]}}', encoding="utf-8")
