"""Who may enter: accounts, their roles, sessions, attempts and one-time codes."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from models import Base


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, kept in UTC. SQLite drops the offset, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; raises ValueError for one without an offset."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment as it was stored, aware of its zone."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Account(Base):
    """Somebody who may enter, named by a short sign-in name; belongs to a unit.

    `password_hash` is NULL while no password was chosen (accounts of a training
    database, entered by one click): no password opens such an account.
    """

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="id")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountRole(Base):
    """A role that an account holds; the union of its roles holds."""

    __tablename__ = "account_role"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class LoginSession(Base):
    """A signed-in browser. The cookie holds the token, this row only its SHA-256."""

    __tablename__ = "login_session"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PasswordAttempt(Base):
    """A password check that was begun and has not succeeded; written before hashing.

    `name_hash` is the SHA-256 of the name that was typed, so that neither unknown names
    nor a password typed into the wrong field are kept.
    """

    __tablename__ = "password_attempt"
    id: Mapped[int] = mapped_column(primary_key=True)
    name_hash: Mapped[str]
    address: Mapped[str]
    attempted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (
        Index(None, "name_hash", "attempted_at"),
        Index(None, "address", "attempted_at"),
    )


class OneTimeCode(Base):
    """A code that opens one form once: `setup` (the first account) or `reset`."""

    __tablename__ = "one_time_code"
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
