"""Who may move an issue, held against the table written out by hand."""

from datetime import date

import pytest

from domain.life_document import LETTERS, life_of_an_issue
from domain.lifecycle import ALLOWED_IN
from domain.moves import (
    MOVES,
    acting_as,
    default_owner,
    may_make,
    moves_open_to,
    roles_for,
    severest_since_claim,
    verification_gaps,
)
from domain.permissions import Reader
from domain.standing import standing_on
from domain.vocabulary import EventKind, Role
from tests.databases import ROOT
from tests.hand_made import AREA, event, issue
from tests.reference import history
from tests.reference.moves import BY, BY_WHEN_SEVERE, CARRIES, OWNER_ONLY

DAY = date(2024, 10, 10)


@pytest.mark.parametrize("name", sorted(BY))
def test_a_move_is_that_of_the_table(name: str) -> None:
    kind = EventKind(name)
    move = MOVES[kind]

    for s, table in ((2, BY), (3, BY_WHEN_SEVERE)):
        assert {LETTERS[role] for role in roles_for(kind, s)} == set(table[name])
    assert {str(field) for field in move.needs} == set(CARRIES[name])
    assert move.owner_only is (name in OWNER_ONLY)
    if name in history.ALLOWED_IN:
        assert {state.value for state in ALLOWED_IN[kind]} == history.ALLOWED_IN[name]


def test_every_event_is_somebodys_move() -> None:
    assert set(MOVES) == set(EventKind) == {EventKind(name) for name in BY}


def reader(*roles: Role, unit: str = "polsek-kedurang", area: str = AREA) -> Reader:
    return Reader("x", frozenset(roles), unit, frozenset({area}))


def test_a_unit_head_moves_what_the_unit_owned_or_was_asked_and_works_on_what_it_owns() -> None:
    told = issue("2024-10-01", event("2024-10-02", "assigned", unit="sat-binmas"))
    head = reader(Role.UNIT_HEAD, unit="sat-binmas", area="")

    def may(kind: EventKind, owner: str) -> bool:
        return may_make(head, kind, told, owner, 2)

    assert may(EventKind.CLAIMED, "sat-binmas")
    assert not may(EventKind.CLAIMED, "sat-samapta")  # it went on to another
    assert may(EventKind.VERIFIED, "sat-samapta")
    assert not may_make(head, EventKind.VERIFIED, issue("2024-10-01"), "sat-samapta", 2)


def test_nobody_without_a_unit_owns_what_nobody_owns() -> None:
    stray = Reader("x", frozenset({Role.UNIT_HEAD}), None)

    assert not may_make(stray, EventKind.CLAIMED, issue("2024-10-01"), None, 2)


def test_the_buttons_are_the_moves_that_state_and_role_allow() -> None:
    told = issue("2024-10-01", event("2024-10-02", "assigned", unit="polsek-kedurang"))

    def names(*roles: Role) -> set[str]:
        standing = standing_on(told, DAY)
        moves = moves_open_to(reader(*roles), told, standing, "polsek-kedurang", DAY)
        return {move.event.value for move in moves}

    assert names(Role.RECORDER) == {"reported_back"}
    assert names(Role.UNIT_HEAD) == {"triaged", "in_progress", "claimed", "unable"}
    assert names(Role.ANALYST) == {"triaged", "merged"}
    assert names(Role.PRESENTER, Role.ADMINISTRATOR, Role.INSPECTOR) == set()
    assert names(Role.SECTOR_HEAD) == {
        "triaged", "assigned", "in_progress", "referred", "claimed", "unable", "reported_back",
        "merged", "withdrawn",
    }  # fmt: skip


def test_acting_as_some_roles_drops_the_others() -> None:
    both = reader(Role.SECTOR_HEAD, Role.ANALYST)

    assert acting_as(both, {Role.SECTOR_HEAD, Role.COMMANDER}).roles == {Role.SECTOR_HEAD}
    assert acting_as(both, {Role.COMMANDER}).roles == frozenset()


def test_the_severest_since_the_claim_forgets_what_was_before_it() -> None:
    told = issue(
        "2024-10-01",
        event("2024-10-02", "triaged", severity=4),
        event("2024-10-03", "triaged", severity=1),
        event("2024-10-04", "claimed"),
        event("2024-10-05", "triaged", severity=2),
    )

    assert severest_since_claim(told, date(2024, 10, 4)) == 1
    assert severest_since_claim(told, DAY) == 2
    assert severest_since_claim(told, date(2024, 10, 3)) == 4


def test_what_nobody_assessed_grows_by_time_since_the_claim() -> None:
    told = issue("2024-10-01", event("2024-10-02", "claimed"), severity=None)

    assert severest_since_claim(told, date(2024, 10, 4)) == 1
    assert severest_since_claim(told, date(2024, 10, 5)) == 2


@pytest.mark.parametrize(
    ("category", "severity", "unit", "group", "gaps"),
    [
        ("crime", 2, None, "residents", []),
        ("crime", 3, None, None, ["unit", "by_group"]),
        ("crime", 3, "siwas", None, ["by_group"]),
        ("crime", 3, "siwas", "residents", []),
        ("intimidation", 1, "polres", "residents", ["unit"]),
        ("intimidation", 1, None, "residents", ["unit"]),
        ("police-service", 4, "siwas", None, []),
    ],
)
def test_a_verification_is_asked_for_what_its_row_says(
    category: str, severity: int, unit: str | None, group: str | None, gaps: list[str]
) -> None:
    told = issue("2024-10-01", event("2024-10-02", "claimed"), severity=severity, category=category)

    assert [field for _, field, _ in verification_gaps(told, unit, group, DAY)] == gaps


@pytest.mark.parametrize(
    ("category", "sector", "investigates", "owner"),
    [
        ("crime", "polsek-a", True, "polsek-a"),
        ("crime", "polsek-a", False, "sat-reskrim"),
        ("crime", None, True, "sat-reskrim"),
        ("traffic", "polsek-a", True, "satlantas"),
        ("other", "polsek-a", False, "polsek-a"),
        ("other", None, False, None),
    ],
)
def test_an_assignment_is_pre_filled_with_the_owner_of_the_category(
    category: str, sector: str | None, investigates: bool, owner: str | None
) -> None:
    assert default_owner(category, sector, investigates=investigates) == owner


def test_the_document_is_what_the_tables_print() -> None:
    """Made anew by: python -m domain.life_document > docs/life-of-an-issue.md"""
    written = (ROOT / "docs" / "life-of-an-issue.md").read_text(encoding="utf-8")

    assert written == life_of_an_issue()


@pytest.mark.parametrize(
    "line",
    [
        "| told_back | unchanged | unable | R S | by_group | meeting, note |",
        "| reported_back | unchanged | any but recorded | R S | by_group, note | meeting |",
        "| merged | merged | any while open, but claimed | S N | into | note |",
        "| withdrawn | withdrawn | any while open | S; from severity 3 on C | by_group, note | - |",
        "| claimed | claimed | assigned, in_progress, answered | S U (owner) | note | evidence |",
    ],
)
def test_the_document_says_what_the_rule_says(line: str) -> None:
    assert line in life_of_an_issue().splitlines()
