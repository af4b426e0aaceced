"""A line that is cut loses nothing: in the middle of typing, at the save, before the answer."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import func, select

from db.engine import make_engine, reading
from domain.station import today
from models import Issue, Meeting
from tests.browser.conftest import MakePage
from tests.browser.helpers import Server, manage, screenshot, start, stop
from wording.translator import Translator

ID = Translator("id")
KEDURANG = "17.01.01"
VENUE = "Balai desa di ujung jalan yang putus"
TEXT = "Jembatan gantung goyah saat hujan"
ACT = "Periksa jembatan bersama warga"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("cut")
    url = f"sqlite:///{home / 'kondusif.db'}"
    manage("init", "--training", home=home, database_url=url)
    server = start(home, url)
    yield server
    stop(server)


def kept(server: Server) -> tuple[int, int]:
    """How many meetings there are at the place of the test, and inputs with its words."""
    engine = make_engine(server.database_url)
    with reading(engine) as session:
        at_place = select(func.count()).select_from(Meeting).where(Meeting.venue == VENUE)
        told = select(func.count()).select_from(Issue).where(Issue.text == TEXT)
        found = session.scalars(at_place).one(), session.scalars(told).one()
    engine.dispose()
    return found


def opened(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/record/meeting")
    page.locator('form.demo button[value="perekam-kedurang"]').click()
    page.locator("#programme").select_option("jumat-curhat")
    page.locator("#venue").fill(VENUE)
    page.locator(f'input[name="area"][value="{KEDURANG}"]').check()


def typed_on(page: Page) -> None:
    """The rest of the meeting."""
    page.locator('input[name="promised"][value="yes"]').check()
    page.locator("#item_0_text").fill(TEXT)
    page.locator("#item_0_category").select_option("other")
    page.locator("#item_0_kind").select_option("complaint")
    page.locator("#item_0_area").select_option(KEDURANG)
    page.locator("#item_0_act").fill(ACT)
    page.locator("#item_0_owner").select_option("polsek-kedurang")
    page.locator("#item_0_due_on").fill((today() + timedelta(days=7)).isoformat())
    page.locator('input[name="inputs"][value="itemised"]').check()


def save(page: Page) -> None:
    page.get_by_role("button", name=ID("record.save"), exact=True).click(no_wait_after=True)


def save_in_vain(page: Page) -> None:
    """Press save and see the browser's own page, that the server does not answer."""
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        save(page)
    expect(page.locator("#programme")).to_have_count(0)


def test_cut_in_the_middle_and_at_the_save_the_draft_is_whole_and_there_is_one_record(
    server: Server, make_page: MakePage
) -> None:
    page = make_page("phone")
    opened(page, server)
    expect(page.locator(".kept")).to_have_text(ID("record.kept"))

    page.context.set_offline(True)
    typed_on(page)
    expect(page.locator(".kept")).to_have_text(ID("record.unkept"))
    screenshot(page, "cut-line-phone")
    save_in_vain(page)
    page.context.set_offline(False)
    assert kept(server) == (0, 0)

    page.goto(f"{server.address}/record")
    page.get_by_role("link", name=ID("page.record_meeting")).last.click()
    expect(page.locator("#venue")).to_have_value(VENUE)
    expect(page.locator("#programme")).to_have_value("jumat-curhat")
    expect(page.locator("#item_0_text")).to_have_value(TEXT)
    expect(page.locator("#item_0_act")).to_have_value(ACT)
    expect(page.locator("#item_0_owner")).to_have_value("polsek-kedurang")
    expect(page.locator('input[name="promised"][value="yes"]')).to_be_checked()
    expect(page.locator('input[name="inputs"][value="itemised"]')).to_be_checked()
    save(page)
    expect(page.get_by_role("status")).to_contain_text(ID("save.done"))
    assert kept(server) == (1, 1)
    assert page.evaluate("localStorage.length") == 0


def test_where_the_answer_is_lost_the_form_sent_again_says_that_it_is_saved(
    server: Server, make_page: MakePage
) -> None:
    before = kept(server)
    page = make_page("phone")
    opened(page, server)
    typed_on(page)
    sent: list[str] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.request.post_data or "")
        route.fetch()
        route.abort()

    page.route("**/record/meeting", lose_the_answer)
    save_in_vain(page)
    page.unroute("**/record/meeting")
    assert kept(server) == (before[0] + 1, before[1] + 1)

    again = page.context.request.post(
        f"{server.address}/record/meeting",
        data=sent[0],
        headers={
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": server.address,
        },
    )

    assert ID("save.before") in again.text()
    assert kept(server) == (before[0] + 1, before[1] + 1)


def test_what_was_typed_before_the_script_came_over_a_slow_line_is_kept(
    server: Server, make_page: MakePage
) -> None:
    page = make_page("phone")
    held: list[Route] = []
    page.route("**/record/record.js", lambda route: held.append(route))
    opened(page, server)
    expect(page.locator(".kept")).to_have_text("")

    held[0].continue_()

    expect(page.locator(".kept")).to_have_text(ID("record.kept"))
