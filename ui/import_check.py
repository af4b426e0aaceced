"""The fourth step of an import: what is wrong with which row, and what is to be known."""

import json
from html import escape

import streamlit as st

from db.commands.saving import NotPermitted
from db.queries.accounts import SignedIn
from domain.faults import Refused
from ingest.checked import MOST_FAULTS
from ingest.headers import Target, field_of
from ingest.import_plan import Choices, Duplicates
from ingest.import_report import (
    ImportReport,
    fault_sentence,
    flag_sentence,
    question_sentence,
)
from ingest.importing import Step
from ingest.mapping import INPUTS, Mapping
from ui.export import XLSX_MIME
from ui.import_draft import Draft, Task
from ui.import_job import Outcome, Running
from ui.import_look import Look
from ui.import_side import Laid, label_of
from ui.import_upload import fault_lines, offer
from ui.import_words import learn
from ui.keys import Key
from ui.pieces import figure_card
from ui.saving import actor_of
from ui.sheet_parts import soft, table
from wording.translator import Translator

WORKBOOK_AT_ONCE = 3_000
"""Up to so many rows the report to send back is made with the check; else when asked for."""

SHOWN_FLAGS = 50


def check_step(
    who: SignedIn, draft: Draft, look: Look, mapping: Mapping, laid: Laid, t: Translator
) -> Outcome | None:
    """Draw the button of the check and what it found; None until the rows are known."""
    st.subheader(t("importing.check"), anchor=False)
    if laid.unanswered:
        st.html(soft(t("importing.order_first", columns=", ".join(laid.unanswered))))
    clicked = st.button(
        t("importing.check_do", n=look.rows),
        key=Key.IMPORT_CHECK,
        type="secondary" if draft.checking else "primary",
        disabled=bool(laid.unanswered),
    )
    if clicked:
        job = Running(
            draft.given,
            actor_of(who),
            mapping,
            t.language,
            workbook=look.rows <= WORKBOOK_AT_ONCE,
        )
        draft.checked, draft.checking = job, Task(job)
        draft.forget_choices()
    if draft.checking is None or draft.checked is None:
        return None
    if draft.checked.mapping != mapping:
        st.html(soft(t("importing.check_again")))
        return None
    try:
        outcome = draft.checking.wait(t, Step.COMPARE)
    except Refused as refused:
        fault_lines(refused.faults, t)
        return None
    except NotPermitted:
        st.error(t("save.not_permitted"))
        return None
    if clicked:
        before = {name: list(words) for name, words in draft.words.items()}
        learn(draft, look, outcome.report)
        if draft.words != before:
            # The words are asked for above; what was checked stays.
            st.rerun()
    _found(who, draft, look, outcome, t)
    return outcome


def _found(who: SignedIn, draft: Draft, look: Look, outcome: Outcome, t: Translator) -> None:
    report = outcome.report
    st.html(counts(report, t))
    if not report.ok:
        st.html(
            f'<div class="k-plain-note" role="alert"><b>{escape(t("importing.nothing"))}</b></div>'
        )
    if report.checked.questions:
        st.html(_questions(report, t))
    if report.fault_total:
        st.html(f'<h3 class="k-part">{escape(_fault_title(report, t))}</h3>')
        st.html(_faults(report, draft.target, t))
    if outcome.flag_total:
        with st.expander(t("importing.flags", n=outcome.flag_total), expanded=report.ok):
            st.html(soft(t("importing.flags_what")))
            st.html(_flags(report, t))
            if outcome.flag_total > SHOWN_FLAGS:
                st.html(soft(t("importing.flags_more", n=SHOWN_FLAGS)))
    if not report.ok or outcome.flag_total:
        workbook_offer(who, draft, look, outcome, t)


def counts(report: ImportReport, t: Translator) -> str:
    """The four figures of a report."""
    cards = "".join(
        figure_card(t(f"importing.count.{name}"), t("importing.number", n=n))
        for name, n in (
            ("read", report.checked.read),
            ("accepted", report.accepted),
            ("unchanged", report.unchanged),
            ("refused", report.refused),
        )
    )
    return f'<div class="k-import-counts">{cards}</div>'


def _questions(report: ImportReport, t: Translator) -> str:
    lines = [
        t("import.at_row", row=q.row) + f", {q.column}: " + question_sentence(t, q)
        for q in report.checked.questions
    ]
    return "".join(f'<div class="k-plain-note">{escape(line)}</div>' for line in lines)


def _fault_title(report: ImportReport, t: Translator) -> str:
    if report.fault_total > MOST_FAULTS:
        return t("importing.faults_first", n=report.fault_total, most=MOST_FAULTS)
    return t("importing.faults", n=report.fault_total)


def _faults(report: ImportReport, target: Target, t: Translator) -> str:
    heads = (t(f"importing.head.{name}") for name in ("row", "column", "value", "right"))
    rows = []
    for fault in report.faults:
        place = "–" if fault.row is None else t("importing.number", n=fault.row)
        if fault.file != report.file:
            place = f"{fault.file.removeprefix(report.file + ', ')}: {place}"
        cells = (place, _column(fault.column, target, t), fault.value or "–")
        rows.append((*(escape(c) for c in cells), escape(fault_sentence(t, fault))))
    return _list(table(heads, rows), t)


def _column(column: str | None, target: Target, t: Translator) -> str:
    """Their column; where a fault is of the mapping, the name of our field."""
    if column is None:
        return "–"
    below = column.startswith(INPUTS)
    name = column.removeprefix(INPUTS).removeprefix("constants.").removeprefix("values.")
    known = field_of(name, "issues" if below else target)
    if known is None:
        return column
    return label_of(target, f"{INPUTS}{known.name}" if below else known.name, t)


def _flags(report: ImportReport, t: Translator) -> str:
    heads = (t(f"importing.head.{name}") for name in ("row", "column", "meaning"))
    rows = (
        (
            escape(t("importing.number", n=flag.row)),
            escape(flag.column or "–"),
            escape(flag_sentence(t, flag)),
        )
        for flag in report.checked.flags[:SHOWN_FLAGS]
    )
    return _list(table(heads, rows), t)


def _list(made: str, t: Translator) -> str:
    """A long table in its own frame; on a phone each row of the file is named in its line."""
    row = escape(json.dumps(t("importing.head.row"), ensure_ascii=False))
    return f'<div class="k-import-list" style="--row: {row}">{made}</div>'


def workbook_offer(
    who: SignedIn, draft: Draft, look: Look | None, outcome: Outcome, t: Translator
) -> None:
    """Draw the way to the report as a workbook, to be put right and sent back."""
    if not st.button(t("importing.workbook"), key=Key.IMPORT_WORKBOOK):
        return
    content = outcome.workbook
    if content is None and look is not None and draft.checked is not None:
        job = Running(draft.given, actor_of(who), draft.checked.mapping, t.language, workbook=True)
        made: Task[Outcome] = Task(job)
        content = made.wait(t, Step.COMPARE).workbook
    if content is not None:
        offer(who, t("importing.workbook_file"), XLSX_MIME, content, t)


def written_count(outcome: Outcome, common: Duplicates, choices: Choices) -> int:
    """How many records an import would write, once it is decided about the pairs."""
    report = outcome.report
    if report.target != "issues":
        return report.written
    decided = (choices.get(pair.duplicate.issue, common) for pair in outcome.pairs)
    return report.written - sum(choice is Duplicates.SKIP for choice in decided)
