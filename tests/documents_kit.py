"""A training database for documents, made once and copied, and every text that stands in them."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from db.engine import make_engine
from db.migrate import upgrade
from documents.content.model import Content
from domain.permissions import Reader
from domain.vocabulary import Role
from ingest.dataset import load_folder
from tests.databases import SHIPPED
from training.generate import write

ISSUES = 120
BEFORE_ANY_STAGE = date(2024, 1, 2)
EVE = date(2024, 11, 26)
LATER = date(2025, 1, 15)
STEP = timedelta(days=64)
DAYS = tuple(BEFORE_ANY_STAGE + n * STEP for n in range(10))
"""Ten days from before the first stage to after the last: the last is 31 July 2025."""

KEDURANG = "17.01.01"
SEGINIM = "17.01.02"

COMMANDER = Reader("kapolres", frozenset({Role.COMMANDER}))
READERS = {
    "commander": COMMANDER,
    "analyst": Reader("analis", frozenset({Role.ANALYST}), "bag-ops"),
    "inspector": Reader("pengawas", frozenset({Role.INSPECTOR}), "siwas"),
    "sector_head": Reader(
        "kapolsek-kedurang",
        frozenset({Role.SECTOR_HEAD}),
        "polsek-kedurang",
        frozenset({KEDURANG, "17.01.07"}),
    ),
    "recorder": Reader(
        "perekam-kedurang", frozenset({Role.RECORDER}), "polsek-kedurang", frozenset({KEDURANG})
    ),
    "unit_head": Reader("kasat-lantas", frozenset({Role.UNIT_HEAD}), "satlantas"),
    "presenter": Reader("pemapar", frozenset({Role.PRESENTER})),
    "administrator": Reader("administrator", frozenset({Role.ADMINISTRATOR})),
}
NOBODYS = Reader("tamu", frozenset({Role.RECORDER}))
"""A recorder without a sector, to whom no kecamatan is open."""


@cache
def busy_file() -> Path:
    """A SQLite file with training data; copy it, don't write to it."""
    folder = Path(tempfile.mkdtemp(prefix="kondusif-documents-"))
    write(folder / "dataset", SHIPPED, issues=ISSUES)
    engine = make_engine(f"sqlite:///{folder / 'busy.db'}")
    upgrade(engine)
    load_folder(engine, folder / "dataset")
    engine.dispose()
    return folder / "busy.db"


@contextmanager
def busy(folder: Path) -> Iterator[Engine]:
    """An engine on a copy of the training database in a folder."""
    shutil.copyfile(busy_file(), folder / "busy.db")
    engine = make_engine(f"sqlite:///{folder / 'busy.db'}")
    try:
        yield engine
    finally:
        engine.dispose()


def rewritten(folder: Path, *statements: tuple[str, tuple[object, ...]]) -> None:
    """Change the copy as nobody could through the product."""
    with closing(sqlite3.connect(folder / "busy.db")) as connection, connection:
        for statement, values in statements:
            connection.execute(statement, values)


def texts(data: object) -> Iterator[str]:
    """Every text in a dataclass, however deep."""
    if isinstance(data, str):
        yield str(data)
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from texts(value)
    elif isinstance(data, tuple | list):
        for item in data:
            yield from texts(item)
    elif is_dataclass(data) and not isinstance(data, type):
        for field in fields(data):
            if field.name not in ("shapes", "refs"):
                yield from texts(getattr(data, field.name))


def figure_values(content: Content) -> dict[str, tuple[object, ...]]:
    """Every figure of a document by key: value, numerator, denominator, text."""
    return {
        figure.key: (figure.value, figure.numerator, figure.denominator, figure.text)
        for section in content.sections
        for figure in section.figures
    }
