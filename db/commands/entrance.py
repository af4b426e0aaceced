"""Enter into the trail what is no act on the ledger: who came in, what was taken out.

Every function works inside the caller's transaction: `writing(engine, ledger=False)`.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.trail import Actor, enter, text_digest
from db.queries import accounts as queries
from db.queries.accounts import SignedIn
from db.queries.trail import written
from db.tables.access import Account
from db.tables.trail import AuditEntry
from domain.permissions import Reader
from domain.station import now as station_now

NOBODY = Reader(account="", roles=frozenset())
"""Who is at the door before signing in."""

THROTTLE_NOTED = timedelta(minutes=15)
"""A wait is entered once in so long, so that hammering at the door fills no disk."""

_RECORD_KEY = re.compile(r"[A-Za-z0-9.-]{1,40}")


def actor_of(session: Session, account_id: int, now: datetime) -> Actor:
    """The actor of an account that has shown who it is."""
    row = session.execute(select(Account.name, Account.unit).where(Account.id == account_id)).one()
    roles = frozenset(queries.roles_of(session, account_id))
    return Actor(Reader(row.name, roles, row.unit), account_id, now)


def actor_signed_in(who: SignedIn) -> Actor:
    """Somebody who is signed in, acting now."""
    return Actor(who.reader, who.account_id, station_now())


def enter_failure(
    session: Session, action: str, name: str, address: str, now: datetime, *, waits: bool
) -> None:
    """Enter a password check that failed, or that was not made because of a wait.

    A name that is no account's is not kept: it may be a password, typed into the wrong
    field. Of a wait there is one entry in a quarter of an hour for each account, and one
    for all names that are none.
    """
    if waits and wait_is_entered(session, action, name, now):
        return
    subject = _known_name(session, name)
    fields = {"address": address}
    if subject is None:
        digest = text_digest(name)
        fields["name_digest"] = digest["digest"] if digest else ""
    outcome = "throttled" if waits else "failed"
    enter(session, Actor(NOBODY, None, now), f"{action}_{outcome}", subject, fields)


def _known_name(session: Session, name: str) -> str | None:
    known = queries.account_by_name(session, name)
    return known.name if known is not None else None


def wait_is_entered(session: Session, action: str, name: str, now: datetime) -> bool:
    """Whether a wait of this account has its entry already."""
    action, subject = f"{action}_throttled", _known_name(session, name)
    found = session.scalars(
        select(AuditEntry.seq)
        .where(
            AuditEntry.action == action,
            AuditEntry.subject.is_(None) if subject is None else AuditEntry.subject == subject,
            AuditEntry.at > written(now - THROTTLE_NOTED),
        )
        .limit(1)
    )
    return found.first() is not None


def enter_refusal(session: Session, actor: Actor, name: str, value: str) -> None:
    """Enter that somebody asked for a record that is not there, or not for them.

    `name` is the part of the address. A value that cannot be a key is kept as a digest.
    """
    if _RECORD_KEY.fullmatch(value):
        enter(session, actor, "refused", value, {"of": name})
    else:
        enter(session, actor, "refused", None, {"of": name}, {"value": value})


def enter_download(
    session: Session,
    actor: Actor,
    filename: str,
    size: int,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Enter that a file was made for somebody: its name, its bytes, and what it holds."""
    enter(session, actor, "download", None, {"file": filename, "bytes": size, **(more or {})})
