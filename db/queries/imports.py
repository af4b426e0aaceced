"""What an import asks of the database: was it here before, what stands there already."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.held import searchable
from db.queries.choices import election_in_view
from db.queries.dataset import LISTS, TABLES
from db.queries.facts import stage_calendar
from db.queries.recurring import SHORTEST_TEXT, WITHIN_DAYS
from db.scoped import visible
from db.tables.imports import ImportFile, ImportMapping
from db.tables.trail import HeldText
from domain.dataset import FILES, Row
from domain.permissions import Reader
from domain.vocabulary import Category
from models import Issue, SubDistrict, Unit, Village

CHUNK_OF_KEYS = 500
"""How many keys are named in one statement at most."""


@dataclass(frozen=True)
class ImportedFile:
    """When a file was imported, and how many rows it had."""

    imported_on: date
    rows: int


@dataclass(frozen=True)
class ToldIssue:
    """An issue that stands there already, as far as a likely duplicate goes."""

    issue: str
    reported_on: date
    sub_district: str
    text: str


def imported_before(
    session: Session, sha256: str, target: str, sheet: str | None
) -> ImportedFile | None:
    """The import of the same content as the same sort of record; None if there was none."""
    found = session.get(ImportFile, (sha256, target, sheet or ""))
    return None if found is None else ImportedFile(found.imported_on, found.rows)


def remembered_mapping(session: Session, signature: str, target: str) -> str | None:
    """The mapping of the last import with this header, as JSON; None if there was none."""
    found = session.get(ImportMapping, (signature, target))
    return None if found is None else found.mapping


def sub_district_names(session: Session) -> dict[str, str]:
    """The name of every kecamatan by its code: codes and names are nobody's secret."""
    rows = session.execute(select(SubDistrict.code, SubDistrict.name).order_by(SubDistrict.code))
    return {code: name for code, name in rows}


def village_names(session: Session) -> dict[str, tuple[str, str]]:
    """The name of every village and the code of its kecamatan, by its code."""
    columns = (Village.code, Village.name, Village.sub_district_code)
    rows = session.execute(select(*columns).order_by(Village.code))
    return {code: (name, home) for code, name, home in rows}


def unit_names(session: Session) -> dict[str, tuple[str, str]]:
    """The name and the kind of every unit by its code."""
    rows = session.execute(select(Unit.code, Unit.name, Unit.kind).order_by(Unit.code))
    return {code: (name, kind) for code, name, kind in rows}


def election_span(session: Session, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of the stages of the election in view; None: not known."""
    election = election_in_view(session, today)
    stages = [
        stage
        for stage in stage_calendar(session).stages
        if election is not None and stage.election == election.code
    ]
    starts = [stage.starts_on for stage in stages if stage.starts_on is not None]
    ends = [stage.ends_on for stage in stages if stage.ends_on is not None]
    return min(starts, default=None), max(ends, default=None)


def keys_of(session: Session, file: str) -> frozenset[str]:
    """Every key of a file of the dataset that is stored."""
    column = TABLES[file].__table__.c[str(FILES[file].key)]
    return frozenset(session.scalars(select(column)))


def stored_rows(session: Session, file: str, keys: Collection[str]) -> dict[str, Row]:
    """The rows of a file that are stored under some keys, by key, as a dataset folder has them."""
    lists, key = LISTS.get(file, {}), str(FILES[file].key)
    plain = [name for name in FILES[file].names if name not in lists]
    table = TABLES[file].__table__
    found: dict[str, Row] = {}
    if len(keys) > CHUNK_OF_KEYS:
        # Naming so many keys costs more than reading every key there is.
        keys = keys_of(session, file).intersection(keys)
    for chunk in _chunks(keys):
        statement = select(*(table.c[name] for name in plain)).where(table.c[key].in_(chunk))
        for row in session.execute(statement):
            found[row[plain.index(key)]] = dict(zip(plain, row, strict=True))
    for column, (listed, columns) in lists.items():
        c = listed.__table__.c
        items: dict[str, list[Any]] = {}
        for chunk in _chunks(found):
            statement = select(c[key], *(c[name] for name in columns)).where(c[key].in_(chunk))
            for row in session.execute(statement.order_by(c[key], c.position)):
                item = row[1] if len(columns) == 1 else tuple(row[1:])
                items.setdefault(row[0], []).append(item)
        for name in found:
            found[name][column] = tuple(items.get(name, ()))
    return found


def unseen_cells(
    session: Session, reader: Reader, file: str, keys: Collection[str]
) -> dict[str, frozenset[str]]:
    """What of some stored rows may not be told to a reader: the columns, by key.

    All columns of an issue that is not the reader's to see; else the texts held back.
    """
    found: dict[str, set[str]] = {}
    for chunk in _chunks(keys):
        held = select(HeldText.key, HeldText.field).where(
            HeldText.record == file, HeldText.key.in_(chunk)
        )
        for key, field in session.execute(held):
            found.setdefault(key, set()).add(field)
        if file == "issues":
            seen = select(Issue.issue).where(Issue.issue.in_(chunk), visible(Issue, reader))
            for key in set(chunk) - set(session.scalars(seen)):
                found[key] = set(FILES[file].names)
    return {key: frozenset(columns) for key, columns in found.items()}


def told_about(
    session: Session,
    reader: Reader,
    sub_districts: Collection[str],
    first: date,
    last: date,
) -> list[ToldIssue]:
    """The issues of some kecamatan told from 30 days before a day to 30 days after another.

    Those that the reader may see and whose text is not held back, as for a likely
    duplicate of a form (`db.queries.recurring`); by day, then key.
    """
    span = timedelta(days=WITHIN_DAYS)
    shown = searchable(Issue, "text")
    rows = session.execute(
        select(Issue.issue, Issue.reported_on, Issue.sub_district_code, shown)
        .where(
            visible(Issue, reader),
            Issue.sub_district_code.in_(sorted(sub_districts)),
            Issue.reported_on.between(first - span, last + span),
            Issue.voided_on.is_(None),
            Issue.category != Category.ELECTION_VIOLATION,
            shown.is_not(None),
        )
        .order_by(Issue.reported_on, Issue.issue)
    )
    return [ToldIssue(*row) for row in rows if len(row[3]) >= SHORTEST_TEXT]


def _chunks(keys: Iterable[str]) -> Iterator[Sequence[str]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK_OF_KEYS):
        yield ordered[start : start + CHUNK_OF_KEYS]
