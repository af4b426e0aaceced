"""What every test may ask for: databases of both makes, empty, migrated or filled.

A test that takes `engine`, `shipped` or `empty_engine` runs twice, on SQLite and on
PostgreSQL; with `sqlite_engine` or `sqlite_shipped` once. `database_url` instead of an
engine is for tests of another process. KONDUSIF_HOME is a folder of the test's own.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from db.engine import make_engine
from tests.databases import PostgresDatabases, SqliteDatabases
from tests.no_skips import (  # noqa: F401 - hooks
    pytest_make_collect_report,
    pytest_runtest_makereport,
)

# Cores are shared, so time says nothing; and what failed once must fail again.
settings.register_profile("kondusif", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("kondusif")

Fresh = Callable[[str], AbstractContextManager[str]]
"""Gives the address of a new database of a kind (see tests/databases.py)."""


@pytest.fixture(scope="session", autouse=True)
def trail_key_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The key of the trail: one for all tests, as databases are copied from one to the next."""
    path = tmp_path_factory.getbasetemp() / "audit.key"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KONDUSIF_AUDIT_KEY", str(path))
        yield path


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's data folder for this test alone; no DATABASE_URL leads out of it."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("KONDUSIF_HOME", str(folder))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return folder


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_databases() -> Iterator[PostgresDatabases]:
    databases = PostgresDatabases()
    yield databases
    databases.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """Twice: makes databases of SQLite, then of PostgreSQL."""
    databases: SqliteDatabases | PostgresDatabases = request.getfixturevalue(
        f"{request.param}_databases"
    )
    return databases.fresh


@contextmanager
def opened(fresh: Fresh, kind: str) -> Iterator[Engine]:
    """An engine on a new database of this kind."""
    with fresh(kind) as url:
        engine = make_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()


@pytest.fixture
def engine(fresh: Fresh) -> Iterator[Engine]:
    """Both makes: the tables, no rows."""
    with opened(fresh, "migrated") as engine:
        yield engine


@pytest.fixture
def empty_engine(fresh: Fresh) -> Iterator[Engine]:
    """Both makes: not even tables."""
    with opened(fresh, "empty") as engine:
        yield engine


@pytest.fixture
def shipped(fresh: Fresh) -> Iterator[Engine]:
    """Both makes: the dataset that the product ships."""
    with opened(fresh, "shipped") as engine:
        yield engine


@pytest.fixture
def database_url(fresh: Fresh) -> Iterator[str]:
    """Both makes: the address of a database with the tables and no rows."""
    with fresh("migrated") as url:
        yield url


@pytest.fixture
def sqlite_engine(sqlite_databases: SqliteDatabases) -> Iterator[Engine]:
    """SQLite: the tables, no rows."""
    with opened(sqlite_databases.fresh, "migrated") as engine:
        yield engine


@pytest.fixture
def sqlite_shipped(sqlite_databases: SqliteDatabases) -> Iterator[Engine]:
    """SQLite: the dataset that the product ships."""
    with opened(sqlite_databases.fresh, "shipped") as engine:
        yield engine
