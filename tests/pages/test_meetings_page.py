"""The meetings page as each role sees it, on a training database of the test's own."""

import re
from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from charts.colours import contrast, text_on
from db.commands.accounts import DEMO_ACCOUNTS
from db.queries.figures import heard_from
from db.queries.meetings import meeting_page
from db.queries.minutes import minutes
from domain.permissions import PAGE_ROLES
from domain.scope import Scope
from domain.vocabulary import StakeholderGroup
from tests.pages.conftest import OpenPage, at_address, texts
from ui.heard_from import shade
from ui.keys import Key
from ui.meeting_list import HEARD_FROM, PAGE
from wording.translator import Translator

DAY = "2024-11-26"
AS_OF = date(2024, 11, 26)
ID = Translator("id")
READERS = [name for name, _, role in DEMO_ACCOUNTS if role in PAGE_ROLES["meetings"]]
STRANGERS = [name for name, _, role in DEMO_ACCOUNTS if role not in PAGE_ROLES["meetings"]]

ReaderOf = Callable[[str], SimpleNamespace]
Alter = Callable[..., None]


def opened(test: AppTest) -> dict[str, str]:
    """The label of every link of the page, by the meeting or issue it opens."""
    links = [element.proto for element in test.get("page_link")]
    return {link.query_string: link.label for link in links}


def to_meetings(test: AppTest) -> list[str]:
    """The meetings that the list opens, in its order."""
    keys = [query.split("meeting=")[1] for query in opened(test) if "meeting=" in query]
    return [key.split("&")[0] for key in keys]


@pytest.mark.parametrize("account", READERS)
def test_every_reader_sees_the_newest_meetings_that_are_open_to_the_role(
    open_page: OpenPage, reader_of: ReaderOf, account: str
) -> None:
    test = open_page("meetings", account, as_of=DAY)

    who = reader_of(account)
    with who.session() as session:
        page = meeting_page(session, who.reader, Scope(AS_OF), limit=PAGE)
    assert not test.exception
    assert to_meetings(test) == [row.meeting for row in page.rows]


def test_the_bar_counts_as_entered_later_what_the_list_may_show_of_the_kecamatan(
    open_page: OpenPage, alter: Alter
) -> None:
    for table in ("meeting", "situation_report", "issue", "issue_event"):
        alter(f"UPDATE {table} SET recorded_on = NULL, recorded_at = NULL")
    late = "SELECT meeting FROM meeting_sub_district WHERE sub_district_code = ?"
    alter(
        "UPDATE meeting SET recorded_on = '2024-11-28', recorded_at = '2024-11-28' WHERE meeting ="
        f" (SELECT min(meeting) FROM meeting WHERE host_unit <> 'satlantas' AND voided_on IS NULL"
        f" AND held_on <= '{DAY}' AND meeting IN ({late}))",
        "17.01.02",
    )
    said = ID("scope.entered_later", n=1)

    shown = {
        (account, area): said in texts(open_page("meetings", account, as_of=DAY, sub_district=area))
        for account in ("kapolres", "kasat-lantas")
        for area in ("17.01.02", "17.01.10")
    }

    assert shown == {
        ("kapolres", "17.01.02"): True,
        ("kapolres", "17.01.10"): False,
        ("kasat-lantas", "17.01.02"): False,
        ("kasat-lantas", "17.01.10"): False,
    }


@pytest.mark.parametrize("account", STRANGERS)
def test_a_role_without_the_page_has_no_way_to_it(open_page: OpenPage, account: str) -> None:
    with pytest.raises(ValueError, match="meetings"):
        open_page("meetings", account)


def test_a_unit_that_held_no_meeting_is_told_why_there_is_none(open_page: OpenPage) -> None:
    test = open_page("meetings", "kasat-lantas", as_of=DAY)

    assert ID("meetings.empty.unit", day="26 November 2024") in texts(test)


def test_choosing_a_kecamatan_writes_its_code_to_the_address(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = open_page("meetings", "analis", as_of=DAY)
    test.multiselect(key=Key.MEETINGS_AREA).set_value(["17.01.01"]).run()

    assert test.query_params["sub_district"] == "17.01.01"
    who = reader_of("analis")
    with who.session() as session:
        page = meeting_page(session, who.reader, Scope(AS_OF, sub_district=("17.01.01",)))
    assert ID("meetings.count.filtered", n=page.total) in texts(test)


def test_choosing_a_programme_writes_its_code_to_the_address(
    open_page: OpenPage, reader_of: ReaderOf
) -> None:
    test = open_page("meetings", "analis", as_of=DAY)
    test.multiselect(key=Key.MEETINGS_PROGRAMME).set_value(["sambang"]).run()

    who = reader_of("analis")
    with who.session() as session:
        page = meeting_page(session, who.reader, Scope(AS_OF), ("sambang",))
    assert test.query_params["programme"] == "sambang"
    assert page.total > 0
    assert to_meetings(test) == [row.meeting for row in page.rows]


def test_the_filters_show_what_the_address_says(open_page: OpenPage) -> None:
    test = open_page("meetings", "analis", as_of=DAY, since="2024-10-01", programme="sambang")
    at_address(test, as_of=DAY, until="2024-09-30")

    assert test.date_input(key=Key.MEETINGS_SINCE).value is None
    assert test.date_input(key=Key.MEETINGS_UNTIL).value == date(2024, 9, 30)
    assert test.multiselect(key=Key.MEETINGS_PROGRAMME).value == []


def test_a_day_is_written_to_the_address_and_taken_out_again(open_page: OpenPage) -> None:
    test = open_page("meetings", "analis", as_of=DAY)
    test.date_input(key=Key.MEETINGS_SINCE).set_value(date(2024, 10, 1)).run()
    assert test.query_params["since"] == "2024-10-01"

    test.date_input(key=Key.MEETINGS_SINCE).set_value(None).run()
    assert "since" not in test.query_params


def test_an_unknown_programme_is_dropped_with_a_notice(open_page: OpenPage) -> None:
    test = open_page("meetings", "analis", as_of=DAY, programme=["sambang", "kopi"])

    assert ID("scope.dropped", values="programme=kopi") in [info.value for info in test.info]
    assert test.query_params["programme"] == "sambang"


def test_filters_that_leave_nothing_say_so(open_page: OpenPage) -> None:
    test = open_page("meetings", "analis", as_of=DAY, until="2020-01-01")

    assert ID("meetings.empty.filtered") in [info.value for info in test.info]


def test_more_meetings_come_at_a_touch(open_page: OpenPage) -> None:
    test = open_page("meetings", "analis", as_of="2025-06-01")
    before = len(to_meetings(test))
    test.button(key=Key.MEETINGS_MORE).click().run()

    assert (before, len(to_meetings(test)) > PAGE) == (PAGE, True)


@pytest.mark.parametrize("account", ["kapolres", "analis", "pengawas"])
def test_the_address_opens_minutes_with_the_inputs_of_the_reader(
    open_page: OpenPage, reader_of: ReaderOf, account: str
) -> None:
    key = "P-2024-11-22-KDI"
    test = open_page("meetings", account, as_of=DAY, meeting=key)

    who = reader_of(account)
    with who.session() as session:
        found = minutes(session, who.reader, Scope(AS_OF), key)
    assert found is not None
    tickets = [row.issue.issue for row in found.inputs] + [told.issue for told in found.told]
    shown = [label for query, label in opened(test).items() if "issue=" in query]
    assert shown == tickets
    for row in found.inputs:
        assert row.issue.text is not None
        assert row.issue.text in texts(test)


def test_a_complaint_about_police_is_in_the_minutes_of_the_commander_alone(
    open_page: OpenPage, alter: Alter
) -> None:
    alter(
        "UPDATE issue SET text = 'Hal yang terbatas', category = 'neutrality'"
        " WHERE issue = 'KDI-241122-01'"
    )
    address = {"as_of": DAY, "meeting": "P-2024-11-22-KDI"}

    assert "Hal yang terbatas" in texts(open_page("meetings", "kapolres", **address))
    assert "Hal yang terbatas" not in texts(open_page("meetings", "analis", **address))


def test_an_input_of_intimidation_is_not_listed_under_its_meeting_for_the_analyst(
    open_page: OpenPage, alter: Alter
) -> None:
    alter(
        "UPDATE issue SET category = 'intimidation', raised_by = 'business'"
        " WHERE issue = 'KDI-241122-01'"
    )
    address = {"as_of": DAY, "meeting": "P-2024-11-22-KDI"}
    business, category = ID.label("group", "business"), ID.label("category", "intimidation")

    assert business in texts(open_page("meetings", "kapolres", **address))
    shown = texts(open_page("meetings", "analis", **address))
    assert category not in shown
    assert business not in shown


def test_inputs_not_listed_are_said_plainly(open_page: OpenPage) -> None:
    """Held on 17 October and never listed: 40 days by 26 November."""
    test = open_page("meetings", "kapolres", as_of=DAY, meeting="P-2024-10-17-KTM-2")

    assert ID("minutes.not_recorded", days="40 hari") in texts(test)


def test_lost_inputs_are_said_plainly(open_page: OpenPage) -> None:
    test = open_page("meetings", "kapolres", as_of=DAY, meeting="P-2024-11-13-SGN")

    assert ID("minutes.lost") in texts(test)


def test_a_headcount_nobody_wrote_down_is_said_and_never_0(
    open_page: OpenPage, alter: Alter
) -> None:
    alter("UPDATE attendance SET headcount = NULL WHERE meeting = 'P-2024-11-22-KDI'")
    shown = texts(open_page("meetings", "kapolres", as_of=DAY, meeting="P-2024-11-22-KDI"))

    assert "Warga (jumlah tidak dicatat)" in shown
    assert re.search(r"\b0 orang", shown) is None


def test_a_voided_meeting_stays_visible_struck_through(open_page: OpenPage) -> None:
    key = "P-2025-03-04-SGN-GANDA"
    test = open_page("meetings", "kapolres", as_of="2025-03-10", meeting=key)

    shown = texts(test)
    assert ID("meetings.is_voided", day="5 Maret 2025") in shown
    assert "k-minutes-title k-void" in shown
    assert ID("minutes.not_recorded", days="6 hari") not in shown


def test_minutes_of_a_day_to_come_say_so(open_page: OpenPage) -> None:
    key = "P-2024-11-22-KDI"
    test = open_page("meetings", "kapolres", as_of="2024-11-01", meeting=key)

    assert ID("meetings.not_by_then", meeting=key, day="1 November 2024") in [
        info.value for info in test.info
    ]


@pytest.mark.parametrize("account", READERS)
def test_the_matrix_says_days_or_never_for_every_kecamatan_of_the_reader(
    open_page: OpenPage, reader_of: ReaderOf, account: str
) -> None:
    test = open_page("meetings", account, as_of=DAY, view=HEARD_FROM)

    who = reader_of(account)
    with who.session() as session:
        found = heard_from(session, who.reader, AS_OF)
    table = next(block.body for block in test.get("html") if "k-heard" in block.body)
    never = sum(item.days is None for item in found)
    assert len(found) % len(StakeholderGroup) == 0
    assert table.count("<td") == len(found)
    assert table.count('<td class="k-never">belum pernah</td>') == never


def test_words_in_the_matrix_can_be_read_on_every_shade() -> None:
    for days in (0, 30, 31, 90, 91, 180, 181, 5000):
        assert contrast(shade(days), text_on(shade(days))) >= 4.5


def test_the_longer_ago_the_darker() -> None:
    assert shade(30) != shade(31) != shade(91) != shade(181)
    assert shade(181) == shade(5000)
