"""What leaves the police holds no words, names or places of those who spoke."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from db.engine import reading
from db.queries.timeline import DISTRICT_TOTALS
from documents.compare import comparison
from documents.content import Asked, brief_content, deck_content
from documents.message import message
from documents.workbook import workbook
from domain.vocabulary import StakeholderGroup
from models import Village
from tests.documents_kit import DAYS, EVE, KEDURANG, LATER, READERS, busy, texts
from tests.documents_leaks import other_names, secrets
from tests.workbooks import cells
from wording.translator import Translator

T = Translator("id")


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory):
    with busy(tmp_path_factory.mktemp("public")) as engine:
        yield engine


def everything(engine, reader, asked: Asked) -> str:
    """Every text of every document that is made from the content."""
    with reading(engine) as session:
        found = list(texts(deck_content(session, reader, asked, T)))
        found += texts(brief_content(session, reader, asked, T))
        found += texts(comparison(session, reader, asked, T))
        found.append(message(session, reader, asked, T))
        found += [str(cell) for row in cells(workbook(session, reader, asked, T)) for cell in row]
    return "\n".join(found)


@pytest.mark.parametrize("role", ["presenter", "commander", "administrator"])
def test_no_word_ticket_venue_or_note_of_the_records_appears(training, role: str) -> None:
    found = secrets(training)
    assert len(found) > 200
    for day in (EVE, LATER):
        for scope in ((), (KEDURANG,)):
            said = everything(training, READERS[role], Asked(day, None, scope, public=True))
            assert [word for word in found if word in said] == []


def test_the_same_search_finds_the_words_where_they_may_stand(training) -> None:
    said = everything(training, READERS["commander"], Asked(EVE))

    assert [word for word in secrets(training) if word in said]


def test_no_village_group_or_account_appears(training) -> None:
    said = everything(training, READERS["presenter"], Asked(EVE))
    with reading(training) as session:
        villages = set(session.scalars(select(Village.name)))
    named = [v for v in villages if re.search(rf"\b{re.escape(v)}\b", said)]
    groups = [T.label("group", group) for group in StakeholderGroup]
    # Some villages have the name of their kecamatan, some agencies that of a group.
    others = other_names(training)

    assert [v for v in named if v not in others] == []
    assert [g for g in groups if g not in others and re.search(rf"\b{re.escape(g)}\b", said)] == []
    assert "perekam-kedurang" not in said
    assert "kapolsek-" not in said


def test_a_presenter_gets_the_public_version_without_asking(training) -> None:
    with reading(training) as session:
        made = deck_content(session, READERS["presenter"], Asked(EVE), T)

    assert made.head.public
    assert "<3" in "\n".join(texts(made))
    assert made.section("follow_up").tables == ()


def test_no_cell_of_inputs_is_under_three_and_five_categories_stand_for_the_district_alone(
    training,
) -> None:
    special = {T.label("category", category) for category in DISTRICT_TOTALS}
    seen = set()
    for day in DAYS:
        with reading(training) as session:
            made = deck_content(session, READERS["presenter"], Asked(day), T)
            of_area = deck_content(
                session, READERS["presenter"], Asked(day, sub_districts=(KEDURANG,)), T
            )
        section = made.section("inputs")
        for row in section.table("matrix").rows:
            assert row[0] not in special
            assert all(cell == "<3" or (isinstance(cell, int) and cell >= 3) for cell in row[1:])
        for row in section.table("recurring").rows:
            assert row[1] not in special
            assert isinstance(row[2], int)
            assert row[2] >= 3
        for row in section.table("categories").rows:
            seen.add(row[0])
            assert all(cell == "<3" or (isinstance(cell, int) and cell >= 3) for cell in row[1:3])
            if "<3" in row:
                assert row[3:] == (None, None, None)
        assert not special & {row[0] for row in of_area.section("inputs").table("categories").rows}
        for chart in section.charts:
            for series in chart.series:
                assert all(value is None or value >= 3 for value in series.values)
    assert seen & special


def test_of_category_and_kecamatan_only_cells_from_three_on_are_told(training) -> None:
    asked = Asked(EVE, date(2024, 5, 1))
    with reading(training) as session:
        public = deck_content(session, READERS["presenter"], asked, T).section("inputs")
        told = deck_content(session, READERS["commander"], asked, T).section("inputs")

    shown = [cell for row in public.table("matrix").rows for cell in row[1:]]
    assert "<3" in shown
    numbers = [cell for cell in shown if cell != "<3"]
    assert numbers
    assert all(isinstance(cell, int) and cell >= 3 for cell in numbers)
    # The same cells as those who may see them read there, and no sums beside them.
    columns = [column.key for column in public.table("matrix").columns]
    assert "total" not in columns
    assert "rest" not in columns
    keys = [column.key for column in told.table("matrix").columns]
    known = {row[0]: dict(zip(keys[1:], row[1:], strict=True)) for row in told.table("matrix").rows}
    for row in public.table("matrix").rows:
        for key, cell in zip(columns[1:], row[1:], strict=True):
            if row[0] in known and cell != "<3":
                assert known[row[0]][key] == cell


def test_figures_of_inputs_under_three_keep_no_number_for_a_drawer_to_show(training) -> None:
    counts = {"withdrawn", "settled", "unable_told", "awaiting", "not_kept", "severity_lowered"}
    hidden = 0
    for day in DAYS:
        with reading(training) as session:
            made = deck_content(session, READERS["presenter"], Asked(day), T)
        for section in made.sections:
            for figure in section.figures:
                assert figure.refs == ()
                if figure.key in counts:
                    assert figure.value is None or figure.value >= 3
                    hidden += figure.value is None
    assert hidden


def test_the_note_of_a_raise_is_not_public(training) -> None:
    said = everything(training, READERS["commander"], Asked(EVE, public=True))

    assert "Status yang pernah dinaikkan pimpinan" in said
    assert "tidak ditampilkan dalam versi untuk umum" in said
