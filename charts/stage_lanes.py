"""The lower half of the timeline: every stage of the elections as a bar in a lane."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.axis import Axis, day_or_none
from charts.colours import INK, TEMPOS, WHITE, css, text_on
from charts.escape import cut, escape
from charts.frame import Size
from charts.lanes import Bar, Placed, pack
from domain.vocabulary import Tempo
from wording import dates
from wording.translator import Translator

DAY = timedelta(days=1)
DAY_MS = 86_400_000
MOST_LETTERS = 22
STUB = 70
"""Pixels of a stage whose start or end is not known: it is drawn open on that side."""

PADDING = 10
"""Pixels around the letters of a label."""


@dataclass(frozen=True)
class StageLane:
    """A stage in its lane: the days drawn, the words on it and those shown when pointed at."""

    code: str
    tempo: str
    start: date
    end: date
    words: str
    hover: str
    running: bool
    bar: Bar
    place: Placed


@dataclass(frozen=True)
class StageLanes:
    """The lanes of a figure, and the names of stages without any date."""

    lanes: tuple[StageLane, ...]
    undated: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many lanes there are, the uppermost first."""
        return max((lane.place.lane for lane in self.lanes), default=-1) + 1


def stage_lanes(
    stages: pd.DataFrame, time: Axis, as_of: date, t: Translator, size: Size
) -> StageLanes:
    """Put the stages that touch the time axis into lanes, the routine ones below.

    `stages`: code, name, tempo, starts_on, ends_on (date; empty: not known).
    """
    drawn = {}
    undated = []
    for row in stages.to_dict("records"):
        days = _days_drawn(row, time)
        if days is None:
            undated.append(str(row["name"]))
        elif days[0] <= days[1]:
            words = _words(row, t)
            bar = Bar(
                row["code"], time.x(days[0]), time.x(days[1] + DAY), size.letters(words) + PADDING
            )
            drawn[row["code"]] = (row, days, words, bar)
    slow = {code for code, (row, *_) in drawn.items() if row["tempo"] == Tempo.ROUTINE.code}
    groups = [
        [bar for code, (*_, bar) in drawn.items() if code not in slow],
        [bar for code, (*_, bar) in drawn.items() if code in slow],
    ]
    lanes = []
    for place in pack(groups, time.width):
        row, (start, end), words, bar = drawn[place.key]
        running = _runs(row, as_of)
        hover = _hover(row, t)
        lanes.append(
            StageLane(place.key, row["tempo"], start, end, words, hover, running, bar, place)
        )
    return StageLanes(tuple(lanes), tuple(undated))


def short_name(t: Translator, code: str, name: str) -> str:
    """A stage's name in at most 22 letters: the one of `locale/`, else the name, cut."""
    key = f"stage_short.{code}"
    return t(key) if t.has(key) else cut(name, MOST_LETTERS)


def stage_bars(lanes: Sequence[StageLane], selected: str | None) -> list[go.Bar]:
    """One trace of bars a tempo; a stage that runs on the chosen day has a dark outline."""
    bars = []
    for tempo in Tempo:
        group = [lane for lane in lanes if lane.tempo == tempo.code]
        if not group:
            continue
        outlines = [3 if x.code == selected else 2 if x.running else 0 for x in group]
        bars.append(
            go.Bar(
                name=f"stages-{tempo.code}",
                orientation="h",
                yaxis="y2",
                y=[lane.place.lane for lane in group],
                base=[lane.start.isoformat() for lane in group],
                x=[((lane.end - lane.start).days + 1) * DAY_MS for lane in group],
                width=[0.76] * len(group),
                marker={
                    "color": css(TEMPOS[tempo.code]),
                    "line": {"color": css(INK), "width": outlines},
                },
                customdata=[["stage", lane.code] for lane in group],
                text=[lane.hover for lane in group],
                textposition="none",
                hovertemplate="%{text}<extra></extra>",
                showlegend=False,
                selected={"marker": {"opacity": 1}},
                unselected={"marker": {"opacity": 1}},
            )
        )
    return bars


def stage_reach(lanes: Sequence[StageLane], time: Axis) -> go.Bar:
    """What answers a click on a stage: its bar with its label, seen by nobody.

    A stage of one day is a few pixels wide, and a label beside its bar is no part of it.
    """
    day = time.pixels_per_day
    return go.Bar(
        name="stages-reach",
        orientation="h",
        yaxis="y2",
        y=[lane.place.lane for lane in lanes],
        base=[_moment(time, lane.place.left) for lane in lanes],
        x=[(lane.place.right - lane.place.left) / day * DAY_MS for lane in lanes],
        width=[0.96] * len(lanes),
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        customdata=[["stage", lane.code] for lane in lanes],
        text=[lane.hover for lane in lanes],
        textposition="none",
        hovertemplate="%{text}<extra></extra>",
        showlegend=False,
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _moment(time: Axis, pixels: float) -> str:
    """The moment so many pixels from the left of the axis, as Plotly reads it."""
    start = datetime(time.first.year, time.first.month, time.first.day)  # noqa: DTZ001
    return (start + pixels / time.pixels_per_day * DAY).isoformat(timespec="minutes")


def stage_label(lane: StageLane, time: Axis, size: Size) -> dict[str, object]:
    """The annotation with a stage's short name, where the packing found room for it."""
    side = lane.place.side
    x, anchor, shift = {
        "inside": (lane.start + (lane.end + DAY - lane.start) / 2, "center", 0),
        "right": (lane.end + DAY, "left", 2),
        "left": (lane.start, "right", -2),
        "over": (time.last + DAY, "right", -2),
    }[side]
    words = escape(lane.words)
    ground = TEMPOS[lane.tempo] if side == "inside" else WHITE
    return {
        "name": f"stage-{lane.code}",
        "text": f"<b>{words}</b>" if lane.running else words,
        "x": x.isoformat(),
        "y": lane.place.lane,
        "xref": "x",
        "yref": "y2",
        "xanchor": anchor,
        "yanchor": "middle",
        "xshift": shift,
        "borderpad": 1,
        "showarrow": False,
        "font": {"size": size.font, "color": css(text_on(ground))},
        "bgcolor": "rgba(0,0,0,0)" if side == "inside" else css(WHITE, 0.85),
    }


def _days_drawn(row: Mapping[Any, Any], time: Axis) -> tuple[date, date] | None:
    """The first and last day drawn, the first after the last if none; None: no date known."""
    start, end = day_or_none(row["starts_on"]), day_or_none(row["ends_on"])
    stub = max(1, round(STUB / time.pixels_per_day)) * DAY
    if start is None:
        if end is None:
            return None
        start = end - stub
    elif end is None:
        end = start + stub
    return max(start, time.first), min(end, time.last)


def _words(row: Mapping[Any, Any], t: Translator) -> str:
    name = short_name(t, row["code"], row["name"])
    if day_or_none(row["starts_on"]) is None:
        return "◂ " + t("chart.open_start", name=name)
    if day_or_none(row["ends_on"]) is None:
        return t("chart.open_end", name=name) + " ▸"
    return name


def _hover(row: Mapping[Any, Any], t: Translator) -> str:
    start, end = day_or_none(row["starts_on"]), day_or_none(row["ends_on"])
    if start is not None and end is not None:
        period = dates.period(start, end, t.language)
    elif end is not None:
        unknown = t("unknown.start")
        period = f"{t('chart.stage_until', day=dates.short(end, t.language))} ({unknown})"
    elif start is not None:
        unknown = t("unknown.end")
        period = f"{t('chart.stage_from', day=dates.short(start, t.language))} ({unknown})"
    tempo = t.label("tempo", row["tempo"])
    about = t("chart.stage_hover", period=period, tempo=tempo)
    return f"<b>{escape(row['name'])}</b><br>{escape(about)}"


def _runs(row: Mapping[Any, Any], day: date) -> bool:
    start, end = day_or_none(row["starts_on"]), day_or_none(row["ends_on"])
    return start is not None and end is not None and start <= day <= end
