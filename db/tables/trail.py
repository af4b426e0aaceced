"""The audit trail, and what guards a save: receipts of forms, drafts, texts held back."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models import Base


class AuditEntry(Base):
    """One act. `payload` is what was chained; the other columns are taken from it.

    Triggers forbid changing, deleting and replacing entries. `mac` is the HMAC of the
    entry before and of the payload, under a key that is not in the database.
    """

    __tablename__ = "audit_entry"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[str]
    account: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str | None]
    payload: Mapped[str]
    mac: Mapped[str]
    __table_args__ = (Index(None, "subject", "seq"), Index(None, "action", "seq"))


class AuditHead(Base):
    """The end of the chain, so that the next entry need not look for it."""

    __tablename__ = "audit_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int]
    mac: Mapped[str]
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)


class FormReceipt(Base):
    """The key made when a form was drawn: the second save with it answers with the first."""

    __tablename__ = "form_receipt"
    form_key: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int | None]
    action: Mapped[str]
    subject: Mapped[str]


class Draft(Base):
    """What somebody typed and has not saved yet; `content` is the form's fields as JSON."""

    __tablename__ = "draft"
    form_key: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    form: Mapped[str]
    content: Mapped[str]
    saved_at: Mapped[str]


class HeldText(Base):
    """A free text that holds personal data or a candidate, and is shown to nobody.

    `kinds` are the kinds of its flags, joined by `;`. The row goes when somebody who may
    clears or rewrites the text; the record itself counts all the while.
    """

    __tablename__ = "held_text"
    record: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    kinds: Mapped[str]
    written_by: Mapped[int | None]


class DeniedWord(Base):
    """A word of candidates and parties that this unit never stores.

    `kind` is candidate or party; it and who added the word when may be unknown.
    """

    __tablename__ = "denied_word"
    word: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str | None]
    added_by: Mapped[str | None]
    added_on: Mapped[date | None]


class EvidenceFile(Base):
    """A file stored once under its SHA-256, its position and owner removed."""

    __tablename__ = "evidence_file"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    mime: Mapped[str]
    size: Mapped[int]
    captured_on: Mapped[date | None]
    original_sha256: Mapped[str] = mapped_column(index=True)
