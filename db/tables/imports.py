"""Files that were imported, and the mappings that were remembered for files like them."""

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models import Base


class ImportFile(Base):
    """A file that was imported whole. Its name is not kept: it may be somebody's.

    `sheet` is the sheet of a workbook, empty for a file that has none: each of its sheets
    may be imported once, for each sort of record. `account_id` is None for the command
    line. `counts` is JSON: how many records of each sort were written.
    """

    __tablename__ = "import_file"
    sha256: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    sheet: Mapped[str] = mapped_column(primary_key=True)
    imported_on: Mapped[date]
    account_id: Mapped[int | None]
    rows: Mapped[int]
    counts: Mapped[str]
    __table_args__ = (CheckConstraint("rows >= 0", name="rows_not_negative"),)


class ImportMapping(Base):
    """How files with the same header were read the last time, for the next one like them.

    `signature` is the digest of the header; `mapping` is the mapping as JSON.
    """

    __tablename__ = "import_mapping"
    signature: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[str] = mapped_column(primary_key=True)
    mapping: Mapped[str]
    account_id: Mapped[int | None]
    saved_on: Mapped[date]
