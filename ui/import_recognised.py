"""The second step of an import: what the file was taken for, each part to be overruled."""

from html import escape

import streamlit as st

from ingest.sheet import Told
from ui.import_draft import Draft
from ui.import_look import Look
from ui.keys import Key
from ui.pieces import chip, chips
from ui.sheet_parts import soft, table
from wording.translator import Translator

ENCODINGS = ("utf-8", "utf-16", "cp1252", "iso-8859-1")
SEPARATORS = (",", ";", "\t", "|")


def recognised_step(draft: Draft, look: Look, t: Translator) -> None:
    """Draw what was recognised and the first rows; another choice reads the file again."""
    st.subheader(t("importing.recognised"), anchor=False)
    said = look.recognised
    parts = [("format", said.format.upper()), ("encoding", said.encoding)]
    parts += [("separator", _separator(said.separator, t)), ("sheet", said.sheet)]
    parts += [("header_row", str(said.header_row)), ("rows", t("importing.rows", n=look.rows))]
    st.html(
        chips(
            chip(
                f"{t(f'importing.part.{name}')}: {value}"
                + (t("import.guessed") if name in said.guessed else ""),
                strong=name in said.guessed,
            )
            for name, value in parts
            if value
        )
    )
    st.html(_preview(look))
    with st.expander(t("importing.overrule"), expanded=False):
        told = _told(draft, look, t)
    if told != draft.told:
        draft.read_as(told)
        st.rerun()


def _separator(separator: str | None, t: Translator) -> str | None:
    return t("importing.tab") if separator == "\t" else separator


def _preview(look: Look) -> str:
    rows = (tuple(escape(cell) for cell in row) for row in look.preview)
    return f'<div class="k-import-preview">{table(look.columns.names, rows)}</div>'


def unread_file(draft: Draft, t: Translator) -> None:
    """Draw the ways to read a file otherwise that could not be read as it was taken."""
    if draft.mapping is not None and st.button(
        t("importing.mapping_drop"), key=Key.IMPORT_MAPPING_DROP
    ):
        draft.unload()
        st.rerun()
    with st.expander(t("importing.overrule"), expanded=False):
        st.html(soft(t("importing.overrule_what")))
        told = _told(draft, None, t)
    if told != draft.told:
        draft.read_as(told)
        st.rerun()


def _told(draft: Draft, look: Look | None, t: Translator) -> Told:
    """What the reader says of the file; None for what is left to be recognised."""
    said = look.recognised if look else None
    text_file = said is None or said.encoding is not None
    told = draft.told
    with st.container(horizontal=True):
        encoding, separator, sheet = told.encoding, told.separator, told.sheet
        if text_file:
            encoding = _choice(draft, "encoding", ENCODINGS, told.encoding, t)
            separator = _choice(draft, "separator", SEPARATORS, told.separator, t)
        if said is not None and len(said.sheets) > 1:
            sheet = _choice(draft, "sheet", said.sheets, told.sheet, t)
        row = st.number_input(
            t("importing.part.header_row"),
            min_value=1,
            max_value=1_000,
            value=told.header_row,
            placeholder=t("importing.by_itself"),
            key=draft.widget("header_row"),
            width=220,
        )
    return Told(encoding, separator, sheet, None if row is None else int(row))


def _choice(
    draft: Draft, name: str, choices: tuple[str, ...], told: str | None, t: Translator
) -> str | None:
    return st.selectbox(
        t(f"importing.part.{name}"),
        choices,
        index=choices.index(told) if told in choices else None,
        placeholder=t("importing.by_itself"),
        format_func=lambda value: _separator(value, t) or value,
        key=draft.widget(name),
        width=220,
    )
