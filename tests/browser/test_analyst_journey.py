"""The analyst: stage, filters, the link copied, and opened by somebody who may see less."""

import csv
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import MakePage
from tests.browser.helpers import (
    OPENINGS,
    QUIET_MS,
    Server,
    screenshot,
    settle,
    sign_in,
    take_option,
    wait_ready,
)
from ui.keys import Key
from wording.translator import Translator

ID = Translator("id")
HEADLINE = re.compile(r"Posisi 26 November 2024: (\d+)(?: dari \d+)? masukan")


def choose(page: Page, key: Key, word: str) -> None:
    """Take a choice of a filter by its word; the count behind it is whatever it is."""
    within = page.locator(f".st-key-{key}")
    taken = within.locator("[data-tag]").filter(has_text=word)
    for _ in range(OPENINGS):
        take_option(page, within.locator("input"), re.compile(rf"^{re.escape(word)} \("))
        page.wait_for_timeout(QUIET_MS)
        page.keyboard.press("Tab")
        settle(page)
        if taken.count():
            break  # a list that an answer draws anew as it is clicked takes nothing
    expect(taken).to_be_visible()


def found(page: Page) -> int:
    """How many inputs the headline counts."""
    match = HEADLINE.search(page.locator(".k-headline").inner_text())
    assert match, page.locator(".k-headline").inner_text()
    return int(match[1])


def link_of(page: Page) -> str:
    """The link that the page offers for copying."""
    page.locator(".st-key-issue_link").get_by_role("button").first.click()
    code = page.locator("[data-testid=stPopoverBody] code")
    expect(code).to_be_visible()
    return code.inner_text()


def areas_of_file(page: Page, server: Server) -> set[str]:
    """The kecamatan in the CSV file of the selection."""
    page.locator(".st-key-issue_export").get_by_role("button").first.click()
    page.locator(f".st-key-{Key.EXPORT_CSV} button").click()
    link = page.locator(f".st-key-{Key.EXPORT_LINK} a")
    expect(link).to_be_visible()
    text = page.request.get(f"{server.address}{link.get_attribute('href')}").body().decode()
    lines = [line for line in text.splitlines() if not line.lstrip("\ufeff").startswith("# ")]
    return {row[ID("issues.head.sub_district")] for row in csv.DictReader(lines)}


def test_a_link_of_the_analyst_shows_another_account_only_its_own(
    training: Server, make_page: MakePage
) -> None:
    desk = make_page("projector")
    sign_in(desk, training, "analis")
    desk.goto(f"{training.address}/issues?as_of=2024-11-26")
    wait_ready(desk, "masukan tercatat")
    everything = found(desk)

    choose(desk, Key.FILTER_STAGE, "Kampanye")
    expect(desk).to_have_url(re.compile("stage=campaign"))
    choose(desk, Key.FILTER_STATE, "terverifikasi selesai")
    expect(desk).to_have_url(re.compile("state=verified"))
    wait_ready(desk, "Keadaan: terverifikasi selesai")
    narrowed = found(desk)
    assert 0 < narrowed < everything

    link = link_of(desk)
    assert link.startswith(f"{training.address}/issues?")
    assert "stage=campaign" in link
    assert "state=verified" in link
    screenshot(desk, "analyst-projector")

    phone = make_page(
        "phone", user_agent="Mozilla/5.0 (Linux; Android 13) Chrome/120 Mobile Safari/537.36"
    )
    sign_in(phone, training, "perekam-kedurang")
    phone.goto(link)
    wait_ready(phone, "sesuai saringan")
    assert 0 < found(phone) < narrowed
    assert areas_of_file(phone, training) <= {"Kedurang", "Kedurang Ilir"}
    screenshot(phone, "analyst-link-phone")


def test_a_row_opens_its_input_beside_the_list_and_the_link_opens_it_too(
    training: Server, make_page: MakePage
) -> None:
    page = make_page("desk")
    sign_in(page, training, "analis")
    page.goto(f"{training.address}/issues?as_of=2024-11-26&stage=campaign")
    wait_ready(page, "sesuai saringan")

    grid = page.locator(f".st-key-{Key.ISSUE_TABLE} [data-testid=stDataFrame]")
    grid.click(position={"x": 300, "y": 100})
    expect(page.locator("ol.k-history")).to_be_visible()
    expect(page).to_have_url(re.compile(r"issue=[A-Z]{3}-\d{6}-\d{2}"))
    title = page.locator(".st-key-issue_detail h3").first.inner_text()
    list_box, detail_box = grid.bounding_box(), page.locator(".st-key-issue_detail").bounding_box()
    assert list_box is not None
    assert detail_box is not None
    assert detail_box["x"] > list_box["x"] + list_box["width"] - 1

    address = page.url
    page.goto(address)
    wait_ready(page, title)
    page.get_by_role("button", name=ID("issues.close"), exact=True).click()
    expect(page.locator("ol.k-history")).to_have_count(0)
    assert "issue=" not in page.url


def test_a_file_of_the_selection_comes_only_to_the_session_that_asked(
    training: Server, make_page: MakePage
) -> None:
    page = make_page("desk")
    sign_in(page, training, "analis")
    page.goto(f"{training.address}/issues?as_of=2024-11-26&severity=4")
    wait_ready(page, "sesuai saringan")

    page.locator(".st-key-issue_export").get_by_role("button").first.click()
    page.locator(f".st-key-{Key.EXPORT_XLSX} button").click()
    link = page.locator(f".st-key-{Key.EXPORT_LINK} a")
    expect(link).to_be_visible()
    address = f"{training.address}{link.get_attribute('href')}"

    own = page.request.get(address)
    assert own.status == 200
    assert own.body()[:2] == b"PK"
    assert "masukan-2024-11-26.xlsx" in own.headers["content-disposition"]

    other = make_page("desk")
    sign_in(other, training, "kapolres")
    assert other.request.get(address).status == 404
