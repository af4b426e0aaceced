"""What the meeting agrees, entered while everybody looks: what, who, when."""

from html import escape
from typing import Any

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.agreements import AGREERS, record_agreement
from db.commands.held import denied_words
from db.commands.trail import Actor
from db.engine import reading
from db.queries.accounts import SignedIn
from db.queries.meetings import MeetingRow
from db.queries.move_context import units_of
from db.shared import shared_engine
from documents.content.asked import EARLIEST, LATEST
from domain.forms import InputForm
from domain.scope import Scope
from domain.vocabulary import Category, Kind, Role, UnitKind
from ui import cached
from ui.keys import Key
from ui.present_faults import agreement_faults, flagged_kinds
from ui.present_kept import Kept
from ui.present_slides import is_public, meeting_words, officials_meetings
from ui.saving import Saved, form_key, save
from wording.translator import Translator

ENTERED = "present_entered"
"""That an agreement was just kept, or its meeting chosen: the next run shows their slide."""

WHOLE_DISTRICT = ""


def may_agree(who: SignedIn) -> bool:
    """Whether the reader records agreements, in the version that is shown."""
    return bool(who.reader.roles & AGREERS) and not is_public()


def agreement_form(who: SignedIn, t: Translator, scope: Scope) -> None:
    """Draw the form of an agreement of the meeting; without one, the choice of a meeting."""
    if scope.known:
        st.caption(t("present.agreement.known"))
        return
    found = officials_meetings(who, scope)
    meeting = found.get(scope.meeting or "")
    if meeting is None:
        _pick(t, found, cached.names(who.reader))
        return
    areas = _areas(who, meeting)
    if areas:
        _form(who, t, meeting, areas)


def _pick(t: Translator, found: dict[str, MeetingRow], names: dict[str, str]) -> None:
    st.selectbox(
        t("present.agreement.pick"),
        list(found),
        index=None,
        key=Key.SLIDE_MEETING,
        format_func=lambda key: meeting_words(found[key], names, t),
        placeholder=t("field.pick"),
        on_change=_take_meeting,
    )


def _take_meeting() -> None:
    if chosen := st.session_state[Key.SLIDE_MEETING]:
        st.query_params["meeting"] = chosen
        st.session_state[ENTERED] = True


def _areas(who: SignedIn, meeting: MeetingRow) -> list[str]:
    """The kecamatan that the reader may agree for, the whole district for the commander."""
    if Role.COMMANDER in who.reader.roles:
        return [WHOLE_DISTRICT, *meeting.sub_districts]
    return [code for code in meeting.sub_districts if code in who.reader.areas]


def _form(who: SignedIn, t: Translator, meeting: MeetingRow, areas: list[str]) -> None:
    """No form of Streamlit's: one sends what was typed only when it is saved."""
    name = f"agreement_{meeting.meeting}"
    key = form_key(name)
    kept = Kept(key)
    what = st.text_input(t("present.agreement.what"), **kept.field("what"), max_chars=2000)
    owner, due_on, category, area = _row(who, t, areas, kept)
    pressed, beside = st.columns([3, 9], gap="small", vertical_alignment="center")
    with pressed:
        sent = st.button(t("present.agreement.save"), type="primary", key=f"{key}_save")
    item = InputForm(
        kind=Kind.AGREEMENT,
        category=category or "",
        text=what,
        sub_district=area or None,
        act=what,
        owner=owner,
        due_on=due_on,
    )
    ready, words = _looked_at(t, item, meeting, key, sent=sent)
    with beside:
        _say(words)
    if not (sent and ready):
        return

    def command(session: Session, actor: Actor, key: str) -> None:
        record_agreement(session, actor, meeting.meeting, item, key)

    if save(who, t, name, command) is not Saved.NO:
        kept.forget()
        st.session_state[ENTERED] = True
        st.rerun()


def _looked_at(
    t: Translator, item: InputForm, meeting: MeetingRow, key: str, *, sent: bool
) -> tuple[bool, str]:
    """Whether an agreement can be kept, and what is said beside the button, if anything.

    Nothing is said before the button was pressed: a form that is being filled is not argued
    with. A text that is pointed out is kept, held back, when it is sent again as it is.
    """
    looked, pointed = f"{key}_looked", f"{key}_pointed"
    if words := agreement_faults(t, item, meeting):
        if sent:
            st.session_state[looked] = True
        return False, words if st.session_state.get(looked) else ""
    if sent:
        st.session_state[looked] = False
    again = st.session_state.get(pointed) == item.text
    if not (sent or again):
        return False, ""
    words = flagged_kinds(t, item.text, _denied())
    st.session_state[pointed] = item.text if words else None
    return again or not words, words


def _say(words: str) -> None:
    """One line, beside the button: the table above is not covered."""
    style = "font-size:calc(var(--u) * 24);line-height:1.15;color:#8a1f11"
    st.html(f'<div role="alert" style="{style}">{escape(words)}</div>' if words else "<div></div>")


def _row(
    who: SignedIn, t: Translator, areas: list[str], kept: Kept
) -> tuple[str | None, Any, str | None, str | None]:
    names = cached.names(who.reader)
    units = {code: kind for code, _, kind in cached.ask(units_of, who.reader)}
    owners = sorted(units, key=lambda code: (units[code] == UnitKind.AGENCY, names.get(code, code)))
    left, middle, right, far = st.columns([4, 3, 4, 4])
    with left:
        owner = st.selectbox(
            t("present.agreement.who"),
            owners,
            index=None,
            format_func=lambda code: names.get(code, code),
            placeholder=t("field.pick"),
            **kept.field("owner", among=owners),
        )
    with middle:
        due_on = st.date_input(
            t("present.agreement.when"),
            value=None,
            # Any day is taken: one before the meeting is refused in our words.
            min_value=EARLIEST,
            max_value=LATEST,
            format="DD/MM/YYYY",
            **kept.field("due_on"),
        )
    with right:
        categories = [str(code) for code in Category]
        category = st.selectbox(
            t("present.agreement.about"),
            categories,
            format_func=lambda code: t.label("category", code),
            **kept.field("category", str(Category.OTHER), among=categories),
        )
    with far:
        area = st.selectbox(
            t("present.agreement.where"),
            areas,
            format_func=lambda code: names.get(code, code) or t("present.agreement.district"),
            **kept.field("area", among=areas),
        )
    return owner, due_on, category, area


def _denied() -> list[str]:
    # Not through the cache: the list is none of the ledger's.
    with reading(shared_engine()) as session:
        return denied_words(session)
