"""Copy every row of every table from one database to another, of whatever make."""

from sqlalchemy import Connection, Engine, Table, delete, func, insert, select, text

import db.tables.access
import db.tables.derived
import db.tables.imports
import db.tables.installation
import db.tables.saved_views
import db.tables.settings  # noqa: F401 - so that the metadata knows every table
from db.engine import Act
from db.tables.trail import AuditHead
from models import Base

CHUNK = 2_000


def tables() -> list[Table]:
    """Every table of the product, each behind those it refers to."""
    return Base.metadata.sorted_tables


def writer(engine: Engine) -> Engine:
    """An engine whose connections may write rows that carry their entries with them."""
    return engine.execution_options(kondusif_writes=True, kondusif_act=Act())


def still(engine: Engine) -> Engine:
    """An engine whose transactions see one state of the database from end to end."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ")
    return engine


def copy_rows(source: Connection, target: Connection) -> int:
    """Put the rows of the source into the target, whose tables lose what they held.

    Gives how many rows were copied.
    """
    emptied(target)
    copied = 0
    for table in tables():
        rows = source.execute(select(table), execution_options={"stream_results": True})
        for part in rows.mappings().partitions(CHUNK):
            target.execute(insert(table), [dict(row) for row in part])
            copied += len(part)
    if target.dialect.name == "postgresql":
        move_sequences(target)
    return copied


def emptied(target: Connection) -> None:
    """Empty every table. PostgreSQL's trail lets go of its rows for this transaction;
    SQLite's never does, so there the target must be a new database."""
    triggers = target.dialect.name == "postgresql"
    # Before the tables, so that a writer who waits for this row holds nothing of ours.
    target.execute(select(AuditHead.seq).with_for_update())
    if triggers:
        target.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
    for table in reversed(tables()):
        target.execute(delete(table))
    if triggers:
        target.execute(text("ALTER TABLE audit_entry ENABLE TRIGGER USER"))


def move_sequences(target: Connection) -> None:
    """Let PostgreSQL number new rows behind those that were copied with their numbers."""
    for table in tables():
        column = table.autoincrement_column
        if column is None:
            continue
        sequence = target.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        if sequence is not None:
            last = target.scalar(select(func.max(column)))
            target.execute(select(func.setval(sequence, last or 1, last is not None)))
