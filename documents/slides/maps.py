"""The map of the kecamatan as native shapes: each can be picked, its word stands on it."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.util import Inches, Pt

from charts.colours import INK, LEVELS, OUTLINE, RGB, WHITE, text_on
from charts.labels import Ask, Label, place
from charts.shapes import ShapeSet, shape_set
from documents.content.model import LegendRow, MapArea, MapData
from documents.content.plain import CUT
from documents.slides.canvas import Box, Run, Slide, plain, rgb
from documents.slides.measure import line_height, text_height, text_width
from domain.vocabulary import Level
from wording.translator import Translator

NAME = 12.0
WORD = 10.0
LEGEND = 13.0
SWATCH = 0.55
WIDEST = 1.5
"""Inches of a name on the map at most."""

PIXELS = 96
"""Places for the words are looked for in pixels; so many make an inch."""

_UNITS = 200
"""Steps of a drawn line to the inch: finer ones nobody sees, and each costs its time."""


def draw(slide: Slide, room: Box, data: MapData) -> None:
    """Put the map into the room: areas, then their names and words, none over another."""
    shapes = shape_set(collection(data), list(data.shapes))
    if shapes is None:
        return
    sheet = _Sheet(shapes, room)
    # The unknown ones last: a neighbour drawn later would cover their dashed outline.
    for area in sorted(data.areas, key=lambda area: area.level is Level.NO_DATA):
        if area.code in data.shapes:
            _draw_area(slide, sheet, area, data.shapes[area.code])
    named = [area for area in data.areas if area.label is not None and area.code in data.shapes]
    asks = [Ask(area.code, _wide(area), _high(), area.label) for area in named if area.label]
    labels = {
        label.code: label for label in place(shapes, asks, sheet.scale * PIXELS, sheet.margins)
    }
    for area in named:
        _draw_label(slide, sheet, area, labels[area.code])


class _Sheet:
    """Turns degrees into inches of the room; a degree of longitude is as wide as one high."""

    def __init__(self, shapes: ShapeSet, room: Box) -> None:
        west, south, east, north = shapes.frame
        side = _side(room)
        self.scale = min(
            (room.width - 2 * side) / (east - west), (room.height - 2 * side / 2) / (north - south)
        )
        self.west, self.north = west, north
        self.left = room.left + (room.width - self.scale * (east - west)) / 2
        self.top = room.top + (room.height - self.scale * (north - south)) / 2
        beside = max(0.0, (self.left - room.left)) * PIXELS
        above = max(0.0, (self.top - room.top)) * PIXELS
        self.margins = (beside, above, beside, above)

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a point stands, in inches from the left and from the top of the slide."""
        return (
            self.left + (longitude - self.west) * self.scale,
            self.top + (self.north - latitude) * self.scale,
        )


def _side(room: Box) -> float:
    """Room beside the shapes for words that do not fit into them."""
    return min(0.6, room.width * 0.1)


def collection(data: MapData) -> dict[str, Any]:
    """The shapes as the map of the screen takes them."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"code": code},
                "geometry": {"type": "MultiPolygon", "coordinates": parts},
            }
            for code, parts in data.shapes.items()
        ],
    }


def _draw_area(slide: Slide, sheet: _Sheet, area: MapArea, parts: Sequence[Any]) -> None:
    rings = [ring for part in parts for ring in part]
    points = [[sheet.at(*point) for point in ring] for ring in rings]
    first = points[0][0]
    builder = slide.pptx.shapes.build_freeform(
        round(first[0] * _UNITS), round(first[1] * _UNITS), scale=int(Inches(1)) / _UNITS
    )
    for place_, ring in enumerate(points):
        steps = [step for step, _ in groupby(_steps(ring))]
        if place_:
            builder.move_to(*steps[0])
        builder.add_line_segments(steps[1:], close=True)
    shape = builder.convert_to_shape()
    shape.name = f"{area.name}: {area.word}"
    plain(shape)
    _paint(shape, area.level, hatched=area.hatched)


def _steps(ring: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    return [(round(x * _UNITS), round(y * _UNITS)) for x, y in ring]


def _paint(shape: Any, level: Level, *, hatched: bool) -> None:
    """The colour of the level; hatched over it when old, dashed and white when unknown."""
    if hatched:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb = rgb(_stripe(LEVELS[level]))
        shape.fill.back_color.rgb = rgb(LEVELS[level])
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(LEVELS[level])
    shape.line.color.rgb = rgb(OUTLINE)
    shape.line.width = Pt(1)
    if level is Level.NO_DATA:
        shape.line.dash_style = MSO_LINE.DASH


def _stripe(ground: RGB) -> RGB:
    """The colour of the hatch: well apart from the ground, dark on light and light on dark."""
    towards = text_on(ground)
    red, green, blue = (round((a + b) / 2) for a, b in zip(ground, towards, strict=True))
    return red, green, blue


def _name(area: MapArea) -> str:
    """The name as it stands on the map, cut where it would be wider than the words' room."""
    name = area.name
    while len(name) > 1 and text_width(name, NAME, bold=True) > WIDEST:
        name = name[:-2].rstrip() + CUT
    return name


def _wide(area: MapArea) -> float:
    wide = max(text_width(_name(area), NAME, bold=True), text_width(area.word, WORD))
    return (wide + 0.06) * PIXELS


def _high() -> float:
    return (line_height(NAME) + line_height(WORD) + 0.02) * PIXELS


def _draw_label(slide: Slide, sheet: _Sheet, area: MapArea, label: Label) -> None:
    if label.leader is not None:
        start, end = (sheet.at(*point) for point in label.leader)
        line = slide.pptx.shapes.add_connector(1, *(int(Inches(v)) for v in (*start, *end)))
        line.line.color.rgb = rgb(INK)
        line.line.width = Pt(0.75)
    x, y = sheet.at(label.longitude, label.latitude)
    wide, high = _wide(area) / PIXELS, _high() / PIXELS
    # Where so many words find no room, none stands off the slide.
    left = min(max(x - wide / 2, 0.0), slide.size[0] - wide)
    top = min(max(y - high / 2, 0.0), slide.size[1] - high)
    box = Box(left, top, wide, high)
    ground = slide.block(Box(box.left, box.top, box.width, box.height), WHITE)
    ground.name = ""
    _see_through(ground)
    slide.text(
        box,
        [Run(_name(area), NAME, bold=True), Run(area.word, WORD)],
        align="centre",
        middle=True,
        name=area.name,
    )


def _see_through(shape: Any) -> None:
    """A ground that lets the area show, so that words read on every colour and hatch."""
    colour = shape.fill._xPr.find(
        ".//{http://schemas.openxmlformats.org/drawingml/2006/main}srgbClr"
    )
    alpha = colour.makeelement(
        "{http://schemas.openxmlformats.org/drawingml/2006/main}alpha", {"val": "72000"}
    )
    colour.append(alpha)


def legend(slide: Slide, room: Box, rows: Sequence[LegendRow], t: Translator) -> float:
    """Every level with its word and count, and what the hatch says; gives the height."""
    used = 0.0
    for row in rows:
        text, wide = _legend_text(row, t), room.width - SWATCH
        high = text_height(text, wide, LEGEND) + 0.1
        top = room.top + used
        swatch = slide.block(Box(room.left, top + 0.05, 0.42, 0.22), LEVELS[row.level], OUTLINE)
        _paint(swatch, row.level, hatched=bool(row.hatched) and row.hatched == row.count)
        slide.text(Box(room.left + SWATCH, top, wide, high), [Run(text, LEGEND)], middle=True)
        used += high
    if _any_hatched(rows):
        box = Box(room.left, room.top + used, room.width, line_height(LEGEND))
        slide.text(box, [Run(t("slide.hatch"), LEGEND)])
        used += line_height(LEGEND) + 0.1
    return used


def _any_hatched(rows: Sequence[LegendRow]) -> bool:
    return any(row.hatched for row in rows)


def _legend_text(row: LegendRow, t: Translator) -> str:
    hatched = " " + t("slide.hatched", n=row.hatched) if row.hatched else ""
    return f"{row.word}: {row.count}{hatched}"


def legend_height(rows: Sequence[LegendRow], width: float, t: Translator) -> float:
    """What the legend takes, in inches."""
    high = sum(text_height(_legend_text(row, t), width - SWATCH, LEGEND) + 0.1 for row in rows)
    return high + (line_height(LEGEND) + 0.1 if _any_hatched(rows) else 0.0)
