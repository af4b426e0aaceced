"""Every page, as its readers see it, asks nothing of another machine and breaks nothing.

What may not be asked, raised or broken is watched by the `page` fixture itself.
"""

import pytest
from playwright.sync_api import expect

from db.commands.accounts import DEMO_ACCOUNTS
from domain.permissions import Reader
from domain.vocabulary import Role
from tests.browser.conftest import MakePage
from tests.browser.helpers import WIDTHS, Server, screenshot, sign_in, wait_ready
from ui.page_table import pages_for

COMMANDER = "kapolres"
INSPECTOR = "pengawas"


def test_a_stranger_sees_the_sign_in_page_alone(training: Server, make_page: MakePage) -> None:
    page = make_page("phone")
    page.goto(f"{training.address}/issues?severity=4")

    expect(page.locator("input[name=password]")).to_be_visible()
    assert page.url.startswith(f"{training.address}/auth/login")


def test_each_demo_account_enters_by_one_click(training: Server, make_page: MakePage) -> None:
    for account, _unit, _role in DEMO_ACCOUNTS:
        page = make_page("projector")
        sign_in(page, training, account)

        assert page.url.startswith(f"{training.address}/")
        assert "/auth/" not in page.url


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_of_a_commander_stays_at_home(
    training: Server, make_page: MakePage, width: str
) -> None:
    page = make_page(width)
    sign_in(page, training, COMMANDER)
    for place, entry in enumerate(pages_for(Reader(COMMANDER, frozenset({Role.COMMANDER})))):
        page.goto(f"{training.address}/{entry.key if place else ''}")
        wait_ready(page)
        screenshot(page, f"{entry.key}-{width}")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_trail_of_an_inspector_stays_at_home(
    training: Server, make_page: MakePage, width: str
) -> None:
    page = make_page(width)
    sign_in(page, training, INSPECTOR)
    page.goto(f"{training.address}/trail")
    wait_ready(page)
    screenshot(page, f"trail-{width}")

    page.get_by_role("button", name="Periksa rantai").click()
    expect(page.get_by_text("Rantai jejak audit utuh")).to_be_visible()
