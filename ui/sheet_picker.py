"""Choosing the kecamatan whose sheet is open; the choice is in the address."""

from collections.abc import Mapping, Sequence

import streamlit as st

from domain.scope import Scope
from ui.keys import Key
from ui.state import show
from wording.translator import Translator


def pick_area(
    codes: Sequence[str], scope: Scope, names: Mapping[str, str], t: Translator
) -> str | None:
    """The kecamatan of the address, else the first of the codes; None when there is none."""
    if not codes:
        return None
    chosen = next((code for code in scope.sub_district if code in codes), codes[0])
    if scope.sub_district != (chosen,):
        st.query_params["sub_district"] = chosen
    show(Key.SHEET_AREA, chosen)
    st.selectbox(
        t("sheet.choose"),
        sorted(codes),
        key=Key.SHEET_AREA,
        format_func=lambda code: names[code],
        on_change=_take,
        label_visibility="collapsed",
        width=320,
    )
    return chosen


def _take() -> None:
    st.query_params["sub_district"] = st.session_state[Key.SHEET_AREA]
