"""Where the issues of a training dataset come from: a meeting, a report, the station.

What each kecamatan has to hear is drawn before any life is made, so that meetings and
reports know whether something was recorded of them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from random import Random

from domain.vocabulary import Inputs
from training.areas import WINDOWS, Area, Habit, Target
from training.calendar import random_days
from training.contacts import Meeting, Report

DISTRICT = ""
"""Stands for the kecamatan of an agreement that holds for the whole district."""


class Course(Enum):
    """How a life is steered."""

    NATURAL = auto()
    HELD = auto()
    FORGOTTEN = auto()


@dataclass(frozen=True)
class Slot:
    """One issue to come: when, from where, and (where a target needs it) how grave."""

    day: date
    meeting: Meeting | None = None
    report: Report | None = None
    course: Course = Course.NATURAL
    severity: int | None = None
    hold: date | None = None


Slots = defaultdict[str, list[Slot]]


def make_slots(
    rng: Random,
    areas: Sequence[Area],
    meetings: Sequence[Meeting],
    reports: Sequence[Report],
    count: int,
) -> Slots:
    """Exactly `count` slots by code of kecamatan (none for a silent one).

    Sets `inputs` and `promised` of the meetings and `nil` of the reports accordingly.
    """
    slots: Slots = defaultdict(list)
    heard = [area for area in areas if area.habit is not Habit.SILENT]
    left = count
    for area, slot in _planted(rng, heard, count):
        slots[area.code].append(slot)
        left -= 1
    left -= _of_meetings(rng, slots, meetings, left)
    left -= _of_reports(rng, slots, reports, min(left, count // 10))
    drawn = rng.choices(heard, [area.weight for area in heard], k=left)
    for area, day in zip(drawn, random_days(rng, left), strict=True):
        slots[area.code].append(Slot(day))
    return slots


def _planted(rng: Random, areas: Sequence[Area], most: int) -> list[tuple[Area, Slot]]:
    """The issues that bring a kecamatan to its target on the days that are shown."""
    planted = [
        (area, slot)
        for area in areas
        for target, window in zip(area.targets, WINDOWS, strict=True)
        for slot in _plants(rng, area, target, window.first, window.last)
    ]
    return planted[:most]


def _plants(rng: Random, area: Area, target: Target, first: date, last: date) -> list[Slot]:
    def held(severity: int) -> Slot:
        day = first - timedelta(days=rng.randint(2, 5))
        return Slot(day, course=Course.HELD, severity=severity, hold=last + timedelta(days=1))

    def forgotten(severity: int) -> Slot:
        day = first - timedelta(days=rng.randint(22, 32))
        return Slot(day, course=Course.FORGOTTEN, severity=severity)

    if target is Target.WATCH:
        return [held(2)]
    if target is Target.HIGH:
        return [held(3)]
    if target is Target.HATCHED:
        return [forgotten(2)]
    if target is Target.VERY_HIGH and area.habit is Habit.LAZY:
        return [forgotten(3)]
    return [held(4), held(3)] if target is Target.VERY_HIGH else []


def _of_meetings(rng: Random, slots: Slots, meetings: Sequence[Meeting], left: int) -> int:
    """Give issues to the meetings whose inputs are listed; return how many were given."""
    officials = [meeting for meeting in meetings if meeting.officials]
    community = [m for m in meetings if not m.officials and m.inputs is Inputs.ITEMISED]
    given = 0
    agreements = min(left // 15, 3 * len(officials))
    extra = max(0, int(left * 0.68) - agreements - len(community))
    again = rng.choices(community, k=extra) if community else []
    drawn = (rng.choices(officials, k=agreements) if agreements else []) + community + again
    heard: set[str] = set()
    for meeting in drawn[:left]:
        area = rng.choice(meeting.areas).code
        if meeting.officials and rng.random() < 0.6:
            area = DISTRICT
        slots[area].append(Slot(meeting.held_on, meeting=meeting))
        heard.add(meeting.key)
        given += 1
    for meeting in meetings:
        _conclude(rng, meeting, meeting.key in heard)
    return given


def _conclude(rng: Random, meeting: Meeting, heard: bool) -> None:
    """Whether follow-up was promised, and that a meeting without issues is nil."""
    if meeting.inputs is Inputs.ITEMISED and not heard:
        meeting.inputs = Inputs.NIL
    if heard:
        meeting.promised = rng.random() < 0.85
    elif meeting.inputs is Inputs.NOT_RECORDED:
        meeting.promised = rng.random() < 0.8 and not any(a.clean for a in meeting.areas)


def _of_reports(rng: Random, slots: Slots, reports: Sequence[Report], wanted: int) -> int:
    """Let some reports list an issue; return how many were given."""
    for report in rng.choices(reports, k=wanted) if reports else ():
        report.nil = False
        slots[rng.choice(report.areas).code].append(Slot(report.reported_on, report=report))
    return wanted if reports else 0
