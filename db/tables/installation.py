"""The one row that says what this database is."""

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import Base


class Installation(Base):
    """What this database is, and how often its ledger was written to.

    `mark` is TRAINING, SAMPLE or NULL (real records): set once, never changed.
    `ledger_version` rises with every write transaction, so that caches of every
    process can tell that what they hold is old.
    """

    __tablename__ = "installation"
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    mark: Mapped[str | None]
    ledger_version: Mapped[int] = mapped_column(default=0)
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
