"""What it costs to bring in a file of 100,000 rows, above the bare insertion of its rows.

Ours is the whole of it: the bytes of a CSV read in a process of their own, every row checked
and compared with what is stored, likely duplicates sought, and all written with its spans,
its entry in the trail and its receipt. Bare puts the rows that ours added, table by table,
to sqlite3 with one executemany each, in one transaction, into a copy of the same database
with the same indexes.
"""

import os
import random
import resource
import shutil
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bench.measure import Line, Measurement, Result
from bench.rounds import medians
from bench.setting import Setting
from db.commands.trail import Actor
from db.engine import make_engine
from db.migrate import upgrade
from domain.shipped import SHIPPED_DATASET
from domain.station import now
from domain.vocabulary import Category, Kind
from ingest.dataset import load_folder
from ingest.import_report import ImportReport
from ingest.importing import Step, import_file
from ingest.limits import MEBIBYTE, Limits
from ingest.mapping import Mapping
from training.texts import issue_text

ROWS = 100_000
ROUNDS = 3
FACTOR = 8.0
MEMORY = 500
"""MiB of this process at its largest, of the rows that it reads included."""

FIRST = date(2020, 1, 1)
DAYS = 1_500
MAPPING = {
    "target": "issues",
    "date_order": "dmy",
    "columns": {
        "issue": "NO",
        "reported_on": "TANGGAL",
        "text": "URAIAN",
        "sub_district": "KECAMATAN",
        "category": "JENIS",
        "severity": "TINGKAT",
    },
    "constants": {"kind": "complaint", "raised_by": "residents"},
}
AREAS = (
    *("Kedurang", "Seginim", "Pino", "Manna", "Kota Manna", "Pino Raya", "Kedurang Ilir"),
    *("Air Nipis", "Ulu Manna", "Bunga Mas", "Pasar Manna"),
)


@dataclass(frozen=True)
class _Added:
    """The rows that an import added to a table."""

    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    @property
    def statement(self) -> str:
        marks = ", ".join("?" * len(self.columns))
        return f"INSERT INTO {self.table} ({_names(self.columns)}) VALUES ({marks})"


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


def content_of(rows: int) -> bytes:
    """A file such as an office keeps for years: days, words that repeat, texts of their own."""
    chance = random.Random(20241127)
    categories = [c for c in Category if c not in (Category.ELECTION_VIOLATION, Category.OTHER)]
    lines = ["NO;TANGGAL;URAIAN;KECAMATAN;JENIS;TINGKAT"]
    for number in range(rows):
        day = FIRST + timedelta(days=number * DAYS // rows)
        area, kind = chance.choice(AREAS), chance.choice(categories)
        told = issue_text(chance, kind, Kind.COMPLAINT, f"dusun {chance.randrange(1, 900)}")
        text = f"{told}, menurut {chance.randrange(2, 400)} warga"
        lines.append(f"N-{number};{day:%d/%m/%Y};{text};{area};{kind};{chance.randrange(1, 5)}")
    return "\r\n".join(lines).encode()


def run(setting: Setting) -> Result:
    """Three rounds in turns, each on a fresh copy of the shipped district."""
    home = setting.folder / "imports"
    home.mkdir()
    setting.say(f"import: making {ROWS:,} rows")
    content = content_of(ROWS)
    empty = _district(home / "empty.db")
    taken: dict[str, list[float]] = {name: [] for name in ("ours", "bare", "our cpu", "bare cpu")}
    steps: dict[str, float] = {}
    peak = 0.0
    added: list[_Added] = []
    for number in range(ROUNDS):
        setting.say(f"import: round {number + 1} of {ROUNDS}")
        before = _processor()
        seconds, steps = _ours(empty, home / "ours.db", content)
        taken["our cpu"].append(_processor() - before)
        taken["ours"].append(seconds)
        peak = peak or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        added = added or list(_added(empty, home / "ours.db"))
        before = _processor()
        taken["bare"].append(_bare(empty, home / "bare.db", added))
        taken["bare cpu"].append(_processor() - before)
    middle = medians(taken)
    where = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in steps.items())
    bare_rows = sum(len(some.rows) for some in added)
    return Result(
        (
            Line(f"{ROWS:,} rows end to end", middle["ours"], middle["bare"], FACTOR),
            Line("the same in processor time", middle["our cpu"], middle["bare cpu"]),
            Line("largest memory, of 500 MiB", peak, MEMORY, 1.0),
        ),
        (
            f"Where the time went in the last round: {where}.",
            f"Bare: {bare_rows:,} rows into {', '.join(some.table for some in added)}.",
            f"The file has {len(content) / MEBIBYTE:.1f} MiB.",
        ),
    )


def _processor() -> float:
    """Seconds of the processor so far: ours, and those of processes that have ended."""
    spent = os.times()
    return sum(spent[:4])


def _district(file: Path) -> Path:
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine)
    load_folder(engine, SHIPPED_DATASET)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def _copy(source: Path, target: Path) -> None:
    for old in target.parent.glob(f"{target.name}*"):
        old.unlink()
    shutil.copyfile(source, target)


def _ours(empty: Path, file: Path, content: bytes) -> tuple[float, dict[str, float]]:
    """Import the file into a fresh copy; gives the seconds, and those of each step."""
    _copy(empty, file)
    engine = make_engine(f"sqlite:///{file}")
    begun = time.perf_counter()
    stamps: list[tuple[str, float]] = []
    report = import_file(
        engine,
        Actor.station(now()),
        content,
        "bench.csv",
        "issues",
        mapping=Mapping.model_validate(MAPPING),
        limits=Limits.large(),
        progress=lambda step: stamps.append((str(step), time.perf_counter())),
    )
    ended = time.perf_counter()
    _expect_all(report)
    engine.dispose()
    ends = [at for _, at in stamps[1:]] + [ended]
    steps = {name: end - at for (name, at), end in zip(stamps, ends, strict=True)}
    assert set(steps) <= set(Step)
    return ended - begun, steps


def _expect_all(report: ImportReport) -> None:
    if report.written != ROWS:
        raise AssertionError(report.faults[:3])


def _added(empty: Path, file: Path) -> Iterator[_Added]:
    """The rows that stand in a database and not in the one that it was copied from.

    Tables that keep themselves (an index of words) are filled by the bare side's own rows.
    """
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("ATTACH DATABASE ? AS before", (str(empty),))
        listed = "SELECT name, sql FROM main.sqlite_master WHERE type = 'table' ORDER BY rowid"
        tables = connection.execute(listed).fetchall()
        own = tuple(f"{name}_" for name, sql in tables if sql.startswith("CREATE VIRTUAL"))
        for table, sql in tables:
            if sql.startswith("CREATE VIRTUAL") or (own and table.startswith(own)):
                continue
            columns = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
            names = _names(columns)
            rows = connection.execute(
                f"SELECT {names} FROM main.{table} EXCEPT SELECT {names} FROM before.{table}"
            ).fetchall()
            before = connection.execute(f"SELECT count(*) FROM before.{table}")
            now_there = connection.execute(f"SELECT count(*) FROM main.{table}")
            if now_there.fetchone()[0] - before.fetchone()[0] == len(rows) > 0:
                yield _Added(table, tuple(columns), rows)


def _bare(empty: Path, file: Path, added: list[_Added]) -> float:
    """Put the rows into a fresh copy; whole on the disk at the end, references looked at."""
    _copy(empty, file)
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        begun = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for some in added:
            connection.executemany(some.statement, some.rows)
        connection.execute("COMMIT")
        return time.perf_counter() - begun


MEASUREMENT = Measurement("imports", "Import of a file", "the bare insertion of its rows", run)
