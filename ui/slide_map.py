"""The map of a slide: the shapes are a picture, names and words are letters upon it."""

from base64 import b64encode
from html import escape
from itertools import groupby

from charts.colours import INK, LEVELS, OUTLINE, css, text_on
from charts.labels import Ask, Label, place
from charts.shapes import ShapeSet, shape_set
from documents.content.model import MapArea, MapData
from documents.slides.maps import collection
from documents.slides.measure import text_width
from documents.slides.screen import PIXELS
from domain.vocabulary import Level

NAME = 18.0
WORD = 18.0
LINE = 28
"""Pixels of a line of a label."""

SIDE = 90
EDGE = 44
"""Pixels beside and above the land: words that do not fit into a small area stand there."""

Spot = tuple[float, float]


def map_html(data: MapData, width: float, height: float, title: str) -> str:
    """The map in a room of so many inches. Lengths are pixels of the slide, times `--m`."""
    shapes = shape_set(collection(data), list(data.shapes))
    if shapes is None:
        return ""
    sheet = _Sheet(shapes, round(width * PIXELS), round(height * PIXELS))
    named = [a for a in data.areas if a.label is not None and a.code in data.shapes]
    asks = [Ask(a.code, _wide(a), 2 * LINE, a.label) for a in named if a.label is not None]
    labels = {label.code: label for label in place(shapes, asks, sheet.scale, sheet.margins)}
    picture = b64encode(_svg(data, sheet, labels).encode()).decode()
    words = "".join(_label(area, labels[area.code], sheet) for area in named)
    return (
        f'<div class="k-slide-map" style="width:{_length(sheet.width)};'
        f'height:{_length(sheet.height)}">'
        f'<img alt="{escape(title)}" src="data:image/svg+xml;base64,{picture}">{words}</div>'
    )


class _Sheet:
    """Turns degrees into pixels of the room; near the equator both ways are alike."""

    def __init__(self, shapes: ShapeSet, width: int, height: int) -> None:
        west, south, east, north = shapes.frame
        self.width, self.height = width, height
        self.scale = min(
            (width - 2 * SIDE) / max(east - west, 1e-6),
            (height - 2 * EDGE) / max(north - south, 1e-6),
        )
        self.west, self.north = west, north
        self.left = (width - self.scale * (east - west)) / 2
        self.top = (height - self.scale * (north - south)) / 2
        self.margins = (self.left, self.top, self.left, self.top)

    def at(self, point: Spot) -> Spot:
        """Pixels from the left and from the top."""
        longitude, latitude = point
        return (
            self.left + (longitude - self.west) * self.scale,
            self.top + (self.north - latitude) * self.scale,
        )


def _wide(area: MapArea) -> float:
    wide = max(text_width(area.name, NAME, bold=True), text_width(area.word, WORD))
    return wide * PIXELS + 4


def _label(area: MapArea, label: Label, sheet: _Sheet) -> str:
    left, top = sheet.at((label.longitude, label.latitude))
    return (
        f'<div class="k-slide-label" style="left:{_length(left)};top:{_length(top)}">'
        f"<b>{escape(area.name)}</b><br>{escape(area.word)}</div>"
    )


def _svg(data: MapData, sheet: _Sheet, labels: dict[str, Label]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sheet.width} {sheet.height}">',
        "<defs>",
        *(_pattern(level) for level in LEVELS),
        "</defs>",
        *(_area(area, data, sheet) for area in data.areas if area.code in data.shapes),
    ]
    for label in labels.values():
        if label.leader is not None:
            (x1, y1), (x2, y2) = (sheet.at(point) for point in label.leader)
            lines.append(
                f'<path d="M{x1:.0f} {y1:.0f}L{x2:.0f} {y2:.0f}" stroke="{css(INK)}"'
                ' stroke-width="1.5"/>'
                f'<circle cx="{x2:.0f}" cy="{y2:.0f}" r="4" fill="{css(INK)}"/>'
            )
    return "".join([*lines, "</svg>"])


def _pattern(level: str) -> str:
    """Stripes over the colour: the level rests on old data."""
    ground = LEVELS[level]
    stripe = css(text_on(ground), 0.45)
    return (
        f'<pattern id="{level}" width="11" height="11" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="11" height="11" fill="{css(ground)}"/>'
        f'<rect width="2.5" height="11" fill="{stripe}"/></pattern>'
    )


def _area(area: MapArea, data: MapData, sheet: _Sheet) -> str:
    path = ""
    for part in data.shapes[area.code]:
        for ring in part:
            spots = [tuple(round(v, 1) for v in sheet.at(point)) for point in ring]
            steps = [f"{x} {y}" for (x, y), _ in groupby(spots)]
            path += f"M{'L'.join(steps)}Z"
    fill = f"url(#{area.level.value})" if area.hatched else css(LEVELS[area.level])
    dash = ' stroke-dasharray="8 6"' if area.level is Level.NO_DATA else ""
    return (
        f'<path d="{path}" fill="{fill}" fill-rule="evenodd" stroke="{css(OUTLINE)}"'
        f' stroke-width="1.5"{dash}/>'
    )


def _length(pixels: float) -> str:
    return f"calc(var(--m) * {pixels:.1f})"
