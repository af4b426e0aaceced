"""The audit trail: who did what, and is the chain whole?"""

from datetime import date

import streamlit as st

from db.engine import reading
from db.queries import accounts as account_queries
from db.queries import trail
from db.queries.trail import PAGE, TrailFilter
from db.shared import shared_engine
from ui.identity import open_page, translator_of
from ui.keys import Key
from ui.trail_table import account_text, action_text, trail_frame

OFFSET = "trail_offset"

who = open_page("trail")
t = translator_of(who)


def from_the_start() -> None:
    st.session_state[OFFSET] = 0


def turn(step: int) -> None:
    st.session_state[OFFSET] = max(0, st.session_state.get(OFFSET, 0) + step)


st.title(t("page.trail"))
st.caption(t("trail.what"))

# Not through the cache: entries are made without the ledger changing.
with reading(shared_engine()) as session:
    actions = trail.actions(session, who.reader)
    accounts = trail.accounts(session, who.reader)
    units = account_queries.unit_names(session)

with st.container(horizontal=True):
    action = st.selectbox(
        t("trail.filter.action"),
        actions,
        index=None,
        placeholder=t("trail.filter.all"),
        format_func=lambda code: action_text(t, code),
        key=Key.TRAIL_ACTION,
        on_change=from_the_start,
    )
    account = st.selectbox(
        t("trail.filter.account"),
        accounts,
        index=None,
        placeholder=t("trail.filter.all"),
        format_func=lambda name: account_text(t, name),
        key=Key.TRAIL_ACCOUNT,
        on_change=from_the_start,
    )
    subject = st.text_input(
        t("trail.filter.subject"), key=Key.TRAIL_SUBJECT, on_change=from_the_start
    )
    day: date | None = st.date_input(
        t("trail.filter.day"),
        value=None,
        format="DD/MM/YYYY",
        key=Key.TRAIL_DAY,
        on_change=from_the_start,
    )

asked = TrailFilter(action, subject.strip() or None, account, day)
offset = st.session_state.get(OFFSET, 0)
with reading(shared_engine()) as session:
    page = trail.trail_page(session, who.reader, asked, offset)
    end = trail.head(session)

if page.rows:
    first, last = offset + 1, offset + len(page.rows)
    st.text(t("trail.shown", first=first, last=last, total=page.total))
    st.dataframe(
        trail_frame(page.rows, units, t), hide_index=True, width="stretch", key=Key.TRAIL_TABLE
    )
else:
    st.info(t("trail.none"))
with st.container(horizontal=True):
    st.button(
        t("trail.newer"), key=Key.TRAIL_NEWER, disabled=not offset, on_click=turn, args=(-PAGE,)
    )
    st.button(
        t("trail.older"),
        key=Key.TRAIL_OLDER,
        disabled=offset + PAGE >= page.total,
        on_click=turn,
        args=(PAGE,),
    )

st.text(t("trail.head", head=str(end)))
if st.button(t("trail.verify"), key=Key.TRAIL_VERIFY):
    with reading(shared_engine()) as session:
        verdict = trail.verify(session)
    if verdict.why is None:
        st.success(t("trail.whole", n=verdict.entries))
    else:
        why = t(f"trail.why.{verdict.why}")
        st.error(t("trail.broken", entry=str(verdict.first_broken), why=why))
