"""What is never stored: patterns of personal data, candidates and addresses in free text.

The patterns are greedy on purpose: a text that is held back can be cleared by a person,
a number that was shown cannot be taken back.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PLATE_AREAS = _words(
    "A AA AB AD AE AG B BA BB BD BE BG BH BK BL BM BN BP D DA DB DC DD DE DG DH DK DL DM DN DR "
    "DS DT DW E EA EB ED F G H K KB KH KT KU L M N P PA PB R S T W Z"
)
"""The letters that a number plate begins with."""

POSTS = frozenset(
    _words(
        "Babinkamtibmas Babinsa Bhabinkamtibmas Bidan Bupati Camat Danpos Danramil Dandim "
        "Gubernur Guru Imam Kabag Kabid Kades Kadis Kadus Kanit Kapolda Kapolres Kapolsek "
        "Karang Kasat Kasi Kasubsektor Kepala Ketua Komandan Lurah Panglima Pendeta Pengurus "
        "Perangkat Persit Pj Plt Sekcam Sekda Sekdes Sekretaris Staf Tokoh Wabup Wakapolres "
        "Wakil Walikota"
    )
)
"""Words that may follow Bapak or Ibu: a post, not a name. Abbreviations in capitals may too."""

_NUMBER_WORDS = "satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh"
_SITES = "com|net|org|info|biz|id|me|ly|gov|edu|io|tv"


HELD = "[ditahan]"
"""What stands in lists, files and documents for a text that is held back."""


class FlagKind(StrEnum):
    """What a flagged piece of text looks like."""

    LONG_NUMBER = "long_number"
    PHONE = "phone"
    PLATE = "plate"
    ADDRESS = "address"
    HANDLE = "handle"
    WEB = "web"
    CANDIDATE = "candidate"
    NAME = "name"
    DENIED = "denied"


@dataclass(frozen=True)
class Flag:
    """A piece of a text, from `start` up to `end`, that must not be shown."""

    kind: FlagKind
    start: int
    end: int


# Every repetition has an end, so that no text of an adversary takes minutes to check.
_PATTERNS: tuple[tuple[FlagKind, re.Pattern[str]], ...] = (
    (FlagKind.LONG_NUMBER, re.compile(r"(?<!\d)(?:\d[ .\-/]{0,2}){15}\d(?!\d)")),
    (
        FlagKind.PHONE,
        re.compile(
            r"(?<!\d)(?:(?:\+|00)?62[ .\-]?|0)8(?:[ .\-]?\d){7,11}(?!\d)"
            r"|(?<!\d)\(?0[1-9]\d{1,2}\)?[ .\-]\d{5,8}(?!\d)"
        ),
    ),
    (
        FlagKind.PLATE,
        re.compile(rf"\b(?:{'|'.join(PLATE_AREAS)})[ .\-]?\d{{1,4}}[ .\-]?[A-Z]{{1,3}}\b"),
    ),
    (
        FlagKind.ADDRESS,
        re.compile(
            r"\bR[TW]\.?\s*[:/]?\s*\d+|\b(?:rumah|jalan|jln?|gang|gg)\.?\s[^,.;\n]{0,40}?"
            r"\bno(?:mor|\.)?\s*\d+|\bno(?:mor|\.)?\s*rumah\s*\d+",
            re.IGNORECASE,
        ),
    ),
    (FlagKind.HANDLE, re.compile(r"(?<![\w.])@[A-Za-z0-9_.]{2,}|[\w.+-]{1,64}@[\w-]+\.\w+")),
    (
        FlagKind.WEB,
        re.compile(
            rf"https?://\S+|\bwww\.\S+|\b(?:[a-z0-9-]{{1,63}}\.){{1,8}}(?:{_SITES})\b(?:/\S*)?",
            re.IGNORECASE,
        ),
    ),
    (
        FlagKind.CANDIDATE,
        re.compile(
            r"\b(?:paslon|pasangan calon|calon|nomor urut|no\.?\s?urut)\s*"
            rf"(?:no(?:mor)?\.?\s*)?(?:urut\s*)?(?:\d+|(?:{_NUMBER_WORDS})\b)",
            re.IGNORECASE,
        ),
    ),
)

_TITLE = re.compile(
    r"(?<![-\w])(?:Sdri?|Bapak|Ibu|sdri?|bapak|ibu|SDRI?|BAPAK|IBU)\b\.?\s+([A-Z][\w'’-]*)"
)


_DIGIT = re.compile(r"\d")
_PLATE = re.compile(r"[A-Z][ .\-]?\d")
_SITE = re.compile(r"://|www\.|\.[a-z]{2}", re.IGNORECASE)


def _possible(text: str) -> Iterator[FlagKind]:
    """The kinds for which a text has at least what their patterns need.

    Most texts have none of it, and an import of many rows looks at each: the patterns
    themselves take many times as long.
    """
    folded = text.casefold()
    digits = len(_DIGIT.findall(text))
    if digits >= 16:
        yield FlagKind.LONG_NUMBER
    if digits >= 8:
        yield FlagKind.PHONE
    if digits and _PLATE.search(text):
        yield FlagKind.PLATE
    if digits and ("rt" in folded or "rw" in folded or "no" in folded):
        yield FlagKind.ADDRESS
    if "@" in text:
        yield FlagKind.HANDLE
    if ("." in text or "://" in text) and _SITE.search(text):
        yield FlagKind.WEB
    if "paslon" in folded or "calon" in folded or "urut" in folded:
        yield FlagKind.CANDIDATE
    if "sdr" in folded or "bapak" in folded or "ibu" in folded:
        yield FlagKind.NAME


def flags(text: str, denied: Iterable[str] = ()) -> list[Flag]:
    """Every piece of a text that must not be shown, in the order of the text.

    `denied` are the unit's own words of candidates and parties; they match as whole
    words, whatever their case and however much white space stands between them.
    """
    possible = set(_possible(text))
    found = [
        Flag(kind, match.start(), match.end())
        for kind, pattern in _PATTERNS
        if kind in possible
        for match in pattern.finditer(text)
    ]
    if FlagKind.NAME in possible:
        found += _names(text)
    if (words := tuple(denied)) and (pattern := _denied_pattern(words)):
        found += [Flag(FlagKind.DENIED, m.start(), m.end()) for m in pattern.finditer(text)]
    return sorted(found, key=lambda flag: (flag.start, flag.end))


@lru_cache(maxsize=16)
def _denied_pattern(denied: tuple[str, ...]) -> re.Pattern[str] | None:
    """One pattern for all words, so that a long list costs a text no more than one pass."""
    words = {r"\s+".join(map(re.escape, word.split())) for word in denied if word.strip()}
    if not words:
        return None
    # The longest first: of two that begin alike the whole of what was said is marked.
    either = "|".join(sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


def _names(text: str) -> Iterator[Flag]:
    for match in _TITLE.finditer(text):
        word = match.group(1)
        is_post = word.capitalize() in POSTS or (word.isupper() and 2 <= len(word) <= 5)
        if not is_post:
            yield Flag(FlagKind.NAME, match.start(), match.end())
