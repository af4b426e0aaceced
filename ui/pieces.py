"""Small pieces of HTML that pages share. Everything that comes from outside is escaped."""

from collections.abc import Iterable
from html import escape

from charts.colours import LEVELS, WHITE, css, text_on
from domain.status import Status
from domain.vocabulary import Level
from wording.sentences import level_text
from wording.translator import Translator


def chip(
    text: str,
    *,
    strong: bool = False,
    dark: bool = False,
    plain: bool = False,
    title: str = "",
) -> str:
    """A word in a box; `dark` for what presses, `plain` without the box."""
    classes = ["k-chip"]
    classes += ["k-strong"] if strong else []
    classes += ["k-dark"] if dark else []
    classes += ["k-plain"] if plain else []
    hint = f' title="{escape(title)}"' if title else ""
    return f'<span class="{" ".join(classes)}"{hint}>{escape(text)}</span>'


def chips(made: Iterable[str]) -> str:
    """Chips in a row that wraps."""
    return f'<div class="k-chips">{"".join(made)}</div>'


def badge(t: Translator, level: Level, *, hatched: bool, whole: bool = False) -> str:
    """The word of a level on its colour, hatched or dashed where it rests on old data.

    `whole`: what the hatch says stands in words too, where nothing beside the badge says it.
    """
    fill = LEVELS[level]
    classes = ["k-badge"]
    on_dark = text_on(fill) == WHITE
    classes += ["k-hatched-light" if on_dark else "k-hatched"] if hatched else []
    classes += ["k-dashed"] if level is Level.NO_DATA else []
    style = f"background-color:{css(fill)};color:{css(text_on(fill))}"
    title = escape(level_text(t, level, hatched))
    word = title if whole else escape(t.label("level", level))
    return f'<span class="{" ".join(classes)}" style="{style}" title="{title}">{word}</span>'


def status_badge(t: Translator, status: Status) -> str:
    """The badge of a status."""
    return badge(t, status.level, hatched=status.hatched)


def bullets(lines: Iterable[str]) -> str:
    """Sentences as a list."""
    return "<ul class='k-list'>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def figure_card(label: str, value: str, *notes: str) -> str:
    """A figure that leads on: what it is, the figure, and what it is made of."""
    under = "".join(f'<div class="k-note">{escape(note)}</div>' for note in notes)
    return (
        f'<div class="k-card"><div class="k-label">{escape(label)}</div>'
        f'<div class="k-value">{escape(value)}</div>{under}</div>'
    )


def headline_block(text: str, under: str) -> str:
    """The one sentence of a screen, and a soft line under it."""
    return (
        f'<div class="k-headline" role="heading" aria-level="1">{escape(text)}</div>'
        f'<div class="k-under">{escape(under)}</div>'
    )
