"""Follow-up as each role sees it, and a move made on the screen."""

import pytest

from db.commands.accounts import DEMO_ACCOUNTS
from db.queries import figures
from domain.permissions import PAGE_ROLES
from domain.scope import Scope
from tests.pages.conftest import OpenPage, texts
from ui.keys import Key

DAY = "2024-11-26"
OPEN = [name for name, _, role in DEMO_ACCOUNTS if role in PAGE_ROLES["follow_up"]]


@pytest.mark.parametrize("account", OPEN)
def test_every_role_sees_what_is_due_and_only_its_own(
    open_page: OpenPage, reader_of, account: str
) -> None:
    from datetime import date

    from db.queries.follow_up import follow_up

    test = open_page("follow_up", account, as_of=DAY)

    who = reader_of(account)
    with who.session() as session:
        found = follow_up(session, who.reader, Scope(date(2024, 11, 26)))
    shown = texts(test)
    assert not test.exception
    assert f"{len(found['overdue'])} masukan melewati batas waktu" in shown
    for row in (found["overdue"] or found["due_week"])[:3]:
        assert row.issue in shown


def test_the_figures_say_what_they_are_made_of(open_page: OpenPage, reader_of) -> None:
    from datetime import date

    test = open_page("follow_up", "kapolres", as_of=DAY)
    test.segmented_control(key=Key.FOLLOW_UP_VIEW).set_value("figures").run()

    who = reader_of("kapolres")
    with who.session() as session:
        kept = figures.indicators(session, who.reader, date(2024, 11, 26)).promises.kept
    assert f"{kept.numerator} dari {kept.denominator}" in texts(test)


def test_the_plan_names_every_kecamatan_and_why(open_page: OpenPage) -> None:
    test = open_page("follow_up", "kapolres", as_of=DAY)
    test.segmented_control(key=Key.FOLLOW_UP_VIEW).set_value("meet_next").run()

    shown = texts(test)
    assert shown.count("<tr>") == 1 + 11
    assert "belum pernah" in shown
