"""Which passwords are refused: too short, or made of words that everybody tries."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

SHORTEST = 12
LONGEST = 128
LEAST_OF_ONES_OWN = 6
"""How many characters must be left once all common words are taken out."""

OWN_WORDS = ("polres", "polsek", "polri", "bawaslu", "pilkada", "kondusif", "pemilu", "kpu")

_LEET = str.maketrans("013457@$!", "oieastasi")
_WORDS_FILE = Path(__file__).parent / "common_passwords.txt"


@lru_cache(maxsize=1)
def common_words() -> tuple[str, ...]:
    """The shipped list of common passwords and their parts, longest first."""
    words = _WORDS_FILE.read_text(encoding="utf-8").split()
    return tuple(sorted({*words, *OWN_WORDS}, key=lambda word: (-len(word), word)))


def fault_of(password: str, own_words: Iterable[str] = ()) -> str | None:
    """Why a new password is refused (`short`, `long`, `common`), or None.

    `own_words` are those that somebody who knows the station would try: the account's
    name, the station's. There are no rules of composition, and nothing is trimmed.
    """
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    parts = {part for text in own_words for part in re.split(r"[\W_]+", text.casefold())}
    if len(what_is_left(password, parts)) < LEAST_OF_ONES_OWN:
        return "common"
    return None


def what_is_left(password: str, own_parts: Iterable[str] = ()) -> str:
    """The password without common words, own words, years, runs and repetitions."""
    text = unicodedata.normalize("NFKC", password).casefold()
    words = [*common_words(), *(part for part in own_parts if len(part) >= 4)]
    words.sort(key=lambda word: -len(word))
    return min((_without(words, each) for each in (text, text.translate(_LEET))), key=len)


def _without(words: Iterable[str], text: str) -> str:
    for word in words:
        text = text.replace(word, " ")
    text = re.sub(r"(19|20)\d\d", " ", text)
    text = "".join(text.split())
    # A unit that repeats counts once, and so does each step of a run such as 3456 or fedc.
    text = re.sub(r"(.{1,6}?)\1+", r"\1", text)
    return "".join(
        letter
        for place, letter in enumerate(text)
        if place == 0 or abs(ord(letter) - ord(text[place - 1])) > 1
    )
