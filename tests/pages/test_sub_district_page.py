"""The kecamatan sheet: reasons with their records, promises, and what others may not see."""

from datetime import date

import pytest

from db.commands.accounts import DEMO_ACCOUNTS
from db.queries.board import status_board
from domain.permissions import PAGE_ROLES, STATION
from tests.pages.conftest import OpenPage, texts
from wording.sentences import reason_sentence
from wording.translator import Translator

DAY = "2024-11-26"
AS_OF = date(2024, 11, 26)
ID = Translator("id")
OPEN = [name for name, _, role in DEMO_ACCOUNTS if role in PAGE_ROLES["sub_district"]]
OWN_SECTOR = {"perekam-kedurang", "kapolsek-kedurang"}


@pytest.mark.parametrize("account", OPEN)
def test_every_reason_that_holds_stands_on_the_sheet(
    open_page: OpenPage, reader_of, account: str
) -> None:
    test = open_page("sub_district", account, as_of=DAY, sub_district="17.01.01")

    with reader_of(account).session() as session:
        [status] = status_board(session, STATION, AS_OF, sub_districts=["17.01.01"])
    shown = texts(test)
    assert not test.exception
    assert "Kedurang" in shown
    assert status.reasons
    for reason in status.reasons:
        if not reason.missing:
            assert reason_sentence(ID, reason, {}) in shown


@pytest.mark.parametrize("account", sorted(OWN_SECTOR))
def test_another_sectors_sheet_is_dropped_and_the_own_one_shown(
    open_page: OpenPage, account: str
) -> None:
    test = open_page("sub_district", account, as_of=DAY, sub_district="17.01.05")

    assert "17.01.05" in test.info[0].value.replace("\\", "")
    assert "Kota Manna" not in texts(test)


def test_the_commander_sees_a_complaint_about_police_that_others_see_only_counted(
    open_page: OpenPage, reader_of, alter
) -> None:
    with reader_of("kapolres").session() as session:
        [status] = status_board(session, STATION, AS_OF, sub_districts=["17.01.05"])
    ticket = next(issue for reason in status.reasons for issue in reason.issues)
    alter("UPDATE issue SET category = 'police-service' WHERE issue = ?", ticket)

    chief = open_page("sub_district", "kapolres", as_of=DAY, sub_district="17.01.05")
    analyst = open_page("sub_district", "analis", as_of=DAY, sub_district="17.01.05")

    assert ticket in texts(chief)
    assert ticket not in texts(analyst)
    assert "tidak ditampilkan untuk peran Anda" in texts(analyst)


def test_an_area_without_a_record_says_so_and_what_to_do(open_page: OpenPage) -> None:
    test = open_page("sub_district", "kapolres", as_of=DAY, sub_district="17.01.10")

    shown = texts(test)
    assert "Belum pernah ada laporan atau pertemuan tercatat" in shown
    assert "kirim laporan situasi atau adakan pertemuan" in shown
    assert ID("sheet.no_promises") in shown
