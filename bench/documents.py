"""What a document costs: processor time, and how long others wait while it is made."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from statistics import median

from sqlalchemy import Engine

from bench.districts import made
from bench.measure import Line, Measurement, Result
from bench.setting import TRAINING, Setting
from db.engine import reading
from documents.content.asked import Asked
from documents.kinds import KINDS
from domain.permissions import STATION
from wording.translator import Translator

DAY = date(2024, 11, 26)
ALLOWED = {"deck": 2.0, "brief": 1.0}
"""Seconds of processor time; the others stand beside them for information."""

LONGEST_WAIT = 1.0
"""Seconds that a document may keep another thread from running."""

BEAT = 0.005
AREA, UNIT = "17.01.01", "polsek-kedurang"


def run(setting: Setting) -> Result:
    """Every document of the training district, read from the database anew each time."""
    home = setting.folder / "documents"
    engine, _file, loaded = made(home, TRAINING)
    lines = []
    try:
        for name in KINDS:
            if name == "minutes":
                continue
            setting.say(f"documents: {name}")
            lines += _measured(engine, name, setting.rounds)
    finally:
        engine.dispose()
    return Result(tuple(lines), (loaded,))


def _measured(engine: Engine, name: str, rounds: int) -> list[Line]:
    taken: list[float] = []
    waits: list[float] = []
    for _ in range(rounds + 1):
        with _watched(waits):
            before = time.process_time()
            _make(engine, name)
            taken.append(time.process_time() - before)
    allowed = ALLOWED.get(name)
    return [
        Line(name, median(taken[1:]), allowed or 1.0, 1.0 if allowed else None),
        Line(f"{name}, longest wait of others", max(waits), LONGEST_WAIT, 1.0),
    ]


def _make(engine: Engine, name: str) -> bytes:
    asked = Asked(
        DAY,
        sub_districts=(AREA,) if name == "sheet" else (),
        unit=UNIT if name == "handover" else None,
    )
    with reading(engine) as session:
        return KINDS[name].make(session, STATION, asked, Translator("id"), 1)


@contextmanager
def _watched(waits: list[float]) -> Iterator[None]:
    """Add the longest time for which another thread of this process did not get to run."""
    done = threading.Event()
    gaps = [0.0]

    def beat() -> None:
        last = time.perf_counter()
        while not done.is_set():
            time.sleep(BEAT)
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

    other = threading.Thread(target=beat)
    other.start()
    try:
        yield
    finally:
        done.set()
        other.join()
        waits.append(max(gaps))


MEASUREMENT = Measurement(
    "documents",
    "Processor time of a document of the training district, and how long others wait for it",
    "2 s for the deck, 1 s for the brief and the rest; 1 s that others may wait",
    run,
)
