"""Correct an opened input, void it, or void a step of its history; folded away."""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.corrections import correct_record, void_event, void_record
from db.commands.trail import Actor
from db.engine import reading
from db.queries import villages
from db.queries.accounts import SignedIn
from db.queries.corrections import Mendable, mendable
from db.shared import shared_engine
from domain.station import now
from domain.vocabulary import Category, Kind, StakeholderGroup
from ui import cached
from ui.saving import Saved, form_key, save
from wording import dates
from wording.translator import Translator

CODES: dict[str, tuple[str, list[str]]] = {
    "category": ("category", [code.value for code in Category]),
    "kind": ("kind", [code.value for code in Kind]),
    "raised_by": ("group", [code.value for code in StakeholderGroup]),
}
"""The fields of codes: the group of their labels, and the codes."""

Command = Callable[[Session, Actor, str], object]


def mend_forms(who: SignedIn, t: Translator, issue: str, names: Mapping[str, str]) -> None:
    """Draw what the reader may put right; nothing where that is nothing."""
    # Not through the cache: a recorder's day runs out without the ledger changing.
    with reading(shared_engine()) as session:
        found = mendable(session, who.reader, who.account_id, issue, now())
    if found is None:
        return
    if found.fields:
        with st.expander(t("mend.correct")):
            _correct(who, t, found, names)
    if found.may_void:
        with st.expander(t("mend.void")):
            _void(who, t, found)


def _correct(who: SignedIn, t: Translator, found: Mendable, names: Mapping[str, str]) -> None:
    name = f"correct_{found.issue}"
    key = form_key(name)
    with st.form(f"form_{key}", border=False):
        values = {
            field: _field(who, t, found, field, names, f"{key}_{field}") for field in found.fields
        }
        reason = st.text_area(t("mend.reason"), key=f"{key}_reason", max_chars=2000, height=80)
        sent = st.form_submit_button(t("mend.correct_do"), type="primary", key=f"{key}_save")
    # Only what was changed here: what somebody else corrected meanwhile stays theirs.
    drawn = st.session_state.setdefault(f"{key}_drawn", found)
    changes = {field: value for field, value in values.items() if value != getattr(drawn, field)}

    def command(session: Session, actor: Actor, form: str) -> None:
        correct_record(session, actor, "issues", found.issue, changes, reason, form)

    saved(who, t, name, command, sent=sent)


def _field(
    who: SignedIn,
    t: Translator,
    found: Mendable,
    field: str,
    names: Mapping[str, str],
    widget: str,
) -> Any:
    now_there = getattr(found, field)
    if field == "text":
        held = None if found.text is not None else t("mend.held")
        words = st.text_area(
            t("field.text"), value=now_there or "", help=held, key=widget, max_chars=2000
        )
        return words.strip() or None
    if field == "village_code":
        areas = cached.ask(villages.village_areas, who.reader)
        codes = [code for code, area in areas.items() if area == found.sub_district]
        codes.sort(key=lambda code: names.get(code, code))
        return _pick(t, field, codes, now_there, lambda code: names.get(code, code), widget)
    group, known = CODES[field]
    return _pick(t, field, known, now_there, lambda code: t.label(group, code), widget)


def _pick(
    t: Translator,
    field: str,
    codes: list[str],
    now_there: str | None,
    words: Callable[[str], str],
    widget: str,
) -> str | None:
    return st.selectbox(
        t(f"field.{field}"),
        codes,
        index=codes.index(now_there) if now_there in codes else None,
        format_func=words,
        placeholder=t("field.pick"),
        key=widget,
    )


def _void(who: SignedIn, t: Translator, found: Mendable) -> None:
    """The input itself, or for the commander one step of its history."""
    name = f"void_{found.issue}"
    key = form_key(name)
    steps = {0: t("mend.whole", issue=found.issue)}
    for sequence, event, day in found.events:
        steps[sequence] = f"{t.label('event', event)} · {dates.short(day, t.language)}"
    st.caption(t("mend.void_means"))
    with st.form(f"form_{key}", border=False):
        step = st.selectbox(
            t("mend.what"),
            list(steps),
            index=None if found.events else 0,
            format_func=steps.__getitem__,
            placeholder=t("field.pick"),
            key=f"{key}_step",
        )
        reason = st.text_area(t("mend.reason"), key=f"{key}_reason", max_chars=2000, height=80)
        sent = st.form_submit_button(t("mend.void_do"), key=f"{key}_save")
    if sent and step is None:
        st.error(t("mend.what_first"))
        return

    def command(session: Session, actor: Actor, form: str) -> None:
        if step:
            void_event(session, actor, found.issue, step, reason, form)
        else:
            void_record(session, actor, "issues", found.issue, reason, form)

    saved(who, t, name, command, sent=sent)


def saved(who: SignedIn, t: Translator, name: str, command: Command, *, sent: bool) -> None:
    """Run the command of a form that was sent, and draw the page anew once it is kept."""
    if sent and save(who, t, name, command) is not Saved.NO:
        st.rerun()
