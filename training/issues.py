"""The issues of one kecamatan, in the order of their days, each with its life."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from domain.vocabulary import Category, EventKind, Kind, StakeholderGroup
from training.areas import WINDOWS, Area, Habit
from training.assessment import (
    AGREEMENT_CATEGORIES,
    GRAVE,
    KIND_WEIGHTS,
    Assessment,
    assess,
    draw_severity,
    in_season,
    is_referred,
)
from training.calendar import entered
from training.contacts import Meeting
from training.courses import SETTLED as SETTLED_COURSE
from training.courses import Course, cut, draw_course, held, may_be_settled
from training.life import Bounds, Circumstances, Life
from training.lives import live
from training.slots import Course as Steering
from training.slots import Slot
from training.texts import issue_text, note, speaks_of

GROUPS_AT_THE_STATION = tuple(
    map(StakeholderGroup, ("residents", "residents", "residents", "village-head", "business"))
)


LISTENERS = frozenset({StakeholderGroup.MEDIA, StakeholderGroup.OTHER_GUEST})


@dataclass
class Made:
    """A made-up issue with what stands beside its life."""

    life: Life
    slot: Slot
    text: str
    source: str | None
    proposal: Assessment | None
    recorded_at: datetime
    voided_on: date | None = None


@dataclass
class Maker:
    """Makes the issues of one kecamatan; `area` speaks for the district if `district`."""

    rng: Random
    area: Area
    meetings: Sequence[Meeting]
    district: bool = False
    numbers: Counter[date] = field(default_factory=Counter)
    busy: dict[Category, date] = field(default_factory=dict)
    targets: dict[Category, Life] = field(default_factory=dict)

    def make(self, slots: Sequence[Slot], deck: Iterator[Category]) -> Iterator[Made]:
        """One issue a slot; `deck` deals the categories."""
        self.place = Circumstances(self.rng, self.area, self.meetings)
        for slot in sorted(slots, key=lambda slot: slot.day):
            yield self._one(slot, next(deck))

    def _one(self, slot: Slot, category: Category) -> Made:
        mild = self._is_mild(slot)
        category = in_season(self.rng, category, slot.day)
        kind = self._kind(slot, category)
        if kind is Kind.AGREEMENT:
            idle = [c for c in AGREEMENT_CATEGORIES if not self._is_busy(c, slot.day)]
            category = self.rng.choice(idle or AGREEMENT_CATEGORIES)
        elif slot.course is not Steering.NATURAL:
            category = self.rng.choice(sorted(GRAVE))
        elif mild and category is Category.INTIMIDATION:
            category = Category.PATROL
        if mild and kind is not Kind.AGREEMENT and self._is_busy(category, slot.day):
            kind = Kind.QUESTION
        if not speaks_of(category, kind):
            kind = Kind.COMPLAINT
        severity = slot.severity or (1 if mild else draw_severity(self.rng, category, kind))
        life = self._life(slot, kind, category, severity)
        into = self._merge_target(life)
        course, bounds = self._course(slot, life, mild, into is not None)
        live(self.place, life, course, bounds, into.key if into else "")
        made = self._made(slot, life)
        self._remember(made)
        return made

    def _is_busy(self, category: Category, day: date) -> bool:
        """Whether an earlier issue of the category is still open on the day."""
        return category in self.busy and self.busy[category] > day

    def _is_mild(self, slot: Slot) -> bool:
        constraint = self.area.constraint(slot.day)
        return (
            slot.course is Steering.NATURAL
            and constraint is not None
            and slot.day >= constraint[1].mild_from
        )

    def _kind(self, slot: Slot, category: Category) -> Kind:
        if slot.meeting is not None and slot.meeting.officials:
            return Kind.AGREEMENT
        if slot.course is not Steering.NATURAL:
            return Kind.COMPLAINT
        return self.rng.choices(list(KIND_WEIGHTS), list(KIND_WEIGHTS.values()))[0]

    def _life(self, slot: Slot, kind: Kind, category: Category, severity: int) -> Life:
        self.numbers[slot.day] += 1
        prefix = "RES" if self.district else self.area.prefix
        ticket = f"{prefix}-{slot.day:%y%m%d}-{self.numbers[slot.day]:02d}"
        groups = slot.meeting.groups if slot.meeting else GROUPS_AT_THE_STATION
        return Life(
            key=ticket,
            reported_on=slot.day,
            kind=kind,
            category=category,
            assessment=assess(self.rng, category, severity),
            raised_by=self._raised_by(groups) if slot.report is None else None,
            village=self._village(slot),
            meeting=slot.meeting,
            busy_until=self.busy.get(category),
        )

    def _raised_by(self, groups: Sequence[StakeholderGroup]) -> StakeholderGroup:
        """One of those present, residents most often; the press and guests only listen."""
        speakers = [group for group in groups if group not in LISTENERS]
        weights = [3 if group is StakeholderGroup.RESIDENTS else 1 for group in speakers]
        return self.rng.choices(speakers, weights)[0]

    def _village(self, slot: Slot) -> str | None:
        if self.district or not self.area.villages:
            return None
        own = [code for code, _ in self.area.villages]
        if slot.meeting is not None:
            named = [code for code in slot.meeting.villages if code.startswith(self.area.code)]
            return self.rng.choice(named) if named else None
        return self.rng.choice(own) if self.rng.random() < 0.8 else None

    def _merge_target(self, life: Life) -> Life | None:
        """An earlier issue that this one may go into: open, of its category, as severe."""
        target = self.targets.get(life.category)
        if target is None or life.kind is Kind.AGREEMENT:
            return None
        if target.severity < max(2, life.severity):
            return None
        end = target.closed_on
        most = 13 if self.area.habit is Habit.LAZY else 7
        open_long_enough = end is None or (end - life.reported_on).days > most
        triaged_on = next(e.day for e in target.events if e.event is EventKind.TRIAGED)
        return target if open_long_enough and triaged_on < life.reported_on else None

    def _course(self, slot: Slot, life: Life, mild: bool, mergeable: bool) -> tuple[Course, Bounds]:
        if slot.course is Steering.FORGOTTEN:
            return held(life.category)[:2], Bounds(prompt=True)
        if slot.course is Steering.HELD:
            hold = slot.hold
            after = self.area.constraint(hold) if hold else None
            close_by = after[1].mild_from if after else None
            due_after = WINDOWS_BY_HOLD[hold] if hold else None
            return held(life.category), Bounds(hold, close_by, True, due_after)
        constraint = self.area.constraint(life.reported_on)
        course = draw_course(self.rng, life.category, life.kind, life.severity, mergeable)
        if constraint is None:
            chance = 0.35 if self.area.habit is Habit.LAZY else 0.12
            return cut(self.rng, course, chance), Bounds()
        window = constraint[1]
        if not mild:
            return course, Bounds(close_by=window.mild_from)
        if course == () or (
            course == SETTLED_COURSE and may_be_settled(life.category, life.kind, life.severity)
        ):
            return course, Bounds(prompt=True)
        hold = next(day for day, last in WINDOWS_BY_HOLD.items() if last == window.last)
        after = self.area.constraint(hold)
        close_by = after[1].mild_from if after else None
        return held(life.category), Bounds(hold, close_by, True, window.last)

    def _made(self, slot: Slot, life: Life) -> Made:
        place = dict(self.area.villages).get(life.village or "", f"Kecamatan {self.area.name}")
        at_the_station = slot.meeting is None and slot.report is None
        recorded = entered(self.rng, slot.day, late=0.08, most=9)
        if slot.meeting is not None:
            listed = slot.meeting.inputs_on or slot.meeting.held_on
            recorded = max(slot.meeting.recorded_at, entered(self.rng, listed))
        first = life.events[0].assessment if life.events else None
        shown = first if life.category is not Category.ELECTION_VIOLATION else None
        made = Made(
            life,
            slot,
            issue_text(self.rng, life.category, life.kind, place),
            note(self.rng, "station") if at_the_station else None,
            shown if shown is not None and self.rng.random() < 0.65 else None,
            recorded,
        )
        if at_the_station and slot.course is Steering.NATURAL and self.rng.random() < 0.03:
            made.voided_on = recorded.date()
        return made

    def _remember(self, made: Made) -> None:
        life = made.life
        if made.voided_on is not None or life.kind in (Kind.APPRECIATION, Kind.AGREEMENT):
            return
        end = life.closed_on or date.max
        self.busy[life.category] = max(end, self.busy.get(life.category, end))
        triages = [event for event in life.events if event.event is EventKind.TRIAGED]
        if (
            len(triages) == 1
            and life.severity >= 2
            and life.kind in (Kind.COMPLAINT, Kind.REQUEST)
            and not is_referred(life.category)
            and not any(event.event in NOT_A_TARGET for event in life.events)
        ):
            self.targets[life.category] = life


NOT_A_TARGET = frozenset(
    {EventKind.MERGED, EventKind.UNABLE, EventKind.WITHDRAWN, EventKind.REOPENED}
)
WINDOWS_BY_HOLD = {
    window.last.fromordinal(window.last.toordinal() + 1): window.last for window in WINDOWS
}
"""The day from which held lives go on, and the last day that is shown before it."""
