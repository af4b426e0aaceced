"""Putting an opened input right: who is offered what, what is kept, what stands in the way."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.queries.issues import issue_page
from domain.scope import Scope
from domain.station import now, today
from models import Issue, IssueEvent
from tests.pages.conftest import OpenPage, texts
from wording import dates
from wording.translator import Translator

ID = Translator("id")
HEAD, RECORDER, CHIEF = "kapolsek-kedurang", "perekam-kedurang", "kapolres"
CORRECT, VOID = ID("mend.correct"), ID("mend.void")
SOLVED = "ANP-241009-03"

Alter = Callable[..., None]
ReaderOf = Callable[[str], SimpleNamespace]


@pytest.fixture
def ticket(reader_of: ReaderOf) -> str:
    """An open input of the sector of Polsek Kedurang that any role may read in full."""
    who = reader_of(HEAD)
    with who.session() as session:
        scope = Scope(today(), category=("patrol", "traffic", "crime", "youth"), state=("open",))
        return issue_page(session, who.reader, scope)[0].issue


def opened(open_page: OpenPage, account: str, ticket: str) -> AppTest:
    return open_page("issues", account, as_of=today().isoformat(), issue=ticket)


def offered(test: AppTest) -> list[str]:
    return [fold.label for fold in test.expander if fold.label in (CORRECT, VOID)]


def within(test: AppTest, label: str) -> Any:
    [fold] = [fold for fold in test.expander if fold.label == label]
    return fold


def errors(test: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in test.error]


def row(reader_of: ReaderOf, ticket: str) -> Issue:
    with reader_of(CHIEF).session() as session:
        found: Issue = session.scalars(select(Issue).where(Issue.issue == ticket)).one()
    return found


def test_the_sector_head_corrects_the_text_with_a_reason(
    open_page: OpenPage, reader_of: ReaderOf, ticket: str
) -> None:
    before = row(reader_of, ticket)
    test = opened(open_page, HEAD, ticket)
    assert offered(test) == [CORRECT, VOID]
    form = within(test, CORRECT)
    form.text_area[0].set_value("Warga minta ronda di simpang pasar.")
    form.button[0].click().run()
    assert errors(test) == ["Alasan: alasan harus diisi"]

    within(test, CORRECT).text_area[1].set_value("Salah dengar.")
    within(test, CORRECT).button[0].click().run()

    assert not test.exception
    after = row(reader_of, ticket)
    assert after.text == "Warga minta ronda di simpang pasar."
    assert (after.category, after.kind) == (before.category, before.kind)
    assert after.village_code == before.village_code
    assert "Warga minta ronda di simpang pasar." in texts(test)


def test_a_correction_that_changes_nothing_is_told_so(open_page: OpenPage, ticket: str) -> None:
    test = opened(open_page, HEAD, ticket)
    form = within(test, CORRECT)
    form.text_area[1].set_value("Tidak ada.")
    form.button[0].click().run()

    assert errors(test) == [ID("fault.nothing_changed")]


def test_the_recorder_corrects_the_own_input_of_today_and_voids_none(
    open_page: OpenPage, reader_of: ReaderOf, alter: Alter, ticket: str
) -> None:
    assert offered(opened(open_page, RECORDER, ticket)) == []

    alter(
        "UPDATE issue SET entered_by = ?, recorded_at = ? WHERE issue = ?",
        reader_of(RECORDER).who.account_id,
        now().isoformat(timespec="seconds"),
        ticket,
    )
    assert offered(opened(open_page, RECORDER, ticket)) == [CORRECT]


@pytest.mark.parametrize("account", ["analis", "pengawas"])
def test_who_may_put_nothing_right_is_offered_nothing(
    open_page: OpenPage, ticket: str, account: str
) -> None:
    test = opened(open_page, account, ticket)

    assert "k-history" in texts(test)
    assert offered(test) == []


def test_the_sector_head_voids_an_input_entered_by_mistake(
    open_page: OpenPage, reader_of: ReaderOf, ticket: str
) -> None:
    test = opened(open_page, HEAD, ticket)
    form = within(test, VOID)
    form.text_area[0].set_value("Tercatat dua kali.")
    form.button[0].click().run()

    assert not test.exception
    assert row(reader_of, ticket).voided_on == today()
    assert offered(test) == []


def test_the_commander_voids_the_last_step_and_none_that_others_stand_on(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    with reader_of(CHIEF).session() as session:
        events = session.execute(
            select(IssueEvent.sequence, IssueEvent.event, IssueEvent.occurred_on)
            .where(IssueEvent.issue == SOLVED)
            .order_by(IssueEvent.occurred_on, IssueEvent.sequence)
        ).all()
    claimed = next(e.sequence for e in events if e.event == "claimed")
    rejected = next(e for e in events if e.event == "rejected")
    test = opened(open_page, CHIEF, SOLVED)
    assert offered(test) == [VOID]

    form = within(test, VOID)
    form.selectbox[0].select(claimed)
    form.text_area[0].set_value("Salah satuan.")
    form.button[0].click().run()
    [said] = errors(test)
    word, day = ID.label("event", "rejected"), dates.short(rejected.occurred_on, "id")
    assert said == f"Tanggal: terhalang oleh {word} {day}"

    within(test, VOID).selectbox[0].select(events[-1].sequence)
    within(test, VOID).button[0].click().run()

    assert not test.exception
    with reader_of(CHIEF).session() as session:
        voided = session.scalars(
            select(IssueEvent.sequence).where(
                IssueEvent.issue == SOLVED, IssueEvent.voided_on == today()
            )
        ).all()
    assert voided == [events[-1].sequence]


def test_a_held_text_is_not_shown_in_the_form(
    open_page: OpenPage, alter: Alter, ticket: str
) -> None:
    alter("UPDATE issue SET text = 'Hubungi 0812 3456 7890.' WHERE issue = ?", ticket)
    alter("INSERT INTO held_text VALUES ('issues', ?, 'text', 'phone', NULL)", ticket)

    form = within(opened(open_page, HEAD, ticket), CORRECT)

    assert form.text_area[0].value == ""
