"""Databases of a small station (tests/station.py), for tests of the ledger's commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.migrate import upgrade
from tests import databases
from tests.conftest import Fresh, opened
from tests.station import found_station


@pytest.fixture(scope="session")
def station_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kind of database that holds the station; gives the folder of its audit key."""
    folder = tmp_path_factory.mktemp("station")

    def _station(engine: Engine) -> None:
        upgrade(engine)
        found_station(engine, folder / f"reference-{engine.dialect.name}")

    databases.KINDS["station"] = _station
    return folder


@pytest.fixture
def station_key(station_kind: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test goes on with the chain of the template, so it has the template's key."""
    monkeypatch.setenv("KONDUSIF_AUDIT_KEY", str(station_kind / "audit.key"))


@pytest.fixture
def station(fresh: Fresh, station_key: None) -> Iterator[Engine]:
    """Both makes: the station's reference data, no records."""
    with opened(fresh, "station") as engine:
        yield engine


@pytest.fixture
def sqlite_station(sqlite_databases, station_key: None) -> Iterator[Engine]:
    """SQLite: the station's reference data, no records."""
    with opened(sqlite_databases.fresh, "station") as engine:
        yield engine
