"""Before the slides: which meeting, compared with what, for whom, and the files to take along."""

from dataclasses import replace
from html import escape
from itertools import groupby

import streamlit as st

from db.queries import choices
from db.queries.accounts import SignedIn
from documents.content.asked import Asked
from documents.public import is_public as always_public
from domain.scope import Scope
from ui import cached
from ui.document_buttons import NARROW, document_button, message_button
from ui.keys import Key
from ui.pieces import bullets
from ui.present_slides import PUBLIC, Show, is_public, meeting_words, officials_meetings
from ui.present_stage import go_to
from ui.state import show
from wording.translator import Translator

NO_MEETING = ""


def preparation(
    who: SignedIn, t: Translator, scope: Scope, asked: Asked, made: Show | None
) -> None:
    """Draw the screen; `made` are the slides, None where they cannot be."""
    st.title(t("page.present"))
    st.html(f'<div class="k-under">{escape(t("present.what"))}</div>')
    left, right = st.columns([6, 5], gap="medium")
    with left:
        st.subheader(t("present.choose"))
        _choices(who, t, scope)
        if made is not None:
            st.caption(t("present.since.is", day=made.since))
            st.button(
                t("present.start"),
                key=Key.PRESENT_START,
                type="primary",
                on_click=go_to,
                args=(1,),
            )
            st.subheader(f"{t('present.contents')} · {t('present.slides', n=len(made.slides))}")
            sections = groupby(made.slides, key=lambda slide: slide.key)
            st.html(bullets(next(slides).title for _, slides in sections))
    with right:
        st.subheader(t("present.take_along"))
        document_button(who, t, "deck", asked)
        document_button(who, t, "deck", replace(asked, ratio=NARROW))
        document_button(who, t, "brief", asked)
        document_button(who, t, "workbook", asked)
        st.subheader(t("present.message"))
        message_button(who, t, asked)


def _choices(who: SignedIn, t: Translator, scope: Scope) -> None:
    names = cached.names(who.reader)
    found = officials_meetings(who, scope)
    if found:
        keys = [NO_MEETING, *found]
        if scope.meeting is not None and scope.meeting not in found:
            keys.append(scope.meeting)
        show(Key.PRESENT_MEETING, scope.meeting or NO_MEETING)
        st.selectbox(
            t("present.meeting"),
            keys,
            key=Key.PRESENT_MEETING,
            format_func=lambda key: (
                t("present.meeting.none")
                if key == NO_MEETING
                else meeting_words(found[key], names, t)
                if key in found
                else key
            ),
            on_change=_take_one,
            args=(Key.PRESENT_MEETING, "meeting"),
        )
    show(Key.PRESENT_SINCE, scope.since)
    st.date_input(
        t("present.since"),
        key=Key.PRESENT_SINCE,
        format="DD/MM/YYYY",
        help=t("present.since.help"),
        on_change=_take_one,
        args=(Key.PRESENT_SINCE, "since"),
    )
    areas = cached.ask(choices.filter_choices, who.reader)["sub_district"]
    show(Key.PRESENT_AREAS, list(scope.sub_district))
    st.multiselect(
        t("present.areas"),
        areas,
        key=Key.PRESENT_AREAS,
        format_func=lambda code: names.get(code, code),
        placeholder=t("present.areas.all"),
        on_change=_take_areas,
    )
    if always_public(who.reader, asked=False):
        st.caption(t("present.public.always"))
    else:
        show(Key.PRESENT_PUBLIC, is_public())
        st.checkbox(
            t("present.public"),
            key=Key.PRESENT_PUBLIC,
            help=t("present.public.help"),
            on_change=_take_public,
        )


def _take_one(key: Key, name: str) -> None:
    value = st.session_state[key]
    if value in (None, NO_MEETING):
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)


def _take_areas() -> None:
    if codes := st.session_state[Key.PRESENT_AREAS]:
        st.query_params["sub_district"] = list(codes)
    else:
        st.query_params.pop("sub_district", None)


def _take_public() -> None:
    if st.session_state[Key.PRESENT_PUBLIC]:
        st.query_params[PUBLIC] = "yes"
    else:
        st.query_params.pop(PUBLIC, None)
