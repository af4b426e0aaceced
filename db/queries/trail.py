"""Read the audit trail: is the chain whole, and what was done."""

import hmac
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from db.engine import DatabaseError
from db.tables.trail import AuditEntry, AuditHead
from db.trail_key import key_file, trail_key
from domain.permissions import STATION, Reader
from domain.station import station_zone

CHUNK = 5_000
PAGE = 50

_TABLE = AuditEntry.__table__.c
_COLUMNS = tuple(
    _TABLE[name] for name in ("seq", "at", "account", "action", "subject", "payload", "mac")
)
"""Of the table, not of the class: the ORM would take as long as all the rest."""

_read = json.JSONDecoder().raw_decode


@dataclass(frozen=True)
class Head:
    """The end of the chain: the number of the last entry and its MAC.

    Written down outside the database it shows later that nothing was cut off or rebuilt.
    """

    seq: int
    mac: str

    def __str__(self) -> str:
        """SEQ:MAC, as it is printed."""
        return f"{self.seq}:{self.mac}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """What `str` wrote; raises ValueError for anything else."""
        if not re.fullmatch(r"0:|[1-9][0-9]{0,17}:[0-9a-f]{64}", text.strip()):
            raise ValueError(text)
        seq, _, mac = text.strip().partition(":")
        return cls(int(seq), mac)


@dataclass(frozen=True)
class Verdict:
    """What a walk along the chain found.

    `entries` were read and hold together up to `first_broken`, the number of the first
    that does not (None: all do). `why` names the sentence `trail.why.<why>`.
    """

    entries: int
    head: Head
    first_broken: int | None = None
    why: str | None = None


def head(session: Session) -> Head:
    """The end of the chain as the database has it."""
    row = session.execute(select(AuditHead.seq, AuditHead.mac).where(AuditHead.id == 1)).one()
    return Head(row.seq, row.mac)


def verify(session: Session, known: Head | None = None) -> Verdict:
    """Walk the whole chain and name the first entry that is not as it was written.

    Every MAC is computed anew from the payload, numbers must follow one another without a
    gap, the columns must say what the payload says, and the head must be the last entry.
    What the chain alone cannot show (a cut tail, a chain rebuilt with its own key) shows
    against `known`, a head printed earlier. Entries written meanwhile do no harm. Raises
    DatabaseError when there are entries and no key.
    """
    end = head(session)
    if end.seq and not key_file().exists():
        raise DatabaseError("trail.no_key", str(key_file()))
    keyed = hmac.new(trail_key(), digestmod="sha256")
    before, number, known_mac = "", 0, None
    for entry in _entries(session, end.seq):
        number += 1
        if why := _fault_of(entry, number, before, keyed):
            return Verdict(number - 1, end, min(number, entry[0]), why)
        before = entry[6]
        if known is not None and known.seq == number:
            known_mac = before
    if number < end.seq:
        return Verdict(number, end, number + 1, "missing")
    if before != end.mac:
        return Verdict(number, end, number, "head")
    if beyond := _beyond_head(session):
        return Verdict(number, end, beyond, "beyond")
    if known is not None and known.seq:
        if known.seq > number:
            return Verdict(number, end, number + 1, "cut")
        if known_mac != known.mac:
            return Verdict(number, end, known.seq, "rebuilt")
    return Verdict(number, end)


def _entries(session: Session, last: int) -> Iterator[Sequence[Any]]:
    """The entries up to a number, in order, never all in memory."""
    done = None
    while True:
        asked = select(*_COLUMNS).where(AuditEntry.seq <= last)
        if done is not None:
            asked = asked.where(AuditEntry.seq > done)
        rows = session.execute(asked.order_by(AuditEntry.seq).limit(CHUNK)).all()
        yield from rows
        if len(rows) < CHUNK:
            return
        done = rows[-1][0]


def _fault_of(entry: Sequence[Any], number: int, before: str, keyed: hmac.HMAC) -> str | None:
    """What is wrong with an entry that should be the one of this number."""
    seq, at, account, action, subject, payload, mac = entry
    if seq != number:
        return "missing" if seq > number else "inserted"
    # `db.commands.trail.chained`, its key worked in once for the whole walk.
    digest = keyed.copy()
    digest.update(f"{before}\n{payload}".encode())
    if digest.hexdigest() != mac:
        return "chain"
    said, _ = _read(payload)
    if (said["seq"], said["at"], said["account"], said["action"], said["subject"]) != (
        seq,
        at,
        account,
        action,
        subject,
    ):
        return "columns"
    return None


def _beyond_head(session: Session) -> int | None:
    """The first entry that the head does not know of; asked in one statement, so that an
    entry written at this moment is not taken for one."""
    end = select(AuditHead.seq).where(AuditHead.id == 1).scalar_subquery()
    return session.scalar(select(func.min(AuditEntry.seq)).where(AuditEntry.seq > end))


@dataclass(frozen=True)
class TrailFilter:
    """Which entries are asked for; None leaves a filter out.

    `day` is a day of the station. `subject` is a key such as KDR-240905-03, as it is.
    """

    action: str | None = None
    subject: str | None = None
    account: str | None = None
    day: date | None = None


@dataclass(frozen=True)
class EntryRow:
    """An entry as a list shows it; `at` in the station's zone.

    `texts` maps the fields of free text to their lengths: their words are not kept.
    """

    seq: int
    at: datetime
    account: str
    unit: str | None
    action: str
    subject: str | None
    fields: Mapping[str, Any]
    texts: Mapping[str, int]


@dataclass(frozen=True)
class TrailPage:
    """Some entries, newest first, of `total` that were asked for."""

    rows: tuple[EntryRow, ...]
    total: int


def trail_page(
    session: Session,
    reader: Reader,
    asked: TrailFilter = TrailFilter(),
    offset: int = 0,
    limit: int = PAGE,
) -> TrailPage:
    """Entries newest first; nothing for a reader whom the trail is not open to."""
    if not _is_open_to(reader):
        return TrailPage((), 0)
    conditions = _conditions(asked)
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    rows = session.execute(
        select(*_COLUMNS)
        .where(*conditions)
        .order_by(AuditEntry.seq.desc())
        .offset(offset)
        .limit(limit)
    )
    return TrailPage(tuple(_as_row(row) for row in rows), total)


def actions(session: Session, reader: Reader) -> tuple[str, ...]:
    """The actions that occur in the trail, for a choice of them."""
    if not _is_open_to(reader):
        return ()
    return tuple(session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)))


def accounts(session: Session, reader: Reader) -> tuple[str, ...]:
    """The accounts that occur in the trail, for a choice of them."""
    if not _is_open_to(reader):
        return ()
    return tuple(
        session.scalars(
            select(AuditEntry.account)
            .where(AuditEntry.account != "")
            .distinct()
            .order_by(AuditEntry.account)
        )
    )


def _is_open_to(reader: Reader) -> bool:
    # `is`: an account of the same name and role would be equal to it.
    return reader is STATION or reader.may_open("trail")


def _conditions(asked: TrailFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.action is not None:
        conditions.append(AuditEntry.action == asked.action)
    if asked.subject is not None:
        conditions.append(AuditEntry.subject == asked.subject)
    if asked.account is not None:
        conditions.append(AuditEntry.account == asked.account)
    if asked.day is not None:
        conditions += [
            AuditEntry.at >= written(_midnight(asked.day)),
            AuditEntry.at < written(_midnight(asked.day + timedelta(days=1))),
        ]
    return conditions


def written(moment: datetime) -> str:
    """A moment as entries hold it: in UTC, so that text order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), station_zone())


def _as_row(row: Sequence[Any]) -> EntryRow:
    seq, at, account, action, subject, payload, _mac = row
    said = json.loads(payload)
    return EntryRow(
        seq=seq,
        at=datetime.fromisoformat(at).astimezone(station_zone()),
        account=account,
        unit=said["unit"],
        action=action,
        subject=subject,
        fields=said["fields"],
        texts={name: text["length"] for name, text in said["texts"].items()},
    )
