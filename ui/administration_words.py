"""The deny-list: the unit's own words of candidates and parties."""

from collections.abc import Sequence
from html import escape

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.deny_list import KINDS, LONGEST_WORD, add_denied_word, remove_denied_word
from db.commands.trail import Actor
from db.queries import settings
from db.queries.accounts import SignedIn
from db.queries.settings import DeniedRow
from domain.vocabulary import Role
from ui import cached
from ui.keys import Key
from ui.saving import SAID, Saved, form_key, save
from ui.sheet_parts import soft, table
from ui.trail_table import account_text
from wording import dates
from wording.translator import Translator

ADD, REMOVE = "add_denied_word", "remove_denied_word"


def deny_list_section(who: SignedIn, t: Translator) -> None:
    """Draw the list, and for the administrator the ways to add and remove a word."""
    rows = cached.ask(settings.deny_list, who.reader)
    st.html(soft(t("deny.what")))
    if Role.ADMINISTRATOR in who.reader.roles:
        _add(who, t)
        if rows:
            _remove(who, rows, t)
    st.subheader(t("deny.list", n=len(rows)))
    st.html(_words(rows, t) if rows else soft(t("deny.none")))


def _words(rows: Sequence[DeniedRow], t: Translator) -> str:
    return table(
        (t(f"deny.head.{head}") for head in ("word", "kind", "by", "on")),
        (
            (
                escape(row.word),
                escape(t.label("deny.kind", row.kind)),
                escape(account_text(t, row.added_by) if row.added_by is not None else "–"),
                escape(dates.short(row.added_on, t.language) if row.added_on else "–"),
            )
            for row in rows
        ),
    )


def _add(who: SignedIn, t: Translator) -> None:
    key = form_key(ADD)
    with st.form(f"form_{key}"):
        st.markdown(f"**{t('deny.add')}**")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            word = st.text_input(t("field.word"), key=f"{key}_word", max_chars=LONGEST_WORD)
            kind = st.selectbox(
                t("deny.head.kind"),
                [None, *KINDS],
                format_func=lambda kind: t.label("deny.kind", kind),
                key=f"{key}_kind",
                width=220,
            )
            sent = st.form_submit_button(t("deny.add_do"), type="primary", key=f"{key}_save")
    held: list[int | None] = []

    def command(session: Session, actor: Actor, _key: str) -> None:
        held.append(add_denied_word(session, actor, word, kind))

    if sent and save(who, t, ADD, command) is Saved.YES:
        count = held[0]
        st.session_state[SAID] = t("deny.there") if count is None else t("deny.added", n=count)
        st.rerun()


def _remove(who: SignedIn, rows: Sequence[DeniedRow], t: Translator) -> None:
    with st.expander(t("deny.remove")):
        st.html(soft(t("deny.remove_what")))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            word = st.selectbox(
                t("field.word"),
                [row.word for row in rows],
                index=None,
                placeholder=t("field.pick"),
                key=Key.DENIED_WORD,
            )
            sent = st.button(t("deny.remove_do"), disabled=word is None, key=Key.DENIED_REMOVE)

        def command(session: Session, actor: Actor, _key: str) -> None:
            remove_denied_word(session, actor, word or "")

        if sent and save(who, t, REMOVE, command) is Saved.YES:
            st.rerun()
