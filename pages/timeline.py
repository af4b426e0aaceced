"""Timeline: what happened when, against the stages?"""

from html import escape

import streamlit as st

from charts import frame
from charts.config import plotly_config
from charts.spans import around_stage
from db.queries import reference, timeline
from ui import cached
from ui.identity import open_page, translator_of
from ui.keys import Key
from ui.scope_bar import scope_bar
from ui.screen import fitting
from ui.stage_table import is_dated, stage_table
from ui.timeline_controls import (
    controls,
    open_clicked,
    say_filters,
    span_of,
    stage_in_view,
    take_point,
)
from ui.timeline_figure import Drawn, draw, issues_within, meetings_within, touches
from ui.timeline_words import click_hint, headline, notes

who = open_page("timeline")
t = translator_of(who)
public = not who.reader.may_open("issues")
scope = scope_bar(who, t)
open_clicked(who, scope)

stages = cached.ask(reference.stage_rows, who.reader)
stage = stage_in_view(scope, stages, t)
asked = scope.narrowed(stage=(), issue=None, meeting=None)
days = cached.ask(timeline.issue_days, who.reader, asked)
marks = cached.ask(timeline.meeting_marks, who.reader, asked)
table = cached.ask(timeline.stage_table, who.reader, asked)
voting_days = cached.ask(timeline.voting_days, who.reader, scope.as_of)
figures = {found.stage.code: found for found in table}

head = st.empty()
chosen_days = controls(who, asked, stages, stage, voting_days, figures, t)
say_filters(scope, t)
if stage is not None and stage.starts_on is not None and stage.ends_on is not None:
    inside = (stage.starts_on, stage.ends_on)
    shown = around_stage(*inside)
else:
    known = [d.reported_on for d in days] + [m.held_on for m in marks]
    known += [day for s in stages for day in (s.starts_on, s.ends_on) if day is not None]
    inside = shown = span_of(chosen_days, scope.as_of, voting_days, known)
drawn = Drawn(
    issues=issues_within(days, inside),
    meetings=meetings_within(marks, inside),
    stages=tuple(sorted((s for s in stages if touches(s, shown)), key=lambda s: not is_dated(s))),
    voting_days=tuple(voting_days),
    as_of=scope.as_of,
    span=shown,
    selected=stage.code if stage else None,
    size=fitting(desk=frame.DESK, phone=frame.PHONE),
    language=t.language,
    withheld=public,
)
words = headline(drawn, stage, figures, t, public=public)
head.html(f'<div class="k-headline" role="heading" aria-level="1">{escape(words)}</div>')

with st.container(key="timeline_halves", horizontal=True, gap="medium"):
    with st.container(key="timeline_chart"):
        st.plotly_chart(
            cached.drawn(draw, drawn),
            key=Key.TIMELINE,
            theme=None,
            config=plotly_config(t.language),
            on_select=take_point,
            selection_mode="points",
            alt=words,
        )
        st.caption(click_hint(who.reader, t))
    with st.container(key="timeline_table"):
        st.html(
            stage_table(
                drawn.stages,
                figures,
                scope.as_of,
                t,
                chosen=drawn.selected,
                public=public,
            )
        )
        st.html(notes(who.reader, t))
