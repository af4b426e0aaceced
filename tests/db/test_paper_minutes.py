"""The form of minutes to fill by hand: one sheet, and everything that minutes hold."""

import io

from pypdf import PdfReader
from sqlalchemy import Engine

from db.engine import reading
from documents.blank_minutes import blank_minutes
from domain.permissions import STATION
from wording.translator import Translator

T = Translator("id")


def pages_of(pdf: bytes) -> list[str]:
    """The texts of the pages, on one line each."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def blank(engine: Engine, unit: str | None = None, t: Translator = T) -> list[str]:
    with reading(engine) as session:
        return pages_of(blank_minutes(session, STATION, t, unit))


def test_the_blank_form_is_one_sheet_with_every_part_of_the_minutes(
    sqlite_shipped: Engine,
) -> None:
    front, back = blank(sqlite_shipped)

    for words in (
        "KEPOLISIAN NEGARA REPUBLIK INDONESIA DAERAH BENGKULU RESOR BENGKULU SELATAN",
        "Tahapan yang berjalan:",
        "H−n (hari ke pemungutan suara):",
        "Kehadiran menurut unsur",
        "A. Hasil yang disampaikan",
    ):
        assert words in front
    for words in (
        "B. Masukan",
        "Tidak ada masukan (nihil)",
        "C. Jawaban di tempat",
        "D. Komitmen tindak lanjut",
        "E. Tidak dapat ditindaklanjuti dan alasannya",
        "Pimpinan pertemuan (JABATAN)",
        "Wakil peserta (UNSUR)",
    ):
        assert words in back


def test_the_blank_form_names_every_stakeholder_group_once(sqlite_shipped: Engine) -> None:
    front = blank(sqlite_shipped)[0]

    for group in ("Camat", "Tokoh adat", "PPK/PPS/KPPS", "Satpol PP/Linmas", "Undangan lain"):
        assert front.count(group) == 1


def test_the_blank_form_of_a_sector_stands_under_its_own_name(sqlite_shipped: Engine) -> None:
    front = blank(sqlite_shipped, "polsek-kedurang")[0]

    assert "DAERAH BENGKULU RESOR BENGKULU SELATAN SEKTOR KEDURANG" in front


def test_the_blank_form_of_a_sample_database_carries_its_band(sqlite_shipped: Engine) -> None:
    for page in blank(sqlite_shipped):
        assert "CONTOH DARI TUJUH BERITA, BUKAN PENILAIAN WILAYAH" in page


def test_an_empty_database_has_its_blank_form_too(sqlite_engine: Engine) -> None:
    assert len(blank(sqlite_engine)) == 2


def test_the_blank_form_is_one_sheet_in_english_too(sqlite_shipped: Engine) -> None:
    front, back = blank(sqlite_shipped, t=Translator("en"))

    assert "Headcount" in front
    assert "No inputs (nil)" in back
