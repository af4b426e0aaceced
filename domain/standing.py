"""Where an issue stands after its events: state, open or closed, severity, due day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain.records import EventFacts, IssueFacts
from domain.thresholds import Thresholds
from domain.vocabulary import CATEGORY_RULES, Category, EventKind, Kind, Route, State

SETS_STATE: dict[str, State] = {
    EventKind.ASSIGNED: State.ASSIGNED,
    EventKind.IN_PROGRESS: State.IN_PROGRESS,
    EventKind.REFERRED: State.REFERRED,
    EventKind.ANSWERED: State.ANSWERED,
    EventKind.SETTLED: State.SETTLED,
    EventKind.CLAIMED: State.CLAIMED,
    EventKind.VERIFIED: State.VERIFIED,
    EventKind.REJECTED: State.ASSIGNED,
    EventKind.REOPENED: State.ASSIGNED,
    EventKind.UNABLE: State.UNABLE,
    EventKind.MERGED: State.MERGED,
    EventKind.WITHDRAWN: State.WITHDRAWN,
}
"""The state after an event. `triaged` sets its own only from recorded; the rest set none."""

CLOSED_STATES = frozenset({State.VERIFIED, State.SETTLED, State.MERGED, State.WITHDRAWN})

HANDED_OVER_TO: dict[str, str] = {
    Category.ELECTION_VIOLATION: "bawaslu",
    Category.NEUTRALITY: "bawaslu",
    Category.POLICE_SERVICE: "siwas",
}
"""Where an issue of a category is no longer the police command's to answer."""

KEEPS_HANDED_OVER = frozenset({EventKind.RECEIPT, EventKind.ANSWERED, EventKind.REPORTED_BACK})
FINISHED_STATES = frozenset({State.VERIFIED, State.SETTLED, State.UNABLE})

REFER_CATEGORIES = frozenset(c for c, rule in CATEGORY_RULES.items() if rule.route is Route.REFER)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an issue stands after some of its events.

    `severity` is the stored one: of the last event that carries one, else the issue's
    own. `reopened`: at any time from verified, settled or unable. `owner` is the unit of
    the last assigned that names one; None leaves it to the kecamatan's sector.
    """

    state: State = State.RECORDED
    severity: int | None = None
    owner: str | None = None
    told_back: bool = False
    reopened: bool = False
    referred_away: bool = False
    handed_over: bool = False

    @property
    def closed(self) -> bool:
        """Closed by the rule of the status: nothing more is owed on it."""
        return (
            self.state in CLOSED_STATES
            or (self.state is State.UNABLE and self.told_back)
            or self.handed_over
        )


def advance(standing: Standing, event: EventFacts, category: str) -> Standing:
    """The standing after one more event, whether or not the event was allowed."""
    state = SETS_STATE.get(event.event, standing.state)
    if event.event == EventKind.TRIAGED and standing.state is State.RECORDED:
        state = State.TRIAGED
    referred_away, handed_over = _hand_over(standing, event, category)
    told_back = event.event == EventKind.TOLD_BACK or (
        standing.told_back and state is State.UNABLE and event.event != EventKind.UNABLE
    )
    return Standing(
        state=state,
        severity=standing.severity if event.severity is None else event.severity,
        owner=event.unit
        if event.event == EventKind.ASSIGNED and event.unit is not None
        else standing.owner,
        told_back=told_back,
        reopened=standing.reopened
        or (event.event == EventKind.REOPENED and standing.state in FINISHED_STATES),
        referred_away=referred_away,
        handed_over=handed_over,
    )


def _hand_over(standing: Standing, event: EventFacts, category: str) -> tuple[bool, bool]:
    """Whether the issue lies with the body that must take it, and whether that took it.

    It is handed over from the receipt on, until anything but a further receipt, an answer
    or a report back follows. A triage between referral and receipt takes nothing back.
    """
    if event.event == EventKind.REFERRED:
        return HANDED_OVER_TO.get(category, "") == event.unit, False
    if event.event == EventKind.RECEIPT:
        return standing.referred_away, standing.referred_away
    if event.event in KEEPS_HANDED_OVER:
        return standing.referred_away, standing.handed_over
    if event.event == EventKind.TRIAGED and not standing.handed_over:
        return standing.referred_away, False
    return False, False


def standings(issue: IssueFacts) -> Iterator[Standing]:
    """The standing before any event, then after each of them in order."""
    standing = Standing(severity=issue.severity)
    yield standing
    for event in issue.events:
        standing = advance(standing, event, issue.category)
        yield standing


def standing_on(issue: IssueFacts, day: date) -> Standing:
    """The standing at the end of a day."""
    standing = Standing(severity=issue.severity)
    for event in issue.until(day):
        standing = advance(standing, event, issue.category)
    return standing


def is_open(issue: IssueFacts, standing: Standing) -> bool:
    """Whether the issue is open: not an appreciation, and not closed."""
    return issue.kind != Kind.APPRECIATION and not standing.closed


def effective_severity(
    issue: IssueFacts, standing: Standing, day: date, thresholds: Thresholds
) -> int:
    """The s of the rule: the stored severity, or what stands in for it, within its bounds.

    While nobody assessed it: 1 up to and including the grace, then 2. At most 1 for a
    suggestion or a question, and while referred or answered for a category that somebody
    else acts on. At least 3 for intimidation, whatever else holds.
    """
    if standing.severity is not None:
        s = standing.severity
    else:
        s = 1 if (day - issue.reported_on).days <= thresholds.grace else 2
    if issue.kind in (Kind.SUGGESTION, Kind.QUESTION) or (
        issue.category in REFER_CATEGORIES and standing.state in (State.REFERRED, State.ANSWERED)
    ):
        s = min(s, 1)
    if issue.category == Category.INTIMIDATION:
        s = max(s, 3)
    return s


@dataclass(frozen=True, slots=True)
class Due:
    """When an issue is due. `date_set` is the due date itself, None where none is set.

    `without`: since the anchor neither a due date, nor a referral with one, nor an answer.
    """

    due: date
    date_set: date | None
    without: bool


SETS_DUE_DATE = frozenset({EventKind.ASSIGNED, EventKind.REJECTED, EventKind.REOPENED})
MOVES_ANCHOR = frozenset({EventKind.REJECTED, EventKind.REOPENED})


def due_of(issue: IssueFacts, events: Sequence[EventFacts], s: int, thresholds: Thresholds) -> Due:
    """Walk along the events to the day on which the issue is due, for the s of a day."""
    allowance = timedelta(days=thresholds.due_in(issue.category, s))
    confirmation = timedelta(days=thresholds.confirmation)
    anchor, date_set, given_in_time = issue.reported_on, None, False
    due = anchor + allowance
    referred = referred_in_time = referral_dated = answered = False
    for event in events:
        day = event.occurred_on
        if event.event in MOVES_ANCHOR or (event.event == EventKind.ASSIGNED and referred_in_time):
            anchor, date_set, given_in_time = day, None, False
            due = anchor + allowance
            referred = referred_in_time = referral_dated = answered = False
        if event.event in SETS_DUE_DATE:
            if date_set is None and event.due_on is not None:
                date_set = event.due_on
                given_in_time = day <= anchor + allowance
            due = date_set if date_set is not None and given_in_time else anchor + allowance
        elif event.event == EventKind.REFERRED:
            referral_dated = referral_dated or event.due_on is not None
            if not referred:
                referred, referred_in_time = True, day <= due
                if referred_in_time:
                    due = event.due_on or day + timedelta(days=thresholds.referral_due)
        elif event.event == EventKind.CLAIMED or (
            event.event == EventKind.ANSWERED and not answered
        ):
            answered = answered or event.event == EventKind.ANSWERED
            if day <= due:
                due = max(due, day + confirmation)
    return Due(due, date_set, date_set is None and not referral_dated and not answered)
