"""Two days compared on the screen: the same numbers as documents and command line."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from cli.indicators import as_json
from db.commands.accounts import DEMO_ACCOUNTS
from db.queries.board import status_board
from db.queries.figures import indicators
from documents.compare import comparison
from documents.content.asked import Asked
from domain.permissions import PAGE_ROLES
from tests.pages.conftest import OpenPage, texts
from ui.keys import Key
from wording.numbers import number
from wording.sentences import level_text
from wording.translator import Translator

DAY, SINCE = "2024-11-24", "2024-11-15"
AS_OF, EARLIER = date(2024, 11, 24), date(2024, 11, 15)
RAKOR = "P-2024-11-15-RES"
ID = Translator("id")
READERS = [name for name, _, role in DEMO_ACCOUNTS if role in PAGE_ROLES["compare"]]
KEDURANG = "17.01.01"


def rows(test: AppTest, name: str) -> dict[str, list[str]]:
    """The cells of a table of the page by the text of their row's head."""
    found = {}
    for table in re.findall(rf'<table class="[^"]*{name}".*?</table>', texts(test), re.DOTALL):
        for row in re.findall(r"<tr[^>]*><th scope=\"row\".*?</tr>", table, re.DOTALL):
            cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
            words = [unescape(re.sub(r"<[^>]+>", " ", cell)).split() for cell in cells]
            head, *rest = (" ".join(cell) for cell in words)
            found[head] = rest
    return found


def address(test: AppTest) -> dict[str, list[str]]:
    """The address: AppTest gives a single value bare."""
    return {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in test.query_params.items()
    }


@pytest.mark.parametrize("account", READERS)
def test_every_reader_sees_the_levels_and_figures_of_both_days(
    open_page: OpenPage, reader_of: Callable, account: str
) -> None:
    test = open_page("compare", account, as_of=DAY, since=SINCE)

    who = reader_of(account)
    with who.session() as session:
        found = comparison(session, who.reader, Asked(AS_OF, EARLIER), ID)
        boards = [status_board(session, who.reader, day) for day in (EARLIER, AS_OF)]
    assert not test.exception
    assert not test.info
    assert found.headline.text in unescape(texts(test))
    levels = [
        {s.sub_district: level_text(ID, s.level, s.hatched) for s in board} for board in boards
    ]
    titles = re.findall(r'<td class="k-nowrap">.*?title="(.*?)"', texts(test))
    words = re.findall(r'<span class="k-badge[^>]*>(.*?)</span>', texts(test))
    assert words == titles
    pairs = zip(titles[::2], titles[1::2], strict=True)
    shown = dict(zip([a.code for a in found.areas], pairs, strict=True))
    assert shown == {code: (levels[0][code], levels[1][code]) for code in levels[1]}
    figures = rows(test, "k-compare-figures")
    for before, now in found.figures:
        cells = figures[now.label]
        assert cells[0].startswith(before.text), now.key
        assert cells[1].startswith(now.text), now.key


def test_the_figures_of_both_days_are_those_of_the_command_line(
    open_page: OpenPage, reader_of: Callable
) -> None:
    test = open_page("compare", "kapolres", as_of=DAY, since=SINCE)

    figures = rows(test, "k-compare-figures")
    who = reader_of("kapolres")
    with who.session() as session:
        days = [as_json(indicators(session, who.reader, day)) for day in (EARLIER, AS_OF)]
    for key in ("kept_late", "awaiting", "closed_without_outcome", "overdue", "no_due_date"):
        before, now = (day[key]["value"] for day in days)
        cells = figures[ID(f"indicator.{key}")]
        assert [cell.split()[0] for cell in cells[:2]] == [number(before, "id"), number(now, "id")]
        assert int(cells[2].replace("−", "-")) == now - before
    for key in ("promises_kept", "days_current", "villages_covered"):
        for cell, day in zip(figures[ID(f"indicator.{key}")], days, strict=False):
            assert f"{day[key]['numerator']} dari {day[key]['denominator']}" in cell


def test_changed_kecamatan_stand_first_with_the_reason_and_their_traces(
    open_page: OpenPage,
) -> None:
    levels = rows(open_page("compare", "kapolres", as_of=DAY, since=SINCE), "k-compare-levels")

    changed = [cells[2].startswith("memburuk · ") for cells in levels.values()]
    assert changed == [True] * 5 + [False] * 6
    # Among those that stayed, what is unknown stands before what is calm.
    stayed = [cells[1] for cells in levels.values() if cells[2] == "tetap"]
    assert stayed.index("→ Belum ada data") < stayed.index("→ Kondusif")
    assert all(len(cells) == 5 and cells[3].isdigit() for cells in levels.values())


def test_opened_inputs_lead_to_the_list_with_as_many(open_page: OpenPage) -> None:
    test = open_page("compare", "kapolres", as_of=DAY, since=SINCE)

    links = {block.proto.label: block.proto for block in test.get("page_link")}
    query = links[ID("compare.flow.see")].query_string
    assert links[ID("compare.flow.see")].page == "issues"
    assert "since=2024-11-16" in query
    assert f"until={DAY}" in query
    assert "17 masukan" in texts(at(open_page, query))
    assert "Masukan yang dibuka: 17" in texts(test)


def at(open_page: OpenPage, query: str) -> AppTest:
    from urllib.parse import parse_qs

    return open_page("issues", "kapolres", **parse_qs(query))


def test_a_meeting_is_compared_with_its_promises_and_its_address_round_trips(
    open_page: OpenPage,
) -> None:
    test = open_page("compare", "kapolres", as_of=DAY, since="2024-11-01")
    test.selectbox(key=Key.COMPARE_MEETING).set_value(RAKOR).run()

    assert address(test) == {"as_of": [DAY], "meeting": [RAKOR]}
    assert test.date_input(key=Key.COMPARE_SINCE).value == EARLIER
    assert "hari pertemuan pembanding" in texts(test)
    assert {"KDR-241115-01", "RES-241115-01"} <= set(rows(test, "k-compare-tickets"))
    again = open_page("compare", "kapolres", **address(test))
    assert texts(again) == texts(test)

    test.date_input(key=Key.COMPARE_SINCE).set_value(date(2024, 11, 1)).run()
    assert address(test) == {"as_of": [DAY], "since": ["2024-11-01"]}
    assert "Sejak 1 November 2024:" in texts(test)

    test.button(key=Key.COMPARE_RESET).click().run()
    assert address(test) == {"as_of": [DAY]}
    assert "pertemuan forum ini sebelumnya" in texts(test)


@pytest.mark.parametrize("account", ["kapolres", "analis", "pengawas", "pemapar"])
def test_who_sees_the_district_compares_with_its_last_coordination_meeting(
    open_page: OpenPage, account: str
) -> None:
    test = open_page("compare", account, as_of=DAY)

    assert test.date_input(key=Key.COMPARE_SINCE).value == EARLIER


def test_kecamatan_are_chosen_into_the_address(open_page: OpenPage) -> None:
    test = open_page("compare", "kapolres", as_of=DAY, since=SINCE)

    test.multiselect(key=Key.COMPARE_AREAS).set_value([KEDURANG]).run()
    assert address(test)["sub_district"] == [KEDURANG]
    assert list(rows(test, "k-compare-levels")) == ["Kedurang"]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"since": "2024-11-24"}, "tidak sebelum 24 November 2024"),
        ({"since": "2030-01-01"}, "tidak sebelum 24 November 2024"),
        ({"since": "1066-10-14"}, "terlalu jauh"),
        ({"since": "kemarin"}, "since=kemarin"),
        ({"meeting": "P-0000"}, "meeting=P-0000"),
        ({"meeting": RAKOR, "since": "2024-11-01"}, "memuat pertemuan dan hari pembanding lain"),
        ({"category": "patrol", "until": "2024-11-20"}, "tidak berlaku pada perbandingan"),
    ],
)
def test_what_an_address_cannot_ask_is_dropped_with_a_notice(
    open_page: OpenPage, params: dict[str, str], words: str
) -> None:
    test = open_page("compare", "kapolres", as_of=DAY, **params)

    assert not test.exception
    assert any(words in info.value for info in test.info)
    assert "since" not in test.query_params
    assert "category" not in test.query_params
    assert "Sejak 15 November 2024:" in texts(test)


def test_a_meeting_that_was_voided_or_came_later_is_dropped(
    open_page: OpenPage, alter: Callable[..., None]
) -> None:
    test = open_page("compare", "kapolres", as_of=SINCE, meeting=RAKOR)
    assert any(RAKOR in info.value.replace("\\", "") for info in test.info)
    assert "meeting" not in test.query_params

    alter("UPDATE meeting SET voided_on = '2024-11-16' WHERE meeting = ?", RAKOR)
    test = open_page("compare", "kapolres", as_of=DAY, meeting=RAKOR)
    assert any("dibatalkan" in info.value for info in test.info)
    assert RAKOR not in test.selectbox(key=Key.COMPARE_MEETING).options


def test_a_day_beyond_the_calendar_is_refused_in_words(open_page: OpenPage) -> None:
    for day in ("0001-01-01", "9999-12-31"):
        test = open_page("compare", "kapolres", as_of=day)
        assert not test.exception
        assert "terlalu jauh" in test.error[0].value


def test_the_presenter_sees_no_ticket_no_meeting_and_no_count_below_three(
    open_page: OpenPage, training_database: str
) -> None:
    test = open_page("compare", "pemapar", as_of=DAY, since=SINCE)

    shown = texts(test)
    with closing(sqlite3.connect(training_database.removeprefix("sqlite:///"))) as database:
        tickets = [row[0] for row in database.execute("SELECT issue FROM issue")]
    assert not [ticket for ticket in tickets if ticket in shown]
    assert not test.get("page_link")
    assert not [box for box in test.selectbox if box.key == Key.COMPARE_MEETING]
    assert rows(test, "k-compare-data")["Dibuka kembali"] == ["<3", "<3", "–", "–", "–"]
    assert ID("doc.public") in unescape(shown)


def test_the_administrator_has_no_way_to_the_comparison(open_page: OpenPage) -> None:
    with pytest.raises(ValueError, match="compare"):
        open_page("compare", "administrator", as_of=DAY)


def test_the_comparison_is_complete_in_english(
    open_page: OpenPage, alter: Callable[..., None]
) -> None:
    alter("UPDATE account SET language = 'en' WHERE name = ?", "kapolres")
    test = open_page("compare", "kapolres", as_of=DAY, since=SINCE)

    assert "Since 15 November 2024: 5 of 11 sub-districts got worse" in texts(test)
    assert "Inputs opened: 17" in texts(test)
