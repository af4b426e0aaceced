"""Rows that are one record: joined by key, each value once, lists united, conflicts named."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.forms import once
from domain.rubric import written
from ingest.rows import Partial

_LISTS = frozenset({"sub_district_codes", "village_codes", "rubric", "attendance"})


@dataclass(slots=True)
class Joined:
    """The rows of one record, and what they say together.

    `conflicts`: column, the two rows, and what each says.
    """

    partials: list[Partial]
    values: dict[str, Any] = field(default_factory=dict)
    conflicts: tuple[tuple[str, int, int, Any, Any], ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """The numbers of the rows."""
        return tuple([partial.number for partial in self.partials])

    @property
    def first(self) -> int:
        """The number of the first row."""
        return self.partials[0].number

    @property
    def bad(self) -> frozenset[str]:
        """Columns that a fault stands for already."""
        if len(self.partials) == 1:
            return self.partials[0].bad
        found = frozenset[str]().union(*(partial.bad for partial in self.partials))
        return found | {conflict[0] for conflict in self.conflicts}

    @property
    def sound(self) -> bool:
        """Whether no fault was found so far."""
        return not self.conflicts and not any(partial.faults for partial in self.partials)

    def row_of(self, column: str) -> Partial:
        """The row that says something of a column; the first when none does."""
        said = (partial for partial in self.partials if column in partial.values)
        return next(said, self.partials[0])


def join(partials: Iterable[Partial], key: str, *, alike: bool = False) -> list[Joined]:
    """Records in the order of their first rows.

    Rows with the same `key` are one record, rows without stand alone. With `alike`, rows
    without a key are one record where everything they say is the same.
    """
    found: dict[Any, Joined] = {}
    for partial in partials:
        name: Any = partial.values.get(key)
        if name is None:
            name = ("row", partial.number)
            if alike and not partial.faults:
                name = tuple(sorted((c, repr(v)) for c, v in partial.values.items()))
        if name in found:
            found[name].partials.append(partial)
        else:
            found[name] = Joined([partial])
    for joined in found.values():
        _merge(joined)
    return list(found.values())


def _merge(joined: Joined) -> None:
    if len(joined.partials) == 1:
        joined.values = _whole(joined.partials[0].values)
        return
    said: dict[str, Partial] = {}
    for partial in joined.partials:
        for column, value in _whole(partial.values).items():
            before = joined.values.get(column)
            if before is None:
                joined.values[column] = value
                said[column] = partial
            elif column == "attendance":
                _unite_attendance(joined, said[column], partial, before, value)
            elif column in _LISTS:
                joined.values[column] = _united(before, value)
            elif before != value:
                conflict = (column, said[column].number, partial.number, before, value)
                joined.conflicts += (conflict,)


def _whole(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a row, the group and headcount of a row as its attendance."""
    if "attendance_group" not in values and "attendance_count" not in values:
        return values
    found = dict(values)
    group, count = found.pop("attendance_group", None), found.pop("attendance_count", None)
    if group is not None:
        found["attendance"] = (*found.get("attendance", ()), (group, count))
    return found


def _united(before: Any, value: Any) -> Any:
    if isinstance(before, str):
        return written({*before.split(";"), *value.split(";")})
    return once((*before, *value))


def _unite_attendance(
    joined: Joined, first: Partial, partial: Partial, before: Any, value: Any
) -> None:
    """Groups of all rows; an unknown headcount gives way to a known one, two known differ."""
    found = dict(before)
    for group, count in value:
        there = found.get(group)
        if there is not None and count is not None and there != count:
            told = (f"{group}:{there}", f"{group}:{count}")
            joined.conflicts += (("attendance", first.number, partial.number, *told),)
        elif there is None:
            found[group] = count
    joined.values["attendance"] = tuple(found.items())


def conflict_faults(joined: Joined) -> Iterator[tuple[int, str, str, str]]:
    """Row, column, value and what the other row says, for both rows of each conflict."""
    for column, first, second, before, value in joined.conflicts:
        yield first, column, _told(before), f"{second}: {_told(value)}"
        yield second, column, _told(value), f"{first}: {_told(before)}"


def _told(value: Any) -> str:
    return str(value)[:80]
