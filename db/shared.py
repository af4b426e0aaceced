"""The one engine of a serving process, and its clock."""

from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy import Engine

from db.engine import make_engine


@lru_cache(maxsize=1)
def shared_engine() -> Engine:
    """The engine on `database_url()`, made at the first call."""
    return make_engine()


def now() -> datetime:
    """This moment, in UTC; sessions and waits are measured by it."""
    return datetime.now(UTC)
