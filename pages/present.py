"""Present: the coordination meeting on the screen, and the files to take along."""

import streamlit as st

from domain.faults import Refused
from ui.document_buttons import say_refused
from ui.identity import open_page, translator_of
from ui.markdown import plain
from ui.present_agreement import ENTERED, may_agree
from ui.present_setup import preparation
from ui.present_slides import AGREEMENTS, SLIDE, asked_of, fitting, show_of
from ui.present_stage import go_to, stage
from ui.saving import say_saved
from ui.scope_bar import scope_bar

who = open_page("present")
t = translator_of(who)
say_saved()
scope = fitting(who, t, scope_bar(who, t))
asked = asked_of(scope)
form = may_agree(who)
entered = bool(st.session_state.pop(ENTERED, False))
wanted = st.query_params.get(SLIDE)

try:
    show = show_of(who, t, asked, form=form)
except Refused as refused:
    go_to(None)
    preparation(who, t, scope, asked, None)
    say_refused(refused, t)
    st.stop()
if entered and wanted is not None:
    wanted = str(show.last_of(AGREEMENTS))
    go_to(int(wanted))
if (
    wanted is not None
    and wanted.isascii()
    and wanted.isdecimal()
    and len(wanted) < 5
    and (1 <= int(wanted) <= len(show.slides))
):
    stage(who, t, scope, show, int(wanted), form)
else:
    if wanted is not None:
        go_to(None)
        st.info(plain(t("scope.dropped", values=f"{SLIDE}={wanted[:40]}")))
    preparation(who, t, scope, asked, show)
