"""An analyst takes a file that nobody has seen before to records, in the browser.

The file is made here: semicolons and cp1252 as Indonesian Excel writes them, a title above
the header, days with the day first, and words of another office.
"""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from db.engine import make_engine, reading
from models import Issue
from tests.browser.conftest import MakePage, Serve
from tests.browser.helpers import Server, screenshot, sign_in, take_option, wait_ready
from wording.translator import Translator

ID = Translator("id")
SETTLING_MS = 700
"""Until a choice has reached the server and its run has begun."""
TITLE = "REKAP ADUAN;;;;"
HEADER = "TGL ADUAN;URAIAN ADUAN;KECAMATAN;KATEGORI;JENIS MASUKAN"
ROWS = (
    "3/4/2024;Tanggul sungai retak – dua titik;Kedurang;Jalan rusak;keluhan",
    "14/4/2024;Warga meminta ronda malam di pasar;Manna;Jalan rusak;permintaan",
    "6/5/2024;Rambu di tikungan hilang;Pino Raya;Jalan rusak;keluhan",
)
WRONG = (
    "31/2/2024;Hari yang tidak ada;Kedurang;Jalan rusak;keluhan",
    "6/4/2024;Kecamatan yang tidak ada;Atlantis;Jalan rusak;keluhan",
    "7/4/2024;Rumus di dalam sel;Manna;Jalan rusak;=1+1",
)


@pytest.fixture
def station(serve: Serve) -> Server:
    return serve("init", "--training")


def made(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_bytes("\r\n".join((TITLE, "", HEADER, *rows)).encode("cp1252"))
    return path


def issues(server: Server) -> int:
    engine = make_engine(server.database_url)
    with reading(engine) as session:
        count = int(session.scalars(select(func.count()).select_from(Issue)).one())
    engine.dispose()
    return count


def upload(page: Page, server: Server, path: Path) -> None:
    page.goto(f"{server.address}/import")
    wait_ready(page, ID("importing.what"))
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(path)
    wait_ready(page, ID("importing.recognised"))


def answer(page: Page) -> None:
    """Say which columns nobody could know, that the day stands first, and what a word means."""
    for field, column in (("reported_on", "TGL ADUAN"), ("text", "URAIAN ADUAN")):
        choose(page, ID(f"import_field.issues.{field}"), column)
    page.get_by_text("3/4/2024 = 3 April 2024").click()
    page.wait_for_timeout(SETTLING_MS)
    wait_ready(page)
    choose(page, "Jalan rusak", ID.label("category", "infrastructure"))


def choose(page: Page, label: str, option: str) -> None:
    """Choose in the list of a label."""
    take_option(page, page.get_by_role("combobox", name=label), re.compile(re.escape(option)))
    page.wait_for_timeout(SETTLING_MS)
    wait_ready(page)


def check(page: Page, rows: int) -> None:
    page.get_by_role("button", name=ID("importing.check_do", n=rows)).click()
    wait_ready(page, ID("importing.count.read"))


def test_a_file_goes_from_upload_to_records_once_and_a_wrong_one_to_its_faults(
    station: Server, make_page: MakePage, tmp_path: Path
) -> None:
    page = make_page("projector")
    sign_in(page, station, "analis")
    before = issues(station)

    upload(page, station, made(tmp_path, "salah.csv", *ROWS, *WRONG))
    answer(page)
    check(page, 6)
    expect(page.get_by_text("3 kesalahan")).to_be_visible()
    for row, column in ((7, "TGL ADUAN"), (8, "KECAMATAN"), (9, "JENIS MASUKAN")):
        line = page.locator(".k-import-list tr", has=page.get_by_role("cell", name=str(row)))
        expect(line.filter(has_text=column).first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Impor .* catatan"))).to_have_count(0)
    screenshot(page, "import-faults")
    page.get_by_role("button", name=ID("importing.workbook")).click()
    link = page.get_by_role("link", name=ID("importing.workbook_file"))
    expect(link).to_be_visible()
    book = load_workbook(io.BytesIO(page.request.get(_address(station, link)).body()))
    mere_note = ID("import.to_note", what="").strip()
    noted = {
        row[5].row
        for row in book.worksheets[0].iter_rows(min_row=4)
        if row[5].value and not row[5].value.startswith(mere_note)
    }
    assert noted == {7, 8, 9}
    assert issues(station) == before

    page.get_by_role("button", name=ID("importing.change")).click()
    wait_ready(page, ID("importing.what"))
    right = made(tmp_path, "benar.csv", *ROWS)
    upload(page, station, right)
    answer(page)
    check(page, 3)
    page.get_by_role("button", name=ID("importing.write", n=3)).dblclick()
    wait_ready(page, ID("importing.done", n=3))
    screenshot(page, "import-receipt")
    assert issues(station) == before + 3

    page.get_by_role("button", name=ID("importing.another")).click()
    wait_ready(page, ID("importing.what"))
    upload(page, station, right)
    expect(page.get_by_text("berkas ini sudah diimpor pada")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Impor .* catatan"))).to_have_count(0)
    assert issues(station) == before + 3


def _address(server: Server, link: object) -> str:
    return server.address + str(link.get_attribute("href"))  # type: ignore[attr-defined]


def test_on_a_phone_the_page_does_not_scroll_sideways(
    training: Server, make_page: MakePage, tmp_path: Path
) -> None:
    page = make_page("phone")
    sign_in(page, training, "analis")
    upload(page, training, made(tmp_path, "data.csv", *ROWS))
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
    screenshot(page, "import-phone")
