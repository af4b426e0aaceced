"""How complete the records are: who was met, told back, listed, and heard from lately."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from domain.area import AreaFacts, Rules
from domain.ledger import HeldMeeting, Ledger, Positions
from domain.measures import Ratio
from domain.records import IssueFacts
from domain.vocabulary import EventKind, Kind, StakeholderGroup

WINDOW = 30
"""Days that the figures of a window look back."""

TELLS = frozenset(
    {
        EventKind.REPORTED_BACK,
        EventKind.SETTLED,
        EventKind.VERIFIED,
        EventKind.REJECTED,
        EventKind.TOLD_BACK,
    }
)
"""Events by which those who raised an issue heard what came of it."""


def reported_back(found: Positions) -> tuple[Ratio, int]:
    """Of the issues raised at a meeting: told at the next one / had a next one, and waiting."""
    raised = told_at_next(found)
    return share_of(raised), sum(told is None for _, told in raised)


def told_at_next(found: Positions) -> list[tuple[str, bool | None]]:
    """The issues raised at a meeting; whether they were told at the next, None before that.

    The next one is the first later community meeting of the kecamatan; where it and the
    issue both name villages, it must name the issue's.
    """
    by_area = _by_area(found.meetings.values())
    raised: list[tuple[str, bool | None]] = []
    for position in found.all:
        issue = position.issue
        meeting = found.meetings.get(issue.meeting or "")
        if meeting is None or issue.kind == Kind.AGREEMENT:
            continue
        following = next_meeting(issue, meeting.held_on, by_area)
        told = following is not None and any(
            event.meeting == following.meeting and event.event in TELLS for event in issue.events
        )
        raised.append((issue.issue, None if following is None else told))
    return raised


def share_of(cases: Iterable[tuple[str, bool | None]]) -> Ratio:
    """How many of the cases hold, of those that are decided."""
    decided = [holds for _, holds in cases if holds is not None]
    return Ratio(sum(decided), len(decided))


def _by_area(meetings: Iterable[HeldMeeting]) -> dict[str, list[HeldMeeting]]:
    """The community meetings that cover each kecamatan, in order of day, then of key."""
    found: dict[str, list[HeldMeeting]] = defaultdict(list)
    for meeting in sorted(meetings, key=attrgetter("held_on", "meeting")):
        if meeting.community:
            for code in meeting.sub_districts:
                found[code].append(meeting)
    return found


def next_meeting(
    issue: IssueFacts, after: date, by_area: Mapping[str, Sequence[HeldMeeting]]
) -> HeldMeeting | None:
    """The first community meeting after a day at which an issue could be reported back."""
    meetings = by_area.get(issue.sub_district or "", ())
    start = bisect_right(meetings, after, key=attrgetter("held_on"))
    for meeting in meetings[start:]:
        if not issue.village or not meeting.villages or issue.village in meeting.villages:
            return meeting
    return None


def inputs_itemised(ledger: Ledger, day: date) -> Ratio:
    """Community meetings whose inputs were listed, or nil, by the day / those held."""
    meetings = ledger.community_meetings(day)
    return Ratio(sum(meeting.inputs_listed(day) for meeting in meetings), len(meetings))


def villages_covered(ledger: Ledger, day: date) -> Ratio:
    """Villages named at community meetings of the coverage window / villages."""
    villages = {code for area in ledger.areas for code in area.villages}
    window = ledger.rules.on(day).thresholds.coverage_window
    named = {
        code
        for meeting in ledger.community_meetings(day)
        if (day - meeting.held_on).days < window
        for code in meeting.villages
    }
    return Ratio(len(villages & named), len(villages))


def days_current(ledger: Ledger, day: date) -> Ratio:
    """Area-days of the last 30 whose freshness, as of that day, was current / area-days."""
    days = [day - timedelta(days=n) for n in range(WINDOW)]
    current = sum(_is_current(area, on, ledger.rules) for area in ledger.areas for on in days)
    return Ratio(current, len(days) * len(ledger.areas))


def _is_current(area: AreaFacts, day: date, rules: Rules) -> bool:
    index = bisect_right(area.contact_days, day)
    if not index:
        return False
    meter = rules.on(day).contact_meter
    return meter.units(area.contact_days[index - 1], day) <= meter.unit


@dataclass(frozen=True, slots=True)
class HeardFrom:
    """When a stakeholder group was last present at a meeting covering a kecamatan.

    None: never, as far as the records go.
    """

    sub_district: str
    group: StakeholderGroup
    last_on: date | None
    days: int | None


def heard_from(
    sub_districts: Iterable[str], meetings: Iterable[HeldMeeting], day: date
) -> list[HeardFrom]:
    """Every kecamatan × stakeholder group, in the order of both; meetings of officials too."""
    last: dict[tuple[str, str], date] = {}
    for meeting in meetings:
        if meeting.held_on <= day:
            for code in meeting.sub_districts:
                for group in meeting.groups:
                    last[code, group] = max(
                        last.get((code, group), meeting.held_on), meeting.held_on
                    )
    found = []
    for code in sub_districts:
        for group in StakeholderGroup:
            on = last.get((code, group))
            days = None if on is None else (day - on).days
            found.append(HeardFrom(code, group, on, days))
    return found
