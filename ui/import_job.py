"""The heavy steps of the Import screen: look into a file, check it, write it.

Free of Streamlit, so that they run in the serving process for a small file and in one of
their own for a large one (`ui.import_child`). What they give is small, whatever the file:
the screen shows the beginning of long lists, with their true totals.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy.orm import Session

from db.commands.trail import Actor
from db.engine import reading
from db.queries.imports import stored_rows
from db.queries.trail import TrailFilter, trail_page
from db.shared import shared_engine
from documents.import_report import marked_workbook
from domain.permissions import STATION
from ingest.checked import MOST_FAULTS
from ingest.duplicates import Duplicate
from ingest.headers import Target
from ingest.import_plan import NO_CHOICE, Choices, Duplicates
from ingest.import_report import ImportReport
from ingest.importing import Progress, import_file
from ingest.known_now import known_now
from ingest.mapping import Mapping
from ingest.sheet import Sheet
from ingest.templates import template
from ui.import_look import Given, Look, Looking, look
from wording.translator import Language, Translator

LONGEST_SIDE = 400
"""So much of a text stands beside its likeness."""


@dataclass(frozen=True, slots=True)
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
    pairs: tuple[Pair, ...] = ()
    workbook: bytes | None = None
    entry: int | None = None


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
        pairs=pairs,
        workbook=marked_workbook(report, Translator(job.language)) if job.workbook else None,
        entry=entry,
    )


def _pairs(session: Session, report: ImportReport) -> tuple[Pair, ...]:
    """Every pair with its texts; what is stored was told to this reader as a likeness."""
    shown = report.duplicates
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
                _beginning(text),
                _beginning(of_text),
                day if isinstance(day, date) else None,
            )
        )
    return tuple(found)


def _beginning(text: object) -> str | None:
    said = str(text or "")
    return (said if len(said) <= LONGEST_SIDE else said[:LONGEST_SIDE] + "…") or None


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
        duplicates=(),
    )


def template_of(target: Target, actor: Actor, language: Language) -> bytes:
    """The workbook to fill in for a target."""
    with reading(shared_engine()) as session:
        return template(target, known_now(session, actor), Translator(language))
