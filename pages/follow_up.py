"""Follow-up: which promise is due, whose, and is it kept?"""

import streamlit as st

from db.queries import figures, follow_up, reference
from ui import cached
from ui.follow_up_parts import issue_picker, meet_next_table
from ui.identity import open_page, translator_of
from ui.indicator_table import indicator_table
from ui.keys import Key
from ui.move_form import moves
from ui.paper_buttons import handover_choice
from ui.pieces import headline_block
from ui.saving import say_saved
from ui.scope_bar import scope_bar
from ui.sheet_parts import soft

who = open_page("follow_up")
t = translator_of(who)
say_saved()
scope = scope_bar(who, t)
names = cached.names(who.reader)
found = cached.ask(follow_up.follow_up, who.reader, scope.narrowed(issue=None, meeting=None))
indicators = cached.ask(
    figures.indicators,
    who.reader,
    scope.as_of,
    known=scope.known,
    sub_districts=scope.sub_district,
)

st.html(
    headline_block(
        t("follow_up.headline", overdue=len(found["overdue"]), due=len(found["due_week"])),
        t("follow_up.under"),
    )
)
view = st.segmented_control(
    t("follow_up.view"),
    [*follow_up.TABS, "figures", "meet_next"],
    default="overdue" if found["overdue"] else "due_week",
    format_func=lambda name: t(f"follow_up.tab.{name}", n=len(found.get(name, ()))),
    key=Key.FOLLOW_UP_VIEW,
    label_visibility="collapsed",
)
if view == "figures":
    st.html(indicator_table(indicators, t))
elif view == "meet_next":
    stages = cached.ask(reference.stage_rows, who.reader)
    plan = cached.ask(follow_up.meet_next, who.reader, scope.as_of, known=scope.known)
    st.html(meet_next_table(plan, names, stages, t))
elif view and found[view]:
    chosen = issue_picker(found[view], names, scope, t)
    if chosen is not None:
        moves(who, t, chosen, names)
else:
    st.html(soft(t("follow_up.nothing")))
handover_choice(who, t, scope, names)
