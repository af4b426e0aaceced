"""A filled template comes in as it is, its second sheet with it."""

import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine

from db.engine import reading
from db.queries.dataset import dataset_rows
from ingest.importing import import_file
from ingest.known_now import known_now
from ingest.templates import template
from tests.station import ANALYST
from wording.translator import LANGUAGES, Translator


def filled(station: Engine, language: str) -> bytes:
    """The template of meetings with the two meetings, and their inputs, of its examples."""
    with reading(station) as session:
        return template("meetings", known_now(session, ANALYST.at()), Translator(language))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_meetings_template_brings_its_two_meetings_and_their_inputs(
    station: Engine, language: str
):
    content = filled(station, language)
    inputs = load_workbook(io.BytesIO(content)).worksheets[1]
    texts = {row[7].value for row in inputs.iter_rows(min_row=2, max_row=3)}

    report = import_file(station, ANALYST.at(), content, "m.xlsx", "meetings")

    assert (report.ok, dict(report.records)) == (True, {"meetings": 2, "issues": 2})
    with reading(station) as session:
        rows = dataset_rows(session)
    assert {row["text"] for row in rows["issues"]} == texts
    assert {row["meeting"] for row in rows["issues"]} <= {
        row["meeting"] for row in rows["meetings"]
    }


def test_nobody_needs_to_fill_the_second_sheet(sqlite_station: Engine):
    book = load_workbook(io.BytesIO(filled(sqlite_station, "id")))
    book.worksheets[1].delete_rows(2, 10)
    buffer = io.BytesIO()
    book.save(buffer)

    report = import_file(sqlite_station, ANALYST.at(), buffer.getvalue(), "m.xlsx", "meetings")

    assert (report.ok, dict(report.records)) == (True, {"meetings": 2})
