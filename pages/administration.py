"""Administration: who may enter, what is set, and are the records whole and copied?"""

import streamlit as st

from ui.account_list import account_list
from ui.administration import open_section
from ui.administration_areas import areas_section
from ui.administration_elections import elections_section
from ui.administration_keeping import backup_section, integrity_section
from ui.administration_letterhead import letterhead_section
from ui.administration_thresholds import thresholds_section
from ui.administration_words import deny_list_section
from ui.identity import open_page, translator_of
from ui.saving import say_saved

DRAWN = {
    "accounts": account_list,
    "thresholds": thresholds_section,
    "areas": areas_section,
    "elections": elections_section,
    "deny_list": deny_list_section,
    "letterhead": letterhead_section,
    "backup": backup_section,
    "integrity": integrity_section,
}

who = open_page("administration")
t = translator_of(who)
say_saved()

st.title(t("page.administration"))
DRAWN[open_section(who.reader, t)](who, t)
