"""Who may move an issue, and what each move carries.

`domain.lifecycle` says which event may follow which; this table says by whom and with
what. The checks of the commands, the buttons on the screen and docs/life-of-an-issue.md
come from the two.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from domain.lifecycle import ALLOWED_IN, NEEDS_OPEN, SIWAS, VERIFIED_BY_SIWAS
from domain.permissions import Reader
from domain.records import IssueFacts
from domain.standing import Standing, advance, effective_severity, is_open
from domain.thresholds import DEFAULTS
from domain.vocabulary import CATEGORY_RULES, EventKind, Role, Severity, State

R, S, U = Role.RECORDER, Role.SECTOR_HEAD, Role.UNIT_HEAD
N, C, I = Role.ANALYST, Role.COMMANDER, Role.INSPECTOR  # noqa: E741 - the letters of the rule


class Carried(StrEnum):
    """A field that a move asks for."""

    UNIT = "unit"
    DUE_ON = "due_on"
    THREAT = "threat"
    RUBRIC = "rubric"
    SEVERITY = "severity"
    BY_GROUP = "by_group"
    MEETING = "meeting"
    INTO = "into"
    REASON = "reason"
    EVIDENCE = "evidence"
    NOTE = "note"


@dataclass(frozen=True)
class Move:
    """By which roles, and what it carries: `needs` must be filled, `takes` may be.

    `owner_only`: a sector head or unit head moves only what their unit owns. `severe_by`:
    the roles that may make the move from s of 3 on, where they are others.
    """

    event: EventKind
    by: frozenset[Role]
    needs: tuple[Carried, ...] = ()
    takes: tuple[Carried, ...] = ()
    owner_only: bool = False
    severe_by: frozenset[Role] | None = None


def _move(
    event: EventKind,
    by: tuple[Role, ...],
    needs: tuple[Carried, ...] = (),
    takes: tuple[Carried, ...] = (),
    *,
    owner_only: bool = False,
    severe_by: tuple[Role, ...] | None = None,
) -> tuple[EventKind, Move]:
    severe = frozenset(severe_by) if severe_by is not None else None
    return event, Move(event, frozenset(by), needs, takes, owner_only, severe)


MOVES: dict[EventKind, Move] = dict(
    (
        _move(
            EventKind.TRIAGED,
            (S, U, N, C),
            (Carried.SEVERITY,),
            (Carried.THREAT, Carried.RUBRIC, Carried.NOTE),
        ),
        _move(
            EventKind.ASSIGNED,
            (S, C),
            (Carried.UNIT, Carried.DUE_ON, Carried.NOTE),
            (Carried.EVIDENCE, Carried.MEETING),
        ),
        _move(EventKind.IN_PROGRESS, (S, U), (Carried.NOTE,), owner_only=True),
        _move(EventKind.REFERRED, (S, C), (Carried.UNIT, Carried.DUE_ON), (Carried.NOTE,)),
        _move(EventKind.RECEIPT, (S, U), (Carried.UNIT,), (Carried.NOTE,)),
        _move(EventKind.ANSWERED, (S, U), (Carried.UNIT, Carried.NOTE)),
        _move(EventKind.SETTLED, (R, S), (Carried.NOTE, Carried.BY_GROUP), (Carried.MEETING,)),
        _move(
            EventKind.CLAIMED,
            (S, U),
            (Carried.NOTE,),
            (Carried.EVIDENCE,),
            owner_only=True,
        ),
        _move(
            EventKind.VERIFIED,
            (R, S, U, C, I),
            (),
            (Carried.UNIT, Carried.BY_GROUP, Carried.MEETING, Carried.NOTE, Carried.EVIDENCE),
        ),
        _move(
            EventKind.REJECTED,
            (R, S),
            (Carried.BY_GROUP, Carried.NOTE, Carried.DUE_ON),
            (Carried.MEETING,),
        ),
        _move(EventKind.REOPENED, (R, S, C), (Carried.NOTE, Carried.DUE_ON), (Carried.MEETING,)),
        _move(EventKind.UNABLE, (S, U), (Carried.REASON, Carried.NOTE), severe_by=(C,)),
        _move(EventKind.TOLD_BACK, (R, S), (Carried.BY_GROUP,), (Carried.MEETING, Carried.NOTE)),
        _move(
            EventKind.REPORTED_BACK,
            (R, S),
            (Carried.BY_GROUP, Carried.NOTE),
            (Carried.MEETING,),
        ),
        _move(EventKind.MERGED, (S, N), (Carried.INTO,), (Carried.NOTE,)),
        _move(
            EventKind.WITHDRAWN,
            (S,),
            (Carried.BY_GROUP, Carried.NOTE),
            severe_by=(C,),
        ),
    )
)
"""Every move; one that is not here is nobody's. The commander triages to lower a severity."""


def roles_for(event: EventKind, s: int) -> frozenset[Role]:
    """The roles that may make a move on an issue of severity s."""
    move = MOVES[event]
    if move.severe_by is not None and s >= Severity.HIGH:
        return move.severe_by
    return move.by


def may_make(
    reader: Reader, event: EventKind, issue: IssueFacts, owner: str | None, s: int
) -> bool:
    """Whether one of the reader's roles makes the move on an issue that the reader sees.

    Each role within what it sees: recorder and sector head the own sector, a unit head
    what the own unit owns or was referred through it, the others everything.
    """
    roles = reader.roles & roles_for(event, s)
    if roles & {Role.ANALYST, Role.COMMANDER, Role.INSPECTOR}:
        return True
    owns = owner is not None and owner == reader.unit
    in_sector = issue.sub_district in reader.areas
    if MOVES[event].owner_only:
        return owns and (Role.UNIT_HEAD in roles or (Role.SECTOR_HEAD in roles and in_sector))
    if in_sector and roles & {Role.RECORDER, Role.SECTOR_HEAD}:
        return True
    return Role.UNIT_HEAD in roles and (owns or _went_through(issue, reader.unit))


def _went_through(issue: IssueFacts, unit: str | None) -> bool:
    """Whether an issue was ever assigned to the unit, or referred through it."""
    ways = (EventKind.ASSIGNED, EventKind.REFERRED, EventKind.RECEIPT, EventKind.ANSWERED)
    return unit is not None and any(e.unit == unit and e.event in ways for e in issue.events)


def acting_as(reader: Reader, roles: Collection[Role]) -> Reader:
    """The reader with some of the roles alone: what another role sees, these may not touch."""
    return replace(reader, roles=reader.roles & frozenset(roles))


def severest_since_claim(issue: IssueFacts, day: date) -> int:
    """The highest s since the last claim up to a day; without a claim, since the start."""
    standing = Standing(severity=issue.severity)
    highest = 0
    for event in issue.until(day):
        standing = advance(standing, event, issue.category)
        if event.event == EventKind.CLAIMED:
            highest = 0
        highest = max(highest, effective_severity(issue, standing, event.occurred_on, DEFAULTS))
    return max(highest, effective_severity(issue, standing, day, DEFAULTS))


def verification_gaps(
    issue: IssueFacts, unit: str | None, by_group: str | None, day: date
) -> Iterator[tuple[str, str, str]]:
    """What a verification must carry and does not: code, field, what would be right.

    A dataset may lack it (a gap); somebody who enters it may not. That the unit is not
    the claimant's is for `lifecycle.breaches`.
    """
    if issue.category in VERIFIED_BY_SIWAS:
        if unit != SIWAS:
            yield "verified_not_siwas", "unit", SIWAS
    elif severest_since_claim(issue, day) >= Severity.HIGH:
        if unit is None:
            yield "empty_cell", "unit", ""
        if by_group is None:
            yield "empty_cell", "by_group", ""


def state_allows(event: EventKind, issue: IssueFacts, standing: Standing) -> bool:
    """Whether the event may follow, by state alone; the rest is for `lifecycle.breaches`."""
    if event in NEEDS_OPEN and not is_open(issue, standing):
        return False
    if event is EventKind.ASSIGNED and standing.state is State.UNABLE:
        return not standing.told_back
    return standing.state in ALLOWED_IN[event]


def moves_open_to(
    reader: Reader, issue: IssueFacts, standing: Standing, owner: str | None, day: date
) -> Iterator[Move]:
    """The moves that the reader may make on an issue now, in the order of its life."""
    s = effective_severity(issue, standing, day, DEFAULTS)
    for event, move in MOVES.items():
        if state_allows(event, issue, standing) and may_make(reader, event, issue, owner, s):
            yield move


def default_owner(category: str, sector: str | None, *, investigates: bool) -> str | None:
    """The unit that an assignment is pre-filled with: the category's, else the sector.

    Where the sector investigates, it keeps its own crime; else Sat Reskrim has it.
    """
    rule = {str(code): rule for code, rule in CATEGORY_RULES.items()}[category]
    if category == "crime" and investigates and sector is not None:
        return sector
    return rule.owner or sector
