"""The slides of the screen: all that the deck says stands on them, in letters of a room."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from db.engine import make_engine, reading
from db.migrate import upgrade
from documents.content.asked import Asked
from documents.content.model import (
    Column,
    Content,
    Head,
    Kind,
    LegendRow,
    MapArea,
    MapData,
    Section,
    Sentence,
    TableData,
)
from documents.slides.measure import text_width
from documents.slides.paging import GAP, sentences_height, tile_height, tile_rows
from documents.slides.screen import (
    BESIDE,
    BODY,
    FORM_HEIGHT,
    SCALES,
    ScreenSlide,
    screen_slides,
)
from documents.slides.screen_content import screen_content
from documents.slides.tables import ROOM_READS
from domain.vocabulary import Level
from ingest.dataset import load_folder
from tests.databases import SHIPPED
from tests.documents_kit import BEFORE_ANY_STAGE, EVE, LATER, NOBODYS, READERS, busy_file
from training.generate import write
from wording.translator import Translator

ID = Translator("id")
HEAD = Head(
    kind="deck",
    title="Rapat koordinasi",
    kop=(),
    unit="Polres",
    place="Manna",
    day=EVE,
    since=date(2024, 11, 19),
    day_text="26 November 2024",
    since_text="19 November 2024",
    scope="",
    mark=None,
    band=None,
    public=False,
    known=False,
    language="id",
)
SQUARE = ((((103.0, -4.0), (103.1, -4.0), (103.1, -4.1), (103.0, -4.0)),),)


def slides_of(*sections: Section, form: bool = False) -> list[ScreenSlide]:
    return screen_slides(Content(HEAD, sections), ID, form=form)


def table(rows: int, columns: int = 2, word: str = "isi") -> TableData:
    heads = tuple(Column(f"c{n}", f"Kolom {n}") for n in range(columns))
    cells = tuple(tuple(f"{word}-{row}-{n}" for n in range(columns)) for row in range(rows))
    return TableData("daftar", "Daftar", heads, cells, empty="Kosong.")


def test_a_long_table_goes_on_and_each_row_stands_once() -> None:
    slides = slides_of(Section(3, "coverage", "Cakupan", tables=(table(40),)))

    assert [slide.title for slide in slides[:2]] == ["3 · Cakupan", "3 · Cakupan (lanjutan)"]
    assert [row for s in slides for f in s.page.tables for row in f.data.rows] == [
        (f"isi-{n}-0", f"isi-{n}-1") for n in range(40)
    ]


def test_a_table_wider_than_the_screen_stands_in_parts_with_its_first_column_in_each() -> None:
    wide = table(2, columns=12, word="Kedurang-Ilir")
    parts = [
        f for s in slides_of(Section(6, "inputs", "Masukan", tables=(wide,))) for f in s.page.tables
    ]

    assert len(parts) > 1
    assert {part.head[0] for part in parts} == {"Kolom 0"}
    assert [head for part in parts for head in part.head[1:]] == [
        f"Kolom {n}" for n in range(1, 12)
    ]
    assert all(sum(part.widths) <= BODY.width + 0.01 for part in parts)


def test_few_sentences_stand_larger_than_many() -> None:
    few = slides_of(Section(2, "stages", "Tahapan", (Sentence("Pendek."),)))
    many = slides_of(
        Section(2, "stages", "Tahapan", tuple(Sentence("Kalimat. " * 12) for _ in range(7)))
    )

    assert few[0].page.scale.sentence > many[0].page.scale.sentence >= ROOM_READS


def test_more_sentences_than_a_slide_holds_go_on_to_the_next() -> None:
    said = tuple(Sentence(f"Kalimat nomor {n}. " * 9) for n in range(30))
    slides = slides_of(Section(2, "stages", "Tahapan", said))

    assert len(slides) > 1
    assert tuple(s for slide in slides for s in slide.page.sentences) == said


def test_beside_a_map_stands_what_fits_and_the_rest_follows() -> None:
    data = MapData(
        (MapArea("1", "Kedurang", Level.HIGH, False, "Mendesak", (103.05, -4.05)),),
        (LegendRow(Level.HIGH, "Mendesak", 1),),
        {"1": SQUARE},
    )
    said = tuple(Sentence(f"Kalimat nomor {n}. " * 9) for n in range(5))
    first, *rest = slides_of(Section(4, "status", "Status", said, map=data))

    assert first.map is data
    assert first.page.sentences
    assert rest
    assert all(slide.map is None and slide.again for slide in rest)
    assert tuple(s for slide in (first, *rest) for s in slide.page.sentences) == said


def test_room_for_the_form_is_kept_on_the_slides_of_the_agreements_alone() -> None:
    sections = (
        Section(8, "agencies", "Dukungan", tables=(table(12),)),
        Section(9, "agreements", "Kesepakatan", tables=(table(12),)),
    )
    slides = slides_of(*sections, form=True)

    assert {slide.key for slide in slides if slide.form} == {"agreements"}
    for slide in slides:
        used = sum(fitted.height(BODY.width) for fitted in slide.page.tables)
        assert used <= BODY.height - (FORM_HEIGHT if slide.form else 0)
    assert len([s for s in slides if s.key == "agreements"]) == 2
    assert len([s for s in slides if s.key == "agencies"]) == 1


def test_a_section_without_anything_is_a_slide_with_its_title() -> None:
    assert [s.title for s in slides_of(Section(8, "agencies", "Dukungan"))] == ["8 · Dukungan"]


def check(content: Content) -> None:
    """Every sentence, figure and row stands on one slide, and every slide in its room."""
    for form in (False, True):
        slides = screen_slides(content, ID, form=form)
        assert slides[0].is_cover
        for section in content.sections:
            here = [slide for slide in slides if slide.key == section.key]
            said = tuple(s for slide in here for s in slide.page.sentences)
            # Beside the map no sentence stands that has no room there and is said next.
            assert [s for s in section.sentences if s in said] == list(said)
            assert {s.text for s in section.sentences} <= {
                s.text for slide in slides for s in slide.page.sentences
            }
            for data in section.tables:
                parts = [f for s in here for f in s.page.tables if f.data.key == data.key]
                first = [f for f in parts if f.head[: len(parts[0].head)] == parts[0].head]
                assert [row[0] for f in first for row in f.data.rows] == [r[0] for r in data.rows]
        names = [f.label for slide in slides for f in slide.page.figures]
        names += [row[0] for s in slides for f in s.page.tables for row in f.data.rows]
        for figure in {f for section in content.sections for f in section.figures}:
            assert names.count(figure.label) == 1
        for slide in slides:
            assert slide.page.scale.sentence >= ROOM_READS
            assert slide.page.scale.label > ROOM_READS
            for fitted in slide.page.tables:
                assert fitted.points >= ROOM_READS
            assert height(slide) <= BODY.height - (FORM_HEIGHT if slide.form else 0) + 0.01


def height(slide: ScreenSlide) -> float:
    width = BESIDE.width if slide.map or slide.chart else BODY.width
    page = slide.page
    used = sentences_height(page.sentences, width, page.scale.sentence)
    used += sum(tile_height(row, width, page.scale) + GAP for row in tile_rows(page.figures))
    used += sum(fitted.height(width) for fitted in page.tables)
    return used + GAP * (len(page.tables) - 1 if page.tables else -1 if page.figures else 0)


@pytest.mark.parametrize("day", [BEFORE_ANY_STAGE, EVE, LATER])
@pytest.mark.parametrize("role", READERS)
def test_all_of_the_deck_is_on_the_screen_for_every_role(role: str, day: date) -> None:
    engine = make_engine(f"sqlite:///{busy_file()}")
    with reading(engine) as session:
        check(screen_content(session, READERS[role], Asked(day), ID))
    engine.dispose()


@pytest.mark.parametrize(
    "asked",
    [
        Asked(EVE, sub_districts=("17.01.01",)),
        Asked(EVE, public=True),
        Asked(EVE, known=True),
        Asked(EVE, since=date(2024, 9, 1)),
    ],
    ids=["one kecamatan", "public", "known", "since September"],
)
def test_all_of_the_deck_is_on_the_screen_whatever_is_asked(asked: Asked) -> None:
    engine = make_engine(f"sqlite:///{busy_file()}")
    with reading(engine) as session:
        check(screen_content(session, READERS["commander"], asked, ID))
    engine.dispose()


def test_a_reader_without_any_kecamatan_gets_slides_that_say_so() -> None:
    engine = make_engine(f"sqlite:///{busy_file()}")
    with reading(engine) as session:
        check(screen_content(session, NOBODYS, Asked(EVE), ID))
    engine.dispose()


def test_a_large_district_is_presented_without_shapes(tmp_path: Path) -> None:
    write(tmp_path / "dataset", SHIPPED, sub_districts=129, issues=150)
    engine = make_engine(f"sqlite:///{tmp_path / 'large.db'}")
    upgrade(engine)
    load_folder(engine, tmp_path / "dataset")
    with reading(engine) as session:
        content = screen_content(session, READERS["commander"], Asked(EVE), ID)
    engine.dispose()

    check(content)
    assert not any(slide.map for slide in screen_slides(content, ID))
    (counts,) = content.section("status").tables
    assert sum(row[1] for row in counts.rows) == 129
    assert "60 kecamatan" in counts.note


def test_a_table_without_rows_is_its_sentence_and_stands_once() -> None:
    said = (Sentence("Belum ada dukungan yang diminta."),)
    again = replace(table(0), key="rujukan", empty=said[0].text)
    (slide,) = slides_of(Section(8, "agencies", "Dukungan", said, tables=(table(0), again)))
    (left,) = slide.page.tables

    assert (left.data.key, left.head, left.cells) == ("daftar", (), (("Kosong.",),))


def test_what_stands_under_a_table_takes_no_room_where_the_table_goes_on() -> None:
    noted = replace(table(40), note="Catatan yang panjang. " * 40)
    slides = slides_of(Section(3, "coverage", "Cakupan", tables=(noted,)))
    plain = slides_of(Section(3, "coverage", "Cakupan", tables=(table(40),)))

    assert len(slides[0].page.tables[0].cells) == len(plain[0].page.tables[0].cells)
    assert [f.data.note for s in slides for f in s.page.tables][-1] == noted.note


def test_sentences_whose_table_stands_on_the_next_slide_are_as_large_as_they_can_be() -> None:
    said = (Sentence("Pendek."),)
    high = table(1, word="kata " * 700)
    first, *rest = slides_of(Section(5, "why", "Mengapa", said, tables=(high,)))

    assert (first.page.scale, first.page.tables) == (SCALES[0], ())
    assert [f.data.key for s in rest for f in s.page.tables] == ["daftar"]


def test_a_day_is_not_parted_where_there_is_room() -> None:
    days = (Column("a", "Apa", weight=9), Column("d", "Kapan", Kind.DAY, 0.1))
    dated = TableData("daftar", "Daftar", days, (("Patroli", EVE),))
    (slide,) = slides_of(Section(9, "agreements", "Kesepakatan", tables=(dated,)))
    (fitted,) = slide.page.tables
    assert fitted.widths[1] > text_width("26 Nov 2024", fitted.points)


def test_the_parts_of_a_wide_table_have_about_as_many_columns() -> None:
    wide = table(2, columns=12, word="Kedurang-Ilir")
    slides = slides_of(Section(6, "inputs", "Masukan", tables=(wide,)))
    parts = [len(f.head) for s in slides for f in s.page.tables]
    assert max(parts) - min(parts) <= 1


def test_what_has_no_room_beside_a_map_is_left_to_the_next_section_that_says_it() -> None:
    data = MapData(
        (MapArea("1", "Kedurang", Level.HIGH, False, "Mendesak", (103.05, -4.05)),),
        (LegendRow(Level.HIGH, "Mendesak", 1),),
        {"1": SQUARE},
    )
    first, again, last = (Sentence(f"Kalimat nomor {n}. " * 15) for n in range(3))
    status = Section(4, "status", "Status", (first, again, last), map=data)
    why = Section(5, "why", "Mengapa", (again,))

    alone = [s for s in slides_of(status) if s.key == "status"]
    followed = [s for s in slides_of(status, why) if s.key == "status"]
    assert len(alone) == 2
    assert [s.page.sentences for s in followed] == [(first, last)]
