"""What stands around every view: the last record, and how much was entered later."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from db.engine import reading
from db.queries.reference import frame
from documents.content import Asked, deck_content
from domain.permissions import STATION
from ingest.dataset import load_folder
from tests.folders import copied, table, write
from wording.translator import Translator

EVE = date(2024, 11, 26)
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
