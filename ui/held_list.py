"""Texts that are held back, one after another, each with its two ways out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from html import escape

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.held import clear_text
from db.commands.trail import Actor
from db.queries.accounts import SignedIn
from db.queries.held import HeldRow
from domain.faults import Fault, Refused
from domain.scope import Scope
from ui.links import link
from ui.pieces import chip, chips
from ui.saving import Saved, form_key, save
from wording import dates
from wording.translator import Translator

PAGE = 20
"""So many at once; the next come as these are cleared."""

OPENS = {"meetings": ("meetings", "meeting"), "issues": ("issues", "issue")}
OPENS["events"] = OPENS["issues"]


def held_list(
    who: SignedIn, rows: Sequence[HeldRow], names: Mapping[str, str], as_of: date, t: Translator
) -> None:
    """Draw the first of the texts; a cleared one is gone on the next run."""
    for row in rows[:PAGE]:
        with st.container(border=True):
            _head(row, names, as_of, t)
            _ways(who, row, t)
    if len(rows) > PAGE:
        st.caption(t("held.more", n=len(rows) - PAGE))


def _head(row: HeldRow, names: Mapping[str, str], as_of: date, t: Translator) -> None:
    what = t(f"held.field.{row.record}.{row.field}")
    day = dates.full(row.day, t.language)
    subject = names.get(row.subject, row.subject)
    flagged = chips(chip(t.label("flag", kind), strong=True) for kind in row.kinds)
    st.html(
        f'<div class="k-soft">{escape(f"{what} · {subject} · {day}")}</div>{flagged}'
        f'<blockquote class="k-said">{escape(row.text)}</blockquote>'
    )
    if row.record in OPENS:
        page, name = OPENS[row.record]
        link(page, t("held.open", key=row.subject), Scope(as_of=as_of), **{name: row.subject})


def _ways(who: SignedIn, row: HeldRow, t: Translator) -> None:
    name = f"held_{row.record}_{row.key}_{row.field}"
    key = form_key(name)
    with st.expander(t("held.rewrite")), st.form(f"form_{key}", border=False):
        words = st.text_area(t("held.words"), value=row.text, key=f"{key}_words", max_chars=2000)
        rewrite = st.form_submit_button(t("held.save"), type="primary", key=f"{key}_rewrite")
    as_it_is = st.button(t("held.as_it_is"), key=f"{key}_as_it_is")
    if not (rewrite or as_it_is):
        return
    command = _command(row, words if rewrite else None, t)
    if save(who, t, name, command) is not Saved.NO:
        st.rerun()


def _command(
    row: HeldRow, words: str | None, t: Translator
) -> Callable[[Session, Actor, str], object]:
    def run(session: Session, actor: Actor, key: str) -> None:
        try:
            clear_text(session, actor, row.record, row.key, row.field, words, key)
        except Refused as refused:
            raise Refused(_worded(fault, t) for fault in refused.faults) from None

    return run


def _worded(fault: Fault, t: Translator) -> Fault:
    """The fault with the kinds of its flags as people call them."""
    if fault.code != "still_flagged" or not fault.value:
        return fault
    kinds = ", ".join(t.label("flag", kind) for kind in fault.value.split(";"))
    return replace(fault, value=kinds)
