"""What a dataset must keep beyond its single cells: keys, references, places, histories."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from domain.cells import write_value
from domain.dataset import FILES, Column, Row
from domain.faults import Fault
from domain.lifecycle import breaches
from domain.records import IssueFacts, gather_issues
from domain.vocabulary import EventKind, Kind, UnableReason, UnitKind
from ingest.folder import Dataset

Rows = Mapping[str, Sequence[Row]]


class Cells(Protocol):
    """Whoever knows the rows that others refer to."""

    def cell(self, file: str, key: Any, column: str) -> Any:
        """A cell of a row that may not exist; None then."""


class Lookup:
    """Every row of the folder, and beneath it every row that is stored already, by key."""

    def __init__(self, dataset: Dataset, stored: Rows) -> None:
        self.rows: dict[str, dict[str, Row]] = {}
        for file in FILES.values():
            if file.key is not None:
                every = (*stored.get(file.name, ()), *dataset.rows.get(file.name, ()))
                self.rows[file.name] = {str(row[file.key]): row for row in every}

    def cell(self, file: str, key: Any, column: str) -> Any:
        """A cell of a row that may not exist; None then."""
        return self.rows[file].get(key, {}).get(column)


def check_dataset(dataset: Dataset, stored: Rows, today: date) -> list[Fault]:
    """Every fault of the rows that could be read; `stored` is what the database holds."""
    lookup = Lookup(dataset, stored)
    faults: list[Fault] = []
    for file in FILES.values():
        if file.key is not None:
            faults += _duplicate_keys(dataset, file.name, file.key)
        for number, row in dataset.numbered(file.name):
            for column in file.columns:
                faults += _cell_faults(lookup, file.name, number, column, row, today)
            for column_name, code, expected in row_faults(lookup, file.name, row):
                value = write_value(row[column_name])
                faults.append(Fault(code, f"{file.name}.csv", number, column_name, value, expected))
    faults += _boundary_faults(dataset, lookup)
    faults += _history_faults(dataset, stored)
    return faults


def _duplicate_keys(dataset: Dataset, name: str, key: str) -> Iterator[Fault]:
    counts = Counter(row[key] for row in dataset.rows[name])
    for number, row in dataset.numbered(name):
        if counts[row[key]] > 1:
            yield Fault("key_twice", f"{name}.csv", number, key, str(row[key]))


def _cell_faults(
    lookup: Lookup, name: str, number: int, column: Column, row: Row, today: date
) -> Iterator[Fault]:
    value = row[column.name]
    if column.happened and isinstance(value, date) and value > today:
        yield Fault(
            "in_the_future", f"{name}.csv", number, column.name, value.isoformat(), str(today)
        )
    if column.refers_to is not None:
        codes = value if isinstance(value, tuple) else () if value is None else (value,)
        for code in codes:
            if code not in lookup.rows[column.refers_to]:
                yield Fault(
                    "unknown_reference",
                    f"{name}.csv",
                    number,
                    column.name,
                    str(code),
                    f"{column.refers_to}.csv",
                )


def row_faults(lookup: Cells, name: str, row: Row) -> Iterator[tuple[str, str, str]]:
    """Faults between the cells of one row: column, code, what would be right."""
    match name:
        case "stages":
            starts, ends = row["starts_on"], row["ends_on"]
            if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
                yield "ends_on", "ends_before_start", starts.isoformat()
        case "meetings" | "reports":
            areas = row["sub_district_codes"]
            assert isinstance(areas, tuple)  # noqa: S101 - a list column
            for village in row["village_codes"] or ():  # type: ignore[union-attr]
                home = lookup.cell("villages", village, "sub_district_code")
                if home is not None and home not in areas:
                    yield "village_codes", "village_elsewhere", f"{village}: {home}"
        case "issues":
            yield from _issue_faults(lookup, row)
        case "events":
            yield from _event_faults(lookup, row)


def _issue_faults(lookup: Cells, row: Row) -> Iterator[tuple[str, str, str]]:
    if row["meeting"] is not None and row["report"] is not None:
        yield "report", "meeting_and_report", ""
    if row["sub_district_code"] is None and row["kind"] != Kind.AGREEMENT:
        yield "sub_district_code", "empty_cell", ""
    home = lookup.cell("villages", row["village_code"], "sub_district_code")
    if home is not None and home != row["sub_district_code"]:
        yield "village_code", "village_elsewhere", str(home)


def _event_faults(lookup: Cells, row: Row) -> Iterator[tuple[str, str, str]]:
    if row["event"] == EventKind.UNABLE and row["reason"] not in (None, *UnableReason):
        yield "reason", "unknown_code", " ".join(UnableReason)
    voided = (row["voided_on"], lookup.cell("issues", row["issue"], "voided_on"))
    if row["event"] == EventKind.ASSIGNED and voided == (None, None):
        kind = lookup.cell("units", row["unit"], "kind")
        if kind == UnitKind.AGENCY:
            yield "unit", "agency_owns", ""


def _boundary_faults(dataset: Dataset, lookup: Lookup) -> Iterator[Fault]:
    seen: set[str] = set()
    for boundary in dataset.boundaries:
        file = f"boundaries/{boundary.file}.geojson"
        number = boundary.position + 1
        if boundary.code in seen:
            yield Fault("key_twice", file, number, "code", boundary.code)
        seen.add(boundary.code)
        if not any(boundary.code in lookup.rows[f] for f in ("sub_districts", "villages")):
            yield Fault(
                "unknown_reference",
                file,
                number,
                "code",
                boundary.code,
                "sub_districts.csv, villages.csv",
            )


def _history_faults(dataset: Dataset, stored: Rows) -> Iterator[Fault]:
    """Histories that the life of an issue does not allow, named by the row of the event.

    The events of an issue are those of the folder: the loader has seen to it that what
    is stored is their beginning. A voided record has no history.
    """
    in_folder = {row["issue"] for row in dataset.rows["issues"]}
    untouched = [row for row in stored.get("issues", ()) if row["issue"] not in in_folder]
    issues = [row for row in (*untouched, *dataset.rows["issues"]) if row["voided_on"] is None]
    with_events = {row["issue"] for row in dataset.rows["events"]}
    older = [row for row in stored.get("events", ()) if row["issue"] not in with_events]
    facts = {f.issue: f for f in gather_issues(issues, [*older, *dataset.rows["events"]])}
    numbers: dict[Any, list[tuple[date, int]]] = {}
    for number, row in dataset.numbered("events"):
        if row["voided_on"] is None and isinstance(row["occurred_on"], date):
            numbers.setdefault(row["issue"], []).append((row["occurred_on"], number))
    for key, places in numbers.items():
        if key not in facts:
            continue
        places.sort(key=lambda place: place[0])
        for breach in breaches(facts[key], facts):
            event = facts[key].events[breach.index]
            cell = getattr(event, breach.column)
            value = f"{key}: {event.event}" + ("" if cell in (None, event.event) else f" {cell}")
            yield Fault(
                breach.code,
                "events.csv",
                places[breach.index][1],
                breach.column,
                value,
                breach.expected,
            )
    yield from _stored_merge_faults(facts, numbers)


def _stored_merge_faults(
    facts: Mapping[str, IssueFacts], numbers: Mapping[Any, Sequence[tuple[date, int]]]
) -> Iterator[Fault]:
    """Merges stored earlier that the folder's events leave no longer allowed.

    Named by the last row of the issue they go into, with the merge that is in its way.
    """
    for key, issue in facts.items():
        touched = {e.into for e in issue.events if e.into in numbers}
        if key in numbers or not touched:
            continue
        for breach in breaches(issue, facts):
            into = issue.events[breach.index].into
            if into in numbers:
                number = max(number for _, number in numbers[into])
                value = f"{key}: {issue.events[breach.index].event} {into}"
                yield Fault(breach.code, "events.csv", number, "issue", value, breach.expected)
