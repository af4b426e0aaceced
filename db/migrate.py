"""Bring a database to the tables of this version; refuse one that is damaged or newer."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DatabaseError as SqlDatabaseError
from sqlalchemy.exc import OperationalError

from db.engine import DatabaseError

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def current_revision(engine: Engine) -> str | None:
    """The revision the database stands at; None for an empty one.

    Raises DatabaseError when it cannot be opened, is not a database, or holds tables
    that are not ours.
    """
    try:
        with engine.connect() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            tables = inspect(connection).get_table_names()
    except OperationalError as error:
        raise DatabaseError("database.unreachable", str(error.orig)) from error
    except SqlDatabaseError as error:
        raise DatabaseError("database.damaged", str(error.orig)) from error
    if revision is None and tables:
        raise DatabaseError("database.foreign", ", ".join(sorted(tables)[:3]))
    return revision


def head_revision() -> str:
    """The revision of this version of the product."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None  # noqa: S101 - the product ships migrations
    return head


def upgrade(engine: Engine) -> None:
    """Create or migrate the tables; raises DatabaseError for a damaged or newer database.

    A database at a revision that this version does not know is newer: it is refused,
    untouched.
    """
    revision = current_revision(engine)
    known = {
        script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }
    if revision is not None and revision not in known:
        raise DatabaseError("database.newer", revision)
    _keep_a_write_ahead_log(engine)
    if revision == head_revision():
        return
    with engine.execution_options(kondusif_writes=True).begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _keep_a_write_ahead_log(engine: Engine) -> None:
    """Let readers and a writer work at once; a SQLite file remembers it.

    Not at every connection: that would change a file that is not ours.
    """
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        connection.cursor().execute("PRAGMA journal_mode=WAL")
        connection.close()
