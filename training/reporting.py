"""Made-up situation reports: diligent sectors keep the rhythm, lazy ones do not."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from domain.vocabulary import ReportKind, Tempo
from training.areas import WINDOWS, Area, Habit
from training.calendar import DAYS, entered, habit_tempo
from training.contacts import Keys, Report, is_quiet

MISSED = 0.05
"""Share of reports that a diligent sector forgets outside the days that are shown."""


def make_reports(rng: Random, areas: Sequence[Area]) -> list[Report]:
    """The reports of the year in the order of their days: one for a sector's kecamatan."""
    keys = Keys()
    sectors: defaultdict[tuple[str, Habit], list[Area]] = defaultdict(list)
    for area in areas:
        if area.habit is not Habit.SILENT:
            sectors[area.sector, area.habit].append(area)
    reports = []
    for (unit, habit), members in sectors.items():
        due = _diligent(rng) if habit is Habit.DILIGENT else _lazy(rng)
        for day, kind in due:
            reports.append(
                Report(
                    key=keys.new("L", day, members[0].prefix),
                    reported_on=day,
                    kind=kind,
                    unit=unit,
                    areas=tuple(members),
                    recorded_at=entered(rng, day, late=0.05, most=3),
                )
            )
    return sorted(reports, key=lambda report: (report.reported_on, report.key))


def _diligent(rng: Random) -> Iterator[tuple[date, ReportKind]]:
    for day in DAYS:
        shown = any(window.first - timedelta(days=1) <= day <= window.last for window in WINDOWS)
        tempo = habit_tempo(day)
        if tempo is Tempo.CRITICAL:
            kind = ReportKind.DAILY
        elif tempo is Tempo.ALERT and day.weekday() == 0:
            kind = ReportKind.WEEKLY
        elif tempo is Tempo.ROUTINE and day.day == 3:
            kind = ReportKind.MONTHLY
        elif rng.random() < 0.006:
            kind = ReportKind.INCIDENT
        else:
            continue
        if shown or rng.random() >= MISSED:
            yield day, kind


def _lazy(rng: Random) -> Iterator[tuple[date, ReportKind]]:
    for day in DAYS:
        if is_quiet(day):
            continue
        if habit_tempo(day) is Tempo.CRITICAL:
            if rng.random() < 0.15:
                yield day, ReportKind.DAILY
        elif rng.random() < 0.013:
            yield day, ReportKind.MONTHLY
