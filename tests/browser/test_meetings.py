"""Meetings in the browser: a click opens the minutes, and the matrix scrolls in its own frame."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import MakePage
from tests.browser.helpers import WIDTHS, Server, screenshot, sign_in, wait_ready
from ui.meeting_list import HEARD_FROM
from wording.translator import Translator

ID = Translator("id")
DAY = "2024-11-26"
MATRIX = ".k-heard"


def asked(page: Page) -> dict[str, list[str]]:
    """What the address of the page asks for."""
    return parse_qs(urlsplit(page.url).query)


def test_a_click_opens_the_minutes_and_the_address_leads_back_to_them(
    training: Server, make_page: MakePage
) -> None:
    page = make_page("projector")
    sign_in(page, training, "analis")
    page.goto(f"{training.address}/meetings?as_of={DAY}&programme=jumat-curhat")
    wait_ready(page, ID("meetings.tab.list"))
    page.get_by_role("link", name="22 Nov 2024 · Jumat Curhat").click()
    wait_ready(page, ID("minutes.inputs"), "Jumat, 22 November 2024 · Jumat Curhat")

    assert asked(page) == {
        "as_of": [DAY],
        "programme": ["jumat-curhat"],
        "meeting": ["P-2024-11-22-KDI"],
    }
    page.reload()
    wait_ready(page, "KDI-241122-01")
    screenshot(page, "meetings-minutes")

    page.get_by_role("link", name=ID("minutes.close")).click()
    expect(page.get_by_text(ID("minutes.inputs"))).to_have_count(0)
    assert "meeting" not in asked(page)


def test_choosing_the_tab_writes_it_to_the_address(training: Server, make_page: MakePage) -> None:
    page = make_page("desk")
    sign_in(page, training, "analis")
    page.goto(f"{training.address}/meetings?as_of={DAY}")
    wait_ready(page, ID("meetings.tab.heard_from"))
    page.get_by_role("tab", name=ID("meetings.tab.heard_from")).click()
    expect(page.locator(MATRIX)).to_be_visible()

    page.wait_for_url(f"**view={HEARD_FROM}*")
    page.reload()
    expect(page.locator(MATRIX)).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_matrix_scrolls_in_its_frame_and_keeps_its_heads(
    training: Server, make_page: MakePage, width: str
) -> None:
    page = make_page(width)
    sign_in(page, training, "analis")
    page.goto(f"{training.address}/meetings?as_of={DAY}&view={HEARD_FROM}")
    wait_ready(page, ID("heard.never"))
    frame = page.locator(MATRIX)
    expect(frame).to_be_visible()
    frame.evaluate("frame => frame.scrollTo(10000, 10000)")
    screenshot(page, f"meetings-heard-{width}")

    corner = frame.locator("thead th").first.bounding_box()
    edge = frame.bounding_box()
    assert corner is not None
    assert edge is not None
    assert abs(corner["x"] - edge["x"]) <= 2
    assert abs(corner["y"] - edge["y"]) <= 2
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
