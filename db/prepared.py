"""Statements that are built once, when their module is read, and put past the ORM.

To build a statement, and to take it through the ORM, costs Python some fifty times what
SQLite takes to answer it; to take one that is built through SQLAlchemy's Core, still ten
times (docs/performance.md). What every save sends is therefore written with `bindparam`,
over the tables themselves, compiled once for a dialect, and put to the driver: in the
transaction of the session, and under the same watch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Date, Dialect, Executable, Insert, Select, Table, insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from db.engine import Act, connection_of, copy_rows, send
from models import Base

MANY = 1_000
"""From so many rows on, PostgreSQL takes them by COPY, in a third of the time."""

Values = Mapping[str, Any]
Process = Callable[[Any], Any]
Found = list[tuple[Any, ...]]


def table_of(mapped: type[Base]) -> Table:
    """The table of a mapped class."""
    return cast(Table, mapped.__table__)


@lru_cache(maxsize=64)
def inserting(table: Table) -> Insert:
    """The statement that inserts rows into a table."""
    return insert(table)


def put(session: Session, statement: Executable, values: Values | None = None) -> Found:
    """Put a statement with the values of its parameters; gives the rows that it finds.

    A parameter that is a list takes a list or tuple.
    """
    connection = connection_of(session)
    ready = _ready(statement, connection.dialect, values or {})
    return ready.typed(send(connection, ready.text, ready.parameters(values or {})))


def put_once(session: Session, statement: Executable) -> Found:
    """As `put` of a statement without parameters, but an act reads it once.

    Only of tables of the field, kecamatan and units: as soon as the act writes to one of
    those it is read anew. Without an act (a session that only reads) each time.
    """
    act = session.info.get("act")
    if not isinstance(act, Act):
        return put(session, statement)
    if statement not in act.read:
        act.read[statement] = put(session, statement)
    return cast(Found, act.read[statement])


def put_named(
    session: Session, statement: Executable, values: Values | None = None
) -> list[dict[str, Any]]:
    """As `put`; each row by the names of its columns."""
    names = _names(statement)
    return [dict(zip(names, row, strict=True)) for row in put(session, statement, values)]


def put_rows(session: Session, table: Table, rows: Sequence[Values]) -> None:
    """Insert rows that have the same columns, in the order of the first."""
    if not rows:
        return
    connection = connection_of(session)
    if len(rows) >= MANY and connection.dialect.name == "postgresql":
        copy_rows(connection, table.name, rows)
        return
    ready = _ready(inserting(table), connection.dialect, rows[0])
    given = [ready.parameters(row) for row in rows]
    many = len(given) > 1
    send(connection, ready.text, given if many else given[0], many=many)


@dataclass(frozen=True)
class _Ready:
    """A statement in the words of a driver, and how values go in and come out.

    `fixed` are the parameters that the statement itself gives, `inward` and `outward` what
    turns a value into the driver's and back: by name, and by place in a row.
    """

    text: str
    names: tuple[str, ...]
    positional: bool
    fixed: Values
    spread: Mapping[str, Sequence[str]]
    inward: Mapping[str, Process]
    outward: tuple[tuple[int, Process], ...]

    def parameters(self, values: Values) -> Any:
        """The parameters as the driver takes them; raises KeyError where one is missing."""
        if self.spread:
            values = dict(values)
            for name, parts in self.spread.items():
                values |= zip(parts, values.pop(name, ()), strict=True)
        given = {**self.fixed, **values} if self.fixed else values
        inward = self.inward
        found = [
            inward[name](given[name]) if name in inward else given[name] for name in self.names
        ]
        return tuple(found) if self.positional else dict(zip(self.names, found, strict=True))

    def typed(self, rows: Found) -> Found:
        """Rows as they come from the driver, with the values that the columns stand for."""
        if not self.outward:
            return rows
        found = []
        for row in rows:
            cells = list(row)
            for place, process in self.outward:
                cells[place] = process(cells[place])
            found.append(tuple(cells))
        return found


def _ready(statement: Executable, dialect: Dialect, values: Values) -> _Ready:
    lengths: tuple[tuple[str, int], ...] = ()
    for name, value in values.items():
        if type(value) in (list, tuple):
            lengths += ((name, len(value)),)
    return _compiled(statement, dialect, tuple(values), lengths)


@lru_cache(maxsize=1024)
def _compiled(
    statement: Executable,
    dialect: Dialect,
    names: tuple[str, ...],
    lengths: tuple[tuple[str, int], ...],
) -> _Ready:
    """The statement for a dialect, for values of these names and lists of these lengths."""
    compiled = cast(Any, statement).compile(
        dialect=dialect,
        column_keys=list(names) or None,
        # No key that the database made is asked for.
        **({"for_executemany": True} if isinstance(statement, Insert) else {}),
    )
    if compiled.prefetch:
        raise TypeError(f"a value of {compiled.prefetch} would have to be made for each row")
    return _taken_apart(compiled, statement, dialect, names, dict(lengths))


def _taken_apart(
    compiled: SQLCompiler,
    statement: Executable,
    dialect: Dialect,
    names: tuple[str, ...],
    lengths: Mapping[str, int],
) -> _Ready:
    blank = {name: [None] * lengths[name] if name in lengths else None for name in names}
    state = compiled.construct_expanded_state(blank, escape_names=False)
    spread = {name: state.parameter_expansion[name] for name in lengths}
    given = {*names, *(part for parts in spread.values() for part in parts)}
    order = state.positiontup or list(state.parameters)
    return _Ready(
        state.statement,
        tuple(order),
        state.positiontup is not None,
        {name: value for name, value in state.parameters.items() if name not in given},
        spread,
        _inward(compiled, dialect) | cast(dict[str, Process], dict(state.processors)),
        _outward(statement, dialect),
    )


def _inward(compiled: SQLCompiler, dialect: Dialect) -> dict[str, Process]:
    found: dict[str, Process] = {}
    for name, bind in compiled.binds.items():
        way = bind.type.dialect_impl(dialect).bind_processor(dialect)
        if way is not None:
            # The same few days again and again.
            found[name] = lru_cache(maxsize=1024)(way) if isinstance(bind.type, Date) else way
    return found


def _outward(statement: Executable, dialect: Dialect) -> tuple[tuple[int, Process], ...]:
    if not isinstance(statement, Select):
        return ()
    ways = [
        column.type.dialect_impl(dialect).result_processor(dialect, None)
        for column in statement.selected_columns
    ]
    return tuple((place, way) for place, way in enumerate(ways) if way is not None)


@lru_cache(maxsize=1024)
def _names(statement: Executable) -> tuple[str, ...]:
    return tuple(str(column.key) for column in cast(Select[Any], statement).selected_columns)
