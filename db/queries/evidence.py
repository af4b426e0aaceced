"""Where an evidence file was shown."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.scoped import visible
from domain.permissions import Reader
from models import Issue, IssueEvent


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
