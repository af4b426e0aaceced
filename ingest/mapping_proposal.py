"""What a mapping could be, from the header of a sheet and some of its rows.

A header that names a field (its own name, its label in Indonesian or English, a name that
other systems use) is sure; one that is only like such a name is a guess, and is marked so
with examples of its cells. Nothing that would change a value is decided here: the order of
days and the meaning of words are shown, and left to be declared.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from domain.cells import BadCell
from domain.vocabulary import StakeholderGroup
from ingest.header_names import LATITUDE_NAMES, LONGITUDE_NAMES, other_names
from ingest.headers import (
    ATTENDANCE_PREFIX,
    FIELDS,
    KEYS,
    Reads,
    Target,
    fold,
    names_of,
    squeeze,
)
from ingest.known import Known
from ingest.mapping import Coordinates, numbered
from ingest.mapping import Mapping as SheetMapping
from ingest.mapping_hints import (
    LONGEST_EXAMPLE,
    OrderHint,
    UnreadWord,
    order_hints,
    separator_hints,
    unread_words,
)
from ingest.rows_words import is_nothing, read_presence, vocabulary
from ingest.sheet import SheetRow
from wording.translator import texts

LIKE_ENOUGH = 85
"""Of 100: a header less like a name of ours than that is not proposed."""

_SHORTEST = 4
_EXAMPLES = 3
_OWN_NAMES = 3
"""So many names of a field are its own: the field's, and its label in two languages."""

_RUNNING_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Guess:
    """A column proposed for a field. `sure`: its header names the field."""

    field: str
    column: str
    sure: bool
    score: float
    examples: tuple[str, ...]


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


NEEDED: Mapping[Target, tuple[str, ...]] = {
    "issues": ("reported_on", "sub_district", "kind", "category"),
    "meetings": ("held_on", "programme"),
    "reports": ("reported_on", "kind"),
}
"""Fields without which no row of a target can be a record."""


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
            for name in NEEDED[target]
            if name not in columns and not (name == "sub_district" and place)
        ),
        unused=tuple(n for n in names if n not in columns.values() and n not in taken),
        orders=tuple(order_hints(columns, samples, target)),
        unread=tuple(unread_words(columns, samples, target, known)),
        separators=separator_hints(columns, samples, target),
    )


def _cells(rows: Sequence[SheetRow], index: int) -> list[str]:
    cells = (row.cells[index] for row in rows if index < len(row.cells))
    return [cell for cell in cells if not is_nothing(cell)]


def _examples(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell[:LONGEST_EXAMPLE] for cell in list(dict.fromkeys(cells))[:_EXAMPLES])


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
    hits = [
        (rank, position, field_name, name)
        for rank, position, field_name, name in hits
        if field_name != KEYS[target] or rank < _OWN_NAMES or not _running(samples[name])
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


def _running(cells: Sequence[str]) -> bool:
    """Whether a column counts its own rows: in another file the same number is another record."""
    return bool(cells) and all(cell.isdigit() and len(cell) <= _RUNNING_DIGITS for cell in cells)


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
