"""What a mapping could be, from the header of a sheet and some of its rows.

A header that names a field (its own name, its label in Indonesian or English, a name that
other systems use) is sure; one that is only like such a name is a guess, and is marked so
with examples of its cells. Nothing that would change a value is decided here: the order of
days and the meaning of words are shown, and left to be declared.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rapidfuzz import fuzz, process

from domain.cells import BadCell
from domain.vocabulary import StakeholderGroup
from ingest.dates import DateOrder, possible_orders
from ingest.header_names import LATITUDE_NAMES, LONGITUDE_NAMES, other_names
from ingest.headers import (
    ATTENDANCE_PREFIX,
    FIELDS,
    Reads,
    Target,
    TargetField,
    field_of,
    fold,
    names_of,
    squeeze,
)
from ingest.known import Known
from ingest.mapping import Coordinates, numbered
from ingest.mapping import Mapping as SheetMapping
from ingest.places import Places
from ingest.rows_convert import Converters
from ingest.rows_words import Table, is_nothing, read_presence, vocabulary
from ingest.sheet import SheetRow
from wording.translator import texts

LIKE_ENOUGH = 85
"""Of 100: a header less like a name of ours than that is not proposed."""

_WORD_LIKE_ENOUGH = 80
_SHORTEST = 4
_EXAMPLES = 3
_MOST_WORDS = 50
_LONGEST_EXAMPLE = 80
_SEPARATORS = (";", "|", "\n", ",", "/")


@dataclass(frozen=True, slots=True)
class Guess:
    """A column proposed for a field. `sure`: its header names the field."""

    field: str
    column: str
    sure: bool
    score: float
    examples: tuple[str, ...]


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


@dataclass(frozen=True)
class Proposal:
    """A mapping to begin with, and what a person must see before it is used.

    `missing` are fields that no row can do without and that have no column; `unused` are
    their columns that have no field; `separators` what seems to part the lists of a field.
    """

    mapping: SheetMapping
    guesses: tuple[Guess, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]
    orders: tuple[OrderHint, ...] = ()
    unread: tuple[UnreadWord, ...] = ()
    separators: Mapping[str, str] = field(default_factory=dict)

    @property
    def guessed(self) -> tuple[str, ...]:
        """The fields whose column was found by likeness alone."""
        return tuple(guess.field for guess in self.guesses if not guess.sure)


_NEEDED: Mapping[Target, tuple[str, ...]] = {
    "issues": ("reported_on", "sub_district", "kind", "category"),
    "meetings": ("held_on", "programme"),
    "reports": ("reported_on", "kind"),
}


def propose(
    header: Sequence[str], rows: Sequence[SheetRow], target: Target, known: Known | None = None
) -> Proposal:
    """A proposal for a sheet; `known` lets the words for places and units be looked at too."""
    names = numbered(tuple(header))
    samples = {name: _cells(rows, index) for index, name in enumerate(names)}
    point = _point(names, samples)
    taken = set(point.model_dump().values()) if point is not None else set()
    found = dict(_named(names, target, taken, samples))
    taken |= set(found.values())
    scores = dict.fromkeys(found, 100.0)
    for name, column, score in _alike(names, target, set(found), taken):
        found[name] = column
        scores[name] = score
    order = [*FIELDS[target], *(n for n in found if n not in FIELDS[target])]
    columns = {name: found[name] for name in order if name in found}
    mapping = SheetMapping(target=target, columns=columns, coordinates=point)
    place = point is not None or "village" in columns
    return Proposal(
        mapping=mapping,
        guesses=tuple(
            Guess(name, column, scores[name] == 100, scores[name], _examples(samples[column]))
            for name, column in columns.items()
        ),
        missing=tuple(
            name
            for name in _NEEDED[target]
            if name not in columns and not (name == "sub_district" and place)
        ),
        unused=tuple(n for n in names if n not in columns.values() and n not in taken),
        orders=tuple(_orders(columns, samples, target)),
        unread=tuple(_unread(columns, samples, target, known)),
        separators=_separators(columns, samples, target),
    )


def _cells(rows: Sequence[SheetRow], index: int) -> list[str]:
    cells = (row.cells[index] for row in rows if index < len(row.cells))
    return [cell for cell in cells if not is_nothing(cell)]


def _examples(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell[:_LONGEST_EXAMPLE] for cell in list(dict.fromkeys(cells))[:_EXAMPLES])


def _point(names: Sequence[str], samples: Mapping[str, Sequence[str]]) -> Coordinates | None:
    """The two columns of a point; letters alone (x, y) only where they hold degrees."""
    found = []
    for words in (LATITUDE_NAMES, LONGITUDE_NAMES):
        known = [squeeze(word) for word in words]
        hits = [n for n in names if squeeze(n) in known]
        hits = [n for n in hits if len(squeeze(n)) > 1 or _degrees(samples[n])]
        found.append(min(hits, key=lambda n: known.index(squeeze(n)), default=None))
    if found[0] is None or found[1] is None:
        return None
    return Coordinates(latitude=found[0], longitude=found[1])


def _degrees(cells: Sequence[str]) -> bool:
    try:
        return bool(cells) and all(abs(float(c.replace(",", "."))) <= 180 for c in cells)
    except ValueError:
        return False


def _named(
    names: Sequence[str],
    target: Target,
    taken: set[str],
    samples: Mapping[str, Sequence[str]],
) -> Iterator[tuple[str, str]]:
    """Fields whose name a header is; the name that is more our own goes first."""
    hits = [
        (words.index(squeeze(name)), position, field_name, name)
        for position, name in enumerate(names)
        if name not in taken
        for field_name, words in names_of(target).items()
        if squeeze(name) in words
    ]
    done: set[str] = set()
    used: set[str] = set()
    for _, _, field_name, name in sorted(hits):
        if field_name not in done and name not in used:
            done.add(field_name)
            used.add(name)
            yield field_name, name
    if target == "meetings":
        groups = vocabulary("group", tuple(StakeholderGroup))
        for name in names:
            group = groups.get(squeeze(name))
            if group and name not in used | taken and _present(samples[name]):
                used.add(name)
                yield f"{ATTENDANCE_PREFIX}{group}", name


def _present(cells: Sequence[str]) -> bool:
    """Whether a column of a group's name holds headcounts or marks, and not names of people."""
    try:
        return bool(cells) and all(read_presence(cell) is not None for cell in cells)
    except BadCell:
        return False


def _alike(
    names: Sequence[str], target: Target, done: set[str], taken: set[str]
) -> Iterator[tuple[str, str, float]]:
    """Fields that have no column yet, and the headers most like a name of theirs."""
    found = []
    for name in names:
        if name in taken or len(squeeze(name)) < _SHORTEST:
            continue
        for field_name, target_field in FIELDS[target].items():
            if field_name in done or target_field.reads is Reads.VOIDED:
                continue
            labels = texts()[f"import_field.{target}.{field_name}"].values()
            words = [*labels, field_name, *other_names(target, field_name)]
            words = [fold(word.replace("_", " ")) for word in words]
            words = [word for word in words if len(word) >= _SHORTEST]
            best = process.extractOne(
                fold(name), words, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE_ENOUGH
            )
            if best is not None:
                found.append((min(float(best[1]), 99.9), name, field_name))
    for score, name, field_name in sorted(found, reverse=True):
        if field_name not in done and name not in taken:
            done.add(field_name)
            taken.add(name)
            yield field_name, name, score


def _orders(
    columns: Mapping[str, str], samples: Mapping[str, Sequence[str]], target: Target
) -> Iterator[OrderHint]:
    for name, column in columns.items():
        target_field = field_of(name, target)
        if target_field is None or target_field.reads is not Reads.DAY:
            continue
        possible, example = possible_orders(samples[column])
        if example is not None:
            kept = tuple(order for order in DateOrder if order in possible)
            yield OrderHint(name, column, example[:_LONGEST_EXAMPLE], kept)


def _unread(
    columns: Mapping[str, str],
    samples: Mapping[str, Sequence[str]],
    target: Target,
    known: Known | None,
) -> Iterator[UnreadWord]:
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
                yield UnreadWord(name, word[:_LONGEST_EXAMPLE], count, like)


def _converters(known: Known | None) -> Converters:
    told = known or Known(today=date.max)
    return Converters(told, Places(told), lambda name: None, None)


def _like(word: str, target_field: TargetField) -> str | None:
    if not target_field.group:
        return None
    words = vocabulary(target_field.group, target_field.codes)
    best = process.extractOne(
        squeeze(word), list(words), scorer=fuzz.ratio, score_cutoff=_WORD_LIKE_ENOUGH
    )
    return words[best[0]] or None if best is not None else None


def _separators(
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
