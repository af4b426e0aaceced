"""What widgets show comes from the address, not from what they showed before."""

from typing import Any

import streamlit as st


def show(key: str, value: Any) -> None:
    """Let the widget of a key show a value when it is drawn.

    Written only where it differs: what is written is sent to the browser, where it would
    undo a choice that the reader made while this run was still under way.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
