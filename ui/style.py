"""The look of every screen: one style sheet, and the band of a marked database."""

from html import escape
from pathlib import Path

import streamlit as st

from wording.translator import Translator

STYLE_SHEET = Path(__file__).parent.parent / "assets" / "kondusif.css"


def dress(t: Translator, mark: str | None, *, records: bool) -> None:
    """Lay the style sheet over the page, and the band that says what the data are.

    `records`: whether the reader records; the forms are at an address of their own.
    """
    st.html(STYLE_SHEET)
    if records:
        st.html(f'<a class="k-record" href="/record" target="_self">{escape(t("record.open"))}</a>')
    if mark is not None:
        st.html(_band(t, mark))


def _band(t: Translator, mark: str) -> str:
    """The mark of the data; opened, how a station starts in earnest."""
    said, how = escape(t(f"band.{mark}")), escape(t("band.in_earnest"))
    return (
        f'<details class="k-band"><summary>{said}</summary>'
        f"<p>{how} <code>KONDUSIF_HOME=kondusif python manage.py init --reference-only</code></p>"
        "</details>"
    )
