"""What people say at a made-up meeting, and what officers note about it.

The phrases stand in `phrases.csv` (subject, kind, text). They name places in general
terms only; nobody can be recognised in them.
"""

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from random import Random

from domain.vocabulary import ELECTION_VIOLATION_TEXT, Category, Kind

PHRASES = Path(__file__).with_name("phrases.csv")


@cache
def phrases() -> dict[tuple[str, str], tuple[str, ...]]:
    """Every phrase by subject and kind; the kind is empty where a subject has none."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    with PHRASES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["subject"], row["kind"]].append(row["text"])
    return {key: tuple(texts) for key, texts in found.items()}


def speaks_of(category: Category, kind: Kind) -> bool:
    """Whether there is something to say of this kind about this category."""
    if category is Category.ELECTION_VIOLATION:
        return kind in (Kind.COMPLAINT, Kind.INFORMATION)
    if kind in (Kind.APPRECIATION, Kind.AGREEMENT):
        return True
    return (category.value, kind.value) in phrases()


def issue_text(rng: Random, category: Category, kind: Kind, place: str) -> str:
    """The text of an issue at a place such as "Desa Batu Ampar"."""
    if category is Category.ELECTION_VIOLATION:
        return ELECTION_VIOLATION_TEXT
    subject = kind.value if kind in (Kind.APPRECIATION, Kind.AGREEMENT) else category.value
    key = (subject, "" if subject == kind.value else kind.value)
    return fill(rng, rng.choice(phrases()[key]), place)


def note(rng: Random, subject: str, place: str = "") -> str:
    """What is written beside an event, a venue or a source: one phrase of the subject."""
    return fill(rng, rng.choice(phrases()[subject, ""]), place)


def fill(rng: Random, phrase: str, place: str) -> str:
    """The phrase with its place ({v}), spot ({p}), road ({j}) and time ({t}) filled in."""
    if "{" not in phrase:
        return phrase
    for slot, subject in (("{p}", "place"), ("{j}", "road"), ("{t}", "time")):
        if slot in phrase:
            phrase = phrase.replace(slot, rng.choice(phrases()[subject, ""]))
    return phrase.replace("{v}", place)
