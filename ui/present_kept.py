"""What is typed on a slide, kept while other slides are shown.

Streamlit forgets what a widget holds as soon as a run does not draw it.
"""

from collections.abc import Collection
from typing import Any

import streamlit as st

KEPT = "present_kept"


class Kept:
    """The values of the fields of one form, by the beginning of their keys."""

    def __init__(self, form: str) -> None:
        self.form = form

    def field(
        self, name: str, first: Any = None, among: Collection[Any] | None = None
    ) -> dict[str, Any]:
        """What a widget is given to hold again what it held; `first` where it held nothing.

        `among` are the choices of a field that has some: one that is gone is not held.
        """
        key = f"{self.form}_{name}"
        value = self._values().get(key, first)
        gone = among is not None and value not in among
        if key not in st.session_state and value is not None and not gone:
            st.session_state[key] = value
        # The run that steps to another slide brings the last field along, and draws none.
        return {"key": key, "on_change": self._take, "args": (key,)}

    def forget(self) -> None:
        """The form was saved: its fields are empty the next time."""
        st.session_state.get(KEPT, {}).pop(self.form, None)

    def _take(self, key: str) -> None:
        self._values()[key] = st.session_state[key]

    def _values(self) -> dict[str, Any]:
        forms: dict[str, dict[str, Any]] = st.session_state.setdefault(KEPT, {})
        return forms.setdefault(self.form, {})
