"""Words of a foreign sheet as codes, counts and lists of ours; each reader refuses with BadCell."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from domain.cells import BadCell
from domain.forms import MOST_PEOPLE, once
from domain.privacy import FlagKind, flags
from ingest.headers import fold, squeeze
from ingest.known import Known
from ingest.mapping import REST
from wording.translator import NONE, texts

LONGEST_KEY = 100

_YES = frozenset({"yes", "y", "ya", "iya", "true", "benar", "1", "v", "✓", "✔", "√"})
_NO = frozenset({"no", "n", "tidak", "tdk", "false", "salah", "0"})
_THERE = _YES | {"hadir", "ada", "present"}
_NOT_THERE = _NO | {"tidak hadir", "tidak ada", "absen", "absent"}
_NOTHING = frozenset({"-", "–", "—", "--", "n/a", "N/A"})

_FORMULA = re.compile(r"=\s*[\w\"'(\[{+\-@$!#]")
_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)

_CASE_NUMBER = re.compile(r"\bL\.?P\.?(?:\s?[/\-]\s?[A-Z])?\s?[/\-]\s?\d+\b.*\d{4}", re.IGNORECASE)
"""LP/B/12/XI/2024/SPKT: kind, number, month and year of a police report."""

_COUNT = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,9})\s*(?:orang|org|people)?\.?", re.IGNORECASE)
_GROUP_COUNT = re.compile(r"(.+?)\s*(?:[:=]\s*|\(\s*|\s)(\d[\d.]*)?\s*(?:orang|org)?\s*\)?")


def is_nothing(text: str) -> bool:
    """Whether a cell is empty, or holds the dash that stands for empty.

    So does n/a, which form servers write where nobody answered. NA may be a name.
    """
    bare = text.strip()
    return not bare or bare in _NOTHING


def _bare(word: str) -> str:
    """A word for comparing, without the separator that some exports leave behind it."""
    return fold(word).rstrip(",;| ")


class Table:
    """A value table of a mapping: exact words first, then whatever their case and blanks."""

    def __init__(self, table: Mapping[str, str | None] | None) -> None:
        given = dict(table or {})
        self.rest = given.pop(REST, None)
        self.has_rest = REST in (table or {})
        self._exact = given
        self._folded = {_bare(word): value for word, value in reversed(given.items())}

    def names(self, text: str) -> bool:
        """Whether the table names a word itself."""
        return text in self._exact or _bare(text) in self._folded

    def of(self, text: str) -> str:
        """What a word means: what the table says, else its rest, else the word itself.

        An empty cell is no word: whoever asks for it asks `names` first.
        """
        if not self._exact and not self.has_rest:
            return text
        if text in self._exact:
            return self._exact[text] or ""
        bare = _bare(text)
        if bare in self._folded:
            return self._folded[bare] or ""
        if self.has_rest:
            return self.rest or ""
        return text

    def values(self) -> Iterable[str]:
        """Everything that the table may turn a word into."""
        found = [value for value in (*self._exact.values(), self.rest) if value]
        return dict.fromkeys(found)


@cache
def vocabulary(group: str, codes: tuple[str, ...]) -> Mapping[str, str]:
    """Our codes and their labels in both languages -> code; the label of none -> ""."""
    found: dict[str, str] = {}
    for code, value in ((NONE, ""), *((code, code) for code in codes)):
        labels = texts().get(f"{group}.{code}", {}).values()
        words = labels if code == NONE else (code, *labels)
        found |= {squeeze(word): value for word in words}
    return found


def read_word(text: str, group: str, codes: tuple[str, ...]) -> str | None:
    """The code of a word, by code or label; None for the label that says there is none."""
    found = vocabulary(group, codes).get(squeeze(text))
    if found is None:
        raise BadCell("unknown_code", " ".join(codes))
    return found or None


def read_flag_word(text: str, extra_yes: frozenset[str] = frozenset()) -> bool:
    """Yes or no, in Indonesian or English."""
    word = fold(text)
    if word in _YES or word in extra_yes:
        return True
    if word in _NO:
        return False
    raise BadCell("unknown_code", "ya tidak yes no")


def read_headcount(text: str) -> int:
    """A number of people: 12, 1.200, "12 orang"."""
    match = _COUNT.fullmatch(text.strip())
    count = int(match[1].replace(".", "")) if match else -1
    if not 0 <= count <= MOST_PEOPLE:
        raise BadCell("not_a_count", f"0 … {MOST_PEOPLE}")
    return count


def read_presence(text: str) -> tuple[bool, int | None]:
    """Whether a group was there, and how many, from the cell of its own column."""
    word = fold(text)
    if word.isdigit() and int(word) > 1:
        return True, read_headcount(text)
    if word == "0" or word in _NOT_THERE:
        return False, None
    if word == "1":
        return True, 1
    if word in _THERE:
        return True, None
    return True, read_headcount(text)


def split(text: str, separator: str | None) -> list[str]:
    """The parts of a list cell, without blanks around them and without empty ones."""
    parts = text.split(separator) if separator else [text]
    return [part.strip() for part in parts if not is_nothing(part)]


def read_list(
    text: str, separator: str | None, table: Table, read: Callable[[str], str | None]
) -> tuple[str, ...]:
    """A list cell: as a whole where the table names it so, else part by part; each once."""
    if table.names(text.strip()):
        text = table.of(text.strip())
        table = Table(None)
    found = []
    for part in split(text, separator):
        # One word may stand for several of ours.
        found += [read(word) for word in split(table.of(part), separator)]
    return once(word for word in found if word is not None)


def read_groups(
    text: str, separator: str | None, read: Callable[[str], str | None]
) -> tuple[tuple[str, int | None], ...]:
    """Who was there: "Camat: 2; Kepala desa (5 orang); Warga", an unknown count empty."""
    found: dict[str, int | None] = {}
    for part in split(text, separator):
        group, count = _group_and_count(part, read)
        if group is None:
            continue
        if group in found and found[group] != count:
            raise BadCell("bad_list", "group:count;group:")
        found[group] = count
    return tuple(found.items())


def _group_and_count(part: str, read: Callable[[str], str | None]) -> tuple[str | None, int | None]:
    try:
        return read(part), None
    except BadCell:
        match = _GROUP_COUNT.fullmatch(part)
        if match is None:
            raise
    count = read_headcount(match[2]) if match[2] else None
    return read(match[1]), count


def read_key(text: str) -> str:
    """A key as it is; one that nobody may keep (a case number, a person's number) is refused."""
    key = " ".join(text.split())
    if len(key) > LONGEST_KEY or "#" in key or not key.isprintable():
        raise BadCell("bad_key", str(LONGEST_KEY))
    if _CASE_NUMBER.search(key):
        raise BadCell("case_number_key")
    numbers = {FlagKind.LONG_NUMBER, FlagKind.PHONE}
    if any(f.kind in numbers and (f.start, f.end) == (0, len(key)) for f in flags(key)):
        raise BadCell("personal_key")
    return key


def refuse_formula(text: str) -> None:
    """Refuse text that a spreadsheet would compute, or that is what it shows for an error.

    In a CSV nothing else tells that a cell was one. Raises BadCell formula_cell, error_cell.
    """
    written = text.strip()
    if _FORMULA.match(written):
        raise BadCell("formula_cell")
    if written.upper() in _ERRORS:
        raise BadCell("error_cell")


class Units:
    """The units that are known, asked by code or name."""

    def __init__(self, known: Known) -> None:
        self._found: dict[str, set[str]] = {}
        for code, unit in known.units.items():
            for word in (code, unit.name):
                self._found.setdefault(squeeze(word), set()).add(code)
        self._told = ", ".join(known.units)

    def read(self, text: str) -> str:
        """The code of a unit; raises BadCell unknown_unit."""
        found = self._found.get(squeeze(text), set())
        if len(found) != 1:
            raise BadCell("unknown_unit", self._told)
        return next(iter(found))
