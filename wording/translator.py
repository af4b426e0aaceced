"""Every text that a person reads, by key, from `locale/*.csv`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from wording.numbers import number

Language = Literal["id", "en"]

LANGUAGES: tuple[Language, ...] = ("id", "en")
LOCALE = Path(__file__).parent.parent / "locale"
COLUMNS = ["key", "id", "en"]
NONE = "none"
"""The code under which a group of labels says that there is no value."""


@dataclass(frozen=True)
class Translator:
    """Texts in one language: `t("reason.B2", n=3, d=12)`.

    A text is a `str.format` pattern with named values. Whole and decimal numbers are
    written the way the language writes them (1.234); dates are given as text that
    `wording.dates` made. A text of two forms split by `|` has its first taken when the
    value `n` is 1.
    """

    language: Language

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key`; raises KeyError naming the key, or the value it lacks."""
        text = _text(self.language, key)
        if "|" in text:
            one, many = text.split("|")
            text = one if values.get("n") == 1 else many
        try:
            return text.format(**{name: self._written(value) for name, value in values.items()})
        except KeyError as error:
            raise KeyError(f"{key} needs the value {error}") from None

    def label(self, group: str, code: object) -> str:
        """The label of a code of the vocabulary: `t.label("level", "watch")`.

        None gives the text that says so ("belum dinilai") where the group has one.
        """
        if code is None:
            return self(f"{group}.{NONE}")
        return self(f"{group}.{getattr(code, 'code', code)}")

    def has(self, key: str) -> bool:
        """Whether there is a text of this key."""
        return key in texts()

    def _written(self, value: object) -> object:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return number(value, self.language)
        return value


@lru_cache(maxsize=1)
def texts() -> Mapping[str, Mapping[str, str]]:
    """Every text of `locale/`: key -> language -> text; read once a process."""
    return MappingProxyType(load(LOCALE))


def load(folder: Path) -> dict[str, Mapping[str, str]]:
    """The texts of a folder of CSV files with the columns key, id, en.

    Raises ValueError naming file and line for other columns, an empty cell, a key that
    stands twice, or more than two plural forms.
    """
    found: dict[str, Mapping[str, str]] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            if reader.fieldnames != COLUMNS:
                raise ValueError(f"{path.name}: columns {reader.fieldnames}, not {COLUMNS}")
            for row in reader:
                place = f"{path.name}, line {reader.line_num}"
                if set(row) != set(COLUMNS) or not all(row.values()):
                    raise ValueError(f"{place}: needs a key and a text in both languages")
                if row["key"] in found:
                    raise ValueError(f"{place}: the key {row['key']} stands twice")
                if any(row[language].count("|") > 1 for language in LANGUAGES):
                    raise ValueError(f"{place}: a text has two plural forms at most")
                found[row["key"]] = MappingProxyType({x: row[x] for x in LANGUAGES})
    return found


def _text(language: Language, key: str) -> str:
    try:
        return texts()[key][language]
    except KeyError:
        raise KeyError(f"no text in locale/ for {key}") from None
