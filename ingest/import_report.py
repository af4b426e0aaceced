"""What an import came to: the report that the command line, a file and the screen show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.faults import Fault
from ingest.checked import MOST_FAULTS, Checked, Flag, Question
from ingest.duplicates import Duplicate
from ingest.headers import FIELDS
from ingest.sheet import Recognised, Sheet
from wording.translator import Translator


@dataclass(frozen=True)
class ImportReport:
    """The outcome of one run over a file; a dry run has the same as the run itself.

    `faults` are the first of `fault_total`, in the order of rows; `refused_rows` and
    `unchanged_rows` are rows of the sheet. Nothing was written where there is a fault or a
    question. `records` counts what was written by file of the dataset (as opposed to rows:
    repeated rows are joined). `guessed` are our fields whose column was found by likeness.
    `inputs` is the second sheet, where the inputs of meetings stand in one; its faults name
    it beside the file.
    `kept_apart` maps an issue that could not be linked or skipped to what forbids it.
    """

    file: str
    sha256: str
    target: str
    recognised: Recognised
    sheet: Sheet
    checked: Checked
    inputs: tuple[Recognised, Sheet] | None = None
    faults: Sequence[Fault] = ()
    fault_total: int = 0
    refused_rows: frozenset[int] = frozenset()
    unchanged_rows: frozenset[int] = frozenset()
    guessed: Sequence[str] = ()
    duplicates: Sequence[Duplicate] = ()
    records: Mapping[str, int] = field(default_factory=dict)
    skipped: int = 0
    linked: int = 0
    kept_apart: Mapping[str, Fault] = field(default_factory=dict)
    held_back: int = 0
    mapping: str = ""

    @property
    def ok(self) -> bool:
        """Whether every row can be written, and no question is open."""
        return not self.fault_total and not self.checked.questions

    @property
    def written(self) -> int:
        """How many records were written, or would be by a run that is not dry."""
        return sum(self.records.values())

    @property
    def refused(self) -> int:
        """Rows that were refused."""
        return len(self.refused_rows)

    @property
    def unchanged(self) -> int:
        """Rows that are stored already, as they are."""
        return len(self.unchanged_rows)

    @property
    def accepted(self) -> int:
        """Rows that can be written."""
        return self.checked.read - self.refused - self.unchanged


def fault_sentence(t: Translator, fault: Fault) -> str:
    """What is wrong and what would be right, without the place; words instead of codes."""
    expected = fault.expected or ""
    if fault.code == "unknown_code":
        expected = _labels(t, expected)
    alone = f"fault.{fault.code}.alone"
    key = alone if not expected and t.has(alone) else f"fault.{fault.code}"
    return t(key, value=fault.value or "", expected=expected)


def _labels(t: Translator, codes: str) -> str:
    """The labels of a vocabulary, which files may hold too; other words stay as they are."""
    for fields in FIELDS.values():
        for field_ in fields.values():
            if field_.group and " ".join(field_.codes) == codes:
                return ", ".join(t.label(field_.group, code) for code in field_.codes)
    return codes


def flag_sentence(t: Translator, flag: Flag) -> str:
    """What is to be known of a row that was taken."""
    value = t.label("flag", flag.value) if t.has(f"flag.{flag.value}") else flag.value
    return t(f"import_flag.{flag.code}", value=value)


def question_sentence(t: Translator, question: Question) -> str:
    """What is to be decided, with what each answer makes of the example."""
    readings = "; ".join(f"{name}: {value}" for name, value in question.readings.items())
    return t(f"import_question.{question.code}", value=question.value, readings=readings)


def duplicate_sentence(t: Translator, duplicate: Duplicate) -> str:
    """Which issue, or which row, a row is like."""
    of = duplicate.of
    if duplicate.of_row is not None:
        of = t("import.duplicate_row", row=duplicate.of_row, issue=duplicate.of)
    return t("import.duplicate", row=duplicate.row, of=of, percent=round(duplicate.score * 100))


def as_json(report: ImportReport, t: Translator) -> dict[str, Any]:
    """The report as machines read it; the keys of the first part never change their order."""
    recognised = report.recognised
    return {
        "file": report.file,
        "sha256": report.sha256,
        "recognised": {
            "format": recognised.format,
            "encoding": recognised.encoding,
            "separator": recognised.separator,
            "sheet": recognised.sheet,
            "header_row": recognised.header_row,
            "guessed": list(recognised.guessed),
        },
        "columns": dict(report.checked.columns),
        "read": report.checked.read,
        "accepted": report.accepted,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "written": report.written,
        "errors": [
            _finding(fault, fault_sentence(t, fault)) for fault in report.faults[:MOST_FAULTS]
        ],
        "flags": [_finding(flag, flag_sentence(t, flag)) for flag in report.checked.flags],
        "duplicates": [
            {"row": d.row, "of": d.of, "score": d.score, "of_row": d.of_row}
            for d in report.duplicates
        ],
        "error_total": report.fault_total,
        "target": report.target,
        "guessed": list(report.guessed),
        "questions": [_question(t, question) for question in report.checked.questions],
        "records": dict(report.records),
        "skipped": report.skipped,
        "linked": report.linked,
        "kept_apart": [
            {"issue": issue, "code": fault.code, "message": fault_sentence(t, fault)}
            for issue, fault in sorted(report.kept_apart.items())
        ],
        "held_back": report.held_back,
    }


def _finding(found: Fault | Flag, message: str) -> dict[str, Any]:
    """Where something was found, what stands there, and what it means."""
    return {
        "row": found.row,
        "column": found.column,
        "value": found.value,
        "code": found.code,
        "message": message,
    }


def _question(t: Translator, question: Question) -> dict[str, Any]:
    return {
        "row": question.row,
        "column": question.column,
        "value": question.value,
        "code": question.code,
        "field": question.field,
        "readings": dict(question.readings),
        "proposed": question.proposed,
        "message": question_sentence(t, question),
    }
