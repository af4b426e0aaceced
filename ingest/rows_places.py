"""Where a row lies: its kecamatan and villages from codes, names and points together."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.cells import BadCell
from domain.forms import once
from ingest.places import Places, PointFault, Spot, read_degrees, read_point
from ingest.rows import Partial


class PlaceReader:
    """Fills the columns of places of rows that were read (`many`: of meetings and reports).

    What somebody wrote down counts; a point fills what was not written. A point in another
    kecamatan than the one written is a flag, a point outside the district a fault.
    """

    def __init__(self, places: Places, theirs: Mapping[str, str], *, many: bool) -> None:
        self._places = places
        self._many = many
        self._areas = "sub_district_codes" if many else "sub_district_code"
        self._villages = "village_codes" if many else "village_code"
        self._area_name = theirs.get("sub_districts" if many else "sub_district")
        self._village_name = theirs.get("villages" if many else "village")
        self._latitude = theirs.get("latitude")
        self._theirs = theirs
        self._points: dict[tuple[str, str], tuple[float, float] | PointFault] = {}
        self._columns = (self._areas, self._villages)
        self._filled: dict[Any, dict[str, Any]] = {}
        self._named: dict[tuple[str, tuple[str, ...]], str | BadCell] = {}

    def locate(self, partials: Iterable[Partial]) -> None:
        """Look up the points of many rows at once."""
        found = []
        for point in dict.fromkeys(p.point for p in partials if p.point is not None):
            try:
                found.append((read_degrees(point[0], 90, ""), read_degrees(point[1], 180, "")))
            except BadCell:
                continue
        self._places.locate(found)

    def fill(self, partial: Partial, default: str | None = None) -> None:
        """Fill the place of a row; `default` is the kecamatan where nothing says one."""
        if partial.bad or partial.point is not None:
            self._fill(partial, default)
            return
        # Most rows repeat a place that was looked up before.
        key = (partial.values.get(self._areas), partial.villages, default)
        known = self._filled.get(key)
        if known is None:
            self._fill(partial, default)
            if not partial.bad:
                found = {c: partial.values[c] for c in self._columns if c in partial.values}
                self._filled[key] = found
        else:
            partial.values.update(known)

    def _fill(self, partial: Partial, default: str | None) -> None:
        written = self._written(partial)
        villages = self._look_up(partial, written)
        areas = written or once(self._places.villages[v].sub_district for v in villages)
        spot = self._spot(partial)
        if spot is not None:
            if not areas and self._areas not in partial.bad:
                areas = (spot.sub_district,)
            elif areas and spot.sub_district not in areas:
                told = self._places.told(spot.sub_district)
                partial.flag(self._latitude, "coordinates_elsewhere", told)
            if (
                not villages
                and not partial.villages
                and spot.village
                and spot.sub_district in areas
            ):
                villages = (spot.village,)
        nothing_said = not areas and not {self._areas, self._villages, "point"} & partial.bad
        if nothing_said and default is not None:
            areas = (default,)
        self._put(partial, self._areas, areas)
        self._put(partial, self._villages, villages)

    def _put(self, partial: Partial, column: str, codes: tuple[str, ...]) -> None:
        if codes:
            partial.values[column] = codes if self._many else codes[0]

    def _written(self, partial: Partial) -> tuple[str, ...]:
        found: Any = partial.values.get(self._areas)
        if found is None:
            return ()
        return found if isinstance(found, tuple) else (found,)

    def _look_up(self, partial: Partial, within: tuple[str, ...]) -> tuple[str, ...]:
        if self._areas in partial.bad:
            # A name means nothing while its kecamatan is not understood.
            return ()
        codes = []
        for name in partial.villages:
            key = (name, within)
            found = self._named.get(key)
            if found is None:
                try:
                    found = self._places.village(name, within)
                except BadCell as bad:
                    found = bad
                self._named[key] = found
            if isinstance(found, BadCell):
                partial.refuse(self._villages, found.code, self._village_name, name, found.expected)
            else:
                codes.append(found)
        return once(codes)

    def _spot(self, partial: Partial) -> Spot | None:
        point = partial.point
        if point is None:
            return None
        found = self._points.get(point)
        if found is None:
            try:
                found = read_point(self._places, *point)
            except PointFault as fault:
                found = fault
            self._points[point] = found
        if isinstance(found, PointFault):
            for name, bad in found.faults:
                value = point[0] if name == "latitude" else point[1]
                partial.refuse("point", bad.code, self._theirs[name], value, bad.expected)
            return None
        spot = self._places.spot(*found)
        if spot is None:
            told = "; ".join(point)
            partial.refuse("point", "outside_district", self._latitude, told, "")
        return spot
