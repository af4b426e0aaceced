"""One number everywhere: read back out of every file, it is that of `indicators` and `board`."""

import json
import re
from collections import Counter
from datetime import date
from functools import cache

import pytest
from typer.testing import CliRunner

from cli.main import app
from db.engine import reading
from db.queries.issues import issue_page
from db.queries.reference import names
from documents.content import Asked, deck_content
from domain.scope import Scope
from tests.documents_kit import COMMANDER, EVE, KEDURANG, READERS, busy
from tests.documents_read_back import (
    IN_THE_BRIEF,
    ON_TILES,
    Deck,
    T,
    figures_said,
    headline_of,
    in_text,
    made,
    of_book,
    of_screen,
    paper_text,
    said_in_public,
)
from tests.workbooks import sheets

DAY, SINCE = EVE, date(2024, 11, 1)


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory):
    with busy(tmp_path_factory.mktemp("one-number")) as engine:
        yield engine


@pytest.fixture(params=["shipped", "training", "training, one kecamatan"])
def case(request, sqlite_shipped, training):
    """A database and what is asked of it."""
    scope = (KEDURANG,) if "one" in request.param else ()
    return (sqlite_shipped if request.param == "shipped" else training), Asked(DAY, SINCE, scope)


def printed(engine, command: str, asked: Asked, day: date = DAY):
    """What the command prints for scripts."""
    words = [command, "--as-of", day.isoformat()]
    for code in asked.sub_districts:
        words += ["--sub-district", code]
    env = {"DATABASE_URL": engine.url.render_as_string(hide_password=False)}
    result = CliRunner().invoke(app, words, env=env)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@cache
def expected(engine, asked: Asked) -> dict[str, str]:
    """The figures as `indicators` prints them."""
    found = printed(engine, "indicators", asked)
    return figures_said(found)


def board_counts(engine, asked: Asked) -> tuple[int, ...]:
    board = printed(engine, "board", asked)
    levels = Counter(row["level"] for row in board)
    hatched = sum(row["hatched"] for row in board)
    unknown = levels["no_data"] + levels["stale"]
    shown = ("calm", "watch", "high", "very_high")
    return (len(board), *(levels[level] for level in shown), unknown, hatched)


def screen(engine, reader, asked: Asked):
    with reading(engine) as session:
        return deck_content(session, reader, asked, T)


def test_every_figure_is_the_same_in_deck_brief_workbook_screen_and_command(case) -> None:
    engine, asked = case
    known = expected(engine, asked)
    deck = Deck(made(engine, COMMANDER, "deck", asked))
    paper = paper_text(made(engine, COMMANDER, "brief", asked))

    assert len(known) == 19
    assert deck.figures == known
    assert {key: deck.tile(key) for key in ON_TILES} == {key: known[key] for key in ON_TILES}
    assert {key: in_text(paper, key) for key in IN_THE_BRIEF} == {
        key: known[key] for key in IN_THE_BRIEF
    }
    assert of_book(made(engine, COMMANDER, "workbook", asked)) | {"first_action_days": ""} == (
        known | {"first_action_days": ""}
    )
    assert of_screen(screen(engine, COMMANDER, asked)) == known


def test_the_sentences_of_deck_brief_and_message_have_the_numbers_of_the_command(case) -> None:
    engine, asked = case
    known = expected(engine, asked)
    said = {
        "deck": Deck(made(engine, COMMANDER, "deck", asked)).texts,
        "brief": paper_text(made(engine, COMMANDER, "brief", asked)),
        "message": made(engine, COMMANDER, "message", asked).decode(),
    }

    for text in said.values():
        text = " ".join(text.split())
        late = re.search(r"(\d+) masukan melewati tenggat[^;]*; (\d+) tanpa tenggat", text)
        kept = re.search(r"Dari (\d+) komitmen yang sudah jatuh tempo, (\d+) ditepati", text)
        assert late
        assert late.groups() == (known["overdue"], known["no_due_date"])
        if known["promises_kept"] == "–":
            assert kept is None
        else:
            assert kept
            assert f"{kept[2]} dari {kept[1]}" == known["promises_kept"]
        assert headline_of(text) == board_counts(engine, asked)


def test_every_kecamatan_has_the_level_of_the_board_in_every_document(case) -> None:
    engine, asked = case
    with reading(engine) as session:
        name = names(session, COMMANDER)
    now = printed(engine, "board", asked)
    before = {row["sub_district"]: row for row in printed(engine, "board", asked, SINCE)}

    def words(row) -> str:
        word = T.label("level", row["level"])
        return f"{word} · data kedaluwarsa" if row["hatched"] else word

    deck = Deck(made(engine, COMMANDER, "deck", asked))
    paper = paper_text(made(engine, COMMANDER, "brief", asked))
    book = sheets(made(engine, COMMANDER, "workbook", asked))
    content = screen(engine, COMMANDER, asked)
    levels = {name[row["sub_district"]]: words(row) for row in now}

    assert deck.areas == {
        f"{name[row['sub_district']]}: {T.label('level', row['level'])}" for row in now
    }
    assert {row[0]: row[1] for row in book["Alasan"][2:]} == levels
    assert {row[0]: row[2] for row in book["Perubahan status"][2:]} == levels
    assert {
        area.name: (area.word, area.hatched) for area in content.section("status").map.areas
    } == {
        name[row["sub_district"]]: (T.label("level", row["level"]), row["hatched"]) for row in now
    }
    for row in now:
        code = row["sub_district"]
        assert f"{name[code]} {words(before[code])} {words(row)}" in paper
    for row in deck.rows("why"):
        assert row[1] == levels[row[0]]


def test_the_counts_of_the_levels_in_the_legend_are_those_of_the_board(case) -> None:
    engine, asked = case
    counts = Counter(row["level"] for row in printed(engine, "board", asked))
    texts = Deck(made(engine, COMMANDER, "deck", asked)).texts.splitlines()

    for level in ("very_high", "high", "watch", "calm", "stale", "no_data"):
        line = f"{T.label('level', level)}: {counts[level]}"
        assert [text for text in texts if text == line or text.startswith(f"{line} (")]


def test_the_counts_by_category_are_the_same_everywhere_and_those_of_the_list(case) -> None:
    engine, asked = case
    with reading(engine) as session:
        rows = issue_page(session, COMMANDER, Scope(DAY, sub_district=asked.sub_districts))
    # From 2 to 26 November are 25 days; the 25 before them begin on 8 October.
    earlier, later = Counter(), Counter()
    for row in rows:
        if row.kind == "appreciation":
            continue
        if SINCE < row.reported_on <= DAY:
            later[T.label("category", row.category)] += 1
        elif date(2024, 10, 8) <= row.reported_on <= SINCE:
            earlier[T.label("category", row.category)] += 1
    known = {key: (earlier[key], later[key]) for key in earlier | later}

    book = sheets(made(engine, COMMANDER, "workbook", asked))
    deck = Deck(made(engine, COMMANDER, "deck", asked))
    message = made(engine, COMMANDER, "message", asked).decode()
    paper = paper_text(made(engine, COMMANDER, "brief", asked))
    total = sum(earlier.values()), sum(later.values())

    assert known
    assert {row[0]: (row[1], row[2]) for row in book["Kategori"][2:]} == known
    assert set(deck.chart.items()) <= set(known.items())
    assert len(deck.chart) == min(8, len(known))
    shown = {row[0]: (int(row[1]), int(row[2])) for row in deck.rows("categories")}
    assert shown == deck.chart
    sentence = f"tercatat {total[1]} masukan; kurun sama panjang sebelumnya {total[0]}"
    assert sentence in message
    assert sentence in deck.texts
    assert f"Masukan yang disampaikan {total[0]} {total[1]} " in paper


@pytest.mark.parametrize("role", ["commander", "presenter"])
def test_in_public_every_number_that_is_told_is_the_same_number(case, role: str) -> None:
    engine, asked = case
    known = expected(engine, asked)
    asked = Asked(DAY, SINCE, asked.sub_districts, public=True)
    reader = READERS[role]
    deck = Deck(made(engine, reader, "deck", asked))
    paper = paper_text(made(engine, reader, "brief", asked))
    message = made(engine, reader, "message", asked).decode()
    tiles = {key: deck.tile(key) for key in ON_TILES}
    on_paper = {key: in_text(paper, key) for key in IN_THE_BRIEF}
    book = of_book(made(engine, reader, "workbook", asked))

    told = 0
    for key, text in deck.figures.items():
        if key == "first_action_days":
            continue
        told += text not in ("<3", "–")
        assert text == said_in_public(known)[key], key
        assert book[key] == text, key
        assert tiles.get(key, text) == text
        assert on_paper.get(key, text) == text
    assert told > 3
    assert of_screen(screen(engine, reader, asked)) == deck.figures
    for said in (deck.texts, paper, message):
        assert headline_of(said) == board_counts(engine, asked)
