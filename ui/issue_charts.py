"""Charts of the inputs that the filters leave; only the one that is open is drawn."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta

import pandas as pd
import streamlit as st

from charts import frame, issues
from charts.config import plotly_config
from db.queries.issues import count_table
from domain.permissions import Reader
from domain.scope import Scope
from ui import cached
from ui.keys import Key
from ui.screen import fitting
from wording.translator import Translator

Names = Mapping[str, str]


def issue_charts(reader: Reader, scope: Scope, names: Names, t: Translator) -> None:
    """Draw the charts of the scope as tabs."""
    st.subheader(t("issues.charts"), anchor=False)
    labels = [t(f"issues.chart.{name}") for name in _CHARTS]
    tabs = st.tabs(labels, key=Key.ISSUE_CHARTS, on_change="rerun")
    for tab, (name, draw) in zip(tabs, _CHARTS.items(), strict=True):
        if tab.open:
            with tab:
                draw(reader, scope, names, t, f"{Key.ISSUE_CHARTS}_{name}")


def state_counts(rows: list[tuple[str, int]]) -> pd.DataFrame:
    """`charts.issues.state_bars` wants: state, count."""
    return pd.DataFrame(rows, columns=["state", "count"])


def week_counts(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    """`charts.issues.weekly_bars` wants: week (its Monday), severity, count.

    `rows` are (reported_on, severity, count).
    """
    weeks: Counter[tuple[object, object]] = Counter()
    for day, severity, count in rows:
        weeks[day - timedelta(days=day.weekday()), severity] += count  # type: ignore
    return pd.DataFrame(
        [(week, severity, count) for (week, severity), count in weeks.items()],
        columns=["week", "severity", "count"],
    )


def heat_counts(
    rows: list[tuple[str, str | None, int]], names: Names, t: Translator
) -> pd.DataFrame:
    """`charts.issues.category_heat` wants: category, sub_district, name, count."""
    return pd.DataFrame(
        [
            (category, code or "", names.get(code or "", t("unknown.district")), count)
            for category, code, count in rows
        ],
        columns=["category", "sub_district", "name", "count"],
    )


def _states(reader: Reader, scope: Scope, names: Names, t: Translator, key: str) -> None:
    rows = cached.ask(count_table, reader, scope, ("state",))
    size = fitting(frame.DESK, frame.PHONE)
    _show(issues.state_bars(state_counts(rows), t, size), t, key)


def _weeks(reader: Reader, scope: Scope, names: Names, t: Translator, key: str) -> None:
    rows = cached.ask(count_table, reader, scope, ("reported_on", "severity"))
    size = fitting(frame.DESK, frame.PHONE)
    _show(issues.weekly_bars(week_counts(rows), t, size), t, key)


def _heat(reader: Reader, scope: Scope, names: Names, t: Translator, key: str) -> None:
    rows = cached.ask(count_table, reader, scope, ("category", "sub_district"))
    size = fitting(frame.DESK, frame.PHONE)
    _show(issues.category_heat(heat_counts(rows, names, t), t, size), t, key)


def _show(figure: object, t: Translator, key: str) -> None:
    st.plotly_chart(figure, key=key, theme=None, config=plotly_config(t.language))


_CHARTS: dict[str, Callable[[Reader, Scope, Names, Translator, str], None]] = {
    "state": _states,
    "week": _weeks,
    "heat": _heat,
}
"""In the order of the tabs; the first, which is open at first, is the lightest."""
