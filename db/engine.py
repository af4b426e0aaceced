"""Where the database is, and the two ways into it: `reading` and `writing`."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, update
from sqlalchemy.orm import Session

from db.tables.installation import Installation

BUSY_TIMEOUT_MS = 10_000


class DatabaseError(Exception):
    """The database cannot be used as it is.

    `code` names the sentence in `locale/` that says what to do; `detail` is the
    driver's own word, a revision, or a path.
    """

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        self.detail = detail
        super().__init__(f"{code}: {detail}")


def data_folder() -> Path:
    """The folder of this user's installation; KONDUSIF_HOME overrides it."""
    if home := os.environ.get("KONDUSIF_HOME"):
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "kondusif"
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support/kondusif"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "kondusif"


def database_url() -> str:
    """DATABASE_URL, else a SQLite file in the user's data folder."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{data_folder() / 'kondusif.db'}"


def make_engine(url: str | None = None) -> Engine:
    """An engine for `url` (default: `database_url()`).

    SQLite runs in WAL with foreign keys on and synchronous=FULL; its transactions are
    begun by us, so that reads do not become writers and writers wait for one another.
    A bare `postgresql://` is taken to mean psycopg 3.
    """
    url = url or database_url()
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("kondusif_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the database and is rolled back at the end."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine, *, ledger: bool = True) -> Iterator[Session]:
    """A session whose work is committed whole at the end, or not at all.

    With `ledger`, the ledger version rises in the same transaction. Sign-ins and other
    plumbing pass `ledger=False`, so that they do not empty the caches.
    """
    with Session(engine.execution_options(kondusif_writes=True)) as session, session.begin():
        yield session
        if ledger:
            raise_ledger_version(session)


def raise_ledger_version(session: Session) -> None:
    """Tell every cache, in every process, that the ledger has changed."""
    session.execute(update(Installation).values(ledger_version=Installation.ledger_version + 1))
