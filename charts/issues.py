"""Charts of a selection of inputs: by category and kecamatan, by week, by state.

A click on a bar gives a selection point whose `customdata` is `["week", day]` or
`["state", code]`. Show with `charts.config.plotly_config` and `theme=None`.
"""

import pandas as pd
import plotly.graph_objects as go

from charts.axis import Axis, day_or_none, month_ticks
from charts.bars import week_bars
from charts.colours import HEAT, INK, OUTLINE, css
from charts.escape import escape
from charts.frame import DESK, Size, axis, figure, legend_above, legend_height, sentence
from domain.vocabulary import Category, State
from wording import dates
from wording.numbers import number
from wording.translator import Translator

PLAIN = (92, 122, 160)
"""Bars that mean nothing but a count."""


def category_heat(cells: pd.DataFrame, t: Translator, size: Size = DESK) -> go.Figure:
    """Counts by category and kecamatan, figures on every cell; the most frequent on top.

    `cells`: category, sub_district (code), name (of the kecamatan), count (int; empty:
    too few to be shown, printed "<3"). A pair that is absent counts 0.
    """
    if cells.empty:
        return sentence(t("chart.no_issue"), size)
    names = cells.drop_duplicates("sub_district").set_index("sub_district")["name"]
    columns = sorted(names.index)
    totals = cells.groupby("category")["count"].sum()
    order = [str(c) for c in Category if c in totals.index]
    order.sort(key=lambda category: -totals[category])
    given = {
        (row["category"], row["sub_district"]): row["count"] for row in cells.to_dict("records")
    }
    values, words, hover = [], [], []
    for category in order:
        counts = [given.get((category, code), 0) for code in columns]
        values.append([None if pd.isna(n) else int(n) for n in counts])
        words.append([_count(n, t) for n in counts])
        hover.append(
            [_cell(t, category, names[code], n) for code, n in zip(columns, counts, strict=True)]
        )
    row = size.font * 2.1
    head = size.font * 7.5
    fig = figure(size, round(row * len(order) + head))
    fig.add_trace(
        go.Heatmap(
            z=values,
            x=[escape(str(names[code])) for code in columns],
            y=[escape(t.label("category", category)) for category in order],
            text=words,
            customdata=hover,
            texttemplate="%{text}",
            textfont={"size": size.font, "color": css(INK)},
            hovertemplate="%{customdata}<extra></extra>",
            colorscale=[[0, css(HEAT[0])], [1, css(HEAT[1])]],
            zmin=0,
            zmax=max(1, int(cells["count"].max() if cells["count"].notna().any() else 1)),
            showscale=False,
            xgap=1,
            ygap=1,
        )
    )
    angle = -90 if size.name == "phone" else -40
    fig.update_layout(
        margin={"t": 4, "r": size.font * 2},
        xaxis=axis(
            side="top",
            tickangle=angle,
            showgrid=False,
            type="category",
        ),
        yaxis=axis(autorange="reversed", showgrid=False, type="category"),
    )
    return fig


def weekly_bars(weeks: pd.DataFrame, t: Translator, size: Size = DESK) -> go.Figure:
    """Inputs by week, stacked by severity.

    `weeks`: week (date, its Monday), severity (1 to 4, empty: not assessed), count (int).
    """
    days = [day for value in weeks.get("week", ()) if (day := day_or_none(value)) is not None]
    if not days:
        return sentence(t("chart.no_issue"), size)
    time = Axis(min(days), max(days), size.width - size.font * 2.5)
    ticks, words = month_ticks(time, t.language, size)
    if not ticks:
        ticks, words = [min(days).isoformat()], [dates.day_month(min(days), t.language)]
    bars = week_bars(weeks, t, legend=True)
    above = legend_height([bar.name for bar in bars], size)
    fig = figure(size, round(size.font * 15) + above)
    fig.add_traces(bars)
    fig.update_layout(
        margin={"t": above},
        barmode="stack",
        clickmode="event+select",
        showlegend=True,
        legend=legend_above(size),
        xaxis=axis(type="date", tickvals=ticks, ticktext=words, tickangle=0, showgrid=False),
        yaxis=axis(tickformat="d", nticks=5, rangemode="tozero"),
    )
    return fig


def state_bars(states: pd.DataFrame, t: Translator, size: Size = DESK) -> go.Figure:
    """Inputs by state, in the order of an issue's life, the count beside each bar.

    `states`: state (code), count (int). States without inputs are left out.
    """
    counts = dict(zip(states.get("state", ()), states.get("count", ()), strict=True))
    order = [str(state) for state in State if counts.get(state)]
    if not order:
        return sentence(t("chart.no_issue"), size)
    words = [t.label("state", state) for state in order]
    fig = figure(size, round(size.font * (2.1 * len(order) + 1)))
    fig.add_trace(
        go.Bar(
            orientation="h",
            y=[escape(word) for word in words],
            x=[int(counts[state]) for state in order],
            text=[number(int(counts[state]), t.language) for state in order],
            textposition="outside",
            cliponaxis=False,
            marker={"color": css(PLAIN), "line": {"color": css(OUTLINE), "width": 0}},
            customdata=[["state", state] for state in order],
            hovertext=[
                escape(t("chart.state_hover", state=word, n=int(counts[state])))
                for state, word in zip(order, words, strict=True)
            ],
            hovertemplate="%{hovertext}<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    fig.update_layout(
        clickmode="event+select",
        margin={"r": 50},
        xaxis=axis(visible=False),
        yaxis=axis(autorange="reversed", showgrid=False, type="category", ticklabelstandoff=6),
    )
    return fig


def _count(count: float | None, t: Translator) -> str:
    if count is None or pd.isna(count):
        return escape(t("figure.few"))
    return number(int(count), t.language)


def _cell(t: Translator, category: str, area: str, count: float | None) -> str:
    words = {"category": t.label("category", category), "area": area}
    if count is None or pd.isna(count):
        return escape(t("chart.few_hover", **words))
    return escape(t("chart.heat_hover", n=int(count), **words))
