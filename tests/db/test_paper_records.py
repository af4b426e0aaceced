"""Minutes, kecamatan sheet and hand-over sheet on paper: read back what they say."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, update

from db.engine import reading
from db.queries.sheet import promises
from documents.handover import unit_handover
from documents.minutes import meeting_minutes
from documents.record_words import witness_of
from documents.sheet import sub_district_sheet
from domain.faults import Refused
from domain.permissions import STATION, Reader
from domain.scope import Scope
from domain.vocabulary import EventKind
from models import Issue
from tests import station
from tests.databases import planting
from wording.translator import Translator

T = Translator("id")
LATER = Scope(date(2025, 2, 1))


def pages_of(pdf: bytes) -> list[str]:
    """The texts of the pages, on one line each."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def minutes_text(engine: Engine, key: str, reader: Reader = STATION, scope: Scope = LATER) -> str:
    with reading(engine) as session:
        return " ".join(pages_of(meeting_minutes(session, reader, T, scope, key)))


def sheet_pages(
    engine: Engine, code: str, reader: Reader = STATION, scope: Scope = LATER
) -> list[str]:
    with reading(engine) as session:
        return pages_of(sub_district_sheet(session, reader, T, scope, code))


def handover_text(engine: Engine, unit: str, reader: Reader = STATION, scope: Scope = LATER) -> str:
    with reading(engine) as session:
        return " ".join(pages_of(unit_handover(session, reader, T, scope, unit)))


def test_minutes_say_who_came_what_was_said_and_what_was_promised(shipped: Engine) -> None:
    said = minutes_text(shipped, "P-2024-12-29")

    for words in (
        "Minggu Kasih, Minggu, 29 Desember 2024",
        "H+32",
        "P-2024-12-29-2 Warga, Ibul",
        "Remaja mabuk malam hari; warga takut melintas",
        "Patroli malam ditingkatkan Sat Samapta tanpa tenggat",
        "diteruskan kepada Dinas PUPR",
        "Pimpinan pertemuan KASAT BINMAS",
    ):
        assert words in said
    assert "Kehadiran menurut unsur: jumlah tidak dicatat" in said


def test_minutes_of_a_promise_that_nobody_listed_say_so(sqlite_shipped: Engine) -> None:
    said = minutes_text(sqlite_shipped, "P-2024-09-05", scope=Scope(date(2024, 9, 15)))

    assert "belum dirinci, 10 hari setelah pertemuan" in said
    assert "sedikitnya 2 orang" in said
    assert "Pimpinan pertemuan KAPOLSEK KEDURANG" in said


def test_a_text_that_is_held_back_is_on_no_paper(sqlite_shipped: Engine) -> None:
    said = minutes_text(sqlite_shipped, "P-2024-09-05")

    assert "Sumber : teks ditahan" in said
    assert "koranradarkaur" not in said


def test_minutes_that_are_not_the_readers_are_refused_like_those_that_are_not_there(
    sqlite_shipped: Engine,
) -> None:
    stranger = station.RECORDER.at().reader
    refused = []
    for key in ("P-2025-01-12", "P-2099-01-01"):
        with pytest.raises(Refused) as error:
            minutes_text(sqlite_shipped, key, stranger)
        refused.append([(f.code, f.column) for f in error.value.faults])

    assert refused[0] == refused[1]


def test_a_sheet_is_one_page_with_status_reasons_and_promises(shipped: Engine) -> None:
    pages = sheet_pages(shipped, "17.01.05")

    assert len(pages) == 1
    for words in (
        "LEMBAR KECAMATAN KOTA MANNA",
        "Mendesak · data kedaluwarsa",
        "B2 2 masukan tingkat sedang ke atas terlambat lebih dari 14 hari",
        "6 masukan belum selesai: 5 terlambat, 6 tanpa tenggat.",
        "Apa yang dijanjikan di sini",
        "bukan IPKP",
        "KAPOLSEK KOTA MANNA",
    ):
        assert words in pages[0]
    assert pages[0].index("12 Jan 2025") < pages[0].index("29 Des 2024")


def test_a_sheet_names_the_meetings_whose_promises_nobody_listed(sqlite_shipped: Engine) -> None:
    page = sheet_pages(sqlite_shipped, "17.01.01", scope=Scope(date(2024, 11, 26)))[0]

    assert "belum dirinci: 5 Sep 2024 (P-2024-09-05)." in page


def test_a_sheet_of_a_silent_kecamatan_says_that_there_are_no_data(sqlite_shipped: Engine) -> None:
    page = sheet_pages(sqlite_shipped, "17.01.06", scope=Scope(date(2024, 11, 26)))[0]

    assert "Belum ada data" in page
    assert "Kondusif" not in page


def test_a_sheet_of_a_kecamatan_that_is_not_there_names_those_that_are(
    sqlite_shipped: Engine,
) -> None:
    with pytest.raises(Refused) as error:
        sheet_pages(sqlite_shipped, "17.01.99")

    assert "17.01.01" in (error.value.faults[0].expected or "")


@pytest.fixture
def busy(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    """The small station with sixty promises of one kecamatan, the first of them late."""
    station.found_station(sqlite_engine, tmp_path / "station")
    for _ in range(60):
        station.assigned(sqlite_engine, text="Ronda malam sepi di ujung desa")
    return sqlite_engine


AFTER = Scope(station.TODAY + timedelta(days=20))


def test_a_sheet_of_many_promises_stays_one_page_and_counts_the_rest(busy: Engine) -> None:
    pages = sheet_pages(busy, station.A, scope=AFTER)
    shown = pages[0].count("5 Sep 2024 · ")

    assert len(pages) == 1
    assert 5 <= shown < 60
    assert f"dan {60 - shown} lainnya, lihat lembar kecamatan di layar" in pages[0]


def test_a_handover_lists_every_open_promise_and_who_signs(busy: Engine) -> None:
    said = handover_text(busy, "polsek-a", scope=AFTER)

    assert "60 komitmen tindak lanjut belum selesai: 60 terlambat" in said
    assert said.count("Ronda malam sepi di ujung desa") == 60
    assert "Yang paling lama terlambat: 10 hari." in said
    assert "Yang menyerahkan" in said
    assert "Catatan penerima" in said


def test_a_handover_does_not_list_what_is_done(busy: Engine) -> None:
    key = station.claimed(busy)
    station.move(busy, station.COMMANDER, key, EventKind.VERIFIED, unit="polres")

    assert key not in handover_text(busy, "polsek-a", scope=AFTER)


def test_an_agency_hands_nothing_over(sqlite_shipped: Engine) -> None:
    with pytest.raises(Refused) as error:
        handover_text(sqlite_shipped, "kpu")

    assert "satlantas" in (error.value.faults[0].expected or "")


def witnesses(engine: Engine, key: str) -> list[tuple[str | None, str | None]]:
    """The unit and the group that the sheet names as witnesses of one promise."""
    with reading(engine) as session:
        rows = promises(session, STATION, AFTER, station.A)
        named = [(row.witness_unit, row.witness_group) for row in rows if row.issue.issue == key]
        words = [witness_of(T, row, {}) for row in rows if row.issue.issue == key]
    assert (words == ["–"]) == (named == [(None, None)])
    return named


def test_nobody_is_a_witness_of_their_own_outcome(sqlite_engine: Engine, tmp_path: Path) -> None:
    station.found_station(sqlite_engine, tmp_path / "station")
    done = station.claimed(sqlite_engine)
    station.move(sqlite_engine, station.COMMANDER, done, EventKind.VERIFIED, unit="polres")
    left = station.assigned(sqlite_engine)
    why, said = "insufficient", "Keterangan belum cukup"
    station.move(sqlite_engine, station.HEAD, left, EventKind.UNABLE, reason=why, note=said)

    assert witnesses(sqlite_engine, done) == [("polres", None)]
    assert witnesses(sqlite_engine, left) == [(None, None)]
    station.move(sqlite_engine, station.HEAD, left, EventKind.TOLD_BACK, by_group="residents")
    assert witnesses(sqlite_engine, left) == [(None, "residents")]


def test_hostile_texts_fill_no_second_page_and_are_no_markup(busy: Engine) -> None:
    with planting(busy) as session:
        session.execute(update(Issue).values(text='#panic("x") ' + "W" * 9_000 + "\u202e\x07"))
    page = sheet_pages(busy, station.A, scope=AFTER)
    said = handover_text(busy, "polsek-a", scope=AFTER)

    assert len(page) == 1
    assert '#panic("x")' in said
    assert "\u202e" not in said
    assert "W…" in said.replace("\u200b", "")


def test_a_complaint_about_police_is_on_no_paper_of_those_who_may_not_see_it(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    station.found_station(sqlite_engine, tmp_path / "station")
    said = "Petugas lambat datang"
    key = station.told(sqlite_engine, category="police-service", text=said)
    open_to = {
        reader: key in " ".join(sheet_pages(sqlite_engine, station.A, reader.at().reader, AFTER))
        for reader in (station.COMMANDER, station.INSPECTOR, station.HEAD, station.ANALYST)
    }
    texts = " ".join(sheet_pages(sqlite_engine, station.A, station.HEAD.at().reader, AFTER))

    assert list(open_to.values()) == [True, True, False, False]
    assert said not in texts


def test_of_intimidation_group_and_village_stay_with_commander_inspector_and_owner(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    station.found_station(sqlite_engine, tmp_path / "station")
    village = station.VILLAGES[station.A][0]
    station.assigned(
        sqlite_engine,
        "bag-ops",
        category="intimidation",
        village=village,
        raised_by="women-leader",
    )
    shown = [
        "Tokoh perempuan" in sheet_pages(sqlite_engine, station.A, person.at().reader, AFTER)[0]
        for person in (station.COMMANDER, station.HEAD)
    ]

    assert shown == [True, False]


@pytest.mark.parametrize("kind", ["minutes", "sheet", "handover"])
def test_making_a_document_twice_gives_the_same_bytes(sqlite_shipped: Engine, kind: str) -> None:
    def made() -> bytes:
        with reading(sqlite_shipped) as session:
            if kind == "minutes":
                return meeting_minutes(session, STATION, T, LATER, "P-2024-12-29")
            if kind == "sheet":
                return sub_district_sheet(session, STATION, T, LATER, "17.01.05")
            return unit_handover(session, STATION, T, LATER, "satlantas")

    assert made() == made()
