"""What the database knows that the rows of a foreign sheet are checked against."""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class KnownVillage:
    """A village by its name and the code of its kecamatan."""

    name: str
    sub_district: str


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit or agency by its name and kind (`domain.vocabulary.UnitKind`)."""

    name: str
    kind: str


@dataclass(frozen=True)
class Known:
    """Codes, keys and days of the database at the moment of the check.

    `sub_districts`: code -> name; `polygons`: code of a kecamatan or village -> its area in
    degrees (x is the longitude), see `polygons_of`; `span`: the first and last day of the
    stages of the election in view, either None where it is not known; `denied`: the unit's
    own words of candidates and parties.
    """

    today: date
    sub_districts: Mapping[str, str] = field(default_factory=dict)
    villages: Mapping[str, KnownVillage] = field(default_factory=dict)
    units: Mapping[str, KnownUnit] = field(default_factory=dict)
    meetings: Collection[str] = frozenset()
    reports: Collection[str] = frozenset()
    polygons: Mapping[str, BaseGeometry] = field(default_factory=dict)
    span: tuple[date | None, date | None] = (None, None)
    denied: tuple[str, ...] = ()


def polygons_of(features: Iterable[str]) -> dict[str, BaseGeometry]:
    """The areas of GeoJSON features as `db.queries.dataset.boundary_features` gives them."""
    found: dict[str, BaseGeometry] = {}
    for text in features:
        feature = json.loads(text)
        found[str(feature["properties"]["code"])] = shape(feature["geometry"])
    return found
