"""The chief's way: open, the worst area, its reasons, the record behind; and the map itself."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.helpers import Server, screenshot, sign_in, wait_ready

DAY = "as_of=2024-11-26"
AREAS = ".choroplethlayer path"


@pytest.mark.parametrize("width", ["phone", "projector", "desk"])
def test_from_the_worst_area_to_the_record_behind_its_reason(
    training: Server, make_page, width: str
) -> None:
    page: Page = make_page(width)
    sign_in(page, training, "kapolres", f"/?{DAY}")
    wait_ready(page, "Posisi 26 November 2024")
    screenshot(page, f"chief-status-{width}")

    first = page.locator("[class*=st-key-area_row_] a").first
    name = first.inner_text()
    first.click()
    page.wait_for_url("**/sub_district?**")
    wait_ready(page, "Mengapa demikian")
    assert "as_of=2024-11-26" in page.url
    expect(page.locator(".k-headline").first).to_have_text(name)
    screenshot(page, f"chief-sheet-{width}")

    record = page.locator("[class*=st-key-records_] a").first
    ticket = record.inner_text()
    record.click()
    page.wait_for_url("**/issues?**")
    wait_ready(page, ticket)
    assert f"issue={ticket}" in page.url
    screenshot(page, f"chief-record-{width}")


def test_the_polygons_are_drawn_under_the_policy_and_a_click_opens_a_sheet(
    training: Server, make_page
) -> None:
    page: Page = make_page("projector")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    sign_in(page, training, "kapolres", f"/?{DAY}")
    wait_ready(page, "Posisi 26 November 2024")

    expect(page.locator(AREAS)).to_have_count(11)
    assert [url for url in asked if "/topojson/" in url]
    assert not [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))]
    frame = page.locator(".js-plotly-plot").first.bounding_box()
    land = page.locator(".choroplethlayer").first.bounding_box()
    assert frame is not None
    assert land is not None
    assert land["width"] > 0.7 * frame["width"] or land["height"] > 0.7 * frame["height"]

    # A point inside an area; the map's own layer for the mouse lies above the areas.
    inside = page.locator(AREAS).first.evaluate(
        """path => {
            const box = path.getBoundingClientRect(), back = path.getScreenCTM().inverse();
            for (let i = 2; i < 9; i++) for (let j = 2; j < 9; j++) {
                const x = box.left + box.width * i / 10, y = box.top + box.height * j / 10;
                if (path.isPointInFill(new DOMPoint(x, y).matrixTransform(back))) return [x, y];
            }
        }"""
    )
    page.mouse.move(*inside)
    page.wait_for_timeout(300)  # the map looks for what is pointed at now and then
    page.mouse.click(*inside)
    page.wait_for_url("**/sub_district?**")
    wait_ready(page, "Mengapa demikian")


def test_a_link_opened_first_after_a_start_has_its_frame(serve, make_page) -> None:
    server = serve("init", "--training")
    page: Page = make_page("projector")
    sign_in(page, server, "kapolres", f"/issues?{DAY}")
    wait_ready(page, "masukan tercatat")

    expect(page.get_by_text("DATA LATIHAN").first).to_be_visible()
    expect(page.get_by_role("link", name="Lini masa").first).to_be_visible()
