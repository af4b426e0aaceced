"""The content of documents: every day, role and scope, and the same numbers as the screens."""

from datetime import date
from pathlib import Path

import pytest

from cli.indicators import as_json
from db.engine import reading
from db.queries.board import status_board
from db.queries.choices import filter_choices
from db.queries.figures import indicators
from db.queries.raises import raises_until
from documents.compare import compared
from documents.content import Asked, brief_content, deck_content, material
from documents.content.data import data_counts
from documents.content.deck import deck_of
from documents.content.inputs import came_in, category_counts, matrix_table
from documents.content.model import Content, Section
from documents.content.plain import LONGEST, LONGEST_NAME
from documents.content.size import SLIDE, WHOLE
from domain.faults import Refused
from domain.permissions import Reader
from domain.vocabulary import UNKNOWN_LEVELS, Level
from tests.documents_kit import (
    COMMANDER,
    DAYS,
    EVE,
    KEDURANG,
    LATER,
    NOBODYS,
    READERS,
    SEGINIM,
    busy,
    figure_values,
    rewritten,
    texts,
)
from wording.translator import Translator

T = Translator("id")
DECK = (
    "cover",
    "stages",
    "coverage",
    "status",
    "why",
    "inputs",
    "follow_up",
    "agencies",
    "agreements",
    "annex",
)
BRIEF = (
    "introduction",
    "stages",
    "situation",
    "data",
    "follow_up",
    "analysis",
    "opinion",
    "outlook",
    "plan",
    "closing",
)


@pytest.fixture(scope="module")
def training(tmp_path_factory: pytest.TempPathFactory):
    with busy(tmp_path_factory.mktemp("content")) as engine:
        yield engine


@pytest.fixture
def own(tmp_path: Path):
    """A copy of one test's own, that it may change."""
    with busy(tmp_path) as engine:
        yield engine


def deck(engine, asked: Asked, reader: Reader = COMMANDER) -> Content:
    with reading(engine) as session:
        return deck_content(session, reader, asked, T)


def brief(engine, asked: Asked, reader: Reader = COMMANDER) -> Content:
    with reading(engine) as session:
        return brief_content(session, reader, asked, T)


def everything(content: Content) -> str:
    return "\n".join(texts(content))


@pytest.mark.parametrize("role", READERS)
def test_every_day_gives_a_deck_and_a_brief_of_the_district(training, role: str) -> None:
    for day in DAYS:
        made = deck(training, Asked(day), READERS[role])
        assert tuple(section.key for section in made.sections) == DECK
        paper = brief(training, Asked(day), READERS[role])
        assert tuple(section.key for section in paper.sections) == BRIEF


@pytest.mark.parametrize("role", ["commander", "recorder", "presenter"])
@pytest.mark.parametrize("known", [False, True])
def test_every_day_gives_a_deck_of_one_kecamatan(training, role: str, known: bool) -> None:
    for day in DAYS[::3]:
        made = deck(training, Asked(day, sub_districts=(KEDURANG,), known=known), READERS[role])
        assert [area.code for area in map_of(made).areas] == [KEDURANG]


def map_of(content: Content):
    found = content.section("status").map
    assert found is not None
    return found


def test_who_sees_no_kecamatan_gets_a_deck_that_says_so(training) -> None:
    made = deck(training, Asked(EVE), NOBODYS)

    assert map_of(made).areas == ()
    assert made.section("coverage").table("coverage").rows == ()
    assert "tidak ada kecamatan dalam pilihan ini" in made.section("status").sentences[0].text


def test_a_station_without_any_record_gets_a_deck_that_says_so(sqlite_engine) -> None:
    made = deck(sqlite_engine, Asked(EVE))

    assert "Belum ada catatan." in everything(made)
    assert made.head.band is None


def test_the_figures_of_deck_and_brief_are_those_of_the_indicators(training) -> None:
    for scope in ((), (KEDURANG,), (KEDURANG, SEGINIM)):
        with reading(training) as session:
            expected = as_json(indicators(session, COMMANDER, EVE, sub_districts=scope))
        made = deck(training, Asked(EVE, sub_districts=scope))
        found = figure_values(made) | figure_values(brief(training, Asked(EVE, None, scope)))
        assert set(figure_values(made)) == set(expected)
        for key, figure in expected.items():
            value, numerator, denominator, _ = found[key]
            shown = round(value, 4) if isinstance(value, float) else value
            assert shown == figure["value"], key
            if "numerator" in figure:
                assert (numerator, denominator) == (figure["numerator"], figure["denominator"])


def test_the_map_and_the_legend_are_those_of_the_board(training) -> None:
    with reading(training) as session:
        board = {s.sub_district: s for s in status_board(session, COMMANDER, EVE)}

    found = map_of(deck(training, Asked(EVE)))

    assert {a.code: (a.level, a.hatched) for a in found.areas} == {
        code: (s.level, s.hatched) for code, s in board.items()
    }
    assert {row.level: (row.count, row.hatched) for row in found.legend} == {
        level: (
            sum(s.level is level for s in board.values()),
            sum(s.level is level and s.hatched for s in board.values()),
        )
        for level in Level
    }
    assert set(found.shapes) == set(board)
    assert all(area.label for area in found.areas)


def test_unknown_kecamatan_are_named_before_calm_ones_and_listed_before_them(training) -> None:
    seen = 0
    for day in DAYS:
        section = deck(training, Asked(day)).section("why")
        said = [sentence.text for sentence in section.sentences]
        calm = [i for i, text in enumerate(said) if text.startswith("Tanpa alasan perhatian")]
        unknown = [i for i, text in enumerate(said) if text.startswith(("Belum ada", "Data "))]
        if calm and unknown:
            seen += 1
            assert max(unknown) < min(calm)
        levels = [level for level, _ in section.table("why").levels if level]
        placed = [i for i, level in enumerate(levels) if level in UNKNOWN_LEVELS]
        after = [i for i, level in enumerate(levels) if level is Level.CALM]
        assert not placed or not after or max(placed) < min(after)
    assert seen


def test_calm_according_to_the_records_is_said_only_when_every_kecamatan_is_calm(training) -> None:
    for day in DAYS:
        made = deck(training, Asked(day))
        all_calm = all(a.level is Level.CALM for a in map_of(made).areas)
        assert ("kondusif menurut catatan" in everything(made)) == all_calm


def test_one_calm_kecamatan_alone_may_be_called_calm(training) -> None:
    with reading(training) as session:
        calm = [
            s.sub_district
            for s in status_board(session, COMMANDER, EVE)
            if s.level is Level.CALM and not s.hatched
        ]
    assert calm

    made = deck(training, Asked(EVE, sub_districts=(calm[0],)))

    assert "1 kecamatan kondusif menurut catatan." in made.section("status").sentences[0].text


def test_a_sentence_of_figures_names_them_and_its_tickets_exist(training) -> None:
    made = brief(training, Asked(EVE))
    with reading(training) as session:
        areas = set(filter_choices(session, COMMANDER)["sub_district"])
    tickets = {str(row[0]) for row in made.section("follow_up").table("oldest").rows}
    said = made.section("follow_up").sentences

    assert said[0].refs == ("promises_kept",)
    assert said[1].refs == ("overdue", "no_due_date")
    assert set(made.section("situation").sentences[0].refs) == areas
    overdue = made.section("follow_up").figure("overdue")
    assert len(overdue.refs) == overdue.value
    assert tickets


def test_annex_and_brief_list_every_raise_with_the_level_computed_for_its_first_day(
    training,
) -> None:
    with reading(training) as session:
        raises = raises_until(session, COMMANDER, LATER)
        computed = [
            status_board(session, COMMANDER, row.raised_on, sub_districts=[row.sub_district])[0]
            for row in reversed(raises)
        ]
    assert raises
    assert all(row.ends_on < LATER for row in raises)

    made = deck(training, Asked(LATER))

    expected = [T.label("level", status.level) for status in computed]
    for content, section in (
        (made, "annex"),
        (brief(training, Asked(LATER)), "situation"),
    ):
        rows = content.section(section).table("raises").rows
        assert [str(row[1]).split(" · ")[0] for row in rows] == expected
    # None holds any more, so the slide of reasons says nothing of it.
    assert [table.key for table in made.section("why").tables] == ["why"]


def test_every_document_speaks_both_languages(training) -> None:
    with reading(training) as session:
        for asked in (Asked(EVE), Asked(EVE, public=True)):
            made = deck_content(session, COMMANDER, asked, Translator("en"))
            paper = brief_content(session, COMMANDER, asked, Translator("en"))
    assert made.section("status").sentences[0].text.startswith("As of 26 November 2024. Of 11 ")
    assert paper.head.title == "Analysis and evaluation"


def test_both_databases_say_the_same_of_the_shipped_sample(shipped) -> None:
    made = deck(shipped, Asked(LATER, meeting="P-2025-01-12"))

    assert figure_values(made)["promises_kept"][1:3] == (0, 6)
    # The three complaints of 29 December, of which no record tells what came of them.
    assert [row[0] for row in made.section("follow_up").table("forum").rows] == [
        f"P-2024-12-29-{n}" for n in (1, 2, 3)
    ]
    assert made.head.since == date(2024, 12, 29)


def test_the_band_and_the_foot_stand_on_every_document(training, sqlite_shipped) -> None:
    assert deck(training, Asked(EVE)).head.band == "DATA LATIHAN"
    assert brief(training, Asked(EVE)).head.band == "DATA LATIHAN"
    sample = deck(sqlite_shipped, Asked(EVE)).head
    assert sample.band == "CONTOH DARI TUJUH BERITA, BUKAN PENILAIAN WILAYAH"
    with reading(sqlite_shipped) as session:
        numbered = deck_content(session, COMMANDER, Asked(EVE), T, 77).head
    assert (
        numbered.foot == "Polres Bengkulu Selatan · posisi 26 November 2024 · jejak audit nomor 77"
    )


def test_the_earlier_day_is_the_forum_before_this_one_or_a_week_ago(
    training, sqlite_shipped
) -> None:
    assert deck(sqlite_shipped, Asked(EVE)).head.since == date(2024, 11, 19)
    made = deck(training, Asked(EVE))
    last = made.head.since
    assert last < EVE
    assert "pertemuan forum ini sebelumnya" in everything(made)
    # As of the day of that meeting, the forum before it is meant.
    assert deck(training, Asked(last)).head.since < last
    assert deck(training, Asked(EVE, date(2024, 11, 1))).head.since == date(2024, 11, 1)


def test_of_a_named_meeting_the_forum_is_its_programme_host_and_kecamatan(sqlite_shipped) -> None:
    # P-2025-01-12 is Minggu Kasih of Sat Binmas in Kota Manna, as P-2024-12-29 was.
    made = deck(sqlite_shipped, Asked(LATER, meeting="P-2025-01-12"))

    assert made.head.since == date(2024, 12, 29)
    assert made.head.title == "Minggu Kasih"
    forum = made.section("follow_up").table("forum")
    assert forum.title == "Yang dijanjikan pada 29 Desember 2024, dan hasilnya"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked(EVE, meeting="P-0000"), "unknown_meeting"),
        (Asked(date(2025, 1, 1), meeting="P-2025-01-12"), "unknown_meeting"),
        (Asked(EVE, EVE), "since_not_before"),
        (Asked(EVE, against="P-2024-12-29"), "unknown_meeting"),
        (Asked(date(2024, 9, 5), against="P-2024-09-05"), "since_not_before"),
        (Asked(date.max), "far_day"),
        (Asked(EVE, date.min), "far_day"),
    ],
)
def test_what_cannot_be_is_refused(sqlite_shipped, asked: Asked, code: str) -> None:
    with pytest.raises(Refused) as refused:
        deck(sqlite_shipped, asked)
    assert [fault.code for fault in refused.value.faults] == [code]


def test_a_meeting_that_is_not_open_to_the_reader_does_not_exist(sqlite_shipped) -> None:
    with pytest.raises(Refused):
        deck(sqlite_shipped, Asked(LATER, meeting="P-2025-01-12"), READERS["recorder"])


def test_more_kecamatan_than_a_map_can_carry_are_listed_without_shapes(
    training, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(material, "MOST_SHAPES", 10)

    found = map_of(deck(training, Asked(EVE)))

    assert (len(found.areas), found.shapes) == (11, {})


def test_lists_are_as_long_as_promised_and_say_what_was_left_out(training) -> None:
    made = deck(training, Asked(EVE))

    why = made.section("why").table("why")
    assert len(why.rows) == 6
    assert (why.cut, why.cut_text) == (5, "dan 5 lainnya, lihat buku kerja")
    assert len(why.levels) == 6
    for section in (*made.sections, *brief(training, Asked(EVE)).sections):
        for table in section.tables:
            if table.key not in ("rule", "settings", "data", "stages"):
                assert len(table.rows) <= 12, table.key
            assert all(len(row) == len(table.columns) for row in table.rows)
            assert table.rows or table.empty


def test_the_deck_of_a_reader_lists_no_ticket_that_the_reader_may_not_see(training) -> None:
    secret = {"police-service", "neutrality"}
    with reading(training) as session:
        from sqlalchemy import select

        from models import Issue

        tickets = set(session.scalars(select(Issue.issue).where(Issue.category.in_(secret))))
    assert tickets
    for role in ("analyst", "sector_head", "recorder", "unit_head"):
        said = everything(deck(training, Asked(LATER), READERS[role]))
        said += everything(brief(training, Asked(LATER), READERS[role]))
        assert not [ticket for ticket in tickets if ticket in said]


def sections_with(content: Content, text: str) -> list[Section]:
    return [s for s in content.sections if any(text in said for said in texts(s))]


def test_hostile_names_and_notes_stand_as_text_or_are_cut(own, tmp_path: Path) -> None:
    rewritten(
        tmp_path,
        ("UPDATE sub_district SET name = ? WHERE code = ?", ("<b>=1+1\u202e\x07", KEDURANG)),
        ("UPDATE sub_district SET name = ? WHERE code = ?", ("x" * 10_000, SEGINIM)),
        ("UPDATE issue_event SET note = ?", ("#let x = [" + "\u200f" * 5 + "{n}" * 5_000,)),
        ("UPDATE unit SET name = ? WHERE code = 'bag-ops'", ("a\n=cmd|' /C calc'!A0",)),
    )

    # As of that day the forum's last meeting had promised something.
    made = deck(own, Asked(date(2025, 3, 28)))
    words = list(texts((made.head, made.sections, brief(own, Asked(EVE)))))

    assert sections_with(made, "<b>=1+1")
    assert not [text for text in words if set(text) & set("\u202e\x07\u200f\n\r\x00")]
    assert max(map(len, words)) <= 4_000
    assert max(len(cell) for cell in words if cell.startswith(("xxx", "#let"))) <= LONGEST
    assert "x" * (LONGEST_NAME - 1) + "…" in words
    assert any(text.startswith("#let x = [{n}") and text.endswith("…") for text in words)


def test_what_is_said_of_the_whole_district_is_in_the_sums_by_kecamatan_too(training) -> None:
    with reading(training) as session:
        m = material.gather(session, COMMANDER, Asked(EVE, date(2024, 7, 1)), T)
        found = matrix_table(m, WHOLE)
        now = {counts.label: counts.now for counts in category_counts(m) if counts.now}

    assert "seluruh kabupaten" in [column.heading for column in found.columns]
    assert {row[0]: row[-1] for row in found.rows} == now
    assert all(sum(row[1:-1]) == row[-1] for row in found.rows)


@pytest.mark.parametrize("role", ["unit_head", "analyst"])
def test_how_much_came_in_is_not_a_matter_of_who_asks(training, role: str) -> None:
    with reading(training) as session:
        asked = Asked(EVE, date(2024, 7, 1))
        theirs, all_of_it = (
            material.gather(session, READERS[name], asked, T) for name in (role, "commander")
        )
        counts = [
            [(c.key, c.before, c.now) for c in data_counts(m) if c.key in ("inputs", "meetings")]
            for m in (theirs, all_of_it)
        ]

    assert len(theirs.told) < len(all_of_it.told)
    assert counts[0] == counts[1]


def test_one_or_two_that_a_reader_may_not_see_are_not_told_by_the_difference(training) -> None:
    asked = Asked(date(2024, 10, 10), date(2024, 9, 10))
    with reading(training) as session:
        theirs, all_of_it = (
            material.gather(session, READERS[name], asked, T) for name in ("analyst", "commander")
        )
        now = theirs.periods[1]
        seen = sum(now.holds(issue.reported_on) for issue in theirs.told)

        assert came_in(all_of_it, now) == seen + 1
        assert came_in(theirs, now) == seen
    assert f"{seen} dibuka" in compared(theirs).headline.text


def test_in_public_a_part_is_spoken_of_without_what_only_the_district_is_told_of(training) -> None:
    asked = Asked(EVE, date(2024, 7, 1), sub_districts=(KEDURANG,), public=True)
    with reading(training) as session:
        m = material.gather(session, READERS["presenter"], asked, T)
        inside = material.gather(session, COMMANDER, Asked(EVE, asked.since, (KEDURANG,)), T)
        rows = sum(counts.now for counts in category_counts(m))

        assert came_in(m, m.periods[1]) == rows < came_in(inside, inside.periods[1])
    said = " ".join(s.text for s in deck_of(m, SLIDE).section("inputs").sentences)
    assert "Tidak termasuk kategori yang hanya disebut untuk seluruh kabupaten" in said
