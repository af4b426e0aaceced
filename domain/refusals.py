"""Why a move that one of the reader's roles makes is not open on an issue now.

What the screen says in place of a button; the commands check again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from domain.lifecycle import ALLOWED_IN, breaches
from domain.moves import MOVES, Move, may_make, roles_for, state_allows
from domain.permissions import Reader
from domain.records import EventFacts, IssueFacts
from domain.standing import Standing
from domain.vocabulary import EventKind, StakeholderGroup, State

OWN_CLAIM, CLOSED, STATE, NOT_FROM, SEVERE, OWNER, AREA = (
    "own_claim",
    "closed",
    "state",
    "not_from",
    "severe",
    "owner",
    "area",
)
MOST_STATES = 6
"""Of a move that follows more states than these, the one it does not follow is named."""

BY_RULE = frozenset({EventKind.VERIFIED, EventKind.SETTLED, EventKind.REOPENED})
"""Moves with rules of their own, that no filling in of the form would satisfy."""


@dataclass(frozen=True)
class RefusedMove:
    """A move that is not open: `code` says why, `expected` the codes that would be right.

    `code` is one of this module, or that of a breach of the life of an issue.
    """

    event: EventKind
    code: str
    expected: tuple[str, ...] = ()


def refused_moves(
    reader: Reader,
    issue: IssueFacts,
    standing: Standing,
    owner: str | None,
    s: int,
    day: date,
    *,
    own_claim: bool,
) -> Iterator[RefusedMove]:
    """The moves of the reader's roles that are not open on a day, in the order of its life.

    `own_claim`: the claim that stands was made by the reader's own account.
    """
    for event, move in MOVES.items():
        if not reader.roles & move.by:
            continue
        if not state_allows(event, issue, standing):
            yield _by_state(event, standing)
        elif not may_make(reader, event, issue, owner, s):
            yield _by_role(reader, move, owner, s)
        elif event is EventKind.VERIFIED and own_claim:
            yield RefusedMove(event, OWN_CLAIM)
        elif event in BY_RULE:
            yield from _by_rule(reader, issue, event, day)


def _by_state(event: EventKind, standing: Standing) -> RefusedMove:
    if standing.state in ALLOWED_IN[event]:
        return RefusedMove(event, CLOSED)
    allowed = tuple(state for state in State if state in ALLOWED_IN[event])
    if len(allowed) > MOST_STATES:
        return RefusedMove(event, NOT_FROM, (standing.state,))
    return RefusedMove(event, STATE, allowed)


def _by_role(reader: Reader, move: Move, owner: str | None, s: int) -> RefusedMove:
    if not reader.roles & roles_for(move.event, s):
        return RefusedMove(move.event, SEVERE)
    if move.owner_only:
        return RefusedMove(move.event, OWNER, (owner,) if owner else ())
    return RefusedMove(move.event, AREA)


def _by_rule(
    reader: Reader, issue: IssueFacts, event: EventKind, day: date
) -> Iterator[RefusedMove]:
    """What the life of an issue says to the move, were all that it takes filled in."""
    new = EventFacts(day, event, reader.unit, by_group=StakeholderGroup.RESIDENTS)
    events = (*issue.until(day), new)
    for breach in breaches(replace(issue, events=events), {}):
        if breach.index == len(events) - 1:
            yield RefusedMove(event, breach.code, tuple(breach.expected.split()))
            return
