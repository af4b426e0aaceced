"""The moves of an opened input: what is a button, and why the rest is none."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.commands.moves import move_issue
from db.commands.record import record_input
from db.commands.trail import Actor
from db.engine import reading, writing
from db.shared import shared_engine
from db.tables.trail import AuditEntry
from domain.forms import InputForm, MoveForm
from domain.station import now, today
from domain.vocabulary import EventKind
from tests.pages.conftest import OpenPage
from wording.translator import Translator

ID = Translator("id")
HEAD, RECORDER = "kapolsek-kedurang", "perekam-kedurang"
OWN = ID("refused_move.own_claim", move=ID("move.verified"))

ReaderOf = Callable[[str], SimpleNamespace]


@pytest.fixture
def claimed(reader_of: ReaderOf) -> str:
    """An input of Kedurang that the sector head took over and reported as done."""
    who = reader_of(HEAD)
    actor = Actor(who.reader, who.who.account_id, now())
    item = InputForm("complaint", "patrol", "Ronda malam sepi di pasar.", "17.01.01")
    with writing(shared_engine()) as session:
        ticket = record_input(session, actor, item, today(), "telepon", "told")
    assigned = MoveForm(
        EventKind.ASSIGNED, today(), "polsek-kedurang", due_on=today(), note="Patroli"
    )
    claim = MoveForm(EventKind.CLAIMED, today(), note="Sudah dipatroli")
    for seen, form in enumerate((assigned, claim)):
        with writing(shared_engine()) as session:
            move_issue(session, actor, ticket, form, seen=seen, form_key=f"move-{seen}")
    return ticket


def offered(test: AppTest) -> list[str]:
    [control] = [c for c in test.button_group if str(c.key).startswith("chosen_move")]
    return [str(option) for option in control.options]


def opened(open_page: OpenPage, account: str, ticket: str) -> AppTest:
    return open_page("issues", account, as_of=today().isoformat(), issue=ticket)


def said(test: AppTest) -> list[str]:
    return [info.value.replace("\\", "") for info in test.info]


def test_the_claimants_account_is_told_why_it_cannot_verify(
    open_page: OpenPage, claimed: str
) -> None:
    test = opened(open_page, HEAD, claimed)

    assert OWN in said(test)
    assert ID("move.verified") not in offered(test)
    assert ID("move.rejected") in offered(test)


def test_somebody_else_of_the_sector_is_offered_the_verification(
    open_page: OpenPage, claimed: str
) -> None:
    test = opened(open_page, RECORDER, claimed)

    assert OWN not in said(test)
    assert ID("move.verified") in offered(test)


def test_what_the_state_refuses_is_folded_away_with_its_reason(
    open_page: OpenPage, claimed: str
) -> None:
    test = opened(open_page, RECORDER, claimed)

    [fold] = [fold for fold in test.expander if fold.label.startswith("Langkah yang belum")]
    words = "\n".join(str(getattr(block, "body", "")) for block in fold)
    states = ID("state.unable")
    assert ID("refused_move.state", move=ID("move.told_back"), expected=states) in words


def test_naming_an_issue_that_one_may_not_see_is_answered_as_a_missing_one_and_entered(
    open_page: OpenPage, reader_of: ReaderOf, alter: Callable[..., None]
) -> None:
    who = reader_of(HEAD)
    actor = Actor(who.reader, who.who.account_id, now())
    item = InputForm("complaint", "patrol", "Ronda malam sepi di pasar.", "17.01.01")
    with writing(shared_engine()) as session:
        earlier, ticket = (
            record_input(session, actor, item, today(), "telepon", f"told-{n}") for n in (1, 2)
        )
    test = opened(open_page, HEAD, ticket)
    [control] = [c for c in test.button_group if str(c.key).startswith("chosen_move")]
    control.set_value(EventKind.MERGED).run()
    [target] = [box for box in test.selectbox if str(box.key).endswith("_into")]
    target.set_value(earlier)
    alter("UPDATE issue SET category = 'police-service' WHERE issue = ?", earlier)

    [send] = [b for b in test.button if b.label == ID("move.merged")]
    send.click().run()

    [error] = test.error
    words = ID("fault.merged_into_unknown", value=earlier)
    assert error.value.replace("\\", "") == f"{ID('field.into')}: {words}"
    with reading(shared_engine()) as session:
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).one()
    assert (last.account, last.action) == (HEAD, "refused")
    assert last.subject == f"move_{ticket}_merged"
