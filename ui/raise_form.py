"""The commander raises the status of a kecamatan for seven days."""

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.raises import RAISED, raise_status
from db.commands.trail import Actor
from db.queries.accounts import SignedIn
from domain.station import today
from domain.status import RANK
from domain.vocabulary import Role
from ui import cached
from ui.saving import Saved, form_key, save
from wording.translator import Translator


def raise_form(who: SignedIn, t: Translator, code: str, name: str) -> None:
    """Draw the form for the commander, folded away; only levels above today's are on offer."""
    if Role.COMMANDER not in who.reader.roles:
        return
    board = cached.standing_board(who.reader, today(), known=False)
    now = next((s.status for s in board if s.status.sub_district == code), None)
    levels = [level for level in RAISED if now and RANK[level] > RANK.get(now.level, 0)]
    with st.expander(t("raise.title")):
        if now is None or not levels:
            st.text(t("raise.highest"))
            return
        st.text(t("raise.what", name=name, level=t.label("level", now.level)))
        form = f"raise_{code}"
        key = form_key(form)
        with st.form(f"form_{key}", border=False):
            level = st.selectbox(
                t("field.level"),
                [level.value for level in levels],
                index=None,
                placeholder=t("field.pick"),
                format_func=lambda level: t.label("level", level),
                key=f"{key}_level",
            )
            reason = st.text_area(t("field.reason"), key=f"{key}_reason", max_chars=2000)
            sent = st.form_submit_button(t("raise.do"), type="primary", key=f"{key}_save")

        def command(session: Session, actor: Actor, key: str) -> None:
            raise_status(session, actor, code, level or "", reason, key)

        if sent and save(who, t, form, command) is not Saved.NO:
            st.rerun()
