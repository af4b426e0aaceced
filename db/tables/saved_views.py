"""Views that readers keep by name: a set of filters, as an address writes them."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.access import UtcDateTime
from models import Base


class SavedView(Base):
    """A named set of filters of the list of inputs, belonging to an account.

    `query` is the address as JSON, codes only: `{"stage": ["campaign"]}`. The day is not
    part of it, so that the view shows the day it is opened on; a searched text neither.
    """

    __tablename__ = "saved_view"
    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    name: Mapped[str]
    for_all: Mapped[bool]
    query: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    __table_args__ = (UniqueConstraint("account_id", "name"),)
