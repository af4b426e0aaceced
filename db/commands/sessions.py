"""Note which sessions are in use."""

from datetime import datetime

from sqlalchemy import Engine, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from db.engine import is_busy, writing
from db.tables.access import LoginSession

PATIENCE_MS = 50
"""So long a page waits for another writer of SQLite before it leaves the note out."""


def touch_session(session: Session, token_hash: str, now: datetime) -> None:
    """Note that a session is in use."""
    session.execute(
        update(LoginSession)
        .where(LoginSession.token_hash == token_hash, LoginSession.last_seen_at < now)
        .values(last_seen_at=now)
    )


def touch_unless_busy(engine: Engine, token_hash: str, now: datetime) -> None:
    """The same in a transaction of its own, or not this time where others are writing.

    A reader's page does not wait for the end of an import to note that it was looked at.
    """
    try:
        with writing(engine, ledger=False, patience_ms=PATIENCE_MS) as session:
            touch_session(session, token_hash, now)
    except OperationalError as error:
        if not is_busy(error):
            raise
