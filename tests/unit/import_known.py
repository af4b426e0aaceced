"""The shipped district as the check of an import knows it, and sheets written by hand."""

import csv
import json
from datetime import date
from functools import cache
from typing import Any

from domain.shipped import SHIPPED_DATASET
from ingest.check import check
from ingest.checked import Checked
from ingest.known import Known, KnownUnit, KnownVillage, polygons_of
from ingest.mapping import Mapping
from ingest.sheet import CellKind, Sheet, SheetRow

TODAY = date(2025, 7, 1)
SHA = "0123456789abcdef" * 4


def rows_of(name: str) -> list[dict[str, str]]:
    with (SHIPPED_DATASET / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def known() -> Known:
    features = [
        json.dumps(feature)
        for name in ("desa", "kecamatan")
        for feature in json.loads(
            (SHIPPED_DATASET / "boundaries" / f"{name}.geojson").read_text(encoding="utf-8")
        )["features"]
    ]
    return Known(
        today=TODAY,
        sub_districts={row["code"]: row["name"] for row in rows_of("sub_districts")},
        villages={
            row["code"]: KnownVillage(row["name"], row["sub_district_code"])
            for row in rows_of("villages")
        },
        units={row["code"]: KnownUnit(row["name"], row["kind"]) for row in rows_of("units")},
        meetings=frozenset(row["meeting"] for row in rows_of("meetings")),
        polygons=polygons_of(features),
        span=(date(2024, 2, 27), date(2025, 5, 31)),
        denied=("Partai Contoh",),
    )


def sheet(header: str, *rows: str, kinds: dict[tuple[int, int], CellKind] | None = None) -> Sheet:
    """A sheet of lines parted by `|`; its first row stands in row 2. Kinds by (row, position)."""
    made = []
    for number, line in enumerate(rows, start=2):
        own = {at: kind for (row, at), kind in (kinds or {}).items() if row == number}
        made.append(SheetRow(number, tuple(cell.strip() for cell in line.split("|")), own))
    return Sheet(tuple(name.strip() for name in header.split("|")), tuple(made))


ISSUES: dict[str, Any] = {
    "target": "issues",
    "date_order": "dmy",
    "columns": {
        "reported_on": "TANGGAL",
        "text": "URAIAN",
        "sub_district": "KECAMATAN",
        "category": "JENIS",
    },
    "constants": {"kind": "complaint"},
}
"""The mapping of most tests; `mapped` changes it."""


def mapped(**changes: Any) -> Mapping:
    return Mapping.model_validate({**ISSUES, **changes})


def checked(mapping: Mapping, given: Sheet, inputs: Sheet | None = None) -> Checked:
    return check(given, mapping, mapping.target, known(), SHA, inputs)


def codes(found: Checked) -> list[tuple[int | None, str | None, str]]:
    """The faults of a check: row, column, code."""
    return [(fault.row, fault.column, fault.code) for fault in found.faults]
