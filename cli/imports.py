"""The command that brings a foreign file in: any spreadsheet, and a list of its faults."""

import json
import sys
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.context import (
    fault_line,
    one_line,
    print_json,
    ready_engine,
    refusals,
    refuse_unwritable,
    translator,
)
from db.commands.trail import Actor
from documents.import_report import marked_workbook
from domain.faults import Fault, Refused
from domain.station import now
from ingest.checked import MOST_FAULTS
from ingest.dates import DateOrder
from ingest.headers import Target
from ingest.import_plan import Duplicates
from ingest.import_report import (
    ImportReport,
    as_json,
    duplicate_sentence,
    fault_sentence,
    flag_sentence,
    question_sentence,
)
from ingest.importing import Step, content_digest, import_file
from ingest.limits import MEBIBYTE, Limits
from ingest.mapping import Mapping
from ingest.mapping_file import read_mapping
from ingest.sheet import Told
from wording.translator import Translator

REPORTS: dict[str, Callable[[ImportReport, Translator], bytes]] = {
    ".json": lambda report, t: _json_bytes(as_json(report, t)),
    ".xlsx": marked_workbook,
}
"""What a report file may be, by how its name ends."""

MOST_SAID = 20
"""So many flags and duplicates are said in words; the report lists them all."""


class Sort(StrEnum):
    """What the rows of the file are."""

    ISSUES = "issues"
    MEETINGS = "meetings"
    REPORTS = "reports"


class Output(StrEnum):
    """How the report is given."""

    TEXT = "text"
    JSON = "json"


def import_(
    sort: Annotated[Sort, typer.Argument(help="What the rows are.")],
    file: Annotated[Path, typer.Argument(help="A spreadsheet: CSV or XLSX.")],
    mapping: Annotated[Path | None, typer.Option(help="A mapping, as JSON.")] = None,
    date_order: Annotated[DateOrder | None, typer.Option(help="Of 3/4/2026.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do all and keep nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="Where to write it: .json, .xlsx.")] = None,
    duplicates: Annotated[Duplicates, typer.Option(help="Likely ones.")] = Duplicates.KEEP,
    large: Annotated[bool, typer.Option("--large", help="More than a screen takes.")] = False,
    sheet: Annotated[str | None, typer.Option(help="Of a workbook.")] = None,
    header_row: Annotated[int | None, typer.Option(min=1, help="The row of names.")] = None,
    encoding: Annotated[str | None, typer.Option(help="utf-8, cp1252 …")] = None,
    separator: Annotated[str | None, typer.Option(help="Of the cells: , ; | or tab.")] = None,
    output: Annotated[Output, typer.Option("--format", help="text, json")] = Output.TEXT,
) -> None:
    """Import a spreadsheet: every row checked, all written or nothing."""
    if report is not None and report.suffix.lower() not in REPORTS:
        raise typer.BadParameter("--report: " + ", ".join(REPORTS))
    told = Told(encoding, _separator(separator), sheet, header_row)
    target: Target = sort.value
    with refusals():
        engine = ready_engine()
        if report is not None:
            refuse_unwritable(report)
        limits = Limits.large() if large else Limits()
        content: bytes | None = None
        try:
            content = _content(file, limits)
            laid_out = _mapping(mapping, target)
            found = import_file(
                engine,
                Actor.station(now()),
                content,
                file.name,
                target,
                mapping=laid_out,
                date_order=date_order,
                told=told,
                duplicates=duplicates,
                dry_run=dry_run,
                limits=limits,
                progress=partial(_say_step, translator()),
            )
        except Refused as refused:
            if output is Output.JSON:
                print_json(_refusal(file.name, content, refused))
            raise
        if report is not None:
            report.write_bytes(REPORTS[report.suffix.lower()](found, translator()))
    _say(found, output, dry_run=dry_run)
    if not found.ok:
        raise typer.Exit(1)


def _content(path: Path, limits: Limits) -> bytes:
    """The bytes of a file; one that is too large is not even read."""
    size = path.stat().st_size
    if size > limits.file_bytes:
        given, most = (f"{n / MEBIBYTE:.0f} MB" for n in (size, limits.file_bytes))
        raise Refused([Fault("file_too_large", path.name, value=given, expected=most)])
    return path.read_bytes()


def _separator(given: str | None) -> str | None:
    """Shells make it hard to type a tab."""
    return "\t" if given in ("tab", "\\t") else given


def _mapping(path: Path | None, target: Target) -> Mapping | None:
    """The mapping of a file; Refused where it is not one, or is for other records."""
    return None if path is None else read_mapping(path.read_bytes(), path.name, target)


def _say_step(t: Translator, step: Step) -> None:
    """Where a long import stands, for somebody who sits and waits."""
    if sys.stderr.isatty():
        typer.echo(t(f"import.step.{step}"), err=True)


def _say(found: ImportReport, output: Output, *, dry_run: bool) -> None:
    """The report on stdout; faults and questions on stderr, a line each."""
    t = translator()
    if output is Output.JSON:
        print_json(as_json(found, t))
    else:
        for line in _lines(found, t, dry_run=dry_run):
            typer.echo(one_line(line))
    for fault in found.faults:
        typer.echo(fault_line(t, fault), err=True)
    if found.fault_total > len(found.faults):
        typer.echo(t("import.more_faults", total=found.fault_total, most=MOST_FAULTS), err=True)
    for question in found.checked.questions:
        place = found.file + t("fault.row", row=question.row)
        place += t("fault.column", column=question.column)
        typer.echo(one_line(f"{place}: {question_sentence(t, question)}"), err=True)


def _lines(found: ImportReport, t: Translator, *, dry_run: bool) -> list[str]:
    """The report in words."""
    said = found.recognised
    lines = [
        t(
            "import.recognised",
            file=found.file,
            format=said.format,
            how=", ".join(_how(found, t)),
        )
    ]
    for ours, theirs in found.checked.columns.items():
        mark = t("import.guessed") if ours in found.guessed else ""
        lines.append(t("import.column", ours=ours, theirs=theirs) + mark)
    lines.append(
        t(
            "import.counts",
            read=found.checked.read,
            accepted=found.accepted,
            unchanged=found.unchanged,
            refused=found.refused,
        )
    )
    places = [(f.row, f.column, flag_sentence(t, f)) for f in found.checked.flags[:MOST_SAID]]
    for row, column, sentence in places:
        place = t("import.at_row", row=row) + (t("fault.column", column=column) if column else "")
        lines.append(f"{place}: {sentence}")
    lines += [duplicate_sentence(t, pair) for pair in found.duplicates[:MOST_SAID]]
    hidden = sum(max(0, len(some) - MOST_SAID) for some in (found.checked.flags, found.duplicates))
    if hidden:
        lines.append(t("import.more_notes", n=hidden))
    for issue, fault in sorted(found.kept_apart.items())[:MOST_SAID]:
        lines.append(t("import.kept_apart", issue=issue, reason=fault_sentence(t, fault)))
    if found.ok:
        key = "import.would_write" if dry_run else "import.written"
        lines.append(t(key, n=found.written, skipped=found.skipped, linked=found.linked))
    else:
        lines.append(t("import.nothing_written"))
    return lines


def _how(found: ImportReport, t: Translator) -> list[str]:
    """What the file was taken for, each part marked where it is a guess."""
    said = found.recognised
    parts = {
        "encoding": said.encoding,
        "separator": "tab" if said.separator == "\t" else said.separator,
        "sheet": said.sheet,
        "header_row": said.header_row,
    }
    return [
        t(f"import.how.{name}", value=value) + (t("import.guessed") if name in said.guessed else "")
        for name, value in parts.items()
        if value is not None
    ]


def _refusal(name: str, content: bytes | None, refused: Refused) -> dict[str, Any]:
    """The report of a file that was not looked into, in the form of every other.

    One that was not even read has no digest.
    """
    t = translator()
    return {
        "file": name,
        "sha256": None if content is None else content_digest(content),
        "recognised": None,
        "columns": {},
        "read": 0,
        "accepted": 0,
        "unchanged": 0,
        "refused": 0,
        "written": 0,
        "errors": [
            {
                "row": fault.row,
                "column": fault.column,
                "value": fault.value,
                "code": fault.code,
                "message": fault_sentence(t, fault),
            }
            for fault in refused.faults[:MOST_FAULTS]
        ],
        "flags": [],
        "duplicates": [],
        "error_total": len(refused.faults),
    }


def _json_bytes(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
