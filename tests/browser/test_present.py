"""Presenting in the browser: every slide fits the screen in letters that a room can read."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from db.engine import make_engine, reading
from documents.slides.screen import BODY, FORM_HEIGHT
from models import Issue
from tests.browser.conftest import MakePage, Serve
from tests.browser.helpers import Server, screenshot, settle, sign_in, take_option, wait_ready
from wording.translator import Translator

ID = Translator("id")
DAY = "2024-11-24"
MEETING = "P-2024-11-15-RES"
COUNT = ".k-slide-foot b"
LEAST = 24
"""Pixels of the letters at 1280 × 720; larger screens show them as much larger."""

FAULTS = """least => {
  const found = [];
  const main = document.querySelector('[data-testid=stMain]');
  const slide = document.querySelector('.k-slide');
  for (const box of [main, slide])
    if (box.scrollHeight > box.clientHeight || box.scrollWidth > box.clientWidth)
      found.push(`scrolls: ${box.className}`);
  const form = document.querySelector('.st-key-slide_form');
  const end = (form ?? document.querySelector('.k-slide-foot')).getBoundingClientRect().top;
  for (const part of document.querySelectorAll('.k-slide-body *, .k-slide-cover *')) {
    const place = part.getBoundingClientRect();
    if (place.width && place.bottom > end + 1) found.push(`below: ${part.textContent}`);
    if (place.right > innerWidth + 1 || place.left < -1) found.push(`beside: ${part.textContent}`);
  }
  const scale = Math.min(innerWidth / 1280, innerHeight / 720);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const within = node.parentElement;
    if (!node.textContent.trim() || !within.checkVisibility()) continue;
    const place = within.getBoundingClientRect();
    if (place.width < 2 || place.right < 0) continue;
    const size = parseFloat(getComputedStyle(within).fontSize);
    if (size < least * scale - 0.1) found.push(`${size}: ${node.textContent}`);
  }
  return [...new Set(found)].map(text => text.slice(0, 90));
}"""


def at_slide(page: Page, place: int) -> int:
    """Wait until a slide is shown; gives how many there are."""
    expect(page.locator(COUNT)).to_have_text(re.compile(rf"^{place} / \d+$"))
    settle(page)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    assert parse_qs(urlsplit(page.url).query)["slide"] == [str(place)]
    return int(page.locator(COUNT).inner_text().split("/")[1])


def open_slide(page: Page, server: Server, place: int, more: str = "") -> int:
    page.goto(f"{server.address}/present?as_of={DAY}&slide={place}{more}")
    return at_slide(page, place)


@pytest.mark.parametrize("width", ["projector", "desk"])
def test_every_slide_fits_and_is_read_from_the_last_row(
    training: Server, make_page: MakePage, width: str
) -> None:
    page = make_page(width)
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/present?as_of={DAY}&meeting={MEETING}")
    wait_ready(page, ID("present.start"))
    screenshot(page, f"present-{width}")
    page.get_by_role("button", name=ID("present.start")).click()
    count = at_slide(page, 1)

    faults = {}
    for place in range(1, count + 1):
        at_slide(page, place)
        faults[place] = page.evaluate(FAULTS, LEAST)
        screenshot(page, f"present-{width}-{place:02d}")
        page.keyboard.press("PageDown")
    assert {place: found for place, found in faults.items() if found} == {}
    assert count > 10


def test_the_keys_of_a_remote_step_and_leave(training: Server, make_page: MakePage) -> None:
    page = make_page("projector")
    sign_in(page, training, "analis")
    count = open_slide(page, training, 3)

    for key, place in (
        ("PageDown", 4),
        ("ArrowRight", 5),
        ("PageUp", 4),
        ("ArrowLeft", 3),
    ):
        page.keyboard.press(key)
        assert at_slide(page, place) == count
    page.reload()
    at_slide(page, 3)

    page.keyboard.press("Escape")
    wait_ready(page, ID("present.start"))
    expect(page.locator(COUNT)).to_have_count(0)
    assert "slide" not in parse_qs(urlsplit(page.url).query)


def test_on_a_phone_a_slide_is_read_by_scrolling_down_alone(
    training: Server, make_page: MakePage
) -> None:
    page = make_page("phone")
    sign_in(page, training, "kapolres")
    for place in (1, 5, 10):
        open_slide(page, training, place)
        screenshot(page, f"present-phone-{place:02d}")
        wide = "m => [m.scrollWidth, m.clientWidth]"
        across, room = page.locator("[data-testid=stMain]").evaluate(wide)
        assert across <= room


def open_form(page: Page, server: Server) -> int:
    """Step to the slide on which agreements are entered; gives its number."""
    place, count = 1, open_slide(page, server, 1, f"&meeting={MEETING}")
    while page.get_by_label(ID("present.agreement.what")).count() == 0 and place < count:
        page.keyboard.press("PageDown")
        place += 1
        at_slide(page, place)
    return place


def test_escape_in_a_field_stays_and_what_is_typed_is_there_after_another_slide(
    training: Server, make_page: MakePage
) -> None:
    page = make_page("projector")
    sign_in(page, training, "kapolres")
    place = open_form(page, training)
    what = page.get_by_label(ID("present.agreement.what"))
    what.fill("Posko bersama")
    page.keyboard.press("Escape")
    at_slide(page, place)
    expect(what).to_have_value("Posko bersama")

    who = page.get_by_role("combobox", name=ID("present.agreement.who"))
    who.click()
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    at_slide(page, place)
    take_option(page, who, "Sat Samapta")
    settle(page)
    page.get_by_role("button", name="‹").click()
    at_slide(page, place - 1)
    page.keyboard.press("PageDown")
    at_slide(page, place)
    expect(what).to_have_value("Posko bersama")
    expect(who).to_have_value("Sat Samapta")


def test_what_is_said_of_an_agreement_takes_no_room_of_the_table(
    training: Server, make_page: MakePage
) -> None:
    page = make_page("projector")
    sign_in(page, training, "kapolres")
    open_form(page, training)
    form = page.locator(".st-key-slide_form")
    what = page.get_by_label(ID("present.agreement.what"))
    save = page.get_by_role("button", name=ID("present.agreement.save"))

    def room_taken() -> float:
        """In inches of the slide, which is as wide as the form and its margins."""
        box = form.bounding_box()
        assert box is not None
        return box["height"] / box["width"] * BODY.width

    save.click()
    expect(form.get_by_role("alert")).to_contain_text("Siapa")
    settle(page)
    assert room_taken() <= FORM_HEIGHT
    screenshot(page, "present-agreement-missing")
    what.fill("Hubungi 081234567890, B 1234 CD, budi@example.com, Bapak Budi, Jalan Mawar No. 5")
    who = page.get_by_role("combobox", name=ID("present.agreement.who"))
    take_option(page, who, "Sat Samapta")
    for day, said in (("01112014", "15 November 2024"), ("30112024", "simpan lagi")):
        page.locator("[data-testid=stDateInput]").get_by_role("spinbutton").first.click()
        page.keyboard.type(day)
        save.click()
        expect(form.get_by_role("alert")).to_contain_text(said)
        settle(page)
        screenshot(page, f"present-agreement-{day}")
        assert room_taken() <= FORM_HEIGHT
        assert page.evaluate(FAULTS, LEAST) == []


def test_an_agreement_entered_live_is_on_the_slide_and_in_the_ledger(
    serve: Serve, make_page: MakePage
) -> None:
    server = serve("init", "--training")
    page = make_page("projector")
    sign_in(page, server, "kapolres")
    open_form(page, server)
    page.get_by_label(ID("present.agreement.what")).fill("Posko bersama di Kota Manna")
    who = page.get_by_role("combobox", name=ID("present.agreement.who"))
    take_option(page, who, "Sat Samapta")
    page.locator("[data-testid=stDateInput]").get_by_role("spinbutton").first.click()
    page.keyboard.type("30112024")
    page.get_by_role("button", name=ID("present.agreement.save")).click()

    row = page.locator(".k-slide tr").filter(has_text="Posko bersama di Kota Manna")
    expect(row).to_contain_text("Sat Samapta")
    expect(row).to_contain_text("30 Nov 2024")
    screenshot(page, "present-agreement")
    ticket = row.locator("td").last.inner_text()
    engine = make_engine(server.database_url)
    with reading(engine) as session:
        kept = session.scalars(select(Issue).where(Issue.issue == ticket)).one()
        assert (kept.kind, kept.meeting, kept.text) == (
            "agreement",
            MEETING,
            "Posko bersama di Kota Manna",
        )
    engine.dispose()
