"""The walks through the screens on which the pictures of the officers' guide are taken.

One walk a chapter of docs/panduan, on training data: what a picture shows is done here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect

from db.engine import make_engine
from domain.station import now, today
from tests.browser.conftest import MakePage, Serve
from tests.browser.guide_camera import Camera
from tests.browser.helpers import Server, settle, sign_in, wait_ready
from tests.station import COMMANDER, told
from wording.translator import Translator

ID = Translator("id")
DAY = "2024-11-26"
BESIDE = 730
"""From here on an opened input or meeting stands beside the list."""

KEDURANG = "17.01.01"
LAMP = "Lampu simpang pasar mati sejak bulan lalu"


@dataclass
class Round:
    """What a walk needs: the camera, browsers, a station in training and a new one."""

    camera: Camera
    make_page: MakePage
    station: Server
    serve: Serve


def open_at(page: Page, round_: Round, path: str, *texts: str) -> None:
    page.goto(round_.station.address + path)
    wait_ready(page, *texts)


def first_hour(round_: Round) -> None:
    new = round_.serve("init", "--reference-only")
    page = round_.make_page("projector")
    link = re.search(r"http://127\S+/auth/setup\?code=\S+", new.printed())
    assert link is not None
    page.goto(link[0])
    page.fill("[name=name]", "admin.polres")
    round_.camera.take(page, "akun-pertama", 820)

    page = round_.make_page("projector")
    sign_in(page, round_.station, "administrator")
    open_at(page, round_, "/administration", ID("account.list"))
    page.locator("summary").filter(has_text=ID("account.add")).click()
    button = page.get_by_role("button", name=ID("account.add_do"))
    expect(button).to_be_visible()
    button.scroll_into_view_if_needed()
    round_.camera.take(page, "akun-baru", 980)
    open_at(page, round_, "/administration?section=letterhead", ID("letterhead.change"))
    round_.camera.take(page, "kop-surat", 900)

    page = round_.make_page("projector")
    sign_in(page, round_.station, "kapolres")
    open_at(page, round_, "/administration?section=thresholds", ID("thresholds.what")[:40])
    round_.camera.take(page, "ambang")


def fill_meeting(page: Page) -> None:
    page.locator("#programme").select_option("jumat-curhat")
    page.locator("#held_on").fill("2024-11-22")
    page.locator("#venue").fill("Balai Desa")
    page.locator(f'input[name="area"][value="{KEDURANG}"]').check()
    page.locator('input[name="group"][value="village-head"]').check()
    page.locator('input[name="count_village-head"]').fill("3")
    page.locator('input[name="group"][value="youth-leader"]').check()
    page.locator('input[name="promised"][value="yes"]').check()


def save_meeting(page: Page, inputs: str) -> str:
    page.locator(f'input[name="inputs"][value="{inputs}"]').check()
    page.get_by_role("button", name=ID("record.save"), exact=True).click()
    expect(page.get_by_role("status")).to_contain_text(ID("save.done"))
    return page.get_by_role("status").locator("b").inner_text()


def recording(round_: Round) -> None:
    camera, address = round_.camera, round_.station.address
    page = round_.make_page("phone")
    page.goto(f"{address}/record")
    page.locator('form.demo button[value="perekam-kedurang"]').click()
    expect(page.get_by_role("link", name=ID("record.round_up"))).to_be_visible()
    camera.take(page, "catat-awal", 600)
    page.goto(f"{address}/record/meeting")
    fill_meeting(page)
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "catat-pertemuan", 1000)

    text = page.locator("#item_0_text")
    text.fill(LAMP)
    page.locator("#item_0_category").select_option("other")
    page.locator("#item_0_kind").select_option("complaint")
    page.locator("#item_0_raised_by").select_option("youth-leader")
    page.locator("#item_0_area").select_option(KEDURANG)
    page.locator("#item_0_act").fill("Perbaiki lampu simpang pasar")
    page.locator("#item_0_owner").select_option("polsek-kedurang")
    page.locator("#item_0_due_on").fill("2024-12-06")
    item = page.get_by_text(ID("record.item", n=1), exact=True)
    camera.take(page, "catat-masukan", 1400, top=item)
    text.fill(f"{LAMP}, hubungi 0812 3456 7890")
    page.locator('input[name="inputs"][value="itemised"]').check()
    page.get_by_role("button", name=ID("record.save"), exact=True).click()
    expect(page.locator('input[name="confirm"]')).to_be_visible()
    camera.take(page, "catat-ditandai", 500, top=item)
    text.fill(LAMP)
    save_meeting(page, "itemised")
    camera.take(page, "catat-tersimpan", 500)

    page.goto(f"{address}/record/meeting")
    fill_meeting(page)
    later = save_meeting(page, "not_recorded")
    page.goto(f"{address}/record/round-up")
    expect(page.get_by_role("button", name=ID("record.fill"))).to_be_visible()
    camera.take(page, "rekap-harian", 1250)

    page = round_.make_page("projector")
    sign_in(page, round_.station, "kapolsek-kedurang")
    open_at(page, round_, f"/meetings?as_of={DAY}&meeting={later}", ID("complete.title"))
    choose_label(page, ID("complete.itemised"))
    expect(page.get_by_role("button", name=ID("complete.more"))).to_be_visible()
    camera.take(page, "rincian-menyusul", 900, top=page.get_by_text(ID("complete.title")).first)


def choose_label(page: Page, label: str) -> None:
    """Press one of a row of choices, however it is drawn."""
    radio = page.get_by_role("radio", name=label, exact=True)
    radio.or_(page.get_by_role("button", name=label, exact=True)).first.click()


def following_up(round_: Round) -> None:
    camera = round_.camera
    engine = make_engine(round_.station.database_url)
    issue = told(engine, KEDURANG, by=COMMANDER, now=now(), kind="complaint", text=LAMP)
    engine.dispose()
    opened = f"/issues?as_of={today().isoformat()}&issue={issue}"

    chief = round_.make_page("projector")
    sign_in(chief, round_.station, "kapolres")
    open_at(chief, round_, f"/follow_up?as_of={DAY}", ID("follow_up.choose"))
    camera.take(chief, "tindak-lanjut", 900)
    open_at(chief, round_, opened, ID("moves.title"))

    head = round_.make_page("projector")
    sign_in(head, round_.station, "kapolsek-kedurang")
    open_at(head, round_, opened, ID("moves.title"))
    form = choose_move(head, "assigned")
    form.locator("textarea").first.fill("Perbaiki lampu simpang bersama warga")
    camera.take(head, "langkah", 980, top=history_of(head), left=BESIDE)

    press(choose_move(chief, "triaged"), "triaged")
    expect(chief.get_by_test_id("stToast").first).to_be_visible()
    press(form, "assigned")
    expect(head.get_by_text(ID("conflict.mine"))).to_be_visible()
    camera.take(head, "dua-petugas", 460, top=head.get_by_text(ID("conflict.mine")), left=BESIDE)

    press(form, "assigned")
    expect(head.get_by_test_id("stToast").first).to_be_visible()
    claim = choose_move(head, "claimed")
    claim.locator("textarea").first.fill("Lampu sudah menyala")
    press(claim, "claimed")
    own_claim = head.get_by_text(ID("refused_move.own_claim", move=ID("move.verified")))
    expect(own_claim).to_be_visible()
    camera.take(head, "bukan-diri-sendiri", 460, top=history_of(head), left=BESIDE)

    open_at(chief, round_, opened, ID("moves.title"))
    choose_move(chief, "verified")
    camera.take(chief, "verifikasi", 990, top=history_of(chief), left=BESIDE)


def history_of(page: Page) -> Locator:
    """Where the history of the opened input begins."""
    return page.get_by_text(ID("issues.history"), exact=True).first


def choose_move(page: Page, event: str) -> Locator:
    """Choose a move; gives its form."""
    page.get_by_role("radio", name=ID.label("move", event), exact=True).click()
    button = page.get_by_role("button", name=ID.label("move", event), exact=True)
    form = page.locator("[data-testid=stForm]").filter(has=button)
    expect(form).to_be_visible()
    return form


def press(form: Locator, event: str) -> None:
    form.get_by_role("button", name=ID.label("move", event), exact=True).click()


def presenting(round_: Round) -> None:
    page = round_.make_page("projector")
    sign_in(page, round_.station, "kapolres")
    open_at(page, round_, f"/present?as_of={DAY}", ID("present.start"))
    page.get_by_role("combobox", name=ID("present.meeting")).first.click()
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    settle(page)
    page.get_by_role("option").nth(1).click()
    wait_ready(page, ID("present.start"))
    page.get_by_role("button", name=ID("present.message.make")).click()
    expect(page.get_by_test_id("stCode")).to_be_visible()
    round_.camera.take(page, "paparan", 900)
    page.get_by_role("button", name=ID("present.start")).click()
    last = wait_slide(page, 1)
    place = 1
    while not page.get_by_role("heading", name=re.compile("^4 · ")).count():
        place += 1
        page.keyboard.press("PageDown")
        wait_slide(page, place)
    round_.camera.take(page, "paparan-peta")
    page.goto(re.sub(r"slide=\d+", f"slide={last}", page.url))
    wait_slide(page, last)
    agreed = page.get_by_role("button", name=ID("present.agreement.save"))
    while not agreed.count():
        last -= 1
        page.keyboard.press("PageUp")
        wait_slide(page, last)
    page.get_by_label(ID("present.agreement.what")).fill("Patroli gabungan di simpang pasar")
    round_.camera.take(page, "kesepakatan")


def wait_slide(page: Page, place: int) -> int:
    """Wait until a slide is shown whole; gives how many there are."""
    number = page.get_by_text(re.compile(rf"(^|\s){place} / \d+")).first
    expect(number).to_be_visible()
    settle(page)
    return int(number.inner_text().rsplit("/", 1)[1])


COLUMNS = "TANGGAL;URAIAN;KECAMATAN;KATEGORI;JENIS MASUKAN"
RIGHT = (
    "25/03/2025;Jembatan di dusun atas retak;Kedurang;Infrastruktur;keluhan",
    "28/03/2025;Warga meminta ronda malam di pasar lama;Manna;Patroli dan siskamling;permintaan",
)
WRONG = (
    *RIGHT,
    "30/02/2025;Lampu di jalan kebun mati;Seginim;Infrastruktur;keluhan",
    "31/03/2025;Ternak hilang dari kandang;Kedurag;Jalan rusak;keluhan",
)


def give(page: Page, *rows: str) -> None:
    """Upload a table as an Indonesian spreadsheet writes it."""
    content = "\r\n".join((COLUMNS, *rows)).encode("cp1252")
    file: Any = {"name": "laporan-polsek.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files([file])
    wait_ready(page, ID("importing.recognised"), ID("importing.check"))


def check(page: Page, rows: int) -> None:
    button = page.get_by_role("button", name=ID("importing.check_do", n=rows))
    order = page.get_by_text(f"({ID('importing.order.dmy')})")
    if button.is_disabled():
        order.first.click()
    expect(button).to_be_enabled()
    wait_ready(page)
    button.click()
    expect(page.get_by_text(ID("importing.count.accepted"))).to_be_visible()
    wait_ready(page)


def importing(round_: Round) -> None:
    camera = round_.camera
    page = round_.make_page("projector")
    sign_in(page, round_.station, "analis")
    open_at(page, round_, "/import", ID("importing.target"))
    page.locator("summary").filter(has_text=ID("importing.templates")).click()
    camera.take(page, "impor-unggah")
    give(page, *WRONG)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")
    camera.take(page, "impor-terbaca", 1100)
    check(page, 4)
    camera.take(page, "impor-kesalahan", 900, top=page.get_by_text(ID("importing.check")))

    page.get_by_role("button", name=ID("importing.change")).click()
    expect(page.get_by_text(ID("importing.target"))).to_be_visible()
    give(page, *RIGHT)
    check(page, 2)
    camera.take(page, "impor-siap", 820, top=page.get_by_text(ID("importing.check")))
    page.get_by_role("button", name=ID("importing.write", n=2)).click()
    expect(page.get_by_text(ID("importing.done", n=2))).to_be_visible()
    camera.take(page, "impor-tersimpan")


WALKS: dict[str, Callable[[Round], None]] = {
    "jam-pertama": first_hour,
    "mencatat-pertemuan": recording,
    "menindaklanjuti": following_up,
    "memaparkan": presenting,
    "mengimpor": importing,
}
