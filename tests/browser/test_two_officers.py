"""Two officers with one issue before them, and one officer who clicks twice."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from db.engine import make_engine, reading
from domain.station import now, today
from models import IssueEvent, Meeting
from tests.browser.conftest import MakePage
from tests.browser.helpers import (
    Server,
    manage,
    screenshot,
    sign_in,
    start,
    stop,
    take_option,
    wait_ready,
)
from tests.station import COMMANDER, told
from wording.translator import Translator

ID = Translator("id")
KEDURANG = "17.01.01"
TEXT = "Lampu simpang mati sejak bulan lalu"
TYPED = "Perbaiki lampu simpang bersama warga"
THEIRS = "Sudah dijelaskan kepada warga"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Its own training database, with accounts that enter by one click."""
    home = tmp_path_factory.mktemp("officers")
    url = f"sqlite:///{home / 'kondusif.db'}"
    manage("init", "--training", home=home, database_url=url)
    server = start(home, url)
    yield server
    stop(server)


def new_issue(server: Server, kind: str = "complaint") -> str:
    engine = make_engine(server.database_url)
    try:
        return told(engine, KEDURANG, by=COMMANDER, now=now(), kind=kind, text=TEXT)
    finally:
        engine.dispose()


def events_of(server: Server, key: str) -> list[str]:
    engine = make_engine(server.database_url)
    with reading(engine) as session:
        rows = select(IssueEvent.event).where(IssueEvent.issue == key)
        found = list(session.scalars(rows.order_by(IssueEvent.sequence)))
    engine.dispose()
    return found


def officer(make_page: MakePage, server: Server, account: str, key: str, width: str) -> Page:
    """A browser of its own, with the issue opened."""
    page = make_page(width)
    sign_in(page, server, account)
    page.goto(f"{server.address}/issues?as_of={today().isoformat()}&issue={key}")
    wait_ready(page, TEXT, ID("moves.title"))
    return page


def form_of(page: Page, event: str) -> Locator:
    button = page.get_by_role("button", name=ID.label("move", event), exact=True)
    return page.locator("[data-testid=stForm]").filter(has=button)


def choose(page: Page, event: str) -> Locator:
    page.get_by_role("radio", name=ID.label("move", event), exact=True).click()
    expect(form_of(page, event)).to_be_visible()
    return form_of(page, event)


def press(page: Page, event: str) -> None:
    form_of(page, event).get_by_role("button", name=ID.label("move", event), exact=True).click()


def saved(page: Page) -> None:
    expect(page.get_by_test_id("stToast").filter(has_text=ID("save.done"))).to_be_visible()


def column(page: Page, title: str) -> Locator:
    """One of the two versions, by its title."""
    return page.get_by_test_id("stColumn").filter(has_text=ID(title)).last


def settle(page: Page) -> None:
    """The recorder answers on the spot."""
    form = choose(page, "settled")
    form.locator("textarea").fill(THEIRS)
    by_group = form.get_by_role("combobox", name=ID("field.by_group"))
    take_option(page, by_group, ID.label("group", "residents"))
    press(page, "settled")
    saved(page)


def test_the_second_save_is_refused_with_both_versions_and_goes_through_when_it_still_holds(
    server: Server, make_page: MakePage
) -> None:
    key = new_issue(server)
    second = officer(make_page, server, "kapolsek-kedurang", key, "desk")
    choose(second, "assigned").locator("textarea").first.fill(TYPED)
    first = officer(make_page, server, "kapolres", key, "desk")
    choose(first, "triaged").locator("textarea").first.fill(THEIRS)
    press(first, "triaged")
    saved(first)

    press(second, "assigned")

    theirs, mine = column(second, "conflict.theirs"), column(second, "conflict.mine")
    expect(theirs).to_contain_text(ID.label("event", "triaged"))
    expect(theirs).to_contain_text(THEIRS)
    expect(mine).to_contain_text(TYPED)
    left, right = theirs.bounding_box(), mine.bounding_box()
    assert left
    assert right
    assert left["x"] + left["width"] <= right["x"]
    expect(form_of(second, "assigned").locator("textarea").first).to_have_value(TYPED)
    mine.scroll_into_view_if_needed()
    screenshot(second, "two-officers-desk")
    assert events_of(server, key) == ["triaged"]
    press(second, "assigned")
    saved(second)
    assert events_of(server, key) == ["triaged", "assigned"]


def test_what_was_typed_stays_even_where_the_move_is_no_longer_open(
    server: Server, make_page: MakePage
) -> None:
    key = new_issue(server, kind="question")
    second = officer(make_page, server, "kapolsek-kedurang", key, "phone")
    choose(second, "assigned").locator("textarea").first.fill(TYPED)
    settle(officer(make_page, server, "perekam-kedurang", key, "phone"))

    press(second, "assigned")

    expect(column(second, "conflict.theirs")).to_contain_text(THEIRS)
    expect(column(second, "conflict.mine")).to_contain_text(TYPED)
    expect(form_of(second, "assigned").locator("textarea").first).to_have_value(TYPED)
    assert second.evaluate("document.documentElement.scrollWidth") <= 390
    column(second, "conflict.mine").scroll_into_view_if_needed()
    screenshot(second, "two-officers-phone")
    press(second, "assigned")
    expect(second.get_by_test_id("stAlert").first).to_be_visible()
    expect(form_of(second, "assigned").locator("textarea").first).to_have_value(TYPED)
    assert events_of(server, key) == ["settled"]


def test_a_double_click_on_a_move_makes_one_event(server: Server, make_page: MakePage) -> None:
    key = new_issue(server)
    page = officer(make_page, server, "kapolsek-kedurang", key, "desk")
    form = choose(page, "assigned")
    form.locator("textarea").first.fill(TYPED)

    form.get_by_role("button", name=ID.label("move", "assigned"), exact=True).dblclick()

    expect(page.get_by_test_id("stToast").first).to_be_visible()
    wait_ready(page)
    assert events_of(server, key) == ["assigned"]


def meetings(server: Server) -> int:
    engine = make_engine(server.database_url)
    with reading(engine) as session:
        found = session.scalars(select(func.count()).select_from(Meeting)).one()
    engine.dispose()
    return found


def test_a_double_click_on_save_keeps_one_meeting(server: Server, make_page: MakePage) -> None:
    before = meetings(server)
    page = make_page("phone")
    page.goto(f"{server.address}/record/meeting")
    page.locator('form.demo button[value="perekam-kedurang"]').click()
    page.locator("#programme").select_option("sambang")
    page.locator(f'input[name="area"][value="{KEDURANG}"]').check()
    page.locator('input[name="inputs"][value="nil"]').check()

    page.get_by_role("button", name=ID("record.save"), exact=True).dblclick()

    expect(page.get_by_role("status").locator("b")).to_be_visible()
    assert meetings(server) == before + 1
