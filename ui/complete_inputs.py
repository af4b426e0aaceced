"""The inputs of a meeting listed afterwards, or said to be nihil, or to be lost."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.corrections import complete_inputs
from db.commands.held import denied_words
from db.commands.trail import Actor
from db.engine import reading
from db.queries import minutes
from db.queries.accounts import SignedIn
from db.queries.meetings import MeetingRow
from db.queries.recording import RECORDERS
from db.shared import shared_engine
from domain.faults import Fault, Refused
from domain.forms import InputForm
from domain.moves import acting_as
from domain.scope import Scope
from domain.station import today
from domain.vocabulary import Inputs
from ui import cached
from ui.input_fields import input_fields, pointing_out
from ui.saving import Saved, form_key, save
from wording.flags import flag_sentences
from wording.translator import Translator

HOWS = (Inputs.ITEMISED, Inputs.NIL, Inputs.LOST)
NAMED = {"village": "village_code", "sub_district": "village_code"}


def completion(who: SignedIn, t: Translator, meeting: str, names: Mapping[str, str]) -> None:
    """Draw the forms, where the inputs are owed today and the reader records for the area."""
    reader = acting_as(who.reader, RECORDERS)
    if not reader.roles:
        return
    found = cached.ask(minutes.minutes, reader, Scope(as_of=today()), meeting)
    if found is None or found.head.voided_on or found.head.inputs != Inputs.NOT_RECORDED:
        return
    name = f"inputs_{meeting}"
    key = form_key(name)
    how = st.segmented_control(
        t("complete.title"),
        HOWS,
        format_func=lambda code: t(f"complete.{code}"),
        key=f"{key}_how",
    )
    if how is not None:
        _form(who, t, found.head, Inputs(how), names, name)


def _form(
    who: SignedIn,
    t: Translator,
    head: MeetingRow,
    how: Inputs,
    names: Mapping[str, str],
    name: str,
) -> None:
    key = form_key(name)
    rows_key, looked_key = f"{key}_rows", f"{key}_looked"
    rows: int = st.session_state.setdefault(rows_key, 1)
    # Only once it was pressed: a form that is being filled is not argued with.
    looked: bool = st.session_state.setdefault(looked_key, False)
    denied = _denied() if looked else []
    doubts: list[str] = []
    point_out = pointing_out(denied, t, doubts) if looked else _silent
    items: list[InputForm] = []
    reason: str | None = None
    more = agreed = False
    with st.form(f"form_{key}_{how}", border=True):
        if how is Inputs.NIL:
            st.text(t("complete.nil_means"))
        elif how is Inputs.LOST:
            reason = st.text_area(t("field.reason"), key=f"{key}_reason", max_chars=2000)
        else:
            for n in range(1, rows + 1):
                st.markdown(f"**{t('complete.row', n=n)}**")
                at = f"{key}_{n}"
                items.append(
                    input_fields(who, t, head.sub_districts, head.held_on, names, at, point_out)
                )
            more = st.form_submit_button(t("complete.more"), key=f"{key}_more")
        if doubts:
            agreed = st.checkbox(t("record.confirm"), key=f"{key}_agreed")
        sent = st.form_submit_button(t("complete.save"), type="primary", key=f"{key}_save")
    if more:
        st.session_state[rows_key] = rows + 1
        st.rerun()
    if not sent:
        return
    if not looked and _flagged(t, items):
        st.session_state[looked_key] = True
        st.rerun()
    if doubts and not agreed:
        st.error(t("complete.agree_first"))
        return
    if save(who, t, name, _command(head.meeting, how, items, reason)) is not Saved.NO:
        st.rerun()


def _denied() -> list[str]:
    # Not through the cache: the list is none of the ledger's.
    with reading(shared_engine()) as session:
        return denied_words(session)


def _silent(_text: str | None) -> None:
    """Point nothing out."""


def _flagged(t: Translator, items: list[InputForm]) -> bool:
    denied = _denied()
    texts = [text for item in items for text in (item.text, item.answer, item.act)]
    return any(flag_sentences(text or "", denied, t) for text in texts)


def _command(
    meeting: str, how: Inputs, items: list[InputForm], reason: str | None
) -> Callable[[Session, Actor, str], object]:
    # A block that nobody filled is no input; where all are empty the first one is told what it is.
    filled = [item for item in items if item.text.strip() or item.category or item.kind]

    def run(session: Session, actor: Actor, key: str) -> None:
        try:
            complete_inputs(session, actor, meeting, how, filled or items[:1], reason, key)
        except Refused as refused:
            raise Refused(_numbered(fault) for fault in refused.faults) from None

    return run


def _numbered(fault: Fault) -> Fault:
    """The fault of `items.1.text` as that of the field of the second input."""
    parts = (fault.column or "").split(".")
    if len(parts) != 3:
        return fault
    _, index, field = parts
    return replace(fault, column=NAMED.get(field, field), row=int(index) + 1)
