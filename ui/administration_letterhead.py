"""What documents say of the unit: shown to all of the page, set by those who may."""

from collections.abc import Iterator
from html import escape

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.settings import SETS_LETTERHEAD, set_letterhead
from db.commands.trail import Actor
from db.queries import settings
from db.queries.accounts import SignedIn
from domain.letterhead import LONGEST_LINE, TEXTS, Classification, OwnLetterhead
from ui import cached
from ui.saving import Saved, form_key, save
from ui.sheet_parts import soft
from wording.translator import Translator

FORM = "set_letterhead"


def letterhead_section(who: SignedIn, t: Translator) -> None:
    """Draw the letterhead as it is set, and the form for those who may set it."""
    now = cached.ask(settings.own_letterhead, who.reader)
    st.html(soft(t("letterhead.what")))
    st.html(_facts(now, t))
    if who.reader.roles & SETS_LETTERHEAD:
        _form(who, now, t)


def _facts(now: OwnLetterhead, t: Translator) -> str:
    facts = [*_said(now, t)]
    lines = "".join(f"<div>{escape(label)}: <b>{escape(text)}</b></div>" for label, text in facts)
    return f'<div class="k-card">{lines}</div>'


def _said(now: OwnLetterhead, t: Translator) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        yield t(f"field.{name}"), getattr(now, name) or t("letterhead.from_records")
    yield t("field.classification"), t.label("classification", now.classification)
    yield t("field.copies"), ", ".join(now.copies) or t("letterhead.no_copies")


def _form(who: SignedIn, now: OwnLetterhead, t: Translator) -> None:
    key = form_key(FORM)
    with st.form(f"form_{key}"):
        st.markdown(f"**{t('letterhead.change')}**")
        typed = {
            name: st.text_input(
                t(f"field.{name}"),
                value=getattr(now, name) or "",
                max_chars=LONGEST_LINE,
                key=f"{key}_{name}",
            )
            for name in TEXTS
        }
        classification = st.selectbox(
            t("field.classification"),
            list(Classification),
            index=list(Classification).index(now.classification),
            format_func=lambda code: t.label("classification", code),
            key=f"{key}_classification",
            width=260,
        )
        copies = st.text_area(
            t("letterhead.copies_lines"), value="\n".join(now.copies), key=f"{key}_copies"
        )
        sent = st.form_submit_button(t("letterhead.save"), type="primary", key=f"{key}_save")

    def command(session: Session, actor: Actor, key: str) -> None:
        wanted = OwnLetterhead(
            **typed,
            classification=Classification(classification or now.classification),
            copies=tuple(copies.splitlines()),
        )
        set_letterhead(session, actor, wanted, key)

    if sent and save(who, t, FORM, command) is not Saved.NO:
        st.rerun()
