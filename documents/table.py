"""A table as a file that people open: CSV and XLSX, safe to open in a spreadsheet.

Texts come from anybody, so no cell may start a formula or a link. What the table holds
(the mark of the data, the day, the filters) is said in the file itself.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

import xlsxwriter

Cell = str | int | float | date | None

STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""A spreadsheet takes a CSV cell that begins so for a formula; full-width forms too."""

LONGEST_CELL = 32_767
"""Characters that a cell of XLSX holds; the writer would leave a longer one empty."""

LINE_END = "\r\n"

A4 = 9
LINE_HEIGHT = 15
"""Points of a line of a cell."""

WORDS_PART = 1.1
"""Lines end with words: a text takes this much more than its letters."""

MOST_LINES = 27
"""A spreadsheet's row is 409 points high at most."""

NO_LINKS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


@dataclass(frozen=True)
class Table:
    """A table and what it holds.

    `columns` are pairs of a heading and a width in characters. `notes` are pairs such as
    ("Posisi", "26 November 2024"). `band` says what the data are, where they are marked.
    `sheets` are the names of the sheet of rows and of the sheet of notes.
    """

    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Cell]]
    notes: tuple[tuple[str, str], ...]
    band: str | None
    sheets: tuple[str, str]


def as_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, as Excel wants it; lines of `# ` notes, then the table.

    A text that could start a formula has a quote mark before it; days are ISO dates, and
    what is unknown (None) an empty cell.
    """
    text = io.StringIO()
    for note in (*((table.band,) if table.band else ()), *map(": ".join, table.notes)):
        text.write("# " + " ".join(note.split()) + LINE_END)
    writer = csv.writer(text, lineterminator=LINE_END)
    writer.writerow([_harmless(heading) for heading, _ in table.columns])
    writer.writerows([[_csv_cell(cell) for cell in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | float) else _harmless(cell)


def _harmless(text: str) -> str:
    return "'" + text if text.startswith(STARTS_A_FORMULA) else text


def as_xlsx(table: Table) -> bytes:
    """A workbook: the rows with their headings frozen, and a sheet of notes.

    The band stands over both. Days are real dates, numbers real numbers.
    """
    rows, notes = table.sheets
    return as_book([(rows, table)], notes, table.notes)


def as_book(
    sheets: Sequence[tuple[str, Table]], notes_name: str, notes: Sequence[tuple[str, str]]
) -> bytes:
    """A workbook of several tables, each under the name of its sheet, and one sheet of notes.

    The bands stand over each. A name has at most 31 letters and stands once.
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, NO_LINKS) as book:
        formats = {
            "band": book.add_format({"bold": True, "bg_color": "#5c3d00", "font_color": "#ffffff"}),
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "head_of_numbers": book.add_format(
                {"bold": True, "bottom": 1, "text_wrap": True, "align": "right"}
            ),
            "text": book.add_format({"valign": "top", "text_wrap": True}),
            "day": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy", "align": "left"}),
        }
        for name, table in sheets:
            _write_rows(book.add_worksheet(name), table, formats)
        band = sheets[0][1].band if sheets else None
        _write_notes(book.add_worksheet(notes_name), notes, band, formats)
    return buffer.getvalue()


def _write_rows(
    sheet: "xlsxwriter.worksheet.Worksheet",
    table: Table,
    formats: dict[str, "xlsxwriter.format.Format"],
) -> None:
    head = _write_band(sheet, table.band, formats)
    for column, (heading, width) in enumerate(table.columns):
        sheet.set_column(column, column, width)
        sheet.write_string(head, column, heading, formats[_head_format(table.rows, column)])
    _for_paper(sheet)
    sheet.repeat_rows(0, head)
    widths = [width for _, width in table.columns]
    for place, row in enumerate(table.rows, head + 1):
        if (lines := _lines(row, widths)) > 1:
            sheet.set_row(place, lines * LINE_HEIGHT)
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(place, column, cell, formats["day"])
            elif isinstance(cell, int | float):
                sheet.write_number(place, column, cell, formats["text"])
            elif cell is not None:
                sheet.write_string(place, column, _fitting(cell), formats["text"])
    sheet.freeze_panes(head + 1, 1)
    if table.rows:
        sheet.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)


def _head_format(rows: Sequence[Sequence[Cell]], column: int) -> str:
    """The format of a heading: over numbers it stands at the right, as they do."""
    first = next((row[column] for row in rows if row[column] is not None), None)
    return "head_of_numbers" if isinstance(first, int | float) else "head"


def _for_paper(sheet: "xlsxwriter.worksheet.Worksheet") -> None:
    """Whoever prints it gets whole rows: A4 across, as wide as the sheet."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _lines(row: Sequence[Cell], widths: Sequence[float]) -> int:
    """The lines that a row takes; not every program works them out when it opens the file."""
    pairs = zip(row, widths, strict=False)
    long = [(cell, wide) for cell, wide in pairs if isinstance(cell, str) and len(cell) > wide]
    lines = (ceil(len(text) * WORDS_PART / wide) for text, wide in long)
    return min(max(lines, default=1), MOST_LINES)


def _write_notes(
    sheet: "xlsxwriter.worksheet.Worksheet",
    notes: Sequence[tuple[str, str]],
    band: str | None,
    formats: dict[str, "xlsxwriter.format.Format"],
) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)
    _for_paper(sheet)
    first = _write_band(sheet, band, formats)
    for place, (label, text) in enumerate(notes, first):
        if (lines := _lines((label, text), (24, 90))) > 1:
            sheet.set_row(place, lines * LINE_HEIGHT)
        sheet.write_string(place, 0, _fitting(label), formats["text"])
        sheet.write_string(place, 1, _fitting(text), formats["text"])


def _write_band(
    sheet: "xlsxwriter.worksheet.Worksheet",
    band: str | None,
    formats: dict[str, "xlsxwriter.format.Format"],
) -> int:
    """Write the band, if there is one, and give the row after it."""
    if band is None:
        return 0
    sheet.set_row(0, None, formats["band"])
    sheet.write_string(0, 0, band, formats["band"])
    return 1


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
