"""The look of every screen: one style sheet, and the band of a marked database."""

import json
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from wording.translator import Translator

ASSETS = Path(__file__).parent.parent / "assets"
STYLE_SHEET = ASSETS / "kondusif.css"
WIDGET_WORDS = ("enter", "ctrl_enter", "no_results", "upload", "not_taken", "file_not_taken")


def dress(t: Translator, mark: str | None, *, records: bool) -> None:
    """Lay the style sheet over the page, and the band that says what the data are.

    `records`: whether the reader records; the forms are at an address of their own.
    """
    st.html(STYLE_SHEET)
    st.html(_widget_words(t))
    if records:
        st.html(f'<a class="k-record" href="/record" target="_self">{escape(t("record.open"))}</a>')
    if mark is not None:
        st.html(_band(t, mark))


@cache
def _widget_words(t: Translator) -> str:
    """What Streamlit's own widgets say in English alone, in the reader's language."""
    words = {name: t(f"widget.{name}") for name in WIDGET_WORDS}
    said = "".join(
        f"--k-{name}: {json.dumps(text, ensure_ascii=False)};" for name, text in words.items()
    )
    rules = (ASSETS / "widget_words.css").read_text(encoding="utf-8")
    return f"<style>:root {{ {said} }}\n{rules}</style>"


def _band(t: Translator, mark: str) -> str:
    """The mark of the data; opened, how a station starts in earnest."""
    said, how = escape(t(f"band.{mark}")), escape(t("band.in_earnest"))
    return (
        f'<details class="k-band"><summary>{said}</summary>'
        f"<p>{how} <code>KONDUSIF_HOME=kondusif python manage.py init --reference-only</code></p>"
        "</details>"
    )
