"""What a person should see of the columns proposed: orders of days, words, lists."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz, process

from domain.cells import BadCell
from ingest.dates import DateOrder, possible_orders
from ingest.headers import Reads, Target, TargetField, field_of, squeeze
from ingest.known import Known
from ingest.places import Places
from ingest.rows_convert import Converters
from ingest.rows_words import Table, vocabulary

LONGEST_EXAMPLE = 80
_LIKE_ENOUGH = 80
_MOST_WORDS = 50
DAYS = (Reads.DAY, Reads.ENTRY_TIME)
_SEPARATORS = (";", "|", "\n", ",", "/")


@dataclass(frozen=True, slots=True)
class UnreadWord:
    """A word of a column that is none of ours, how often it stands, and the code it is like."""

    field: str
    word: str
    count: int
    like: str | None = None


@dataclass(frozen=True, slots=True)
class OrderHint:
    """A column whose days need a declared order: an example, and the orders that fit all of it."""

    field: str
    column: str
    example: str
    possible: tuple[DateOrder, ...]


def order_hints(
    columns: Mapping[str, str], samples: Mapping[str, Sequence[str]], target: Target
) -> Iterator[OrderHint]:
    """The columns of days that need a declared order; `columns` maps fields to headers."""
    for name, column in columns.items():
        target_field = field_of(name, target)
        if target_field is None or target_field.reads not in DAYS:
            continue
        possible, example = possible_orders(samples[column])
        if example is not None:
            kept = tuple(order for order in DateOrder if order in possible)
            yield OrderHint(name, column, example[:LONGEST_EXAMPLE], kept)


def unread_words(
    columns: Mapping[str, str],
    samples: Mapping[str, Sequence[str]],
    target: Target,
    known: Known | None,
) -> Iterator[UnreadWord]:
    """The words of vocabularies, and of places and units where they are known, not ours."""
    readable = {Reads.WORD, Reads.GROUP}
    if known is not None:
        readable |= {Reads.UNIT, Reads.SUB_DISTRICT}
    converters = None
    for name, column in columns.items():
        target_field = field_of(name, target)
        if target_field is None or target_field.reads not in readable or target_field.many:
            continue
        if converters is None:
            converters = _converters(known)
        read = converters.of(target_field, Table(None))
        for word, count in Counter(samples[column]).most_common(_MOST_WORDS):
            try:
                read(word, None)
            except BadCell:
                like = _like(word, target_field)
                yield UnreadWord(name, word[:LONGEST_EXAMPLE], count, like)


def _converters(known: Known | None) -> Converters:
    told = known or Known(today=date.max)
    return Converters(told, Places(told), lambda name: None, None)


def _like(word: str, target_field: TargetField) -> str | None:
    if not target_field.group:
        return None
    words = vocabulary(target_field.group, target_field.codes)
    best = process.extractOne(
        squeeze(word), list(words), scorer=fuzz.ratio, score_cutoff=_LIKE_ENOUGH
    )
    return words[best[0]] or None if best is not None else None


def separator_hints(
    columns: Mapping[str, str], samples: Mapping[str, Sequence[str]], target: Target
) -> dict[str, str]:
    """What seems to part the cells of list fields, where it is not the semicolon."""
    found = {}
    for name, column in columns.items():
        target_field = field_of(name, target)
        if target_field is not None and target_field.many:
            joined = " ".join(samples[column])
            there = [separator for separator in _SEPARATORS if separator in joined]
            if there and there[0] != ";":
                found[name] = there[0]
    return found
