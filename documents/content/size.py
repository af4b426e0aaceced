"""How much of a list a document holds; the rest is counted ("dan n lainnya")."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """The most rows of each sort of table, and the most kecamatan across; None: all."""

    areas: int | None
    reasons: int | None
    records: int | None
    categories: int | None
    across: int | None


SLIDE = Size(areas=12, reasons=6, records=6, categories=8, across=11)
PAPER = Size(areas=12, reasons=6, records=6, categories=10, across=6)
WHOLE = Size(areas=None, reasons=None, records=None, categories=None, across=None)
