"""Which promises were kept: what was promised, until when, and what came of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from domain.ledger import Position, Positions
from domain.measures import Ratio
from domain.standing import SETS_DUE_DATE
from domain.vocabulary import EventKind, State


class Outcome(StrEnum):
    """What the records show of a promise that has matured."""

    KEPT = "kept"
    KEPT_LATE = "kept_late"
    AWAITING = "awaiting"
    UNABLE_TOLD = "unable_told"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True)
class Promise:
    """A promised issue: by which day, and what came of it (None: not matured yet).

    `outcome` is NOT_KEPT where no record shows that it was kept.
    """

    issue: str
    promised_for: date
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class PromiseFigures:
    """The matured promises by what came of them, and beside them two soft ways out.

    `kept` counts the kept of the matured, with its upper bound. `withdrawn` and `settled`
    count issues in that state, promised or not.
    """

    kept: Ratio
    kept_late: int
    awaiting: int
    unable_told: int
    not_kept: int
    withdrawn: int
    settled: int


def promised_for(position: Position, found: Positions) -> date:
    """The day a promise is measured by: the very first due date, else the default one.

    A later date never replaces the first, so that moving it does not keep a promise.
    """
    for event in position.issue.events:
        if event.event in SETS_DUE_DATE and event.due_on is not None:
            return event.due_on
    days = found.thresholds.due_in(position.issue.category, position.s)
    return position.issue.reported_on + timedelta(days=days)


def promise_of(position: Position, found: Positions) -> Promise | None:
    """What was promised on an issue and what came of it; None where nothing stands promised.

    Promised is what was assigned, or raised at a meeting with promise, unless it was
    settled on the spot, withdrawn, or handed over to the body that must take it. A merged
    issue shares the fate of the one it went into, measured by its own day.
    """
    fate = found.fate(position)
    standing = fate.standing
    if standing.handed_over or standing.state in (State.SETTLED, State.WITHDRAWN):
        return None
    meeting = found.meetings.get(position.issue.meeting or "")
    if not (meeting is not None and meeting.promised) and not any(
        event.event == EventKind.ASSIGNED for event in position.issue.events
    ):
        return None
    until = promised_for(position, found)
    matured = until < found.day or standing.state is State.VERIFIED
    outcome = _outcome(fate, position.issue.reported_on, until) if matured else None
    return Promise(position.issue.issue, until, outcome)


def _outcome(fate: Position, reported_on: date, until: date) -> Outcome:
    standing = fate.standing
    if standing.state is State.VERIFIED:
        # What was claimed before this issue was reported cannot have been for it.
        claims = [
            event.occurred_on
            for event in fate.issue.events
            if event.event == EventKind.CLAIMED and event.occurred_on >= reported_on
        ]
        kept = bool(claims) and claims[-1] <= until and not standing.reopened
        return Outcome.KEPT if kept else Outcome.KEPT_LATE
    if standing.state is State.CLAIMED:
        return Outcome.AWAITING
    if standing.state is State.UNABLE and standing.told_back:
        return Outcome.UNABLE_TOLD
    return Outcome.NOT_KEPT


def promise_figures(issues: Iterable[Position], found: Positions) -> PromiseFigures:
    """The promises of some issues by what came of them."""
    outcomes: Counter[Outcome] = Counter()
    states: Counter[State] = Counter()
    for position in issues:
        states[position.standing.state] += 1
        promise = promise_of(position, found)
        if promise is not None and promise.outcome is not None:
            outcomes[promise.outcome] += 1
    return PromiseFigures(
        kept=Ratio(outcomes[Outcome.KEPT], outcomes.total(), outcomes[Outcome.AWAITING]),
        kept_late=outcomes[Outcome.KEPT_LATE],
        awaiting=outcomes[Outcome.AWAITING],
        unable_told=outcomes[Outcome.UNABLE_TOLD],
        not_kept=outcomes[Outcome.NOT_KEPT],
        withdrawn=states[State.WITHDRAWN],
        settled=states[State.SETTLED],
    )
