"""What the meeting agrees, entered while everybody looks: what, who, when."""

from datetime import date
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
from domain.forms import InputForm
from domain.scope import Scope
from domain.vocabulary import Category, Kind, Role, UnitKind
from ui import cached
from ui.input_fields import pointing_out
from ui.keys import Key
from ui.present_kept import Kept
from ui.present_slides import is_public, meeting_words, officials_meetings
from ui.saving import Saved, form_key, save
from wording.flags import flag_sentences
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
    # Only once it was pressed: a form that is being filled is not argued with.
    looked: bool = st.session_state.setdefault(f"{key}_looked", False)
    denied = _denied() if looked else []
    doubts: list[str] = []
    agreed = False
    kept = Kept(key)
    what = st.text_input(t("present.agreement.what"), **kept.field("what"), max_chars=2000)
    if looked:
        pointing_out(denied, t, doubts)(what)
    owner, due_on, category, area = _row(who, t, meeting.held_on, areas, kept)
    if doubts:
        agreed = st.checkbox(t("record.confirm"), key=f"{key}_agreed")
    sent = st.button(t("present.agreement.save"), type="primary", key=f"{key}_save")
    if not sent:
        return
    if not looked and flag_sentences(what, _denied(), t):
        st.session_state[f"{key}_looked"] = True
        st.rerun()
    if doubts and not agreed:
        st.error(t("complete.agree_first"))
        return
    item = InputForm(
        kind=Kind.AGREEMENT,
        category=category or "",
        text=what,
        sub_district=area or None,
        act=what,
        owner=owner,
        due_on=due_on,
    )

    def command(session: Session, actor: Actor, key: str) -> None:
        record_agreement(session, actor, meeting.meeting, item, key)

    if save(who, t, name, command) is not Saved.NO:
        kept.forget()
        st.session_state[ENTERED] = True
        st.rerun()


def _row(
    who: SignedIn, t: Translator, first_day: date, areas: list[str], kept: Kept
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
            min_value=first_day,
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
