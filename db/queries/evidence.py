"""Where an evidence file was shown, and which file a reader may open."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.queries.facts import issues_by_key
from db.scoped import shielded, visible
from db.tables.trail import EvidenceFile
from domain.cells import LIST_SEPARATOR
from domain.permissions import Reader
from domain.standing import standing_on
from models import Issue, IssueEvent


@dataclass(frozen=True)
class EvidenceUse:
    """A file that an issue shows, and where else it was shown.

    `captured_on` is the day that the camera wrote. `times`: how often the issue itself shows
    it; `also`: the other issues, as far as the reader sees them. Voided events and issues
    are no use.
    """

    sha256: str
    mime: str
    size: int
    captured_on: date | None
    times: int
    also: tuple[str, ...]


def uses_of(session: Session, reader: Reader, sha256: str) -> tuple[str, ...]:
    """The issues that the reader may see with an event that shows the file, in key order."""
    found = session.scalars(
        select(IssueEvent.issue)
        .distinct()
        .join(Issue, Issue.issue == IssueEvent.issue)
        .where(
            visible(Issue, reader),
            IssueEvent.evidence.contains(sha256, autoescape=True),
            IssueEvent.voided_on.is_(None),
            Issue.voided_on.is_(None),
        )
        .order_by(IssueEvent.issue)
    )
    return tuple(found)


def evidence_of(session: Session, reader: Reader, key: str, day: date) -> dict[str, EvidenceUse]:
    """The files that an issue shows, by digest; none where the reader may not see it.

    None either where the reader may not know the village, which a picture could tell:
    who that is goes by the owner on the day.
    """
    issue = session.execute(
        select(Issue.category).where(visible(Issue, reader), Issue.issue == key)
    ).one_or_none()
    if issue is None or _is_shielded(session, reader, key, issue.category, day):
        return {}
    rows = session.execute(
        select(IssueEvent.evidence, IssueEvent.voided_on).where(
            IssueEvent.issue == key, IssueEvent.evidence.is_not(None)
        )
    ).all()
    shown = [(d, voided) for cell, voided in rows for d in (cell or "").split(LIST_SEPARATOR)]
    counting = [digest for digest, voided in shown if voided is None]
    named = sorted({digest for digest, _ in shown})
    files = session.scalars(select(EvidenceFile).where(EvidenceFile.sha256.in_(named)))
    return {
        file.sha256: EvidenceUse(
            sha256=file.sha256,
            mime=file.mime,
            size=file.size,
            captured_on=file.captured_on,
            times=counting.count(file.sha256),
            also=tuple(other for other in uses_of(session, reader, file.sha256) if other != key),
        )
        for file in files
    }


def _is_shielded(session: Session, reader: Reader, key: str, category: str, day: date) -> bool:
    if not shielded(category, None, reader) and not shielded(category, reader.unit, reader):
        return False
    [facts] = issues_by_key(session, [key])
    return shielded(category, standing_on(facts, day).owner, reader)
