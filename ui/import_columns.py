"""The third step of an import: our fields and their columns, constants, and orders of days."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from domain.cells import BadCell
from ingest.dates import DateOrder, OrderNeeded, read_day
from ingest.headers import ATTENDANCE_PREFIX, FIELDS, Reads, Target, TargetField, field_of
from ingest.mapping import Coordinates, Mapping
from ingest.mapping_hints import OrderHint, order_hints
from ingest.mapping_proposal import NEEDED
from ui.import_draft import Draft
from ui.import_job import Look
from ui.markdown import plain
from ui.pieces import chip
from ui.sheet_parts import soft
from wording import dates
from wording.translator import Translator

EXAMPLES = 3
LONGEST_EXAMPLE = 60
TOLD_FROM = 200
SEPARATORS = (";", ",", "/", "|", "\n")
POINT = ("latitude", "longitude")
ASKED_FIRST: Table[Target, tuple[str, ...]] = {
    "issues": ("text", "village"),
    "meetings": ("sub_districts", "attendance", "promised"),
    "reports": ("unit", "sub_districts"),
}
"""Fields that are seldom meant to stay empty, whether a column was found or not."""


@dataclass
class Laid:
    """How the columns are laid onto our fields, as the widgets say it."""

    columns: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    coordinates: Coordinates | None = None
    orders: dict[str, DateOrder] = field(default_factory=dict)
    open_orders: list[str] = field(default_factory=list)
    list_separator: str | None = ";"


def label_of(target: Target, name: str, t: Translator) -> str:
    """The name of a field of ours, as people read it."""
    if name.startswith(ATTENDANCE_PREFIX):
        group = t.label("group", name.removeprefix(ATTENDANCE_PREFIX))
        return f"{t('import_field.meetings.attendance')}: {group}"
    return t(f"import_field.{target}.{name}")


def words_of(known: TargetField, look: Look, t: Translator) -> dict[str, str]:
    """The values that a field may take, code -> label; empty where it has no vocabulary."""
    if known.reads is Reads.SUB_DISTRICT:
        return dict(look.known.sub_districts)
    if known.reads is Reads.UNIT:
        return {code: unit.name for code, unit in look.known.units.items()}
    if known.reads is Reads.YES_NO:
        return {code: t(f"importing.{code}") for code in ("yes", "no")}
    if known.reads in (Reads.WORD, Reads.GROUP):
        return {code: t.label(known.group, code) for code in known.codes}
    return {}


def columns_step(draft: Draft, look: Look, t: Translator) -> Laid:
    """Draw the pairs of fields and columns, and give them as they are chosen."""
    st.subheader(t("importing.columns"), anchor=False)
    known = "importing.columns_remembered" if look.remembered else "importing.columns_what"
    st.html(soft(t(known)))
    laid = Laid(list_separator=look.mapping.list_separator)
    base = look.mapping
    needed = NEEDED[draft.target]
    fields = [name for name in FIELDS[draft.target] if name != "voided_on"]
    fields += [name for name in base.columns if name not in fields]
    wanted = {*needed, *ASKED_FIRST[draft.target], *base.columns, *base.constants}
    first = [n for n in fields if n in wanted]
    rest = [n for n in fields if n not in first]
    for name in first:
        _pair(draft, look, name, laid, needed, t)
    with st.expander(t("importing.other_fields", n=len(rest))):
        for name in rest:
            _pair(draft, look, name, laid, needed, t)
        laid.coordinates = _point(draft, look, t)
        if look.separators:
            laid.list_separator = _list_separator(draft, look, t)
    used = set(laid.columns.values())
    if laid.coordinates is not None:
        used |= set(laid.coordinates.model_dump().values())
    unused = [name for name in look.columns if name not in used]
    if unused:
        st.html(soft(t("importing.unused", names=", ".join(unused))))
    _orders(draft, look, laid, t)
    return laid


def _pair(
    draft: Draft, look: Look, name: str, laid: Laid, needed: Sequence[str], t: Translator
) -> None:
    """A field: its column, how that was found, and what stands in it."""
    base = look.mapping
    label = label_of(draft.target, name, t)
    proposed = base.columns.get(name)
    left, middle, right = st.columns([3, 4, 5], vertical_alignment="center")
    with middle:
        chosen = st.selectbox(
            label,
            look.columns,
            index=look.columns.index(proposed) if proposed in look.columns else None,
            placeholder=t("importing.no_column"),
            label_visibility="collapsed",
            key=draft.widget(f"column_{name}"),
        )
        known = field_of(name, draft.target)
        words = words_of(known, look, t) if known is not None else {}
        constant = base.constants.get(name)
        if chosen is None and words:
            constant = st.selectbox(
                t("importing.constant"),
                list(words),
                index=list(words).index(constant) if constant in words else None,
                format_func=lambda code: words[code],
                placeholder=t("importing.constant"),
                label_visibility="collapsed",
                key=draft.widget(f"constant_{name}"),
            )
    if chosen is not None:
        laid.columns[name] = chosen
    if constant is not None:
        laid.constants[name] = constant
    star = " *" if name in needed else ""
    with left:
        st.html(f"<b>{escape(label + star)}</b> {_mark(look, name, chosen, t)}")
    with right:
        lacking = name in needed and constant is None
        st.html(_examples(look, chosen, t, lacking=lacking))


def _mark(look: Look, name: str, chosen: str | None, t: Translator) -> str:
    """How a column was found; a guess stands out."""
    if chosen is None:
        return ""
    if chosen != look.mapping.columns.get(name):
        return chip(t("importing.mark.chosen"), plain=True)
    if look.remembered:
        return chip(t("importing.mark.remembered"), plain=True)
    guess = name in look.guessed
    return chip(t(f"importing.mark.{'guess' if guess else 'exact'}"), strong=guess, plain=not guess)


def _examples(look: Look, column: str | None, t: Translator, *, lacking: bool) -> str:
    if column is None and lacking:
        return chip(t("importing.pick_column"), strong=True)
    if column is None:
        return _soft(t("importing.stays_empty"))
    cells = list(dict.fromkeys(look.samples.get(column, ())))[:EXAMPLES]
    said = " · ".join(c if len(c) <= LONGEST_EXAMPLE else c[:LONGEST_EXAMPLE] + "…" for c in cells)
    return _soft(said or t("importing.column_empty"))


def _soft(text: str) -> str:
    """A soft text without the air of a paragraph, beside a choice."""
    return f'<div class="k-soft">{escape(text)}</div>'


def _point(draft: Draft, look: Look, t: Translator) -> Coordinates | None:
    """The two columns of a point; one alone is none."""
    proposed = look.mapping.coordinates.model_dump() if look.mapping.coordinates else {}
    with st.container(horizontal=True):
        chosen = [
            st.selectbox(
                t(f"importing.{name}"),
                look.columns,
                index=look.columns.index(proposed[name]) if name in proposed else None,
                placeholder=t("importing.no_column"),
                key=draft.widget(name),
                width=320,
            )
            for name in POINT
        ]
    if chosen[0] is None or chosen[1] is None:
        return None
    return Coordinates(latitude=chosen[0], longitude=chosen[1])


def _list_separator(draft: Draft, look: Look, t: Translator) -> str | None:
    seen = next(iter(look.separators.values()), ";")
    default = look.mapping.list_separator if look.remembered else seen
    return st.selectbox(
        t("importing.list_separator"),
        SEPARATORS,
        index=SEPARATORS.index(default) if default in SEPARATORS else None,
        format_func=lambda text: t("importing.line_break") if text == "\n" else text,
        key=draft.widget("list_separator"),
        width=320,
    )


def _orders(draft: Draft, look: Look, laid: Laid, t: Translator) -> None:
    """Ask for the order of each column whose days can be read in more than one way."""
    for hint in order_hints(laid.columns, look.samples, draft.target):
        example, ways = _telling(hint, look.samples.get(hint.column, ()))
        order = look.mapping.order_of(hint.field)
        options = list(ways)
        if order is not None and order not in options:
            options.append(order)
        chosen = st.radio(
            plain(t("importing.order", column=hint.column, example=example)),
            options,
            index=options.index(order) if order is not None else None,
            format_func=partial(_reading, hint, example, ways, t=t),
            key=draft.widget(f"order_{hint.field}"),
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


def mapping_of(
    draft: Draft, look: Look, laid: Laid, values: Table[str, Table[str, str]]
) -> Mapping:
    """The mapping that the choices make, with what the proposal had beside them."""
    base = look.mapping
    orders = set(laid.orders.values())
    order = next(iter(orders)) if len(orders) == 1 else dict(laid.orders) or None
    tables = {name: dict(base.values.get(name, {})) for name in (*base.values, *values)}
    for name, words in values.items():
        tables[name] |= words
    told = look.recognised
    return base.model_copy(
        update={
            "columns": laid.columns,
            "constants": laid.constants,
            "coordinates": laid.coordinates,
            "date_order": order if order is not None else base.date_order,
            "list_separator": laid.list_separator,
            "values": {name: words for name, words in tables.items() if words},
            "sheet": draft.told.sheet or (told.sheet if len(told.sheets) > 1 else None),
            "header_row": draft.told.header_row,
            "encoding": draft.told.encoding,
            "separator": draft.told.separator,
        }
    )
