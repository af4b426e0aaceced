"""Sheets to download: they import as they come back, and offer what their columns may hold."""

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from domain.vocabulary import Category, StakeholderGroup
from ingest.check import check
from ingest.checked import Checked
from ingest.headers import TARGETS, Target
from ingest.known import Known, KnownUnit, KnownVillage
from ingest.limits import Limits
from ingest.mapping_proposal import propose
from ingest.recognise import read_sheet
from ingest.sheet import Told
from ingest.templates import COLUMNS, template, template_inputs
from wording.translator import LANGUAGES, Translator

DAY = date(2024, 11, 20)
KNOWN = Known(
    today=DAY,
    sub_districts={"17.01.01": "Manna", "17.01.05": "Kota Manna"},
    villages={"17.01.01.2001": KnownVillage("Ibul", "17.01.01")},
    units={
        "polres": KnownUnit("Polres", "district"),
        "polsek-manna": KnownUnit("Polsek Manna", "sector"),
        "kpu": KnownUnit("KPU", "agency"),
    },
)
ID = Translator("id")


def imported(content: bytes, target: Target) -> Checked:
    """A template checked with nothing but what is proposed for it."""
    recognised, sheet = read_sheet(content, Told(), Limits())
    proposal = propose(sheet.header, sheet.rows, target, KNOWN)
    assert (proposal.missing, proposal.guessed, proposal.unused) == ((), (), ())
    mapping, second = proposal.mapping, None
    inputs = template_inputs(recognised)
    if target == "meetings":
        assert inputs is not None
        mapping = mapping.model_copy(update={"inputs": inputs})
        second = read_sheet(content, Told(sheet=inputs.sheet), Limits())[1]
    return check(sheet, mapping, target, KNOWN, "a1" * 32, second)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("target", TARGETS)
def test_a_template_imports_without_any_help(target: Target, language: Any) -> None:
    checked = imported(template(target, KNOWN, Translator(language)), target)

    assert (checked.faults, checked.flags) == ((), ())
    own = [record for record in checked.records if record.file == target]
    days = {"issues": "reported_on", "meetings": "held_on", "reports": "reported_on"}
    assert [record.values[days[target]] for record in own] == [DAY, DAY]


def test_the_examples_of_a_meeting_bring_their_inputs_along() -> None:
    checked = imported(template("meetings", KNOWN, ID), "meetings")

    meetings = {r.values["meeting"]: r.values for r in checked.records if r.file == "meetings"}
    inputs = [record.values for record in checked.records if record.file == "issues"]
    assert meetings["CONTOH-1"]["attendance"] == (("camat", 1), ("residents", None))
    assert [meetings[key]["inputs"] for key in ("CONTOH-1", "CONTOH-2")] == ["itemised", "nil"]
    assert [row["meeting"] for row in inputs] == ["CONTOH-1", "CONTOH-1"]
    assert [row["sub_district_code"] for row in inputs] == ["17.01.01", "17.01.01"]


def test_the_header_of_a_template_is_indonesian() -> None:
    sheet = opened(template("reports", KNOWN, ID)).worksheets[0]

    assert [cell.value for cell in sheet[1]] == [
        "Nomor laporan",
        "Tanggal laporan",
        "Jenis laporan",
        "Satuan pelapor",
        "Kecamatan",
        "Nihil",
    ]


def choices(content: bytes, label: str) -> list[str]:
    """What the column of a label on the first sheet offers."""
    book = opened(content)
    sheet = book.worksheets[0]
    letter = next(cell.column_letter for cell in sheet[1] if cell.value == label)
    (source,) = (
        rule.formula1
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list" and f"{letter}2" in str(rule.sqref)
    )
    name, area = source.split("!")
    return [row[0].value for row in book[name.strip("'")][area.replace("$", "")]]


def test_columns_offer_the_words_of_the_vocabulary() -> None:
    content = template("issues", KNOWN, ID)

    assert choices(content, "Kategori") == [ID.label("category", code) for code in Category]
    assert choices(content, "Tingkat") == ["rendah", "sedang", "tinggi", "kritis"]
    assert choices(content, "Disampaikan oleh unsur") == [
        ID.label("group", code) for code in StakeholderGroup
    ]
    assert choices(content, "Kecamatan") == ["Manna", "Kota Manna"]


def test_agencies_are_no_choice_where_the_police_report() -> None:
    assert choices(template("reports", KNOWN, ID), "Satuan pelapor") == ["Polres", "Polsek Manna"]
    assert choices(template("meetings", KNOWN, ID), "Ada komitmen tindak lanjut") == ["Ya", "Tidak"]


def test_the_last_sheet_explains_every_column_of_the_first() -> None:
    for target in TARGETS:
        explained = [row[0].value for row in opened(template(target, KNOWN, ID)).worksheets[-1]]

        assert {ID(f"import_field.{target}.{name}") for name in COLUMNS[target]} <= set(explained)


def test_examples_lie_within_the_election_when_that_is_over() -> None:
    over = Known(today=date(2026, 1, 1), span=(date(2024, 1, 1), DAY))

    sheet = opened(template("issues", over, ID)).worksheets[0]

    assert sheet["B2"].value.date() == DAY


def test_a_name_of_a_unit_starts_no_formula() -> None:
    named = Known(today=DAY, units={"x": KnownUnit("=1+1", "sector")})

    book = opened(template("reports", named, ID))

    assert [cell.data_type for cell in book.worksheets[0]["D"]] == ["s", "s", "s"]
    assert {cell.data_type for row in book["Pilihan"] for cell in row} <= {"s", "n"}
