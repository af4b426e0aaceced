"""Read a workbook back: rows of cells as a spreadsheet sees them."""

import io
from typing import Any

from openpyxl import load_workbook


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """The rows of every sheet by its name, formulas as they are written."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def cells(content: bytes) -> list[list[Any]]:
    """The rows of every sheet, one after the other."""
    return [row for rows in sheets(content).values() for row in rows]
