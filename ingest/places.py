"""Kecamatan and villages by their code in any spelling, by exact name, or by a point."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from rapidfuzz import fuzz, process

from domain.cells import BadCell
from ingest.headers import fold, squeeze
from ingest.known import Known, KnownVillage

_CODE = re.compile(r"\d{2}(?:[.\-/ ]?\d{2}){2}(?:[.\-/ ]?\d{4})?")
_SUB_DISTRICT_WORD = re.compile(r"^(?:kec\.?|kecamatan|sub-?district)[\s:.]+(?=\S)")
_VILLAGE_WORD = re.compile(
    r"^(?:desa\s?/\s?kel(?:urahan|\.)?|desa|ds\.?|kelurahan|kel\.?|village)[\s:.]+(?=\S)"
)
_IN_KECAMATAN = re.compile(
    r"(.{2,60}?)(?:\s*[,;(]\s*|\s+(?=kec(?:amatan\b|\.|\s)))((?:kec|kecamatan)?\b[^,;(]{2,60})"
)
_NEAR = 80
_MOST_NAMED = 3


def code_of(text: str) -> str | None:
    """The code that a text writes in any spelling, as the dataset writes it; None for a name.

    17.01.01, 170101 and 17-01-01 are 17.01.01; 1701012001 is 17.01.01.2001.
    """
    written = text.strip()
    if not _CODE.fullmatch(written):
        return None
    digits = re.sub(r"\D", "", written)
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:]]
    return ".".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a point lies: the village, if it is in the area of one, and the kecamatan."""

    sub_district: str
    village: str | None = None


class Places:
    """The kecamatan and villages that are known, asked by code, name or point."""

    def __init__(self, known: Known) -> None:
        self.sub_districts = known.sub_districts
        self.villages = known.villages
        self._by_name = _Names(known.sub_districts)
        self._villages_by_name = _Names({c: v.name for c, v in known.villages.items()})
        # By code, so that a point on a border belongs to the same area on every day.
        self._codes = [c for c in sorted(known.polygons) if self._home(c) is not None]
        self._tree = shapely.STRtree([known.polygons[code] for code in self._codes])
        self._spots: dict[tuple[float, float], Spot | None] = {}

    @property
    def has_areas(self) -> bool:
        """Whether points can be placed at all."""
        return bool(self._codes)

    def sub_district(self, text: str) -> str:
        """The kecamatan of a code (also of one of its villages) or of an exact name.

        Raises BadCell: unknown_place, ambiguous_place.
        """
        code = code_of(text)
        if code is not None:
            found = self._home(code)
            if found is None:
                raise BadCell("unknown_place", ", ".join(self.sub_districts))
            return found
        codes = self._by_name.codes(text, _SUB_DISTRICT_WORD)
        if len(codes) > 1:
            raise BadCell("ambiguous_place", ", ".join(self._told(code) for code in codes))
        if not codes:
            raise BadCell("unknown_place", ", ".join(self.sub_districts.values()))
        return codes[0]

    def village(self, text: str, within: Sequence[str] = ()) -> str:
        """The village of a code or of an exact name, looked for in some kecamatan.

        The name may say its kecamatan itself: "Nanjungan, Kec. Pino Raya". Without any,
        the name must be the only one of its kind in the district. Raises BadCell:
        unknown_place, ambiguous_place, village_elsewhere.
        """
        code = code_of(text)
        if code is not None:
            if code not in self.villages:
                raise BadCell("unknown_place", self._near(text, within))
            return code
        text, within = self._with_kecamatan(text, within)
        everywhere = self._villages_by_name.codes(text, _VILLAGE_WORD)
        codes = [c for c in everywhere if not within or self.villages[c].sub_district in within]
        if len(codes) == 1:
            return codes[0]
        told = ", ".join(self._told(code) for code in codes or everywhere)
        if codes:
            raise BadCell("ambiguous_place", told)
        if everywhere:
            raise BadCell("village_elsewhere", told)
        raise BadCell("unknown_place", self._near(text, within))

    def locate(self, points: Iterable[tuple[float, float]]) -> None:
        """Look up many points (latitude, longitude) at once; `spot` then answers at once."""
        wanted = [point for point in dict.fromkeys(points) if point not in self._spots]
        if not wanted:
            return
        self._spots |= dict.fromkeys(wanted)
        shapes = shapely.points([(longitude, latitude) for latitude, longitude in wanted])
        which, areas = self._tree.query(np.atleast_1d(shapes), predicate="intersects")
        for index, area in sorted(zip(which.tolist(), areas.tolist(), strict=True)):
            self._spots[wanted[index]] = self._better(self._spots[wanted[index]], self._codes[area])

    def spot(self, latitude: float, longitude: float) -> Spot | None:
        """Where a point lies; None outside the district."""
        point = (latitude, longitude)
        if point not in self._spots:
            self.locate([point])
        return self._spots[point]

    def told(self, code: str) -> str:
        """A place as a sentence names it: "Gunung Ayu, Kota Manna (17.01.05.1003)"."""
        return self._told(code)

    def _with_kecamatan(self, text: str, within: Sequence[str]) -> tuple[str, Sequence[str]]:
        """A name without the kecamatan behind it, and that kecamatan; else both as they are."""
        match = _IN_KECAMATAN.fullmatch(fold(text))
        if match is None:
            return text, within
        found = self._by_name.codes(match[2].removesuffix(")"), _SUB_DISTRICT_WORD)
        if len(found) != 1:
            return text, within
        return match[1], [code for code in within if code in found] or found

    def _better(self, found: Spot | None, code: str) -> Spot:
        """The area that says more: a village before a kecamatan, the lower code before others."""
        if found is not None and (found.village is not None or code not in self.villages):
            return found
        home = self._home(code) or ""
        return Spot(home, code if code in self.villages else None)

    def _home(self, code: str) -> str | None:
        if code in self.sub_districts:
            return code
        village = self.villages.get(code)
        return village.sub_district if village is not None else None

    def _told(self, code: str) -> str:
        if code in self.villages:
            village = self.villages[code]
            home = self.sub_districts.get(village.sub_district, village.sub_district)
            return f"{village.name}, {home} ({code})"
        return f"{self.sub_districts.get(code, code)} ({code})"

    def _near(self, text: str, within: Sequence[str]) -> str:
        """The villages whose names are most alike: what may have been meant."""
        inside: Mapping[str, KnownVillage] = {
            code: village
            for code, village in self.villages.items()
            if not within or village.sub_district in within
        }
        if not inside:
            inside = self.villages
        names = {code: fold(village.name) for code, village in inside.items()}
        bare = _VILLAGE_WORD.sub("", fold(text))
        near: list[Any] = process.extract(
            bare, names, scorer=fuzz.ratio, limit=_MOST_NAMED, score_cutoff=_NEAR
        )
        return ", ".join(self._told(code) for _, _, code in near)


class _Names:
    """Codes by name: as it is written but for case first, then letters and digits alone.

    "Suka Rami" and "Sukarami" are two villages, each found by its own spelling.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._written: dict[str, list[str]] = {}
        self._bare: dict[str, list[str]] = {}
        for code, name in names.items():
            self._written.setdefault(fold(name), []).append(code)
            self._bare.setdefault(squeeze(name), []).append(code)

    def codes(self, text: str, word: re.Pattern[str]) -> Sequence[str]:
        """The codes of a name, with or without the word before it that says what it is."""
        for name in (fold(text), word.sub("", fold(text))):
            found = self._written.get(name) or self._bare.get(squeeze(name))
            if found:
                return found
        return ()


_DEGREES = re.compile(r"[+-]?\d{1,4}(?:[.,]\d{1,20})?")


def read_degrees(text: str, limit: int, code: str) -> float:
    """Degrees with a point or a comma; raises BadCell not_a_number, or `code` out of range."""
    written = text.strip().replace("−", "-").removesuffix("°").strip()
    if not _DEGREES.fullmatch(written):
        raise BadCell("not_a_number", f"−{limit} … {limit}")
    degrees = float(written.replace(",", "."))
    if not math.isfinite(degrees) or abs(degrees) > limit:
        raise BadCell(code, f"−{limit} … {limit}")
    return degrees


def read_point(places: Places, latitude: str, longitude: str) -> tuple[float, float]:
    """A point of two cells; raises PointFault naming which of the two is wrong.

    A point whose cells are exchanged is never turned round silently: where the other way
    round lies in the district, the fault coordinates_swapped says so.
    """
    faults: list[tuple[str, BadCell]] = []
    degrees: list[float] = []
    for name, text, limit in (("latitude", latitude, 90), ("longitude", longitude, 180)):
        try:
            degrees.append(read_degrees(text, limit, f"{name}_range"))
        except BadCell as bad:
            faults.append((name, bad))
    outside = not faults and places.spot(degrees[0], degrees[1]) is None
    if outside or any(bad.code != "not_a_number" for _, bad in faults):
        swapped = _swapped(places, latitude, longitude)
        if swapped:
            raise PointFault([("latitude", BadCell("coordinates_swapped", swapped))])
    if faults:
        raise PointFault(faults)
    return degrees[0], degrees[1]


class PointFault(Exception):
    """What is wrong with the cells of a point: (latitude or longitude, the fault)."""

    def __init__(self, faults: Sequence[tuple[str, BadCell]]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")


def _swapped(places: Places, latitude: str, longitude: str) -> str:
    """The point the other way round, as text, if that lies in the district; else nothing."""
    try:
        turned = (read_degrees(longitude, 90, "x"), read_degrees(latitude, 180, "x"))
    except BadCell:
        return ""
    return f"{longitude}; {latitude}" if places.spot(*turned) is not None else ""
