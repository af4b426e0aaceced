"""Copies of the shipped dataset folder, to be broken by hand."""

import csv
import shutil
from pathlib import Path

from tests.databases import SHIPPED


def copied(tmp_path: Path, name: str = "dataset") -> Path:
    """A copy of the shipped folder."""
    folder = tmp_path / name
    shutil.copytree(SHIPPED, folder)
    return folder


def table(folder: Path, file: str) -> tuple[list[str], list[dict[str, str]]]:
    """The header and the rows of a file."""
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        rows = list(reader)
        return list(reader.fieldnames or ()), rows


def write(folder: Path, file: str, header: list[str], rows: list[dict[str, str]]) -> None:
    with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def edit(folder: Path, file: str, key: str, **cells: str) -> int:
    """Change cells of the first row with this key; its row number in a spreadsheet."""
    header, rows = table(folder, file)
    place = next(number for number, row in enumerate(rows) if row[header[0]] == key)
    rows[place] |= cells
    write(folder, file, header, rows)
    return place + 2


def add(folder: Path, file: str, **cells: str) -> int:
    """Add a row at the end, empty but for some cells; its row number in a spreadsheet."""
    header, rows = table(folder, file)
    rows.append(dict.fromkeys(header, "") | cells)
    write(folder, file, header, rows)
    return len(rows) + 1


def remove(folder: Path, file: str, key: str) -> None:
    """Remove every row with this key."""
    header, rows = table(folder, file)
    write(folder, file, header, [row for row in rows if row[header[0]] != key])


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
