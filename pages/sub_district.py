"""Kecamatan sheet: what is going on here, and what would lower its status?"""

from datetime import timedelta

import pandas as pd
import streamlit as st

from charts import frame, maps, strip
from charts.config import plotly_config
from db.queries import board, issues, raises, reference, settings, sheet
from domain.scope import Scope
from ui import cached, sheet_parts
from ui.attention_list import raise_sentence
from ui.identity import open_page, translator_of
from ui.keys import Key
from ui.paper_buttons import sheet_button
from ui.pieces import bullets, status_badge
from ui.raise_form import raise_form
from ui.reasons import reason_list
from ui.saving import say_saved
from ui.scope_bar import scope_bar
from ui.screen import fitting
from ui.sheet_picker import pick_area
from wording.sentences import driver_text, freshness_text

who = open_page("sub_district")
t = translator_of(who)
say_saved()
scope = scope_bar(who, t)
names = cached.names(who.reader)
statuses = {
    standing.status.sub_district: standing.status
    for standing in cached.standing_board(who.reader, scope.as_of, known=scope.known)
}
code = pick_area(list(statuses), scope, names, t)
if code is None:
    st.info(t("sheet.nothing"))
    st.stop()

here = Scope(as_of=scope.as_of, known=scope.known, sub_district=(code,))
status = statuses[code]
area = cached.ask(reference.area_identity, who.reader, code)
open_rows = cached.ask(issues.issue_page, who.reader, here.narrowed(state=("open",)))
promises = cached.ask(sheet.promises, who.reader, here, code)
meetings = cached.ask(sheet.attendance, who.reader, here, code)
days = [scope.as_of - timedelta(days=n) for n in range(56)]
past = cached.ask(board.past_statuses, who.reader, code, tuple(days), known=scope.known)
window = cached.ask(settings.thresholds_on, who.reader, scope.as_of).coverage_window
contacts = cached.ask(sheet.village_contacts, who.reader, here, code, window=window)
raised = cached.ask(raises.raises_on, who.reader, scope.as_of, known=scope.known)
recurring = cached.ask(sheet.recurring_categories, who.reader, here, code)

st.html(
    f'<div class="k-row-head"><span class="k-headline">{names[code]}</span>'
    f'{status_badge(t, status)}<span class="k-soft">{driver_text(t, status)} · '
    f"{t('sheet.data')} {freshness_text(t, status)}</span></div>"
)
if code in raised:
    st.html(sheet_parts.soft(raise_sentence(t, raised[code])))
if area is not None:
    st.html(sheet_parts.identity(area, names, t))
raise_form(who, t, code, names[code])
sheet_button(who, t, here, code)

left, right = st.columns([6, 5], gap="medium")
with left:
    st.subheader(t("sheet.reasons"))
    seen = {row.issue for row in open_rows} | {row.meeting for row in meetings}
    reason_list(status, names, seen, scope, t)
with right:
    st.subheader(t("sheet.weeks"))
    st.plotly_chart(
        cached.chart(
            strip.level_strip,
            pd.DataFrame(
                {
                    "day": sorted(days),
                    "level": [s.level.value for s in past],
                    "hatched": [s.hatched for s in past],
                }
            ),
            t,
            fitting(desk=frame.DESK, phone=frame.PHONE),
        ),
        key=Key.STRIP,
        theme=None,
        config=plotly_config(t.language),
    )
    st.subheader(t("sheet.recurring"))
    st.html(
        bullets(
            t("sheet.recurring_line", category=t.label("category", category), n=times, open=still)
            for category, times, still in recurring
        )
        if recurring
        else sheet_parts.soft(t("sheet.no_recurring"))
    )

st.subheader(t("sheet.open", n=len(open_rows)))
st.html(
    sheet_parts.open_issues(open_rows, names, t)
    if open_rows
    else sheet_parts.soft(t("sheet.no_open"))
)
st.subheader(t("sheet.promises"))
st.html(
    sheet_parts.promise_table(promises, names, t)
    if promises
    else sheet_parts.soft(t("sheet.no_promises"))
)

left, right = st.columns([6, 5], gap="medium")
with left:
    st.subheader(t("sheet.attendance"))
    if meetings:
        st.html(
            sheet_parts.attendance_table(meetings, t) + sheet_parts.soft(t("sheet.attendance_note"))
        )
    else:
        st.html(sheet_parts.soft(t("sheet.no_attendance")))
with right:
    st.subheader(t("sheet.contacts", n=window))
    named = [village for village in contacts if village.last_named_on is not None]
    st.html(sheet_parts.soft(t("sheet.contacts_note", n=len(named), m=len(contacts))))
    villages = pd.DataFrame(
        {
            "code": [village.code for village in contacts],
            "name": [village.name for village in contacts],
            "contacted": [village.last_named_on is not None for village in contacts],
        }
    )
    st.plotly_chart(
        cached.area_map(
            maps.village_map,
            who.reader,
            villages,
            t,
            fitting(desk=maps.DESK, phone=maps.PHONE),
        ),
        key=Key.VILLAGE_MAP,
        theme=None,
        config=plotly_config(t.language),
    )
