"""The administrator's accounts: who may enter, with what roles, and shutting doors."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from access.faults import sentence
from db.commands import accounts as commands
from db.commands.entrance import actor_signed_in
from db.engine import reading, writing
from db.queries import accounts as queries
from db.queries.accounts import AccountRow, SignedIn
from db.shared import now, shared_engine
from domain.faults import Refused
from domain.station import station_zone
from domain.vocabulary import Role
from ui.keys import Key
from ui.markdown import plain
from ui.saving import SAID
from wording import dates
from wording.translator import Translator


def account_list(who: SignedIn, t: Translator) -> None:
    """Draw the list of accounts, the moves on one of them, and the way to add one.

    `who` is an administrator; the commands here are open to nobody else.
    """
    with reading(shared_engine()) as session:
        rows = queries.accounts(session, now())
        units = queries.unit_names(session)
    st.header(t("account.list"))
    st.dataframe(_table(rows, t, units), hide_index=True, width="stretch")
    others = [row for row in rows if row.id != who.account_id]
    st.caption(t("account.not_self"))
    chosen = st.selectbox(
        t("account.choose"),
        others,
        index=None,
        placeholder=t("field.pick"),
        format_func=lambda row: row.name,
        key=Key.ACCOUNT,
        width=480,
    )
    if chosen is not None:
        with st.container(border=True):
            _moves(who, chosen, t)
            _place(who, chosen, units, t)
    _add(who, units, t)


def _table(rows: list[AccountRow], t: Translator, units: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            t("account.list_name"): [row.name for row in rows],
            t("account.list_unit"): [
                units.get(row.unit or "", t("account.no_unit")) for row in rows
            ],
            t("account.list_roles"): [
                ", ".join(t.label("role", role) for role in row.roles) for row in rows
            ],
            t("account.list_state"): [
                t("account.disabled" if row.disabled_at else "account.active") for row in rows
            ],
            t("account.list_sessions"): [row.sessions for row in rows],
            t("account.list_seen"): [_written(row.last_seen_at, t) for row in rows],
        }
    )


def _moves(who: SignedIn, account: AccountRow, t: Translator) -> None:
    with st.container(horizontal=True):
        shut = st.button(
            t("account.enable" if account.disabled_at else "account.disable"), key="account_shut"
        )
        out = st.button(t("account.force_out"), key="account_out")
        reset = st.button(t("account.start_reset"), key="account_reset")
    if not (shut or out or reset):
        return
    by = actor_signed_in(who)
    with writing(shared_engine(), ledger=False) as session:
        if shut and account.disabled_at:
            commands.enable_account(session, account.name, by=by)
        elif shut:
            commands.disable_account(session, account.name, now(), by=by)
        elif out:
            commands.sign_out_everywhere(session, account.name, now(), by=by)
        else:
            code = commands.issue_reset_code(session, account.name, now(), by=by)
    if not reset:
        st.rerun()
    _show_link(account.name, code, t)


def _show_link(name: str, code: str, t: Translator) -> None:
    """The link at which the owner chooses a password; the administrator never knows it."""
    st.text(t("account.reset_link", name=name))
    st.code(f"{_base()}/auth/reset?code={code}", language=None, wrap_lines=True)


def _place(who: SignedIn, account: AccountRow, units: dict[str, str], t: Translator) -> None:
    """Another unit, other roles, or both."""
    with st.form(f"account_place_{account.id}", border=False):
        unit, roles = _unit_and_roles(account.unit, account.roles, f"place_{account.id}", units, t)
        sent = st.form_submit_button(t("account.move"))
    if not sent:
        return
    try:
        with writing(shared_engine(), ledger=False) as session:
            by = actor_signed_in(who)
            commands.move_account(session, account.name, unit, roles, by=by)
    except Refused as refused:
        st.error(plain(sentence(t, refused)))
    else:
        st.session_state[SAID] = t("save.done")
        st.rerun()


def _add(who: SignedIn, units: dict[str, str], t: Translator) -> None:
    """A new account; its owner chooses the password at a link that holds once."""
    with st.expander(t("account.add")), st.form("account_add", border=False):
        st.caption(t("account.add_what"))
        name = st.text_input(t("account.list_name"), key="account_add_name", max_chars=40)
        unit, roles = _unit_and_roles(None, (), "add", units, t)
        sent = st.form_submit_button(t("account.add_do"), type="primary")
    if not sent:
        return
    by, moment = actor_signed_in(who), now()
    try:
        with writing(shared_engine(), ledger=False) as session:
            commands.add_account(session, name, unit, roles, None, moment, by=by)
            code = commands.issue_reset_code(session, name, moment, by=by)
    except Refused as refused:
        st.error(plain(sentence(t, refused)))
    else:
        st.success(t("account.added"))
        _show_link(commands.tidy_name(name), code, t)


def _unit_and_roles(
    unit: str | None, roles: Sequence[Role], key: str, units: dict[str, str], t: Translator
) -> tuple[str | None, list[Role]]:
    chosen = st.selectbox(
        t("account.list_unit"),
        list(units),
        index=list(units).index(unit) if unit in units else None,
        placeholder=t("field.pick"),
        format_func=lambda code: units[code],
        key=f"account_{key}_unit",
    )
    held = st.multiselect(
        t("account.list_roles"),
        list(Role),
        default=list(roles),
        placeholder=t("field.pick"),
        format_func=lambda role: t.label("role", role),
        key=f"account_{key}_roles",
    )
    return chosen, held


def _written(seen: datetime | None, t: Translator) -> str:
    if seen is None:
        return t("account.never")
    local = seen.astimezone(station_zone())
    return f"{dates.short(local.date(), t.language)} {local:%H.%M}"


def _base() -> str:
    url = urlsplit(st.context.url or "")
    return f"{url.scheme}://{url.netloc}"
