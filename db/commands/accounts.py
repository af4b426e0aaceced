"""Writing accounts: add, move, disable, sign out, and the one-time codes.

Every function works inside the caller's transaction: `writing(engine, ledger=False)`.
What changes an account is entered into the trail; `by` is who does it, None the command
line of the station. Passwords arrive here as hashes; `db.commands.passwords` checks and makes them.
"""

import re
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from access import tokens
from db.commands.entrance import NOBODY
from db.commands.trail import Actor, enter
from db.queries import accounts as queries
from db.tables.access import Account, AccountRole, LoginSession, OneTimeCode, PasswordAttempt
from domain.faults import Fault, Refused
from domain.station import now as station_now
from domain.vocabulary import Mark, Role, UnitKind
from models import Unit

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
SESSIONS_AT_ONCE = 3
CODE_LIFETIME = timedelta(minutes=30)
SETUP, RESET = "setup", "reset"
FIRST_ROLES = (Role.ADMINISTRATOR, Role.COMMANDER)

DEMO_ACCOUNTS: tuple[tuple[str, str, Role], ...] = (
    ("perekam-kedurang", "polsek-kedurang", Role.RECORDER),
    ("kapolsek-kedurang", "polsek-kedurang", Role.SECTOR_HEAD),
    ("kasat-lantas", "satlantas", Role.UNIT_HEAD),
    ("analis", "bag-ops", Role.ANALYST),
    ("kapolres", "polres-bengkulu-selatan", Role.COMMANDER),
    ("pengawas", "siwas", Role.INSPECTOR),
    ("pemapar", "bag-ops", Role.PRESENTER),
    ("administrator", "bag-ops", Role.ADMINISTRATOR),
)
"""Name, unit and role of the accounts of a training database."""


def tidy_name(name: str) -> str:
    """A sign-in name as it is stored: small letters, no blanks around it."""
    return name.strip().casefold()


def _refuse(code: str, value: str, expected: str | None = None) -> Refused:
    return Refused([Fault(code, "account", value=value, expected=expected)])


def add_account(
    session: Session,
    name: str,
    unit: str | None,
    roles: Collection[Role],
    password_hash: str | None,
    now: datetime,
    *,
    by: Actor | None = None,
    action: str = "add_account",
) -> int:
    """Add an account and give its id.

    Refused for a name that is taken or malformed, a unit that is unknown or an agency,
    and for no role at all.
    """
    name = tidy_name(name)
    if not NAME.fullmatch(name):
        raise _refuse("account.name", name)
    if queries.account_by_name(session, name) is not None:
        raise _refuse("account.taken", name)
    account = Account(
        name=name, unit=_known_unit(session, unit), password_hash=password_hash, created_at=now
    )
    session.add(account)
    session.flush()
    _give_roles(session, account.id, roles)
    fields = {"unit": unit, "roles": sorted(set(roles))}
    enter(session, by or Actor.station(now), action, name, fields)
    return account.id


def move_account(
    session: Session,
    name: str,
    unit: str | None,
    roles: Collection[Role] | None,
    *,
    by: Actor | None = None,
) -> None:
    """Give an account another unit, other roles, or both; it bites at the next click."""
    account = _account(session, name)
    if unit is not None:
        account.unit = _known_unit(session, unit)
    if roles is not None:
        session.execute(delete(AccountRole).where(AccountRole.account_id == account.id))
        _give_roles(session, account.id, roles)
    session.flush()
    now_held = queries.roles_of(session, account.id)
    fields = {"unit": account.unit, "roles": sorted(now_held)}
    enter(session, _actor(by), "move_account", account.name, fields)


def disable_account(session: Session, name: str, now: datetime, *, by: Actor | None = None) -> None:
    """Shut an account and end its sessions; it can be opened again."""
    account = _account(session, name)
    account.disabled_at = now
    end_sessions(session, account.id, now)
    enter(session, _actor(by), "disable_account", account.name)


def enable_account(session: Session, name: str, *, by: Actor | None = None) -> None:
    """Open a disabled account again."""
    account = _account(session, name)
    account.disabled_at = None
    session.flush()
    enter(session, _actor(by), "enable_account", account.name)


def _actor(by: Actor | None) -> Actor:
    return by or Actor.station(station_now())


def set_password(
    session: Session,
    account_id: int,
    password_hash: str,
    now: datetime,
    keep: str | None = None,
    *,
    by: Actor | None = None,
    action: str = "reset_password",
) -> None:
    """Store a new password and end every session but `keep`; forget failed attempts."""
    account = session.get_one(Account, account_id)
    account.password_hash = password_hash
    end_sessions(session, account_id, now, keep=keep)
    session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.account_id == account_id, OneTimeCode.used_at.is_(None))
        .values(used_at=now)
    )
    forget_attempts(session, tokens.digest(account.name))
    session.flush()
    enter(session, by or Actor.station(now), action, account.name)


def renew_hash(session: Session, account_id: int, password_hash: str) -> None:
    """Store the same password under today's parameters of the algorithm."""
    session.get_one(Account, account_id).password_hash = password_hash


def set_language(session: Session, account_id: int, language: str, by: Actor) -> None:
    """Store the language an account reads in."""
    account = session.get_one(Account, account_id)
    account.language = language
    session.flush()
    enter(session, by, "set_language", account.name, {"language": language})


def _known_unit(session: Session, unit: str | None) -> str | None:
    if unit is None:
        return None
    kind = session.scalar(select(Unit.kind).where(Unit.code == unit))
    if kind is None or kind == UnitKind.AGENCY:
        raise _refuse("account.unit", unit, ", ".join(queries.unit_names(session)))
    return unit


def _give_roles(session: Session, account_id: int, roles: Iterable[Role]) -> None:
    chosen = set(roles)
    if not chosen:
        raise _refuse("account.roles", "", ", ".join(Role))
    session.add_all(AccountRole(account_id=account_id, role=role) for role in sorted(chosen))
    session.flush()


def _account(session: Session, name: str) -> Account:
    account = queries.account_by_name(session, tidy_name(name))
    if account is None:
        raise _refuse("account.unknown", name)
    return account


# Sessions


def begin_session(session: Session, account_id: int, now: datetime) -> str:
    """Open a session and give its token, always a fresh one.

    Beyond three the longest unused ends.
    """
    live = queries.live_sessions(session, account_id, now)
    for token_hash in live[: max(len(live) - SESSIONS_AT_ONCE + 1, 0)]:
        end_session(session, token_hash, now)
    token = tokens.new_token()
    session.add(
        LoginSession(
            token_hash=tokens.digest(token),
            account_id=account_id,
            created_at=now,
            last_seen_at=now,
        )
    )
    return token


def end_session(session: Session, token_hash: str, now: datetime) -> None:
    """Sign out one browser."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.token_hash == token_hash, LoginSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def end_sessions(session: Session, account_id: int, now: datetime, keep: str | None = None) -> None:
    """Sign an account out everywhere, save in the session `keep`."""
    session.execute(
        update(LoginSession)
        .where(
            LoginSession.account_id == account_id,
            LoginSession.revoked_at.is_(None),
            LoginSession.token_hash != (keep or ""),
        )
        .values(revoked_at=now)
    )


def sign_out_everywhere(
    session: Session, name: str, now: datetime, *, by: Actor | None = None
) -> None:
    """End every session of the account of this name."""
    account = _account(session, name)
    end_sessions(session, account.id, now)
    enter(session, _actor(by), "sign_out_everywhere", account.name)


def sign_out(session: Session, token_hash: str, now: datetime) -> None:
    """Sign out one browser by its own wish; nothing for a session that is none."""
    who = queries.reader_of(session, token_hash, now)
    end_session(session, token_hash, now)
    if who is not None:
        enter(session, Actor(who.reader, who.account_id, now), "sign_out", who.name)


# Attempts


def lock_attempts(session: Session) -> None:
    """Let one transaction at a time count and add attempts.

    SQLite's writers wait for one another as they begin; PostgreSQL's must be told.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE password_attempt IN EXCLUSIVE MODE"))


def add_attempt(session: Session, name_hash: str, address: str, now: datetime) -> None:
    """Write down a password check before it is made."""
    session.add(PasswordAttempt(name_hash=name_hash, address=address, attempted_at=now))


def forget_attempts(session: Session, name_hash: str) -> None:
    """A check of this name succeeded: its failures count no longer."""
    session.execute(delete(PasswordAttempt).where(PasswordAttempt.name_hash == name_hash))


def drop_old_attempts(session: Session, before: datetime) -> None:
    """Remove attempts that no rule looks at any more."""
    session.execute(delete(PasswordAttempt).where(PasswordAttempt.attempted_at <= before))


# One-time codes


def issue_setup_code(session: Session, now: datetime) -> str | None:
    """A code that makes the first account, once, within 30 minutes; None if there is one.

    Codes issued before end.
    """
    if queries.any_account(session):
        return None
    session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.purpose == SETUP, OneTimeCode.used_at.is_(None))
        .values(used_at=now)
    )
    return _issue(session, SETUP, None, now)


def issue_reset_code(session: Session, name: str, now: datetime, *, by: Actor | None = None) -> str:
    """A code at which the account's owner chooses a new password; sessions end at once."""
    account = _account(session, name)
    end_sessions(session, account.id, now)
    enter(session, _actor(by), "start_reset", account.name)
    return _issue(session, RESET, account.id, now)


def _issue(session: Session, purpose: str, account_id: int | None, now: datetime) -> str:
    code = tokens.new_token()
    session.add(
        OneTimeCode(
            code_hash=tokens.digest(code),
            purpose=purpose,
            account_id=account_id,
            expires_at=now + CODE_LIFETIME,
        )
    )
    return code


def use_code(session: Session, code: str, purpose: str, now: datetime) -> OneTimeCode | None:
    """Take a code out of use and give it; None when it was used, is unknown or expired.

    The row is changed under the condition that it is unused, so of two at once one wins.
    """
    code_hash = tokens.digest(code)
    found = queries.open_code(session, code_hash, purpose, now)
    if found is None:
        return None
    taken = session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.code_hash == code_hash, OneTimeCode.used_at.is_(None))
        .values(used_at=now)
        .returning(OneTimeCode.code_hash)
    ).one_or_none()
    return found if taken else None


def make_first_account(
    session: Session, code: str, name: str, password_hash: str, now: datetime
) -> int | None:
    """Make the first account, administrator and commander, in the district command.

    None when the code does not hold or an account exists already.
    """
    if use_code(session, code, SETUP, now) is None or queries.any_account(session):
        return None
    unit = queries.district_command(session)
    by = Actor(NOBODY, None, now)
    return add_account(
        session, name, unit, FIRST_ROLES, password_hash, now, by=by, action="first_account"
    )


# Training


def ensure_demo_accounts(session: Session, now: datetime) -> None:
    """Make the accounts that a training database offers by one click.

    Refused in any other database. They have no password, so that no other door than the
    one that looks at the mark opens to them.
    """
    if queries.mark(session) is not Mark.TRAINING:
        raise _refuse("account.demo", str(queries.mark(session) or ""))
    known = set(session.scalars(select(Unit.code)))
    fallback = queries.district_command(session)
    for name, unit, role in DEMO_ACCOUNTS:
        if queries.account_by_name(session, name) is None:
            add_account(session, name, unit if unit in known else fallback, [role], None, now)


def demo_account(session: Session, name: str) -> int | None:
    """The id of a demo account, looked up under the mark; None in any other database."""
    if queries.mark(session) is not Mark.TRAINING:
        return None
    return session.scalar(
        select(Account.id).where(
            Account.name == name,
            Account.password_hash.is_(None),
            Account.disabled_at.is_(None),
        )
    )
