"""The life of one made-up issue: its course, turned into dated and filled events."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from domain.vocabulary import (
    CATEGORY_RULES,
    Category,
    EventKind,
    Kind,
    StakeholderGroup,
    UnableReason,
)
from training.areas import ENDS_ON, Area, Habit
from training.assessment import DEFAULT_DUE, is_referred
from training.contacts import Meeting
from training.courses import Course
from training.life import Bounds, Circumstances, Event, Life
from training.texts import note

E = EventKind

GAPS: dict[EventKind, tuple[int, int]] = {
    E.TRIAGED: (0, 2),
    E.ASSIGNED: (0, 3),
    E.IN_PROGRESS: (1, 6),
    E.REFERRED: (0, 4),
    E.RECEIPT: (1, 5),
    E.ANSWERED: (4, 25),
    E.SETTLED: (0, 0),
    E.CLAIMED: (2, 12),
    E.VERIFIED: (1, 10),
    E.REJECTED: (1, 8),
    E.REOPENED: (5, 40),
    E.UNABLE: (3, 15),
    E.TOLD_BACK: (1, 10),
    E.MERGED: (0, 4),
    E.WITHDRAWN: (2, 15),
}
"""Days from one event to the next in a diligent kecamatan."""

LAZY_FACTOR = 2
WITNESSED = frozenset({E.VERIFIED, E.REJECTED, E.TOLD_BACK})
"""Events that often happen at the next meeting, before those who raised the issue."""

CHECKERS = ("bag-ops", "siwas", "sat-binmas", "sat-intelkam")
SIWAS_VERIFIES = frozenset({Category.INTIMIDATION, Category.POLICE_SERVICE})


def live(place: Circumstances, life: Life, course: Course, bounds: Bounds, into: str = "") -> None:
    """Give a life its events, none after the end of the year.

    `into` is the ticket that a merged issue goes into; the life's `busy_until` is the day
    up to which an earlier issue of its category is open (what makes it recurring).
    """
    day = life.reported_on
    held = bounds.prompt
    for index, step in enumerate(course):
        if step is None:
            day = max(day, bounds.hold or day)
            held = False
            continue
        day = _step_day(place, life, step, day, len(course) - index, bounds, held)
        met = None
        if step in WITNESSED and not held and place.rng.random() < 0.4:
            met = place.next_meeting(day, 8)
            if met is not None and bounds.close_by is not None and met.held_on > bounds.close_by:
                met = None
        day = met.held_on if met else day
        if day > ENDS_ON:
            break
        life.events.append(_filled(place, life, Event(day, step), met, bounds, into))
        if step is E.IN_PROGRESS and bounds == Bounds() and place.rng.random() < 0.07:
            life.events.append(_assessed_again(place, life, day))
    _report_back(place, life)


def _step_day(
    place: Circumstances,
    life: Life,
    step: EventKind,
    day: date,
    left: int,
    bounds: Bounds,
    held: bool,
) -> date:
    """The day of the next event, in time for what is still to come."""
    if held:
        return day
    least, most = GAPS[step]
    if place.area.habit is Habit.LAZY:
        most *= LAZY_FACTOR
    if step is E.REFERRED and life.category is Category.ELECTION_VIOLATION:
        most = 1 if place.rng.random() < 0.8 else 4
    gap = place.rng.randint(least, most)
    if bounds.close_by is not None:
        gap = max(0, min(gap, (bounds.close_by - day).days // left))
    return day + timedelta(days=gap)


def _filled(
    place: Circumstances, life: Life, event: Event, met: Meeting | None, bounds: Bounds, into: str
) -> Event:
    """The event with what its kind carries."""
    rng = place.rng
    event.meeting = met.key if met else None
    at_meeting = life.meeting if life.meeting and life.meeting.held_on == event.day else None
    match event.event:
        case E.TRIAGED:
            if life.busy_until is not None and life.busy_until > event.day:
                life.assessment = life.assessment.recurring()
            event.unit = place.area.sector
            event.assessment = life.assessment
        case E.ASSIGNED:
            life.owner = draw_owner(rng, place.area, life.category)
            event.unit = life.owner
            event.due_on = _due_date(place, life, event.day, bounds)
            event.note = note(rng, "assigned")
            event.evidence = note(rng, "evidence") if rng.random() < 0.6 else None
            event.meeting = at_meeting.key if at_meeting else None
        case E.IN_PROGRESS:
            event.unit = life.owner or place.area.sector
            event.note = note(rng, "in_progress")
        case E.REFERRED:
            life.owner = life.owner or place.area.sector
            event.unit = agency_of(rng, life.category)
            event.note = note(rng, "referred")
            if rng.random() < 0.85 or bounds.prompt:
                event.due_on = event.day + timedelta(days=rng.choice((7, 14, 14, 21, 30)))
            event.meeting = at_meeting.key if at_meeting else None
        case E.RECEIPT | E.ANSWERED:
            event.unit = [e.unit for e in life.events if e.event is E.REFERRED][-1]
            if event.event is E.ANSWERED:
                event.note = note(rng, "answered")
        case E.CLAIMED:
            life.claimant = _claimant(life, place.area)
            event.unit = life.claimant
            event.note = note(rng, "claimed")
            event.evidence = note(rng, "evidence")
        case E.VERIFIED:
            _verified(place, life, event, met)
        case E.MERGED:
            event.unit, event.into = place.area.sector, into
            event.note = note(rng, "merged")
        case _:
            _told(place, life, event, met or at_meeting, bounds)
    return event


def _assessed_again(place: Circumstances, life: Life, day: date) -> Event:
    """A second look that finds the issue graver, or (by the commander) lighter."""
    now = life.assessment
    graver = now.severity < 3 or life.category is Category.INTIMIDATION
    severity = min(4, now.severity + 1) if graver else now.severity - 1
    life.assessment = replace(now, severity=severity)
    return Event(
        day,
        E.TRIAGED,
        unit=place.area.sector if graver else place.area.command,
        assessment=life.assessment,
        note=note(place.rng, "raised_severity" if graver else "lowered_severity"),
    )


def _told(
    place: Circumstances, life: Life, event: Event, met: Meeting | None, bounds: Bounds
) -> None:
    """The events that are a matter of those who raised the issue."""
    rng, kind = place.rng, event.event
    event.unit = place.area.command if life.severity >= 3 else place.area.sector
    if kind is E.UNABLE:
        reasons = list(UnableReason)
        event.reason = rng.choice(reasons[1:] if is_referred(life.category) else reasons).value
        event.note = note(rng, event.reason)
        return
    event.note = note(rng, kind.value)
    if kind in (E.SETTLED, E.REJECTED, E.TOLD_BACK, E.WITHDRAWN):
        event.by_group = life.raised_by or StakeholderGroup.RESIDENTS
    if kind in (E.SETTLED, E.REJECTED, E.TOLD_BACK) and met is not None:
        event.meeting = met.key
    if kind in (E.REJECTED, E.REOPENED):
        event.due_on = _due_date(place, life, event.day, bounds)


def _due_date(place: Circumstances, life: Life, day: date, bounds: Bounds) -> date | None:
    """A due date within the default of the severity; sometimes nobody sets one."""
    if bounds.due_after is not None and day <= bounds.due_after:
        return bounds.due_after + timedelta(days=place.rng.randint(1, 4))
    if place.rng.random() < (0.2 if place.area.habit is Habit.LAZY else 0.06):
        return None
    most = DEFAULT_DUE[life.severity]
    return day + timedelta(days=place.rng.randint(max(1, most // 2), most))


def draw_owner(rng: Random, area: Area, category: Category) -> str:
    """The unit that an issue is assigned to: never an agency."""
    owner = CATEGORY_RULES[category].owner
    if owner is None or is_referred(category):
        return "siwas" if category is Category.POLICE_SERVICE else area.sector
    own_case = category in (Category.CRIME, Category.INTIMIDATION, Category.LIVESTOCK_THEFT)
    if own_case and not area.investigates:
        return owner
    return owner if rng.random() < 0.55 else area.sector


def agency_of(rng: Random, category: Category) -> str:
    """The agency (or Siwas) that an issue is referred to."""
    owner = CATEGORY_RULES[category].owner
    if is_referred(category) and owner is not None:
        if category is Category.INFRASTRUCTURE and rng.random() < 0.6:
            return "dinas-pupr"
        return owner
    if category is Category.DISASTER:
        return "bpbd"
    return rng.choice(("pemkab", "camat"))


def _claimant(life: Life, area: Area) -> str:
    if life.category is Category.POLICE_SERVICE:
        return "sipropam"
    return life.owner or area.sector


def _verified(place: Circumstances, life: Life, event: Event, met: Meeting | None) -> None:
    """Verified by another unit, by those who raised it, or by both as the rule asks."""
    rng = place.rng
    event.note = note(rng, "verified")
    if life.category in SIWAS_VERIFIES:
        event.unit, event.meeting = "siwas", None
        return
    others = [unit for unit in (place.area.sector, *CHECKERS) if unit != life.claimant]
    both = life.severity >= 3 or met is not None
    way = rng.random()
    if both or way < 0.7:
        event.unit = rng.choice(others[:2])
    if both or way >= 0.4:
        event.by_group = life.raised_by or StakeholderGroup.RESIDENTS


def _report_back(place: Circumstances, life: Life) -> None:
    """Tell the next meeting what became of the issue, where somebody thinks of it."""
    if life.meeting is None or life.kind is Kind.AGREEMENT or place.rng.random() < 0.4:
        return
    later = place.report_back_meeting(life.meeting, life.village)
    before = [event for event in life.events if later and event.day <= later.held_on]
    if later is None or not before or before[-1].event in (E.MERGED, E.WITHDRAWN):
        return
    told = Event(
        later.held_on,
        E.REPORTED_BACK,
        unit=place.area.sector,
        by_group=life.raised_by or StakeholderGroup.RESIDENTS,
        meeting=later.key,
        note=note(place.rng, "reported_back"),
    )
    life.events.insert(len(before), told)
    if place.rng.random() < 0.03:
        entered_twice = replace(told, voided_on=told.day + timedelta(days=1))
        life.events.insert(len(before) + 1, entered_twice)
