"""Who somebody is: the reader behind a session, and the list of accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session

from db.tables.access import Account, AccountRole, LoginSession, OneTimeCode, PasswordAttempt
from db.tables.installation import Installation
from domain.permissions import Reader
from domain.vocabulary import Mark, Role, UnitKind
from models import District, SubDistrict, Unit

IDLE_LIMIT = timedelta(minutes=30)
SESSION_LIMIT = timedelta(hours=12)
"""A session ends after half an hour without a click, and after a shift in any case."""


@dataclass(frozen=True)
class SignedIn:
    """Somebody who is signed in: what they may read, and the session they sit in.

    `session` is the digest of the session's token, so that a file can be bound to it.
    """

    reader: Reader
    account_id: int
    session: str
    language: str
    last_seen_at: datetime

    @property
    def name(self) -> str:
        """The account's sign-in name."""
        return self.reader.account


@dataclass(frozen=True)
class AccountRow:
    """An account as a list shows it. `sessions` counts those that are alive."""

    id: int
    name: str
    unit: str | None
    roles: tuple[Role, ...]
    has_password: bool
    disabled_at: datetime | None
    last_seen_at: datetime | None
    sessions: int


def reader_of(session: Session, token_hash: str, now: datetime) -> SignedIn | None:
    """Who sits in the session with this token digest; None when nobody may.

    Nobody: the session is unknown, revoked, idle for 30 minutes or older than 12 hours,
    or its account is disabled or without a role.
    """
    row = session.execute(
        select(Account.id, Account.name, Account.unit, Account.language, LoginSession.last_seen_at)
        .join(LoginSession, LoginSession.account_id == Account.id)
        .where(
            LoginSession.token_hash == token_hash,
            *_alive(now),
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    roles = frozenset(roles_of(session, row.id))
    if not roles:
        return None
    return SignedIn(
        reader=Reader(row.name, roles, row.unit, areas_of(session, row.unit)),
        account_id=row.id,
        session=token_hash,
        language=row.language,
        last_seen_at=row.last_seen_at,
    )


def _alive(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        LoginSession.revoked_at.is_(None),
        LoginSession.last_seen_at > now - IDLE_LIMIT,
        LoginSession.created_at > now - SESSION_LIMIT,
    )


def roles_of(session: Session, account_id: int) -> tuple[Role, ...]:
    """The roles of an account, in the order of the vocabulary."""
    found = set(
        session.scalars(select(AccountRole.role).where(AccountRole.account_id == account_id))
    )
    return tuple(role for role in Role if role in found)


def areas_of(session: Session, unit: str | None) -> frozenset[str]:
    """The kecamatan that a unit answers for.

    A sector for its own; the district command, whose duty desk records for every sector,
    for all; a function of it for those whose sector is unknown; an agency, or no unit, for
    none.
    """
    kind = session.scalar(select(Unit.kind).where(Unit.code == unit)) if unit else None
    chosen: ColumnElement[bool]
    if kind == UnitKind.DISTRICT:
        chosen = true()
    elif kind == UnitKind.FUNCTION:
        chosen = SubDistrict.police_sector.is_(None)
    elif kind == UnitKind.SECTOR:
        chosen = SubDistrict.police_sector == unit
    else:
        return frozenset()
    return frozenset(session.scalars(select(SubDistrict.code).where(chosen)))


def account_by_name(session: Session, name: str) -> Account | None:
    """The account of this name, or None."""
    return session.scalar(select(Account).where(Account.name == name))


def account_name(session: Session, account_id: int | None) -> str | None:
    """The name of an account that is not disabled, or None."""
    return session.scalar(
        select(Account.name).where(Account.id == account_id, Account.disabled_at.is_(None))
    )


def has_password(session: Session, account_id: int) -> bool:
    """Whether the account has a password; those of training databases have none."""
    stored = session.scalar(select(Account.password_hash).where(Account.id == account_id))
    return stored is not None


def any_account(session: Session) -> bool:
    """Whether an account exists at all."""
    return session.scalar(select(Account.id).limit(1)) is not None


def accounts(session: Session, now: datetime) -> list[AccountRow]:
    """Every account, by name."""
    roles: dict[int, set[str]] = {}
    for account_id, role in session.execute(select(AccountRole.account_id, AccountRole.role)):
        roles.setdefault(account_id, set()).add(role)
    alive = (
        select(LoginSession.account_id, func.count().label("n"))
        .where(*_alive(now))
        .group_by(LoginSession.account_id)
        .subquery()
    )
    seen = (
        select(LoginSession.account_id, func.max(LoginSession.last_seen_at).label("at"))
        .group_by(LoginSession.account_id)
        .subquery()
    )
    rows = session.execute(
        select(Account, alive.c.n, seen.c.at)
        .outerjoin(alive, alive.c.account_id == Account.id)
        .outerjoin(seen, seen.c.account_id == Account.id)
        .order_by(Account.name)
    )
    return [
        AccountRow(
            id=account.id,
            name=account.name,
            unit=account.unit,
            roles=tuple(role for role in Role if role in roles.get(account.id, ())),
            has_password=account.password_hash is not None,
            disabled_at=account.disabled_at,
            last_seen_at=seen_at,
            sessions=n or 0,
        )
        for account, n, seen_at in rows
    ]


def live_sessions(session: Session, account_id: int, now: datetime) -> list[str]:
    """The digests of an account's live sessions, the longest unused first."""
    return list(
        session.scalars(
            select(LoginSession.token_hash)
            .where(LoginSession.account_id == account_id, *_alive(now))
            .order_by(LoginSession.last_seen_at, LoginSession.token_hash)
        )
    )


def attempts_of_account(
    session: Session, name_hash: str, since: datetime
) -> tuple[int, datetime | None]:
    """How many checks of this name have not succeeded since then, and the latest."""
    count, latest = session.execute(
        select(func.count(), func.max(PasswordAttempt.attempted_at)).where(
            PasswordAttempt.name_hash == name_hash, PasswordAttempt.attempted_at > since
        )
    ).one()
    return count, latest


def attempts_of_address(session: Session, address: str, since: datetime) -> Sequence[datetime]:
    """When checks from this address that have not succeeded were begun, latest first."""
    return session.scalars(
        select(PasswordAttempt.attempted_at)
        .where(PasswordAttempt.address == address, PasswordAttempt.attempted_at > since)
        .order_by(PasswordAttempt.attempted_at.desc())
    ).all()


def open_code(session: Session, code_hash: str, purpose: str, now: datetime) -> OneTimeCode | None:
    """The one-time code with this digest, if it may still be used."""
    return session.scalar(
        select(OneTimeCode).where(
            OneTimeCode.code_hash == code_hash,
            OneTimeCode.purpose == purpose,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.expires_at > now,
        )
    )


def mark(session: Session) -> Mark | None:
    """The mark of this database: TRAINING, SAMPLE, or None for real records."""
    found = session.scalar(select(Installation.mark))
    return Mark(found) if found else None


def demo_accounts(session: Session) -> list[AccountRow]:
    """The accounts that a training database offers by one click; none in any other."""
    if mark(session) is not Mark.TRAINING:
        return []
    rows = session.execute(
        select(Account.id, Account.name, Account.unit)
        .where(Account.password_hash.is_(None), Account.disabled_at.is_(None))
        .order_by(Account.id)
    )
    return [
        AccountRow(row.id, row.name, row.unit, roles_of(session, row.id), False, None, None, 0)
        for row in rows
    ]


def district_name(session: Session) -> str | None:
    """The name of the district of this database, for heads of pages."""
    return session.scalar(select(District.name).order_by(District.code).limit(1))


def unit_names(session: Session) -> dict[str, str]:
    """Code -> name of every unit that an account can belong to (agencies cannot)."""
    rows = session.execute(
        select(Unit.code, Unit.name).where(Unit.kind != UnitKind.AGENCY).order_by(Unit.name)
    )
    return {code: name for code, name in rows}


def district_command(session: Session) -> str | None:
    """The code of the district command, where the first account belongs."""
    return session.scalar(
        select(Unit.code).where(Unit.kind == UnitKind.DISTRICT).order_by(Unit.code).limit(1)
    )
