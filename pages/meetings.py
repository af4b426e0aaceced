"""Meetings: what was said, what did we promise, who has not been heard?"""

import streamlit as st

from db.queries import figures, meetings, minutes
from ui import cached
from ui.complete_inputs import completion
from ui.heard_from import heard_from_table
from ui.identity import open_page, translator_of
from ui.meeting_list import (
    filters,
    is_filtered,
    keep_address,
    meeting_list,
    open_link,
    programmes_of_address,
    shown,
    views,
)
from ui.meeting_words import meetings_headline
from ui.mend_records import mend_record
from ui.minutes import minutes_sheet
from ui.paper_buttons import blank_minutes_button, minutes_button
from ui.pieces import headline_block
from ui.report_list import report_list
from ui.saving import say_saved
from ui.scope_bar import scope_bar
from ui.screen import is_phone
from wording import dates

who = open_page("meetings")
t = translator_of(who)
say_saved()
scope = scope_bar(who, t, listed=True)
programmes = programmes_of_address(t)
keep_address(scope.meeting)

asked = scope.narrowed(meeting=None, issue=None)
page = cached.ask(meetings.meeting_page, who.reader, asked, programmes, shown())
if scope.meeting is None or not is_phone():
    filtered = is_filtered(scope, programmes)
    headline = meetings_headline(t, page, scope.as_of, who.reader, filtered=filtered)
    st.html(headline_block(headline, t("meetings.under")))
    filters(who, scope, programmes, t)
listing, matrix, on_matrix = views(t)
if on_matrix:
    with matrix:
        heard = cached.ask(
            figures.heard_from,
            who.reader,
            scope.as_of,
            known=scope.known,
            sub_districts=scope.sub_district,
        )
        heard_from_table(heard, cached.names(who.reader), t)
elif scope.meeting is None:
    with listing, st.container(key="meeting_list"):
        meeting_list(who, page, scope, programmes, t, wide=not is_phone())
        blank_minutes_button(who, t)
        report_list(who, asked, t)
else:
    found = cached.ask(minutes.minutes, who.reader, asked, scope.meeting)
    with listing:
        left, right = (None, st.container()) if is_phone() else st.columns([4, 7], gap="medium")
        if left is not None:
            with left, st.container(key="meeting_list_beside"):
                meeting_list(who, page, scope, programmes, t, wide=False)
        with right, st.container(key="minutes"):
            close = "minutes.back" if is_phone() else "minutes.close"
            open_link(t(close), scope, programmes, None)
            if found is None:
                day = dates.full(scope.as_of, t.language)
                st.info(t("meetings.not_by_then", meeting=scope.meeting, day=day))
            else:
                minutes_sheet(who, found, scope, t)
                minutes_button(who, t, scope, found.head.meeting)
                completion(who, t, found.head.meeting, cached.names(who.reader))
                mend_record(who, t, "meetings", found.head.meeting)
