"""Why a move is not open: by state, role, the own claim, and the life of an issue."""

from datetime import date
from typing import Any

from domain.permissions import Reader
from domain.records import EventFacts, IssueFacts
from domain.refusals import RefusedMove, refused_moves
from domain.standing import standing_on
from domain.vocabulary import EventKind, Role, State

FIRST, DAY = date(2024, 9, 5), date(2024, 9, 10)
HEAD = Reader("head", frozenset({Role.SECTOR_HEAD}), "polsek-a", frozenset({"17.01.01"}))


def refused(
    *events: EventFacts, reader: Reader = HEAD, s: int = 2, own_claim: bool = False, **cells: Any
) -> dict[EventKind, RefusedMove]:
    given = {"kind": "complaint", "category": "patrol", **cells}
    issue = IssueFacts("A-1", FIRST, sub_district="17.01.01", events=events, **given)
    standing = standing_on(issue, DAY)
    owner = standing.owner or "polsek-a"
    found = refused_moves(reader, issue, standing, owner, s, DAY, own_claim=own_claim)
    return {move.event: move for move in found}


def event(kind: EventKind, unit: str | None = "polsek-a") -> EventFacts:
    return EventFacts(FIRST, kind, unit)


CLAIMED = (event(EventKind.ASSIGNED), event(EventKind.CLAIMED))


def test_a_move_waits_for_the_states_it_follows() -> None:
    found = refused()

    assert found[EventKind.CLAIMED].code == "state"
    assert found[EventKind.CLAIMED].expected == (
        State.ASSIGNED,
        State.IN_PROGRESS,
        State.ANSWERED,
    )
    told_back = found[EventKind.REPORTED_BACK]
    assert (told_back.code, told_back.expected) == ("not_from", (State.RECORDED,))
    assert EventKind.TRIAGED not in found
    assert EventKind.ASSIGNED not in found


def test_what_only_an_open_issue_allows_says_so_once_it_is_closed() -> None:
    done = EventFacts(FIRST, EventKind.VERIFIED, "sat-binmas", by_group="residents")
    found = refused(*CLAIMED, done)

    assert found[EventKind.MERGED].code == "closed"
    assert EventKind.REPORTED_BACK not in found


def test_nobody_verifies_the_own_claim() -> None:
    assert EventKind.VERIFIED not in refused(*CLAIMED)
    assert refused(*CLAIMED, own_claim=True)[EventKind.VERIFIED].code == "own_claim"


def test_a_severe_claim_is_not_verified_by_the_unit_that_made_it() -> None:
    assert refused(*CLAIMED, severity=3)[EventKind.VERIFIED].code == "verified_by_claimant"
    other = Reader("other", frozenset({Role.COMMANDER}), "polres")
    assert EventKind.VERIFIED not in refused(*CLAIMED, severity=3, reader=other)


def test_intimidation_is_for_siwas_to_verify() -> None:
    found = refused(*CLAIMED, category="intimidation")
    assert found[EventKind.VERIFIED] == RefusedMove(
        EventKind.VERIFIED, "verified_not_siwas", ("siwas",)
    )


def test_what_is_severe_is_for_the_commander_to_give_up() -> None:
    found = refused(s=3)
    assert (found[EventKind.UNABLE].code, found[EventKind.WITHDRAWN].code) == ("severe", "severe")
    assert {EventKind.UNABLE, EventKind.WITHDRAWN} & set(refused(s=2)) == set()


def test_only_the_owner_begins() -> None:
    found = refused(event(EventKind.ASSIGNED, "sat-binmas"))
    assert found[EventKind.IN_PROGRESS] == RefusedMove(
        EventKind.IN_PROGRESS, "owner", ("sat-binmas",)
    )


def test_a_complaint_is_not_answered_on_the_spot() -> None:
    found = refused()
    assert found[EventKind.SETTLED].code == "settled_kind"
    assert set(found[EventKind.SETTLED].expected) == {"question", "suggestion", "information"}
    assert EventKind.SETTLED not in refused(kind="question")


def test_moves_of_other_roles_are_not_spoken_of() -> None:
    analyst = Reader("analyst", frozenset({Role.ANALYST}), "bag-ops")
    assert set(refused(*CLAIMED, reader=analyst)) == {EventKind.MERGED}
