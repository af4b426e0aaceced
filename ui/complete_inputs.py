"""The inputs of a meeting listed afterwards, or said to be nihil, or to be lost."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.corrections import complete_inputs
from db.commands.trail import Actor
from db.queries import minutes, villages
from db.queries.accounts import SignedIn
from db.queries.meetings import MeetingRow
from db.queries.move_context import units_of
from db.queries.recording import RECORDERS
from domain.faults import Fault, Refused
from domain.forms import InputForm
from domain.moves import acting_as
from domain.scope import Scope
from domain.station import today
from domain.vocabulary import Category, Inputs, Kind, StakeholderGroup, UnitKind
from ui import cached
from ui.saving import Saved, form_key, save
from wording.translator import Translator

HOWS = (Inputs.ITEMISED, Inputs.NIL, Inputs.LOST)
NAMED = {"village": "village_code", "sub_district": "village_code"}


def completion(who: SignedIn, t: Translator, meeting: str, names: Mapping[str, str]) -> None:
    """Draw the forms, where the inputs are owed today and the reader records for the area."""
    reader = acting_as(who.reader, RECORDERS)
    if not reader.roles:
        return
    found = cached.ask(minutes.minutes, reader, Scope(as_of=today()), meeting)
    if found is None or found.head.voided_on or found.head.inputs != Inputs.NOT_RECORDED:
        return
    name = f"inputs_{meeting}"
    key = form_key(name)
    how = st.segmented_control(
        t("complete.title"),
        HOWS,
        format_func=lambda code: t(f"complete.{code}"),
        key=f"{key}_how",
    )
    if how is not None:
        _form(who, t, found.head, Inputs(how), names, name)


def _form(
    who: SignedIn,
    t: Translator,
    head: MeetingRow,
    how: Inputs,
    names: Mapping[str, str],
    name: str,
) -> None:
    key = form_key(name)
    rows_key = f"{key}_rows"
    rows: int = st.session_state.setdefault(rows_key, 1)
    items: list[InputForm] = []
    reason: str | None = None
    more = False
    with st.form(f"form_{key}_{how}", border=True):
        if how is Inputs.NIL:
            st.text(t("complete.nil_means"))
        elif how is Inputs.LOST:
            reason = st.text_area(t("field.reason"), key=f"{key}_reason", max_chars=2000)
        else:
            items = [_item(who, t, head, names, f"{key}_{n}", n) for n in range(1, rows + 1)]
            more = st.form_submit_button(t("complete.more"), key=f"{key}_more")
        sent = st.form_submit_button(t("complete.save"), type="primary", key=f"{key}_save")
    if more:
        st.session_state[rows_key] = rows + 1
        st.rerun()
    if sent:
        command = _command(head.meeting, how, items, reason)
        if save(who, t, name, command) is not Saved.NO:
            st.rerun()


def _item(
    who: SignedIn,
    t: Translator,
    head: MeetingRow,
    names: Mapping[str, str],
    key: str,
    number: int,
) -> InputForm:
    """The fields of one input; a promise is folded away, as most come without one."""
    st.markdown(f"**{t('complete.row', n=number)}**")
    text = st.text_area(t("field.text"), key=f"{key}_text", max_chars=2000, height=80)
    left, right = st.columns(2)
    with left:
        category = _choice(t, "category", "category", list(Category), f"{key}_category")
        group = _choice(t, "raised_by", "group", list(StakeholderGroup), f"{key}_raised_by")
    with right:
        kind = _choice(t, "kind", "kind", list(Kind), f"{key}_kind")
        areas = cached.ask(villages.village_areas, who.reader)
        places = _places(head.sub_districts, areas, names)
        place = st.selectbox(
            t("field.place"),
            list(places),
            index=0 if len(head.sub_districts) == 1 else None,
            format_func=places.__getitem__,
            placeholder=t("field.pick"),
            key=f"{key}_place",
        )
    with st.expander(t("complete.promise")):
        act = st.text_area(t("field.note.assigned"), key=f"{key}_act", max_chars=2000, height=80)
        units = {code: kind for code, _, kind in cached.ask(units_of, who.reader)}
        owner = st.selectbox(
            t("field.owner"),
            sorted(units, key=lambda code: (units[code] == UnitKind.AGENCY, names.get(code, code))),
            index=None,
            format_func=lambda code: names.get(code, code),
            placeholder=t("field.pick"),
            key=f"{key}_owner",
        )
        due_on = st.date_input(
            t("field.due_on"),
            value=None,
            min_value=head.held_on,
            format="DD/MM/YYYY",
            key=f"{key}_due_on",
        )
    return InputForm(
        kind=kind or "",
        category=category or "",
        text=text,
        sub_district=areas.get(place, place) if place else None,
        village=place if place in areas else None,
        raised_by=group,
        act=act,
        owner=owner,
        due_on=due_on,
    )


def _places(
    covered: tuple[str, ...], areas: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    """The kecamatan of a meeting, and their villages after them, with what to call each."""
    words = {code: names.get(code, code) for code in covered}
    for area in covered:
        inside = [code for code, of in areas.items() if of == area]
        for code in sorted(inside, key=lambda code: names.get(code, code)):
            words[code] = f"{names.get(code, code)} · {names.get(area, area)}"
    return words


def _choice(t: Translator, field: str, group: str, codes: list[Any], key: str) -> str | None:
    return st.selectbox(
        t(f"field.{field}"),
        [str(code) for code in codes],
        index=None,
        placeholder=t("field.pick"),
        format_func=lambda code: t.label(group, code),
        key=key,
    )


def _command(
    meeting: str, how: Inputs, items: list[InputForm], reason: str | None
) -> Callable[[Session, Actor, str], object]:
    # A block that nobody filled is no input; where all are empty the first one is told what it is.
    filled = [item for item in items if item.text.strip() or item.category or item.kind]

    def run(session: Session, actor: Actor, key: str) -> None:
        try:
            complete_inputs(session, actor, meeting, how, filled or items[:1], reason, key)
        except Refused as refused:
            raise Refused(_numbered(fault) for fault in refused.faults) from None

    return run


def _numbered(fault: Fault) -> Fault:
    """The fault of `items.1.text` as that of the field of the second input."""
    parts = (fault.column or "").split(".")
    if len(parts) != 3:
        return fault
    _, index, field = parts
    return replace(fault, column=NAMED.get(field, field), row=int(index) + 1)
