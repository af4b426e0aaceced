"""Which days a timeline shows."""

from collections.abc import Iterable
from datetime import date, timedelta

DAY = timedelta(days=1)

AROUND = 75
BEFORE_VOTING, AFTER_VOTING = 240, 50
"""Days shown on a phone around the chosen day, and on a projector around voting day."""

LEAST_MARGIN, MARGIN_SHARE = 10, 10
"""A stage in view has a tenth of its days before and after it, but ten at least."""

Span = tuple[date, date]
"""The first and the last day shown."""


def around_day(as_of: date) -> Span:
    """The days around the chosen one."""
    return as_of - AROUND * DAY, as_of + AROUND * DAY


def around_voting(voting_day: date, as_of: date) -> Span:
    """The campaign, the count and the first disputes; the chosen day always among them."""
    first = min(voting_day - BEFORE_VOTING * DAY, as_of - 14 * DAY)
    return first, max(voting_day + AFTER_VOTING * DAY, as_of + 14 * DAY)


def around_stage(starts_on: date, ends_on: date) -> Span:
    """A stage, with a margin that lets its neighbours be seen."""
    length = (ends_on - starts_on).days + 1
    margin = max(LEAST_MARGIN, length // MARGIN_SHARE) * DAY
    return starts_on - margin, ends_on + margin


def everything(days: Iterable[date | None], as_of: date) -> Span:
    """Every day on which something happened or a stage began or ended, and the chosen one."""
    known = [day for day in (*days, as_of) if day is not None]
    return min(known) - 7 * DAY, max(known) + 14 * DAY
