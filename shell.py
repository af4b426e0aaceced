"""The script that every page hangs in: who reads, in which language, which pages."""

import streamlit as st

from db.queries.recording import may_record
from ui import cached
from ui.identity import signed_in, translator_of
from ui.page_table import ICON, pages_for
from ui.style import dress

st.set_page_config(page_title="Kondusif", page_icon=ICON, layout="wide")

who = signed_in()
t = translator_of(who)
dress(t, cached.mark(who.reader), records=may_record(who.reader))

st.navigation(
    [
        st.Page(page.path, title=t(page.title), url_path=page.key, default=place == 0)
        for place, page in enumerate(pages_for(who.reader))
    ],
    position="top",
).run()
