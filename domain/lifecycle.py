"""Life of an issue: which event may follow which, and what makes a history not allowed.

The table `ALLOWED_IN` is the one source of what may happen; checks, buttons and the
documentation are drawn from it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.records import EventFacts, IssueFacts
from domain.standing import Standing, advance, effective_severity, is_open, standing_on
from domain.thresholds import DEFAULTS
from domain.vocabulary import Category, EventKind, Kind, Severity, State

_BEFORE_WORK = frozenset({State.RECORDED, State.TRIAGED})
_AT_WORK = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED})
_BEFORE_CLAIM = _BEFORE_WORK | _AT_WORK | {State.REFERRED}
_ALL_BUT_RECORDED = frozenset(State) - {State.RECORDED}
_WHILE_OPEN = frozenset(State)
"""Events allowed in any state, as long as the issue is open."""

NEEDS_OPEN = frozenset({EventKind.TRIAGED, EventKind.MERGED, EventKind.WITHDRAWN})

ALLOWED_IN: dict[EventKind, frozenset[State]] = {
    EventKind.TRIAGED: _WHILE_OPEN,
    EventKind.ASSIGNED: _BEFORE_CLAIM | {State.UNABLE},
    EventKind.IN_PROGRESS: _AT_WORK,
    EventKind.REFERRED: _BEFORE_CLAIM,
    EventKind.RECEIPT: frozenset({State.REFERRED, State.ANSWERED}),
    EventKind.ANSWERED: frozenset({State.REFERRED, State.ANSWERED}),
    EventKind.SETTLED: _BEFORE_WORK,
    EventKind.CLAIMED: _AT_WORK,
    EventKind.VERIFIED: frozenset({State.CLAIMED}),
    EventKind.REJECTED: frozenset({State.CLAIMED}),
    EventKind.REOPENED: frozenset(
        {State.VERIFIED, State.SETTLED, State.UNABLE, State.MERGED, State.WITHDRAWN}
    ),
    EventKind.UNABLE: _BEFORE_CLAIM,
    EventKind.TOLD_BACK: frozenset({State.UNABLE}),
    EventKind.REPORTED_BACK: _ALL_BUT_RECORDED,
    EventKind.MERGED: _WHILE_OPEN - {State.CLAIMED},
    EventKind.WITHDRAWN: _WHILE_OPEN,
}
"""The states in which an event may happen."""

REOPEN_WITHIN_DAYS = 90
SETTLED_KINDS = frozenset({Kind.QUESTION, Kind.SUGGESTION, Kind.INFORMATION})
NEVER_SETTLED = frozenset(
    {
        Category.INTIMIDATION,
        Category.POLICE_SERVICE,
        Category.NEUTRALITY,
        Category.ELECTION_VIOLATION,
    }
)
VERIFIED_BY_SIWAS = frozenset({Category.INTIMIDATION, Category.POLICE_SERVICE})
SIWAS = "siwas"


@dataclass(frozen=True)
class Breach:
    """An event that may not stand where it stands.

    `index` is its place among the issue's events, from 0; `code` names the sentence
    `fault.<code>`; `column` the cell that is wrong; `expected` what would be right.
    """

    index: int
    code: str
    column: str
    expected: str


@dataclass
class _Walk:
    """The issue as it stood before the event that is being checked."""

    issue: IssueFacts
    standing: Standing
    verified_on: date | None = None
    claimant: str | None = None
    highest_since_claim: int = 0

    def s_on(self, day: date) -> int:
        return effective_severity(self.issue, self.standing, day, DEFAULTS)


def breaches(issue: IssueFacts, issues: Mapping[str, IssueFacts]) -> Iterator[Breach]:
    """Every event of an issue that the life of an issue does not allow.

    `issues` maps the key of every issue of the ledger to it; a merge is checked against
    the one that it names. A gap (something that an event should carry and does not) is
    no breach, but for a withdrawal's group.
    """
    walk = _Walk(issue, Standing(severity=issue.severity))
    for index, event in enumerate(issue.events):
        for code, column, expected in _faults_of(walk, event, issues):
            yield Breach(index, code, column, expected)
        _take(walk, event)


def _take(walk: _Walk, event: EventFacts) -> None:
    walk.standing = advance(walk.standing, event, walk.issue.category)
    if event.event == EventKind.VERIFIED:
        walk.verified_on = event.occurred_on
    if event.event == EventKind.CLAIMED:
        walk.claimant = event.unit
        walk.highest_since_claim = 0
    walk.highest_since_claim = max(walk.highest_since_claim, walk.s_on(event.occurred_on))


_Found = Iterator[tuple[str, str, str]]


def _faults_of(walk: _Walk, event: EventFacts, issues: Mapping[str, IssueFacts]) -> _Found:
    kind = EventKind(event.event)
    if event.occurred_on < walk.issue.reported_on:
        yield "event_before_report", "occurred_on", walk.issue.reported_on.isoformat()
    state = walk.standing.state
    allowed = state in ALLOWED_IN[kind]
    if kind in NEEDS_OPEN:
        allowed = allowed and is_open(walk.issue, walk.standing)
    if kind is EventKind.ASSIGNED and state is State.UNABLE:
        allowed = not walk.standing.told_back
    if not allowed:
        yield "event_not_allowed", "event", " ".join(sorted(ALLOWED_IN[kind]))
        return
    if kind in _OWN_RULES:
        yield from _OWN_RULES[kind](walk, event)
    if kind is EventKind.MERGED:
        yield from _merge_faults(walk, event, issues)


def _settled_faults(walk: _Walk, event: EventFacts) -> _Found:
    if walk.issue.kind not in SETTLED_KINDS:
        yield "settled_kind", "event", " ".join(sorted(SETTLED_KINDS))
    if walk.issue.category in NEVER_SETTLED:
        yield "settled_category", "event", " ".join(sorted(NEVER_SETTLED))
    if walk.s_on(event.occurred_on) > Severity.MEDIUM:
        yield "settled_severity", "event", "1 2"


def _verified_faults(walk: _Walk, event: EventFacts) -> _Found:
    """The verification rule. What is left empty beside something filled is a gap."""
    if event.unit is None and event.by_group is None:
        yield "verified_by_nobody", "unit", ""
    elif walk.issue.category in VERIFIED_BY_SIWAS:
        if event.unit not in (None, SIWAS):
            yield "verified_not_siwas", "unit", SIWAS
    elif event.unit is not None and event.unit == walk.claimant:
        needs_both = max(walk.highest_since_claim, walk.s_on(event.occurred_on)) >= Severity.HIGH
        if needs_both or event.by_group is None:
            yield "verified_by_claimant", "unit", ""


def _reopened_faults(walk: _Walk, event: EventFacts) -> _Found:
    if walk.standing.state is State.VERIFIED and walk.verified_on is not None:
        last = walk.verified_on + timedelta(days=REOPEN_WITHIN_DAYS)
        if event.occurred_on > last:
            yield "reopened_too_late", "occurred_on", last.isoformat()


def _withdrawn_faults(walk: _Walk, event: EventFacts) -> _Found:
    if event.by_group is None:
        yield "withdrawn_without_group", "by_group", ""


_OWN_RULES: dict[EventKind, Callable[[_Walk, EventFacts], _Found]] = {
    EventKind.SETTLED: _settled_faults,
    EventKind.VERIFIED: _verified_faults,
    EventKind.REOPENED: _reopened_faults,
    EventKind.WITHDRAWN: _withdrawn_faults,
}


def _merge_faults(walk: _Walk, event: EventFacts, issues: Mapping[str, IssueFacts]) -> _Found:
    """The merge rule: another issue of the kecamatan, reported no later, open, as severe."""
    issue = walk.issue
    into = issues.get(event.into or "")
    if into is None:
        yield "merged_into_unknown", "into", ""
        return
    if into.issue == issue.issue:
        yield "merged_into_itself", "into", ""
        return
    if into.reported_on > issue.reported_on:
        yield "merged_into_later", "into", issue.reported_on.isoformat()
    if into.sub_district != issue.sub_district:
        yield "merged_elsewhere", "into", issue.sub_district or ""
    eve = event.occurred_on - timedelta(days=1)
    there = standing_on(into, eve)
    if not is_open(into, there):
        yield "merged_into_closed", "into", ""
    # The severity "then" is that at the start of the day; one lowered earlier that day
    # counts as lowered.
    here = min(
        effective_severity(issue, standing_on(issue, eve), event.occurred_on, DEFAULTS),
        walk.s_on(event.occurred_on),
    )
    if effective_severity(into, there, event.occurred_on, DEFAULTS) < here:
        yield "merged_into_less_severe", "into", str(here)
    if _leads_back(issue.issue, into, event.occurred_on, issues):
        yield "merged_in_a_circle", "into", ""


def _leads_back(start: str, into: IssueFacts, day: date, issues: Mapping[str, IssueFacts]) -> bool:
    """Whether the chain of merges from `into`, as it stands at the end of the day, returns."""
    seen: set[str] = set()
    current: IssueFacts | None = into
    while current is not None and current.issue not in seen:
        seen.add(current.issue)
        if standing_on(current, day).state is not State.MERGED:
            return False
        target = [e.into for e in current.until(day) if e.event == EventKind.MERGED][-1]
        if target == start:
            return True
        current = issues.get(target or "")
    return False
