"""The figures of a scope as of a day: what was promised, kept, owed, told and known."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import ceil
from statistics import median

from domain.calendar import StageFacts, stage_days
from domain.coverage import (
    WINDOW,
    days_current,
    inputs_itemised,
    reported_back,
    share_of,
    villages_covered,
)
from domain.ledger import Ledger, Position, Positions, positions
from domain.measures import Ratio, Why
from domain.promises import PromiseFigures, promise_figures
from domain.standing import Standing
from domain.vocabulary import EventKind, State

ACTION_AFTER = 14
"""Days that an issue is old before its first action is looked for."""

REOPEN_WINDOW = 90
NOT_ASKED = frozenset({"bawaslu", "siwas"})
"""They answer to nobody here: a referral to them waits for a receipt, not for an answer."""

FIRST_ACTIONS = frozenset(
    {
        EventKind.IN_PROGRESS,
        EventKind.REFERRED,
        EventKind.SETTLED,
        EventKind.CLAIMED,
        EventKind.VERIFIED,
        EventKind.UNABLE,
    }
)


@dataclass(frozen=True, slots=True)
class Overdue:
    """Open issues past their due day; days late are None when there are none."""

    count: int
    median_days: float | None
    longest_days: int | None

    @property
    def why(self) -> Why | None:
        """Why there are no days; None when there are."""
        return None if self.count else Why.NO_CASES


@dataclass(frozen=True, slots=True)
class FirstAction:
    """Days until half of `n` issues had a first action; `without` had none.

    `days` is None when there are no issues, or while fewer than half had one.
    """

    days: int | None
    n: int
    without: int

    @property
    def why(self) -> Why | None:
        """Why there is no value; None when there is one."""
        if self.days is not None:
            return None
        return Why.NOT_REACHED if self.n else Why.NO_CASES


@dataclass(frozen=True, slots=True)
class Indicators:
    """Every figure of a scope as of a day."""

    promises: PromiseFigures
    closed_without_outcome: int
    severity_lowered: int
    overdue: Overdue
    no_due_date: int
    first_action: FirstAction
    reported_back: Ratio
    waiting_for_meeting: int
    inputs_itemised: Ratio
    villages_covered: Ratio
    days_current: Ratio
    reopened: Ratio
    referrals_answered: Ratio


def indicators(ledger: Ledger, day: date) -> Indicators:
    """Work out every figure over the records of a ledger, as of the end of a day."""
    found = positions(ledger, day)
    told, waiting = reported_back(found)
    return Indicators(
        promises=promise_figures(found.all, found),
        closed_without_outcome=len(left_without_outcome(found)),
        severity_lowered=len(severity_lowered(found)),
        overdue=overdue(found.all, found),
        no_due_date=no_due_date(found),
        first_action=first_action(found),
        reported_back=told,
        waiting_for_meeting=waiting,
        inputs_itemised=inputs_itemised(ledger, day),
        villages_covered=villages_covered(ledger, day),
        days_current=days_current(ledger, day),
        reopened=share_of(first_verified(found)),
        referrals_answered=share_of(referrals_due(found)),
    )


def overdue(issues: Iterable[Position], found: Positions) -> Overdue:
    """Open issues that have a due date and are late.

    Unlike the board's `late`, those without a due date are counted apart.
    """
    late: list[int] = []
    for position in issues:
        if position.is_open:
            due = position.due(found.thresholds)
            if not due.without and due.due < found.day:
                late.append((found.day - due.due).days)
    if not late:
        return Overdue(0, None, None)
    return Overdue(len(late), median(late), max(late))


def no_due_date(found: Positions) -> int:
    """Open issues to which nobody has given a due date."""
    return sum(p.is_open and p.due(found.thresholds).without for p in found.all)


def _in_window(day: date, found: Positions) -> bool:
    return 0 <= (found.day - day).days < WINDOW


def left_without_outcome(found: Positions) -> list[str]:
    """The issues that left by a soft way out in the last 30 days and are still out."""
    left = []
    for position in found.all:
        closed_on = None
        steps = zip(pairwise(position.path), position.issue.events, strict=True)
        for (before, after), event in steps:
            if _without_outcome(after) and not _without_outcome(before):
                closed_on = event.occurred_on
        if (
            closed_on is not None
            and _without_outcome(position.standing)
            and _in_window(closed_on, found)
        ):
            left.append(position.issue.issue)
    return left


def _without_outcome(standing: Standing) -> bool:
    """Merged, withdrawn, handed over, or unable and told back."""
    return standing.closed and standing.state not in (State.VERIFIED, State.SETTLED)


def severity_lowered(found: Positions) -> list[str]:
    """The issue of each event of the last 30 days with a severity below the one before."""
    return [
        position.issue.issue
        for position in found.all
        for before, event in zip(position.path[:-1], position.issue.events, strict=True)
        if event.severity is not None
        and before.severity is not None
        and event.severity < before.severity
        and _in_window(event.occurred_on, found)
    ]


def first_actions(found: Positions) -> list[tuple[str, int | None]]:
    """Issues with the days until somebody did something; None where nobody did.

    Issues younger than 14 days, merged or withdrawn are left out.
    """
    last = found.day - timedelta(days=ACTION_AFTER)
    waits: list[tuple[str, int | None]] = []
    for position in found.all:
        issue = position.issue
        if issue.reported_on > last or position.standing.state in (State.MERGED, State.WITHDRAWN):
            continue
        acted_on = next((e.occurred_on for e in issue.events if e.event in FIRST_ACTIONS), None)
        days = None if acted_on is None else (acted_on - issue.reported_on).days
        waits.append((issue.issue, days))
    return waits


def first_action(found: Positions) -> FirstAction:
    """How long half of the issues waited until somebody did something.

    The value at position ⌈n/2⌉ of the sorted waits, an issue without an action counting
    as an endless one.
    """
    every = [days for _, days in first_actions(found)]
    waits = sorted(days for days in every if days is not None)
    n = len(every)
    place = ceil(n / 2)
    days = waits[place - 1] if n and place <= len(waits) else None
    return FirstAction(days, n, n - len(waits))


def first_verified(found: Positions) -> list[tuple[str, bool]]:
    """The issues first verified 90 or more days ago; whether reopened within 90 days."""
    last = found.day - timedelta(days=REOPEN_WINDOW)
    verified = []
    for position in found.all:
        events = position.issue.events
        first = next((i for i, e in enumerate(events) if e.event == EventKind.VERIFIED), None)
        if first is None or events[first].occurred_on > last:
            continue
        until = events[first].occurred_on + timedelta(days=REOPEN_WINDOW)
        again = any(
            event.event == EventKind.REOPENED and event.occurred_on <= until
            for event in events[first + 1 :]
        )
        verified.append((position.issue.issue, again))
    return verified


def referrals_due(found: Positions) -> list[tuple[str, bool]]:
    """The issue of each referral whose reply was due by the day; whether it was answered later."""
    return [
        (
            position.issue.issue,
            any(e.event == EventKind.ANSWERED for e in position.issue.events[index + 1 :]),
        )
        for position in found.all
        for index, event in enumerate(position.issue.events)
        if event.event == EventKind.REFERRED
        and event.unit not in NOT_ASKED
        and event.due_on is not None
        and event.due_on <= found.day
    ]


@dataclass(frozen=True, slots=True)
class StageFigures:
    """The issues reported in a stage. Stages overlap: their counts never sum.

    `days` are the stage's up to the day, `rate` the issues per 30 of them, None before
    the first, so that a one-day and a sixty-day stage can be compared.
    """

    stage: StageFacts
    issues: int
    days: int
    rate: float | None
    promises_kept: Ratio
    overdue: Overdue


def by_stage(ledger: Ledger, day: date) -> list[StageFigures]:
    """The figures of every stage whose start and end are known, in code order."""
    found = positions(ledger, day)
    return [
        _stage_figures(stage, [p for p in found.all if stage.runs_on(p.issue.reported_on)], found)
        for stage in ledger.rules.calendar.stages
        if stage.dated
    ]


def _stage_figures(stage: StageFacts, issues: Sequence[Position], found: Positions) -> StageFigures:
    days = stage_days(stage, found.day)
    return StageFigures(
        stage=stage,
        issues=len(issues),
        days=days,
        rate=30 * len(issues) / days if days else None,
        promises_kept=promise_figures(issues, found).kept,
        overdue=overdue(issues, found),
    )
