"""When things happen in the made-up year: busier the nearer the voting."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from random import Random

from domain.vocabulary import Tempo
from training.areas import ENDS_ON, STARTS_ON

WESTERN_TIME = timezone(timedelta(hours=7))

BUSYNESS: tuple[tuple[date, float], ...] = (
    (date(2024, 8, 23), 0.5),
    (date(2024, 9, 24), 0.9),
    (date(2024, 10, 31), 1.8),
    (date(2024, 11, 23), 3.2),
    (date(2024, 12, 5), 3.6),
    (date(2024, 12, 16), 2.0),
    (date(2025, 2, 24), 0.8),
    (date(2025, 3, 25), 0.7),
    (date(2025, 4, 24), 2.2),
    (ENDS_ON, 0.7),
)
"""The last day of each span and how much is recorded on its days."""

CRITICAL = (
    (date(2024, 11, 24), date(2024, 12, 16)),
    (date(2025, 4, 16), date(2025, 4, 24)),
)
ALERT = (
    (date(2024, 8, 24), date(2025, 2, 24)),
    (date(2025, 3, 8), date(2025, 5, 26)),
)
"""Days on which stations report daily and weekly; they follow the shipped stages."""

VOTING_DAYS = (date(2024, 11, 27), date(2025, 4, 19))

DAYS = tuple(STARTS_ON + timedelta(days=n) for n in range((ENDS_ON - STARTS_ON).days + 1))


def _weights() -> tuple[float, ...]:
    return tuple(next(weight for last, weight in BUSYNESS if day <= last) for day in DAYS)


WEIGHTS = _weights()


def random_days(
    rng: Random, count: int, days: Sequence[date] = DAYS, weights: Sequence[float] = WEIGHTS
) -> list[date]:
    """`count` days of the year, more of the busy ones, in no order."""
    return rng.choices(days, weights, k=count) if count else []


def habit_tempo(day: date) -> Tempo:
    """The rhythm at which a diligent station reports on a day."""
    if any(first <= day <= last for first, last in CRITICAL):
        return Tempo.CRITICAL
    if any(first <= day <= last for first, last in ALERT):
        return Tempo.ALERT
    return Tempo.ROUTINE


def entered(rng: Random, day: date, late: float = 0.0, most: int = 6) -> datetime:
    """When something of a day is entered: that evening, or with chance `late` days later."""
    if rng.random() < late:
        day += timedelta(days=rng.randint(1, most))
    minute = rng.randint(15 * 60, 22 * 60)
    return datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=WESTERN_TIME)
