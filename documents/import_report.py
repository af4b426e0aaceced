"""The rows of a foreign file, with a column that says what is wrong: to be put right and sent back.

Rows and header stand where they stood in the file, so that the numbers of the faults are
those of this workbook too. Every cell is text: nothing starts a formula or a link, and
leading zeros stay. The added column is the last, so that importing the workbook again
reads the rest as before.
"""

import io
from collections import defaultdict
from dataclasses import dataclass, field

import xlsxwriter

from documents.table import LONGEST_CELL, NO_LINKS
from ingest.import_report import (
    ImportReport,
    duplicate_sentence,
    fault_sentence,
    flag_sentence,
    question_sentence,
)
from ingest.mapping import INPUTS
from ingest.remembering import ADDED_COLUMN
from ingest.sheet import Recognised, Sheet
from wording.translator import Translator

LONGEST_SHEET_NAME = 31
NARROWEST, WIDEST = 12, 40
FORBIDDEN_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


@dataclass
class _Marked:
    """A sheet with what is said of its rows, and which of its cells are wrong."""

    recognised: Recognised
    sheet: Sheet
    notes: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    wrong: set[tuple[int, int]] = field(default_factory=set)


def marked_workbook(report: ImportReport, t: Translator) -> bytes:
    """The workbook; a row without a fault or a flag has an empty last cell."""
    first = _Marked(report.recognised, report.sheet)
    second = _Marked(*report.inputs) if report.inputs is not None else None
    _note(report, t, first, second or first)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, NO_LINKS) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "text": book.add_format({"valign": "top", "text_wrap": True, "num_format": "@"}),
            "bad": book.add_format({"valign": "top", "text_wrap": True, "bg_color": "#f8d7da"}),
        }
        for marked in (first, second):
            if marked is not None:
                _write(book.add_worksheet(_sheet_name(marked, t)), marked, formats, t)
    return buffer.getvalue()


def _write(
    page: "xlsxwriter.worksheet.Worksheet",
    marked: _Marked,
    formats: dict[str, "xlsxwriter.format.Format"],
    t: Translator,
) -> None:
    header = marked.sheet.header
    top, last = marked.recognised.header_row - 1, len(header)
    for column, heading in enumerate(header):
        page.set_column(column, column, min(max(len(heading) + 2, NARROWEST), WIDEST))
        page.write_string(top, column, _fitting(heading), formats["head"])
    page.set_column(last, last, WIDEST * 2)
    page.write_string(top, last, t(ADDED_COLUMN), formats["head"])
    for row in marked.sheet.rows:
        place = row.number - 1
        # Cells beyond the header are in the way of the added column.
        for column, cell in enumerate(row.cells[:last]):
            bad = (row.number, column) in marked.wrong
            if cell or bad:
                page.write_string(place, column, _fitting(cell), formats["bad" if bad else "text"])
        if row.number in marked.notes:
            said = "\n".join(marked.notes[row.number])
            page.write_string(place, last, _fitting(said), formats["bad"])
    page.freeze_panes(top + 1, 0)


def _note(report: ImportReport, t: Translator, first: _Marked, second: _Marked) -> None:
    """Put everything that is said of a row beside it; what is said of a whole file has no row."""
    for fault in report.faults:
        if fault.row is not None:
            marked = first if fault.file == report.file else second
            sentence = fault_sentence(t, fault)
            marked.notes[fault.row].append(
                f"{fault.column}: {sentence}" if fault.column else sentence
            )
            if fault.column in marked.sheet.header:
                marked.wrong.add((fault.row, marked.sheet.header.index(fault.column)))
    for question in report.checked.questions:
        of_input = question.field.startswith(INPUTS)
        marked = second if of_input else first
        marked.notes[question.row].append(f"{question.column}: {question_sentence(t, question)}")
    for flag in report.checked.flags:
        marked = first if flag.sheet is None else second
        what = (f"{flag.column}: " if flag.column else "") + flag_sentence(t, flag)
        marked.notes[flag.row].append(t("import.to_note", what=what))
    for duplicate in report.duplicates:
        what = duplicate_sentence(t, duplicate)
        second.notes[duplicate.row].append(t("import.to_note", what=what))


def _sheet_name(marked: _Marked, t: Translator) -> str:
    """That of the file, so that a mapping which names it fits this workbook too."""
    name = (marked.recognised.sheet or t("import.sheet")).translate(FORBIDDEN_IN_SHEET_NAMES)
    return name.strip("'")[:LONGEST_SHEET_NAME] or t("import.sheet")


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
