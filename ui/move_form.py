"""The moves of an issue: a button for each that the reader may make, and its short form."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.evidence import keep_evidence
from db.commands.moves import Changed, NewerEvent, move_issue
from db.commands.trail import Actor
from db.queries.accounts import SignedIn
from db.queries.move_context import MoveContext, move_context, units_of
from domain.forms import MoveForm
from domain.moves import MOVES, Carried, Move
from domain.refusals import NOT_FROM, OWN_CLAIM, OWNER, STATE, RefusedMove
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
from ui.conflict import both_versions
from ui.markdown import plain
from ui.pieces import bullets
from ui.saving import Saved, form_key, save
from wording import dates
from wording.translator import Translator

CHOSEN = "chosen_move"
FILLING = "filling_move"
TO_AGENCY = frozenset({EventKind.REFERRED, EventKind.RECEIPT, EventKind.ANSWERED})
SIWAS = "siwas"
CODES_OF = {
    STATE: "state",
    NOT_FROM: "state",
    "settled_kind": "kind",
    "settled_category": "category",
    "settled_severity": "severity",
}
"""The labels of the codes that a refusal names, by its code."""


def moves(who: SignedIn, t: Translator, issue: str, names: Mapping[str, str]) -> None:
    """Draw the moves open to the reader, why others are not, and the form of the chosen one."""
    context = cached.ask(move_context, who.reader, issue, today(), who.account_id)
    if context is None:
        return
    if context.moves or _filling(issue) is not None:
        _open_moves(who, t, context, names)
    _refused(context, names, t)


def _open_moves(
    who: SignedIn, t: Translator, context: MoveContext, names: Mapping[str, str]
) -> None:
    open_now = {move.event: move for move in context.moves}
    if (filling := _filling(context.issue)) is not None:
        # Whoever moved the issue meanwhile takes nothing away that was typed.
        open_now.setdefault(filling, MOVES[filling])
    events = [event for event in MOVES if event in open_now]
    chosen = st.segmented_control(
        t("moves.title"),
        events,
        format_func=lambda event: t.label("move", event),
        key=f"{CHOSEN}_{context.issue}",
        wrap=True,
    )
    st.session_state[f"{FILLING}_{context.issue}"] = chosen
    if chosen is not None:
        _form(who, t, context, open_now[chosen], names)


def _filling(issue: str) -> EventKind | None:
    """The move whose form is open and may hold what was typed."""
    filling: EventKind | None = st.session_state.get(f"{FILLING}_{issue}")
    return filling


def _refused(context: MoveContext, names: Mapping[str, str], t: Translator) -> None:
    """Why moves of one's roles are not open; that the claim is one's own is said aloud."""
    folded = []
    for refused in context.refused:
        words = refusal_words(refused, names, t)
        if refused.code == OWN_CLAIM:
            st.info(plain(words))
        else:
            folded.append(words)
    if folded:
        with st.expander(t("refused_move.title", n=len(folded))):
            st.html(bullets(folded))


def refusal_words(refused: RefusedMove, names: Mapping[str, str], t: Translator) -> str:
    """Why a move is not open, in one sentence."""
    group = CODES_OF.get(refused.code)
    said = [t.label(group, code) if group else code for code in refused.expected]
    if refused.code == OWNER:
        said = [names.get(code, code) for code in refused.expected] or [t("unknown.owner")]
    if refused.code == "reopened_too_late":
        said = [dates.short(date.fromisoformat(day), t.language) for day in refused.expected]
    move = t.label("move", refused.event)
    return t(f"refused_move.{refused.code}", move=move, expected=", ".join(said))


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
    send_move(who, t, context, name, move.event, filled, sent=sent, names=names)


def send_move(
    who: SignedIn,
    t: Translator,
    context: MoveContext,
    name: str,
    event: EventKind,
    filled: dict[str, Any],
    *,
    sent: bool,
    names: Mapping[str, str],
) -> None:
    """Make a move where its button was pressed; `name` is that of the drawn form.

    Where somebody else was quicker, both versions are shown side by side.
    """
    key = f"{form_key(name)}_seen"
    # What the form showed when it was drawn, not what stands now.
    seen = st.session_state.setdefault(key, context.seen)
    if not sent:
        return
    newer: list[NewerEvent] = []
    command = _command(context.issue, event, filled, seen, newer)
    if save(who, t, name, command) is not Saved.NO:
        st.session_state.pop(f"{FILLING}_{context.issue}", None)
        st.rerun()
    if newer:
        both_versions(t, names, newer, event, filled)
    # The officer has now been shown what is newer; the next press is made knowing it.
    st.session_state[key] = context.seen


def _command(
    issue: str, event: EventKind, filled: dict[str, Any], seen: int, newer: list[NewerEvent]
) -> Any:
    """The move as a command; `newer` takes what somebody else entered meanwhile."""

    def run(session: Session, actor: Actor, key: str) -> None:
        values = dict(filled)
        upload = values.pop(Carried.EVIDENCE, None)
        if upload is not None:
            values["evidence"] = keep_evidence(session, actor, upload.getvalue()).sha256
        form = MoveForm(event, **{str(name): value for name, value in values.items()})
        try:
            move_issue(session, actor, issue, form, seen=seen, form_key=key)
        except Changed as changed:
            newer.extend(changed.events)
            raise

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
