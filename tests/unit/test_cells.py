"""Cells of a dataset: what can be read, what cannot, and that writing gives the same text."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import cells
from domain.cells import BadCell, write_value
from domain.vocabulary import Kind, StakeholderGroup

JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    ("read", "cell", "code"),
    [
        (cells.read_date, "2024-11-31", "not_a_date"),
        (cells.read_date, "2024-1-1", "not_a_date"),
        (cells.read_date, "20241101", "not_a_date"),
        (cells.read_date, "2024-W01-1", "not_a_date"),
        (cells.read_date, "01/11/2024", "not_a_date"),
        (cells.read_date, "2024-11-01T00:00", "not_a_date"),
        (cells.read_date, "٢٠٢٤-11-01", "not_a_date"),
        (cells.read_entry_time, "2024-11-01T08:00:00", "not_an_entry_time"),
        (cells.read_entry_time, "2024-11-01 morning", "not_an_entry_time"),
        (cells.read_count, "-1", "not_a_count"),
        (cells.read_count, "1.000", "not_a_count"),
        (cells.read_count, "٣", "not_a_count"),
        (cells.read_count, " 3", "not_a_count"),
        (cells.read_severity, "0", "unknown_code"),
        (cells.read_severity, "5", "unknown_code"),
        (cells.read_severity, "2.0", "unknown_code"),
        (cells.read_degrees(90), "north", "not_a_number"),
        (cells.read_degrees(90), "1_0", "not_a_number"),
        (cells.read_degrees(90), "90.1", "out_of_range"),
        (cells.read_degrees(90), "nan", "out_of_range"),
        (cells.read_degrees(180), "-inf", "out_of_range"),
        (cells.read_yes_no, "Yes", "unknown_code"),
        (cells.read_yes_no, "ya", "unknown_code"),
        (cells.read_codes, "a;;b", "bad_list"),
        (cells.read_codes, "a;b;a", "bad_list"),
        (cells.read_codes, ";", "bad_list"),
        (cells.one_of(Kind), "Complaint", "unknown_code"),
        (cells.read_rubric, "violence;fear", "unknown_code"),
        (cells.read_attendance, "camat", "bad_attendance"),
        (cells.read_attendance, "camat:two", "bad_attendance"),
        (cells.read_attendance, "camat:-1", "bad_attendance"),
        (cells.read_attendance, "mayor:2", "unknown_code"),
        (cells.read_attendance, "camat:2;camat:", "bad_list"),
        (cells.read_text, "a\x00b", "control_character"),
        (cells.read_text, "a\x1bb", "control_character"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_by_its_own_code(read, cell, code):
    with pytest.raises(BadCell) as bad:
        read(cell)
    assert bad.value.code == code


def test_text_keeps_tabs_line_breaks_and_every_letter():
    assert cells.read_text("satu\tdua\r\ntiga é 😀") == "satu\tdua\r\ntiga é 😀"


def test_an_unknown_headcount_is_none_and_zero_is_zero():
    assert cells.read_attendance("camat:;residents:0") == (("camat", None), ("residents", 0))


@pytest.mark.parametrize(
    ("entered", "day"),
    [
        (None, None),
        ("2024-11-01", date(2024, 11, 1)),
        ("2024-11-01T16:59:59+00:00", date(2024, 11, 1)),
        ("2024-11-01T17:00:00+00:00", date(2024, 11, 2)),
        ("2024-11-01T00:30:00+09:00", date(2024, 10, 31)),
        ("2024-11-01T23:30:00+07:00", date(2024, 11, 1)),
        ("2024-11-01T17:00:00Z", date(2024, 11, 2)),
    ],
)
def test_the_day_of_entry_is_the_stations_day(entered, day):
    if entered:
        assert cells.read_entry_time(entered) == entered
    assert cells.local_day(entered, JAKARTA) == day


groups = st.lists(st.sampled_from(StakeholderGroup), unique=True, min_size=1, max_size=5)
codes = st.text(st.characters(codec="utf-8", exclude_characters=";"), min_size=1)


@given(st.dates())
def test_a_day_is_written_as_it_is_read(day):
    assert cells.read_date(write_value(day)) == day


@given(st.lists(codes, min_size=1, unique=True))
def test_a_list_is_written_as_it_is_read(items):
    assert cells.read_codes(write_value(tuple(items))) == tuple(items)


@given(groups, st.data())
def test_attendance_is_written_as_it_is_read(present, data):
    counts = st.none() | st.integers(0, 10**6)
    attendance = tuple((group.value, data.draw(counts)) for group in present)
    assert cells.read_attendance(write_value(attendance)) == attendance


@given(st.floats(-90, 90))
def test_degrees_are_written_as_they_are_read(degrees):
    assert cells.read_degrees(90)(write_value(degrees)) == degrees


@pytest.mark.parametrize(("value", "cell"), [(True, "yes"), (False, "no"), (None, ""), ((), "")])
def test_yes_no_and_nothing_are_written_in_words(value, cell):
    assert write_value(value) == cell
