"""Held texts: what looks like personal data, shown again as it is or in other words?"""

import streamlit as st

from db.engine import reading
from db.queries.held import held_texts
from db.shared import shared_engine
from domain.station import today
from ui import cached
from ui.held_list import held_list
from ui.identity import open_page, translator_of
from ui.saving import say_saved

who = open_page("held")
t = translator_of(who)
say_saved()

# Not through the cache: the text itself is to be kept nowhere else.
with reading(shared_engine()) as session:
    rows = held_texts(session, who.reader, who.account_id)

st.title(t("held.title", n=len(rows)))
st.caption(t("held.what"))
if rows:
    held_list(who, rows, cached.names(who.reader), today(), t)
else:
    st.info(t("held.none"))
