"""Where the database is, and the two ways into it: `reading` and `writing`."""

import os
import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

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


def is_address(url: str) -> bool:
    """Whether this is the address of a database that we work with: SQLite or PostgreSQL."""
    try:
        return make_url(url).get_backend_name() in ("sqlite", "postgresql", "postgres")
    except ArgumentError:
        return False


def make_engine(url: str | None = None) -> Engine:
    """An engine for `url` (default: `database_url()`); raises DatabaseError for no address.

    SQLite runs with foreign keys on and synchronous=FULL, and in WAL, which its file
    remembers: `db.migrate` sets that once it knows that the file is ours. Its transactions
    are begun by us, so that reads do not become writers and writers wait for one another.
    A bare `postgresql://` is taken to mean psycopg 3.
    """
    url = url or database_url()
    if not is_address(url):
        # Whatever it is may hold a password, so it is not repeated.
        raise DatabaseError("database.address", "sqlite:///…, postgresql://…")
    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", _watch_writes)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("kondusif_writes", False):
        send(connection, "BEGIN", ())
        return
    patience = options.get("kondusif_patience_ms")
    if patience is None:
        send(connection, "BEGIN IMMEDIATE", ())
        return
    send(connection, f"PRAGMA busy_timeout={patience}", ())
    try:
        send(connection, "BEGIN IMMEDIATE", ())
    finally:
        send(connection, f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}", ())


def is_busy(error: OperationalError) -> bool:
    """Whether a write did not begin because another one of SQLite was under way."""
    return isinstance(error.orig, sqlite3.OperationalError) and "locked" in str(error.orig)


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that sees one state of the database and is rolled back at the end."""
    with Session(engine) as session:
        yield session


class UnauditedWriteError(Exception):
    """A write that went around `db/commands/`; nothing of it was kept."""


@dataclass
class Act:
    """What one write transaction has done so far: whether it wrote, how many entries it made.

    `read` are the rows of statements that it need not put twice: what it has read of
    `REFERENCE_TABLES`, until it writes to one. `connection` is the one that it acts on,
    `watches` are told of each of its statements.
    """

    wrote: str | None = None
    entries: int = 0
    read: dict[Any, Any] = field(default_factory=dict)
    connection: Connection | None = None
    watches: tuple[Any, ...] | None = None


def act_of(session: Session) -> Act:
    """The act of a session that `writing` opened; raises UnauditedWriteError for another."""
    act = session.info.get("act")
    if not isinstance(act, Act):
        raise UnauditedWriteError("db.engine.writing")
    return act


LEDGER_TABLES = frozenset(
    {
        "attendance",
        "district",
        "election",
        "issue",
        "issue_event",
        "letterhead",
        "meeting",
        "meeting_sub_district",
        "meeting_village",
        "setting_change",
        "situation_report",
        "situation_report_sub_district",
        "situation_report_village",
        "stage",
        "status_raise",
        "sub_district",
        "unit",
        "village",
    }
)
"""The tables of the field, and what is set: no row is written without an entry in the trail."""

REFERENCE_TABLES = frozenset({"sub_district", "unit"})
"""Tables of the field that change seldom and that every save looks at."""

_WRITES = re.compile(
    r"\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|MERGE\s+INTO|DELETE\s+FROM|COPY"
    r"|UPDATE(?:\s+OR\s+\w+)?|TRUNCATE(?:\s+TABLE)?)\s+(?:ONLY\s+)?"
    r"""((?:[\w."`\[\]*]+)(?:\s*,\s*[\w."`\[\]*]+)*)""",
    re.IGNORECASE,
)
"""A write anywhere in a statement (behind a remark, a table before it), and what it names."""


@lru_cache(maxsize=1024)
def written_table(statement: str) -> str | None:
    """A table of the field that a statement writes to, or None. Words of SQL, not values."""
    for match in _WRITES.finditer(statement):
        for word in match.group(1).split(","):
            table = word.strip().split(".")[-1].strip('"`[]*').lower()
            if table in LEDGER_TABLES:
                return table
    return None


def _watch_writes(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
    """Refuse a write to the ledger outside `writing`, and note one inside."""
    table = written_table(statement)
    if table is None:
        return
    act = connection.get_execution_options().get("kondusif_act")
    if not isinstance(act, Act):
        raise UnauditedWriteError(table)
    act.wrote = table
    if table in REFERENCE_TABLES:
        act.read.clear()


def connection_of(session: Session) -> Connection:
    """The connection of a session; of an act without the session's own way to it."""
    act = session.info.get("act")
    if isinstance(act, Act) and act.connection is not None:
        return act.connection
    return session.connection()


Parameters = Mapping[str, Any] | tuple[Any, ...]


def send(
    connection: Connection,
    statement: str,
    parameters: Parameters | Sequence[Parameters],
    *,
    many: bool = False,
) -> list[tuple[Any, ...]]:
    """Put a statement in the driver's own words to the driver, and give what it finds.

    As `exec_driver_sql`, in its transaction, watched by the same events and failing with
    the same errors, at a tenth of its cost. `many`: once for each of the parameters.
    """
    cursor = connection.connection.cursor()
    try:
        for watch in _watches(connection):
            statement, parameters = watch(connection, cursor, statement, parameters, None, many)
        if many:
            cursor.executemany(statement, cast(Any, parameters))
        else:
            cursor.execute(statement, cast(Any, parameters))
        return [] if many or cursor.description is None else cast(Any, cursor.fetchall())
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_raised(connection, cursor, statement, parameters, error, many) from error
    finally:
        cursor.close()


def _watches(connection: Connection) -> Iterable[Any]:
    """What is told of a statement before it is put; looked up once for an act."""
    act = connection.get_execution_options().get("kondusif_act")
    if not isinstance(act, Act):
        return connection.dispatch.before_cursor_execute
    if act.watches is None:
        act.watches = tuple(connection.dispatch.before_cursor_execute)
    return act.watches


def _as_raised(
    connection: Connection,
    cursor: Any,
    statement: str,
    parameters: Any,
    error: Exception,
    many: bool,
) -> BaseException:
    """The error of a driver as SQLAlchemy raises it; a connection that is lost is dropped."""
    dialect = connection.dialect
    lost = dialect.is_disconnect(cast(Any, error), connection.connection, cursor)
    if lost:
        connection.invalidate(error)
    base = dialect.loaded_dbapi.Error
    raised = DBAPIError.instance(
        statement,
        parameters,
        error,
        base,
        connection_invalidated=lost,
        dialect=dialect,
        ismulti=many,
    )
    return cast(BaseException, raised)


def copy_rows(connection: Connection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns by PostgreSQL's COPY, under the same watch."""
    # Here alone, since SQLite does without it.
    from psycopg import sql

    # The driver takes it past the event that every other statement is watched by.
    _watch_writes(connection, None, f"COPY {table}")
    columns = list(rows[0])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    driver = cast(Any, connection.connection.driver_connection)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row[column] for column in columns])


@contextmanager
def writing(
    engine: Engine, *, ledger: bool = True, patience_ms: int | None = None
) -> Iterator[Session]:
    """A session whose work is committed whole at the end, or not at all.

    With `ledger`, the ledger version rises in the same transaction. Sign-ins and other
    plumbing pass `ledger=False`, so that they do not empty the caches. A transaction that
    wrote to the tables of the field without an entry in the audit trail is rolled back
    with UnauditedWriteError. `patience_ms` is for what need not be written: SQLite then
    waits only so long for another writer, and OperationalError (`is_busy`) says so.
    """
    act = Act()
    acting = engine.execution_options(
        kondusif_writes=True, kondusif_act=act, kondusif_patience_ms=patience_ms
    )
    with Session(acting, info={"act": act}) as session, session.begin():
        act.connection = session.connection()
        yield session
        if ledger:
            raise_ledger_version(session)
        session.flush()
        if act.wrote is not None and not act.entries:
            raise UnauditedWriteError(act.wrote)


def raise_ledger_version(session: Session) -> None:
    """Tell every cache, in every process, that the ledger has changed."""
    send(connection_of(session), "UPDATE installation SET ledger_version = ledger_version + 1", ())
