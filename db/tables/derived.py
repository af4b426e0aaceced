"""Tables worked out from the events, for speed. They can be rebuilt at any time."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models import Base


class IssueSpan(Base):
    """The days [valid_from, valid_to) over which an issue stood in one state.

    Derived from the issue and its events that are not voided, in the transaction that
    writes them. `valid_to` of the last span is 9999-12-31. `severity` is the stored one
    (of the last event that carries one, else the issue's own), `unit` the owner, and
    `is_open` follows the rule of the status, so an appreciation is never open.
    """

    __tablename__ = "issue_span"
    issue: Mapped[str] = mapped_column(ForeignKey("issue.issue"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date]
    sub_district_code: Mapped[str | None]
    state: Mapped[str]
    is_open: Mapped[bool]
    severity: Mapped[int | None]
    unit: Mapped[str | None]
    __table_args__ = (
        Index(None, "sub_district_code", "is_open", "valid_to", "valid_from", "severity"),
        Index(None, "valid_to", "valid_from"),
    )
