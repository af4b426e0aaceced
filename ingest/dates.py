"""Days as people write them, read one way or not at all.

Rules, each decided so that no day is ever guessed:

- A year of four digits in front (2024-11-27, 2024/11/27) and a month by its name need no
  declared order; neither does a date cell of a workbook. Every other day in numbers does:
  3/4/2026 without one is refused with all its readings, and so is 31/12/2024, which can be
  read one way only. 3/3/2026 is the same day either way and is taken.
- A year of two digits is one of the 2000s, and needs a declared order; what would be 1998
  becomes 2098 and is refused as a day that has not come.
- A time behind the day is left out. A time in UTC is an instant written by a machine: the
  station's day of it is taken. With any other offset the day is the one that was written.
- A serial number of Excel is refused with the day that it may be: two systems (1900, 1904)
  count from different days.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache

from domain.cells import BadCell
from domain.station import station_zone
from ingest.sheet import CellKind
from wording.dates import day_names, month_names
from wording.translator import LANGUAGES

FIRST_YEAR = 1900
_LONGEST = 80
"""No day needs more letters, and no pattern below may be kept busy by a page of text."""
_HYPHENS = str.maketrans("\u2010\u2011\u2012\u2013\u2212", "-----")
"""What a word processor makes of a hyphen between figures."""
_SERIALS = range(20_000, 80_000)
_SERIAL_ZERO = date(1899, 12, 30)


class DateOrder(StrEnum):
    """The order in which a column writes day, month and year."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


_OLD_MONTHS: Mapping[str, int] = {
    **{"djan": 1, "djanuari": 1, "peb": 2, "pebr": 2, "pebruari": 2, "febr": 2, "mrt": 3},
    **{"djuni": 6, "djuli": 7, "ag": 8, "ags": 8, "agst": 8, "agt": 8, "agust": 8},
    **{"sept": 9, "nop": 11, "nopember": 11, "nopem": 11, "desem": 12},
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9},
    **{"x": 10, "xi": 11, "xii": 12},
}
"""Spellings that Babel does not have: old ones, abbreviations, the Roman numbers of letters."""

_OTHER_DAYS: Mapping[str, int] = {"ahad": 6, "tues": 1, "thur": 3, "thurs": 3}


def _bare(word: str) -> str:
    return re.sub(r"[^\w]", "", word.casefold())


@cache
def months() -> dict[str, int]:
    """Every name of a month that is understood, bare of case and points."""
    found = dict(_OLD_MONTHS)
    for language in LANGUAGES:
        for names in (month_names(language, "wide"), month_names(language, "abbreviated")):
            found |= {_bare(name): number for number, name in enumerate(names, start=1)}
    return found


@cache
def weekdays() -> dict[str, int]:
    """Every name of a day that is understood; Monday is 0."""
    found = dict(_OTHER_DAYS)
    for language in LANGUAGES:
        for names in (day_names(language, "wide"), day_names(language, "abbreviated")):
            found |= {_bare(name): (index - 1) % 7 for index, name in enumerate(names)}
    return found


_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,:]\d{1,9})?)?"
_UNTIL = r"(?:\s*(?:-|–|s\.?\s?/?d\.?|sampai)\s*(?:\d{1,2}[:.]\d{2}|selesai))?"
_ZONE = (
    r"(?P<zone>Z|(?:UTC|GMT)?\s?[+-]\d{2}:?(?:\d{2})?|UTC|GMT|WIB|WITA|WIT)?"
    # A browser adds the name of the zone.
    r"(?:\s*\([A-Za-z ]{1,40}\))?"
)
_TIME = re.compile(
    rf"(?:T|[\s,;]+)(?:(?:pukul|pkl|jam|at)\.?\s*)?{_CLOCK}\s*(?P<half>[ap]\.?m\.?)?"
    rf"(?:\s*WI(?:B|TA|T)(?=\s*(?:-|–|s)))?{_UNTIL}\s*{_ZONE}$",
    re.IGNORECASE,
)
_UTC = re.compile(r"Z|(?:UTC|GMT)?\s?[+-]00:?(?:00)?|UTC|GMT", re.IGNORECASE)
_DAY_BEFORE = re.compile(
    r"^([^\W\d_]+['’`]?[^\W\d_]*)\.?\s*[,/]?\s*(?:(?:tgl|tanggal)\.?\s+)?(?=\S)"
)
_DAY_BEHIND = re.compile(r"[\s,]*\(?\b([^\W\d_]+['’`]?[^\W\d_]*)\)?$")
_SAID = re.compile(r"^(?:tgl|tanggal)\.?\s*:?\s*", re.IGNORECASE)

_YEAR_FIRST = re.compile(r"(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})\s?([-/. ])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]*([^\W\d_]+)\.?[\s\-/.,'’]*(\d{4}|\d{2})"
)
_MONTH_FIRST = re.compile(
    r"([^\W\d_]+)\.?[\s\-/.]*(\d{1,2})(?:st|nd|rd|th)?[\s\-/.,]+['’]?(\d{4}|\d{2})"
)
_NAMED_LAST = re.compile(r"(\d{4})[\s\-/.,]*([^\W\d_]+)\.?[\s\-/.,]*(\d{1,2})")


class OrderNeeded(BadCell):
    """A day that may be read in several ways; `readings` names each by its order."""

    def __init__(self, readings: Mapping[DateOrder, date]) -> None:
        self.readings = dict(readings)
        said = "; ".join(f"{order}: {day.isoformat()}" for order, day in readings.items())
        super().__init__("date_order_needed", said)


def read_day(
    text: str, order: DateOrder | None = None, kind: CellKind | None = None
) -> tuple[date, str | None]:
    """The day that a cell says, and the code of a flag (weekday_differs) or None.

    Raises BadCell: date_order_needed (as OrderNeeded), impossible_day, excel_serial,
    not_a_date. Whether the day has come is for the caller.
    """
    written = " ".join(text.translate(_HYPHENS).split()).removeprefix("'")
    if len(written) > _LONGEST:
        raise BadCell("not_a_date", "YYYY-MM-DD")
    if kind in (CellKind.NUMBER, None):
        _refuse_serial(written)
    bare, moment = _without_time(written)
    bare, weekday = _without_weekday(_SAID.sub("", bare))
    day = _read(_SAID.sub("", bare), order)
    if moment is not None:
        day = datetime.combine(day, moment, UTC).astimezone(station_zone()).date()
    if weekday is not None and weekday != day.weekday():
        return day, "weekday_differs"
    return day, None


def possible_orders(texts: Iterable[str]) -> tuple[frozenset[DateOrder], str | None]:
    """The orders in which every day in numbers can be read, and a text that needs one.

    The text is the first that leaves fewer orders than there were, if any; None when no
    text needs an order.
    """
    left = frozenset(DateOrder)
    example: str | None = None
    for text in dict.fromkeys(texts):
        try:
            read_day(text)
        except OrderNeeded as needed:
            narrowed = left & frozenset(needed.readings)
            if example is None or len(narrowed) < len(left):
                example = text
            left = narrowed
        except BadCell:
            continue
    return left, example


def _refuse_serial(text: str) -> None:
    number = re.fullmatch(r"(\d{5})(?:[.,]\d+)?", text)
    if number and int(number[1]) in _SERIALS:
        day = _SERIAL_ZERO + timedelta(days=int(number[1]))
        raise BadCell("excel_serial", day.isoformat())


def _without_time(text: str) -> tuple[str, time | None]:
    """A day without the time behind it; the time itself only where it is in UTC."""
    match = _TIME.search(text)
    if match is None:
        return text, None
    hour, minute = int(match["hour"]), int(match["minute"])
    if hour > 24 or minute > 59 or int(match["second"] or 0) > 60:
        raise BadCell("not_a_date", "YYYY-MM-DD")
    bare = text[: match.start()]
    if match["zone"] is None or not _UTC.fullmatch(match["zone"]):
        return bare, None
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    return bare, time(hour % 24, minute)


def _without_weekday(text: str) -> tuple[str, int | None]:
    for pattern in (_DAY_BEFORE, _DAY_BEHIND):
        match = pattern.search(text)
        weekday = weekdays().get(_bare(match[1])) if match else None
        if match and weekday is not None:
            return (text[: match.start()] + text[match.end() :]).strip(" ,"), weekday
    return text, None


def _read(text: str, order: DateOrder | None) -> date:
    if match := _YEAR_FIRST.fullmatch(text):
        return _made(int(match[1]), int(match[3]), int(match[4]))
    if match := _NUMBERS.fullmatch(text):
        return _by_order((match[1], match[3], match[4]), order)
    if match := _DAY_FIRST.fullmatch(text):
        return _named(match[2], match[1], match[3], order)
    if match := _MONTH_FIRST.fullmatch(text):
        return _named(match[1], match[2], match[3], order)
    if match := _NAMED_LAST.fullmatch(text):
        return _made(int(match[1]), _month(match[2]), int(match[3]))
    if order is DateOrder.YMD and re.fullmatch(r"\d{8}", text):
        return _made(int(text[:4]), int(text[4:6]), int(text[6:]))
    if order is not None and re.fullmatch(r"\d{8}", text):
        with suppress(BadCell):
            return _by_order((text[:2], text[2:4], text[4:]), order)
    raise BadCell("not_a_date", "YYYY-MM-DD")


def _by_order(parts: tuple[str, str, str], order: DateOrder | None) -> date:
    readings = _readings(parts)
    if order is not None and order in readings:
        return readings[order]
    if order is not None:
        said = "; ".join(f"{o}: {day.isoformat()}" for o, day in readings.items())
        raise BadCell("impossible_day", said or f"YYYY-MM-DD, {order}")
    if not readings:
        raise BadCell("impossible_day", "YYYY-MM-DD")
    if len(parts[2]) == 4 and len(readings) > 1 and len(set(readings.values())) == 1:
        return next(iter(readings.values()))
    raise OrderNeeded(readings)


def _readings(parts: tuple[str, str, str]) -> dict[DateOrder, date]:
    first, second, third = parts
    ways = {DateOrder.DMY: (third, second, first), DateOrder.MDY: (third, first, second)}
    if len(third) == 2:
        ways[DateOrder.YMD] = (first, second, third)
    found = {}
    for order, (year, month, day) in ways.items():
        if len(year) in (2, 4):
            try:
                found[order] = _made(_year(year), int(month), int(day))
            except BadCell:
                continue
    return found


def _named(name: str, first: str, last: str, order: DateOrder | None) -> date:
    """A day whose month is written as a word; years of two digits need the order."""
    month = _month(name)
    if len(last) == 4:
        return _made(int(last), month, int(first))
    ways = {
        DateOrder.DMY: (last, first),
        DateOrder.MDY: (last, first),
        DateOrder.YMD: (first, last),
    }
    readings = {}
    for way, (year, day) in ways.items():
        try:
            readings[way] = _made(_year(year), month, int(day))
        except BadCell:
            continue
    if order is not None and order in readings:
        return readings[order]
    if order is None and readings:
        raise OrderNeeded(readings)
    raise BadCell("impossible_day", "YYYY-MM-DD")


def _month(name: str) -> int:
    found = months().get(_bare(name))
    if found is None:
        raise BadCell("not_a_date", "YYYY-MM-DD")
    return found


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _made(year: int, month: int, day: int) -> date:
    try:
        made = date(year, month, day)
    except ValueError:
        raise BadCell("impossible_day", "YYYY-MM-DD") from None
    if year < FIRST_YEAR:
        raise BadCell("impossible_day", "YYYY-MM-DD")
    return made


def only_order(orders: Collection[DateOrder]) -> DateOrder | None:
    """The order, when there is but one."""
    return next(iter(orders)) if len(orders) == 1 else None
