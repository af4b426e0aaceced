"""Words of a file that are none of ours: what each means is chosen, never guessed silently."""

from collections.abc import Mapping as Table
from html import escape

import streamlit as st

from ingest.headers import Reads, TargetField, field_of
from ingest.import_report import ImportReport
from ingest.mapping import INPUTS
from ingest.mapping_hints import UnreadWord, unread_words
from ingest.rows_words import Table as ValueTable
from ui.import_draft import Draft
from ui.import_look import Look
from ui.import_side import (
    Laid,
    Side,
    inputs_side,
    label_of,
    records_side,
    words_of,
)
from ui.markdown import plain
from ui.pieces import chip
from ui.sheet_parts import soft
from wording.translator import Translator

NOT_UNDERSTOOD = frozenset({"unknown_code", "unknown_place", "unknown_unit"})
MOST_WORDS = 40
"""So many words of a field are asked for at a time; the rest after the next check."""


def words_step(draft: Draft, look: Look, laid: Laid, t: Translator) -> dict[str, dict[str, str]]:
    """Draw a choice for each word that is not understood; gives the value tables chosen.

    Those of inputs have `inputs.` before their field.
    """
    found: dict[str, dict[str, str]] = {}
    by_field = _unread(draft, look, laid)
    if not by_field:
        return found
    st.subheader(t("importing.words"), anchor=False)
    st.html(soft(t("importing.words_what")))
    for name, words in by_field.items():
        known = _field_of(name, draft)
        choices = words_of(known, look.known, t) if known is not None else {}
        if not choices:
            continue
        st.html(f"<b>{escape(label_of(draft.target, name, t))}</b>")
        for word in words[:MOST_WORDS]:
            code = _choice(draft, name, word, choices, t)
            if code is not None:
                found.setdefault(name, {})[word.word] = code
        if len(words) > MOST_WORDS:
            st.html(soft(t("importing.more_words", n=len(words) - MOST_WORDS)))
    return found


def _choice(
    draft: Draft, name: str, word: UnreadWord, choices: Table[str, str], t: Translator
) -> str | None:
    left, middle, right = st.columns([3, 4, 5], vertical_alignment="center")
    codes = list(choices)
    with middle:
        code = st.selectbox(
            plain(word.word),
            codes,
            index=codes.index(word.like) if word.like in codes else None,
            format_func=lambda code: choices[code],
            placeholder=t("importing.pick_meaning"),
            label_visibility="collapsed",
            key=draft.widget(f"word_{name}_{word.word}"),
        )
    with left:
        st.html(escape(word.word))
    with right:
        mark = chip(t("importing.mark.guess"), strong=True) if code and code == word.like else ""
        count = t("importing.word_count", n=word.count) if word.count else ""
        st.html(f'{mark} <span class="k-soft">{escape(count)}</span>')
    return code


def _field_of(name: str, draft: Draft) -> TargetField | None:
    if name.startswith(INPUTS):
        return field_of(name.removeprefix(INPUTS), "issues")
    return field_of(name, draft.target)


def _unread(draft: Draft, look: Look, laid: Laid) -> dict[str, list[UnreadWord]]:
    """The words of each field that neither we nor the table remembered for them know."""
    found = _unread_of(draft, look, records_side(draft, look), laid, "")
    side = inputs_side(draft, look)
    if side is not None and laid.inputs is not None:
        found |= _unread_of(draft, look, side, laid.inputs, INPUTS)
    return found


def _unread_of(
    draft: Draft, look: Look, side: Side, laid: Laid, where: str
) -> dict[str, list[UnreadWord]]:
    found: dict[str, list[UnreadWord]] = {}
    for word in unread_words(laid.columns, side.columns.samples, side.target, look.known):
        table = ValueTable(side.base.values.get(word.field))
        if not table.has_rest and not table.names(word.word):
            found.setdefault(f"{where}{word.field}", []).append(word)
    for name, words in draft.words.items():
        field = name.removeprefix(where)
        if name.startswith(INPUTS) != bool(where) or field not in laid.columns:
            continue
        there = {word.word for word in found.get(name, ())}
        added = [UnreadWord(field, text, 0) for text in words if text not in there]
        if added:
            found.setdefault(name, []).extend(added)
    return found


def learn(draft: Draft, look: Look, report: ImportReport) -> None:
    """Remember the words that a check did not understand, to be asked for."""
    apart = look.inputs_at.sheet is not None
    for fault in report.faults:
        if fault.code not in NOT_UNDERSTOOD or not fault.value:
            continue
        of_sheet = fault.file != report.file
        for name, column in report.checked.columns.items():
            if column != fault.column or (apart and name.startswith(INPUTS) != of_sheet):
                continue
            known = _field_of(name, draft)
            if known is None or known.many or known.reads is Reads.VILLAGE:
                continue
            words = draft.words.setdefault(name, [])
            if fault.value not in words:
                words.append(fault.value)
