"""The timeline: inputs and meetings above, the stages as lanes below, on one time axis.

A click gives Streamlit a selection point whose `customdata` is `["stage", code]`,
`["meeting", key]` or `["week", day]`. Show with `charts.config.plotly_config` and
`theme=None`.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.axis import Axis, day_or_none, month_ticks
from charts.bars import week_bars
from charts.colours import INK, MUTED, SHADES, WHITE, css
from charts.day_lines import CAPTION, day_lines
from charts.escape import escape
from charts.frame import DESK, Size, axis, figure, gutter, legend_above, sentence
from charts.spans import Span, around_day, around_voting, everything
from charts.stage_lanes import StageLanes, stage_bars, stage_label, stage_lanes, stage_reach
from domain.calendar import StageCalendar, StageFacts
from domain.vocabulary import Tempo
from wording import dates
from wording.translator import Translator

DAY = timedelta(days=1)

FEW = 4
"""Below so many the axis of counts is numbered one by one; Plotly would halve them."""

UPPER = {"phone": 130, "desk": 124, "projector": 160}
"""Pixels of the upper half."""


def stage_timeline(
    weeks: pd.DataFrame,
    meetings: pd.DataFrame,
    stages: pd.DataFrame,
    voting_days: Sequence[date],
    as_of: date,
    t: Translator,
    size: Size = DESK,
    span: tuple[date, date] | None = None,
    selected: str | None = None,
    *,
    withheld: bool = False,
) -> go.Figure:
    """What happened when, against the stages.

    `weeks`: week (date, its Monday), severity (1 to 4, empty: not assessed), count (int).
    `meetings`: meeting (key), held_on (date), name. `stages`: code, election, name,
    tempo (routine, alert, critical), starts_on, ends_on (date; empty: not known).
    `voting_days`: of every election shown, the one in view first. `span`: first and last
    day shown; by default everything, on a phone the days around `as_of`, on a projector
    those around voting day. `selected`: the code of the stage in view. `withheld`: the
    reader may not see `weeks`, so none of it says that there was nothing.
    """
    if weeks.empty and meetings.empty and stages.empty:
        return sentence(t("chart.no_stage"), size)
    first, last = span or _span(weeks, meetings, stages, voting_days, as_of, size)
    time = Axis(first, last, size.width - gutter(size))
    lanes = stage_lanes(stages, time, as_of, t, size)
    legend = size.name != "phone"
    shades = _shades(stages, time)
    lines, captions = day_lines(voting_days, as_of, time, t, size)
    rows = 1 + max((caption["yshift"] > 0 for caption in captions), default=0)
    fig = _figure(time, lanes, rows, legend, t, size)
    fig.add_traces(
        [
            *week_bars(weeks, t, legend),
            _meeting_marks(meetings, _highest(weeks), legend, t),
            *stage_bars(lanes.lanes, selected),
            *([stage_reach(lanes.lanes, time)] if lanes.lanes else ()),
            *(_shade_words(shades, t) if legend else ()),
        ]
    )
    notes = [stage_label(lane, time, size) for lane in lanes.lanes] + captions
    if lanes.undated:
        notes.append(_undated_note(lanes.undated, t, size))
    if weeks.empty:
        notes.append(_no_input(t("chart.withheld" if withheld else "chart.no_input"), size))
    fig.update_layout(
        shapes=[*shades, *lines],
        annotations=notes,
        yaxis=_counts(weeks, withheld),
    )
    return fig


def _highest(weeks: pd.DataFrame) -> int:
    return 1 if weeks.empty else max(1, int(weeks.groupby("week")["count"].sum().max()))


def _counts(weeks: pd.DataFrame, withheld: bool) -> dict[str, Any]:
    """The axis of counts, in whole numbers, with room for the meetings above the bars."""
    highest = _highest(weeks)
    ticks: dict[str, Any] = {"dtick": 1} if highest < FEW else {}
    if weeks.empty:
        ticks = {"tickvals": [] if withheld else [0]}
    return {"range": [0, highest * 1.36], **ticks}


def _no_input(words: str, size: Size) -> dict[str, Any]:
    return {
        "name": "no-input",
        "text": escape(words),
        "x": 0.5,
        "y": 0.5,
        "xref": "paper",
        "yref": "y",
        "yanchor": "middle",
        "showarrow": False,
        "borderpad": 4,
        "bgcolor": css(WHITE),
        "font": {"size": size.font, "color": css(MUTED)},
    }


def _span(
    weeks: pd.DataFrame,
    meetings: pd.DataFrame,
    stages: pd.DataFrame,
    voting_days: Sequence[date],
    as_of: date,
    size: Size,
) -> Span:
    if size.name == "phone":
        return around_day(as_of)
    if size.name == "projector" and voting_days:
        return around_voting(voting_days[0], as_of)
    values = [*weeks.get("week", ()), *meetings.get("held_on", ())]
    values += [*stages.get("starts_on", ()), *stages.get("ends_on", ()), *voting_days]
    return everything(map(day_or_none, values), as_of)


def _figure(
    time: Axis, lanes: StageLanes, captions: int, legend: bool, t: Translator, size: Size
) -> go.Figure:
    """The two halves on one time axis, under so many rows of captions; heights in pixels."""
    above = size.font * (0.3 + CAPTION * captions)
    over = above + (size.font * 2.1 if legend else 0)
    between = size.font * 2.8
    lower = max(lanes.count, 1) * (size.font + 7)
    under = size.font * 1.8 if lanes.undated else 4
    plot = UPPER[size.name] + between + lower
    fig = figure(size, round(over + plot + under))
    ticks, words = month_ticks(time, t.language, size, every=2 if size.name == "phone" else 1)
    fig.update_layout(
        margin={"l": gutter(size), "r": 0, "t": round(over), "b": round(under)},
        barmode="stack",
        clickmode="event+select",
        uirevision="timeline",
        showlegend=legend,
        legend={**legend_above(size), "y": 1 + above / plot, "traceorder": "normal"},
        xaxis=axis(
            anchor="y",
            type="date",
            range=[time.first.isoformat(), (time.last + DAY).isoformat()],
            tickvals=ticks,
            ticktext=words,
            tickangle=0,
            automargin=False,
        ),
        yaxis=axis(domain=[(lower + between) / plot, 1], tickformat="d", nticks=4),
        yaxis2=axis(
            domain=[0, lower / plot],
            range=[max(lanes.count, 1) - 0.5, -0.5],
            visible=False,
            anchor="x",
        ),
    )
    fig.update_yaxes(automargin=False)
    return fig


def _shades(stages: pd.DataFrame, time: Axis) -> list[dict[str, Any]]:
    """The ground of the days by tempo, over the whole height."""
    calendar = StageCalendar(
        tuple(
            StageFacts(
                code=row["code"],
                election=row["election"],
                tempo=Tempo.from_code(row["tempo"]),
                starts_on=day_or_none(row["starts_on"]),
                ends_on=day_or_none(row["ends_on"]),
            )
            for row in stages.to_dict("records")
        )
    )
    shades = []
    start = time.first
    for day in time.days():
        tempo = calendar.tempo(start)
        if day < time.last and calendar.tempo(day + DAY) is tempo:
            continue
        if tempo.code in SHADES:
            shades.append(_shade(start, day + DAY, tempo.code))
        start = day + DAY
    return shades


def _shade(start: date, end: date, tempo: str) -> dict[str, Any]:
    return {
        "name": f"tempo-{tempo}",
        "type": "rect",
        "x0": start.isoformat(),
        "x1": end.isoformat(),
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "fillcolor": css(SHADES[tempo]),
        "line": {"width": 0},
        "layer": "below",
    }


def _shade_words(shades: Sequence[Mapping[str, Any]], t: Translator) -> list[go.Scatter]:
    """The words of the shades that are there, for the legend."""
    there = {shade["name"].removeprefix("tempo-") for shade in shades}
    return [
        go.Scatter(
            name=escape(t("chart.tempo", tempo=t.label("tempo", tempo))),
            x=[None],
            y=[None],
            mode="markers",
            marker={"symbol": "square", "size": 14, "color": css(colour)},
        )
        for tempo, colour in SHADES.items()
        if tempo in there
    ]


def _meeting_marks(meetings: pd.DataFrame, highest: int, legend: bool, t: Translator) -> go.Scatter:
    """Meetings as diamonds over the highest bar."""
    rows = [
        (row, day)
        for row in meetings.to_dict("records")
        if (day := day_or_none(row["held_on"])) is not None
    ]
    return go.Scatter(
        name=escape(t("chart.meetings")),
        x=[day.isoformat() + "T12:00" for _, day in rows],
        y=[highest * 1.18] * len(rows),
        mode="markers",
        marker={
            "symbol": "diamond",
            "size": 11,
            "color": css(WHITE),
            "line": {"width": 2, "color": css(INK)},
        },
        customdata=[["meeting", row["meeting"]] for row, _ in rows],
        text=[
            f"<b>{escape(row['name'])}</b><br>{escape(dates.weekday(day, t.language))}"
            for row, day in rows
        ],
        hovertemplate="%{text}<extra></extra>",
        showlegend=legend,
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _undated_note(names: Sequence[str], t: Translator, size: Size) -> dict[str, Any]:
    return {
        "name": "undated",
        "text": escape(t("chart.undated", names=", ".join(names))),
        "x": 0,
        "y": 0,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": size.font, "color": css(MUTED)},
    }
