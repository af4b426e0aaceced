"""Ways from one view to another. Each is an address: a page, and the codes of a scope."""

import streamlit as st

from domain import scope as scopes
from domain.scope import Scope
from ui.keys import Key
from ui.page_table import ROOT

WAITING = "waiting_to_open"


def page_file(key: str) -> str:
    """The script of a page, as Streamlit's links want it."""
    return str(ROOT / "pages" / f"{key}.py")


def address(scope: Scope, **changes: object) -> dict[str, list[str]]:
    """The query of an address: the day of a scope, with some filters set."""
    bare = Scope(as_of=scope.as_of, known=scope.known)
    return scopes.to_params(bare.narrowed(**changes))


def take_area(key: Key) -> None:
    """Remember the area that was clicked on a map; `follow` opens it on the next run.

    For `on_select`: if the figure depended on the selection, the selection would be lost
    on the next run.
    """
    points = st.session_state[key].get("selection", {}).get("points", [])
    codes = [point["location"] for point in points if point.get("location")]
    if codes:
        st.session_state[WAITING] = codes[0]


def follow(scope: Scope) -> None:
    """Open the sheet of an area that was clicked."""
    code = st.session_state.pop(WAITING, None)
    if code is not None:
        st.switch_page(page_file("sub_district"), query_params=address(scope, sub_district=(code,)))


def link(page: str, label: str, scope: Scope, **changes: object) -> None:
    """A link to a page, with the day of the scope and some filters."""
    st.page_link(page_file(page), label=label, query_params=address(scope, **changes))
