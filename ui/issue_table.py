"""The list of inputs: fifty at a time, a row opens the input beside it."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from db.queries.issues import IssueRow
from domain.scope import Scope, to_params
from ui.issue_words import due_words, text_words
from ui.keys import Key
from ui.screen import is_phone
from wording import dates
from wording.translator import Translator

PAGE = 50
"""So many inputs are listed at a time."""

SHOWN_ROWS = 8
ROW, HEAD = (66, 84), 38
"""Heights in pixels, on a desk and on a phone; the grid wraps texts from 64 on."""

OFFSET = "issues_offset"

COLUMNS: dict[str, tuple[int, int]] = {
    "ticket": (112, 112),
    "day": (90, 90),
    "sub_district": (104, 104),
    "category": (140, 120),
    "severity": (88, 66),
    "state": (124, 118),
    "owner": (128, 112),
    "due": (178, 150),
    "text": (272, 150),
}
"""Columns with their widths on a desk and on a phone, in pixels."""

BESIDE_ORDER = ("ticket", "day", "text", "severity", "state", "due", "sub_district", "category")
PHONE_ORDER = ("text", "severity", "state", "due", "sub_district", "day", "ticket", "category")


def offset_of(scope: Scope) -> int:
    """Where the list stands; another set of filters starts at its top."""
    asked, offset = st.session_state.get(OFFSET, ("", 0))
    return int(offset) if asked == _name(scope) else 0


def _name(scope: Scope) -> str:
    bare = scope.narrowed(issue=None)
    return repr((to_params(bare), bare.text))


def _turn(scope: Scope, offset: int) -> None:
    st.session_state[OFFSET] = (_name(scope), offset)


def table_frame(rows: Sequence[IssueRow], names: Mapping[str, str], t: Translator) -> pd.DataFrame:
    """The rows in words, one column for each of COLUMNS."""
    return pd.DataFrame(
        {
            "ticket": [row.issue for row in rows],
            "day": [dates.short(row.reported_on, t.language) for row in rows],
            "sub_district": [
                names.get(row.sub_district or "", t("unknown.district")) for row in rows
            ],
            "category": [t.label("category", row.category) for row in rows],
            "severity": [t.label("severity", row.severity) for row in rows],
            "state": [t.label("state", row.state) for row in rows],
            "owner": [names.get(row.unit or "", t("unknown.owner")) for row in rows],
            "due": [due_words(row, t) for row in rows],
            "text": [text_words(row.text, t) for row in rows],
        },
        dtype="str",
    )


def issue_table(
    rows: Sequence[IssueRow],
    total: int,
    scope: Scope,
    names: Mapping[str, str],
    t: Translator,
    *,
    beside: bool,
) -> None:
    """Draw the page of rows, and the way to the others; narrower `beside` an opened input."""
    offset = offset_of(scope)
    tickets = [row.issue for row in rows]
    opened = [tickets.index(scope.issue)] if scope.issue in tickets else []
    _mark(opened)
    phone = is_phone()
    order = PHONE_ORDER if phone else BESIDE_ORDER if beside else tuple(COLUMNS)
    st.dataframe(
        table_frame(rows, names, t),
        key=Key.ISSUE_TABLE,
        hide_index=True,
        height=HEAD + ROW[phone] * min(len(rows), SHOWN_ROWS),
        row_height=ROW[phone],
        column_order=order,
        column_config={
            name: st.column_config.TextColumn(t(f"issues.head.{name}"), width=widths[phone])
            for name, widths in COLUMNS.items()
        },
        selection_mode=["single-row", "single-cell"],
        on_select=lambda: _take_row(tickets, opened),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("issues.shown", first=offset + 1, last=offset + len(rows), n=total))
        if total > PAGE:
            st.button(
                t("issues.earlier"),
                key=Key.ISSUES_EARLIER,
                disabled=offset == 0,
                on_click=_turn,
                args=(scope, max(0, offset - PAGE)),
            )
            st.button(
                t("issues.later"),
                key=Key.ISSUES_LATER,
                disabled=offset + PAGE >= total,
                on_click=_turn,
                args=(scope, offset + PAGE),
            )


def _mark(wanted: list[int]) -> None:
    """Mark the row of the opened input, and no other: rows change with page and filters.

    A mark that is right is left alone, so that the keyboard stays on its cell.
    """
    if sorted(_marked()) != wanted:
        st.session_state[Key.ISSUE_TABLE] = {
            "selection": {"rows": wanted, "columns": [], "cells": []}
        }


def _marked() -> set[int]:
    """The rows that are marked, or that hold a marked cell."""
    state = st.session_state.get(Key.ISSUE_TABLE)
    if state is None:
        return set()
    selection = state["selection"]
    return {*selection["rows"], *(row for row, _column in selection["cells"])}


def _take_row(tickets: Sequence[str], opened: list[int]) -> None:
    """Open the input of the row or cell that was newly chosen; close it when none is left."""
    marked = _marked()
    chosen = [row for row in marked.difference(opened) if row < len(tickets)]
    if chosen:
        st.query_params["issue"] = tickets[chosen[0]]
    elif not marked:
        close_issue()


def close_issue() -> None:
    """Take the opened input out of the address."""
    if "issue" in st.query_params:
        del st.query_params["issue"]
