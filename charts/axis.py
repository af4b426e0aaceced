"""The time axis: days to pixels, and months in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pandas as pd

from charts.frame import Size
from wording import dates


@dataclass(frozen=True)
class Axis:
    """The days from `first` to `last`, both shown whole, over `width` pixels."""

    first: date
    last: date
    width: float

    @property
    def pixels_per_day(self) -> float:
        """The width of a day."""
        return self.width / ((self.last - self.first).days + 1)

    def x(self, day: date) -> float:
        """Where a day begins, in pixels from the left."""
        return (day - self.first).days * self.pixels_per_day

    def days(self) -> Iterator[date]:
        """Every day of the axis."""
        for n in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=n)


def day_or_none(value: object) -> date | None:
    """A day of a table cell: a date, a timestamp, ISO text, or nothing."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def month_ticks(
    axis: Axis, language: str, size: Size, every: int = 1
) -> tuple[list[str], list[str]]:
    """The first days of the months (ISO), and their names.

    The year stands under the first month shown and under each January; months are
    thinned out where their names would touch.
    """
    firsts = [day for day in axis.days() if day.day == 1]
    while every * axis.pixels_per_day * 30 < size.letters("Sept") + 8:
        every += 1
    shown = [day for day in firsts if (day.month - 1) % every == 0]
    words = []
    year = None
    for day in shown:
        name = dates.month_names(language, "abbreviated")[day.month - 1]
        words.append(name if day.year == year else f"{name}<br><b>{day.year}</b>")
        year = day.year
    return [day.isoformat() for day in shown], words
