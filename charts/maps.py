"""Maps: the status of the kecamatan, and the villages of one.

`boundaries` is a GeoJSON FeatureCollection whose properties carry `code`. A click on an
area gives Streamlit a selection point whose `location` is the code; names, stripes and
outlines are deaf to the mouse, so that they never steal it. Show with
`charts.config.plotly_config` and `theme=None`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts.colours import CONTACTED, INK, LEVELS, MUTED, NOT_CONTACTED, OUTLINE, RGB, WHITE, css
from charts.escape import escape
from charts.frame import Size, figure, sentence
from charts.labels import Ask, Label, place
from charts.shapes import Line, ShapeSet, shape_set
from domain.vocabulary import Level
from wording.sentences import level_text
from wording.translator import Translator

DESK = Size("desk", 560, 13)
PHONE = Size("phone", 340, 12)
PROJECTOR = Size("projector", 660, 16)
HEIGHTS = {"phone": 350, "desk": 470, "projector": 540}

MARGINS = {"phone": (4, 46, 4, 4), "desk": (8, 8, 8, 8), "projector": (8, 8, 8, 8)}
"""Pixels between the land and the edges (left, bottom, right, top). On a phone the names
of small areas need a strip of their own below the land."""

SMALL = 0.86
"""The word under a name, and a village's name, in parts of the letters of the size."""

HALO = ", ".join(
    [f"{x}px {y}px 0 white" for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]
    + ["0 0 3px white"] * 3
)
"""White behind the words, so that they are read against white on every colour."""

Order = (Level.NO_DATA, Level.STALE, Level.CALM, Level.WATCH, Level.HIGH, Level.VERY_HIGH)


def status_map(
    areas: pd.DataFrame,
    boundaries: Mapping[str, Any],
    selected: str | None,
    t: Translator,
    size: Size = DESK,
) -> go.Figure:
    """The kecamatan in the colours of their levels, name and word on each.

    `areas`: code, name, level (str), hatched (bool), label_longitude, label_latitude
    (float, degrees), and, if wanted, detail (str, shown when pointed at). One trace a
    level; out-of-date data with open problems are striped, no data are white with a
    dashed outline. `selected` is the code of the area drawn with a thick outline.
    """
    if areas.empty:
        return sentence(t("chart.no_area"), size)
    shapes = shape_set(boundaries, areas["code"])
    if shapes is None:
        return sentence(t("chart.no_boundary"), size)
    drawn = areas[areas["code"].isin(shapes.shapes.keys())]
    words = [t.label("level", level) for level in drawn["level"]]
    fig = _map_figure(shapes, size, HEIGHTS[size.name])
    for level in Order:
        group = drawn[drawn["level"] == level]
        if not group.empty:
            line = 0 if level is Level.NO_DATA else 1
            hover = [_status_hover(row, t) for row in group.to_dict("records")]
            codes = group["code"].tolist()
            fig.add_trace(_fill(shapes, codes, hover, LEVELS[level], t.label("level", level), line))
    striped = drawn.loc[drawn["hatched"].astype(bool), "code"]
    fig.add_trace(_lines("stripes", (shapes.shapes[c].stripes for c in striped), 1, alpha=0.55))
    dashed = drawn.loc[drawn["level"] == Level.NO_DATA, "code"]
    fig.add_trace(_lines("dashes", [shapes.joined(dashed)], 1.3, dash="4px,3px"))
    if selected in shapes.shapes:
        outline = [shapes.shapes[str(selected)].outline]
        fig.add_trace(_lines("selected", outline, 3.5, colour=INK))
    texts = {
        code: _Text(f"<b>{escape(name)}</b>", escape(word), (name, word))
        for code, name, word in zip(drawn["code"], drawn["name"], words, strict=True)
    }
    _add_labels(fig, shapes, drawn, texts, size, everywhere=True)
    _add_without_boundary(fig, areas[~areas["code"].isin(shapes.shapes.keys())], t, size)
    return fig


def village_map(
    villages: pd.DataFrame,
    boundaries: Mapping[str, Any],
    t: Translator,
    size: Size = DESK,
) -> go.Figure:
    """The villages of a kecamatan: named at a community meeting lately, or not.

    `villages`: code, name, contacted (bool). A name is left out where it would cover
    another; pointing at the village shows it.
    """
    if villages.empty:
        return sentence(t("chart.no_village"), size)
    shapes = shape_set(boundaries, villages["code"])
    if shapes is None:
        return sentence(t("chart.no_boundary"), size)
    drawn = villages[villages["code"].isin(shapes.shapes.keys())]
    fig = _map_figure(shapes, size, round(HEIGHTS[size.name] * 0.85))
    for contacted, colour, key in (
        (False, NOT_CONTACTED, "chart.not_contacted"),
        (True, CONTACTED, "chart.contacted"),
    ):
        group = drawn[drawn["contacted"].astype(bool) == contacted]
        if not group.empty:
            hover = [f"<b>{escape(name)}</b><br>{escape(t(key))}" for name in group["name"]]
            name = f"{t(key)} ({len(group)})"
            fig.add_trace(_fill(shapes, group["code"].tolist(), hover, colour, name, 1))
    texts = {
        code: _Text("", escape(name), ("", name))
        for code, name in zip(drawn["code"], drawn["name"], strict=True)
    }
    points = drawn.assign(
        label_longitude=[_middle(shapes, code)[0] for code in drawn["code"]],
        label_latitude=[_middle(shapes, code)[1] for code in drawn["code"]],
    )
    _add_labels(fig, shapes, points, texts, size, everywhere=False)
    fig.update_traces(showlegend=False, selector={"type": "scattergeo"})
    fig.update_traces(showlegend=True, selector={"type": "choropleth"})
    fig.update_layout(
        showlegend=True,
        margin={"t": 30},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "itemclick": False},
    )
    _add_without_boundary(fig, villages[~villages["code"].isin(shapes.shapes.keys())], t, size)
    return fig


@dataclass(frozen=True)
class _Text:
    """Two lines of a label, ready to draw, and the plain words it may have to hold."""

    name: str
    word: str
    room: tuple[str, str]


def _status_hover(row: Mapping[Any, Any], t: Translator) -> str:
    lines = [f"<b>{escape(row['name'])}</b>"]
    lines.append(escape(level_text(t, row["level"], bool(row["hatched"]))))
    if row.get("detail"):
        lines.append(escape(row["detail"]))
    return "<br>".join(lines)


def _map_figure(shapes: ShapeSet, size: Size, height: int) -> go.Figure:
    fig = figure(size, height)
    west, south, east, north = shapes.frame
    pixels = _pixels(shapes, size, height)
    left, bottom, right, top = (margin / pixels for margin in MARGINS[size.name])
    hidden = {"showgrid": False}
    fig.update_layout(
        clickmode="event+select",
        uirevision="map",
        meta={"pixels": pixels},
        geo={
            "visible": False,
            "bgcolor": css(WHITE),
            "projection": {"type": "mercator"},
            "domain": {"x": [0, 1], "y": [0, 1]},
            "lonaxis": {"range": [west - left, east + right], **hidden},
            "lataxis": {"range": [south - bottom, north + top], **hidden},
        },
    )
    return fig


def _pixels(shapes: ShapeSet, size: Size, height: int) -> float:
    """Pixels of a degree: what fits both ways. Near the equator both are alike."""
    west, south, east, north = shapes.frame
    left, bottom, right, top = MARGINS[size.name]
    across = (size.width - left - right) / max(east - west, 1e-6)
    return min(across, (height - bottom - top) / max(north - south, 1e-6))


def _fill(
    shapes: ShapeSet,
    codes: Sequence[str],
    hover: Sequence[str],
    colour: RGB,
    name: str,
    line: float,
) -> go.Choropleth:
    collection = {
        "type": "FeatureCollection",
        "features": [shapes.shapes[code].feature for code in codes],
    }
    return go.Choropleth(
        geojson=collection,
        locations=list(codes),
        z=[1] * len(codes),
        colorscale=[[0, css(colour)], [1, css(colour)]],
        showscale=False,
        name=escape(name),
        customdata=[[code] for code in codes],
        text=list(hover),
        hovertemplate="%{text}<extra></extra>",
        marker={"line": {"width": line, "color": css(OUTLINE)}},
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _lines(
    name: str,
    lines: Iterable[Line],
    width: float,
    dash: str = "solid",
    colour: RGB = OUTLINE,
    alpha: float = 1,
) -> go.Scattergeo:
    longitudes, latitudes = np.hstack([np.empty((2, 0)), *lines])
    return go.Scattergeo(
        name=name,
        lon=longitudes,
        lat=latitudes,
        mode="lines",
        line={"width": width, "dash": dash, "color": css(colour, alpha)},
        hoverinfo="skip",
    )


def _add_labels(
    fig: go.Figure,
    shapes: ShapeSet,
    points: pd.DataFrame,
    texts: Mapping[str, _Text],
    size: Size,
    everywhere: bool,
) -> None:
    """The labels, and a line from a label to its area where it stands beside it.

    Without `everywhere` a label that finds no room in its own area is left out.
    """
    where = zip(points["code"], points["label_longitude"], points["label_latitude"], strict=True)
    asks = []
    for code, longitude, latitude in where:
        name, word = texts[code].room
        width = max(size.letters(name, 1.08), size.letters(word, SMALL))
        height = size.font * ((1.2 if name else 0) + 1.2 * SMALL)
        asks.append(Ask(code, width, height, (float(longitude), float(latitude))))
    labels = place(shapes, asks, fig.layout.meta["pixels"], MARGINS[size.name])
    if not everywhere:
        labels = [label for label in labels if label.leader is None and label.free]
    fig.add_trace(_leaders(labels))
    fig.add_trace(
        go.Scattergeo(
            name="labels",
            lon=[label.longitude for label in labels],
            lat=[label.latitude for label in labels],
            mode="text",
            text=[_two_lines(texts[label.code]) for label in labels],
            customdata=[[label.code] for label in labels],
            textfont={"size": size.font, "color": css(INK), "shadow": HALO},
            hoverinfo="skip",
        )
    )


def _two_lines(text: _Text) -> str:
    word = f'<span style="font-size:{SMALL}em">{text.word}</span>'
    return f"{text.name}<br>{word}" if text.name else word


def _leaders(labels: Sequence[Label]) -> go.Scattergeo:
    lines = [
        np.array([[near[0], far[0], np.nan], [near[1], far[1], np.nan]])
        for near, far in (label.leader for label in labels if label.leader)
    ]
    return _lines("leaders", lines, 1, colour=INK)


def _middle(shapes: ShapeSet, code: str) -> tuple[float, float]:
    point = shapes.shapes[code].geometry.representative_point()
    return float(point.x), float(point.y)


def _add_without_boundary(fig: go.Figure, rest: pd.DataFrame, t: Translator, size: Size) -> None:
    """An area without a polygon is named below the map, never lost."""
    if rest.empty:
        return
    names = [
        f"{row['name']} ({t.label('level', row['level'])})" if "level" in row else str(row["name"])
        for row in rest.to_dict("records")
    ]
    fig.add_annotation(
        text=escape(t("chart.without_boundary", names=", ".join(names))),
        x=0,
        y=0,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="bottom",
        showarrow=False,
        font={"size": size.font, "color": css(MUTED)},
    )
