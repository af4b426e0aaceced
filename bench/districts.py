"""Made-up districts in a SQLite database, for measurements that need no server."""

import time
from pathlib import Path

from sqlalchemy import Engine

from bench.setting import Scale
from db.engine import make_engine
from db.migrate import upgrade
from ingest.dataset import load_folder
from training.generate import write


def made(home: Path, scale: Scale) -> tuple[Engine, Path, str]:
    """A database with a made-up district in `home`, and a sentence on how its load went."""
    write(home / "dataset", sub_districts=scale.sub_districts, issues=scale.issues)
    file = home / "kondusif.db"
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine)
    begun = time.perf_counter()
    changes = load_folder(engine, home / "dataset")
    seconds = time.perf_counter() - begun
    rows = sum(len(added) for added in changes.added.values())
    return engine, file, f"{scale}: {rows:,} rows loaded in {seconds:.1f} s (one run)"
