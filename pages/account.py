"""One's own account: language, password, sessions."""

import streamlit as st

from access.faults import sentence
from db.commands import accounts as commands
from db.commands.entrance import actor_signed_in
from db.commands.passwords import Outcome, change_password
from db.engine import reading, writing
from db.queries import accounts as queries
from db.shared import now, shared_engine
from domain.faults import Refused
from domain.vocabulary import Role
from ui.identity import language_of, open_page, translator_of
from wording.translator import LANGUAGES

who = open_page("account")
t = translator_of(who)
engine = shared_engine()

with reading(engine) as session:
    units = queries.unit_names(session)
    has_password = queries.has_password(session, who.account_id)

st.title(t("page.account"))
roles = ", ".join(t.label("role", role) for role in Role if role in who.reader.roles)
unit = units.get(who.reader.unit or "", t("account.no_unit"))
st.text(t("account.identity", name=who.name, unit=unit, roles=roles))

language = st.radio(
    t("account.language"),
    LANGUAGES,
    index=LANGUAGES.index(language_of(who.language)),
    format_func=lambda code: t.label("language", code),
    horizontal=True,
    key="account_language",
)
if language != who.language:
    with writing(engine, ledger=False) as session:
        commands.set_language(session, who.account_id, language, actor_signed_in(who))
    st.rerun()

st.header(t("account.password"))
if has_password:
    with st.form("password", clear_on_submit=True, width=480):
        old = st.text_input(t("password.old"), type="password", autocomplete="current-password")
        st.caption(t("password.hint"))
        new = st.text_input(t("password.new"), type="password", autocomplete="new-password")
        again = st.text_input(t("password.again"), type="password", autocomplete="new-password")
        sent = st.form_submit_button(t("account.save"))
    if sent and new != again:
        st.error(t("password.unlike"))
    elif sent:
        address = st.context.ip_address or "unknown"
        try:
            checked = change_password(engine, who, old, new, address, now)
        except Refused as refused:
            st.error(sentence(t, refused))
        else:
            if checked.outcome is Outcome.RIGHT:
                st.success(t("password.changed"))
            elif checked.outcome is Outcome.WAIT:
                st.error(t("sign_in.wait", n=checked.minutes))
            else:
                st.error(t("password.old_wrong"))
else:
    st.text(t("account.no_password"))

st.header(t("account.sessions"))
with st.container(horizontal=True):
    if st.button(t("account.sign_out"), key="sign_out"):
        with writing(engine, ledger=False) as session:
            commands.sign_out(session, who.session, now())
        st.rerun()
    if st.button(t("account.sign_out_everywhere"), key="sign_out_everywhere"):
        with writing(engine, ledger=False) as session:
            by = actor_signed_in(who)
            commands.sign_out_everywhere(session, who.name, now(), by=by)
        st.rerun()
