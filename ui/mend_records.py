"""Correct a meeting or a situation report, or void it; folded away."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.corrections import correct_record, void_record
from db.commands.trail import Actor
from db.engine import reading
from db.queries.accounts import SignedIn
from db.queries.corrections import MendableRecord, mendable_record
from db.shared import shared_engine
from domain.station import now
from domain.vocabulary import Programme, ReportKind
from ui.mend_forms import saved
from ui.saving import form_key
from wording.translator import Translator

CODES: dict[tuple[str, str], tuple[str, list[str]]] = {
    ("meetings", "programme"): ("programme", [code.value for code in Programme]),
    ("reports", "kind"): ("report_kind", [code.value for code in ReportKind]),
}
"""The fields of codes: the group of their labels, and the codes."""

TEXTS = frozenset({"venue", "source"})
ORDER = ("programme", "kind", "venue", "promised", "nil", "source")


def mend_record(who: SignedIn, t: Translator, record: str, key: str) -> None:
    """Draw what the reader may put right of a meeting or report; nothing where that is nothing."""
    # Not through the cache: a recorder's day runs out without the ledger changing.
    with reading(shared_engine()) as session:
        found = mendable_record(session, who.reader, who.account_id, record, key, now())
    if found is None:
        return
    if found.values:
        with st.expander(t(f"mend.correct.{record}")):
            _correct(who, t, found)
    if found.may_void:
        with st.expander(t(f"mend.void.{record}")):
            _void(who, t, found)


def _correct(who: SignedIn, t: Translator, found: MendableRecord) -> None:
    name = f"correct_{found.record}_{found.key}"
    key = form_key(name)
    with st.form(f"form_{key}", border=False):
        values = {
            field: _field(t, found, field, f"{key}_{field}")
            for field in ORDER
            if field in found.values
        }
        reason = st.text_area(t("mend.reason"), key=f"{key}_reason", max_chars=2000, height=80)
        sent = st.form_submit_button(t("mend.correct_do"), type="primary", key=f"{key}_save")
    # Only what was changed here: what somebody else corrected meanwhile stays theirs.
    drawn = st.session_state.setdefault(f"{key}_drawn", found.values)
    changes = {field: value for field, value in values.items() if value != drawn[field]}

    def command(session: Session, actor: Actor, form: str) -> None:
        correct_record(session, actor, found.record, found.key, changes, reason, form)

    saved(who, t, name, command, sent=sent)


def _field(t: Translator, found: MendableRecord, field: str, widget: str) -> Any:
    there = found.values[field]
    label = t(f"field.{field}")
    if field in TEXTS:
        words = st.text_input(label, value=there or "", key=widget, max_chars=2000)
        return words.strip() or None
    options: list[Any]
    if (found.record, field) in CODES:
        group, options = CODES[found.record, field]
        words_of: Callable[[Any], str] = partial(t.label, group)
    else:
        options, words_of = [True, False], partial(_yes_no, t)
    return st.selectbox(
        label,
        options,
        index=options.index(there) if there in options else None,
        format_func=words_of,
        placeholder=t("field.pick"),
        key=widget,
    )


def _yes_no(t: Translator, said: bool) -> str:
    return t("record.yes" if said else "record.no")


def _void(who: SignedIn, t: Translator, found: MendableRecord) -> None:
    name = f"void_{found.record}_{found.key}"
    key = form_key(name)
    st.caption(t("mend.void_means"))
    with st.form(f"form_{key}", border=False):
        reason = st.text_area(t("mend.reason"), key=f"{key}_reason", max_chars=2000, height=80)
        sent = st.form_submit_button(t("mend.void_do"), key=f"{key}_save")

    def command(session: Session, actor: Actor, form: str) -> None:
        void_record(session, actor, found.record, found.key, reason, form)

    saved(who, t, name, command, sent=sent)
