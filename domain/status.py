"""Status of a kecamatan on a day: level, hatching, freshness, reasons, driver, order.

The worst reason wins; no weights, no averages. Every reason names the records behind it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.area import AreaFacts, DayRules, OpenPiece, Rules
from domain.vocabulary import Driver, Freshness, Inputs, Level, Severity


class ReasonCode(StrEnum):
    """The reasons of the rule, in the order in which they are listed."""

    A1 = "A1"
    A2 = "A2"
    A3 = "A3"
    B1 = "B1"
    B2 = "B2"
    B3 = "B3"
    B4 = "B4"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"


LEVEL_OF_REASON = {"A": Level.VERY_HIGH, "B": Level.HIGH, "C": Level.WATCH, "D": Level.WATCH}
"""The level that a reason asks for, by its letter."""

RANK = {Level.CALM: 1, Level.WATCH: 2, Level.HIGH: 3, Level.VERY_HIGH: 4}
"""The order of the levels that problems make; no_data and stale stand outside it."""

PROBLEM_REASONS = frozenset(
    {ReasonCode.A1, ReasonCode.A3, ReasonCode.B1, ReasonCode.B3, ReasonCode.C1}
)
DATA_REASONS = frozenset(code for code in ReasonCode if code.startswith("D"))


@dataclass(frozen=True)
class Reason:
    """A reason that holds, and the records behind it.

    `issues` are tickets, worst first; `meetings` the keys of C3's meetings, oldest first.
    `days`: longest lateness (A2 B2 C2), or days since the latest contact (D1 D2) or the
    latest community meeting (D4). `day`: that contact or meeting, or the first of C3's
    meetings; None where there never was one. `cycle`: the report cycle in days (D1).
    `limit`: the setting that the reason was measured by, in days (B2, D5) or issues (A3, B3).
    D5: `named` of `villages` were named in the window, `needed` more would do, `missing`
    are codes of villages not named, in code order.
    """

    code: ReasonCode
    issues: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    days: int | None = None
    day: date | None = None
    cycle: int | None = None
    limit: int | None = None
    named: int | None = None
    villages: int | None = None
    needed: int | None = None
    missing: tuple[str, ...] = ()

    @property
    def level(self) -> Level:
        """The level that this reason asks for."""
        return LEVEL_OF_REASON[self.code[0]]


@dataclass(frozen=True)
class Status:
    """The computed status of one kecamatan on one day.

    `open_issues` and `late` count issues; `severe` those open with s of 3 or more;
    `longest_late` is in days, 0 when none is late; `last_contact` None: never.
    """

    sub_district: str
    level: Level
    hatched: bool
    freshness: Freshness
    reasons: tuple[Reason, ...]
    driver: Driver | None
    open_issues: int
    late: int
    severe: int
    longest_late: int
    last_contact: date | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the reasons that hold, in order."""
        return tuple(reason.code.value for reason in self.reasons)


def compute(area: AreaFacts, day: date, rules: Rules) -> Status:
    """The status of a kecamatan at the end of a day, with all reasons that hold.

    By the settings in force on that day.
    """
    now = rules.on(day)
    pieces = [p for p in area.pieces(now.thresholds) if p.begins <= day < p.ends]
    pieces.sort(key=lambda p: (-p.s, p.due, p.issue))
    last_contact = _latest(area.contact_days, day)
    freshness = _freshness(last_contact, day, now)
    reasons = (
        *_issue_reasons(pieces, day, now),
        *_meeting_reason(area, day, now),
        *_data_reasons(area, last_contact, freshness, day, now),
    )
    reasons = tuple(sorted(reasons, key=lambda reason: reason.code))
    level, hatched = _level(reasons, freshness)
    lateness = [(day - p.due).days for p in pieces if p.due < day]
    return Status(
        sub_district=area.sub_district,
        level=level,
        hatched=hatched,
        freshness=freshness,
        reasons=reasons,
        driver=_driver(reasons, level),
        open_issues=len(pieces),
        late=len(lateness),
        severe=sum(p.s >= Severity.HIGH for p in pieces),
        longest_late=max(lateness, default=0),
        last_contact=last_contact,
    )


def _latest(days: Sequence[date], day: date) -> date | None:
    """The last of the ordered days that is on or before a day."""
    index = bisect_right(days, day)
    return days[index - 1] if index else None


def _freshness(last_contact: date | None, day: date, rules: DayRules) -> Freshness:
    """Current up to one report cycle of age, ageing up to two, stale beyond."""
    if last_contact is None:
        return Freshness.NONE
    age = rules.contact_meter.units(last_contact, day)
    if age <= rules.contact_meter.unit:
        return Freshness.CURRENT
    if age <= 2 * rules.contact_meter.unit:
        return Freshness.AGEING
    return Freshness.STALE


def _issue_reasons(pieces: Sequence[OpenPiece], day: date, rules: DayRules) -> Iterator[Reason]:
    """The reasons A, B and C that open issues make; `pieces` come worst first."""
    thresholds = rules.thresholds
    high = [p for p in pieces if p.s >= Severity.HIGH]
    medium = [p for p in pieces if p.s >= Severity.MEDIUM]
    late = [p for p in pieces if p.due < day]
    late_in_critical = [
        p for p in high if p.due < day and rules.calendar.critical_day_in(p.due, day)
    ]
    grace = thresholds.grace
    found: dict[ReasonCode, list[OpenPiece]] = {
        ReasonCode.A1: [p for p in high if p.s == Severity.CRITICAL],
        ReasonCode.A2: late_in_critical,
        ReasonCode.A3: high if len(high) >= thresholds.many_high else [],
        ReasonCode.B1: high,
        ReasonCode.B2: [p for p in medium if (day - p.due).days > thresholds.long_overdue],
        ReasonCode.B3: medium if len(medium) >= thresholds.many_open else [],
        ReasonCode.B4: [p for p in medium if p.reopened],
        ReasonCode.C1: medium,
        ReasonCode.C2: late,
        ReasonCode.C4: [p for p in pieces if p.without_due and (day - p.reported_on).days > grace],
    }
    limits = {
        ReasonCode.A3: thresholds.many_high,
        ReasonCode.B2: thresholds.long_overdue,
        ReasonCode.B3: thresholds.many_open,
    }
    for code, behind in found.items():
        if behind:
            longest = max((day - p.due).days for p in behind)
            yield Reason(
                code,
                issues=tuple(p.issue for p in behind),
                days=longest if code in _SAYS_LATENESS else None,
                limit=limits.get(code),
            )


_SAYS_LATENESS = frozenset({ReasonCode.A2, ReasonCode.B2, ReasonCode.C2})


def _meeting_reason(area: AreaFacts, day: date, rules: DayRules) -> Iterator[Reason]:
    """C3: follow-up was promised, and the inputs are not there when the grace is over."""
    behind = sorted(
        (meeting.held_on, meeting.meeting)
        for meeting in area.meetings
        if meeting.promised
        and (day - meeting.held_on).days > rules.thresholds.grace
        and (
            meeting.inputs_as_of(day) == Inputs.NOT_RECORDED
            or (
                meeting.inputs_as_of(day) == Inputs.ITEMISED
                and (meeting.first_named_on is None or meeting.first_named_on > day)
            )
        )
    )
    if behind:
        yield Reason(ReasonCode.C3, meetings=tuple(key for _, key in behind), day=behind[0][0])


def _data_reasons(
    area: AreaFacts, last_contact: date | None, freshness: Freshness, day: date, rules: DayRules
) -> Iterator[Reason]:
    """D1 to D5: how old the contacts are, and how many villages were heard."""
    if last_contact is None:
        yield Reason(ReasonCode.D3)
        return
    since = (day - last_contact).days
    if freshness is Freshness.AGEING:
        cycle = rules.thresholds.report_cycle[rules.calendar.tempo(day)]
        yield Reason(ReasonCode.D1, days=since, day=last_contact, cycle=cycle)
    elif freshness is Freshness.STALE:
        yield Reason(ReasonCode.D2, days=since, day=last_contact)
    last_meeting = _latest(area.meeting_days, day)
    meter = rules.meeting_meter
    if last_meeting is None:
        yield Reason(ReasonCode.D4)
    elif meter.units(last_meeting, day) > meter.unit:
        yield Reason(ReasonCode.D4, days=(day - last_meeting).days, day=last_meeting)
    yield from _coverage_reason(area, day, rules)


def _coverage_reason(area: AreaFacts, day: date, rules: DayRules) -> Iterator[Reason]:
    """D5: too few villages named at community meetings of the window, or none known."""
    thresholds = rules.thresholds
    named = {
        village
        for meeting in area.meetings
        if 0 <= (day - meeting.held_on).days < thresholds.coverage_window
        for village in meeting.villages & area.villages
    }
    least = thresholds.least_share * len(area.villages)
    if not area.villages or len(named) < least:
        yield Reason(
            ReasonCode.D5,
            limit=thresholds.coverage_window,
            named=len(named),
            villages=len(area.villages),
            needed=-(-least.numerator // least.denominator) - len(named),
            missing=tuple(sorted(area.villages - named)),
        )


def _level(reasons: Iterable[Reason], freshness: Freshness) -> tuple[Level, bool]:
    """The level shown, and whether it is hatched as stale."""
    problems = [reason.level for reason in reasons if reason.code not in DATA_REASONS]
    worst_problem = max(problems, key=RANK.__getitem__, default=Level.CALM)
    if freshness in (Freshness.NONE, Freshness.STALE):
        if worst_problem is not Level.CALM:
            return worst_problem, True
        return (Level.NO_DATA if freshness is Freshness.NONE else Level.STALE), False
    levels = [reason.level for reason in reasons]
    return max(levels, key=RANK.__getitem__, default=Level.CALM), False


def _driver(reasons: Iterable[Reason], level: Level) -> Driver | None:
    """What the worst reasons are about; a problem is named before a lapse before data."""
    codes = [reason.code for reason in reasons if reason.level is level]
    if not codes:
        return None if level is Level.CALM else Driver.DATA
    if any(code in PROBLEM_REASONS for code in codes):
        return Driver.PROBLEM
    if any(code not in DATA_REASONS for code in codes):
        return Driver.FOLLOW_UP
    return Driver.DATA


_ATTENTION = {
    Level.VERY_HIGH: 4.0,
    Level.HIGH: 3.0,
    Level.NO_DATA: 2.5,
    Level.STALE: 2.5,
    Level.WATCH: 2.0,
    Level.CALM: 1.0,
}


def attention(status: Status) -> tuple[float, int, int, bool, str]:
    """A sort key, first what to look at first.

    Hatched counts at least as much as unknown; within one: more open issues with s of 3
    or more first, then the longest late, then known problems before the unknown.
    """
    weight = _ATTENTION[status.level]
    if status.hatched:
        weight = max(weight, _ATTENTION[Level.STALE])
    return (
        -weight,
        -status.severe,
        -status.longest_late,
        not status.hatched,
        status.sub_district,
    )
