"""Words of a file that are none of ours: what each means is chosen, never guessed silently."""

from collections.abc import Mapping as Table
from html import escape

import streamlit as st

from domain.faults import Fault
from ingest.headers import Reads, field_of
from ingest.mapping_hints import UnreadWord, unread_words
from ingest.rows_words import Table as ValueTable
from ui.import_columns import Laid, label_of, words_of
from ui.import_draft import Draft
from ui.import_job import Look
from ui.markdown import plain
from ui.pieces import chip
from ui.sheet_parts import soft
from wording.translator import Translator

NOT_UNDERSTOOD = frozenset({"unknown_code", "unknown_place", "unknown_unit"})
MOST_WORDS = 40
"""So many words of a field are asked for at a time; the rest after the next check."""


def words_step(draft: Draft, look: Look, laid: Laid, t: Translator) -> dict[str, dict[str, str]]:
    """Draw a choice for each word that is not understood; gives the value tables chosen."""
    found: dict[str, dict[str, str]] = {}
    by_field = _unread(draft, look, laid)
    if not by_field:
        return found
    st.subheader(t("importing.words"), anchor=False)
    st.html(soft(t("importing.words_what")))
    for name, words in by_field.items():
        known = field_of(name, draft.target)
        choices = words_of(known, look, t) if known is not None else {}
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


def _unread(draft: Draft, look: Look, laid: Laid) -> dict[str, list[UnreadWord]]:
    """The words of each field that neither we nor the table remembered for them know."""
    found: dict[str, list[UnreadWord]] = {}
    for word in unread_words(laid.columns, look.samples, draft.target, look.known):
        if not _in_table(look, word.field, word.word):
            found.setdefault(word.field, []).append(word)
    for name, words in draft.words.items():
        there = {word.word for word in found.get(name, ())}
        for text in words:
            if name in laid.columns and text not in there:
                found.setdefault(name, []).append(UnreadWord(name, text, 0))
    return found


def _in_table(look: Look, name: str, word: str) -> bool:
    table = ValueTable(look.mapping.values.get(name))
    return table.has_rest or table.names(word)


def learn(draft: Draft, columns: Table[str, str], faults: tuple[Fault, ...]) -> None:
    """Remember the words that a check did not understand, to be asked for."""
    fields = {column: name for name, column in columns.items()}
    for fault in faults:
        name = fields.get(fault.column or "")
        known = field_of(name, draft.target) if name else None
        if fault.code not in NOT_UNDERSTOOD or name is None or known is None or known.many:
            continue
        if known.reads is Reads.VILLAGE or not fault.value:
            continue
        words = draft.words.setdefault(name, [])
        if fault.value not in words:
            words.append(fault.value)
