"""The forms that put records right, in the browser: folded away, and within the width."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MakePage
from tests.browser.helpers import WIDTHS, Server, screenshot, sign_in, wait_ready
from wording.translator import Translator

ID = Translator("id")
DAY = "2024-11-26"
TICKET = "ANP-241009-03"
MEETING = "P-2024-08-30-KDI"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def alter(server: Server, statement: str, *values: object) -> None:
    path = server.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute(statement, values).rowcount > 0
        database.commit()


def unfold(page: Page, label: str) -> None:
    page.locator("summary").filter(has_text=label).click()


@pytest.mark.parametrize("width", WIDTHS)
def test_an_input_is_put_right_below_its_history(
    training: Server, make_page: MakePage, width: str
) -> None:
    page = make_page(width)
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/issues?as_of={DAY}&issue={TICKET}")
    wait_ready(page, ID("mend.void"))
    unfold(page, ID("mend.void"))

    expect(page.get_by_role("button", name=ID("mend.void_do"))).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name=ID("mend.void_do")).scroll_into_view_if_needed()
    screenshot(page, f"mend-{width}")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_the_inputs_of_a_meeting_are_listed_afterwards(
    training: Server, make_page: MakePage, width: str
) -> None:
    alter(
        training,
        "UPDATE meeting SET inputs = 'not_recorded', inputs_on = NULL WHERE meeting = ?",
        MEETING,
    )
    page = make_page(width)
    sign_in(page, training, "kapolsek-kedurang")
    page.goto(f"{training.address}/meetings?as_of={DAY}&meeting={MEETING}")
    wait_ready(page, ID("complete.title"))
    page.get_by_role("radio", name=ID("complete.itemised")).or_(
        page.get_by_role("button", name=ID("complete.itemised"))
    ).first.click()
    expect(page.get_by_role("button", name=ID("complete.more"))).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0
    screenshot(page, f"complete-{width}")


@pytest.mark.parametrize("width", ["phone", "desk"])
def test_a_held_text_stands_with_its_reason_and_its_two_ways_out(
    training: Server, make_page: MakePage, width: str
) -> None:
    alter(
        training,
        "INSERT OR REPLACE INTO held_text VALUES ('issues', ?, 'source', 'name', NULL)",
        TICKET,
    )
    alter(training, "UPDATE issue SET source = 'Disampaikan Bapak Contoh' WHERE issue = ?", TICKET)
    page = make_page(width)
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/held")
    wait_ready(page, ID("held.title", n=1), "Disampaikan Bapak Contoh")
    unfold(page, ID("held.rewrite"))

    expect(page.get_by_role("button", name=ID("held.save"))).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0
    screenshot(page, f"held-{width}")


def test_the_commander_finds_the_form_to_raise_a_status_folded(
    training: Server, make_page: MakePage
) -> None:
    page = make_page("desk")
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/sub_district?as_of={DAY}&sub_district=17.01.02")
    wait_ready(page, ID("raise.title"))
    unfold(page, ID("raise.title"))

    expect(page.get_by_role("button", name=ID("raise.do"))).to_be_visible()
    screenshot(page, "raise-desk")
