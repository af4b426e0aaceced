"""A restore is killed at every touch of a file and at random moments.

Afterwards the address leads to the old database or to the restored one, whole, and the
restore can be made again.
"""

import os
import random
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select

from db.backup import page_problem, write_backup
from db.commands.trail import Actor
from db.engine import make_engine, reading
from db.queries.trail import verify
from db.restore import restore_backup
from domain.station import now
from models import Issue
from tests.faults.killed import KILLED, die_at_file, end_of, forked
from tests.station import told

IN_BACKUP, LIVE = 2, 5
"""How many issues there are in the backup, and in the database that it replaces."""


@pytest.fixture
def backup(station_url: str, tmp_path: Path) -> Path:
    """A backup with two issues of a database that by now has five."""
    engine = make_engine(station_url)
    for _ in range(IN_BACKUP):
        told(engine)
    path = write_backup(engine, tmp_path / "kondusif.backup", Actor.station(now())).path
    for _ in range(LIVE - IN_BACKUP):
        told(engine)
    engine.dispose()
    return path


def restore(url: str, backup: Path, *, later: timedelta = timedelta(0)) -> None:
    engine = make_engine(url)
    restore_backup(engine, backup, Actor.station(now() + later))
    engine.dispose()


def issues_of(url: str) -> int:
    """How many issues a database holds, which must be sound and its chain whole."""
    engine = make_engine(url)
    with reading(engine) as session:
        found = session.scalars(select(func.count()).select_from(Issue)).one()
        assert verify(session).why is None
    engine.dispose()
    if engine.dialect.name == "sqlite":
        assert page_problem(Path(str(engine.url.database))) is None
    return found


def killed_and_looked_at(url: str, backup: Path, kill: Callable[[], int]) -> tuple[int, int]:
    """How the restore ended, and how many issues there are then; a second one comes through."""
    ended = kill()
    found = issues_of(url)
    assert found == IN_BACKUP if ended != KILLED else found in (IN_BACKUP, LIVE)
    restore(url, backup, later=timedelta(minutes=1))
    assert issues_of(url) == IN_BACKUP
    return ended, found


def copied(url: str, folder: Path) -> str:
    """A copy of a SQLite database in a folder of its own."""
    folder.mkdir()
    shutil.copyfile(url.removeprefix("sqlite:///"), folder / "kondusif.db")
    return f"sqlite:///{folder / 'kondusif.db'}"


SQLITE = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)


@SQLITE
def test_killed_at_any_touch_of_a_file_a_restore_leaves_the_old_or_the_new(
    station_url: str, backup: Path, tmp_path: Path
) -> None:
    """Each try has a copy of its own and dies one touch of a file later."""
    found = []
    for touch in count(1):
        folder = tmp_path / f"try-{touch}"
        url = copied(station_url, folder)

        def dying(folder: Path = folder, url: str = url, touch: int = touch) -> None:
            die_at_file(folder, touch)
            restore(url, backup)

        ended, left = killed_and_looked_at(url, backup, lambda: end_of(forked(dying)))
        if ended != KILLED:
            break
        found.append(left)

    assert found == sorted(found, reverse=True)  # once the new one is there, it stays
    assert {LIVE, IN_BACKUP} == set(found)


KILLS = {"sqlite": 15, "postgresql": 6}


def test_killed_at_random_moments_a_restore_leaves_the_old_or_the_new(
    station_url: str, backup: Path, tmp_path: Path
) -> None:
    chance = random.Random(271)
    begun = time.monotonic()
    restore(station_url, backup)
    whole = time.monotonic() - begun
    kills, killed = KILLS[station_url.split(":", 1)[0].split("+")[0]], 0
    for number in range(kills):
        url = station_url
        if url.startswith("sqlite"):
            url = copied(station_url, tmp_path / f"try-{number}")

        def kill(url: str = url) -> int:
            child = forked(lambda: restore(url, backup))
            time.sleep(chance.uniform(0, whole))
            os.kill(child, 9)
            return end_of(child)

        ended, _ = killed_and_looked_at(url, backup, kill)
        killed += ended == KILLED

    assert killed > kills // 3
