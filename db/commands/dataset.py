"""Write the rows of a dataset into the tables."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

import models
from db.prepared import Found, put, put_rows, table_of
from db.queries.dataset import LISTS, TABLES
from db.tables.installation import Installation
from domain.cells import local_day
from domain.dataset import FILES, Row
from domain.station import station_zone
from domain.vocabulary import Mark

FEW = 500
"""Up to so many issues are looked up by name; a load of more looks at all."""


def set_mark(session: Session, mark: Mark) -> None:
    """Mark a database that is being created; there is no way to change the mark later."""
    session.execute(update(Installation).values(mark=mark.value))


def insert_rows(session: Session, name: str, rows: Sequence[Row]) -> None:
    """Add rows of a file that has keys, or of the raises, with their lists."""
    if not rows:
        return
    lists = LISTS.get(name, {})
    stored = [_stored({c: row[c] for c in row if c not in lists}) for row in rows]
    put_rows(session, table_of(TABLES[name]), stored)
    key = str(FILES[name].key)
    for column, (table, columns) in lists.items():
        items = [
            {key: row[key], "position": position, **_item(columns, item)}
            for row in rows
            for position, item in enumerate(row[column] or (), start=1)  # type: ignore[arg-type]
        ]
        put_rows(session, table_of(table), items)


def append_events(
    session: Session, rows: Sequence[Row], known: Mapping[str, int] | None = None
) -> list[dict[str, Any]]:
    """Add events after those that each issue has, in the order given; gives what was stored.

    `known`: of each of the issues the last sequence, where the caller has read it.
    """
    if not rows:
        return []
    last: dict[Any, int] = dict(_last_sequences(session, rows) if known is None else known)
    stored = []
    for row in rows:
        last[row["issue"]] = last.get(row["issue"], 0) + 1
        stored.append(_stored({**row, "sequence": last[row["issue"]]}))
    put_rows(session, table_of(models.IssueEvent), stored)
    return stored


def _last_sequences(session: Session, rows: Sequence[Row]) -> Found:
    keys = sorted({str(row["issue"]) for row in rows})
    return put(session, _LAST_OF, {"keys": keys}) if len(keys) <= FEW else put(session, _LAST)


_LAST = select(models.IssueEvent.issue, func.max(models.IssueEvent.sequence)).group_by(
    models.IssueEvent.issue
)
_LAST_OF = _LAST.where(models.IssueEvent.issue.in_(bindparam("keys", expanding=True)))


def update_rows(session: Session, name: str, rows: Iterable[Row]) -> None:
    """Change reference rows to what is given."""
    table, key = TABLES[name], str(FILES[name].key)
    for row in rows:
        values = {column: value for column, value in row.items() if column != key}
        session.execute(update(table).where(table.__table__.c[key] == row[key]).values(values))


def replace_boundaries(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put boundaries in place of those of the same areas.

    What a file held beside them stays, behind them: a load deletes nothing.
    """
    boundary = models.Boundary
    codes = [row["code"] for row in rows]
    kept = []
    for file, given in Counter(row["file"] for row in rows).items():
        of_file = select(boundary.__table__).where(boundary.file == file)
        there = session.execute(of_file.order_by(boundary.position)).mappings().all()
        others = [dict(row) for row in there if row["code"] not in set(codes)]
        kept += [{**row, "position": given + number} for number, row in enumerate(others)]
        session.execute(delete(boundary).where(boundary.file == file))
    for start in range(0, len(codes), 500):
        chunk = codes[start : start + 500]
        session.execute(delete(boundary).where(boundary.code.in_(chunk)))
    if rows:
        session.execute(insert(boundary), [*rows, *kept])


def _item(columns: tuple[str, ...], item: Any) -> dict[str, Any]:
    values = (item,) if len(columns) == 1 else item
    return dict(zip(columns, values, strict=True))


def _stored(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with the station's day of its entry, where it has a time of entry."""
    if "recorded_at" not in row:
        return dict(row)
    return {**row, "recorded_on": local_day(row["recorded_at"], station_zone())}
