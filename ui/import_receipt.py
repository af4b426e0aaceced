"""The end of an import: the one button that writes, and the receipt of what was written."""

from html import escape

import streamlit as st

from db.commands.saving import AlreadySaved, NotPermitted
from db.queries.accounts import SignedIn
from domain.faults import Refused
from domain.scope import Scope
from ingest.import_plan import Choices, Duplicates
from ingest.import_report import fault_sentence
from ingest.importing import Step
from ui import cached
from ui.import_check import counts, workbook_offer, written_count
from ui.import_draft import Draft, Task
from ui.import_job import Outcome, Running
from ui.import_mapping_file import offer_mapping
from ui.import_upload import fault_lines
from ui.keys import Key
from ui.links import link
from ui.pieces import bullets
from ui.saving import actor_of, form_key
from ui.sheet_parts import soft
from wording.translator import Translator

AGAIN = "imported_before"


def write_step(
    who: SignedIn,
    draft: Draft,
    outcome: Outcome,
    common: Duplicates,
    choices: Choices,
    t: Translator,
) -> None:
    """Draw the button that writes, with how many records it writes; then wait for them.

    Clicked twice, the second click finds the task of the first.
    """
    if not outcome.report.ok or draft.checked is None:
        return
    n = written_count(outcome, common, choices)
    if n == 0:
        st.html(f'<div class="k-plain-note">{escape(t("importing.nothing_new"))}</div>')
        return
    form = f"import_{draft.key}"
    key = form_key(form)
    st.html(soft(t("importing.write_what")))
    clicked = st.button(t("importing.write", n=n), type="primary", key=Key.IMPORT_WRITE)
    if clicked and draft.writing is None:
        draft.writing = Task(
            Running(
                draft.given,
                actor_of(who),
                draft.checked.mapping,
                t.language,
                write=True,
                workbook=True,
                duplicates=common,
                choices=dict(choices),
                form_key=key,
            )
        )
    if draft.writing is not None:
        _await(draft, t)


def _await(draft: Draft, t: Translator) -> None:
    """Wait for what is being written, and keep its receipt; a refusal wrote nothing."""
    if draft.writing is None:
        return
    try:
        outcome = draft.writing.wait(t, Step.WRITE)
    except AlreadySaved:
        draft.writing = None
        st.info(t("save.before"))
        return
    except NotPermitted:
        draft.writing = None
        st.error(t("save.not_permitted"))
        return
    except Refused as refused:
        draft.writing = None
        fault_lines(refused.faults, t)
        if AGAIN in {fault.code for fault in refused.faults}:
            st.info(t("save.before"))
        return
    if outcome.report.ok:
        draft.keep(outcome)
    else:
        # The records have changed since the check: the rows are to be looked at again.
        draft.writing = None
        draft.forget_check()
    st.rerun()


def receipt(who: SignedIn, draft: Draft, outcome: Outcome, t: Translator) -> None:
    """Draw what was written, where it stands in the trail, and the ways on."""
    report = outcome.report
    st.success(t("importing.done", n=report.written))
    st.html(counts(report, t))
    lines = [t(f"importing.records.{file}", n=n) for file, n in report.records.items()]
    if report.skipped:
        lines.append(t("importing.skipped", n=report.skipped))
    if report.linked:
        lines.append(t("importing.linked", n=report.linked))
    if report.held_back:
        lines.append(t("importing.held_back", n=report.held_back))
    if outcome.entry is not None:
        lines.append(t("importing.entry", n=outcome.entry))
    lines += [
        t("import.kept_apart", issue=issue, reason=fault_sentence(t, fault))
        for issue, fault in sorted(report.kept_apart.items())
    ]
    st.html(bullets(lines))
    scope = Scope(as_of=cached.default_day(who.reader))
    with st.container(horizontal=True):
        link("issues", t("page.issues"), scope)
        link("meetings", t("page.meetings"), scope)
    workbook_offer(who, draft, None, outcome, t)
    if st.button(t("importing.mapping"), key=Key.IMPORT_MAPPING):
        offer_mapping(who, report.mapping, report.target, t)
