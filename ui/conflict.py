"""Two officers, one issue: what the other saved beside what this one typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import streamlit as st

from db.commands.moves import NewerEvent
from domain.moves import Carried
from domain.vocabulary import EventKind
from ui.issue_words import text_words
from wording import dates
from wording.sentences import listed
from wording.translator import Translator

Pairs = Iterable[tuple[str, str]]


def both_versions(
    t: Translator,
    names: Mapping[str, str],
    newer: Sequence[NewerEvent],
    event: EventKind,
    filled: Mapping[str, Any],
) -> None:
    """Draw both side by side (on a phone one below the other); the form keeps what was typed."""
    theirs, mine = st.columns(2, border=True)
    said = "".join(_version(t.label("event", n.event), _theirs(n, names, t)) for n in newer)
    theirs.html(_head(t("conflict.theirs")) + said)
    typed = _version(t.label("move", event), _mine(event, filled, names, t))
    mine.html(_head(t("conflict.mine")) + typed)


def _head(title: str) -> str:
    return f'<h3 class="k-part">{escape(title)}</h3>'


def _version(title: str, pairs: Pairs) -> str:
    rows = "".join(
        f'<div class="k-soft">{escape(label)}</div><div>{escape(words)}</div>'
        for label, words in pairs
    )
    return f"<div><b>{escape(title)}</b></div>{rows}"


def _theirs(newer: NewerEvent, names: Mapping[str, str], t: Translator) -> Pairs:
    at = (newer.recorded_at or "")[11:16].replace(":", ".")
    day = t("save.newer", event="", day=dates.short(newer.occurred_on, t.language), time=at)
    by = names.get(newer.by_unit or "", newer.by_unit or "")
    yield (
        t("field.occurred_on"),
        " ".join([day.strip(" ,"), *([t("conflict.by", unit=by)] if by else [])]),
    )
    if newer.unit:
        yield t("field.unit"), names.get(newer.unit, newer.unit)
    if newer.due_on is not None:
        yield t("field.due_on"), dates.short(newer.due_on, t.language)
    if newer.severity is not None:
        yield t("field.severity"), t.label("severity", newer.severity)
    if newer.note is not None:
        yield t(f"field.note.{newer.event}"), text_words(newer.note, t)


def _mine(
    event: EventKind, filled: Mapping[str, Any], names: Mapping[str, str], t: Translator
) -> Pairs:
    for name, value in filled.items():
        if value is None or value == ():
            continue
        label = t(f"field.note.{event}" if name == Carried.NOTE else f"field.{name}")
        yield label, _words(str(name), value, names, t)


_GROUPS = {
    Carried.THREAT: "threat",
    Carried.SEVERITY: "severity",
    Carried.BY_GROUP: "group",
    Carried.REASON: "unable_reason",
    Carried.RUBRIC: "rubric",
}
"""The labels of the codes that a form carries."""


def _words(name: str, value: Any, names: Mapping[str, str], t: Translator) -> str:
    """What was filled in, in words: a day, codes by their labels, a file by its name, or text."""
    if isinstance(value, date):
        return dates.short(value, t.language)
    if name in _GROUPS:
        codes = value if isinstance(value, tuple) else (value,)
        return listed(t, [t.label(_GROUPS[Carried(name)], code) for code in codes])
    if name == Carried.UNIT:
        return names.get(value, value)
    return str(getattr(value, "name", value))
