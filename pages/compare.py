"""Compare: what changed since the last coordination meeting?"""

import streamlit as st

from domain.faults import Refused
from ui import cached
from ui.compare_choice import asked_of, controls
from ui.compare_parts import (
    compared,
    data_table,
    figures_table,
    flows,
    levels_table,
    promises,
)
from ui.identity import open_page, translator_of
from ui.markdown import plain
from ui.pieces import headline_block
from ui.scope_bar import scope_bar
from ui.sheet_parts import soft
from wording import dates

who = open_page("compare")
t = translator_of(who)
scope = scope_bar(who, t)
asked = asked_of(scope, who.reader, t)
try:
    found = cached.ask(compared, who.reader, asked, t.language)
except Refused as refused:
    # A day that no calendar goes around: everything else was dropped above.
    for fault in refused.faults:
        words = t(f"fault.{fault.code}", value=fault.value or "", expected=fault.expected or "")
        st.error(plain(words))
    st.stop()

under = [found.sentences[0].text, *([] if found.recorded else [t("compare.nothing.do")])]
st.html(headline_block(found.headline.text, " ".join(under)))
controls(who, asked, found, t)
if found.public:
    st.html(soft(t("doc.public")))

with st.container(key="compare_halves", horizontal=True, gap="medium"):
    with st.container(key="compare_levels"):
        days = {"before": found.since, "now": asked.as_of}
        written = {name: dates.short(day, t.language) for name, day in days.items()}
        st.subheader(t("compare.levels", **written))
        if found.areas:
            st.html(levels_table(found, asked, t, linked=who.reader.may_open("sub_district")))
        else:
            st.html(soft(found.changes.empty))
    with st.container(key="compare_data"):
        st.subheader(t("compare.data"))
        st.html(data_table(found.data, t))

if not found.public:
    st.subheader(found.promises.title)
    promises(found, asked, t)
    st.subheader(t("compare.flow"))
    flows(found, asked, t)
st.subheader(t("compare.figures"))
st.html(figures_table(found, asked, t))
