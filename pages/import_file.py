"""Import: a spreadsheet as the station has it becomes records, or a list of its faults."""

import streamlit as st

from domain.faults import Refused
from ui.identity import open_page, translator_of
from ui.import_check import check_step
from ui.import_columns import columns_step, mapping_of, unused_step
from ui.import_draft import draft_of, look_of
from ui.import_look import Looking
from ui.import_mapping_file import keep_step, load_step
from ui.import_pairs import pairs_step
from ui.import_receipt import receipt, write_step
from ui.import_recognised import recognised_step, unread_file
from ui.import_upload import fault_lines, file_bar, upload_step
from ui.import_words import words_step
from ui.saving import actor_of

who = open_page("import")
t = translator_of(who)

st.title(t("page.import"))
draft = draft_of()
if draft is None:
    upload_step(who, t)
    st.stop()
file_bar(draft, t)
if draft.receipt is not None:
    receipt(who, draft, draft.receipt, t)
    st.stop()
try:
    look = look_of(draft, Looking(draft.given, actor_of(who)), t)
except Refused as refused:
    fault_lines(refused.faults, t)
    unread_file(draft, t)
    st.stop()
recognised_step(draft, look, t)
if look.before:
    fault_lines(look.before, t)
    st.stop()
st.subheader(t("importing.columns"), anchor=False)
load_step(draft, look.misfits, t)
laid = columns_step(draft, look, t)
unused_step(look, laid, t)
mapping = mapping_of(draft, look, laid, words_step(draft, look, laid, t))
keep_step(who, mapping, t)
outcome = check_step(who, draft, look, mapping, laid, t)
if outcome is not None:
    common, choices = pairs_step(draft, outcome, t)
    write_step(who, draft, outcome, common, choices, t)
