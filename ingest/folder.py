"""Read a dataset folder into rows, and name every cell that cannot be read."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from domain.cells import BadCell, Value
from domain.dataset import FILES, Column, File, Row
from domain.faults import Fault
from domain.vocabulary import Mark
from ingest.boundaries import BoundaryRow, read_boundaries

csv.field_size_limit(1_000_000)


@dataclass
class Dataset:
    """The rows of a folder by file, with the row number that a spreadsheet shows.

    `numbers` runs beside `rows`. Rows with a fault are left out, the faults are all kept.
    """

    mark: Mark | None = None
    rows: dict[str, list[Row]] = field(default_factory=dict)
    numbers: dict[str, list[int]] = field(default_factory=dict)
    boundaries: list[BoundaryRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def numbered(self, file: str) -> Iterator[tuple[int, Row]]:
        """The rows of a file with their numbers."""
        return zip(self.numbers.get(file, ()), self.rows.get(file, ()), strict=True)


def read_folder(folder: Path, *, reference_only: bool = False) -> Dataset:
    """Read a dataset folder; everything that is wrong is in its `faults`.

    With `reference_only`, the files of records are not looked at and the mark is left.
    """
    dataset = Dataset(rows={name: [] for name in FILES}, numbers={name: [] for name in FILES})
    if not folder.is_dir():
        dataset.faults.append(Fault("no_folder", str(folder)))
        return dataset
    if not reference_only:
        for mark in Mark:
            if (folder / mark.value).exists():
                dataset.mark = mark
    for file in FILES.values():
        records = file.key is None or file.name in ("meetings", "reports", "issues")
        rows: list[Row] = []
        numbers: list[int] = []
        if not (reference_only and records):
            for number, row in _read_file(folder, file, dataset.faults):
                rows.append(row)
                numbers.append(number)
        dataset.rows[file.name] = rows
        dataset.numbers[file.name] = numbers
    for path in sorted((folder / "boundaries").glob("*.geojson")):
        try:
            dataset.boundaries += read_boundaries(path)
        except (ValueError, KeyError, TypeError, json.JSONDecodeError) as error:
            dataset.faults.append(
                Fault("bad_boundaries", f"boundaries/{path.name}", value=str(error)[:200])
            )
    return dataset


def _read_file(folder: Path, file: File, faults: list[Fault]) -> Iterator[tuple[int, Row]]:
    name = f"{file.name}.csv"
    path = folder / name
    if not path.exists():
        if not file.optional:
            faults.append(Fault("missing_file", name))
        return
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = raw[: error.start].count(b"\n") + 1
        wrong = raw[error.start : error.end].hex(" ")
        faults.append(Fault("not_utf8", name, number, value=wrong, expected="UTF-8"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if not _header_is_right(header, file, name, faults):
            return
        order = [header.index(column.name) for column in file.columns]
        for number, cells in enumerate(reader, start=2):
            if not cells:
                continue
            if len(cells) != len(header):
                faults.append(
                    Fault("cell_count", name, number, None, str(len(cells)), str(len(header)))
                )
                continue
            row = _read_row(file, name, number, [cells[i] for i in order], faults)
            if row is not None:
                yield number, row
    except csv.Error as error:
        faults.append(Fault("not_csv", name, reader.line_num, value=str(error)))


def _header_is_right(header: list[str], file: File, name: str, faults: list[Fault]) -> bool:
    found = [
        Fault("missing_column", name, 1, column, ",".join(header)[:200], ",".join(file.names))
        for column in file.names
        if column not in header
    ]
    found += [
        Fault("unknown_column", name, 1, column, column, ",".join(file.names))
        for column in dict.fromkeys(header)
        if column not in file.names
    ]
    found += [
        Fault("column_twice", name, 1, column, column)
        for column in dict.fromkeys(header)
        if header.count(column) > 1
    ]
    faults += found
    return not found


def _read_row(
    file: File, name: str, number: int, cells: list[str], faults: list[Fault]
) -> Row | None:
    row: Row = {}
    right = True
    for column, cell in zip(file.columns, cells, strict=True):
        try:
            row[column.name] = _read_cell(column, cell)
        except BadCell as bad:
            right = False
            faults.append(Fault(bad.code, name, number, column.name, cell[:200], bad.expected))
    return row if right else None


def _read_cell(column: Column, cell: str) -> Value:
    if cell == "":
        if column.required:
            raise BadCell("empty_cell")
        return () if column.many else None
    return column.read(cell)
