"""What stands around every view: the last record, and how much was entered later."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from db.engine import reading
from db.queries.reference import frame
from documents.content import Asked, deck_content
from domain.permissions import STATION, Reader
from domain.vocabulary import Role
from ingest.dataset import load_folder
from tests.folders import add, copied, table, write
from wording.translator import Translator

EVE = date(2024, 11, 26)
KEDURANG, SEGINIM, MANNA = "17.01.01", "17.01.02", "17.01.04"
UNIT_HEAD = Reader("kasat-lantas", frozenset({Role.UNIT_HEAD}), "satlantas")
HEAD_OF_KEDURANG = Reader(
    "kapolsek", frozenset({Role.SECTOR_HEAD}), "polsek-kedurang", frozenset({KEDURANG})
)
T = Translator("id")


def entered_on(folder: Path, key: str, day: str) -> None:
    """Date the entry of a meeting, its inputs and their events."""
    for file in ("meetings", "issues", "events"):
        header, rows = table(folder, file)
        for row in rows:
            if row[header[0]].startswith(key):
                row["recorded_at"] = day
        write(folder, file, header, rows)


def test_the_last_record_as_known_then_is_one_that_was_known(engine: Engine, tmp_path: Path):
    # shipped until the eve of voting: meetings of 3 and 17 November, with their inputs
    folder = copied(tmp_path)
    entered_on(folder, "P-2024-11-17", "2024-11-27")
    load_folder(engine, folder)
    with reading(engine) as session:
        assert frame(session, STATION, EVE).last_record == date(2024, 11, 17)
        assert frame(session, STATION, EVE, known=True).last_record == date(2024, 11, 3)


def test_a_document_as_known_then_names_the_last_record_that_was_known(
    sqlite_engine: Engine, tmp_path: Path
):
    folder = copied(tmp_path)
    entered_on(folder, "P-2024-11-17", "2024-11-27")
    load_folder(sqlite_engine, folder)
    with reading(sqlite_engine) as session:
        content = deck_content(session, STATION, Asked(EVE, known=True), T)
    said = " ".join(sentence.text for sentence in content.sections[0].sentences)
    assert "Posisi 26 November 2024. Catatan terakhir 3 November 2024." in said


def late_records(folder: Path) -> None:
    """Until the eve 8 records entered after it: 5 of Manna, 1 of Kedurang, 2 of the district.

    Manna: the meeting of 17 November, its two inputs and their assignments. Kedurang: the
    meeting of 5 September. The district: an agreement of 25 November and its assignment.
    """
    agreed = {"issue": "K-1", "recorded_at": "2024-11-27"}
    add(
        folder,
        "issues",
        **agreed,
        reported_on="2024-11-25",
        kind="agreement",
        category="patrol",
        text="Patroli bersama",
    )
    add(
        folder,
        "events",
        **agreed,
        occurred_on="2024-11-25",
        event="assigned",
        unit="sat-samapta",
        due_on="2024-11-30",
    )
    entered_on(folder, "P-2024-11-17", "2024-11-27")
    entered_on(folder, "P-2024-09-05", "2024-11-28")


def test_a_scope_counts_as_entered_later_what_its_figures_count(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    late_records(folder)
    load_folder(engine, folder)
    with reading(engine) as session:
        counts = {
            area: frame(session, UNIT_HEAD, EVE, sub_districts=area).entered_later
            for area in ((), (KEDURANG,), (SEGINIM,), (MANNA,), (KEDURANG, MANNA))
        }
        own = frame(session, HEAD_OF_KEDURANG, EVE).entered_later
        elsewhere = frame(session, HEAD_OF_KEDURANG, EVE, sub_districts=(MANNA,)).entered_later
    assert list(counts.values()) == [8, 1, 0, 5, 6]
    assert (own, elsewhere) == (1, 0)


def test_the_last_record_of_a_scope_is_one_of_its_own(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    late_records(folder)
    load_folder(engine, folder)
    with reading(engine) as session:
        assert frame(session, STATION, EVE).last_record == date(2024, 11, 25)
        days = {
            area: frame(session, STATION, EVE, sub_districts=(area,)).last_record
            for area in (KEDURANG, SEGINIM, MANNA, "17.01.10")
        }
        known = frame(session, STATION, EVE, known=True, sub_districts=(KEDURANG,)).last_record
        own = frame(session, HEAD_OF_KEDURANG, EVE).last_record
    assert list(days.values()) == [date(2024, 9, 5), date(2024, 10, 6), date(2024, 11, 17), None]
    assert (known, own) == (None, date(2024, 9, 5))


def test_above_a_list_only_what_the_reader_may_see_was_entered_later(
    engine: Engine, tmp_path: Path
):
    folder = copied(tmp_path)
    late_records(folder)
    load_folder(engine, folder)
    with reading(engine) as session:
        shown = [
            frame(session, reader, EVE, sub_districts=areas, listed=True).entered_later
            for reader in (STATION, UNIT_HEAD, HEAD_OF_KEDURANG)
            for areas in ((), (MANNA,))
        ]
    assert shown == [8, 5, 0, 0, 1, 0]


def test_a_document_of_one_kecamatan_tells_its_own_records(sqlite_engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    late_records(folder)
    load_folder(sqlite_engine, folder)
    with reading(sqlite_engine) as session:
        asked = {area: Asked(EVE, sub_districts=(area,)) for area in (KEDURANG, SEGINIM)}
        found = {a: deck_content(session, UNIT_HEAD, asked[a], T) for a in asked}
    covers = {
        area: " ".join(sentence.text for sentence in content.sections[0].sentences)
        for area, content in found.items()
    }
    assert "Catatan terakhir 5 September 2024." in covers[KEDURANG]
    assert "1 catatan dimasukkan setelah tanggal ini." in covers[KEDURANG]
    assert "Catatan terakhir 6 Oktober 2024." in covers[SEGINIM]
    assert "setelah tanggal ini" not in covers[SEGINIM]
