"""Dates the way a reader writes them (Babel), the day before the month in both languages."""

import re
from datetime import date
from functools import lru_cache
from typing import Literal

from babel.dates import format_date, get_day_names, get_month_names

Width = Literal["wide", "abbreviated"]

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def full(day: date, language: str) -> str:
    """`27 November 2024`."""
    return _written(day, "d MMMM y", language)


def weekday(day: date, language: str) -> str:
    """`Rabu, 27 November 2024`."""
    return _written(day, "EEEE, d MMMM y", language)


def short(day: date, language: str) -> str:
    """`5 Sep 2024`."""
    return _written(day, "d MMM y", language)


def day_month(day: date, language: str) -> str:
    """`27 Nov`: where the year stands nearby."""
    return _written(day, "d MMM", language)


def month(day: date, language: str) -> str:
    """`Nov 2024`."""
    return _written(day, "MMM y", language)


def period(start: date, end: date, language: str) -> str:
    """`24–26 Nov 2024`, `25 Sep – 23 Nov 2024`, `6 Des 2024 – 24 Feb 2025`, or one day."""
    if start == end:
        return short(start, language)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{short(end, language)}"
    first = day_month if start.year == end.year else short
    return f"{first(start, language)} – {short(end, language)}"


def month_names(language: str, width: Width) -> list[str]:
    """The twelve months, `wide` or `abbreviated`."""
    names = get_month_names(width, locale=language)
    return [names[index] for index in range(1, 13)]


def day_names(language: str, width: Width) -> list[str]:
    """The seven days from Sunday on, `wide` or `abbreviated`."""
    names = get_day_names(width, locale=language)
    return [names[(index - 1) % 7] for index in range(7)]


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    return str(format_date(day, pattern, locale=language))


def told(text: str, language: str) -> str:
    """A text that is an ISO date and nothing else as a day in words; any other as it is."""
    if not _ISO.fullmatch(text):
        return text
    try:
        return full(date.fromisoformat(text), language)
    except ValueError:
        return text
