"""The second step of an import: our fields and their columns, of records and of their inputs."""

from collections.abc import Mapping as Table
from functools import partial
from html import escape
from typing import Any

import streamlit as st

from ingest.dates import DateOrder
from ingest.headers import KEYS
from ingest.mapping import INPUTS, Mapping
from ingest.mapping_hints import separator_hints
from ui.import_draft import Draft
from ui.import_look import BESIDE, NOWHERE, InputsAt, Look, Origin
from ui.import_orders import orders_step
from ui.import_side import Laid, Side, draw_field, draw_point, inputs_side, records_side
from ui.sheet_parts import soft
from wording.translator import Translator

SEPARATORS = (";", ",", "/", "|", "\n")
Values = Table[str, Table[str, str]]


def columns_step(draft: Draft, look: Look, t: Translator) -> Laid:
    """Draw the pairs of fields and columns, and give them as they are chosen."""
    st.html(soft(t(f"importing.columns_{look.origin}", file=draft.mapping_name)))
    side = records_side(draft, look)
    laid = _draw(draft, look, side, t)
    if draft.target != "issues":
        laid.inputs = _inputs(draft, look, laid, t)
    return laid


def _draw(draft: Draft, look: Look, side: Side, t: Translator) -> Laid:
    """The fields of a side, those that are seldom needed folded away."""
    laid = Laid(list_separator=look.mapping.list_separator)
    for name in side.first:
        draw_field(draft, side, name, laid, look.known, t)
    with st.expander(t("importing.other_fields", n=len(side.rest))):
        for name in side.rest:
            draw_field(draft, side, name, laid, look.known, t)
        laid.coordinates = draw_point(draft, side, t)
    hints = separator_hints(laid.columns, side.columns.samples, side.target)
    if hints and not side.prefix:
        laid.list_separator = _list_separator(draft, look, hints, t)
    orders_step(draft, look, side, laid, t)
    return laid


def unused_step(look: Look, laid: Laid, t: Translator) -> None:
    """Say which columns of the sheet have no field, of the records or of inputs beside them."""
    sides = [laid]
    if laid.inputs is not None and look.inputs_at == BESIDE:
        sides.append(laid.inputs)
    used: set[str] = set()
    for side in sides:
        used |= set(side.columns.values())
        if side.coordinates is not None:
            used |= set(side.coordinates.model_dump().values())
    unused = [name for name in look.columns.names if name not in used]
    if unused:
        st.html(soft(t("importing.unused", names=", ".join(unused))))


def _inputs(draft: Draft, look: Look, laid: Laid, t: Translator) -> Laid | None:
    """Where the inputs of the records stand, and their fields; another place is looked into."""
    st.html(f'<h3 class="k-part">{escape(t(f"importing.inputs.{draft.target}"))}</h3>')
    sheets = [name for name in look.recognised.sheets if name != look.recognised.sheet]
    options = [NOWHERE, BESIDE, *(InputsAt(sheet=name) for name in sheets)]
    at = st.selectbox(
        t("importing.inputs.where"),
        options,
        index=options.index(look.inputs_at) if look.inputs_at in options else 0,
        format_func=partial(_place, t=t),
        key=draft.widget("inputs_at"),
        width=480,
    )
    if at != look.inputs_at:
        draft.find_inputs(at)
        st.rerun()
    side = inputs_side(draft, look)
    if side is None:
        return None
    key = KEYS[draft.target]
    what = "importing.inputs.apart_what"
    if look.inputs_at == BESIDE:
        joined = key in laid.columns
        what = f"importing.inputs.beside_{'joined' if joined else 'alike'}"
    st.html(soft(t(what, key=t(f"import_field.{draft.target}.{key}"))))
    return _draw(draft, look, side, t)


def _place(at: InputsAt, *, t: Translator) -> str:
    if at.sheet is not None:
        return t("importing.inputs.sheet", sheet=at.sheet)
    return t(f"importing.inputs.{'beside' if at.beside else 'nowhere'}")


def _list_separator(draft: Draft, look: Look, hints: Table[str, str], t: Translator) -> str | None:
    seen = next(iter(hints.values()))
    default = seen if look.origin is Origin.PROPOSED else look.mapping.list_separator
    return st.selectbox(
        t("importing.list_separator"),
        SEPARATORS,
        index=SEPARATORS.index(default) if default in SEPARATORS else None,
        format_func=lambda text: t("importing.line_break") if text == "\n" else text,
        key=draft.widget("list_separator"),
        width=320,
    )


def mapping_of(draft: Draft, look: Look, laid: Laid, values: Values) -> Mapping:
    """The mapping that the choices make, with what it began with beside them.

    `values` are the meanings chosen for words, those of inputs with `inputs.` before them.
    """
    base, told = look.mapping, look.recognised
    own = {name: words for name, words in values.items() if not name.startswith(INPUTS)}
    inputs = None
    if laid.inputs is not None and base.inputs is not None:
        below = {n.removeprefix(INPUTS): w for n, w in values.items() if n.startswith(INPUTS)}
        update = _layout(laid.inputs, base.inputs.values, below)
        update["date_order"] = _order(laid.inputs) or base.inputs.date_order
        inputs = base.inputs.model_copy(update=update)
    return base.model_copy(
        update={
            **_layout(laid, base.values, own),
            "date_order": _order(laid) or base.date_order,
            "list_separator": laid.list_separator,
            "sheet": draft.told.sheet or (told.sheet if len(told.sheets) > 1 else None),
            "header_row": draft.told.header_row,
            "encoding": draft.told.encoding,
            "separator": draft.told.separator,
            "inputs": inputs,
        }
    )


def _layout(laid: Laid, base: Table[str, Table[str, str | None]], values: Values) -> dict[str, Any]:
    tables = {name: {**base.get(name, {}), **values.get(name, {})} for name in (*base, *values)}
    return {
        "columns": laid.columns,
        "constants": laid.constants,
        "coordinates": laid.coordinates,
        "values": {name: words for name, words in tables.items() if words},
    }


def _order(laid: Laid) -> DateOrder | dict[str, DateOrder] | None:
    """One order for all days where all have the same."""
    orders = set(laid.orders.values())
    return next(iter(orders)) if len(orders) == 1 else dict(laid.orders) or None
