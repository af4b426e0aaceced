"""The sections of the administration page: which a reader has, and which is open."""

import streamlit as st

from domain.permissions import Reader
from domain.vocabulary import Role
from ui.keys import Key
from ui.state import show
from wording.translator import Translator

SECTION = "section"
"""The part of the address that names the open section."""

_A, _C, _I = Role.ADMINISTRATOR, Role.COMMANDER, Role.INSPECTOR

SECTIONS: dict[str, frozenset[Role]] = {
    "accounts": frozenset({_A}),
    "thresholds": frozenset({_A, _C, _I}),
    "areas": frozenset({_A, _C, _I}),
    "elections": frozenset({_A, _C, _I}),
    "deny_list": frozenset({_A, _C, _I}),
    "letterhead": frozenset({_A, _C, _I}),
    "backup": frozenset({_A}),
    "integrity": frozenset({_A, _C, _I}),
}
"""Who looks at a section. Who may change something in it is for the commands to say."""


def sections_of(reader: Reader) -> list[str]:
    """The sections that one of the reader's roles opens, in order."""
    return [name for name, roles in SECTIONS.items() if roles & reader.roles]


def open_section(reader: Reader, t: Translator) -> str:
    """Draw the choice of sections, and give the one that the address names, else the first."""
    sections = sections_of(reader)
    asked = st.query_params.get(SECTION, "")
    current = asked if asked in sections else sections[0]
    show(Key.ADMINISTRATION_SECTION, current)
    st.pills(
        t("administration.sections"),
        sections,
        format_func=lambda name: t(f"administration.section.{name}"),
        key=Key.ADMINISTRATION_SECTION,
        on_change=_take,
        label_visibility="collapsed",
    )
    return current


def _take() -> None:
    # Pressed again the pill lets go of its section, which then stays open.
    if chosen := st.session_state[Key.ADMINISTRATION_SECTION]:
        st.query_params[SECTION] = chosen
