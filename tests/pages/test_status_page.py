"""Status as each role sees it: the headline, every kecamatan in order, what leads on."""

from datetime import date

import pytest

from db.commands.accounts import DEMO_ACCOUNTS
from db.queries.board import status_board
from db.queries.choices import last_record_day
from db.queries.reference import frame
from domain.permissions import PAGE_ROLES, STATION
from domain.status import attention
from tests.pages.conftest import OpenPage, at_address, texts
from ui.keys import Key
from wording.sentences import headline
from wording.translator import Translator

DAY = "2024-11-26"
AS_OF = date(2024, 11, 26)
ID = Translator("id")
OPEN = [name for name, _, role in DEMO_ACCOUNTS if role in PAGE_ROLES["status"]]
SHUT = [name for name, _, role in DEMO_ACCOUNTS if role not in PAGE_ROLES["status"]]
OWN_SECTOR = {"perekam-kedurang", "kapolsek-kedurang"}


@pytest.mark.parametrize("account", OPEN)
def test_every_role_sees_its_kecamatan_counted_and_named(
    open_page: OpenPage, reader_of, account: str
) -> None:
    test = open_page("status", account, as_of=DAY)

    shown = texts(test)
    with reader_of(account).session() as session:
        everywhere = status_board(session, STATION, AS_OF)
        own = {"17.01.01", "17.01.07"}
        areas = own if account in OWN_SECTOR else None
        last = last_record_day(session, AS_OF, sub_districts=areas)
    statuses = [s for s in everywhere if account not in OWN_SECTOR or s.sub_district in own]
    assert not test.exception
    assert len(statuses) == (2 if account in OWN_SECTOR else 11)
    assert headline(ID, statuses, AS_OF, last) in shown
    assert shown.count("k-badge") == len(statuses)


def test_the_list_stands_in_the_order_of_attention(open_page: OpenPage, reader_of) -> None:
    test = open_page("status", "kapolres", as_of=DAY)

    with reader_of("kapolres").session() as session:
        statuses = sorted(status_board(session, STATION, AS_OF), key=attention)
    words = [ID.label("level", status.level) for status in statuses]
    shown = texts(test)
    found = [part.split(">", 1)[1].split("<", 1)[0] for part in shown.split('"k-badge')[1:]]
    assert found == words


def test_the_presenter_has_no_way_to_a_sheet_or_to_the_inputs(open_page: OpenPage) -> None:
    test = open_page("status", "pemapar", as_of=DAY)

    assert not test.get("page_link")


@pytest.mark.parametrize("account", SHUT)
def test_whoever_holds_no_role_for_it_is_not_offered_the_page(
    open_page: OpenPage, account: str
) -> None:
    test = open_page("account", account)

    assert not test.exception
    assert "k-badge" not in texts(test)


def test_the_scope_bar_shows_the_day_of_the_address_and_follows_it(open_page: OpenPage) -> None:
    test = open_page("status", "kapolres", as_of=DAY)
    assert test.date_input(key=Key.DAY).value == AS_OF

    at_address(test, as_of="2024-10-01", known="yes")

    assert test.date_input(key=Key.DAY).value == date(2024, 10, 1)
    assert test.checkbox(key=Key.KNOWN).value is True
    assert "Posisi 1 Oktober 2024" in texts(test)


def test_the_headline_as_known_then_names_a_record_that_was_known(open_page: OpenPage) -> None:
    # what happened on 18 to 20 July was entered on 21 July and later
    test = open_page("status", "kapolres", as_of="2024-07-20")
    assert "Catatan terakhir 20 Juli 2024." in texts(test)

    at_address(test, as_of="2024-07-20", known="yes")

    assert "Catatan terakhir 17 Juli 2024." in texts(test)


def test_the_bar_counts_what_was_entered_later_as_the_board_below_counts(
    open_page: OpenPage, reader_of
) -> None:
    # A unit head lists the records of the own unit; the board counts everybody's.
    with reader_of("kapolres").session() as session:
        later = frame(session, STATION, AS_OF).entered_later
    assert later > 0
    for account in ("kapolres", "kasat-lantas"):
        test = open_page("status", account, as_of=DAY, sub_district="17.01.02")
        assert ID("scope.entered_later", n=later) in texts(test)


def test_what_was_agreed_for_the_whole_district_stands_in_the_week_ahead(
    open_page: OpenPage, alter
) -> None:
    alter(
        "INSERT INTO issue (issue, reported_on, kind, category) VALUES ('K-1', ?, 'agreement',"
        " 'patrol')",
        DAY,
    )
    alter(
        "INSERT INTO issue_event (issue, sequence, occurred_on, event, unit, due_on)"
        " VALUES ('K-1', 1, ?, 'assigned', 'sat-samapta', '2024-11-27')",
        DAY,
    )

    shown = [
        line
        for line in texts(open_page("status", "kapolres", as_of=DAY)).splitlines()
        if "27 Nov" in line and "jatuh tempo (seluruh kabupaten" in line
    ]

    assert shown
    of_a_sector = texts(open_page("status", "kapolsek-kedurang", as_of=DAY))
    assert "seluruh kabupaten" not in of_a_sector


def test_a_day_chosen_in_the_bar_is_written_to_the_address(open_page: OpenPage) -> None:
    test = open_page("status", "kapolres", as_of=DAY)

    test.date_input(key=Key.DAY).set_value(date(2024, 11, 1)).run()

    assert test.query_params["as_of"] in ("2024-11-01", ["2024-11-01"])
    assert "Posisi 1 November 2024" in texts(test)


def test_an_unknown_code_in_the_address_is_dropped_with_a_notice(open_page: OpenPage) -> None:
    test = open_page("status", "kapolres", as_of=DAY, sub_district="99.99.99")

    assert "99.99.99" in test.info[0].value
    assert "sub_district" not in test.query_params


def test_a_day_that_is_none_is_dropped_and_the_default_day_shown(open_page: OpenPage) -> None:
    test = open_page("status", "kapolres", as_of="2024-13-45")

    assert not test.exception
    assert "2024-13-45" in test.info[0].value.replace("\\", "")
