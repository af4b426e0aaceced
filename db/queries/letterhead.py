"""What stands above and below a document: the unit, its district, the state of the trail."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.queries.installation import mark_of
from db.queries.settings import own_letterhead
from db.queries.standing import answering_units
from db.tables.trail import AuditEntry
from domain.letterhead import OwnLetterhead
from domain.permissions import Reader
from domain.vocabulary import Mark
from models import District, Unit

CHANGES_RECORDS = (
    "load",
    "import",
    "restore",
    "record_",
    "move.",
    "correct.",
    "void.",
    "complete_inputs",
    "raise_status",
    "clear_text",
    "change_settings",
    "change_letterhead",
)
"""How the actions begin that change what documents hold; sign-ins and downloads do not."""


@dataclass(frozen=True)
class UnitRow:
    """A unit as documents name it."""

    code: str
    name: str
    kind: str
    parent: str | None


@dataclass(frozen=True)
class Letterhead:
    """The units by code, the district command's code, where it is, the mark, what is set.

    `last_change` is the number of the trail's last entry that changed records, 0 where
    there is none: it says on which state of the records a document rests, and making a
    document does not move it.
    """

    units: Mapping[str, UnitRow]
    command: str | None
    district: str
    province: str | None
    mark: Mark | None
    own: OwnLetterhead
    last_change: int


def letterhead(session: Session, reader: Reader) -> Letterhead:
    """What every document needs beside its own content."""
    units = session.execute(select(Unit.code, Unit.name, Unit.kind, Unit.parent))
    districts = session.execute(select(District.name, District.province).order_by(District.code))
    named = districts.all()
    return Letterhead(
        units={row.code: UnitRow(*row) for row in units},
        command=answering_units(session).command,
        district=", ".join(row.name for row in named),
        province=named[0].province if named else None,
        mark=mark_of(session),
        own=own_letterhead(session, reader),
        last_change=_last_change(session),
    )


def _last_change(session: Session) -> int:
    changes = (AuditEntry.action.startswith(start, autoescape=True) for start in CHANGES_RECORDS)
    return session.scalar(select(func.max(AuditEntry.seq)).where(or_(*changes))) or 0
