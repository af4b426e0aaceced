"""What the next seven days bring, with what was agreed for the whole district."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.engine import reading
from db.queries.board import Ahead, week_ahead
from documents.content import Asked, brief_content
from domain.permissions import STATION, Reader
from domain.vocabulary import Role
from ingest.dataset import load_folder
from tests.folders import add, copied, edit
from wording.translator import Translator

EVE, DUE = date(2024, 11, 26), date(2024, 11, 30)
MANNA = "17.01.04"
SECTOR_HEAD = Reader("kapolsek", frozenset({Role.SECTOR_HEAD}), "polsek-manna", frozenset({MANNA}))
UNIT_HEAD = Reader("kasat-lantas", frozenset({Role.UNIT_HEAD}), "satlantas")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped records, of which none is due that day, an agreement that is, one voided."""
    folder = copied(tmp_path)
    for ticket, voided_on in (("K-1", ""), ("K-2", "2024-11-26")):
        entered = {"issue": ticket, "recorded_at": "2024-11-25"}
        add(
            folder,
            "issues",
            **entered,
            reported_on="2024-11-25",
            kind="agreement",
            category="patrol",
            text="Patroli bersama",
            voided_on=voided_on,
        )
        add(
            folder,
            "events",
            **entered,
            occurred_on="2024-11-25",
            event="assigned",
            unit="sat-samapta",
            due_on=DUE.isoformat(),
        )
    return folder


def due_that_day(engine: Engine, reader: Reader, as_of: date = EVE, **asked) -> list[Ahead]:
    with reading(engine) as session:
        ahead = week_ahead(session, reader, as_of, **asked)
    return [item for item in ahead if item.day == DUE and item.kind == "due"]


def outlook(engine: Engine, asked: Asked, language: str = "id") -> list[tuple[object, ...]]:
    """What the brief says of that day: what, and where."""
    with reading(engine) as session:
        content = brief_content(session, STATION, asked, Translator(language))
    [section] = [section for section in content.sections if section.key == "outlook"]
    return [row[1:] for row in section.tables[0].rows if row[0] == DUE]


def test_an_agreement_of_the_whole_district_is_told_before_it_falls_due(
    engine: Engine, folder: Path
):
    load_folder(engine, folder)
    expected = [Ahead(DUE, "due", "K-1", None)]
    assert due_that_day(engine, STATION) == expected
    assert due_that_day(engine, UNIT_HEAD, known=True) == expected
    assert due_that_day(engine, STATION, date(2024, 11, 24)) == []  # not agreed yet
    assert due_that_day(engine, STATION, DUE) == []  # no longer to come
    assert due_that_day(engine, SECTOR_HEAD) == []


def test_an_agreement_that_is_no_longer_open_falls_due_no_more(sqlite_engine: Engine, folder: Path):
    withdrawn = {"event": "withdrawn", "by_group": "army", "reason": "Sudah berjalan"}
    add(folder, "events", issue="K-1", occurred_on="2024-11-26", **withdrawn)
    load_folder(sqlite_engine, folder)
    assert due_that_day(sqlite_engine, STATION, date(2024, 11, 25)) != []
    assert due_that_day(sqlite_engine, STATION) == []


def test_an_agreement_entered_later_is_not_ahead_as_known_then(engine: Engine, folder: Path):
    for file in ("issues", "events"):
        edit(folder, file, "K-1", recorded_at="2024-11-27")
    load_folder(engine, folder)
    assert due_that_day(engine, STATION) != []
    assert due_that_day(engine, STATION, known=True) == []


def test_the_brief_of_the_district_says_where_and_that_of_a_kecamatan_says_nothing(
    sqlite_engine: Engine, folder: Path
):
    load_folder(sqlite_engine, folder)
    assert outlook(sqlite_engine, Asked(EVE)) == [("1 masukan jatuh tempo", "seluruh kabupaten")]
    assert [where for _, where in outlook(sqlite_engine, Asked(EVE), "en")] == ["whole district"]
    assert outlook(sqlite_engine, Asked(EVE, sub_districts=(MANNA,))) == []
