"""The first step of an import: which records, and the file that holds them."""

import json
from html import escape
from typing import get_args

import streamlit as st

from access.exports import TooLarge
from db.queries.accounts import SignedIn
from domain.faults import Fault
from ingest.headers import TARGETS, Target
from ingest.import_report import fault_sentence
from ingest.limits import MEBIBYTE, Limits
from ui.downloads import offer_download
from ui.export import XLSX_MIME
from ui.import_draft import Draft, begin, drop, forget_upload, uploads
from ui.import_job import template_of
from ui.keys import Key
from ui.markdown import plain
from ui.pieces import chip, chips
from ui.saving import actor_of
from ui.sheet_parts import soft
from wording.numbers import number
from wording.translator import Translator

LIMITS = Limits()
UPLOAD = "import_upload"


def upload_step(who: SignedIn, t: Translator) -> None:
    """Draw the choice of records, the place for a file, and the templates."""
    st.html(soft(t("importing.what")))
    target = st.radio(
        t("importing.target"),
        TARGETS,
        format_func=lambda name: t(f"importing.target.{name}"),
        horizontal=True,
        key=Key.IMPORT_TARGET,
    )
    st.html(uploader_words(UPLOAD, t))
    limits = {"mb": LIMITS.file_bytes // MEBIBYTE, "rows": LIMITS.rows, "columns": LIMITS.columns}
    with st.container(key=UPLOAD):
        file = st.file_uploader(t("importing.file"), key=f"import_upload_{uploads()}")
    st.html(soft(t("importing.limits", **limits)))
    if file is not None and target in get_args(Target):
        content = file.getvalue()
        forget_upload(file.file_id)
        if len(content) > LIMITS.file_bytes:
            mb = number(len(content) / MEBIBYTE, t.language)
            st.error(t("importing.too_large", mb=mb, most=limits["mb"]))
        else:
            begin(target, file.name, content)
            st.rerun()
    _templates(who, t)


def uploader_words(container: str, t: Translator) -> str:
    """Streamlit's uploader speaks English alone; the style sheet says it in our words."""

    def said(key: str) -> str:
        return json.dumps(t(key), ensure_ascii=False).replace("<", "")

    place = f".st-key-{container}"
    return (
        f"<style>{place} [data-testid=stFileUploaderDropzoneInstructions] {{ font-size: 0; }}"
        f"{place} [data-testid=stFileUploaderDropzoneInstructions] * {{ font-size: 0; }}"
        f"{place} [data-testid=stFileUploaderDropzoneInstructions]::after "
        f"{{ content: {said('importing.drop')}; font-size: 0.9rem; }}"
        f"{place} section button * {{ font-size: 0; }}"
        f"{place} section button::after {{ content: {said('importing.browse')}; }}"
        f"{place} [data-testid=stFileUploaderFileErrorMessage] {{ font-size: 0; }}"
        f"{place} [data-testid=stFileUploaderFileErrorMessage]::after "
        f"{{ content: {said('importing.not_taken')}; font-size: 0.9rem; }}</style>"
    )


def _templates(who: SignedIn, t: Translator) -> None:
    with st.expander(t("importing.templates")):
        st.html(soft(t("importing.templates_what")))
        with st.container(horizontal=True):
            clicked = [
                target
                for target in TARGETS
                if st.button(
                    t(f"importing.template.{target}"), key=f"{Key.IMPORT_TEMPLATE}_{target}"
                )
            ]
        for target in clicked:
            content = template_of(target, actor_of(who), t.language)
            offer(who, t(f"importing.template_file.{target}"), XLSX_MIME, content, t)


def offer(who: SignedIn, file: str, mime: str, content: bytes, t: Translator) -> None:
    """Draw the link to a file that was made for the reader."""
    try:
        url = offer_download(who, file, mime, content)
    except TooLarge:
        st.warning(t("issues.export.too_large"))
        return
    st.link_button(plain(t("issues.export.get", file=file)), url, type="primary")
    st.caption(t("issues.export.kept"))


def file_bar(draft: Draft, t: Translator) -> None:
    """Draw which file is under way, and the way to another."""
    size = number(max(1, round(len(draft.content) / 1024)), t.language, 0)
    words = [chip(t(f"importing.target.{draft.target}"), strong=True), chip(draft.name)]
    if draft.content:
        words.append(chip(t("importing.size", kb=size), plain=True))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(chips(words))
        label = "importing.another" if draft.receipt else "importing.change"
        if st.button(t(label), key=Key.IMPORT_CHANGE):
            drop()
            st.rerun()


def fault_lines(faults: tuple[Fault, ...], t: Translator) -> None:
    """Draw the refusal of a whole file: what is wrong, and what would be right."""
    lines = []
    for fault in faults:
        place = t("import.at_row", row=fault.row) + ": " if fault.row is not None else ""
        lines.append(f"<li>{escape(place + fault_sentence(t, fault))}</li>")
    st.html(
        f'<div class="k-plain-note" role="alert"><b>{escape(t("importing.refused"))}</b>'
        f'<ul class="k-list">{"".join(lines)}</ul></div>'
    )
