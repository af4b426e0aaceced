"""Random ledgers in and out, and random damage to them that a load must see."""

import copy
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.check import check_database
from db.commands.spans import differing_spans
from db.engine import make_engine, reading
from db.migrate import upgrade
from db.queries.installation import ledger_version
from ingest.checks import check_dataset
from ingest.dataset import export_folder, load_folder
from ingest.folder import read_folder
from tests.databases import SHIPPED
from tests.folders import contents
from tests.reference import history
from tests.reference import ledger as folders
from tests.reference.ledger import Ledger
from tests.reference.random_ledger import random_ledger

TODAY = date(2026, 1, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ledger]:
    """A random ledger whose events are written out of the order of their days."""
    folder = tmp_path_factory.mktemp("ledger")
    ledger = random_ledger(
        folder, 21, source=SHIPPED, issues=60, end=date(2024, 12, 31), shuffled=True
    )
    return folder, ledger


def test_a_random_ledger_comes_out_the_same_every_time(engine: Engine, made, tmp_path: Path):
    folder, _ = made
    load_folder(engine, folder)
    export_folder(engine, tmp_path / "once")
    other = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(other)
    load_folder(other, tmp_path / "once")
    export_folder(other, tmp_path / "twice")
    assert contents(tmp_path / "once") == contents(tmp_path / "twice")
    given, found = contents(folder), contents(tmp_path / "once")
    assert found.keys() == given.keys()
    for file in given.keys() - {"events.csv", "stages.csv"}:  # these were out of order
        assert found[file] == given[file], file
    for file in ("events.csv", "stages.csv"):
        assert sorted(found[file].splitlines()) == sorted(given[file].splitlines())
    assert check_database(other) == check_database(engine) == []
    other.dispose()


def test_a_random_ledger_loaded_again_in_either_order_changes_nothing(
    sqlite_engine: Engine, made, tmp_path: Path
):
    folder, _ = made
    load_folder(sqlite_engine, folder)
    export_folder(sqlite_engine, tmp_path / "out")
    assert not load_folder(sqlite_engine, folder).any
    assert not load_folder(sqlite_engine, tmp_path / "out").any
    with reading(sqlite_engine) as session:
        assert ledger_version(session) == 1


def test_a_ledger_loaded_in_parts_is_the_ledger_loaded_at_once(engine: Engine, made, tmp_path):
    """Half of the events first: what is derived must be the same in the end."""
    folder, ledger = made
    part = copy.deepcopy(ledger)
    rng = random.Random(4)
    kept = {issue["issue"]: rng.randint(0, 6) for issue in part.issues}
    part.events = []
    for event in sorted(ledger.events, key=lambda row: row["occurred_on"]):
        if event["event"] != "merged" and kept[event["issue"]] > 0:
            part.events.append(event)
            kept[event["issue"]] -= 1
        else:
            kept[event["issue"]] = 0
    folders.write(part, tmp_path / "part")
    (tmp_path / "part" / "TRAINING").touch()
    load_folder(engine, tmp_path / "part")
    export_folder(engine, tmp_path / "half")
    whole = folders.read(folder)
    whole.events.sort(key=lambda row: (row["issue"], row["occurred_on"]))
    folders.write(whole, tmp_path / "whole")
    (tmp_path / "whole" / "TRAINING").touch()
    assert load_folder(engine, tmp_path / "whole").added["events"]
    export_folder(engine, tmp_path / "out")
    assert contents(tmp_path / "half")["events.csv"] != contents(tmp_path / "out")["events.csv"]
    assert contents(tmp_path / "out")["events.csv"] == contents(tmp_path / "whole")["events.csv"]
    with reading(engine) as session:
        assert differing_spans(session) == []


# Damage


def another_event(rng: random.Random, ledger: Ledger) -> None:
    event = rng.choice(ledger.events)
    event["event"] = rng.choice(sorted(history.EVENTS))
    if event["event"] != "unable":
        event["reason"] = ""


def another_day(rng: random.Random, ledger: Ledger) -> None:
    rng.choice(ledger.events)["occurred_on"] += timedelta(days=rng.choice([-40, -9, -1, 1, 9, 100]))


def one_event_less(rng: random.Random, ledger: Ledger) -> None:
    ledger.events.remove(rng.choice(ledger.events))


def one_event_twice(rng: random.Random, ledger: Ledger) -> None:
    number = rng.randrange(len(ledger.events))
    ledger.events.insert(number, dict(ledger.events[number]))


def another_severity(rng: random.Random, ledger: Ledger) -> None:
    """Of an issue that somebody finished: it may have been too severe for that."""
    finished = {
        event["issue"]
        for event in ledger.events
        if event["event"] in ("verified", "settled", "merged")
    }
    rows = [row for row in ledger.issues + ledger.events if row["issue"] in finished]
    rng.choice(rows)["severity"] = rng.choice([None, 1, 2, 3, 4])


def another_category(rng: random.Random, ledger: Ledger) -> None:
    rng.choice(ledger.issues)["category"] = rng.choice(
        ["crime", "intimidation", "police-service", "neutrality", "voter-list"]
    )


def another_kind(rng: random.Random, ledger: Ledger) -> None:
    rng.choice(ledger.issues)["kind"] = rng.choice(sorted(history.KINDS))


def another_unit(rng: random.Random, ledger: Ledger) -> None:
    rows = [row for row in ledger.events if row["event"] in ("assigned", "claimed", "verified")]
    rng.choice(rows)["unit"] = rng.choice(["", "siwas", "kpu", "polsek-manna"])


def nobody(rng: random.Random, ledger: Ledger) -> None:
    last = [e for e in ledger.events if e["event"] in ("verified", "withdrawn")]
    rng.choice(last).update(by_group="", unit=rng.choice(["", "siwas"]))


def another_target(rng: random.Random, ledger: Ledger) -> None:
    merges = [event for event in ledger.events if event["event"] == "merged"]
    rng.choice(merges)["into"] = rng.choice(ledger.issues)["issue"]


def voiding(rng: random.Random, ledger: Ledger) -> None:
    row = rng.choice(ledger.issues + ledger.events * 2)
    row["voided_on"] = None if row["voided_on"] else date(2025, 1, 15)


def reported_on_another_day(rng: random.Random, ledger: Ledger) -> None:
    rng.choice(ledger.issues)["reported_on"] += timedelta(days=rng.choice([-20, -1, 1, 2, 20]))


DAMAGE: list[Callable[[random.Random, Ledger], None]] = [
    another_event,
    another_day,
    one_event_less,
    one_event_twice,
    another_severity,
    another_category,
    another_kind,
    another_unit,
    nobody,
    another_target,
    voiding,
    reported_on_another_day,
]


@pytest.mark.parametrize("damage", DAMAGE, ids=lambda damage: damage.__name__)
def test_a_load_objects_to_what_the_plain_rules_object_to_and_to_nothing_else(
    made, tmp_path: Path, damage
):
    objected = 0
    _, ledger = made
    for number in range(10):
        broken = copy.deepcopy(ledger)
        rng = random.Random(f"{damage.__name__} {number}")
        for _ in range(4):
            damage(rng, broken)
        folder = tmp_path / str(number)
        folders.write(broken, folder)
        expected = [f for f in history.check(broken) if "fixed sentence" not in f]
        dataset = read_folder(folder)
        found = [*dataset.faults, *check_dataset(dataset, {}, TODAY)]
        assert bool(found) == bool(expected), (number, found, expected)
        objected += bool(expected)
    assert objected, "nothing was broken"
