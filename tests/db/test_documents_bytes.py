"""What is inside the files: nothing secret in a public one, and no text that acts in any."""

import io
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from sqlalchemy import Engine, insert, select, update

from db.engine import reading
from db.tables.settings import LetterheadRow, SettingChangeRow
from documents.content import Asked, deck_content
from documents.message import LONGEST
from models import Issue, IssueEvent, Meeting, StatusRaise, SubDistrict, Unit, Village
from tests.databases import planting
from tests.documents_kit import COMMANDER, EVE, KEDURANG, READERS, busy
from tests.documents_leaks import inside, kept_inside, leaked, secrets
from tests.documents_read_back import T, made, overflowing

KINDS = ("deck", "brief", "message", "workbook")
LATER_ON = datetime(2024, 11, 20, 3, 0, tzinfo=UTC)
WHY = "Alasan yang hanya untuk kalangan sendiri"
WHO = "akun-pimpinan-lama"


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory):
    with busy(tmp_path_factory.mktemp("bytes")) as engine:
        with planting(engine) as session:
            changed(session, 2, date(2024, 11, 20))
        yield engine


def changed(session, value: int, day: date, reason: str = WHY) -> None:
    """A change of the grace, which is 3 days where nobody changes it."""
    session.execute(
        insert(SettingChangeRow).values(
            setting="grace",
            value=value,
            in_force_from=day,
            reason=reason,
            account=WHO,
            recorded_at=LATER_ON,
        )
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["commander", "presenter"])
def test_nothing_inside_a_public_file_is_a_word_name_or_place_of_the_records(
    training: Engine, kind: str, role: str
) -> None:
    words = [*kept_inside(training), WHY, WHO]
    asked = Asked(EVE, date(2024, 11, 1), public=True)
    text = inside(made(training, READERS[role], kind, asked))

    assert len(words) > 300
    assert "Bengkulu Selatan" in text
    assert leaked(words, text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_search_finds_the_words_in_the_files_of_the_commander(
    training: Engine, kind: str
) -> None:
    text = inside(made(training, COMMANDER, kind, Asked(EVE, date(2024, 11, 1))))

    found = [word for word in secrets(training) if word in text]
    # The message names no ticket and quotes nobody, for anybody.
    assert bool(found) == (kind != "message")


@pytest.mark.parametrize("public", [False, True])
def test_the_workbook_in_a_chart_holds_no_more_than_the_chart(
    training: Engine, public: bool
) -> None:
    asked = Asked(EVE, date(2024, 11, 1), public=public)
    with reading(training) as session:
        (chart,) = deck_content(session, COMMANDER, asked, T).section("inputs").charts
    presentation = Presentation(io.BytesIO(made(training, COMMANDER, "deck", asked)))
    (shape,) = (s for slide in presentation.slides for s in slide.shapes if s.has_chart)
    book = load_workbook(io.BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob))

    held = [list(row) for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert held == [
        [None, *(series.name for series in chart.series)],
        *(
            [name, *values]
            for name, *values in zip(
                chart.categories, *(series.values for series in chart.series), strict=True
            )
        ),
    ]
    assert len(book.sheetnames) == 1
    if public:
        numbers = [cell for row in held[1:] for cell in row[1:] if cell is not None]
        assert numbers
        assert min(numbers) >= 3


def test_the_annex_lists_every_change_of_a_setting_until_the_day(tmp_path: Path) -> None:
    with busy(tmp_path) as engine:
        with planting(engine) as session:
            changed(session, 2, date(2024, 11, 1), "Rapat minta lebih cepat")
            changed(session, 5, date(2024, 11, 20), "Terlalu cepat")
            changed(session, 9, date(2024, 12, 1), "Belum berlaku")

        def rows(day: date, *, public: bool = False):
            with reading(engine) as session:
                annex = deck_content(session, COMMANDER, Asked(day, public=public), T).section(
                    "annex"
                )
            (grace,) = (
                row[1:] for row in annex.table("settings").rows if row[0].startswith("Tenggang")
            )
            return annex.table("setting_changes").rows, grace

        name = "Tenggang penilaian, tenggat, dan rincian masukan"
        assert rows(date(2024, 10, 31)) == ((), (3, "hari", None))
        assert rows(EVE) == (
            (
                (date(2024, 11, 20), name, 2, 5, "Terlalu cepat"),
                (date(2024, 11, 1), name, 3, 2, "Rapat minta lebih cepat"),
            ),
            (5, "hari", date(2024, 11, 20)),
        )
        told, _ = rows(EVE, public=True)
        assert {row[-1] for row in told} == {"tidak ditampilkan dalam versi untuk umum"}
        deck = inside(made(engine, COMMANDER, "deck", Asked(EVE)))
        assert "Terlalu cepat" in deck
        assert "Belum berlaku" not in deck


# Hostile texts

MARKS = "\u202e\u200b\x07\ufeff"
STARTS = (
    '<a:t>&amp;"]]></a:t>',
    '#panic("x") $1/0$ #read("/etc/passwd")',
    '=HYPERLINK("http://example.org","x")',
    "@SUM(1) *tebal* _miring_ ```kode```",
    "{{7*7}} ${7*7} \\input{x} 😀",
)


def hostile(number: int) -> str:
    """A text of ten thousand letters that is markup somewhere, and marks that nobody sees."""
    return f"{STARTS[number % len(STARTS)]}{MARKS}" + "Wm" * 5_000


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory):
    with busy(tmp_path_factory.mktemp("attacked")) as engine:
        with planting(engine) as session:
            for table in (SubDistrict, Unit, Village):
                for at, code in enumerate(session.scalars(select(table.code)).all()):
                    named = update(table).where(table.code == code)
                    session.execute(named.values(name=hostile(at)))
            session.execute(update(Meeting).values(venue=hostile(0), source=hostile(1)))
            session.execute(update(Issue).values(text=hostile(1)))
            session.execute(update(IssueEvent).values(note=hostile(2)))
            session.execute(update(StatusRaise).values(reason=hostile(3)))
            changed(session, 2, date(2024, 11, 1), hostile(4))
            lines = {f"line_{n}": hostile(n) for n in (1, 2, 3)}
            session.execute(
                insert(LetterheadRow).values(
                    id=1, **lines, signatory=hostile(0), signed_at=hostile(1), copies=hostile(2)
                )
            )
        yield engine


def asked_of(engine: Engine, kind: str) -> Asked:
    """What each document needs to be told."""
    if kind == "minutes":
        with reading(engine) as session:
            busiest = select(Issue.meeting).where(Issue.meeting.is_not(None)).limit(1)
            return Asked(EVE, meeting=session.scalars(busiest).one())
    return Asked(
        EVE,
        sub_districts=(KEDURANG,) if kind == "sheet" else (),
        unit="polsek-kedurang" if kind == "handover" else None,
    )


@pytest.mark.parametrize("kind", [*KINDS, "sheet", "handover", "minutes"])
def test_hostile_texts_stand_as_text_or_are_cut_in_every_document(
    attacked: Engine, kind: str
) -> None:
    data = made(attacked, COMMANDER, kind, asked_of(attacked, kind))
    text = inside(data)

    assert [mark for mark in MARKS if mark in text.replace("\u200b", "")] == []
    assert "Wm" * 1_000 not in re.sub(r"\s", "", text)
    assert "…" in text
    squeezed = re.sub(r"\s", "", text)
    assert any(re.sub(r"\s", "", start)[:9] in squeezed for start in STARTS)
    if kind == "deck":
        assert overflowing(Presentation(io.BytesIO(data))) == []
    elif kind in ("brief", "sheet"):
        assert len(PdfReader(io.BytesIO(data)).pages) == {"brief": 2, "sheet": 1}[kind]
    elif kind == "message":
        assert len(text) <= LONGEST
    elif kind == "workbook":
        cells = [c for s in load_workbook(io.BytesIO(data)) for row in s.iter_rows() for c in row]
        assert [c.value for c in cells if c.data_type == "f" or c.hyperlink] == []


def test_hostile_texts_in_a_narrow_deck_still_fit(attacked: Engine) -> None:
    data = made(attacked, COMMANDER, "deck", Asked(EVE, ratio="4:3"))

    assert overflowing(Presentation(io.BytesIO(data))) == []
