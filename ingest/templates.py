"""Sheets to download and fill in: one for each target, which import as they come back.

The headers are the names of our fields (`import_field.*`), so that a filled sheet needs no
mapping; only the second sheet of meetings is said by `template_inputs`.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from ingest import mapping
from ingest.headers import Reads, Target, TargetField, field_of
from ingest.known import Known
from ingest.sheet import Recognised
from ingest.template_examples import Examples, Values, police_units
from wording.translator import LANGUAGES, Translator


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


COLUMNS: Mapping[Target, tuple[str, ...]] = {
    "issues": _names(
        "issue reported_on sub_district village kind category threat severity text raised_by source"
    ),
    "meetings": _names(
        "meeting held_on programme host_unit venue sub_districts villages attendance promised"
        " inputs source"
    ),
    "reports": _names("report reported_on kind unit sub_districts nil"),
}
INPUT_COLUMNS = _names("meeting sub_district village kind category threat severity text raised_by")
"""The second sheet of meetings: issues, each naming its meeting."""

ROWS_PREPARED = 1_000
"""So many rows are formatted and offer choices."""

A4 = 9
"""The number by which workbooks call the size of paper."""

_WIDTHS = {Reads.DAY: 14, Reads.TEXT: 48, Reads.ATTENDANCE: 48, Reads.YES_NO: 12}
_CHOSEN = {Reads.WORD, Reads.YES_NO, Reads.UNIT, Reads.SUB_DISTRICT}


@dataclass(frozen=True)
class _Page:
    """A sheet to fill in."""

    name: str
    target: Target
    columns: tuple[str, ...]
    examples: tuple[Values, ...]


def template(target: Target, known: Known, t: Translator) -> bytes:
    """A workbook to fill in, with two example rows and the choices of its columns.

    `known` gives the names of kecamatan and units and a day for the examples: its today,
    or the last day of the election in view. Words are those of `t`.
    """
    examples = Examples(known, t)
    pages = [_Page(t(f"template.sheet.{target}"), target, COLUMNS[target], examples.of(target))]
    if target == "meetings":
        name = t("template.sheet.inputs")
        pages.append(_Page(name, "issues", INPUT_COLUMNS, examples.inputs()))
    return _Workbook(pages, known, t).written()


def template_inputs(recognised: Recognised) -> mapping.Inputs | None:
    """The part of a mapping that reads the second sheet of a filled meetings template.

    None when the file has no such sheet, in whichever language it was made.
    """
    for language in LANGUAGES:
        t = Translator(language)
        name = t("template.sheet.inputs")
        if name in recognised.sheets and recognised.sheet != name:
            columns = {column: t(f"import_field.issues.{column}") for column in INPUT_COLUMNS}
            return mapping.Inputs(sheet=name, columns=columns)
    return None


class _Workbook:
    """The sheets of a template: those to fill in, the choices, what each column means."""

    def __init__(self, pages: Sequence[_Page], known: Known, t: Translator) -> None:
        self.pages, self.known, self.t = pages, known, t
        self.content = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.content, {"in_memory": True})
        self.head = self.book.add_format(
            {"bold": True, "bottom": 1, "text_wrap": True, "bg_color": "#e8eef5", "valign": "top"}
        )
        self.text = self.book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        self.day = self.book.add_format(
            {"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"}
        )
        self.choices: dict[tuple[Target, str], str] = {}

    def written(self) -> bytes:
        """The bytes of the workbook."""
        sheets = [self.book.add_worksheet(page.name) for page in self.pages]
        self._write_choices()
        for page, sheet in zip(self.pages, sheets, strict=True):
            self._write_page(page, sheet)
        self._write_help()
        self.book.close()
        return self.content.getvalue()

    def _write_choices(self) -> None:
        """A column for every list, each written once; the sheets point to them."""
        sheet = self.book.add_worksheet(self.t("template.sheet.choices"))
        lists: dict[tuple[str, ...], str] = {}
        for page in self.pages:
            for name in page.columns:
                words = tuple(self._words(_field(name, page.target)))
                if not words:
                    continue
                if words not in lists:
                    place = len(lists)
                    sheet.set_column(place, place, 32)
                    sheet.write_string(0, place, self._label(page.target, name), self.head)
                    for row, word in enumerate(words, 1):
                        sheet.write_string(row, place, word)
                    letter = xl_col_to_name(place, True)
                    quoted = self.t("template.sheet.choices")
                    lists[words] = f"='{quoted}'!{letter}$2:{letter}${len(words) + 1}"
                self.choices[page.target, name] = lists[words]
        sheet.freeze_panes(1, 0)

    def _words(self, field: TargetField) -> list[str]:
        """What a column may hold, where that is a list and one choice a cell."""
        if field.reads not in _CHOSEN or field.many:
            return []
        if field.reads is Reads.YES_NO:
            return [self.t("template.yes"), self.t("template.no")]
        if field.reads is Reads.UNIT:
            return police_units(self.known)
        if field.reads is Reads.SUB_DISTRICT:
            return list(self.known.sub_districts.values())
        return [self.t.label(field.group, code) for code in field.codes]

    def _write_page(self, page: _Page, sheet: Any) -> None:
        for place, name in enumerate(page.columns):
            field = _field(name, page.target)
            style = self.day if field.reads is Reads.DAY else self.text
            sheet.set_column(place, place, _WIDTHS.get(field.reads, 24), style)
            sheet.write_string(0, place, self._label(page.target, name), self.head)
            self._guide(sheet, place, page.target, name, field)
            for row, example in enumerate(page.examples, 1):
                value = example.get(name, "")
                if isinstance(value, date):
                    sheet.write_datetime(row, place, value, self.day)
                elif value:
                    sheet.write_string(row, place, value, self.text)
        sheet.freeze_panes(1, 0)
        # Where there is no power it is filled in by hand.
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _guide(self, sheet: Any, place: int, target: Target, name: str, field: TargetField) -> None:
        """What the column wants, shown where it is filled in, and the choices it has."""
        guide: dict[str, Any] = {
            "validate": "any",
            # Excel takes no more than so many characters.
            "input_title": self._label(target, name)[:32],
            "input_message": self.t(f"template.help.{name}")[:255],
        }
        if (target, name) in self.choices:
            guide |= {"validate": "list", "source": self.choices[target, name]}
        elif field.reads is Reads.DAY:
            guide |= {"validate": "date", "criteria": ">=", "value": date(2000, 1, 1)}
        sheet.data_validation(1, place, ROWS_PREPARED, place, guide)

    def _write_help(self) -> None:
        sheet = self.book.add_worksheet(self.t("template.sheet.help"))
        sheet.set_column(0, 0, 32)
        sheet.set_column(1, 1, 90, self.book.add_format({"text_wrap": True, "valign": "top"}))
        sheet.merge_range(0, 0, 0, 1, self.t("template.help.intro"), self.text)
        sheet.set_row(0, 48)
        row = 2
        for page in self.pages:
            lines = [(page.name, self.t("template.help.meaning"), self.head)]
            lines += [
                (self._label(page.target, name), self.t(f"template.help.{name}"), None)
                for name in page.columns
            ]
            for name, meaning, style in lines:
                sheet.write_string(row, 0, name, style)
                sheet.write_string(row, 1, meaning, style)
                row += 1
            row += 1

    def _label(self, target: Target, name: str) -> str:
        return self.t(f"import_field.{target}.{name}")


def _field(name: str, target: Target) -> TargetField:
    field = field_of(name, target)
    if field is None:
        raise KeyError(name)
    return field
