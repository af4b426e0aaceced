"""The words for two periods on the screen, worked out by hand on a ledger of a few records.

Compared are 20 and 10 October 2024: the days 11 to 20 with the days 1 to 10. Both lie in
the campaign; a situation report is current for at least a week.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing

import pytest

from db.check import rebuild_derived
from db.shared import shared_engine
from tests.pages.conftest import OpenPage, texts
from tests.pages.test_compare_page import rows
from ui.keys import Key

KEDURANG = "17.01.01"
RECORDS = (
    "issue_span",
    "issue_event",
    "issue",
    "attendance",
    "meeting_sub_district",
    "meeting_village",
    "meeting",
    "situation_report_sub_district",
    "situation_report",
    "status_raise",
)
Write = Callable[[Iterable[str], Iterable[str]], None]


@pytest.fixture
def write(training_database: str) -> Write:
    """Empties the ledger and writes inputs told in Kedurang and reports of a kecamatan.

    `write(["2024-10-05"], ["2024-10-12 17.01.01"])`.
    """

    def writing(inputs: Iterable[str], reports: Iterable[str]) -> None:
        path = training_database.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as database, database:
            for table in RECORDS:
                database.execute(f"DELETE FROM {table}")
            for n, day in enumerate(inputs):
                database.execute(
                    "INSERT INTO issue (issue, reported_on, sub_district_code, kind, category,"
                    " severity) VALUES (?, ?, ?, 'complaint', 'livestock-theft', 1)",
                    (f"KDR-{n}", day, KEDURANG),
                )
            for n, (day, area) in enumerate(report.split() for report in reports):
                database.execute(
                    "INSERT INTO situation_report (report, reported_on, kind)"
                    " VALUES (?, ?, 'weekly')",
                    (f"L-{n}", day),
                )
                database.execute(
                    "INSERT INTO situation_report_sub_district VALUES (?, ?, 1)", (f"L-{n}", area)
                )
        rebuild_derived(shared_engine())

    return writing


def compared(open_page: OpenPage):
    return open_page("compare", "kapolres", as_of="2024-10-20", since="2024-10-10")


FIVE = ["2024-10-01", "2024-10-05", "2024-10-05", "2024-10-08", "2024-10-10"]
TWO = ["2024-10-11", "2024-10-20"]


def test_five_inputs_then_two_are_a_percentage_and_a_first_report_is_new(
    open_page: OpenPage, write: Write
) -> None:
    # 5 to 2 is -3, and 3 of 5 are 60%. No report, then one: no percentage of nothing.
    # One report makes at most 6 of 330 days current: 1.8 points more than before.
    write([*FIVE, *TWO, "2024-09-30"], [f"2024-10-15 {KEDURANG}"])

    test = compared(open_page)

    data = rows(test, "k-compare-data")
    assert data["Masukan yang disampaikan"] == ["5", "2", "−3", "−60%", "turun"]
    assert data["Laporan situasi"] == ["0", "1", "+1", "baru", "naik"]
    assert data["Ditutup"] == ["0", "0", "0", "–", "tetap"]
    # 30 September to 10 October: 6 are open, then 8: 2 of 6 are a third.
    assert data["Belum selesai, akhir kurun"] == ["6", "8", "+2", "+33,3%", "naik"]
    assert "tidak sebanding" not in texts(test)


def test_under_five_earlier_inputs_have_a_difference_and_no_percentage(
    open_page: OpenPage, write: Write
) -> None:
    write([*FIVE[:4], *TWO], [])

    data = rows(compared(open_page), "k-compare-data")

    assert data["Masukan yang disampaikan"] == ["4", "2", "−2", "–", "turun"]


def test_days_of_other_completeness_are_not_comparable_and_the_screen_says_why(
    open_page: OpenPage, write: Write
) -> None:
    # Eleven kecamatan report on 12 October: at least 7 days of 30 become current, 23 points.
    every = [f"2024-10-12 17.01.{n:02}" for n in range(1, 12)]
    write([*FIVE, *TWO], every)

    test = compared(open_page)

    data = rows(test, "k-compare-data")
    assert data["Masukan yang disampaikan"] == ["5", "2", "−3", "−60%", "tidak sebanding"]
    assert data["Laporan situasi"] == ["0", "11", "+11", "baru", "tidak sebanding"]
    assert "berbeda lebih dari 10 poin" in texts(test)


def test_what_came_in_is_listed_and_what_did_not_says_so(open_page: OpenPage, write: Write) -> None:
    write(TWO, [])

    test = compared(open_page)

    assert list(rows(test, "k-compare-tickets")) == ["KDR-0", "KDR-1"]
    assert "Masukan: 2 dibuka, 0 ditutup, 0 dibuka kembali." in texts(test)
    assert "Tidak ada masukan yang ditutup dalam kurun ini." in texts(test)
    assert "Catat rapat koordinasi berikutnya" in texts(test)


def test_a_station_without_records_says_that_nothing_can_be_compared(
    open_page: OpenPage, write: Write
) -> None:
    write([], [])

    test = compared(open_page)

    assert not test.exception
    assert "Sampai 20 Oktober 2024 belum ada catatan" in texts(test)
    assert "Catat pertemuan atau laporan situasi" in texts(test)
    assert not [box for box in test.selectbox if box.key == Key.COMPARE_MEETING]
    assert len(rows(test, "k-compare-levels")) == 11
