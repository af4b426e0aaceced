"""Write a dataset folder as an export would: columns, order and quoting are the same."""

import csv
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from domain.dataset import FILES

Cell = str | date | None
Cells = Mapping[str, Cell]
"""A row by column; a column that is left out stays empty."""


class Sink(Protocol):
    """Takes the rows of one file, one after the other."""

    def __call__(self, row: Cells) -> None:
        """Write one row."""


@contextmanager
def table(folder: Path, name: str) -> Iterator[Sink]:
    """Open `name`.csv of a folder for writing, with the header of the dataset format."""
    names = FILES[name].names
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)

        def write(row: Cells) -> None:
            writer.writerow([_cell(row.get(column)) for column in names])

        yield write


def write_rows(folder: Path, name: str, rows: Iterable[Cells]) -> None:
    """Write a whole file in key order; the key of raises is kecamatan and day."""
    key = FILES[name].key
    with table(folder, name) as sink:
        for row in sorted(rows, key=lambda row: str(row[key])) if key else rows:
            sink(row)


def _cell(value: Cell) -> str:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def copy_boundaries(source: Path, folder: Path, codes: frozenset[str] | None) -> None:
    """Copy the boundary files; with `codes`, only the features that lie in those kecamatan."""
    target = folder / "boundaries"
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted((source / "boundaries").glob("*.geojson")):
        if codes is None:
            shutil.copyfile(path, target / path.name)
            continue
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
        kept = [f for f in features if f["properties"]["code"][:8] in codes]
        write_features(target / path.name, kept)


def write_features(path: Path, features: Iterable[object]) -> None:
    """Write a GeoJSON collection in the compact form that an export has."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write('{"type":"FeatureCollection","features":[')
        for position, feature in enumerate(features):
            text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
            file.write(text if position == 0 else f",{text}")
        file.write("]}")


def codes(values: Sequence[str]) -> str:
    """Several codes in one cell."""
    return ";".join(values)
