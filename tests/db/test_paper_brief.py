"""The weekly brief on paper: two pages, and the figures of its content on them."""

import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine, update

from db.engine import reading
from documents.brief import brief_paper
from documents.content import Asked, Content, brief_content
from documents.content.model import Sentence
from documents.sentences import cell_text
from domain.permissions import STATION, Reader
from domain.shipped import SHIPPED_DATASET
from ingest.dataset import load_folder
from models import SubDistrict, Village
from tests import station
from tests.databases import planting
from training.generate import write
from wording.translator import Translator

T = Translator("id")
EVE = date(2024, 11, 26)


def content_of(
    engine: Engine, day: date = EVE, reader: Reader = STATION, **asked: object
) -> Content:
    with reading(engine) as session:
        return brief_content(session, reader, Asked(day, **asked), T, 41)  # type: ignore[arg-type]


def pages_of(content: Content) -> list[str]:
    """The texts of the pages, on one line each."""
    pages = PdfReader(io.BytesIO(brief_paper(content, T))).pages
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in pages]


def letters_of(content: Content) -> list[set[float]]:
    """The sizes of the letters on each page, in points."""
    sizes = []
    for page in PdfReader(io.BytesIO(brief_paper(content, T))).pages:
        found: set[float] = set()
        page.extract_text(visitor_text=lambda *seen, found=found: found.add(round(seen[4], 1)))
        sizes.append(found)
    return sizes


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up district with many issues, as a dataset."""
    folder = tmp_path_factory.mktemp("made-up") / "dataset"
    write(folder, sub_districts=40, issues=600, seed=5)
    return folder


@pytest.mark.parametrize("day", [date(2023, 1, 1), date(2024, 9, 5), EVE, date(2025, 6, 1)])
def test_the_brief_of_the_shipped_data_has_two_pages_on_any_day(
    sqlite_shipped: Engine, day: date
) -> None:
    assert len(pages_of(content_of(sqlite_shipped, day))) == 2


def test_the_brief_of_an_empty_database_has_two_pages(sqlite_engine: Engine) -> None:
    assert len(pages_of(content_of(sqlite_engine))) == 2


def test_the_brief_of_many_issues_has_two_pages_and_counts_what_it_leaves_out(
    sqlite_engine: Engine, training: Path
) -> None:
    load_folder(sqlite_engine, training)
    pages = pages_of(content_of(sqlite_engine))

    assert len(pages) == 2
    assert "DATA LATIHAN" in pages[0]
    assert "lainnya, lihat buku kerja" in pages[0]
    assert "lainnya, lihat buku kerja" in pages[1]


def test_the_head_leaves_number_and_archive_code_to_the_registry(sqlite_shipped: Engine) -> None:
    first = pages_of(content_of(sqlite_shipped))[0]

    assert "RESOR BENGKULU SELATAN Nomor" in first
    assert "Klasifikasi : BIASA" in first
    assert "Perihal : Analisa dan evaluasi" in first
    assert "jejak audit nomor 41" in first


def test_a_brief_with_room_is_set_in_larger_letters_the_same_on_both_pages(
    sqlite_engine: Engine, sqlite_shipped: Engine, training: Path
) -> None:
    load_folder(sqlite_engine, training)
    crowded = letters_of(content_of(sqlite_engine))
    roomy = letters_of(content_of(sqlite_shipped))

    assert [(8.3 in page, 10.0 in page) for page in crowded] == [(True, False)] * 2
    assert [(8.3 in page, 10.0 in page) for page in roomy] == [(False, True)] * 2


def test_no_day_in_a_list_of_the_brief_is_parted(sqlite_shipped: Engine) -> None:
    second = PdfReader(io.BytesIO(brief_paper(content_of(sqlite_shipped), T))).pages[1]

    assert "29 Mar 2023" in second.extract_text()
    assert "20 Okt 2024" in second.extract_text()


def test_the_brief_says_what_its_levels_are_not(sqlite_shipped: Engine) -> None:
    said = " ".join(pages_of(content_of(sqlite_shipped)))

    assert (
        "Tingkat perhatian menurut catatan tindak lanjut; bukan IPKP, bukan klasifikasi "
        "kerawanan TPS." in said
    )
    assert "Pendapat pimpinan" in said
    assert "KAPOLRES BENGKULU SELATAN" in said


@pytest.mark.parametrize("data", ["shipped", "training"])
def test_every_figure_and_count_of_the_content_is_on_the_paper(
    sqlite_engine: Engine, training: Path, data: str
) -> None:
    load_folder(sqlite_engine, training if data == "training" else SHIPPED_DATASET)
    content = content_of(sqlite_engine)
    said = " ".join(pages_of(content))
    counts = content.section("data").table("data")

    missing = [
        figure.label
        for section in content.sections
        for figure in section.figures
        if not re.search(rf"{re.escape(f'{figure.label}: {figure.text}')}(?![\d%,.])", said)
        or (figure.why_text not in ("", figure.text) and f"({figure.why_text})" not in said)
    ]
    missing += [
        str(row[0])
        for row in counts.rows
        if " ".join(
            cell_text(T, column, cell) or "–"
            for column, cell in zip(counts.columns, row, strict=True)
        )
        not in said
    ]
    assert missing == []


def test_no_sentence_is_lost_while_lists_can_still_be_cut(
    sqlite_engine: Engine, training: Path
) -> None:
    load_folder(sqlite_engine, training)
    content = content_of(sqlite_engine)
    said = " ".join(pages_of(content))

    assert [
        sentence.text
        for section in content.sections
        for sentence in section.sentences
        if sentence.text not in said
    ] == []


def test_two_renderings_are_the_same_bytes(sqlite_shipped: Engine) -> None:
    first = brief_paper(content_of(sqlite_shipped), T)

    assert brief_paper(content_of(sqlite_shipped), T) == first


def test_hostile_names_and_sentences_leave_the_brief_on_two_pages(sqlite_shipped: Engine) -> None:
    hostile = '#panic("x") *[](){} $' + "Wm" * 5_000 + "\u202e\x07"
    with planting(sqlite_shipped) as session:
        session.execute(update(SubDistrict).values(name=hostile))
        session.execute(update(Village).values(name=hostile))
    content = content_of(sqlite_shipped)
    said = Sentence("Wm " * 100)
    sections = tuple(replace(s, sentences=(said,) * 12) for s in content.sections)
    for made in (content, replace(content, sections=sections)):
        pages = pages_of(made)
        assert len(pages) == 2
        assert "KAPOLRES BENGKULU SELATAN" in pages[1]
    assert '#panic("x")' in pages_of(content)[0]


def test_the_brief_for_the_public_holds_no_ticket(sqlite_shipped: Engine) -> None:
    said = " ".join(pages_of(content_of(sqlite_shipped, public=True)))

    assert "P-2024-11-17-1" not in said
    assert "P-2023-03-15-1" not in said


def test_who_gets_a_copy_stands_on_the_brief(sqlite_engine: Engine, tmp_path: Path) -> None:
    station.found_station(sqlite_engine, tmp_path / "station")
    content = content_of(sqlite_engine)
    made = replace(content, head=replace(content.head, copies=("Kabag Ops", "Kasat Binmas")))

    assert "Tembusan: 1. Kabag Ops 2. Kasat Binmas" in pages_of(made)[1]
