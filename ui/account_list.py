"""The administrator's part of the account page: who may enter, and shutting doors."""

from datetime import datetime
from urllib.parse import urlsplit

import pandas as pd
import streamlit as st

from db.commands import accounts as commands
from db.commands.entrance import actor_signed_in
from db.engine import reading, writing
from db.queries import accounts as queries
from db.queries.accounts import AccountRow, SignedIn
from db.shared import now, shared_engine
from domain.station import station_zone
from wording import dates
from wording.translator import Translator


def account_list(who: SignedIn, t: Translator, units: dict[str, str]) -> None:
    """Draw the list of accounts and the moves on one of them.

    `who` is an administrator; the commands here are open to nobody else.
    """
    with reading(shared_engine()) as session:
        rows = queries.accounts(session, now())
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
        key="account_chosen",
        width=480,
    )
    if chosen is not None:
        _moves(who, chosen, t)


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
    st.text(t("account.reset_link", name=account.name))
    st.code(f"{_base()}/auth/reset?code={code}", language=None)


def _written(seen: datetime | None, t: Translator) -> str:
    if seen is None:
        return t("account.never")
    local = seen.astimezone(station_zone())
    return f"{dates.short(local.date(), t.language)} {local:%H.%M}"


def _base() -> str:
    url = urlsplit(st.context.url or "")
    return f"{url.scheme}://{url.netloc}"
