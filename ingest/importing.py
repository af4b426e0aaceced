"""A foreign file in: recognise, map, check, compare with what is stored, write.

Reading, checking and comparing happen before the database is written to, so that other
people's saves do not wait for them; then everything is written in one transaction, or
nothing is. A dry run does the same and is rolled back.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.commands.importing import (
    NewRecords,
    Written,
    permit_import,
    refuse_again,
    write_import,
)
from db.commands.trail import Actor
from db.engine import reading, writing
from db.queries.imports import told_about
from domain.faults import Fault, Refused
from ingest.check import check
from ingest.checked import MOST_FAULTS, Checked
from ingest.collector import collector_at_rest
from ingest.comparing import Compared, compare
from ingest.dates import DateOrder
from ingest.duplicates import Duplicate, likely_duplicates
from ingest.headers import Target
from ingest.import_plan import NO_CHOICE, Choices, Duplicates, plan_of
from ingest.import_report import ImportReport
from ingest.known_now import known_now
from ingest.limits import Limits
from ingest.mapping import Mapping, dump_mapping
from ingest.mapping_proposal import propose
from ingest.recognise import NOTHING_THERE, read_sheet
from ingest.remembering import recall
from ingest.sheet import Recognised, Sheet, Told
from ingest.templates import template_inputs


class Step(StrEnum):
    """Where an import stands, for whoever waits for it."""

    READ = "read"
    CHECK = "check"
    COMPARE = "compare"
    WRITE = "write"


SURE_ENOUGH = 90
"""Of 100: a header less like a name of ours than that is not used without being asked."""

ROWS_LOOKED_AT = 200
"""So many rows show what the columns hold."""

Progress = Callable[[Step], None]


def _silent(_step: Step) -> None:
    """For whoever does not wait."""


@dataclass(frozen=True)
class ForeignFile:
    """A file as it was read."""

    name: str
    sha256: str
    recognised: Recognised
    sheet: Sheet

    @property
    def key_digest(self) -> str:
        """What keys are made from: the file's digest, for a further sheet one of its own.

        Else the rows of two sheets of one workbook would be given the same keys.
        """
        name = self.recognised.sheet
        if name is None or name in self.recognised.sheets[:1]:
            return self.sha256
        return content_digest(f"{self.sha256} {name}".encode())


def content_digest(content: bytes) -> str:
    """The SHA-256 of a file, by which it is known again."""
    return hashlib.sha256(content).hexdigest()


def read_file(content: bytes, name: str, told: Told, limits: Limits) -> ForeignFile:
    """Recognise and read a file; raises Refused where that cannot be done."""
    recognised, sheet = read_sheet(content, told, limits, name=name)
    return ForeignFile(name, content_digest(content), recognised, sheet)


def mapping_for(
    session: Session, file: ForeignFile, target: Target
) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping remembered for the header of a file, else the proposed one.

    With it, our fields whose column was found by likeness alone: of those, only what is
    very like a name of ours is used, and the report lists them.
    """
    found = recall(session, file.sheet.header, target)
    if found is not None:
        return found, ()
    proposal = propose(file.sheet.header, file.sheet.rows[:ROWS_LOOKED_AT], target)
    unlike = {g.field for g in proposal.guesses if not g.sure and g.score < SURE_ENOUGH}
    columns = {n: c for n, c in proposal.mapping.columns.items() if n not in unlike}
    guessed = tuple(name for name in proposal.guessed if name not in unlike)
    update: dict[str, Any] = {"columns": columns}
    if target == "meetings":
        update["inputs"] = template_inputs(file.recognised)
    return proposal.mapping.model_copy(update=update), guessed


def import_file(
    engine: Engine,
    actor: Actor,
    content: bytes,
    name: str,
    target: Target,
    *,
    mapping: Mapping | None = None,
    date_order: DateOrder | None = None,
    told: Told | None = None,
    duplicates: Duplicates = Duplicates.KEEP,
    choices: Choices = NO_CHOICE,
    dry_run: bool = False,
    check_only: bool = False,
    limits: Limits | None = None,
    form_key: str | None = None,
    progress: Progress = _silent,
) -> ImportReport:
    """Import a file from its bytes; see `import_read` for what is raised and given.

    Without a mapping the one remembered for the header is taken, else the proposal.
    What is `told` of the file goes before what the mapping says of it.
    """
    progress(Step.READ)
    limits = limits or Limits()
    file = read_file(content, name, _merged(told or Told(), mapping), limits)
    guessed: tuple[str, ...] = ()
    if mapping is None:
        with reading(engine) as session:
            mapping, guessed = mapping_for(session, file, target)
    if date_order is not None:
        mapping = mapping.model_copy(update={"date_order": date_order})
    inputs = None
    if mapping.inputs is not None and mapping.inputs.sheet is not None:
        inputs = inputs_file(
            file, content, mapping.inputs.sheet, limits, tuple(mapping.inputs.columns.values())
        )
    return import_read(
        engine,
        actor,
        file,
        mapping,
        inputs=inputs,
        guessed=guessed,
        duplicates=duplicates,
        choices=choices,
        dry_run=dry_run,
        check_only=check_only,
        form_key=form_key,
        progress=progress,
    )


def inputs_file(
    file: ForeignFile,
    content: bytes,
    sheet: str,
    limits: Limits,
    columns: tuple[str, ...] = (),
) -> ForeignFile:
    """The second sheet of a file; nobody needs to fill that of a template.

    One that holds nothing has `columns` and no row. Raises Refused where it cannot be read.
    """
    try:
        return read_file(content, file.name, Told(sheet=sheet), limits)
    except Refused as refused:
        if not {fault.code for fault in refused.faults} <= NOTHING_THERE:
            raise
        recognised = replace(file.recognised, sheet=sheet, header_row=1)
        return replace(file, recognised=recognised, sheet=Sheet(columns, ()))


def _merged(told: Told, mapping: Mapping | None) -> Told:
    if mapping is None:
        return told
    said = mapping.told
    return Told(
        told.encoding or said.encoding,
        told.separator or said.separator,
        told.sheet or said.sheet,
        told.header_row or said.header_row,
    )


def import_read(
    engine: Engine,
    actor: Actor,
    file: ForeignFile,
    mapping: Mapping,
    *,
    inputs: ForeignFile | None = None,
    guessed: Sequence[str] = (),
    duplicates: Duplicates = Duplicates.KEEP,
    choices: Choices = NO_CHOICE,
    dry_run: bool = False,
    check_only: bool = False,
    form_key: str | None = None,
    progress: Progress = _silent,
) -> ImportReport:
    """Check a file that was read, compare it with what is stored, and write it.

    Nothing is written where a row is refused or a question is open: the report says so.
    With `dry_run` everything is done and rolled back, and the report is the same; with
    `check_only` writing is not begun, and `records` counts what would be written. `choices`
    go before `duplicates` for the issues that they name. Raises NotPermitted for who may
    not import, Refused for a file that was imported before, AlreadySaved for a form kept
    before.
    """
    with reading(engine) as session:
        permit_import(actor.reader)
        refuse_again(session, file.name, file.sha256, mapping.target, file.recognised.sheet)
        progress(Step.CHECK)
        known = known_now(session, actor)
        checked = check(
            file.sheet,
            mapping,
            mapping.target,
            known,
            file.key_digest,
            inputs.sheet if inputs else None,
            file=file.name,
        )
        progress(Step.COMPARE)
        compared = compare(session, actor.reader, file.name, mapping.target, checked)
        found = _duplicates_of(session, actor, compared)
    report = _report(file, mapping, inputs, guessed, checked, compared, found)
    if not report.ok or not compared.new:
        return report
    plan = plan_of(report, compared, duplicates, choices)
    if not any(plan.records.records.values()):
        return replace(report, skipped=plan.records.skipped)
    if check_only:
        counts = {name: len(rows) for name, rows in plan.records.records.items() if rows}
        return replace(report, records=counts, skipped=plan.records.skipped)
    progress(Step.WRITE)
    written = _write(engine, actor, plan.records, form_key or str(uuid4()), dry_run=dry_run)
    return replace(
        report,
        records=written.counts,
        skipped=plan.records.skipped,
        linked=len(written.linked),
        kept_apart={**plan.kept_apart, **written.not_linked},
        held_back=written.held,
    )


class _RolledBack(Exception):
    """Ends a dry run."""


def _write(
    engine: Engine, actor: Actor, records: NewRecords, form_key: str, *, dry_run: bool
) -> Written:
    try:
        with collector_at_rest(), writing(engine) as session:
            written = write_import(session, actor, records, form_key)
            if dry_run:
                raise _RolledBack
    except _RolledBack:
        pass
    return written


def _duplicates_of(session: Session, actor: Actor, compared: Compared) -> list[Duplicate]:
    """The likely duplicates of the new issues, among themselves and with what is stored."""
    new = [(r.rows[0], r.values) for r in compared.new if r.file == "issues"]
    days = [row["reported_on"] for _, row in new if isinstance(row["reported_on"], date)]
    if not days:
        return []
    areas = {str(row["sub_district_code"]) for _, row in new}
    told = told_about(session, actor.reader, areas, min(days), max(days))
    return likely_duplicates(new, told)


def _placed(fault: Fault, file: str) -> Fault:
    """A fault of the second sheet says which that is."""
    return fault if fault.file == file else replace(fault, file=f"{file}, {fault.file}")


def _report(
    file: ForeignFile,
    mapping: Mapping,
    inputs: ForeignFile | None,
    guessed: Sequence[str],
    checked: Checked,
    compared: Compared,
    found: Sequence[Duplicate],
) -> ImportReport:
    faults = sorted(
        (_placed(fault, file.name) for fault in (*checked.faults, *compared.faults)),
        key=lambda fault: (fault.file != file.name, fault.row or 0),
    )
    refused = checked.refused_rows | compared.refused_rows
    new_rows = {row for record in compared.new for row in record.rows}
    unchanged = {row for r in compared.unchanged if r.sheet is None for row in r.rows}
    return ImportReport(
        file=file.name,
        sha256=file.sha256,
        target=mapping.target,
        recognised=file.recognised,
        sheet=file.sheet,
        inputs=None if inputs is None else (inputs.recognised, inputs.sheet),
        checked=checked,
        faults=faults[:MOST_FAULTS],
        fault_total=checked.fault_total + len(compared.faults),
        refused_rows=refused,
        unchanged_rows=frozenset(unchanged - new_rows - refused),
        guessed=guessed,
        duplicates=found,
        mapping=dump_mapping(mapping),
    )
