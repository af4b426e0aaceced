"""Buttons that make a document and give the link to it; the message stands ready to copy."""

import streamlit as st

from access.exports import TooLarge
from db.commands.entrance import actor_signed_in
from db.queries.accounts import SignedIn
from db.shared import shared_engine
from documents.content.asked import Asked
from documents.kinds import Made, make_document
from documents.message import LONGEST
from domain.faults import Refused
from ui.downloads import offer_download
from ui.markdown import plain
from wording.numbers import number
from wording.translator import Translator

NARROW = "4:3"


def document_button(who: SignedIn, t: Translator, name: str, asked: Asked, of: str = "") -> None:
    """A button; a click makes the file and shows the link to it, or why there is none.

    `of` is the record that the document is of, for its name.
    """
    kind = _variant(name, asked)
    if not st.button(t(f"paper.button.{kind}"), key=f"paper_{name}_{of or kind}"):
        return
    try:
        made = make_document(shared_engine(), actor_signed_in(who), name, asked, t)
        file = _file_name(t, kind, asked, of, made)
        url = offer_download(who, file, made.kind.mime, made.content, entered_already=True)
    except Refused as refused:
        say_refused(refused, t)
    except TooLarge:
        st.warning(t("issues.export.too_large"))
    else:
        words = t("issues.export.get", file=file)
        st.link_button(words, url, key=f"paper_link_{name}_{of or kind}", type="primary")
        st.caption(t("issues.export.kept"))


def message_button(who: SignedIn, t: Translator, asked: Asked) -> None:
    """A button; a click writes the message of the day into a box with a copy button."""
    if not st.button(t("present.message.make"), key="paper_message"):
        return
    try:
        made = make_document(shared_engine(), actor_signed_in(who), "message", asked, t)
    except Refused as refused:
        say_refused(refused, t)
        return
    text = made.content.decode()
    st.caption(
        t(
            "present.message.length",
            n=number(len(text), t.language),
            most=number(LONGEST, t.language),
        )
    )
    st.code(text, language=None, wrap_lines=True)


def say_refused(refused: Refused, t: Translator) -> None:
    """Say why there is no document."""
    for fault in refused.faults:
        words = t(f"fault.{fault.code}", value=fault.value or "", expected=fault.expected or "")
        st.error(plain(words))


def _variant(name: str, asked: Asked) -> str:
    if asked.blank:
        return "blank"
    return "deck_43" if name == "deck" and asked.ratio == NARROW else name


def _file_name(t: Translator, kind: str, asked: Asked, of: str, made: Made) -> str:
    """ "notulen-P-2024-09-05-2024-11-26.pdf", "paparan-publik-…"; of a blank form no more."""
    stem = t(f"paper.file.{kind}")
    if made.public:
        stem += f"-{t('paper.file.public')}"
    parts = [stem] if asked.blank else [stem, *([of] if of else []), str(asked.as_of)]
    return f"{'-'.join(parts)}.{made.kind.suffix}"
