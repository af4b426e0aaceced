"""The cells of a dataset: how the text of one is read, and written again."""

import re
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import lru_cache

from domain.vocabulary import Rubric, StakeholderGroup

LIST_SEPARATOR = ";"

Value = (
    str | int | float | bool | date | tuple[str, ...] | tuple[tuple[str, int | None], ...] | None
)


class BadCell(ValueError):
    """A cell that cannot be read; `code` names the fault, `expected` what would be right."""

    def __init__(self, code: str, expected: str = "") -> None:
        self.code = code
        self.expected = expected
        super().__init__(code)


Reader = Callable[[str], Value]


def read_text(cell: str) -> Value:
    """Any text without control characters but tab and line breaks."""
    if any(ord(c) < 32 and c not in "\t\n\r" for c in cell):
        raise BadCell("control_character")
    return cell


def _day(cell: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        raise ValueError
    return date.fromisoformat(cell)


def read_date(cell: str) -> Value:
    """A day written YYYY-MM-DD."""
    try:
        return _day(cell)
    except ValueError:
        raise BadCell("not_a_date", "YYYY-MM-DD") from None


def read_entry_time(cell: str) -> Value:
    """A day, or a date-time with offset; kept as it is written."""
    try:
        if len(cell) == 10:
            _day(cell)
        elif datetime.fromisoformat(cell).tzinfo is None:
            raise ValueError
    except ValueError:
        raise BadCell("not_an_entry_time", "YYYY-MM-DD, YYYY-MM-DDTHH:MM:SS+07:00") from None
    return cell


@lru_cache(maxsize=1024)  # the rows of one save were entered at one time
def local_day(entry_time: str | None, zone: tzinfo) -> date | None:
    """The station's day of a time of entry; None when it is not known."""
    if entry_time is None:
        return None
    if len(entry_time) == 10:
        return date.fromisoformat(entry_time)
    return datetime.fromisoformat(entry_time).astimezone(zone).date()


def read_count(cell: str) -> Value:
    """A whole number of 0 or more, in plain digits."""
    if not (cell.isascii() and cell.isdigit()):
        raise BadCell("not_a_count", "0, 1, 2 …")
    return int(cell)


def read_severity(cell: str) -> Value:
    """1 to 4."""
    if cell not in ("1", "2", "3", "4"):
        raise BadCell("unknown_code", "1 2 3 4")
    return int(cell)


def read_degrees(limit: int) -> Reader:
    """A reader of degrees between -limit and limit."""

    def read(cell: str) -> Value:
        try:
            if "_" in cell:
                raise ValueError
            degrees = float(cell)
        except ValueError:
            raise BadCell("not_a_number", f"-{limit} … {limit}") from None
        if not -limit <= degrees <= limit:
            raise BadCell("out_of_range", f"-{limit} … {limit}")
        return degrees

    return read


def read_yes_no(cell: str) -> Value:
    """yes or no."""
    if cell not in ("yes", "no"):
        raise BadCell("unknown_code", "yes no")
    return cell == "yes"


def read_codes(cell: str) -> Value:
    """Several codes joined by `;`, each once."""
    codes = tuple(cell.split(LIST_SEPARATOR))
    if "" in codes or len(set(codes)) < len(codes):
        raise BadCell("bad_list", "a;b;c")
    return codes


def one_of(codes: type[StrEnum] | frozenset[str]) -> Reader:
    """A reader of one code of a vocabulary."""
    known = sorted(str(code) for code in codes)

    def read(cell: str) -> Value:
        if cell not in known:
            raise BadCell("unknown_code", " ".join(known))
        return cell

    return read


def read_rubric(cell: str) -> Value:
    """The answers of the rubric that hold, joined by `;`; kept as it is written."""
    known = set(Rubric)
    if any(word not in known for word in cell.split(LIST_SEPARATOR)):
        raise BadCell("unknown_code", " ".join(Rubric))
    return cell


def read_attendance(cell: str) -> Value:
    """`group:count;group:`, an empty count being unknown."""
    found: list[tuple[str, int | None]] = []
    for part in cell.split(LIST_SEPARATOR):
        group, colon, count = part.partition(":")
        if not colon or (count and not (count.isascii() and count.isdigit())):
            raise BadCell("bad_attendance", "group:count;group:")
        if group not in set(StakeholderGroup):
            raise BadCell("unknown_code", " ".join(sorted(StakeholderGroup)))
        found.append((group, int(count) if count else None))
    if len({group for group, _ in found}) < len(found):
        raise BadCell("bad_list", "group:count;group:")
    return tuple(found)


def write_value(value: Value) -> str:
    """The cell of a value: what the readers above read back."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case tuple():
            return LIST_SEPARATOR.join(
                item if isinstance(item, str) else f"{item[0]}:{'' if item[1] is None else item[1]}"
                for item in value
            )
        case _:
            return str(value)
