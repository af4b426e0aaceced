"""The order of the days of an import: asked for wherever a day can be read in several ways."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from datetime import date
from functools import partial

import streamlit as st

from domain.cells import BadCell
from ingest.dates import DateOrder, OrderNeeded, read_day
from ingest.mapping_hints import OrderHint, order_hints
from ui.import_draft import Draft
from ui.import_look import Look
from ui.import_side import Laid, Side
from ui.markdown import plain
from wording import dates
from wording.translator import Translator

TOLD_FROM = 200


def orders_step(draft: Draft, look: Look, side: Side, laid: Laid, t: Translator) -> None:
    """Ask for the order of each column whose days can be read in more than one way."""
    order_of = look.mapping.order_of_input if side.prefix else look.mapping.order_of
    for hint in order_hints(laid.columns, side.columns.samples, side.target):
        example, ways = _telling(hint, side.columns.samples.get(hint.column, ()))
        order = order_of(hint.field)
        options = list(ways)
        if order is not None and order not in options:
            options.append(order)
        chosen = st.radio(
            plain(t("importing.order", column=hint.column, example=example)),
            options,
            index=options.index(order) if order is not None else None,
            format_func=partial(_reading, hint, example, ways, t=t),
            key=draft.widget(f"{side.prefix}order_{hint.field}"),
        )
        if chosen is None:
            laid.open_orders.append(hint.column)
        else:
            laid.orders[hint.field] = chosen


def readings(example: str) -> Table[DateOrder, date]:
    """What a day in numbers means by each order."""
    try:
        read_day(example)
    except OrderNeeded as needed:
        return needed.readings
    except BadCell:
        # No day at all: the check says so.
        return {}
    return {}


def _telling(hint: OrderHint, cells: Sequence[str]) -> tuple[str, Table[DateOrder, date]]:
    """The cell that tells the orders apart best: one that each of them reads otherwise."""
    best, most = hint.example, readings(hint.example)
    for cell in dict.fromkeys(cells[:TOLD_FROM]):
        found = readings(cell)
        if len(set(found.values())) > len(set(most.values())):
            best, most = cell, found
    return best, most


def _reading(
    hint: OrderHint, example: str, ways: Table[DateOrder, date], way: DateOrder, *, t: Translator
) -> str:
    order = t(f"importing.order.{way}")
    said = order
    if way in ways:
        said = f"{example} = {dates.full(ways[way], t.language)} ({order})"
    if way not in hint.possible:
        said = f"{said} – {t('importing.order_unfit', example=hint.example)}"
    return plain(said)
