"""Statements that are built once, when their module is read, and put past the ORM.

To build a statement and to take it through the ORM costs Python some ten times what SQLite
takes to answer it (docs/performance.md). What every save sends is therefore written with
`bindparam`, over the tables themselves, and put to the connection of the session: in the
same transaction, and under the same watch.
"""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Table, insert
from sqlalchemy.orm import Session

from db.engine import copy_rows
from models import Base

MANY = 1_000
"""From so many rows on, PostgreSQL takes them by COPY, in a third of the time."""


def table_of(mapped: type[Base]) -> Table:
    """The table of a mapped class."""
    return cast(Table, mapped.__table__)


def put(
    session: Session,
    statement: Executable,
    values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
) -> CursorResult[*tuple[Any, ...]]:
    """Put a statement with the values of its parameters; of a list, once for each."""
    return session.connection().execute(statement, values)


def put_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns, in the order of the first."""
    if len(rows) < MANY or session.get_bind().dialect.name != "postgresql":
        put(session, insert(table), rows)
        return
    copy_rows(session.connection(), table.name, rows)
