"""Inputs by week and severity, as stacked bars; shared by the timeline and the issues."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from charts.axis import day_or_none
from charts.colours import OUTLINE, SEVERITIES, css
from charts.escape import escape
from wording import dates
from wording.translator import Translator

WEEK = 7 * 86_400_000
"""A week in milliseconds, the unit of Plotly's date axes."""


def week_bars(weeks: pd.DataFrame, t: Translator, legend: bool) -> list[go.Bar]:
    """One trace a severity, the worst at the foot of the bar.

    `weeks`: week (date, its Monday), severity (1 to 4, empty: not assessed), count (int).
    """
    return [
        _bars(group, severity, t, legend)
        for severity in SEVERITIES
        if not (group := _of_severity(weeks, severity)).empty
    ]


def _of_severity(weeks: pd.DataFrame, severity: int | None) -> pd.DataFrame:
    if weeks.empty:
        return weeks
    given = weeks["severity"]
    return weeks[given.isna() if severity is None else given == severity]


def _bars(group: pd.DataFrame, severity: int | None, t: Translator, legend: bool) -> go.Bar:
    name = severity_word(t, severity)
    days = [day for value in group["week"] if (day := day_or_none(value)) is not None]
    return go.Bar(
        name=escape(name),
        x=[day.isoformat() for day in days],
        y=group["count"].tolist(),
        width=WEEK * 0.86,
        offset=WEEK * 0.07,
        marker={
            "color": css(SEVERITIES[severity]),
            "line": {"color": css(OUTLINE), "width": 1 if severity in (None, 1) else 0},
        },
        customdata=[["week", day.isoformat()] for day in days],
        text=[_hover(t, day, name, n) for day, n in zip(days, group["count"], strict=True)],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
        showlegend=legend,
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def severity_word(t: Translator, severity: int | None) -> str:
    """ "Tingkat sedang", or "Tingkat belum dinilai"."""
    if severity is None:
        return t("chart.severity.none")
    return t("chart.severity", level=t.label("severity", severity))


def _hover(t: Translator, day: date, name: str, count: int) -> str:
    week = t("chart.week", day=dates.short(day, t.language))
    return f"<b>{escape(week)}</b><br>{escape(name)}: {escape(t('chart.inputs', n=int(count)))}"
