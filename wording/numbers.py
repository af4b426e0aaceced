"""Numbers, shares and days to voting the way a reader writes them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

if TYPE_CHECKING:
    from wording.translator import Translator

MINUS = "\N{MINUS SIGN}"
NOTHING = "\N{EN DASH}"
"""Stands where there is no figure; the reason stands beside it."""

FEWEST_FOR_PERCENT = 5
"""With fewer cases a share is written as "2 dari 3" (DOMAIN.md section 4)."""


@lru_cache(maxsize=4096)
def number(value: float, language: str, digits: int = 1) -> str:
    """`1.234` or `12,5`, with a proper minus; at most `digits` decimals."""
    pattern = "#,##0" + (f".{'#' * digits}" if digits else "")
    return format_decimal(value, pattern, locale=language).replace("-", MINUS)


def percent(share: float, language: str, digits: int = 1) -> str:
    """`12,5%` of 0.125; at most `digits` decimals."""
    return number(share * 100, language, digits) + "%"


def signed(value: float, language: str, digits: int = 1) -> str:
    """A difference: `+3`, `−3`, `0`."""
    return ("+" if value > 0 else "") + number(value, language, digits)


def ratio(t: Translator, numerator: int | None, denominator: int | None) -> str:
    """A share: `12,5%`; of fewer than 5 cases `2 dari 3`; of none, or unknown, `–`."""
    if numerator is None or not denominator:
        return NOTHING
    if denominator < FEWEST_FOR_PERCENT:
        return t("figure.of", n=numerator, m=denominator)
    return percent(numerator / denominator, t.language)


def days_to_voting(day: date, voting_day: date) -> str:
    """`H−1` on the day before, `H` on voting day, `H+3` three days after it."""
    days = (day - voting_day).days
    if days == 0:
        return "H"
    return f"H+{days}" if days > 0 else f"H{MINUS}{-days}"
