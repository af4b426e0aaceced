"""Voting days and the chosen day as lines over the whole height of the timeline."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from charts.axis import Axis
from charts.colours import INK, css
from charts.escape import escape
from charts.frame import Size, gutter
from wording import dates
from wording.translator import Translator

CAPTION = 1.4
"""The height of a row of captions, in parts of the letters."""


def day_lines(
    voting_days: Sequence[date], as_of: date, time: Axis, t: Translator, size: Size
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Voting days and the chosen day as lines below the bars, and their captions.

    The captions of the chosen day and of the voting day nearest to it stand on opposite
    sides of their lines.
    """
    shown = [day for day in voting_days if time.first <= day <= time.last]
    nearest = min(shown, key=lambda day: abs(day - as_of), default=None)
    marks = []
    for day in shown:
        caption = t("chart.voting_day", day=dates.day_month(day, t.language))
        marks.append((day, caption, "solid", day != nearest or as_of <= day))
    if time.first <= as_of <= time.last and as_of not in shown:
        caption = t("chart.as_of", day=dates.day_month(as_of, t.language))
        marks.append((as_of, caption, "dot", nearest is not None and as_of > nearest))
    lines = [_day_line(day, dash) for day, _, dash, _ in marks]
    captions: list[dict[str, Any]] = []
    taken: list[tuple[float, float]] = []
    for day, words, _, after in marks:
        left, right, after = _caption_room(day, words, after, time, size)
        clash = any(left < b and a < right for a, b in taken)
        taken.append((left, right))
        captions.append(_caption(day, words, after, size.font * CAPTION * clash, size))
    return lines, captions


def _caption_room(
    day: date, words: str, after: bool, time: Axis, size: Size
) -> tuple[float, float, bool]:
    """Where a caption stands (pixels), on the other side where the figure ends."""
    room = size.letters(words, 1.08) + 6
    x = time.x(day)
    if after and x + room > time.width and x >= room:
        after = False
    elif not after and x < room - gutter(size):
        after = True
    return (x, x + room, True) if after else (x - room, x, False)


def _day_line(day: date, dash: str) -> dict[str, Any]:
    middle = day.isoformat() + "T12:00"
    return {
        "name": f"day-{day.isoformat()}",
        "type": "line",
        "x0": middle,
        "x1": middle,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": css(INK), "width": 2, "dash": dash},
        "layer": "below",
    }


def _caption(day: date, words: str, after: bool, raised: float, size: Size) -> dict[str, Any]:
    """Words over a line, after it or before it, raised where they would lie on others."""
    return {
        "name": f"caption-{day.isoformat()}",
        "text": f"<b>{escape(words)}</b>",
        "x": day.isoformat() + "T12:00",
        "y": 1,
        "xref": "x",
        "yref": "paper",
        "xanchor": "left" if after else "right",
        "yanchor": "bottom",
        "yshift": raised,
        "showarrow": False,
        "font": {"size": size.font, "color": css(INK)},
    }
