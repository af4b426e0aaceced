"""Views kept by name: whose they are, what is kept, and who may keep them for all."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine, select

from db.commands import accounts as account_commands
from db.commands import saved_views as commands
from db.engine import reading, writing
from db.queries.accounts import SignedIn
from db.queries.saved_views import SavedViewRow, saved_views
from db.tables.trail import AuditEntry
from domain.faults import Refused
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import Role

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
CAMPAIGN = Scope(
    as_of=date(2024, 11, 26),
    known=True,
    stage=("campaign",),
    severity=("3", "4"),
    since=date(2024, 10, 1),
    issue="KDR-240905-03",
    text="kambing",
)


def account(engine: Engine, name: str, role: Role) -> SignedIn:
    with writing(engine, ledger=False) as session:
        account_id = account_commands.add_account(session, name, None, [role], "hash", NOON)
    return SignedIn(Reader(name, frozenset({role})), account_id, "session", "id", NOON)


def save(engine: Engine, who: SignedIn, name: str, *, for_all: bool = False) -> int:
    with writing(engine, ledger=False) as session:
        return commands.save_view(session, who, name, CAMPAIGN, for_all=for_all, now=NOON)


def seen_by(engine: Engine, who: SignedIn) -> list[SavedViewRow]:
    with reading(engine) as session:
        return saved_views(session, who.account_id)


def test_a_view_keeps_the_filters_and_neither_day_nor_record_nor_text(engine: Engine) -> None:
    analyst = account(engine, "analis", Role.ANALYST)
    save(engine, analyst, "  Kampanye   berat ")

    [view] = seen_by(engine, analyst)

    assert view.name == "Kampanye berat"
    assert view.own
    assert view.params == {
        "stage": ["campaign"],
        "severity": ["3", "4"],
        "since": ["2024-10-01"],
    }


def test_a_view_is_seen_by_its_owner_alone_unless_it_was_saved_for_all(engine: Engine) -> None:
    analyst = account(engine, "analis", Role.ANALYST)
    recorder = account(engine, "perekam", Role.RECORDER)
    save(engine, analyst, "Sendiri")
    save(engine, analyst, "Bersama", for_all=True)
    save(engine, recorder, "Milik perekam")

    seen = [(view.name, view.owner, view.own) for view in seen_by(engine, recorder)]

    assert seen == [("Milik perekam", "perekam", True), ("Bersama", "analis", False)]


def test_nobody_but_an_analyst_saves_for_all(engine: Engine) -> None:
    commander = account(engine, "kapolres", Role.COMMANDER)

    with pytest.raises(Refused) as caught:
        save(engine, commander, "Bersama", for_all=True)

    assert [fault.code for fault in caught.value.faults] == ["view_for_all"]
    assert seen_by(engine, commander) == []


def test_a_name_is_used_once_by_an_account_whatever_its_letters(engine: Engine) -> None:
    analyst = account(engine, "analis", Role.ANALYST)
    recorder = account(engine, "perekam", Role.RECORDER)
    save(engine, analyst, "Élan")
    save(engine, recorder, "Élan")

    with pytest.raises(Refused) as caught:
        save(engine, analyst, "ÉLAN")

    assert [fault.code for fault in caught.value.faults] == ["view_taken"]


@pytest.mark.parametrize("name", ["", "   ", "a" * 61, "a\u202eb"])
def test_a_name_that_cannot_be_read_is_refused(engine: Engine, name: str) -> None:
    analyst = account(engine, "analis", Role.ANALYST)

    with pytest.raises(Refused) as caught:
        save(engine, analyst, name)

    assert [fault.code for fault in caught.value.faults] == ["view_name"]


def test_an_account_keeps_fifty_views_at_most(engine: Engine) -> None:
    analyst = account(engine, "analis", Role.ANALYST)
    for number in range(50):
        save(engine, analyst, f"Tampilan {number}")

    with pytest.raises(Refused) as caught:
        save(engine, analyst, "Tampilan 50")

    assert [fault.code for fault in caught.value.faults] == ["view_many"]


def test_only_the_owner_drops_a_view(engine: Engine) -> None:
    analyst = account(engine, "analis", Role.ANALYST)
    recorder = account(engine, "perekam", Role.RECORDER)
    view = save(engine, analyst, "Bersama", for_all=True)

    with writing(engine, ledger=False) as session:
        commands.delete_view(session, recorder, view, NOON)
    assert [view.name for view in seen_by(engine, analyst)] == ["Bersama"]
    assert trail(engine) == [("analis", "save_view")]

    with writing(engine, ledger=False) as session:
        commands.delete_view(session, analyst, view, NOON)
    assert seen_by(engine, analyst) == []
    assert trail(engine) == [("analis", "save_view"), ("analis", "delete_view")]


def trail(engine: Engine) -> list[tuple[str, str]]:
    """Who did what to the views; the name that somebody gave one is not in it."""
    with reading(engine) as session:
        found = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
        assert "Bersama" not in "".join(entry.payload for entry in found)
        return [(entry.account, entry.action) for entry in found if "view" in entry.action]
