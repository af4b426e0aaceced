"""Any spreadsheet as a header and rows of text: the one way in for a foreign file."""

from dataclasses import replace

from domain.faults import Refused
from ingest.child import read_in_child
from ingest.limits import Limits
from ingest.sheet import Recognised, Sheet, Told

NOTHING_THERE = frozenset({"nothing_in_file", "nothing_under_header"})
"""The faults of a file, or of a sheet of it, that is sound and holds no row."""


def read_sheet(
    content: bytes, told: Told, limits: Limits, *, name: str = ""
) -> tuple[Recognised, Sheet]:
    """What a file was taken for, and what it holds, read in a process of its own.

    Content decides, never the name: `name` only stands in the faults. A text file is
    decoded and cut into cells as `ingest.text_file` says, a workbook read as
    `ingest.workbook` says, the header found as `ingest.header_row` says, and every text
    cleaned by `ingest.clean_text`; `told` overrules. Of what is told, a text file has no
    sheet and a workbook no encoding or separator: those are passed over.

    A row may be wider than the header when the file's is; it is never narrower. Header
    names may be empty or stand twice.

    Raises Refused with faults whose sentences stand in `locale/import_read.csv`: too
    large, not a table, damaged, encodings mixed, nothing in it, and so on. Nothing else
    is raised on account of what the file holds.
    """
    try:
        return read_in_child(content, told, limits)
    except Refused as refused:
        raise Refused(replace(fault, file=name) for fault in refused.faults) from None
