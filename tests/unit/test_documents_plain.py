"""Texts of documents: hostile ones come out plain, long ones cut with a mark."""

from dataclasses import dataclass
from datetime import date

import pytest

from documents.content.plain import LONGEST, plain, settled


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Patroli malam", "Patroli malam"),
        ("baris satu\nbaris dua\t tiga", "baris satu baris dua tiga"),
        ("nol\x00 dan bel\x07", "nol dan bel"),
        ("kanan\u202eirik\u202c kiri\u200f", "kananirik kiri"),
        ("pasangan\ud800 rusak\ufffe", "pasangan rusak"),
        ("<b>tebal</b> =1+1 #let x", "<b>tebal</b> =1+1 #let x"),
        ("  ", ""),
    ],
)
def test_what_nobody_sees_is_taken_out_and_markup_stays_text(given: str, expected: str) -> None:
    assert plain(given) == expected


def test_ten_thousand_letters_are_cut_with_a_mark() -> None:
    cut = plain("a" * 10_000)

    assert cut == "a" * (LONGEST - 1) + "…"


def test_a_text_of_the_longest_length_is_not_cut() -> None:
    assert plain("a" * LONGEST) == "a" * LONGEST


def test_a_text_that_hides_its_end_behind_control_characters_says_that_it_was_cut() -> None:
    assert plain("a" + "\x00" * 10_000 + "rahasia") == "a…"


@dataclass(frozen=True)
class Holds:
    text: str
    row: tuple[str | int | date | None, ...]
    point: tuple[float, float]


def test_every_text_of_a_dataclass_is_made_plain_and_nothing_else_changes() -> None:
    day = date(2024, 11, 26)

    made = settled(Holds("a\x00b", ("c\nd", 3, day, None), (102.5, -4.25)))

    assert made == Holds("ab", ("c d", 3, day, None), (102.5, -4.25))
