"""The mapping of an import as a file of JSON: loaded, kept, and what is wrong with one."""

from html import escape

import streamlit as st

from db.queries.accounts import SignedIn
from domain.faults import Fault, Refused
from ingest.headers import Target
from ingest.import_report import fault_sentence
from ingest.mapping import Mapping, dump_mapping
from ingest.mapping_file import read_mapping
from ui.import_draft import Draft, forget_upload
from ui.import_upload import offer, uploader_words
from ui.keys import Key
from ui.sheet_parts import soft
from wording.translator import Translator

JSON_MIME = "application/json"
LARGEST = 1 << 20
"""Bytes of a mapping: many thousand words with their meanings."""

PLACE = "import_mapping_place"


def load_step(draft: Draft, faults: tuple[Fault, ...], t: Translator) -> None:
    """Draw the place for a mapping; one that is read begins the columns anew.

    `faults` say why the one that was loaded does not fit the file.
    """
    wrong = draft.mapping_faults or faults
    if wrong:
        st.html(_wrong(wrong, t))
    if draft.mapping is not None and st.button(
        t("importing.mapping_drop"), key=Key.IMPORT_MAPPING_DROP
    ):
        draft.unload()
        st.rerun()
    with st.expander(t("importing.mapping_load")):
        st.html(soft(t("importing.mapping_load_what")))
        st.html(uploader_words(PLACE, t))
        with st.container(key=PLACE):
            file = st.file_uploader(
                t("importing.mapping_file_place"), key=f"{PLACE}_{draft.key}_{draft.mappings}"
            )
    if file is None:
        return
    content = file.getvalue()
    forget_upload(file.file_id)
    draft.mappings += 1
    try:
        draft.load(file.name, _read(content, file.name, draft.target))
    except Refused as refused:
        draft.mapping_faults = refused.faults
    st.rerun()


def _read(content: bytes, name: str, target: Target) -> Mapping:
    if len(content) > LARGEST:
        given = f"{len(content) / LARGEST:.1f} MB"
        raise Refused([Fault("mapping_too_large", name, None, None, given, "1 MB")])
    return read_mapping(content, name, target)


def _wrong(faults: tuple[Fault, ...], t: Translator) -> str:
    """What is wrong with a mapping: the file, the line or the part, and what would be right."""
    lines = []
    for fault in faults:
        place = fault.file
        place += t("fault.row", row=fault.row) if fault.row is not None else ""
        place += t("importing.mapping_part", part=fault.column) if fault.column else ""
        lines.append(f"<li>{escape(f'{place}: {fault_sentence(t, fault)}')}</li>")
    return (
        f'<div class="k-plain-note" role="alert"><b>{escape(t("importing.mapping_wrong"))}</b>'
        f'<ul class="k-list">{"".join(lines)}</ul></div>'
    )


def keep_step(who: SignedIn, mapping: Mapping, t: Translator) -> None:
    """Draw the way to the mapping as a file, as it is chosen now."""
    if st.button(t("importing.mapping"), key=Key.IMPORT_MAPPING_GET):
        offer_mapping(who, dump_mapping(mapping), mapping.target, t)


def offer_mapping(who: SignedIn, text: str, target: str, t: Translator) -> None:
    """Draw the link to a mapping that was made for the reader."""
    st.html(soft(t("importing.mapping_what")))
    offer(who, t("importing.mapping_file", target=target), JSON_MIME, text.encode(), t)
