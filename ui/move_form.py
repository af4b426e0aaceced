"""The moves of an issue: a button for each that the reader may make, and its short form."""

from collections.abc import Mapping
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.evidence import keep_evidence
from db.commands.moves import move_issue
from db.commands.trail import Actor
from db.queries.accounts import SignedIn
from db.queries.move_context import MoveContext, move_context, units_of
from domain.forms import MoveForm
from domain.moves import Carried, Move
from domain.station import today
from domain.vocabulary import (
    EventKind,
    Role,
    Rubric,
    Severity,
    StakeholderGroup,
    Threat,
    UnableReason,
    UnitKind,
)
from ui import cached
from ui.saving import Saved, form_key, save
from wording import dates
from wording.translator import Translator

CHOSEN = "chosen_move"
TO_AGENCY = frozenset({EventKind.REFERRED, EventKind.RECEIPT, EventKind.ANSWERED})
SIWAS = "siwas"


def moves(who: SignedIn, t: Translator, issue: str, names: Mapping[str, str]) -> None:
    """Draw the moves open to the reader, and the form of the one that was chosen."""
    context = cached.ask(move_context, who.reader, issue, today())
    if context is None or not context.moves:
        return
    events = [move.event for move in context.moves]
    chosen = st.segmented_control(
        t("moves.title"),
        events,
        format_func=lambda event: t.label("move", event),
        key=f"{CHOSEN}_{issue}",
    )
    move = next((m for m in context.moves if m.event == chosen), None)
    if move is not None:
        _form(who, t, context, move, names)


def _form(
    who: SignedIn, t: Translator, context: MoveContext, move: Move, names: Mapping[str, str]
) -> None:
    name = f"move_{context.issue}_{move.event}"
    key = form_key(name)
    with st.form(f"form_{key}", border=True):
        filled: dict[str, Any] = {
            "occurred_on": st.date_input(
                t("field.occurred_on"),
                value=today(),
                max_value=today(),
                format="DD/MM/YYYY",
                key=f"{key}_occurred_on",
            )
        }
        for carried in (*move.needs, *move.takes):
            needed = carried in move.needs
            filled[carried] = _field(who, t, context, move, carried, names, key, needed=needed)
        sent = st.form_submit_button(t.label("move", move.event), type="primary")
    if sent:
        # What the form showed when it was drawn, not what stands now.
        seen = st.session_state.setdefault(f"{key}_seen", context.seen)
        command = _command(context.issue, move.event, filled, seen)
        if save(who, t, name, command) is not Saved.NO:
            st.rerun()
        # The officer has now been shown what is newer; the next press is made knowing it.
        st.session_state[f"{key}_seen"] = context.seen
    st.session_state.setdefault(f"{key}_seen", context.seen)


def _command(issue: str, event: EventKind, filled: dict[str, Any], seen: int) -> Any:
    def run(session: Session, actor: Actor, key: str) -> None:
        values = dict(filled)
        upload = values.pop(Carried.EVIDENCE, None)
        if upload is not None:
            values["evidence"] = keep_evidence(session, actor, upload.getvalue()).sha256
        form = MoveForm(event, **{str(name): value for name, value in values.items()})
        move_issue(session, actor, issue, form, seen=seen, form_key=key)

    return run


def _field(
    who: SignedIn,
    t: Translator,
    context: MoveContext,
    move: Move,
    carried: Carried,
    names: Mapping[str, str],
    key: str,
    *,
    needed: bool,
) -> Any:
    """One widget for one field that the move carries."""
    label = t(f"field.{carried}") + ("" if needed else f" ({t('field.optional')})")
    widget = f"{key}_{carried}"
    match carried:
        case Carried.NOTE:
            text = st.text_area(t(f"field.note.{move.event}"), key=widget, max_chars=2000)
            return text.strip() or None
        case Carried.DUE_ON:
            return st.date_input(label, value=context.due_on, format="DD/MM/YYYY", key=widget)
        case Carried.UNIT:
            return _unit(who, t, label, context, move, names, widget)
        case Carried.THREAT:
            return _choice(t, label, "threat", list(Threat), widget)
        case Carried.RUBRIC:
            return tuple(
                st.multiselect(
                    label,
                    [r.value for r in Rubric],
                    format_func=lambda code: t.label("rubric", code),
                    placeholder=t("field.pick"),
                    key=widget,
                )
            )
        case Carried.SEVERITY:
            return st.selectbox(
                label,
                [int(s) for s in Severity],
                index=(context.severity or 1) - 1,
                format_func=lambda s: t.label("severity", s),
                help=t("field.severity_help"),
                key=widget,
            )
        case Carried.BY_GROUP:
            return _choice(t, label, "group", list(StakeholderGroup), widget)
        case Carried.REASON:
            return _choice(t, label, "unable_reason", list(UnableReason), widget)
        case Carried.INTO:
            return st.selectbox(
                label, context.targets, index=None, placeholder=t("field.pick"), key=widget
            )
        case Carried.MEETING:
            days = dict(context.meetings)
            return st.selectbox(
                label,
                list(days),
                index=None,
                placeholder=t("field.pick"),
                format_func=lambda code: f"{dates.short(days[code], t.language)} · {code}",
                key=widget,
            )
        case Carried.EVIDENCE:
            return st.file_uploader(
                label, type=["jpg", "jpeg", "png", "pdf"], max_upload_size=10, key=widget
            )
    return None


def _unit(
    who: SignedIn,
    t: Translator,
    label: str,
    context: MoveContext,
    move: Move,
    names: Mapping[str, str],
    widget: str,
) -> str | None:
    agencies = move.event in TO_AGENCY
    codes = [
        code
        for code, _, kind in cached.ask(units_of, who.reader)
        if (kind == UnitKind.AGENCY or code == SIWAS if agencies else kind != UnitKind.AGENCY)
    ]
    across = Role.COMMANDER in who.reader.roles
    if move.event is EventKind.ASSIGNED and not across:
        # A sector head assigns within the own sector; across units is the commander's.
        codes = [code for code in codes if code == who.reader.unit]
    own = move.event is EventKind.VERIFIED or not across
    first = who.reader.unit if own else context.owner
    index = codes.index(first) if first in codes and not agencies else None
    return st.selectbox(
        label,
        codes,
        index=index,
        placeholder=t("field.pick"),
        format_func=lambda code: names.get(code, code),
        key=widget,
    )


def _choice(t: Translator, label: str, group: str, codes: list[Any], widget: str) -> str | None:
    return st.selectbox(
        label,
        [str(code) for code in codes],
        index=None,
        placeholder=t("field.pick"),
        format_func=lambda code: t.label(group, code),
        key=widget,
    )
