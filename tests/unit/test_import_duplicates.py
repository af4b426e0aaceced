"""Rows that may tell what was told before: by text, kecamatan and 30 days."""

from datetime import date, timedelta

import pytest

from db.queries.imports import ToldIssue
from domain.dataset import Row
from ingest import duplicates
from ingest.duplicates import likely_duplicates

DAY = date(2024, 9, 1)
PATROL = "Ronda malam di Desa Palak sepi, minta patroli"
AGAIN = "Minta patroli, ronda malam desa palak sepi!"
OTHER = "Lampu jalan padam di simpang pasar kecamatan"


def row(
    number: int, text: str | None, days: int = 0, area: str = "17.01.01", **cells: object
) -> tuple[int, Row]:
    given: Row = {
        "issue": f"I-{number}",
        "reported_on": DAY + timedelta(days=days),
        "text": text,
        "sub_district_code": area,
        "category": "patrol",
        "voided_on": None,
    }
    return number, {**given, **cells}  # type: ignore[dict-item]


def stored(text: str, days: int = 0, area: str = "17.01.01") -> ToldIssue:
    return ToldIssue("KDR-1", DAY + timedelta(days=days), area, text)


def pairs(*rows: tuple[int, Row], told: tuple[ToldIssue, ...] = ()) -> list[tuple[int, str]]:
    return [(found.row, found.of) for found in likely_duplicates(rows, told)]


def test_a_text_in_other_words_order_and_marks_is_like_the_stored_one():
    [found] = likely_duplicates([row(2, AGAIN)], [stored(PATROL, -3)])
    assert (found.row, found.issue, found.of, found.of_row) == (2, "I-2", "KDR-1", None)
    # "di" alone is in one of them: every word of the shorter stands in the longer.
    assert found.score == 1.0
    assert found.earlier


def test_another_text_is_no_duplicate():
    assert pairs(row(2, OTHER), told=(stored(PATROL),)) == []


@pytest.mark.parametrize(
    ("days", "like"), [(-31, False), (-30, True), (0, True), (30, True), (31, False)]
)
def test_thirty_days_before_and_after_are_looked_at(days: int, like: bool):
    assert pairs(row(2, PATROL), told=(stored(PATROL, days),)) == ([(2, "KDR-1")] if like else [])


def test_another_kecamatan_is_another_matter():
    assert pairs(row(2, PATROL), told=(stored(PATROL, area="17.01.02"),)) == []


def test_two_rows_of_the_file_are_named_once_by_the_later_day():
    [found] = likely_duplicates([row(2, PATROL, days=5), row(3, AGAIN)], [])
    assert (found.row, found.of, found.of_row, found.earlier) == (2, "I-3", 3, True)


def test_of_one_day_the_lower_row_is_the_earlier():
    assert pairs(row(2, PATROL), row(3, PATROL), row(4, PATROL)) == [(3, "I-2"), (4, "I-2")]


def test_a_stored_issue_that_was_told_later_is_named_as_such():
    [found] = likely_duplicates([row(2, PATROL)], [stored(PATROL, 4)])
    assert not found.earlier


def test_the_likest_is_named():
    near = ToldIssue("KDR-2", DAY, "17.01.01", "Ronda malam di Desa Palak sepi, lampu padam juga")
    assert pairs(row(2, PATROL), told=(near, stored(PATROL, -20))) == [(2, "KDR-1")]


@pytest.mark.parametrize("text", [None, "", "Ronda sepi"])
def test_what_says_next_to_nothing_is_like_nothing(text: str | None):
    assert pairs(row(2, text), row(3, text)) == []


def test_the_fixed_sentence_of_a_violation_and_voided_rows_are_left_out():
    fixed = {"category": "election-violation"}
    assert pairs(row(2, PATROL, **fixed), row(3, PATROL, **fixed)) == []
    assert pairs(row(2, PATROL), row(3, PATROL, voided_on=DAY)) == []


def test_a_large_file_is_compared_by_rare_words_with_the_same_outcome(
    monkeypatch: pytest.MonkeyPatch,
):
    rows = [row(2, PATROL), row(3, OTHER), row(4, AGAIN), row(5, OTHER + " lama", days=9)]
    told = (stored("Ronda malam Desa Palak sepi, minta patroli lagi", 12),)
    whole = likely_duplicates(rows, told)
    monkeypatch.setattr(duplicates, "COMPARED_WHOLE", 0)
    assert likely_duplicates(rows, told) == whole
    assert [(found.row, found.of) for found in whole] == [
        (2, "KDR-1"),
        (4, "I-2"),
        (5, "I-3"),
    ]
