"""The workbook: every table of the documents whole, a sheet a table, and what they hold."""

import re
from collections.abc import Iterable, Sequence

from db.session import Session
from documents.compare import compared
from documents.content.annex import figure_table
from documents.content.asked import Asked
from documents.content.brief import ahead_table
from documents.content.deck import deck_of
from documents.content.head import head_of
from documents.content.material import Material, gather
from documents.content.model import Head, Kind, TableData
from documents.content.plain import settled
from documents.content.promises import open_table
from documents.content.size import WHOLE
from documents.table import Table, as_book
from domain.permissions import Reader
from wording.translator import Translator

LONGEST_NAME = 31
"""Letters of a sheet's name, as spreadsheets take it."""

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_WIDTHS = {Kind.TEXT: 14, Kind.NUMBER: 12, Kind.CHANGE: 12, Kind.DAY: 13}
WIDEST = 70


def workbook(
    session: Session, reader: Reader, asked: Asked, t: Translator, number: int | None = None
) -> bytes:
    """The workbook of a day as XLSX; raises Refused like the deck."""
    return workbook_of(gather(session, reader, asked, t, number))


def workbook_of(m: Material) -> bytes:
    """The workbook of what was gathered: status first, every list whole."""
    tables = settled(tuple({table.key: table for table in tables_of(m)}.values()))
    head = settled(head_of(m, "deck"))
    return as_book(
        [(sheet_name(m.t, table), _sheet(table, head)) for table in tables],
        m.t("book.notes"),
        _notes(m, head, tables),
    )


def tables_of(m: Material) -> Iterable[TableData]:
    """Figures, what changed, the tables of the deck, lists of records; by key, not by place."""
    versus = compared(m)
    yield figure_table(m)
    yield versus.changes
    yield versus.data
    for section in deck_of(m, WHOLE).sections:
        yield from (table for table in section.tables if table.key != "oldest")
    yield ahead_table(m, None)
    if not m.public:
        yield open_table(m, None)
        yield from (versus.opened, versus.closed, versus.reopened)


def sheet_name(t: Translator, table: TableData) -> str:
    """The name of a table's sheet, as a spreadsheet takes it: short and without brackets."""
    name = _NOT_IN_A_NAME.sub(" ", t(f"book.sheet.{table.key}"))
    return name[:LONGEST_NAME].strip()


def _sheet(table: TableData, head: Head) -> Table:
    """A table with the width of each column as wide as its words, within bounds."""
    columns = []
    for place, column in enumerate(table.columns):
        words = [str(row[place]) for row in table.rows if isinstance(row[place], str)]
        longest = max((len(word) for word in words), default=0)
        width = max(_WIDTHS[column.kind], len(column.heading) + 2, min(longest + 1, WIDEST))
        columns.append((column.heading, min(width, WIDEST)))
    rows = table.rows or ((table.empty, *(None for _ in table.columns[1:])),)
    return Table(
        columns=tuple(columns), rows=rows, notes=(), band=head.band, sheets=(table.title, "")
    )


def _notes(m: Material, head: Head, tables: Sequence[TableData]) -> tuple[tuple[str, str], ...]:
    t = m.t
    said = [
        (t("book.unit"), head.unit),
        (t("book.as_of"), head.day_text),
        (t("book.since"), head.since_text),
        (t("book.scope"), head.scope),
        (t("book.number"), head.foot),
        (t("book.disclaimer"), t("disclaimer")),
        (t("book.said"), t("doc.inputs.said")),
        *((t("book.notice"), notice) for notice in head.notices),
        *((table.title, table.note) for table in tables if table.note),
    ]
    return tuple(said)
