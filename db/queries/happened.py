"""Which meetings and situation reports a scope asks for: both happened on a day, somewhere."""

from typing import Any, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from db.scoped import entered, visible
from domain.permissions import Reader
from domain.scope import Scope

Column = InstrumentedAttribute[Any]
Condition = ColumnElement[bool]


def by_the_day(day: Column, scope: Scope) -> tuple[Condition, ...]:
    """Happened by the day of the scope, and entered by it if asked; voided ones too."""
    return day <= scope.as_of, entered(_table(day), scope.as_of, known=scope.known)


def in_scope(
    reader: Reader, scope: Scope, key: Column, day: Column, areas: Column, villages: Column
) -> list[Condition]:
    """The conditions of kecamatan, village, since and until, within what the reader sees.

    `key` and `day` are columns of the records; `areas` and `villages` the columns of
    codes in the tables that name the places of a record by its key.
    """
    found = [visible(_table(key), reader), *by_the_day(day, scope)]
    for places, wanted in ((areas, scope.sub_district), (villages, scope.village)):
        if wanted:
            named = select(getattr(places.class_, key.key)).where(places.in_(wanted))
            found.append(key.in_(named))
    if scope.since is not None:
        found.append(day >= scope.since)
    if scope.until is not None:
        found.append(day <= scope.until)
    return found


def _table(column: Column) -> type[Any]:
    return cast(type[Any], column.class_)
