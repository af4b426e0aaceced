"""Made-up meetings and situation reports: how often a kecamatan is heard from."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from domain.vocabulary import Inputs, Programme, ReportKind, StakeholderGroup
from training.areas import WINDOWS, Area, Habit, Target
from training.calendar import DAYS, VOTING_DAYS, WEIGHTS, entered, random_days
from training.texts import note

OFFICIALS_SHARE = 0.11
OFFICIAL_GROUPS = (
    StakeholderGroup.CAMAT,
    StakeholderGroup.ARMY,
    StakeholderGroup.ORGANISER,
    StakeholderGroup.SUPERVISOR,
    StakeholderGroup.SATPOLPP_LINMAS,
    StakeholderGroup.AGENCY,
)
COMMUNITY_GROUPS = (
    StakeholderGroup.VILLAGE_HEAD,
    StakeholderGroup.VILLAGE_STAFF,
    StakeholderGroup.COMMUNITY_LEADER,
    StakeholderGroup.RELIGIOUS_LEADER,
    StakeholderGroup.CUSTOMARY_LEADER,
    StakeholderGroup.YOUTH_LEADER,
    StakeholderGroup.WOMEN_LEADER,
    StakeholderGroup.ARMY,
    StakeholderGroup.ORGANISER,
    StakeholderGroup.BUSINESS,
    StakeholderGroup.SCHOOL,
    StakeholderGroup.MEDIA,
    StakeholderGroup.OTHER_GUEST,
)
WEEKDAY_PROGRAMMES = {4: Programme.JUMAT_CURHAT, 6: Programme.MINGGU_KASIH}
"""Programmes that belong to a day of the week."""

OTHER_PROGRAMMES = (
    Programme.SAMBANG,
    Programme.SAMBANG,
    Programme.DISCUSSION,
    Programme.VILLAGE_MEETING,
    Programme.STAKEHOLDER_MEETING,
    Programme.STAKEHOLDER_MEETING,
    Programme.MEDIATION,
    Programme.DECLARATION,
)


@dataclass
class Meeting:
    """A made-up meeting; `inputs_on` and `promised` follow once its issues are known."""

    key: str
    held_on: date
    programme: Programme
    host: str
    venue: str
    areas: tuple[Area, ...]
    villages: tuple[str, ...]
    attendance: tuple[tuple[StakeholderGroup, int | None], ...]
    inputs: Inputs
    inputs_on: date | None
    source: str
    recorded_at: datetime
    officials: bool = False
    promised: bool = False
    voided_on: date | None = None

    @property
    def groups(self) -> tuple[StakeholderGroup, ...]:
        """The groups that were present."""
        return tuple(group for group, _ in self.attendance)


@dataclass
class Report:
    """A made-up situation report; it is nil unless an issue names it."""

    key: str
    reported_on: date
    kind: ReportKind
    unit: str
    areas: tuple[Area, ...]
    recorded_at: datetime
    nil: bool = True
    voided_on: date | None = None


@dataclass
class Keys:
    """Hands out keys that nobody else has: a second one of a day gets a number."""

    used: Counter[str] = field(default_factory=Counter)

    def new(self, letter: str, day: date, prefix: str) -> str:
        """A key such as P-2024-11-24-KDR, or P-2024-11-24-KDR-2."""
        base = f"{letter}-{day.isoformat()}-{prefix}"
        self.used[base] += 1
        return base if self.used[base] == 1 else f"{base}-{self.used[base]}"


def open_days(habit: Habit) -> tuple[tuple[date, ...], tuple[float, ...]]:
    """The days on which meetings are held, with their weights: none on a voting day."""
    pairs = [
        (day, weight)
        for day, weight in zip(DAYS, WEIGHTS, strict=True)
        if day not in VOTING_DAYS and not (habit is Habit.LAZY and is_quiet(day))
    ]
    return tuple(day for day, _ in pairs), tuple(weight for _, weight in pairs)


def is_quiet(day: date) -> bool:
    """Whether lazy kecamatan are silent on the day, so that their data go stale."""
    return any(window.quiet_from <= day <= window.last for window in WINDOWS)


def make_meetings(rng: Random, areas: Sequence[Area], count: int) -> list[Meeting]:
    """About `count` meetings in the order of their days (more only if targets need them)."""
    keys = Keys()
    heard = [area for area in areas if area.habit is not Habit.SILENT]
    officials = round(count * OFFICIALS_SHARE)
    meetings = [
        _planted(rng, keys, area, day) for area in heard for day in _planted_days(rng, area)
    ]
    weights = [area.weight * (1 if area.habit is Habit.DILIGENT else 0.45) for area in heard]
    calendars = {habit: open_days(habit) for habit in Habit}
    neighbours: defaultdict[str, list[Area]] = defaultdict(list)
    for area in heard:
        neighbours[area.sector].append(area)
    left = max(0, count - officials - len(meetings))
    for area in rng.choices(heard, weights, k=left) if left else ():
        (day,) = random_days(rng, 1, *calendars[area.habit])
        meetings.append(_community(rng, keys, area, day, neighbours[area.sector]))
    by_district = _by_district(heard)
    for day in random_days(rng, officials):
        meetings.append(_officials(rng, keys, rng.choice(by_district), day))
    return sorted(meetings, key=lambda meeting: (meeting.held_on, meeting.key))


def _by_district(areas: Iterable[Area]) -> list[tuple[Area, ...]]:
    found: defaultdict[str, list[Area]] = defaultdict(list)
    for area in areas:
        found[area.district].append(area)
    return [tuple(members) for members in found.values()]


def _planted_days(rng: Random, area: Area) -> list[date]:
    """Days of meetings without which a target would be missed."""
    days = [DAYS[rng.randint(100, 190)]] if area.habit is Habit.LAZY else []
    for target, window in zip(area.targets, WINDOWS, strict=True):
        if target is Target.CALM:
            days.append(window.first - timedelta(days=rng.randint(4, 12)))
    return days


def _planted(rng: Random, keys: Keys, area: Area, day: date) -> Meeting:
    half = len(area.villages) // 2 + 1
    return _community(rng, keys, area, day, (), named=half)


def _community(
    rng: Random, keys: Keys, area: Area, day: date, neighbours: Sequence[Area], named: int = 0
) -> Meeting:
    programme = WEEKDAY_PROGRAMMES.get(day.weekday()) or rng.choice(OTHER_PROGRAMMES)
    areas: tuple[Area, ...] = (area,)
    if programme is Programme.STAKEHOLDER_MEETING:
        areas += tuple(
            other for other in neighbours if other.habit is area.habit and other is not area
        )[:1]
    wanted = named or rng.choice((0, 1, 1, 2, 3, 5, 7))
    villages = rng.sample(area.villages, min(wanted, len(area.villages)))
    place = villages[0][1] if villages else f"Kecamatan {area.name}"
    groups = rng.sample(COMMUNITY_GROUPS, rng.randint(1, 5))
    attendance = tuple(
        (group, _headcount(rng, 1, 8)) for group in COMMUNITY_GROUPS if group in groups
    )
    inputs = Inputs.ITEMISED if named else _inputs(rng)
    return Meeting(
        key=keys.new("P", day, area.prefix),
        held_on=day,
        programme=programme,
        host=area.sector if rng.random() < 0.75 else "sat-binmas",
        venue=note(rng, "venue", place),
        areas=tuple(sorted(areas, key=lambda area: area.code)),
        villages=tuple(sorted(code for code, _ in villages)),
        attendance=(*attendance, (StakeholderGroup.RESIDENTS, _headcount(rng, 8, 60))),
        inputs=inputs,
        inputs_on=_inputs_on(rng, inputs, day, any(each.clean for each in areas)),
        source=note(rng, "source"),
        recorded_at=entered(rng, day, late=0.1),
    )


def _officials(rng: Random, keys: Keys, district: tuple[Area, ...], day: date) -> Meeting:
    programme = rng.choice((Programme.CROSS_SECTOR, Programme.FORKOPIMCAM, Programme.ANEV))
    local = programme is Programme.FORKOPIMCAM
    areas = (rng.choice(district),) if local else district
    groups = rng.sample(OFFICIAL_GROUPS, rng.randint(3, 6))
    return Meeting(
        key=keys.new("P", day, areas[0].prefix if local else "RES"),
        held_on=day,
        programme=programme,
        host=areas[0].sector if local else areas[0].command,
        venue="Kantor camat" if local else "Aula Polres",
        areas=tuple(sorted(areas, key=lambda area: area.code)),
        villages=(),
        attendance=tuple(
            (group, _headcount(rng, 1, 12)) for group in OFFICIAL_GROUPS if group in groups
        ),
        inputs=Inputs.ITEMISED,
        inputs_on=None,
        source=note(rng, "source"),
        recorded_at=entered(rng, day, late=0.1),
        officials=True,
    )


def _headcount(rng: Random, least: int, most: int) -> int | None:
    """A headcount; of one group in four nobody wrote it down."""
    return None if rng.random() < 0.25 else rng.randint(least, most)


def _inputs(rng: Random) -> Inputs:
    return rng.choices(
        (Inputs.ITEMISED, Inputs.NIL, Inputs.NOT_RECORDED, Inputs.LOST), (72, 10, 14, 4)
    )[0]


def _inputs_on(rng: Random, inputs: Inputs, day: date, clean: bool) -> date | None:
    """The day on which the inputs were listed; empty means the day of the meeting."""
    if inputs is Inputs.NOT_RECORDED or (inputs is not Inputs.LOST and rng.random() < 0.3):
        return None
    if inputs is Inputs.LOST:
        return day + timedelta(days=rng.randint(2, 20))
    return day + timedelta(days=rng.choice((0, 0, 0, 1, 2) if clean else (0, 0, 1, 2, 5, 8)))
