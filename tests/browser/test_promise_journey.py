"""A promise from the meeting to the board: five inputs, a killed server, three accounts.

At the width of a phone, on a training database of its own.
"""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from db.engine import make_engine, reading
from db.queries.board import status_board
from domain.permissions import STATION
from domain.station import today
from domain.status import Status
from tests.browser.conftest import MakePage, Serve
from tests.browser.helpers import Server, screenshot, sign_in, start, take_option, wait_ready
from wording.translator import Translator

ID = Translator("id")
KEDURANG = "17.01.01"
TEXTS = (
    "Lampu jalan di simpang pasar mati",
    "Ronda malam di ujung desa sepi",
    "Remaja berkumpul sampai larut",
    "Ternak hilang dari kandang",
    "Jalan ke kebun longsor",
)
CATEGORIES = ("other", "patrol", "youth", "livestock-theft", "disaster")


def board(server: Server) -> Status:
    """What the chief's board says of Kedurang today."""
    engine = make_engine(server.database_url)
    with reading(engine) as session:
        [status] = status_board(session, STATION, today(), sub_districts=[KEDURANG])
    engine.dispose()
    return status


def fill_item(page: Page, place: int) -> None:
    page.locator(f"#item_{place}_text").fill(TEXTS[place])
    page.locator(f"#item_{place}_category").select_option(CATEGORIES[place])
    page.locator(f"#item_{place}_kind").select_option("complaint")
    page.locator(f"#item_{place}_area").select_option(KEDURANG)


def add_item(page: Page, place: int) -> None:
    page.get_by_role("button", name=ID("record.add_item")).click()
    expect(page.locator(f"#item_{place}_text")).to_be_attached()


def begin_meeting(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/record/meeting")
    page.locator('form.demo button[value="perekam-kedurang"]').click()
    page.locator("#programme").select_option("jumat-curhat")
    page.locator("#venue").fill("Balai Desa")
    page.locator(f'input[name="area"][value="{KEDURANG}"]').check()
    page.locator('input[name="group"][value="village-head"]').check()
    page.locator('input[name="count_village-head"]').fill("3")
    page.locator('input[name="promised"][value="yes"]').check()
    fill_item(page, 0)
    page.locator("#item_0_raised_by").select_option("residents")
    page.get_by_text(ID("record.item.assessment")).first.click()
    page.locator("#item_0_threat").select_option("actual")


def killed(server: Server) -> None:
    server.process.kill()
    server.process.wait()


def record_five_inputs(page: Page, server: Server) -> str:
    """Record a meeting through the death of the server; gives its key."""
    begin_meeting(page, server)
    for place in (1, 2):
        add_item(page, place)
        fill_item(page, place)
    expect(page.locator(".kept")).to_have_text(ID("record.kept"))
    add_item(page, 3)
    page.wait_for_load_state()  # the form's script is there before the server is not
    killed(server)
    fill_item(page, 3)
    expect(page.locator(".kept")).to_have_text(ID("record.unkept"))
    screenshot(page, "promise-line-down")
    context = page.context
    page.close()

    server.process = start(server.home, server.database_url, urlsplit(server.address).port).process
    page = context.new_page()
    page.goto(f"{server.address}/record")
    page.get_by_role("link", name=re.compile(f"^{ID('page.record_meeting')}, ")).click()
    for place in range(4):
        expect(page.locator(f"#item_{place}_text")).to_have_value(TEXTS[place])
        expect(page.locator(f"#item_{place}_category")).to_have_value(CATEGORIES[place])
    expect(page.locator("#venue")).to_have_value("Balai Desa")
    expect(page.locator('input[name="count_village-head"]')).to_have_value("3")
    add_item(page, 4)
    fill_item(page, 4)
    page.locator("#item_1_act").fill("Patroli tiap malam Minggu")
    page.locator("#item_1_owner").select_option("sat-samapta")
    page.locator("#item_1_due_on").fill((today() + timedelta(days=7)).isoformat())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator('input[name="inputs"][value="itemised"]').check()
    page.get_by_role("button", name=ID("record.save"), exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(ID("save.done"))
    screenshot(page, "promise-receipt")
    assert page.evaluate("localStorage.length") == 0
    return page.get_by_role("status").locator("b").inner_text()


def open_issue(page: Page, server: Server, key: str) -> None:
    page.goto(f"{server.address}/issues?as_of={today().isoformat()}&issue={key}")
    wait_ready(page, TEXTS[0], ID("moves.title"))


def form_of(page: Page, event: str) -> Locator:
    """The form of a move: the one whose button says so."""
    button = page.get_by_role("button", name=ID.label("move", event), exact=True)
    return page.locator("[data-testid=stForm]").filter(has=button)


def choose_move(page: Page, event: str) -> None:
    page.get_by_role("radio", name=ID.label("move", event), exact=True).click()
    expect(form_of(page, event)).to_be_visible()


def send_move(page: Page, event: str) -> None:
    form_of(page, event).get_by_role("button", name=ID.label("move", event), exact=True).click()


def saved(page: Page) -> None:
    expect(page.get_by_test_id("stToast").filter(has_text=ID("save.done"))).to_be_visible()


def make_move(page: Page, event: str, note: str) -> None:
    choose_move(page, event)
    form_of(page, event).locator("textarea").first.fill(note)
    send_move(page, event)


def pick(page: Page, event: str, field: str, choice: str) -> None:
    """Choose from a list of a form."""
    name = ID(f"field.{field}")
    box = form_of(page, event).get_by_role("combobox", name=re.compile(f"^{re.escape(name)}"))
    take_option(page, box, choice)


def shows_level(page: Page, server: Server, *, urgent: bool) -> None:
    """The row of Kedurang on the Status screen; one input of severity 3 makes it Mendesak (B1).

    By the rule: B1 holds from one open input with s of 3 on, A3 from three on, and the older
    inputs of the training district alone give another level and sentence.
    """
    page.goto(f"{server.address}/?as_of={today().isoformat()}")
    row = page.locator(f".st-key-area_row_{KEDURANG.replace('.', '_')}")
    expect(row).to_be_visible()
    sentence = ID("reason.B1", n=1)
    if urgent:
        expect(row).to_contain_text(ID.label("level", "high"))
        expect(row).to_contain_text(sentence)
    else:
        expect(row).not_to_contain_text(sentence)
    assert board(server).level.value in row_levels(row)
    screenshot(page, f"promise-board-{'urgent' if urgent else 'after'}")


def row_levels(row: Locator) -> list[str]:
    """The levels whose words stand in a row."""
    return [
        level
        for level in ("very_high", "high", "watch", "calm", "stale", "no_data")
        if re.search(rf"\b{ID.label('level', level)}\b", row.inner_text(), re.IGNORECASE)
    ]


def sheet_names(page: Page, server: Server, issue: str, *, counted: bool) -> None:
    """The sheet of Kedurang: reason B1 stands with the ticket and what would lower it, or not."""
    page.goto(f"{server.address}/sub_district?as_of={today().isoformat()}&sub_district={KEDURANG}")
    wait_ready(page, ID("sheet.reasons"))
    reason = page.locator(".st-key-reason_B1")
    if counted:
        expect(reason).to_contain_text(ID("reason.B1", n=1))
        expect(reason.locator("a", has_text=issue)).to_be_visible()
        expect(reason.locator(".k-soft").first).to_contain_text(issue)
    else:
        expect(reason).to_have_count(0)
    screenshot(page, f"promise-sheet-{'urgent' if counted else 'after'}")


def test_a_promise_goes_from_the_meeting_to_the_board(serve: Serve, make_page: MakePage) -> None:
    server = serve("init", "--training")
    before = board(server)

    meeting = record_five_inputs(make_page("phone"), server)
    assert re.fullmatch(r"P-\d{4}-\d{2}-\d{2}-KDR(-\d+)?", meeting)
    recorded = board(server)
    assert recorded.open_issues == before.open_issues + 5
    assert recorded.late == before.late

    issue = f"KDR-{today():%y%m%d}-01"
    head = make_page("phone")
    sign_in(head, server, "kapolsek-kedurang")
    open_issue(head, server, issue)
    make_move(head, "assigned", "Perbaiki lampu simpang pasar")
    saved(head)
    make_move(head, "claimed", "Lampu sudah menyala")
    saved(head)
    expect(head.get_by_text(ID("refused_move.own_claim", move=ID("move.verified")))).to_be_visible()
    expect(head.get_by_role("radio", name=ID.label("move", "verified"), exact=True)).to_have_count(
        0
    )
    screenshot(head, "promise-claimant-refused")
    assert board(server).open_issues == before.open_issues + 5  # a claim closes nothing

    chief = make_page("phone")
    sign_in(chief, server, "kapolres")
    shows_level(chief, server, urgent=True)
    sheet_names(chief, server, issue, counted=True)
    open_issue(chief, server, issue)
    choose_move(chief, "verified")
    pick(chief, "verified", "by_group", ID.label("group", "residents"))
    send_move(chief, "verified")
    saved(chief)
    expect(chief.get_by_text(ID.label("state", "verified")).first).to_be_visible()
    screenshot(chief, "promise-verified")
    assert board(server).open_issues == before.open_issues + 4
    shows_level(chief, server, urgent=False)
    sheet_names(chief, server, issue, counted=False)
