"""A slide on the screen, and the keys of a presenter remote."""

import streamlit as st

from db.queries.accounts import SignedIn
from domain.scope import Scope
from ui.keys import Key
from ui.present_agreement import agreement_form
from ui.present_slides import AGREEMENTS, SLIDE, Show
from wording.translator import Translator


def stage(who: SignedIn, t: Translator, scope: Scope, show: Show, place: int, form: bool) -> None:
    """Draw the slide of this number, and the buttons that the remote presses."""
    last = len(show.slides)
    slide = show.slides[place - 1]
    entering = form and slide.key == AGREEMENTS and place == show.last_of(AGREEMENTS)
    # Esc is pressed in a field as well, to close its list: what is typed would be lost there.
    leave = None if entering and not scope.known else "Esc"
    st.html(slide.html)
    forward, back = min(place + 1, last), max(place - 1, 1)
    with st.container(key="slide_steps", horizontal=True):
        _step("‹", Key.SLIDE_BACK, "PageUp", t("present.previous"), back, off=place == 1)
        _step("›", Key.SLIDE_NEXT, "PageDown", t("present.next"), forward, off=place == last)
        _step("×", Key.SLIDE_LEAVE, leave, t("present.leave"), None)
    with st.container(key="slide_keys"):
        _step(t("present.previous"), Key.SLIDE_LEFT, "Left", "", back, off=place == 1)
        _step(t("present.next"), Key.SLIDE_RIGHT, "Right", "", forward, off=place == last)
    if entering:
        with st.container(key="slide_form"):
            agreement_form(who, t, scope)


def go_to(place: int | None) -> None:
    """Write the number of a slide to the address; None is the screen before them."""
    if place is not None:
        st.query_params[SLIDE] = str(place)
    elif SLIDE in st.query_params:
        del st.query_params[SLIDE]


def _step(
    label: str, key: str, shortcut: str | None, what: str, place: int | None, *, off: bool = False
) -> None:
    st.button(
        label,
        key=key,
        shortcut=shortcut,
        help=what or None,
        on_click=go_to,
        args=(place,),
        disabled=off,
    )
