"""Buttons that make a document on paper and give the link to it."""

from collections.abc import Mapping

import streamlit as st

from db.queries import choices
from db.queries.accounts import SignedIn
from documents.content.asked import Asked
from domain.scope import Scope
from domain.station import today
from ui import cached
from ui.document_buttons import document_button
from ui.keys import Key
from wording.translator import Translator


def blank_minutes_button(who: SignedIn, t: Translator) -> None:
    """The form of a meeting's minutes to print and fill by hand."""
    document_button(who, t, "minutes", Asked(today(), blank=True))


def minutes_button(who: SignedIn, t: Translator, scope: Scope, meeting: str) -> None:
    """The minutes of a recorded meeting as of the day of the scope."""
    asked = Asked(scope.as_of, known=scope.known, meeting=meeting)
    document_button(who, t, "minutes", asked, meeting)


def sheet_button(who: SignedIn, t: Translator, scope: Scope, code: str) -> None:
    """The sheet of a kecamatan, one page."""
    asked = Asked(scope.as_of, known=scope.known, sub_districts=(code,))
    document_button(who, t, "sheet", asked, code)


def handover_button(who: SignedIn, t: Translator, scope: Scope, unit: str) -> None:
    """The hand-over sheet of a unit: every open promise it owns."""
    asked = Asked(scope.as_of, known=scope.known, unit=unit)
    document_button(who, t, "handover", asked, unit)


def handover_choice(who: SignedIn, t: Translator, scope: Scope, names: Mapping[str, str]) -> None:
    """Choose a unit, the reader's own at first, for its hand-over sheet."""
    with st.popover(t("paper.button.handover")):
        units = cached.ask(choices.filter_choices, who.reader)["unit"]
        own = units.index(who.reader.unit) if who.reader.unit in units else 0
        unit = st.selectbox(
            t("paper.handover.unit"),
            units,
            index=own,
            format_func=lambda code: names.get(code, code),
            key=Key.HANDOVER_UNIT,
        )
        if unit is not None:
            handover_button(who, t, scope, unit)


def brief_button(who: SignedIn, t: Translator, asked: Asked) -> None:
    """The weekly brief, two pages."""
    document_button(who, t, "brief", asked)
