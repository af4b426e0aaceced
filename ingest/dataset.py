"""A dataset folder in, all or nothing, and out again, byte for byte."""

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.commands.dataset import (
    append_events,
    insert_rows,
    replace_boundaries,
    set_mark,
    update_rows,
)
from db.commands.held import hold_back
from db.commands.spans import refresh_spans
from db.commands.trail import Actor, enter
from db.engine import raise_ledger_version, reading, writing
from db.held import FREE_TEXTS
from db.queries.dataset import boundary_features, dataset_rows
from db.queries.installation import mark_of
from domain.cells import write_value
from domain.dataset import FILES, REFERENCE_FILES, File, Row
from domain.faults import Fault, Refused
from domain.station import now, today
from ingest.boundaries import write_boundaries
from ingest.checks import Rows, check_dataset
from ingest.folder import Dataset, read_folder


@dataclass
class Changes:
    """What a load adds and updates, by file; what is equal is only counted."""

    added: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    updated: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    boundaries: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0
    texts: dict[str, list[tuple[str, Row]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def any(self) -> bool:
        """Whether anything is to be written."""
        return any(self.added.values()) or any(self.updated.values()) or bool(self.boundaries)


def load_folder(
    engine: Engine,
    folder: Path,
    *,
    reference_only: bool = False,
    actor: Actor | None = None,
) -> Changes:
    """Load a dataset folder in one transaction; raises Refused with every fault.

    New keys are added, equal rows are unchanged, a reference row that differs is updated,
    a record that differs is refused. Nothing is deleted. `reference_only` takes the
    districts, areas, units, elections, stages and boundaries and no records.
    """
    dataset = read_folder(folder, reference_only=reference_only)
    with writing(engine, ledger=False) as session:
        stored = dataset_rows(session)
        faults = [*dataset.faults, *_mark_faults(session, dataset, stored)]
        changes = _compare(session, dataset, stored, faults)
        faults += check_dataset(dataset, stored, today())
        if faults:
            raise Refused(faults)
        if changes.any:
            if dataset.mark is not None and _is_empty(stored):
                set_mark(session, dataset.mark)
            _write(session, changes)
            _enter(session, actor or Actor.station(now()), folder, changes)
            raise_ledger_version(session)
    return changes


def _enter(session: Session, actor: Actor, folder: Path, changes: Changes) -> None:
    """One entry for the whole load: how many rows of each file, and the digest of them all."""
    digest = hashlib.sha256()
    counts: dict[str, int] = {}
    for kind, files in (("added", changes.added), ("updated", changes.updated)):
        for name, rows in sorted(files.items()):
            if rows:
                counts[f"{name}_{kind}"] = len(rows)
                digest.update(_csv(FILES[name].names, rows))
    fields = {**counts, "boundaries": len(changes.boundaries), "sha256": digest.hexdigest()}
    enter(session, actor, "load", folder.name, fields)


def export_folder(engine: Engine, folder: Path) -> None:
    """Write everything a dataset holds into a folder that is new or empty.

    Raises Refused when the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Refused([Fault("folder_not_empty", str(folder))])
    with reading(engine) as session:
        rows = dataset_rows(session)
        features = boundary_features(session)
        mark = mark_of(session)
    folder.mkdir(parents=True, exist_ok=True)
    for file in FILES.values():
        if rows[file.name] or not file.optional:
            (folder / f"{file.name}.csv").write_bytes(_csv(file.names, rows[file.name]))
    if features:
        (folder / "boundaries").mkdir()
    for name, items in features.items():
        write_boundaries(folder / "boundaries" / f"{name}.geojson", items)
    if mark is not None:
        (folder / mark.value).touch()


def _csv(names: tuple[str, ...], rows: list[Row]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([write_value(row[name]) for name in names] for row in rows)
    return out.getvalue().encode("utf-8")


def _is_empty(stored: Rows) -> bool:
    return not any(stored.values())


def _mark_faults(session: Session, dataset: Dataset, stored: Rows) -> Iterator[Fault]:
    """An unmarked database in use refuses a marked folder, a marked one another mark."""
    mark = mark_of(session)
    if dataset.mark is not None and dataset.mark != mark and not _is_empty(stored):
        yield Fault("marked_folder", dataset.mark.value, expected=mark.value if mark else "")


def _compare(session: Session, dataset: Dataset, stored: Rows, faults: list[Fault]) -> Changes:
    changes = Changes()
    for file in FILES.values():
        if file.key is not None:
            _compare_keyed(dataset, stored, file.name, file.key, changes, faults)
    _compare_events(dataset, stored, changes, faults)
    _compare_raises(dataset, stored, changes, faults)
    there = {feature for items in boundary_features(session).values() for feature in items}
    files = {b.file for b in dataset.boundaries if b.feature not in there}
    changes.boundaries = [asdict(b) for b in dataset.boundaries if b.file in files]
    return changes


def _compare_keyed(
    dataset: Dataset, stored: Rows, name: str, key: str, changes: Changes, faults: list[Fault]
) -> None:
    there = {row[key]: row for row in stored[name]}
    for number, row in dataset.numbered(name):
        old = there.get(row[key])
        if old is None:
            changes.added[name].append(row)
        elif old == row:
            changes.unchanged += 1
        elif name in REFERENCE_FILES:
            changes.updated[name].append(row)
        else:
            faults += _differences(name, number, old, row)


def _differences(name: str, number: int, old: Row, row: Row) -> Iterator[Fault]:
    for column, value in row.items():
        if old[column] != value:
            given, there = write_value(value), write_value(old[column])
            yield Fault("differs_from_stored", f"{name}.csv", number, column, given, there)


def _compare_events(dataset: Dataset, stored: Rows, changes: Changes, faults: list[Fault]) -> None:
    """The events stored for an issue must be the beginning of the folder's list for it."""
    there: dict[Any, list[Row]] = defaultdict(list)
    for row in stored["events"]:
        there[row["issue"]].append(row)
    given: dict[Any, list[tuple[int, Row]]] = defaultdict(list)
    for number, row in dataset.numbered("events"):
        given[row["issue"]].append((number, row))
    places = {row["issue"]: ("issues.csv", number) for number, row in dataset.numbered("issues")}
    for issue, events in given.items():
        # Events may come alone, for an issue that is stored already.
        places.setdefault(issue, ("events.csv", events[0][0]))
    for issue, place in places.items():
        old, new = there[issue], given[issue]
        as_happened = sorted(new, key=lambda item: str(item[1]["occurred_on"]))
        for order in (new, as_happened):
            if [row for _, row in order[: len(old)]] == old:
                changes.added["events"] += [row for _, row in order[len(old) :]]
                changes.unchanged += len(old)
                break
        else:
            faults.append(_broken_beginning(str(issue), place, old, new))


def _broken_beginning(
    issue: str, place: tuple[str, int], old: list[Row], new: list[tuple[int, Row]]
) -> Fault:
    for (row_number, row), stored in zip(new, old, strict=False):
        if row != stored:
            given = f"{row['occurred_on']} {row['event']}"
            there = f"{stored['occurred_on']} {stored['event']}"
            return Fault("events_differ", "events.csv", row_number, "event", given, there)
    there = f"{old[len(new)]['occurred_on']} {old[len(new)]['event']}"
    return Fault("events_missing", *place, "issue", issue, there)


def _compare_raises(dataset: Dataset, stored: Rows, changes: Changes, faults: list[Fault]) -> None:
    there = {(row["sub_district_code"], row["raised_on"]): row for row in stored["raises"]}
    for number, row in dataset.numbered("raises"):
        key = row["sub_district_code"], row["raised_on"]
        if key not in there:
            changes.added["raises"].append(row)
            there[key] = row
        elif there[key] == row:
            changes.unchanged += 1
        else:
            faults += _differences("raises", number, there[key], row)


def _write(session: Session, changes: Changes) -> None:
    for name, rows in changes.updated.items():
        update_rows(session, name, rows)
    for name, file in FILES.items():
        if name == "events":
            for row in append_events(session, changes.added[name]):
                changes.texts[name].append((f"{row['issue']}#{row['sequence']}", row))
            continue
        insert_rows(session, name, changes.added[name])
        if name in FREE_TEXTS:
            changes.texts[name] += [(_key(file, row), row) for row in changes.added[name]]
    for name, texts in changes.texts.items():
        hold_back(session, name, texts, None)
    replace_boundaries(session, changes.boundaries)
    moved = changes.updated["sub_districts"] or changes.updated["units"]
    touched = {str(row["issue"]) for name in ("issues", "events") for row in changes.added[name]}
    refresh_spans(session, None if moved else touched)


def _key(file: File, row: Row) -> str:
    if file.key is not None:
        return str(row[file.key])
    return f"{row['sub_district_code']}#{row['raised_on']}"
