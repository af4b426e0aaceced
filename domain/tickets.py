"""Keys that an officer can say on the phone: KDR-240905-03."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import count
from string import ascii_uppercase

VOWELS = "AEIOU"
DISTRICT_PREFIX = "RES"
"""Of what belongs to no single kecamatan."""


def prefixes(names: Mapping[str, str]) -> dict[str, str]:
    """Three letters for each kecamatan, each once; `names` maps codes to names.

    The first letter, the next consonant, and the initial of the last word (of a single
    word: the next letter). Where that is taken, another third letter.
    """
    return dict(_prefixes(tuple(sorted(names.items()))))


@lru_cache(maxsize=8)
def _prefixes(named: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    """For each save asks for those of the same kecamatan."""
    found: dict[str, str] = {}
    taken = {DISTRICT_PREFIX}
    for code, name in named:
        words = ["".join(c for c in word.upper() if c in ascii_uppercase) for word in name.split()]
        letters = "".join(words) or "X"
        consonants = [c for c in letters[1:] if c not in VOWELS] or [*letters[1:], "X"]
        stem = letters[0] + consonants[0]
        thirds = [words[-1][:1]] if len(words) > 1 else []
        thirds += [*consonants[1:], *letters[1:], *ascii_uppercase]
        prefix = next(
            (stem + third for third in thirds if third and stem + third not in taken), stem + "X"
        )
        taken.add(prefix)
        found[code] = prefix
    return found


def tickets(prefix: str, day: date, taken: Iterable[str]) -> Iterator[str]:
    """The free tickets of a prefix and a day, in order; `taken` are the keys there are."""
    stem = f"{prefix}-{day:%y%m%d}-"
    numbers = [
        int(key.removeprefix(stem))
        for key in taken
        if key.startswith(stem) and key.removeprefix(stem).isdigit()
    ]
    return (f"{stem}{number:02d}" for number in count(max(numbers, default=0) + 1))


def record_key(letter: str, day: date, prefix: str, taken: Iterable[str]) -> str:
    """The key of a meeting (P) or a report (L), with a number where the day has another."""
    base = f"{letter}-{day.isoformat()}-{prefix}"
    known = set(taken)
    if base not in known:
        return base
    number = 2
    while f"{base}-{number}" in known:
        number += 1
    return f"{base}-{number}"
