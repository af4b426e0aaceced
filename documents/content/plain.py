"""Texts of a document as plain text: what nobody sees is taken out, what is too long is cut.

Names and notes come from anybody. A control character breaks a file, a mark of writing
direction turns a line around, ten thousand letters push everything else off the page.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from documents.content.model import Note, Sentence

LONGEST = 300
"""Letters of one text of a document; what is longer is cut with a mark."""

LONGEST_NAME = 60
"""Letters of a name of an area, unit or stage."""

LONGEST_NOTE = 4_000

CUT = "…"
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what is not a letter: control, format, half of a pair, no character."""

Data = TypeVar("Data")


def plain(text: str, longest: int = LONGEST) -> str:
    """The text on one line without hidden characters, at most so many letters long.

    Cut before it is looked at, so that a huge text costs nothing.
    """
    tidy = "".join(
        " " if letter in "\t\r\n\u2028\u2029\x0b\x0c\x85" else letter
        for letter in text[: 4 * longest]
        if letter in "\t\r\n\u2028\u2029\x0b\x0c\x85" or unicodedata.category(letter) not in HIDDEN
    )
    tidy = " ".join(tidy.split())
    if len(tidy) > longest or len(text) > 4 * longest:
        return tidy[: longest - 1].rstrip() + CUT
    return tidy


def settled(data: Data) -> Data:
    """The same dataclass, tuple or mapping with every text in it made plain.

    A sentence may be twice as long as other texts, and a note holds a list of records.
    """
    return cast(Data, _settled(data, LONGEST))


_LONGER = {Sentence: 2 * LONGEST, Note: LONGEST_NOTE}


def _settled(data: object, longest: int) -> object:
    if isinstance(data, Enum):
        return data
    if isinstance(data, str):
        simple = data.isascii() and data.isprintable() and len(data) < longest
        return data if simple else plain(data, longest)
    if isinstance(data, tuple):
        if data and isinstance(data[0], float):
            return data
        return tuple(_settled(item, longest) for item in data)
    if isinstance(data, Mapping):
        return {key: _settled(value, longest) for key, value in data.items()}
    if is_dataclass(data) and not isinstance(data, type):
        most = _LONGER.get(type(data), longest)
        return replace(
            data, **{f.name: _settled(getattr(data, f.name), most) for f in fields(data)}
        )
    return data
