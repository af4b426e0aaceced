"""A click on the timeline narrows it to a stage, and the stage leads to its issues."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import MakePage
from tests.browser.helpers import Server, sign_in, wait_ready

DAY = "as_of=2024-11-26"
WHOLE = "219 masukan dan 54 pertemuan"
NARROWED = "Pelaksanaan kampanye, 25 Sep – 23 Nov 2024: 124 masukan"


def click_lane(page: Page, name: str) -> None:
    """Click where a stage's name stands in its lane."""
    label = page.locator(".js-plotly-plot .annotation-text").get_by_text(name, exact=True)
    box = label.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def headline(page: Page, text: str) -> None:
    """Wait until the headline says so, and the run has ended."""
    expect(page.locator(".k-headline")).to_contain_text(text)
    wait_ready(page)


def test_a_click_on_a_stage_narrows_the_screen_and_leads_to_its_issues(
    training: Server, page: Page
) -> None:
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/timeline?{DAY}")
    headline(page, WHOLE)

    for _ in range(2):
        click_lane(page, "Kampanye")
        headline(page, NARROWED)
        expect(page).to_have_url(re.compile(r"[?&]stage=campaign(&|$)"))
        expect(page.locator("tr.k-chosen")).to_contain_text("Kampanye")
        if _ == 0:
            page.get_by_role("button", name="Seluruh lini masa").click()
            headline(page, WHOLE)
            expect(page).not_to_have_url(re.compile("stage="))

    page.get_by_role("link", name=re.compile("^Lihat 132 masukan tahapan ini")).click()
    expect(page).to_have_url(re.compile(rf"/issues\?{DAY}&stage=campaign$"))
    wait_ready(page)


def test_a_neighbour_of_the_stage_in_view_is_one_click_away(training: Server, page: Page) -> None:
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/timeline?{DAY}&stage=campaign")
    headline(page, NARROWED)

    click_lane(page, "Penelitian calon")
    headline(page, "Penelitian persyaratan calon")
    expect(page).to_have_url(re.compile(r"[?&]stage=vetting(&|$)"))


def test_a_stage_without_a_start_says_why_it_cannot_be_chosen(training: Server, page: Page) -> None:
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/timeline?{DAY}")
    headline(page, WHOLE)

    bar = page.locator(".js-plotly-plot .annotation-text").get_by_text("Penyusunan peraturan")
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] + 12, box["y"] + box["height"] / 2)

    expect(page.get_by_text("tidak dapat dipilih.").first).to_be_visible()
    headline(page, WHOLE)
    expect(page).not_to_have_url(re.compile("stage="))


def test_the_whole_chart_stands_on_a_projector_without_scrolling(
    training: Server, make_page: MakePage
) -> None:
    page = make_page("projector")
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/timeline?{DAY}")
    headline(page, WHOLE)

    box = page.locator(".js-plotly-plot").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 720
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_nothing_sticks_out_of_a_phone(training: Server, make_page: MakePage) -> None:
    page = make_page("phone", user_agent="Mozilla/5.0 (Linux; Android 13) Mobile Safari/537.36")
    sign_in(page, training, "kapolres")
    page.goto(f"{training.address}/timeline?{DAY}")
    headline(page, "12 September 2024 sampai 26 November 2024")

    for part in (".js-plotly-plot", "table.k-stages", ".st-key-timeline_controls"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["x"] >= 0, part
        assert box["x"] + box["width"] <= 390, part
