"""What every figure shares: sizes, letters, margins, and the sentence where there is nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from charts.colours import GRID, INK, MUTED, OUTLINE, WHITE, css
from charts.escape import escape

FONT = '"Source Sans", "Source Sans Pro", "Noto Sans", "Liberation Sans", sans-serif'
LETTER = 0.5
"""The mean width of a letter of FONT, in parts of its size; bold is a little wider."""


@dataclass(frozen=True)
class Size:
    """A place where a figure is looked at. Python cannot see it: the reader chooses.

    `width` is the narrowest width in pixels that the figure gets there.
    """

    name: str
    width: int
    font: int

    def letters(self, text: str, scale: float = 1) -> float:
        """About how wide a text is drawn, in pixels."""
        return len(text) * self.font * LETTER * scale


PHONE = Size("phone", 350, 12)
DESK = Size("desk", 1150, 13)
PROJECTOR = Size("projector", 1150, 15)


def gutter(size: Size) -> int:
    """Pixels at the left for the figures of a count axis."""
    return round(size.font * 2.2)


def figure(size: Size, height: int) -> go.Figure:
    """An empty figure with the house's letters and no margins.

    Show it with `theme=None`: Streamlit's theme would repaint it.
    """
    return go.Figure(
        layout={
            "template": "none",
            "autosize": True,
            "height": height,
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "font": {"family": FONT, "size": size.font, "color": css(INK)},
            "paper_bgcolor": css(WHITE),
            "plot_bgcolor": css(WHITE),
            "hoverlabel": {
                "bgcolor": css(WHITE),
                "bordercolor": css(OUTLINE),
                "font": {"family": FONT, "size": size.font, "color": css(INK)},
                "align": "left",
            },
            "dragmode": False,
            "showlegend": False,
        }
    )


def legend_above(size: Size) -> dict[str, object]:
    """A legend in one row over the plot."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "font": {"size": size.font},
        "itemclick": False,
        "itemdoubleclick": False,
        "maxheight": 400,
        "bgcolor": "rgba(0,0,0,0)",
    }


def legend_height(names: Sequence[str], size: Size) -> int:
    """About how high such a legend is: Plotly sets its entries in equal columns."""
    widest = max((size.letters(name) for name in names), default=0) + 56
    columns = max(1, int(size.width // widest))
    one_row = sum(size.letters(name) + 56 for name in names) <= size.width
    rows = 1 if one_row else -(-len(names) // columns)
    return round(rows * size.font * 1.5 + 18) if names else 0


def axis(**more: object) -> dict[str, object]:
    """A quiet axis: thin grid, no zoom."""
    return {
        "fixedrange": True,
        "gridcolor": css(GRID),
        "linecolor": css(OUTLINE),
        "zeroline": False,
        "ticks": "",
        "automargin": True,
        **more,
    }


def sentence(text: str, size: Size = DESK, height: int = 120) -> go.Figure:
    """A figure that says in words why there is nothing to draw."""
    found = figure(size, height)
    lines, line = [], ""
    for word in text.split():
        if line and size.letters(f"{line} {word}") > size.width * 0.85:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    found.add_annotation(
        text="<br>".join(map(escape, [*lines, line])),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": size.font + 1, "color": css(MUTED)},
    )
    found.update_xaxes(visible=False, fixedrange=True)
    found.update_yaxes(visible=False, fixedrange=True)
    return found
