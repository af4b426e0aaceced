"""What of the records of a file is stored already: as it is, or otherwise."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.queries.imports import stored_rows, unseen_cells
from domain.cells import Value, write_value
from domain.dataset import Row
from domain.faults import Fault
from domain.permissions import Reader
from domain.privacy import HELD
from ingest.checked import Checked, Record
from ingest.headers import Target, field_of
from ingest.mapping import INPUTS


@dataclass(frozen=True)
class Compared:
    """The records that are new, those that are stored as they are, and the faults of others.

    A record that is stored otherwise is refused, naming the stored value and its own;
    what the reader may not see of the stored one is named as held back.
    """

    new: tuple[Record, ...]
    unchanged: tuple[Record, ...]
    faults: tuple[Fault, ...]
    refused_rows: frozenset[int]


def compare(
    session: Session, reader: Reader, file: str, target: Target, checked: Checked
) -> Compared:
    """Compare every record of a checked sheet with what is stored under its key.

    Columns that the file does not fill are not compared: what was entered or assessed
    here meanwhile is no difference. `file` names the file in the faults.
    """
    by_file: dict[str, list[Record]] = defaultdict(list)
    for record in checked.records:
        by_file[record.file].append(record)
    new: list[Record] = []
    unchanged: list[Record] = []
    faults: list[Fault] = []
    refused: set[int] = set()
    for name, records in by_file.items():
        there = stored_rows(session, name, [record.key for record in records])
        hidden = unseen_cells(session, reader, name, there)
        columns = _columns(checked, name, target)
        for record in records:
            old = there.get(record.key)
            if old is None:
                new.append(record)
                continue
            found = list(
                _differences(file, record, old, columns, hidden.get(record.key, frozenset()))
            )
            faults += found
            if not found:
                unchanged.append(record)
            elif record.sheet is None:
                refused |= set(record.rows)
    return Compared(tuple(new), tuple(unchanged), tuple(faults), frozenset(refused))


def _columns(checked: Checked, name: str, target: Target) -> Mapping[str, str]:
    """Our column -> their header, for the records of a file of the dataset."""
    found: dict[str, str] = {}
    for given, header in checked.columns.items():
        of_input = given.startswith(INPUTS)
        if of_input != (name != target):
            continue
        field = field_of(given.removeprefix(INPUTS), "issues" if of_input else target)
        if field is not None:
            found[field.column] = header
    return found


def _differences(
    file: str, record: Record, old: Row, columns: Mapping[str, str], hidden: frozenset[str]
) -> Iterator[Fault]:
    for column, value in record.values.items():
        if old[column] == value or (_is_empty(value) and column not in columns):
            continue
        there = HELD if column in hidden else write_value(old[column])
        yield Fault(
            "differs_from_stored",
            record.sheet or file,
            record.rows[0],
            columns.get(column, column),
            write_value(value)[:200],
            there[:200],
        )


def _is_empty(value: Value) -> bool:
    return value is None or value == ()
