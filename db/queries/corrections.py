"""What the reader may put right about a record, and what stands there now."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.held import held_fields
from db.queries.facts import issues_by_key
from db.scoped import shielded, visible
from db.tables.trail import HeldText
from domain.corrections import CORRECTABLE, entered_lately
from domain.moves import acting_as
from domain.permissions import Reader
from domain.standing import standing_on
from domain.vocabulary import Role, State
from models import Issue, IssueEvent, Meeting, SituationReport


@dataclass(frozen=True)
class Mendable:
    """What may be corrected or voided by the reader; `text` is None where it is held back.

    `fields` are those that may be corrected: of a shielded issue not who said it, nor
    where. `events` are those that may be voided: sequence, event, day.
    """

    issue: str
    fields: tuple[str, ...]
    may_void: bool
    events: tuple[tuple[int, str, date], ...]
    text: str | None
    category: str
    kind: str
    raised_by: str | None
    village_code: str | None
    sub_district: str | None


def mendable(
    session: Session, reader: Reader, account_id: int | None, key: str, now: datetime
) -> Mendable | None:
    """What the reader may put right about an issue at a moment; None where nothing.

    The same rules as those of the commands, which check again.
    """
    issue = _seen(session, reader, key)
    if issue is None or issue.voided_on is not None:
        return None
    is_own = account_id is not None and issue.entered_by == account_id
    heads = _seen(session, acting_as(reader, {Role.SECTOR_HEAD}), key) is not None
    commands = Role.COMMANDER in reader.roles
    correct = heads or (is_own and entered_lately(issue.recorded_at, now))
    [facts] = issues_by_key(session, [key])
    standing = standing_on(facts, now.date())
    void = commands or (heads and standing.state is not State.VERIFIED)
    if not (correct or void):
        return None
    hidden = shielded(issue.category, standing.owner, reader)
    return Mendable(
        issue=key,
        fields=_fields(issue, hidden=hidden) if correct else (),
        may_void=void,
        events=_events(session, key) if commands else (),
        text=None if (key, "text") in held_fields(session, key) else issue.text,
        category=issue.category,
        kind=issue.kind,
        raised_by=None if hidden else issue.raised_by,
        village_code=None if hidden else issue.village_code,
        sub_district=issue.sub_district_code,
    )


@dataclass(frozen=True)
class MendableRecord:
    """A meeting or situation report that the reader may put right.

    `values` are the fields that may be corrected with what stands there, None where a text
    is held back; empty where none may.
    """

    record: str
    key: str
    values: dict[str, Any]
    may_void: bool


def mendable_record(
    session: Session, reader: Reader, account_id: int | None, record: str, key: str, now: datetime
) -> MendableRecord | None:
    """What the reader may put right about a meeting or report (`record` is its file).

    None where nothing. The same rules as those of the commands, which check again.
    """
    row = _seen_record(session, reader, record, key)
    if row is None or row.voided_on is not None:
        return None
    is_own = account_id is not None and row.entered_by == account_id
    heads = _sees(session, reader, record, key, Role.SECTOR_HEAD)
    void = heads or _sees(session, reader, record, key, Role.COMMANDER)
    correct = heads or (is_own and entered_lately(row.recorded_at, now))
    if not (correct or void):
        return None
    held = set(
        session.scalars(
            select(HeldText.field).where(HeldText.record == record, HeldText.key == key)
        )
    )
    fields = sorted(CORRECTABLE[record]) if correct else []
    values = {name: None if name in held else getattr(row, name) for name in fields}
    return MendableRecord(record, key, values, may_void=void)


_TABLES: dict[str, tuple[type[Any], Any]] = {
    "meetings": (Meeting, Meeting.meeting),
    "reports": (SituationReport, SituationReport.report),
}


def _seen_record(session: Session, reader: Reader, record: str, key: str) -> Any | None:
    table, column = _TABLES[record]
    return session.scalars(select(table).where(visible(table, reader), column == key)).first()


def _sees(session: Session, reader: Reader, record: str, key: str, role: Role) -> bool:
    acting = acting_as(reader, {role})
    return bool(acting.roles) and _seen_record(session, acting, record, key) is not None


def _seen(session: Session, reader: Reader, key: str) -> Issue | None:
    if not reader.roles:
        return None
    return session.scalars(select(Issue).where(visible(Issue, reader), Issue.issue == key)).first()


def _fields(issue: Issue, *, hidden: bool) -> tuple[str, ...]:
    fields = ["text", "category"]
    if issue.sub_district_code is not None:
        # What is of the whole district is an agreement and stays one.
        fields.append("kind")
    if not hidden:
        fields.append("raised_by")
        fields += ["village_code"] if issue.sub_district_code is not None else []
    return tuple(fields)


def _events(session: Session, key: str) -> tuple[tuple[int, str, date], ...]:
    rows = session.execute(
        select(IssueEvent.sequence, IssueEvent.event, IssueEvent.occurred_on)
        .where(IssueEvent.issue == key, IssueEvent.voided_on.is_(None))
        .order_by(IssueEvent.occurred_on, IssueEvent.sequence)
    )
    return tuple((sequence, event, day) for sequence, event, day in rows)
