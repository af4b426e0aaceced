"""What the commander and the administrator set: settings of the rule, letterhead."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.access import UtcDateTime
from models import Base


class SettingChangeRow(Base):
    """A setting of the rule has a value from a day on; rows are only ever added.

    `id` is the order of entry: of two changes for one day the later holds. `account` is
    the name of who changed it, kept as it was then.
    """

    __tablename__ = "setting_change"
    id: Mapped[int] = mapped_column(primary_key=True)
    setting: Mapped[str]
    value: Mapped[int]
    in_force_from: Mapped[date]
    reason: Mapped[str]
    account: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (Index(None, "in_force_from"),)


class LetterheadRow(Base):
    """The one row of what documents say of the unit, once something was set; NULL where not.

    `copies` holds one post a line.
    """

    __tablename__ = "letterhead"
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    line_1: Mapped[str | None]
    line_2: Mapped[str | None]
    line_3: Mapped[str | None]
    signatory: Mapped[str | None]
    signed_at: Mapped[str | None]
    classification: Mapped[str | None]
    copies: Mapped[str | None]
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
