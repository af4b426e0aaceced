"""What may leave the police: counts of three or more, no words, no places below a kecamatan.

Public output names a stakeholder group only for 3 inputs or more and no village below
that; cells under 3 print "<3"; intimidation, police-service, neutrality, campaign and
election-violation appear as district totals only. No input text, ticket, venue or account
stands in it (DOMAIN.md section 6).
"""

from dataclasses import dataclass

from domain.permissions import SMALLEST_COUNT, Reader
from domain.vocabulary import Role
from wording.numbers import number, ratio
from wording.translator import Translator

COUNTS = Reader(account="public", roles=frozenset({Role.COMMANDER}))
"""Behind public counts stand all records, whoever asks; only counts are taken from them."""


def is_public(reader: Reader, *, asked: bool) -> bool:
    """Whether a reader gets what is safe in public: when asked, and always without records."""
    return asked or not reader.may_open("issues")


def few(count: int) -> bool:
    """Whether a count is too small to be told in public."""
    return count < SMALLEST_COUNT


def count_text(t: Translator, count: int, *, public: bool) -> str:
    """The count, or "<3" where it may not be told."""
    return t("figure.few") if public and few(count) else number(count, t.language)


def ratio_text(t: Translator, numerator: int, denominator: int, *, public: bool) -> str:
    """A share, or "<3" where what it is made of may not be told."""
    if public and denominator and few(numerator):
        return t("figure.few")
    return ratio(t, numerator, denominator)


@dataclass(frozen=True)
class Coarse(Translator):
    """A translator whose counted texts say "<3" for a count `n` under three.

    Where a text tells more of what it counts, such as the longest days late, it has a
    shorter form KEY.few, which is taken then.
    """

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key`, its `n` made coarse."""
        t = Translator(self.language)
        n = values.get("n")
        if isinstance(n, int) and few(n):
            values = values | {"n": t("figure.few")}
            key = f"{key}.few" if t.has(f"{key}.few") else key
        return t(key, **values)
