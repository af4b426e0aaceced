"""Sentences and cells of documents, put together from `locale/` and followed to their figures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from documents.content.model import Cell, Column, Figure, Kind, Sentence, TableData
from domain.vocabulary import Level
from wording import dates
from wording.numbers import NOTHING, number, signed
from wording.sentences import listed
from wording.translator import Translator

MOST_NAMED = 4
"""So many names stand in a sentence; the rest is counted."""


def say(t: Translator, key: str, /, *refs: str, **values: object) -> Sentence:
    """The sentence of a key; `refs` are the figures, areas and records that it follows from."""
    return Sentence(t(key, **values), refs)


def named(t: Translator, words: Sequence[str], most: int = MOST_NAMED) -> str:
    """ "A, B dan C", or with too many "A, B, C, D dan 3 lainnya"."""
    if len(words) <= most:
        return listed(t, words)
    return t("doc.and_others", names=", ".join(words[:most]), n=len(words) - most)


def table(
    t: Translator,
    key: str,
    title: str,
    columns: Iterable[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    empty: str,
    most: int | None = None,
    note: str = "",
    levels: Sequence[tuple[Level, bool] | None] = (),
) -> TableData:
    """A table of the rows, of which at most `most` stand in it and the rest is counted."""
    made = TableData(
        key=key,
        title=title,
        columns=tuple(columns),
        rows=tuple(tuple(row) for row in rows),
        empty=empty,
        note=note,
        levels=tuple(levels),
    )
    return made if most is None else shortened(t, made, most)


def shortened(t: Translator, data: TableData, most: int) -> TableData:
    """The table with at most so many rows, and how many were left out said in words."""
    left_out = len(data.rows) - most
    if left_out <= 0:
        return data
    cut = data.cut + left_out
    return replace(
        data,
        rows=data.rows[:most],
        levels=data.levels[:most],
        cut=cut,
        cut_text=t("doc.cut", n=cut),
    )


def made_of(figure: Figure) -> str:
    """What stands under a figure; nothing where the figure says it already ("2 dari 3")."""
    return "" if figure.why_text == figure.text else figure.why_text


def cell_text(t: Translator, column: Column, cell: Cell) -> str:
    """A cell as a reader sees it: `–` for unknown, `5 Sep 2024`, `1.234`, `+3` of a change."""
    if cell is None:
        return NOTHING
    if isinstance(cell, date):
        return dates.short(cell, t.language)
    if isinstance(cell, str):
        return cell
    return signed(cell, t.language) if column.kind is Kind.CHANGE else number(cell, t.language)
