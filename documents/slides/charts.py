"""Native bar charts of a slide: whoever opens the deck can edit their numbers."""

from dataclasses import replace
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.util import Pt

from charts.colours import INK, RGB
from documents.content.model import ChartData
from documents.slides.canvas import FONT, NAVY, Box, Run, Slide, rgb
from documents.slides.measure import line_height

COLOURS: dict[str | None, RGB] = {"before": (176, 184, 196), "now": NAVY, None: NAVY}
TITLE = 14.0
CATEGORY = 0.8
"""Inches that a category takes at most: two bars filling a slide would look like much."""

LEGEND = 0.5
"""Inches for what the colours are."""


def draw(slide: Slide, room: Box, data: ChartData) -> None:
    """Put the chart into the room, its title above it."""
    high = line_height(TITLE) + 0.04
    heading = Box(room.left, room.top, room.width, high)
    slide.text(heading, [Run(data.title, TITLE, bold=True, colour=NAVY)])
    chart_data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    chart_data.categories = data.categories
    for series in data.series:
        chart_data.add_series(series.name, series.values)
    kind = XL_CHART_TYPE.BAR_STACKED if data.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    under = room.below(high)
    tall = min(under.height, CATEGORY * len(data.categories) + LEGEND)
    place = replace(under, height=tall)
    shape = slide.pptx.shapes.add_chart(kind, *place.emu, chart_data)
    shape.name = data.key
    chart = shape.chart
    chart.has_title = False
    chart.font.name, chart.font.size = FONT, Pt(12)
    chart.font.color.rgb = rgb(INK)
    chart.has_legend = len(data.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _axes(chart)
    plot = chart.plots[0]
    plot.gap_width = 40
    plot.overlap = 100 if data.stacked else 0
    plot.has_data_labels = True
    plot.data_labels.font.size = Pt(11)
    plot.data_labels.show_value = True
    for made, series in zip(plot.series, data.series, strict=True):
        made.format.fill.solid()
        made.format.fill.fore_color.rgb = rgb(COLOURS.get(series.colour, NAVY))
        made.invert_if_negative = False


def _axes(chart: Any) -> None:
    """The first category on top, and no axis of values: each bar carries its own."""
    chart.category_axis.reverse_order = True
    chart.category_axis.has_major_gridlines = False
    chart.category_axis.tick_labels.font.size = Pt(11)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
