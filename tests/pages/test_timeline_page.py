"""The timeline as each role sees it, as of a day, whole and narrowed to a stage."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from html import escape
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from db.commands.accounts import DEMO_ACCOUNTS
from db.queries.timeline import stage_table
from domain.permissions import PAGE_ROLES
from domain.scope import Scope
from tests.pages.conftest import OpenPage, at_address, browser_of, texts
from ui.keys import Key
from wording.translator import Translator

DAY = "2024-11-26"
AS_OF = date(2024, 11, 26)
CAMPAIGN = ("2024-09-25", "2024-11-23")
ID = Translator("id")
READERS = [name for name, _, role in DEMO_ACCOUNTS if role in PAGE_ROLES["issues"]]
WITHOUT_RESTRICTED = [name for name in READERS if name not in ("kapolres", "pengawas")]

ReaderOf = Callable[[str], SimpleNamespace]


def figure(test: AppTest) -> dict[str, Any]:
    """The timeline as it was sent to the browser."""
    return json.loads(test.get("plotly_chart")[0].proto.spec)


def weeks(test: AppTest) -> dict[str, int]:
    """The number of issues drawn in each week, by its Monday."""
    found: dict[str, int] = {}
    for trace in figure(test)["data"]:
        for key, count in zip(trace.get("customdata", ()), trace.get("y", ()), strict=False):
            if key[0] == "week":
                found[key[1]] = found.get(key[1], 0) + count
    return found


def meeting_days(test: AppTest) -> list[str]:
    """The days of the meetings drawn."""
    return [
        day[:10]
        for trace in figure(test)["data"]
        for key, day in zip(trace.get("customdata", ()), trace.get("x", ()), strict=False)
        if key[0] == "meeting"
    ]


def address(test: AppTest, name: str) -> list[str]:
    """The values of a name in the address: AppTest gives a single one bare."""
    found = test.query_params[name]
    return [found] if isinstance(found, str) else list(found)


def counted(database: str, since: str, until: str) -> int:
    """The issues of those days, appreciations and voided ones left out, by plain SQL."""
    with closing(sqlite3.connect(database.removeprefix("sqlite:///"))) as connection:
        return connection.execute(
            "SELECT count(*) FROM issue WHERE reported_on BETWEEN ? AND ?"
            " AND kind <> 'appreciation' AND voided_on IS NULL",
            (since, until),
        ).fetchone()[0]


def row(test: AppTest, name: str) -> list[str]:
    """The cells of a row of the table by stage."""
    rows = re.findall(r"<tr.*?</tr>", texts(test), re.DOTALL)
    found = next(html for html in rows if f">{name}</b>" in html)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", found, re.DOTALL)
    return [re.sub(r"<[^>]+>", " ", cell).strip() for cell in cells]


@pytest.mark.parametrize("account", READERS)
def test_bars_and_table_of_every_reader_agree(
    open_page: OpenPage, reader_of: ReaderOf, account: str
) -> None:
    who = reader_of(account)
    test = open_page("timeline", account, as_of=DAY, stage="campaign")

    with who.session() as session:
        table = {f.stage.code: f for f in stage_table(session, who.reader, Scope(AS_OF))}
    assert not test.exception
    assert sum(weeks(test).values()) == table["campaign"].issues
    assert row(test, "Kampanye")[0] == str(table["campaign"].issues)


def test_the_commander_sees_all_that_was_reported_in_the_days_shown(
    open_page: OpenPage, training_database: str
) -> None:
    """240 days before voting day to the chosen day."""
    test = open_page("timeline", "kapolres", as_of=DAY)

    first = (date(2024, 11, 27) - timedelta(days=240)).isoformat()
    assert sum(weeks(test).values()) == counted(training_database, first, DAY) > 100
    assert f"{counted(training_database, first, DAY)} masukan" in texts(test)


def test_nothing_after_the_chosen_day_is_drawn(open_page: OpenPage, training_database: str) -> None:
    test = open_page("timeline", "kapolres", as_of="2024-10-16")

    assert max(weeks(test)) <= "2024-10-14"
    assert max(meeting_days(test)) <= "2024-10-16"
    since = (date(2024, 11, 27) - timedelta(days=240)).isoformat()
    assert sum(weeks(test).values()) == counted(training_database, since, "2024-10-16")
    assert row(test, "Masa tenang") == [f"– {ID('timeline.not_begun')}"]


def test_a_stage_of_the_address_narrows_everything_to_it(
    open_page: OpenPage, training_database: str
) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY, stage="campaign")

    assert sum(weeks(test).values()) == counted(training_database, *CAMPAIGN)
    assert all(CAMPAIGN[0] <= day <= CAMPAIGN[1] for day in meeting_days(test))
    assert figure(test)["layout"]["xaxis"]["range"] == ["2024-09-15", "2024-12-04"]
    assert re.findall(r'<tr class="k-chosen"[^>]*>.*?<b[^>]*>(.*?)</b>', texts(test)) == [
        "Kampanye"
    ]


def test_a_stage_leads_to_its_issues_with_their_count(
    open_page: OpenPage, training_database: str
) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY, stage="campaign", sub_district="17.01.04")

    with closing(sqlite3.connect(training_database.removeprefix("sqlite:///"))) as connection:
        every = connection.execute(
            "SELECT count(*) FROM issue WHERE reported_on BETWEEN ? AND ?"
            " AND sub_district_code = '17.01.04' AND voided_on IS NULL",
            CAMPAIGN,
        ).fetchone()[0]
    link = next(block.proto for block in test.get("page_link") if "masukan" in block.proto.label)
    assert link.label.startswith(f"Lihat {every} masukan tahapan ini")
    assert link.page == "issues"
    assert link.query_string.replace("%2E", ".").split("&") == [
        f"as_of={DAY}",
        "stage=campaign",
        "sub_district=17.01.04",
    ]


def test_a_stage_chosen_from_the_list_stands_in_the_address_until_the_way_back(
    open_page: OpenPage,
) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY)

    test.selectbox(key=Key.TIMELINE_STAGE).set_value("quiet-period").run()
    assert address(test, "stage") == ["quiet-period"]
    assert "Masa tenang, 24–26 Nov 2024" in texts(test)

    test.button(key=Key.TIMELINE_WHOLE).click().run()
    assert "stage" not in test.query_params
    assert test.selectbox(key=Key.TIMELINE_STAGE).value is None


def test_a_stage_with_an_unknown_start_cannot_be_chosen(open_page: OpenPage) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY, stage="rule-making")

    name = "Penyusunan peraturan penyelenggaraan pemilihan"
    assert ID("timeline.cannot_choose", stage=name) in [info.value for info in test.info]
    assert "stage" not in test.query_params
    assert name not in test.selectbox(key=Key.TIMELINE_STAGE).options
    assert row(test, "Penyusunan peraturan") == [f"– {ID('timeline.not_counted')}"]


def test_of_two_stages_one_is_shown(open_page: OpenPage) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY, stage=["voting", "campaign"])

    assert address(test, "stage") == ["voting"]
    assert ID("timeline.one_stage", stage="Pemungutan suara") in [i.value for i in test.info]


def test_kecamatan_are_chosen_into_the_address(open_page: OpenPage) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY)
    before = sum(weeks(test).values())

    test.multiselect(key=Key.TIMELINE_AREAS).set_value(["17.01.04", "17.01.05"]).run()
    assert address(test, "sub_district") == ["17.01.04", "17.01.05"]
    assert 0 < sum(weeks(test).values()) < before

    test.multiselect(key=Key.TIMELINE_AREAS).set_value([]).run()
    assert "sub_district" not in test.query_params
    assert sum(weeks(test).values()) == before


def test_other_filters_of_an_address_are_said_and_can_be_lifted(open_page: OpenPage) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY, category="patrol")
    narrow = sum(weeks(test).values())

    assert "Juga disaring menurut: Kategori" in texts(test)
    test.button(key=Key.TIMELINE_CLEAR).click().run()
    assert "category" not in test.query_params
    assert sum(weeks(test).values()) > narrow > 0


def test_a_phone_shows_the_days_around_the_chosen_one(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY)
    assert figure(test)["layout"]["xaxis"]["range"] == ["2024-04-01", "2025-01-17"]

    phone = open_page("timeline", "kapolres", as_of=DAY)
    browser_of("kapolres", monkeypatch, agent="Mobile")
    at_address(phone, as_of=DAY)
    assert figure(phone)["layout"]["xaxis"]["range"] == ["2024-09-12", "2025-02-10"]


def test_the_days_chosen_are_kept_while_a_stage_is_looked_at(open_page: OpenPage) -> None:
    test = open_page("timeline", "kapolres", as_of=DAY)
    test.button_group(key=Key.TIMELINE_DAYS).set_value("around").run()
    around = figure(test)["layout"]["xaxis"]["range"]
    assert around == ["2024-09-12", "2025-02-10"]

    test.selectbox(key=Key.TIMELINE_STAGE).set_value("campaign").run()
    test.button(key=Key.TIMELINE_WHOLE).click().run()
    assert figure(test)["layout"]["xaxis"]["range"] == around


@pytest.mark.parametrize("account", WITHOUT_RESTRICTED)
def test_those_who_may_not_see_police_complaints_are_told_they_are_left_out(
    open_page: OpenPage, account: str
) -> None:
    assert ID("timeline.restricted") in texts(open_page("timeline", account, as_of=DAY))


@pytest.mark.parametrize("account", ["kapolres", "pengawas"])
def test_commander_and_inspector_are_told_no_such_thing(open_page: OpenPage, account: str) -> None:
    assert ID("timeline.restricted") not in texts(open_page("timeline", account, as_of=DAY))


def test_a_presenter_sees_no_weeks_no_link_and_no_count_below_three(open_page: OpenPage) -> None:
    """Of one day, the confirmation of candidates has two issues: its rate would tell."""
    test = open_page("timeline", "pemapar", as_of=DAY, stage="nomination")

    assert not test.exception
    assert weeks(test) == {}
    assert row(test, "Penetapan calon") == ["&lt;3", "–", "&lt;3", "&lt;3"]
    assert int(row(test, "Kampanye")[0]) > 100
    assert not [b for b in test.get("page_link") if b.proto.page == "issues"]
    assert escape(ID("timeline.public")) in texts(test)
    notes = [note["text"] for note in figure(test)["layout"]["annotations"]]
    assert ID("chart.withheld") in notes
    assert ID("chart.no_input") not in notes


def test_the_administrator_has_no_way_to_the_timeline(open_page: OpenPage) -> None:
    with pytest.raises(ValueError, match="timeline"):
        open_page("timeline", "administrator", as_of=DAY)


def test_the_timeline_is_complete_in_english(
    open_page: OpenPage, alter: Callable[..., None]
) -> None:
    alter("UPDATE account SET language = 'en' WHERE name = ?", "kapolres")
    test = open_page("timeline", "kapolres", as_of=DAY, stage="campaign")

    assert "Campaign, 25 Sep – 23 Nov 2024:" in texts(test)
    assert "Stages overlap" in texts(test)
