"""The strip of an area's last weeks: its computed level day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from charts.axis import Axis, day_or_none, month_ticks
from charts.colours import LEVELS, OUTLINE, css, text_on
from charts.escape import escape
from charts.frame import DESK, Size, axis, figure, legend_above, legend_height, sentence
from domain.vocabulary import Level
from wording import dates
from wording.sentences import level_text
from wording.translator import Translator

DAY = timedelta(days=1)
DAY_MS = 86_400_000


@dataclass(frozen=True)
class Run:
    """Days in a row on which the level stayed the same."""

    level: str
    hatched: bool
    first: date
    last: date


def level_strip(days: pd.DataFrame, t: Translator, size: Size = DESK) -> go.Figure:
    """One bar for each run of days with the same level, its word on it where it fits.

    `days`: day (date), level (str), hatched (bool). Every level there is stands with its
    word in the legend too.
    """
    runs = level_runs(days)
    if not runs:
        return sentence(t("chart.no_history"), size)
    time = Axis(runs[0].first, runs[-1].last, size.width)
    kinds = [(level, hatched) for level in Level for hatched in (False, True)]
    groups = {
        level_text(t, level, hatched): group
        for level, hatched in kinds
        if (group := [run for run in runs if (run.level, run.hatched) == (level, hatched)])
    }
    above, below = legend_height(list(groups), size), round(size.font * 2)
    fig = figure(size, above + round(size.font * 3.4) + below)
    fig.add_traces([_bars(group, word, t) for word, group in groups.items()])
    ticks, words = _ticks(time, t, size)
    fig.update_layout(
        barmode="overlay",
        margin={"t": above, "b": below},
        annotations=[label for run in runs if (label := _word(run, time, t, size))],
        showlegend=True,
        legend={**legend_above(size), "traceorder": "normal"},
        xaxis=axis(
            type="date",
            range=[time.first.isoformat(), (time.last + DAY).isoformat()],
            tickvals=ticks,
            ticktext=words,
            showgrid=False,
            tickangle=0,
            ticks="outside",
            automargin=False,
        ),
        yaxis=axis(visible=False, range=[-0.5, 0.5], automargin=False),
    )
    return fig


def level_runs(days: pd.DataFrame) -> list[Run]:
    """The runs of equal level and hatching, in the order of the days; a gap ends a run."""
    runs: list[Run] = []
    if days.empty:
        return runs
    for row in days.sort_values("day").to_dict("records"):
        day = day_or_none(row["day"])
        if day is None:
            continue
        level, hatched = str(row["level"]), bool(row["hatched"])
        before = runs[-1] if runs else None
        same = before is not None and (before.level, before.hatched) == (level, hatched)
        if before is not None and same and before.last + DAY == day:
            runs[-1] = Run(level, hatched, before.first, day)
        else:
            runs.append(Run(level, hatched, day, day))
    return runs


def _bars(group: Sequence[Run], name: str, t: Translator) -> go.Bar:
    level = group[0].level
    pattern = {"shape": "/", "size": 7, "solidity": 0.2, "fgcolor": css(OUTLINE, 0.7)}
    return go.Bar(
        name=escape(name),
        orientation="h",
        y=[0] * len(group),
        width=[0.96] * len(group),
        base=[run.first.isoformat() for run in group],
        x=[((run.last - run.first).days + 1) * DAY_MS for run in group],
        marker={
            "color": css(LEVELS[Level(level)]),
            "line": {"color": css(OUTLINE), "width": 1},
            "pattern": {**pattern, "bgcolor": css(LEVELS[Level(level)]), "fillmode": "overlay"}
            if group[0].hatched
            else {"shape": ""},
        },
        text=[
            escape(
                t(
                    "chart.level_period",
                    level=name,
                    period=dates.period(run.first, run.last, t.language),
                )
            )
            for run in group
        ],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
    )


def _word(run: Run, time: Axis, t: Translator, size: Size) -> dict[str, object] | None:
    """The word on a bar, or None where it does not fit."""
    word = t.label("level", run.level)
    if size.letters(word) + 12 > ((run.last - run.first).days + 1) * time.pixels_per_day:
        return None
    ground = LEVELS[Level(run.level)]
    return {
        "text": escape(word),
        "x": (run.first + (run.last + DAY - run.first) / 2).isoformat(),
        "y": 0,
        "showarrow": False,
        "font": {"size": size.font, "color": css(text_on(ground))},
        "bgcolor": css(ground) if run.hatched else "rgba(0,0,0,0)",
        "borderpad": 2,
    }


def _ticks(time: Axis, t: Translator, size: Size) -> tuple[list[str], list[str]]:
    """Every second Monday, or on a long strip every month."""
    if (time.last - time.first).days > 120:
        return month_ticks(time, t.language, size)
    every = 2 if size.name == "phone" else 1
    mondays = [day for day in time.days() if day.weekday() == 0][::every]
    return [day.isoformat() for day in mondays], [
        dates.day_month(day, t.language) for day in mondays
    ]
