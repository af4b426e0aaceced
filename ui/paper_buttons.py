"""Buttons that make a document on paper and give the link to it."""

from collections.abc import Mapping

import streamlit as st

from access.exports import TooLarge
from db.commands.entrance import actor_signed_in
from db.queries import choices
from db.queries.accounts import SignedIn
from db.shared import shared_engine
from documents.content.asked import Asked
from documents.kinds import Made, make_document
from domain.faults import Refused
from domain.scope import Scope
from domain.station import today
from ui import cached
from ui.downloads import offer_download
from ui.keys import Key
from ui.markdown import plain
from wording.translator import Translator


def blank_minutes_button(who: SignedIn, t: Translator) -> None:
    """The form of a meeting's minutes to print and fill by hand."""
    _paper_button(who, t, "minutes", Asked(today(), blank=True), "blank")


def minutes_button(who: SignedIn, t: Translator, scope: Scope, meeting: str) -> None:
    """The minutes of a recorded meeting as of the day of the scope."""
    asked = Asked(scope.as_of, known=scope.known, meeting=meeting)
    _paper_button(who, t, "minutes", asked, meeting)


def sheet_button(who: SignedIn, t: Translator, scope: Scope, code: str) -> None:
    """The sheet of a kecamatan, one page."""
    asked = Asked(scope.as_of, known=scope.known, sub_districts=(code,))
    _paper_button(who, t, "sheet", asked, code)


def handover_button(who: SignedIn, t: Translator, scope: Scope, unit: str) -> None:
    """The hand-over sheet of a unit: every open promise it owns."""
    asked = Asked(scope.as_of, known=scope.known, unit=unit)
    _paper_button(who, t, "handover", asked, unit)


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
    _paper_button(who, t, "brief", asked, "brief")


def _paper_button(who: SignedIn, t: Translator, name: str, asked: Asked, of: str) -> None:
    """A button; a click makes the file and shows the link to it, or why there is none."""
    label = t("paper.button.blank" if asked.blank else f"paper.button.{name}")
    if not st.button(label, key=f"paper_{name}_{of}"):
        return
    try:
        made = make_document(shared_engine(), actor_signed_in(who), name, asked, t)
        file = _file_name(t, name, asked, of, made)
        url = offer_download(who, file, made.kind.mime, made.content, {"document": made.number})
    except Refused as refused:
        for fault in refused.faults:
            words = t(f"fault.{fault.code}", value=fault.value or "", expected=fault.expected or "")
            st.error(plain(words))
    except TooLarge:
        st.warning(t("issues.export.too_large"))
    else:
        words = t("issues.export.get", file=file)
        st.link_button(words, url, key=f"paper_link_{name}_{of}", type="primary")
        st.caption(t("issues.export.kept"))


def _file_name(t: Translator, name: str, asked: Asked, of: str, made: Made) -> str:
    """ "notulen-P-2024-09-05-2024-11-26.pdf"; of the blank form the name alone."""
    stem = t("paper.file.blank" if asked.blank else f"paper.file.{name}")
    parts = [stem] if asked.blank else [stem, *([of] if of != name else []), str(asked.as_of)]
    return f"{'-'.join(parts)}.{made.kind.suffix}"
