"""The reference files of a training dataset: the shipped ones, and made-up ones beside."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from training.areas import PER_DISTRICT, Area, read
from training.write import Cells, copy_boundaries, write_features, write_rows

CELL_DEGREES = 0.1
WEST, NORTH = 103.6, -3.0
"""The grid of made-up kecamatan begins here; a cell is a tenth of a degree wide."""

STAGES_OF_MADE_UP = ("campaign", "quiet-period", "voting", "count", "dispute")
"""Made-up districts get the stages that matter to the rhythm, under codes of their own."""


def write_reference(
    folder: Path, source: Path, shipped: Sequence[Area], made_up: Sequence[Area]
) -> None:
    """Write districts, elections, stages, units, areas and boundaries.

    `shipped` are the kecamatan of the source that are kept, all or the first of them.
    """
    kept = frozenset(area.code for area in shipped)
    rows = {
        name: [*read(source / f"{name}.csv")]
        for name in ("districts", "elections", "stages", "units", "sub_districts", "villages")
    }
    whole = len(kept) == len(rows["sub_districts"])
    extra = _made_up_rows(rows["stages"], made_up)
    for name, of_source in rows.items():
        if name == "sub_districts":
            of_source = [row for row in of_source if row["code"] in kept]
        elif name == "villages":
            of_source = [row for row in of_source if row["sub_district_code"] in kept]
        write_rows(folder, name, [*of_source, *extra[name]])
    copy_boundaries(source, folder, None if whole else kept)
    if made_up:
        features = (_feature(area, number) for number, area in enumerate(made_up))
        write_features(folder / "boundaries" / "kecamatan-latihan.geojson", features)


def _made_up_rows(stages: Iterable[Cells], areas: Sequence[Area]) -> dict[str, list[Cells]]:
    districts = {area.district: area for area in areas}
    return {
        "districts": [
            {"code": code, "name": f"Kabupaten Latihan {code}", "province": "Latihan"}
            for code in districts
        ],
        "elections": [
            {
                "code": f"pilkada-2024-{code}",
                "name_id": f"Pilkada Kabupaten Latihan {code} 2024",
                "name_en": f"Training district {code} election 2024",
                "voting_day": "2024-11-27",
                "district_code": code,
            }
            for code in districts
        ],
        "stages": [
            {**stage, "code": f"{stage['code']}-{code}", "election": f"pilkada-2024-{code}"}
            for code in districts
            for stage in stages
            if stage["code"] in STAGES_OF_MADE_UP
        ],
        "units": [*_units(areas, districts.values())],
        "sub_districts": [_sub_district(area, number) for number, area in enumerate(areas)],
        "villages": [row for number, area in enumerate(areas) for row in _villages(area, number)],
    }


def _units(areas: Iterable[Area], first_of_districts: Iterable[Area]) -> Iterator[Cells]:
    for area in first_of_districts:
        yield {
            "code": area.command,
            "name": f"Polres Latihan {area.district}",
            "kind": "district",
            "investigates": "yes",
        }
    for area in areas:
        name = f"Polsek {area.name}"
        yield {"code": area.sector, "name": name, "kind": "sector", "parent": area.command}


def _corner(number: int) -> tuple[float, float]:
    """The north-western corner of the cell of a made-up kecamatan: longitude, latitude."""
    row, column = divmod(number, PER_DISTRICT * 3)
    return WEST + column * CELL_DEGREES, NORTH - row * CELL_DEGREES


def _degrees(value: float) -> str:
    """Six places at most, written as an export writes them."""
    return str(round(value, 6))


def _sub_district(area: Area, number: int) -> Cells:
    west, north = _corner(number)
    return {
        "code": area.code,
        "name": area.name,
        "district_code": area.district,
        "police_sector": area.sector,
        "sector_certainty": "high",
        "sector_source": "data latihan",
        "latitude": _degrees(north - CELL_DEGREES / 2),
        "longitude": _degrees(west + CELL_DEGREES / 2),
        "registered_voters": str(5000 + number * 37 % 9000),
        "polling_stations": str(15 + number % 30),
    }


def _villages(area: Area, number: int) -> Iterator[Cells]:
    west, north = _corner(number)
    for place, (code, name) in enumerate(area.villages):
        row, column = divmod(place, 5)
        yield {
            "code": code,
            "name": name.removeprefix("Desa "),
            "kind": "desa",
            "sub_district_code": area.code,
            "latitude": _degrees(north - (row * 2 + 1) * CELL_DEGREES / 4),
            "longitude": _degrees(west + (column * 2 + 1) * CELL_DEGREES / 10),
        }


def _feature(area: Area, number: int) -> dict[str, Any]:
    """The cell of the grid, its shell clockwise as the map needs it."""
    west, north = (round(value, 6) for value in _corner(number))
    east, south = round(west + CELL_DEGREES, 6), round(north - CELL_DEGREES, 6)
    ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return {
        "type": "Feature",
        "id": area.code,
        "properties": {"code": area.code, "name": area.name, "level": "kecamatan"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
