"""Days as people write them: read one way, or refused with what they could mean."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cells import BadCell
from ingest.dates import DateOrder, OrderNeeded, possible_orders, read_day
from ingest.sheet import CellKind

DMY, MDY, YMD = DateOrder.DMY, DateOrder.MDY, DateOrder.YMD
DAY = date(2024, 11, 27)
"""A Wednesday."""


@pytest.mark.parametrize(
    "text",
    [
        "2024-11-27",
        "2024/11/27",
        "2024.11.27",
        "2024-11-27 00:00:00",
        "2024-11-27T14:35",
        "2024-11-27T14:35:00.000+07:00",
        "2024-11-27T23:59:59-0500",
        "27 November 2024",
        "27 Nopember 2024",
        "27 Nop. 2024",
        "27-Nov-2024",
        "27/XI/2024",
        "November 27, 2024",
        "Nov 27 2024, 11:06",
        "27th November 2024",
        "Rabu, 27 November 2024",
        "rabu 27 november 2024",
        "Rabu/27 November 2024",
        "Wed Nov 27 2024",
        "Rabu tanggal 27 November 2024 pukul 14.35 WIB",
        "Tgl. 27 Nov 2024",
        "27 November 2024 09.00-12.00 WIB",
        "27 November 2024 pkl. 09.00 s.d. selesai",
        "  27  November\u00a02024 ",
        "'2024-11-27",
    ],
)
def test_a_day_that_can_be_read_one_way_needs_no_order(text: str):
    assert read_day(text) == (DAY, None)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("27/11/2024", DMY),
        ("27-11-2024", DMY),
        ("27.11.2024", DMY),
        ("27 11 2024", DMY),
        ("27/11/2024 14:35", DMY),
        ("27/11/2024 (Rabu)", DMY),
        ("27/11/24", DMY),
        ("27-Nov-24", DMY),
        ("11/27/2024", MDY),
        ("11/27/2024 2:35:00 PM", MDY),
        ("11/27/24 0:00", MDY),
        ("24/11/27", YMD),
        ("20241127", YMD),
        ("2024-11-27", DMY),
        ("2024-11-27", MDY),
    ],
)
def test_a_declared_order_is_followed(text: str, order: DateOrder):
    assert read_day(text, order) == (DAY, None)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("Pebruari", 2),
        ("Peb", 2),
        ("Mei", 5),
        ("May", 5),
        ("Djuli", 7),
        ("Agust", 8),
        ("Agu", 8),
        ("Sept", 9),
        ("Okt", 10),
        ("October", 10),
        ("Des", 12),
        ("Dec", 12),
    ],
)
def test_months_are_known_in_both_languages_and_old_spellings(text: str, month: int):
    assert read_day(f"5 {text} 2021")[0] == date(2021, month, 5)


def test_numbers_without_an_order_are_a_question_with_both_readings():
    with pytest.raises(OrderNeeded) as asked:
        read_day("3/4/2026")
    assert asked.value.readings == {DMY: date(2026, 4, 3), MDY: date(2026, 3, 4)}
    assert asked.value.expected == "dmy: 2026-04-03; mdy: 2026-03-04"


@pytest.mark.parametrize("text", ["31/12/2024", "12/31/2024", "27/11/24", "27 Nov 24"])
def test_what_can_be_read_one_way_only_must_be_declared_too(text: str):
    with pytest.raises(OrderNeeded):
        read_day(text)


def test_the_same_day_in_every_order_is_no_question():
    assert read_day("3/3/2026") == (date(2026, 3, 3), None)


@pytest.mark.parametrize(
    ("text", "order", "code"),
    [
        ("31/02/2024", DMY, "impossible_day"),
        ("29/02/2023", DMY, "impossible_day"),
        ("2024-13-01", None, "impossible_day"),
        ("31 September 2024", None, "impossible_day"),
        ("0/1/2024", DMY, "impossible_day"),
        ("27/11/1024", DMY, "impossible_day"),
        ("27/11/2024", MDY, "impossible_day"),
        ("11/27/2024", DMY, "impossible_day"),
        ("12-13-2026", DMY, "impossible_day"),
        ("27/11/2024", YMD, "impossible_day"),
        ("45623", DMY, "excel_serial"),
        ("45623.5", None, "excel_serial"),
        ("kemarin", DMY, "not_a_date"),
        ("24-26 November 2024", DMY, "not_a_date"),
        ("27/11/2024 s.d. 28/11/2024", DMY, "not_a_date"),
        ("27/11/2024 25:61", DMY, "not_a_date"),
        ("27/11", DMY, "not_a_date"),
        ("November 2024", None, "not_a_date"),
        ("2024", DMY, "not_a_date"),
        ("20241127", DMY, "not_a_date"),
        ("", DMY, "not_a_date"),
        ("27 Brumaire 2024", DMY, "not_a_date"),
        ("1" * 5000, DMY, "not_a_date"),
    ],
)
def test_what_is_no_day_is_refused(text: str, order: DateOrder | None, code: str):
    with pytest.raises(BadCell) as refused:
        read_day(text, order)
    assert refused.value.code == code


def test_a_day_in_the_other_order_is_refused_with_what_it_would_be():
    with pytest.raises(BadCell) as refused:
        read_day("11/27/2024", DMY)
    assert refused.value.expected == "mdy: 2024-11-27"


def test_a_serial_number_of_excel_is_named_with_the_day_it_may_be():
    # Excel counts 2024-11-27 as day 45623 after 1899-12-30.
    with pytest.raises(BadCell) as refused:
        read_day("45623", DMY, CellKind.NUMBER)
    assert (refused.value.code, refused.value.expected) == ("excel_serial", "2024-11-27")


def test_an_instant_in_utc_is_the_day_of_the_station():
    # 20:00 UTC on the 26th is 03:00 on the 27th in Asia/Jakarta.
    assert read_day("2024-11-26T20:00:00Z")[0] == DAY
    assert read_day("2024-11-26T20:00:00.000+00:00")[0] == DAY
    assert read_day("2024-11-27T16:59:59Z")[0] == DAY


def test_a_weekday_that_does_not_fit_is_flagged_and_the_date_is_kept():
    assert read_day("Senin, 27 November 2024") == (DAY, "weekday_differs")


def test_a_year_of_two_digits_is_one_of_this_century():
    assert read_day("27/11/98", DMY)[0] == date(2098, 11, 27)


def test_a_column_with_one_day_above_twelve_can_be_read_one_way_only():
    orders, example = possible_orders(["3/4/2026", "31/12/2024", "1 Mei 2024", "x"])
    assert (orders, example) == ({DMY}, "31/12/2024")


def test_a_column_without_numbers_needs_no_order():
    assert possible_orders(["2024-11-27", "1 Mei 2024", "entah"])[1] is None


DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))
PATTERNS = {DMY: "%d{0}%m{0}%Y", MDY: "%m{0}%d{0}%Y", YMD: "%Y{0}%m{0}%d"}


@given(DAYS, st.sampled_from(list(DateOrder)), st.sampled_from("/-."), st.booleans())
def test_every_day_comes_back_from_its_own_order(
    day: date, order: DateOrder, mark: str, with_time: bool
):
    text = day.strftime(PATTERNS[order].format(mark)) + (" 07:05" if with_time else "")
    assert read_day(text, order) == (day, None)


@given(DAYS, st.sampled_from("/-."))
def test_without_an_order_the_true_day_is_always_among_the_readings(day: date, mark: str):
    text = day.strftime(PATTERNS[DMY].format(mark))
    if day.day == day.month:
        assert read_day(text)[0] == day
    else:
        with pytest.raises(OrderNeeded) as asked:
            read_day(text)
        assert asked.value.readings[DMY] == day


@given(DAYS)
def test_serial_numbers_are_never_days(day: date):
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    with pytest.raises(BadCell) as refused:
        read_day(str(serial), DMY)
    assert refused.value.code == "excel_serial"


@given(st.text(max_size=40), st.sampled_from([None, *DateOrder]))
def test_any_text_is_a_day_or_a_refusal(text: str, order: DateOrder | None):
    codes = {"not_a_date", "impossible_day", "excel_serial", "date_order_needed"}
    try:
        day, flag = read_day(text, order)
    except BadCell as refused:
        code = refused.code
    else:
        assert flag in (None, "weekday_differs")
        code = "not_a_date" if day.year >= 1900 else ""
    assert code in codes
