"""Everything a dataset folder holds, read back from the tables in the folder's order."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

import models
from domain.dataset import FILES, Row
from models import Base

TABLES: dict[str, type[Base]] = {
    "districts": models.District,
    "elections": models.Election,
    "stages": models.Stage,
    "sub_districts": models.SubDistrict,
    "villages": models.Village,
    "units": models.Unit,
    "meetings": models.Meeting,
    "reports": models.SituationReport,
    "issues": models.Issue,
    "events": models.IssueEvent,
    "raises": models.StatusRaise,
}
"""The table behind each file."""

LISTS: dict[str, dict[str, tuple[type[Base], tuple[str, ...]]]] = {
    "meetings": {
        "sub_district_codes": (models.MeetingSubDistrict, ("sub_district_code",)),
        "village_codes": (models.MeetingVillage, ("village_code",)),
        "attendance": (models.Attendance, ("stakeholder_group", "headcount")),
    },
    "reports": {
        "sub_district_codes": (models.SituationReportSubDistrict, ("sub_district_code",)),
        "village_codes": (models.SituationReportVillage, ("village_code",)),
    },
}
"""The list columns of a file: the table that holds them, and its columns."""


def dataset_rows(session: Session) -> dict[str, list[Row]]:
    """The rows of every file, in key order; events by issue, then as they happened."""
    return {name: _rows(session, name) for name in FILES}


def boundary_features(session: Session) -> dict[str, list[str]]:
    """The features of every boundary file as GeoJSON text, in the order of the file."""
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(models.Boundary.file, models.Boundary.feature).order_by(
            models.Boundary.file, models.Boundary.position
        )
    )
    for file, feature in rows:
        found.setdefault(file, []).append(feature)
    return found


def _rows(session: Session, name: str) -> list[Row]:
    file, lists = FILES[name], LISTS.get(name, {})
    plain = [column for column in file.names if column not in lists]
    read = session.execute(_statement(name, plain)).all()
    rows: list[Row] = [dict(zip(plain, row, strict=True)) for row in read]
    for column, (table, columns) in lists.items():
        items = _items(session.execute(_list_statement(file.key, table, columns)))
        for row in rows:
            row[column] = tuple(items.get(row[str(file.key)], ()))
    return rows


def _statement(name: str, columns: list[str]) -> Select[Any]:
    table = TABLES[name].__table__
    order = {
        "events": ("issue", "occurred_on", "sequence"),
        "raises": ("sub_district_code", "raised_on"),
    }.get(name, (FILES[name].key,))
    return select(*(table.c[c] for c in columns)).order_by(*(table.c[str(c)] for c in order))


def _list_statement(key: str | None, table: type[Base], columns: tuple[str, ...]) -> Select[Any]:
    c = table.__table__.c
    return select(c[str(key)], *(c[name] for name in columns)).order_by(c[str(key)], c.position)


def _items(rows: Iterable[SqlRow[Any]]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        key, values = row[0], row[1:]
        found.setdefault(key, []).append(values[0] if len(values) == 1 else tuple(values))
    return found
