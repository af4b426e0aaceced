"""The heavy steps of the Import screen: look into a file, check it, write it.

Free of Streamlit, so that they run in the serving process for a small file and in one of
their own for a large one (`ui.import_child`). What they give is small, whatever the file:
the screen shows the beginning of long lists, with their true totals.
"""

from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from db.commands.importing import refuse_again
from db.commands.trail import Actor
from db.engine import reading
from db.queries.imports import stored_rows
from db.queries.trail import TrailFilter, trail_page
from db.shared import shared_engine
from documents.import_report import marked_workbook
from domain.faults import Fault, Refused
from domain.permissions import STATION
from ingest.checked import MOST_FAULTS
from ingest.duplicates import Duplicate
from ingest.headers import Target
from ingest.import_plan import NO_CHOICE, Choices, Duplicates
from ingest.import_report import ImportReport
from ingest.importing import (
    ForeignFile,
    Progress,
    Step,
    import_file,
    read_file,
)
from ingest.known import Known
from ingest.known_now import known_now
from ingest.limits import Limits
from ingest.mapping import Mapping, numbered
from ingest.mapping_proposal import propose
from ingest.remembering import recall
from ingest.rows_words import is_nothing
from ingest.sheet import Recognised, Sheet, Told
from ingest.templates import template, template_inputs
from wording.translator import Language, Translator

LOOKED_AT = 2_000
"""So many rows are kept for the screen: their words, days and examples."""

LETTERS_KEPT = 2_000_000
"""Beyond so many letters no further row is kept."""

LONGEST_CELL = 200
PREVIEW = 3
MOST_PAIRS = 200
PROPOSED_FROM = 200
NOTHING_TOLD = Told()


@dataclass(frozen=True)
class Given:
    """A file as it was uploaded, and what is said of it."""

    content: bytes
    name: str
    target: Target
    told: Told = NOTHING_TOLD


@dataclass(frozen=True)
class Look:
    """What a file was taken for, and what its columns may be.

    `samples` holds the cells of the first rows by their column (`ingest.mapping.numbered`),
    `sure` and `guessed` our fields whose column was found by name or by likeness.
    """

    sha256: str
    recognised: Recognised
    columns: tuple[str, ...]
    rows: int
    preview: tuple[tuple[str, ...], ...]
    samples: Table[str, tuple[str, ...]]
    mapping: Mapping
    remembered: bool
    sure: frozenset[str]
    guessed: frozenset[str]
    separators: Table[str, str]
    known: Known
    before: tuple[Fault, ...] = ()
    """That it was imported before, where it was."""


@dataclass(frozen=True)
class Pair:
    """A row and what it may repeat, side by side; texts are None where there is none."""

    duplicate: Duplicate
    text: str | None
    of_text: str | None
    of_day: date | None


@dataclass(frozen=True)
class Outcome:
    """A report without its rows, and what the screen shows beside it.

    `entry` is the number in the audit trail, `workbook` the report to send back.
    """

    report: ImportReport
    flag_total: int = 0
    duplicate_total: int = 0
    pairs: tuple[Pair, ...] = ()
    workbook: bytes | None = None
    entry: int | None = None


@dataclass(frozen=True)
class Looking:
    """Look into a file."""

    given: Given
    actor: Actor


@dataclass(frozen=True)
class Running:
    """Check a file, or write it; `workbook` asks for the report to send back too."""

    given: Given
    actor: Actor
    mapping: Mapping
    language: Language
    write: bool = False
    workbook: bool = False
    duplicates: Duplicates = Duplicates.KEEP
    choices: Choices = field(default_factory=dict)
    form_key: str | None = None


Job = Looking | Running


def perform(job: Job, progress: Progress) -> Look | Outcome:
    """Do a job; raises what `ingest.importing` raises."""
    return look(job, progress) if isinstance(job, Looking) else run(job, progress)


def look(job: Looking, progress: Progress) -> Look:
    """Read a file, and propose what its columns are; raises Refused where it cannot be read."""
    progress(Step.READ)
    given = job.given
    file = read_file(given.content, given.name, given.told, Limits())
    with reading(shared_engine()) as session:
        known = known_now(session, job.actor)
        remembered = recall(session, file.sheet.header, given.target)
        before = _before(session, given, file)
    proposal = propose(file.sheet.header, file.sheet.rows[:PROPOSED_FROM], given.target, known)
    mapping = remembered or proposal.mapping
    if given.target == "meetings" and remembered is None:
        mapping = mapping.model_copy(update={"inputs": template_inputs(file.recognised)})
    return Look(
        sha256=file.sha256,
        recognised=file.recognised,
        columns=numbered(file.sheet.header),
        rows=len(file.sheet.rows),
        preview=tuple(
            tuple(cell[:LONGEST_CELL] for cell in row.cells) for row in file.sheet.rows[:PREVIEW]
        ),
        samples=_samples(file.sheet),
        mapping=mapping,
        remembered=remembered is not None,
        sure=frozenset(guess.field for guess in proposal.guesses if guess.sure),
        guessed=frozenset(proposal.guessed),
        separators=dict(proposal.separators),
        known=Known(today=known.today, sub_districts=known.sub_districts, units=known.units),
        before=before,
    )


def _before(session: Session, given: Given, file: ForeignFile) -> tuple[Fault, ...]:
    try:
        refuse_again(session, file.name, file.sha256, given.target, file.recognised.sheet)
    except Refused as refused:
        return refused.faults
    return ()


def _samples(sheet: Sheet) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {name: [] for name in numbered(sheet.header)}
    names, left = list(found), LETTERS_KEPT
    for row in sheet.rows[:LOOKED_AT]:
        for name, cell in zip(names, row.cells, strict=False):
            if not is_nothing(cell):
                found[name].append(cell[:LONGEST_CELL])
                left -= len(cell[:LONGEST_CELL])
        if left < 0:
            break
    return {name: tuple(cells) for name, cells in found.items()}


def run(job: Running, progress: Progress) -> Outcome:
    """Check a file, and write it where that is asked; the report is that of `import_file`."""
    given = job.given
    report = import_file(
        shared_engine(),
        job.actor,
        given.content,
        given.name,
        given.target,
        mapping=job.mapping,
        told=given.told,
        duplicates=job.duplicates,
        choices=job.choices or NO_CHOICE,
        check_only=not job.write,
        form_key=job.form_key,
        progress=progress,
    )
    with reading(shared_engine()) as session:
        pairs = _pairs(session, report)
        entry = _entry(session, report.sha256) if job.write and report.written else None
    return Outcome(
        report=_without_rows(report),
        flag_total=len(report.checked.flags),
        duplicate_total=len(report.duplicates),
        pairs=pairs,
        workbook=marked_workbook(report, Translator(job.language)) if job.workbook else None,
        entry=entry,
    )


def _pairs(session: Session, report: ImportReport) -> tuple[Pair, ...]:
    """The first pairs with their texts; what is stored was told to this reader as a likeness."""
    shown = report.duplicates[:MOST_PAIRS]
    new = {record.key: record.values for record in report.checked.records if shown}
    stored = stored_rows(session, "issues", [d.of for d in shown if d.of not in new])
    found = []
    for duplicate in shown:
        of = new.get(duplicate.of) or stored.get(duplicate.of) or {}
        text, of_text = new[duplicate.issue]["text"], of.get("text")
        day = of.get("reported_on")
        found.append(
            Pair(
                duplicate,
                str(text) if text else None,
                str(of_text) if of_text else None,
                day if isinstance(day, date) else None,
            )
        )
    return tuple(found)


def _entry(session: Session, sha256: str) -> int | None:
    """The number of the entry that this import made in the trail, for its receipt."""
    asked = TrailFilter(action="import", subject=sha256)
    rows = trail_page(session, STATION, asked, limit=1).rows
    return rows[0].seq if rows else None


def _without_rows(report: ImportReport) -> ImportReport:
    """The report with the beginning of its lists alone, ready to be handed over."""
    checked = replace(
        report.checked,
        columns=dict(report.checked.columns),
        records=(),
        flags=report.checked.flags[:MOST_FAULTS],
        questions=tuple(replace(q, readings=dict(q.readings)) for q in report.checked.questions),
    )
    return replace(
        report,
        sheet=Sheet(report.sheet.header, ()),
        inputs=None,
        checked=checked,
        duplicates=tuple(report.duplicates[:MOST_PAIRS]),
    )


def template_of(target: Target, actor: Actor, language: Language) -> bytes:
    """The workbook to fill in for a target."""
    with reading(shared_engine()) as session:
        return template(target, known_now(session, actor), Translator(language))
