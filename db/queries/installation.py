"""What this database is: its mark, and how often its ledger was written to."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables.installation import Installation
from domain.vocabulary import Mark
from models import District, Unit


def mark_of(session: Session) -> Mark | None:
    """The mark set when the database was created; None for real records."""
    mark = session.scalars(select(Installation.mark)).one()
    return Mark(mark) if mark is not None else None


def ledger_version(session: Session) -> int:
    """A number that rises with every write to the ledger."""
    return session.scalars(select(Installation.ledger_version)).one()


def is_empty(session: Session) -> bool:
    """Whether nothing was ever loaded: no district, no unit."""
    found = (session.scalars(select(table.code).limit(1)).first() for table in (District, Unit))
    return all(code is None for code in found)
