"""The deck as a file: what stands on its slides is the content, and nothing stands beside them."""

import re
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_FILL
from pptx.enum.shapes import MSO_SHAPE_TYPE

from db.engine import reading
from documents.content import Asked, deck_content
from documents.content.model import Content
from documents.deck import MOST_NOTES, RATIOS, draw_deck
from documents.deck import deck as deck_file
from documents.sentences import cell_text
from domain.vocabulary import Level
from tests.documents_kit import (
    COMMANDER,
    EVE,
    busy,
    rewritten,
)
from tests.documents_leaks import secrets
from tests.documents_read_back import overflowing
from wording.translator import Translator

T = Translator("id")


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory):
    with busy(tmp_path_factory.mktemp("deck")) as engine:
        yield engine


@cache
def content(engine, asked: Asked, reader=COMMANDER) -> Content:
    with reading(engine) as session:
        return deck_content(session, reader, asked, T)


def opened(data: bytes) -> Any:
    return Presentation(BytesIO(data))


def shown(presentation) -> list[str]:
    """Every text that stands on the slides, the cells of tables and charts among them."""
    found = []
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                found += [str(name) for name in shape.chart.plots[0].categories]
    return found


def rows_of(presentation, key: str) -> list[tuple[str, ...]]:
    """The rows of all parts of a table, without their headings."""
    return [
        tuple(cell.text.strip() for cell in row.cells)
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.has_table and shape.name == key
        for row in list(shape.table.rows)[1:]
    ]


@pytest.mark.parametrize("ratio", RATIOS)
def test_every_table_of_the_content_stands_on_the_slides_row_by_row(training, ratio) -> None:
    made = content(training, Asked(EVE))
    presentation = opened(draw_deck(made, T, ratio))

    expected: dict[str, list[tuple[str, ...]]] = {}
    empty: list[str] = []
    for table in (table for section in made.sections for table in section.tables):
        rows = [
            tuple(cell_text(T, *pair) for pair in zip(table.columns, row, strict=True))
            for row in table.rows
        ]
        expected.setdefault(table.key, []).extend(rows)
        if not rows:
            empty.append(table.empty)

    assert len(expected) > 10
    assert len(empty) > 2
    lines = [line for text in shown(presentation) for line in text.split("\n")]
    assert all(text in lines or f"• {text}" in lines for text in empty)
    assert {key: rows_of(presentation, key) for key in expected} == expected


def test_every_figure_and_sentence_of_the_content_stands_on_the_slides(training) -> None:
    made = content(training, Asked(EVE))
    texts = "\n".join(shown(opened(draw_deck(made, T))))

    for section in made.sections:
        assert section.title in texts
        for sentence in section.sentences:
            assert sentence.text in texts
        for figure in section.figures:
            assert figure.label in texts
            assert figure.text in texts


def test_the_charts_are_native_and_carry_the_numbers_of_the_content(training) -> None:
    made = content(training, Asked(EVE))
    (chart,) = made.section("inputs").charts
    presentation = opened(draw_deck(made, T))
    (found,) = [s.chart for slide in presentation.slides for s in slide.shapes if s.has_chart]

    assert tuple(found.plots[0].categories) == chart.categories
    assert [tuple(series.values) for series in found.plots[0].series] == [
        series.values for series in chart.series
    ]


def test_the_map_is_a_native_shape_for_each_kecamatan_named_and_hatched(training) -> None:
    made = content(training, Asked(EVE))
    areas = made.section("status").map.areas
    shapes = {
        shape.name: shape
        for slide in opened(draw_deck(made, T)).slides
        for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM
    }

    assert set(shapes) == {f"{area.name}: {area.word}" for area in areas}
    assert any(area.hatched for area in areas)
    for area in areas:
        kind = shapes[f"{area.name}: {area.word}"].fill.type
        assert kind == (MSO_FILL.PATTERNED if area.hatched else MSO_FILL.SOLID)
        dashed = shapes[f"{area.name}: {area.word}"].line.dash_style is not None
        assert dashed == (area.level is Level.NO_DATA)


def test_the_unknown_kecamatan_lie_over_their_neighbours_on_the_map(training) -> None:
    made = content(training, Asked(date(2024, 10, 10)))
    unknown = [a for a in made.section("status").map.areas if a.level is Level.NO_DATA]
    drawn = [
        shape.name
        for slide in opened(draw_deck(made, T)).slides
        for shape in slide.shapes
        if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM
    ]

    assert unknown
    assert drawn[-len(unknown) :] == [f"{area.name}: {area.word}" for area in unknown]


def test_no_slide_is_a_picture(training) -> None:
    presentation = opened(draw_deck(content(training, Asked(EVE)), T))

    kinds = {shape.shape_type for slide in presentation.slides for shape in slide.shapes}
    assert MSO_SHAPE_TYPE.PICTURE not in kinds
    assert {MSO_SHAPE_TYPE.TABLE, MSO_SHAPE_TYPE.CHART, MSO_SHAPE_TYPE.FREEFORM} <= kinds


def test_a_table_that_does_not_fit_goes_on_and_says_so(training) -> None:
    presentation = opened(draw_deck(content(training, Asked(EVE)), T, "4:3"))
    titles = [slide.shapes.title.text_frame.text for slide in presentation.slides]

    again = [title for title in titles if title.endswith("(lanjutan)")]
    assert again
    assert {title.removesuffix(" (lanjutan)") for title in again} <= set(titles)


def test_hostile_texts_stand_as_text_or_are_cut_and_still_fit(tmp_path: Path) -> None:
    with busy(tmp_path) as engine:
        rewritten(
            tmp_path,
            ("UPDATE issue_event SET note = ?", ("<a:t>&amp; \u202e" + "w" * 10_000,)),
            ("UPDATE sub_district SET name = ? WHERE code = '17.01.02'", ("K" * 400,)),
            ("UPDATE unit SET name = ? WHERE code = 'satlantas'", ("=1+1\x0b{{7*7}}",)),
        )
        made = content(engine, Asked(EVE))
        for ratio in RATIOS:
            presentation = opened(draw_deck(made, T, ratio))
            assert overflowing(presentation) == []
            texts = "\n".join(shown(presentation))
            assert "\u202e" not in texts
            assert "\x0b" not in texts
            assert "K" * 301 not in texts


def test_the_notes_name_the_records_behind_the_figures_and_in_public_none(training) -> None:
    def notes(public: bool) -> str:
        made = content(training, Asked(EVE, public=public))
        slides = opened(draw_deck(made, T)).slides
        assert all(slide.has_notes_slide for slide in slides)
        told = [s.notes_slide.notes_text_frame.text for s in slides]
        assert all(len(text) <= MOST_NOTES for text in told)
        return "\n".join(told)

    kept = content(training, Asked(EVE)).section("follow_up").figure("overdue")
    assert kept.refs[0] in notes(False)
    assert kept.refs[0] not in notes(True)
    unlisted = content(training, Asked(EVE)).section("annex").notes[0]
    assert unlisted.text in notes(False)
    assert content(training, Asked(EVE, public=True)).section("annex").notes == ()


def test_a_public_deck_holds_no_word_of_the_records_anywhere_in_its_file(training) -> None:
    with reading(training) as session:
        data = deck_file(session, COMMANDER, Asked(EVE, public=True), T, 7)
    presentation = opened(data)
    texts = "\n".join(
        [
            *shown(presentation),
            *(
                s.notes_slide.notes_text_frame.text
                for s in presentation.slides
                if s.has_notes_slide
            ),
            presentation.core_properties.title,
            presentation.core_properties.author,
        ]
    )
    assert [secret for secret in secrets(training) if secret in texts] == []


def test_the_file_says_who_made_it_and_of_which_day_and_holds_nothing_of_a_template(
    training,
) -> None:
    made = content(training, Asked(EVE))
    with ZipFile(BytesIO(draw_deck(made, T))) as file:
        names = file.namelist()
        core = ElementTree.fromstring(file.read("docProps/core.xml"))
        relations = file.read("_rels/.rels") + file.read("ppt/_rels/presentation.xml.rels")
    said = {element.tag.rpartition("}")[2]: element.text for element in core}

    assert said["creator"] == said["lastModifiedBy"] == "Polres Bengkulu Selatan"
    assert said["created"] == said["modified"] == "2024-11-26T00:00:00Z"
    assert said["revision"] == "1"
    assert [n for n in names if "thumbnail" in n or "printerSettings" in n] == []
    assert b"thumbnail" not in relations
    assert b"printerSettings" not in relations


def test_the_notes_name_the_records_behind_every_figure(training) -> None:
    asked = Asked(EVE)
    deck = opened(draw_deck(content(training, asked), T))
    figures = {f.key: f for f in content(training, asked).section("annex").figures}
    lines = {
        line
        for slide in deck.slides
        for line in slide.notes_slide.notes_text_frame.text.split("\n")
    }

    named = [
        figure
        for figure in figures.values()
        if (figure.value or figure.denominator)
        and figure.key not in ("villages_covered", "days_current")
    ]
    assert len(named) > 10
    for figure in named:
        ((_, records),) = {
            tuple(line.split(": ", 1)) for line in lines if line.startswith(f"{figure.label}: ")
        }
        assert set(figure.refs) <= set(re.findall(r"[A-Z]+-\d{6}-\w+|P-[\w-]+", records)), (
            figure.key
        )
        assert figure.refs or figure.value == 0, figure.key
