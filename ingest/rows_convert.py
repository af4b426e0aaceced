"""How the cells of each field are turned into values of ours, value tables first."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.cells import BadCell, read_entry_time
from domain.forms import tidy
from domain.rubric import written
from ingest.dates import DateOrder, read_day
from ingest.headers import ATTENDANCE_PREFIX, Reads, TargetField
from ingest.known import Known
from ingest.places import Places
from ingest.rows_words import (
    Table,
    Units,
    is_nothing,
    read_flag_word,
    read_groups,
    read_headcount,
    read_key,
    read_list,
    read_presence,
    read_word,
)
from ingest.sheet import CellKind

Outcome = tuple[Any, str | None]
"""A value (None or () for an empty cell), and the code of a flag."""

Convert = Callable[[str, CellKind | None], Outcome]
"""Reads the text and the kind of a cell; raises BadCell."""

_NIL = frozenset({"nihil", "nil"})


class Converters:
    """Makes the function that reads the cells of a field."""

    def __init__(
        self,
        known: Known,
        places: Places,
        order_of: Callable[[str], DateOrder | None],
        separator: str | None,
    ) -> None:
        self._places = places
        self._units = Units(known)
        self._order_of = order_of
        self._separator = separator

    def of(self, field: TargetField, table: Table) -> Convert:
        """The function of a field. A village comes as its text: it depends on the kecamatan."""
        if field.many:
            return self._list(field, table)
        if field.reads is Reads.TEXT:
            return lambda text, kind: (tidy(table.of(text)), None)
        if field.reads in (Reads.DAY, Reads.ENTRY_TIME):
            return self._day(field, table)
        read = self._single(field)

        def convert(text: str, kind: CellKind | None) -> Outcome:
            said = table.of(text.strip())
            return (None if is_nothing(said) else read(said.strip())), None

        return convert

    def _list(self, field: TargetField, table: Table) -> Convert:
        separator = self._separator
        if field.reads is Reads.ATTENDANCE:

            def group(text: str) -> str | None:
                said = table.of(text)
                return _word(field)(said) if said else None

            return lambda text, kind: (read_groups(text, separator, group), None)
        if field.reads is Reads.WORDS:
            word = _word(field)
            return lambda text, kind: (written(read_list(text, separator, table, word)), None)
        place: Callable[[str], str | None] = str
        if field.reads is Reads.SUB_DISTRICT:
            place = self._places.sub_district
        return lambda text, kind: (read_list(text, separator, table, place), None)

    def _single(self, field: TargetField) -> Callable[[str], Any]:
        if field.name == "severity":
            word = _word(field)
            return lambda said: int(found) if (found := word(said)) else None
        if field.name.startswith(ATTENDANCE_PREFIX):
            return read_presence
        if field.reads is Reads.YES_NO:
            extra = _NIL if field.name == "nil" else frozenset()
            return lambda said: read_flag_word(said, extra)
        readers: Mapping[Reads, Callable[[str], Any]] = {
            Reads.WORD: _word(field),
            Reads.GROUP: _word(field),
            Reads.KEY: read_key,
            Reads.UNIT: self._units.read,
            Reads.SUB_DISTRICT: self._places.sub_district,
            Reads.VILLAGE: lambda said: (said,),
            Reads.COUNT: read_headcount,
            Reads.VOIDED: _voided,
        }
        return readers[field.reads]

    def _day(self, field: TargetField, table: Table) -> Convert:
        order = self._order_of(field.name)

        def convert(text: str, kind: CellKind | None) -> Outcome:
            said = table.of(text.strip())
            if is_nothing(said):
                return None, None
            if field.reads is Reads.DAY:
                return read_day(said, order, kind)
            try:
                return read_entry_time(said), None
            except BadCell:
                day, flag = read_day(said, order, kind)
                return day.isoformat(), flag

        return convert


def _word(field: TargetField) -> Callable[[str], str | None]:
    return lambda text: read_word(text, field.group, field.codes)


def _voided(text: str) -> None:
    raise BadCell("voided_row")
