"""A small station (tests/station.py) in a database of the test's own, by its address."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine import make_engine
from tests.conftest import Fresh
from tests.station import found_station


@pytest.fixture
def station_url(fresh: Fresh, tmp_path: Path) -> Iterator[str]:
    """Both makes: the station's reference data, no records. Nobody is connected to it."""
    with fresh("migrated") as url:
        engine = make_engine(url)
        found_station(engine, tmp_path / "reference")
        engine.dispose()
        yield url
