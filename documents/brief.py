"""The weekly brief on paper: two pages, whatever the records hold.

What a page does not hold is cut from its lists and counted. Nothing here knows a figure:
the content model says everything.
"""

from dataclasses import dataclass
from typing import Any

from db.session import Session
from documents.content.asked import Asked
from documents.content.brief import brief_content
from documents.content.model import Column, Content, Figure, Head, Kind, Section, TableData
from documents.content.plain import LONGEST, plain
from documents.paper import render
from documents.sentences import cell_text, made_of, shortened
from domain.permissions import Reader
from wording.numbers import NOTHING
from wording.translator import Translator

FIRST_PAGE = ("introduction", "stages", "situation", "data")
SECOND_PAGE = ("follow_up", "analysis", "opinion", "outlook", "plan", "closing")
WHOLE_TABLES = frozenset({"data"})
"""A table of fixed length: never cut, since each of its counts is a figure of the brief."""


@dataclass(frozen=True)
class Tightness:
    """How much a page may hold: rows of a list, letters of a cell, letters of a sentence.

    Rows go first, cells next. Sentences stay whole to the last: they carry the counts, and
    what the level is and is not.
    """

    rows: int
    cell: int
    sentence: int = LONGEST


TRIED = (
    *(Tightness(rows, LONGEST) for rows in (12, 10, 8)),
    *(Tightness(rows, 140) for rows in (8, 6, 5, 4)),
    *(Tightness(rows, 80) for rows in (4, 3, 2, 1)),
    Tightness(1, 60, 120),
)
"""Tried from loose to tight until a page holds it; the last always fits."""

LONGEST_PLACE = 60


def brief(session: Session, reader: Reader, asked: Asked, t: Translator, number: int) -> bytes:
    """The brief as of a day; raises Refused as its content does."""
    return brief_paper(brief_content(session, reader, asked, t, number), t)


def brief_paper(content: Content, t: Translator) -> bytes:
    """The two pages of a brief's content."""
    return render("brief", _head(content.head, t) | _pages(content, t))


def _head(head: Head, t: Translator) -> dict[str, Any]:
    return {
        "lang": head.language,
        "issued": head.day.isoformat(),
        "title": head.title,
        "kop": list(head.kop),
        "band": head.band,
        "foot": head.foot,
        "page": t("paper.page"),
        "place_day": f"{plain(head.place, LONGEST_PLACE)}, {head.day_text}",
        "lines": [
            [t("paper.brief.number"), ""],
            [t("paper.brief.archive"), ""],
            [t("paper.brief.classification"), head.classification],
            [t("paper.brief.subject"), head.subject or head.title],
        ],
        "scope": head.scope,
        "notices": list(head.notices),
        "signatures": [{"role": "", "post": post} for post in head.signatures],
        "copies_title": t("paper.brief.copies"),
        "copies": list(head.copies) or ["", ""],
    }


def _pages(content: Content, t: Translator) -> dict[str, Any]:
    by_key = {section.key: section for section in content.sections}
    return {
        name: [
            {key: _section(by_key[key], held, t) for key in keys if key in by_key} for held in TRIED
        ]
        for name, keys in (("first", FIRST_PAGE), ("second", SECOND_PAGE))
    }


def _section(section: Section, held: Tightness, t: Translator) -> dict[str, Any]:
    return {
        "title": f"{section.number}. {section.title}" if section.number else section.title,
        "sentences": [plain(sentence.text, held.sentence) for sentence in section.sentences],
        "figures": [_figure(figure) for figure in section.figures],
        "tables": [_table(table, held, t) for table in section.tables],
    }


def _figure(figure: Figure) -> list[str]:
    """Label, value, and what it is made of or why there is none."""
    return [figure.label, figure.text, made_of(figure)]


def _weight(column: Column) -> int | None:
    """Its share of the width; None for days, which take what they need: a day is not parted."""
    return None if column.kind is Kind.DAY else round(column.weight * 100)


def _table(data: TableData, held: Tightness, t: Translator) -> dict[str, Any]:
    made = data if data.key in WHOLE_TABLES else shortened(t, data, held.rows)
    return {
        "key": data.key,
        "title": data.title,
        "heads": [column.heading for column in data.columns],
        "weights": [_weight(column) for column in data.columns],
        "numbers": [column.kind in (Kind.NUMBER, Kind.CHANGE) for column in data.columns],
        "rows": [
            [
                plain(cell_text(t, column, cell) or NOTHING, held.cell)
                for column, cell in zip(data.columns, row, strict=True)
            ]
            for row in made.rows
        ],
        "cut": made.cut_text,
        "empty": data.empty,
        "note": data.note,
    }
