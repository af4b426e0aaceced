"""Message and workbook: the same numbers as the screens, nothing that runs, never too long."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from cli.indicators import as_json
from db.engine import reading
from db.queries.board import status_board
from db.queries.figures import indicators
from db.queries.issues import issue_page
from documents.compare import comparison
from documents.content import Asked
from documents.message import LONGEST, message
from documents.workbook import workbook
from domain.scope import Scope
from tests.documents_kit import (
    COMMANDER,
    EVE,
    KEDURANG,
    NOBODYS,
    READERS,
    SEGINIM,
    busy,
    rewritten,
)
from tests.workbooks import sheets
from wording.translator import Translator

T = Translator("id")


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory):
    with busy(tmp_path_factory.mktemp("files")) as engine:
        yield engine


@pytest.fixture
def own(tmp_path: Path):
    with busy(tmp_path) as engine:
        yield engine


def said(engine, asked: Asked, reader=COMMANDER) -> str:
    with reading(engine) as session:
        return message(session, reader, asked, T, 7)


def book(engine, asked: Asked, reader=COMMANDER) -> dict[str, list[list]]:
    with reading(engine) as session:
        return sheets(workbook(session, reader, asked, T, 7))


# The message


def test_the_message_counts_one_input_that_falls_due_in_the_singular(training) -> None:
    with reading(training) as session:
        texts = [
            message(session, COMMANDER, Asked(date(2024, 10, day)), Translator("en"), 7)
            for day in (8, 10, 12, 14)
        ]

    assert any(", 1 input falls due: " in text for text in texts)
    assert not any(" 1 inputs" in text for text in texts)


def test_the_message_is_in_the_form_that_stations_use(sqlite_shipped) -> None:
    lines = said(sqlite_shipped, Asked(EVE)).splitlines()

    assert lines[0] == "CONTOH DARI TUJUH BERITA, BUKAN PENILAIAN WILAYAH"
    assert lines[2:5] == [
        "Kepada Yth. Pimpinan",
        "Dari Polres Bengkulu Selatan",
        "Perihal posisi tindak lanjut masukan masyarakat 26 November 2024",
    ]
    assert lines[6] == "Melaporkan:"
    assert lines[7] == (
        "Posisi 26 November 2024. Dari 11 kecamatan: 0 kondusif, 3 perlu perhatian, 2 mendesak, "
        "0 sangat mendesak, 6 belum diketahui; 5 yang berstatus memakai data kedaluwarsa. "
        "Catatan terakhir 17 November 2024."
    )
    assert lines[8].startswith("Belum ada data dari 6 kecamatan: ")
    assert (
        "27 Nov 2024, tahapan dimulai: "
        "Pemungutan suara dan Penghitungan suara dan rekapitulasi hasil."
    ) in lines
    assert lines[-2] == "Demikian dilaporkan."
    assert lines[-1].endswith("jejak audit nomor 7")


def test_a_sector_reports_to_the_head_of_the_command(training) -> None:
    lines = said(training, Asked(EVE), READERS["sector_head"]).splitlines()

    assert "Kepada Yth. Kapolres Bengkulu Selatan" in lines
    assert "Dari Polsek Kedurang" in lines


def test_the_numbers_of_the_message_are_those_of_the_indicators(training) -> None:
    with reading(training) as session:
        found = as_json(indicators(session, COMMANDER, EVE))
    text = said(training, Asked(EVE))

    kept = re.search(r"Dari (\d+) komitmen yang sudah jatuh tempo, (\d+) ditepati", text)
    late = re.search(r"(\d+) masukan melewati tenggat.*; (\d+) tanpa tenggat", text)
    assert kept
    assert late
    assert [int(n) for n in kept.groups()] == [
        found["promises_kept"]["denominator"],
        found["promises_kept"]["numerator"],
    ]
    assert [int(n) for n in late.groups()] == [
        found["overdue"]["value"],
        found["no_due_date"]["value"],
    ]


def test_a_message_of_no_kecamatan_says_so(training) -> None:
    assert "tidak ada kecamatan dalam pilihan ini" in said(training, Asked(EVE), NOBODYS)


def test_a_message_of_long_names_is_cut_to_what_a_chat_takes(own, tmp_path: Path) -> None:
    rewritten(tmp_path, ("UPDATE sub_district SET name = name || ?", ("\u202e" + "x" * 10_000,)))

    text = said(own, Asked(EVE))

    assert 1_000 < len(text) <= LONGEST
    assert "\u202e" not in text
    assert text.endswith("jejak audit nomor 7")


# The workbook


def row_of(rows: list[list], first: str) -> list:
    return next(row for row in rows if row[0] == first)


def test_the_figures_of_the_workbook_are_those_of_the_indicators(training) -> None:
    with reading(training) as session:
        found = as_json(indicators(session, COMMANDER, EVE))
    rows = book(training, Asked(EVE))["Angka"]

    assert row_of(rows, "Komitmen ditepati")[2:4] == [
        found["promises_kept"]["numerator"],
        found["promises_kept"]["denominator"],
    ]
    for label, key in (
        ("Melewati tenggat", "overdue"),
        ("Tanpa tenggat", "no_due_date"),
        ("Menunggu verifikasi", "awaiting"),
        ("Ditutup tanpa hasil, 30 hari", "closed_without_outcome"),
    ):
        assert row_of(rows, label)[1] == found[key]["value"]


def test_the_status_of_the_workbook_is_that_of_the_board(training) -> None:
    with reading(training) as session:
        board = status_board(session, COMMANDER, EVE)
    rows = book(training, Asked(EVE))["Alasan"][2:]

    assert len(rows) == len(board)
    words = sorted(T.label("level", s.level) for s in board)
    assert sorted(str(row[1]).split(" · ")[0] for row in rows) == words


def test_every_open_input_that_the_reader_sees_stands_in_the_workbook_whole(training) -> None:
    for role in ("commander", "recorder"):
        with reading(training) as session:
            rows = issue_page(session, READERS[role], Scope(EVE, state=("open",)))
        listed = book(training, Asked(EVE), READERS[role])["Belum selesai"][2:]
        assert sorted(row[0] for row in listed) == sorted(row.issue for row in rows)
        late = {row.issue: row.late_days for row in rows}
        assert {row[0]: row[7] for row in listed} == late


def test_days_are_days_numbers_numbers_and_every_table_has_filters(training) -> None:
    import io

    from openpyxl import load_workbook

    with reading(training) as session:
        content = workbook(session, COMMANDER, Asked(EVE), T)
    made = load_workbook(io.BytesIO(content))

    assert all(len(sheet.title) <= 31 for sheet in made)
    assert [sheet.title for sheet in made if not sheet.auto_filter.ref] == ["Keterangan"]
    assert isinstance(made["Cakupan"]["C3"].value, datetime)
    assert isinstance(made["Lalu dan kini"]["D3"].value, int)
    assert {sheet["A1"].value for sheet in made} == {"DATA LATIHAN"}


def test_the_notes_say_what_the_workbook_holds(training) -> None:
    notes = {row[0]: row[1] for row in book(training, Asked(EVE))["Keterangan"]}

    assert notes["Posisi"] == "26 November 2024"
    assert notes["Jejak audit"].endswith("nomor 7")
    assert notes["Wilayah"] == "Bengkulu Selatan, seluruh 11 kecamatan"


def test_no_cell_of_hostile_text_is_a_formula(own, tmp_path: Path) -> None:
    import io

    from openpyxl import load_workbook

    rewritten(
        tmp_path,
        ("UPDATE sub_district SET name = ? WHERE code = ?", ("=HYPERLINK(1)\x07", KEDURANG)),
        ("UPDATE sub_district SET name = ? WHERE code = ?", ("@SUM(1)\u202e", SEGINIM)),
        ("UPDATE issue_event SET note = ?", ("=1+1",)),
    )
    with reading(own) as session:
        made = load_workbook(io.BytesIO(workbook(session, COMMANDER, Asked(EVE), T)))

    found = [cell for sheet in made for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in found if cell.data_type == "f" or cell.hyperlink] == []
    assert "=HYPERLINK(1)" in [cell.value for cell in found]


# Two days


def test_the_comparison_has_the_figures_of_both_days(training) -> None:
    asked = Asked(EVE, date(2024, 11, 1))
    with reading(training) as session:
        before = as_json(indicators(session, COMMANDER, date(2024, 11, 1)))
        now = as_json(indicators(session, COMMANDER, EVE))
        found = comparison(session, COMMANDER, asked, T)

    pairs = {earlier.key: (earlier.value, later.value) for earlier, later in found.figures}
    for key in ("overdue", "no_due_date", "awaiting", "closed_without_outcome"):
        assert pairs[key] == (before[key]["value"], now[key]["value"])


def test_the_comparison_lists_every_kecamatan_changed_ones_first(training) -> None:
    with reading(training) as session:
        found = comparison(session, COMMANDER, Asked(EVE, date(2024, 11, 1)), T)
        before = {s.sub_district: s for s in status_board(session, COMMANDER, date(2024, 11, 1))}
        now = {s.sub_district: s for s in status_board(session, COMMANDER, EVE)}

    changed = sum(
        (before[code].level, before[code].hatched) != (now[code].level, now[code].hatched)
        for code in now
    )
    assert 0 < changed < 11
    because = [row[3] for row in found.changes.rows]
    assert len(because) == 11
    assert "tetap" not in because[:changed]
    assert set(because[changed:]) == {"tetap"}


def test_the_comparison_lists_the_inputs_reported_in_between(training) -> None:
    since = date(2024, 11, 1)
    with reading(training) as session:
        found = comparison(session, COMMANDER, Asked(EVE, since), T)
        rows = issue_page(session, COMMANDER, Scope(EVE, since=date(2024, 11, 2)))

    expected = sorted(row.issue for row in rows if row.kind != "appreciation")
    assert expected
    assert sorted(row[0] for row in found.opened.rows) == expected


def test_a_meeting_and_today_are_compared_with_what_was_promised_at_it(sqlite_shipped) -> None:
    # Kelurahan Ibul, 29 December: three complaints, each with a promise, none with an outcome.
    asked = Asked(date(2025, 1, 15), against="P-2024-12-29")
    with reading(sqlite_shipped) as session:
        found = comparison(session, COMMANDER, asked, T)

    assert found.sentences[0].text == (
        "Dibandingkan dengan 29 Desember 2024, hari pertemuan pembanding (Minggu Kasih)."
    )
    assert found.sentences[-1].text == (
        "Pertemuan pembanding, 29 Desember 2024 (Minggu Kasih): 3 komitmen, "
        "0 terverifikasi selesai."
    )
    assert [row[0] for row in found.promises.rows] == [f"P-2024-12-29-{n}" for n in (1, 2, 3)]
