"""The life of an issue as a document, out of the tables that the checks are made of.

`python -m domain.life_document` prints it; docs/life-of-an-issue.md holds it.
"""

import sys
from collections.abc import Iterable, Iterator

from domain.lifecycle import (
    ALLOWED_IN,
    NEEDS_OPEN,
    NEVER_SETTLED,
    REOPEN_WITHIN_DAYS,
    SETTLED_KINDS,
    SIWAS,
    VERIFIED_BY_SIWAS,
)
from domain.moves import MOVES, Move
from domain.standing import SETS_STATE
from domain.vocabulary import EventKind, Role, State, UnableReason

LETTERS = {
    Role.RECORDER: "R",
    Role.SECTOR_HEAD: "S",
    Role.UNIT_HEAD: "U",
    Role.ANALYST: "N",
    Role.COMMANDER: "C",
    Role.INSPECTOR: "I",
}

_BEGINS = """# Life of an issue

This page is printed from the tables that the checks and the buttons are made of
(`domain/lifecycle.py`, `domain/moves.py`): `python -m domain.life_document`. Do not edit it.

An issue is a fact and a list of events; its state on a day is what the last event that sets
one says. Events are appended, never changed. Nothing moves by time alone.

Roles: R recorder, S sector head, U unit head, N analyst, C commander, I inspector; each
within what they see. *Owner* is the unit of the last assigned that names one, else the
sector of the kecamatan, else the district command.

| event | sets state | allowed in | by | must carry | may carry |
|---|---|---|---|---|---|
"""


def life_of_an_issue() -> str:
    """The document, in Markdown."""
    rows = [_row(event, move) for event, move in MOVES.items()]
    return _BEGINS + "".join(rows) + "\n" + "".join(f"- {rule}\n" for rule in _rules())


def _row(event: EventKind, move: Move) -> str:
    cells = [
        event.value,
        _state_set(event),
        _allowed_in(event),
        _by(move),
        ", ".join(move.needs) or "-",
        ", ".join(move.takes) or "-",
    ]
    return "| " + " | ".join(cells) + " |\n"


def _state_set(event: EventKind) -> str:
    if event is EventKind.TRIAGED:
        return "triaged, if recorded"
    state = SETS_STATE.get(event)
    return state.value if state is not None else "unchanged"


def _allowed_in(event: EventKind) -> str:
    allowed = ALLOWED_IN[event]
    others = frozenset(State) - allowed
    if event in NEEDS_OPEN:
        return "any while open" + (f", but {_listed(others)}" if others else "")
    if len(others) == 1:
        return f"any but {_listed(others)}"
    words = _listed(allowed)
    if event is EventKind.ASSIGNED:
        words = words.replace(State.UNABLE.value, f"{State.UNABLE.value} while not told back")
    return words


def _by(move: Move) -> str:
    words = _letters(move.by) + (" (owner)" if move.owner_only else "")
    if move.severe_by is not None:
        words += f"; from severity 3 on {_letters(move.severe_by)}"
    return words


def _letters(roles: Iterable[Role]) -> str:
    held = frozenset(roles)
    return " ".join(letter for role, letter in LETTERS.items() if role in held)


def _listed(codes: Iterable[str]) -> str:
    found = frozenset(codes)
    return ", ".join(state.value for state in State if state in found)


def _rules() -> Iterator[str]:
    kinds, never = ", ".join(sorted(SETTLED_KINDS)), ", ".join(sorted(NEVER_SETTLED))
    yield f"settled: only {kinds} of severity 1 or 2, and never {never}."
    yield (
        "verified: never by the account that claimed. Severity 1 or 2: a unit other than the "
        "claimant's, or the raisers' group; from 3 on at any time since the claim: both. "
        f"{', '.join(sorted(VERIFIED_BY_SIWAS))}: by {SIWAS} alone, no group needed."
    )
    yield f"reopened: of a verified issue within {REOPEN_WITHIN_DAYS} days; later it is a new one."
    yield "assigned: never to an agency; a sector head to the own unit, the commander to any."
    yield "referred, receipt, answered: of an agency, or of Siwas."
    yield f"unable: its reason is one of {', '.join(UnableReason)}."
    yield (
        "merged: into another issue of the same kecamatan, reported no later, open at the start "
        "of that day, with a severity at least as high; no chain of merges leads back."
    )
    yield (
        "triaged: raising a severity needs a note; lowering it below the rubric or an earlier "
        "one needs the commander and a note. Whether it is recurring, the records say."
    )
    yield (
        "An event entered late must be allowed on its own day and leave the later ones "
        "allowed; what is severe on its day or today is severe."
    )


if __name__ == "__main__":
    sys.stdout.write(life_of_an_issue())
