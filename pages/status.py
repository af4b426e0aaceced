"""Status: where must I look first, and why?"""

import pandas as pd
import streamlit as st

from charts import maps
from charts.config import plotly_config
from db.queries import board, raises, reference
from ui import cached
from ui.attention_list import attention_list
from ui.identity import open_page, translator_of
from ui.keys import Key
from ui.links import follow, take_area
from ui.pieces import headline_block
from ui.scope_bar import scope_bar
from ui.screen import fitting, is_phone
from ui.week import key_figures
from wording.sentences import headline
from wording.translator import Translator

who = open_page("status")
t: Translator = translator_of(who)
scope = scope_bar(who, t, everywhere=True)
follow(scope)

standings = cached.standing_board(who.reader, scope.as_of, known=scope.known)
names = cached.names(who.reader)
frame = cached.ask(reference.frame, who.reader, scope.as_of, known=scope.known)
points = cached.ask(reference.label_points, who.reader)
raised = cached.ask(raises.raises_on, who.reader, scope.as_of, known=scope.known)
ahead = cached.ask(board.week_ahead, who.reader, scope.as_of, known=scope.known)

statuses = [standing.status for standing in standings]
areas = pd.DataFrame(
    {
        "code": [s.sub_district for s in statuses],
        "name": [names[s.sub_district] for s in statuses],
        "level": [s.level.value for s in statuses],
        "hatched": [s.hatched for s in statuses],
        "label_longitude": [points.get(s.sub_district, (0.0, 0.0))[0] for s in statuses],
        "label_latitude": [points.get(s.sub_district, (0.0, 0.0))[1] for s in statuses],
    }
)
size = fitting(desk=maps.DESK, phone=maps.PHONE)
figure = cached.area_map(maps.status_map, who.reader, areas, None, t, size)

st.html(headline_block(headline(t, statuses, scope.as_of, frame.last_record), t("disclaimer")))
left, right = st.columns([5, 6], gap="medium")
with left:
    st.plotly_chart(
        figure,
        key=Key.STATUS_MAP,
        theme=None,
        config=plotly_config(t.language),
        on_select=lambda: take_area(Key.STATUS_MAP),
        selection_mode="points",
    )
with right:
    attention_list(standings, names, scope, t, who.reader, raised)
with right if is_phone() else left:
    key_figures(who, scope, statuses, ahead, t)
