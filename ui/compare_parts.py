"""The parts of the Compare page, as tables that a projector can read and a phone can fold."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from html import escape
from urllib.parse import urlencode

import streamlit as st

from db.session import Session
from documents.compare import AreaThen, Comparison, comparison
from documents.content.asked import Asked
from documents.content.model import Column, Figure, Kind, TableData
from documents.sentences import cell_text, made_of
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import Kind as InputKind
from ui.links import address, link
from ui.pieces import badge
from wording import dates
from wording.numbers import FEWEST_FOR_PERCENT, NOTHING, number, signed
from wording.translator import Language, Translator

DAY = timedelta(days=1)
SHOWN = 12
"""So many tickets of a list stand on the page; the rest is counted and linked."""

MATTERS = tuple(kind.value for kind in InputKind if kind is not InputKind.APPRECIATION)
_NUMBER = ' class="k-number"'


def compared(session: Session, reader: Reader, asked: Asked, language: Language) -> Comparison:
    """The comparison in a language: a question that `cached.ask` can remember."""
    return comparison(session, reader, asked, Translator(language))


def levels_table(found: Comparison, asked: Asked, t: Translator, *, linked: bool) -> str:
    """Every kecamatan then and now, why, and what soft ways out left beside it."""
    heads = [
        t("doc.head.sub_district"),
        t("doc.head.before"),
        t("doc.head.now"),
        t("doc.head.because"),
    ]
    beside = [t("compare.head.closed"), t("compare.head.lowered")] if not found.public else []
    head = _heads([*heads, *beside], numbers=range(len(heads), len(heads) + len(beside)))
    rows = "".join(_area(area, asked, beside, t, linked=linked) for area in found.areas)
    old = any(hatched for area in found.areas for _, hatched in (area.before, area.now))
    return _table("k-compare-levels", head, rows) + (_under(t("slide.hatch")) if old else "")


def _area(
    area: AreaThen, asked: Asked, beside: Sequence[str], t: Translator, *, linked: bool
) -> str:
    name = escape(area.name)
    if linked:
        name = _anchor("sub_district", asked, name, sub_district=(area.code,))
    step = escape(t(f"compare.step.{_step(area)}"))
    why = f"<b>{step}</b> · {escape(area.because)}" if area.changed else _soft(step)
    before, now = (
        badge(t, level, hatched=old, whole=True) for level, old in (area.before, area.now)
    )
    cells = [
        f'<th scope="row">{name}</th>',
        f'<td class="k-nowrap">{before}</td>',
        f'<td class="k-nowrap"><span class="k-soft" aria-hidden="true">→</span> {now}</td>',
        f'<td class="k-why">{why}</td>',
    ]
    if area.traces is not None:
        counts = (area.traces.closed_without_outcome, area.traces.severity_lowered)
        cells += [
            f'<td class="k-number" data-head="{escape(label)}">{number(count, t.language)}</td>'
            for label, count in zip(beside, counts, strict=True)
        ]
    marked = ' class="k-changed"' if area.changed else ""
    return f"<tr{marked}>{''.join(cells)}</tr>"


def _soft(words: str) -> str:
    return f'<span class="k-soft">{words}</span>'


def _step(area: AreaThen) -> str:
    if not area.changed:
        return "same"
    return {1: "worse", -1: "better"}.get(area.step, "other")


def data_table(data: TableData, t: Translator) -> str:
    """The counts of both periods by the rules for two periods, and what the rules are."""
    numbers = [n for n, column in enumerate(data.columns) if _is_number(column)]
    head = _heads([column.heading for column in data.columns], numbers)
    rows = "".join(_data_row(data.columns, row, t) for row in data.rows)
    return _table("k-compare-data", head, rows) + _under(data.note)


def _is_number(column: Column) -> bool:
    return column.kind in (Kind.NUMBER, Kind.CHANGE)


def _data_row(columns: Sequence[Column], row: Sequence[object], t: Translator) -> str:
    made = ""
    for n, (column, cell) in enumerate(zip(columns, row, strict=True)):
        words = escape(cell_text(t, column, cell) or NOTHING)  # type: ignore[arg-type]
        if n == 0:
            made += f'<th scope="row">{words}</th>'
        else:
            made += f"<td{_NUMBER if _is_number(column) else ''}>{words}</td>"
    return f"<tr>{made}</tr>"


def figures_table(found: Comparison, asked: Asked, t: Translator) -> str:
    """Every figure of follow-up on both days with the difference, and what it is made of."""
    heads = (
        t("indicator.head.figure"),
        dates.short(found.since, t.language),
        dates.short(asked.as_of, t.language),
        t("doc.head.difference"),
    )
    rows = "".join(
        f'<tr><th scope="row">{escape(now.label)}</th>{_figure(before)}{_figure(now)}'
        f"<td{_NUMBER}>{escape(difference_text(before, now, t))}</td></tr>"
        for before, now in found.figures
    )
    return _table("k-compare-figures", _heads(heads, (1, 2, 3)), rows)


def _figure(figure: Figure) -> str:
    under = made_of(figure)
    if under:
        under = f'<div class="k-soft">{escape(under)}</div>'
    return f"<td{_NUMBER}>{escape(figure.text)}{under}</td>"


def difference_text(before: Figure, now: Figure, t: Translator) -> str:
    """Now less before: a number, days, or points of two shares; "–" where one is not known.

    Shares of fewer than five cases are no percentages, so they have no points between them.
    """
    if before.value is None or now.value is None:
        return NOTHING
    if before.numerator is not None and now.numerator is not None:
        cases = (before.denominator or 0, now.denominator or 0)
        if min(cases) < FEWEST_FOR_PERCENT:
            return NOTHING
        points = 100 * (now.value - before.value)
        return t("compare.figures.points", points=signed(round(points, 1), t.language))
    return signed(now.value - before.value, t.language)


def flows(found: Comparison, asked: Asked, t: Translator) -> None:
    """Draw what was opened, closed and reopened, each ticket a link, and the ways to all."""
    left, right = st.columns(2, gap="medium")
    with left:
        _flow(found.opened, asked, t)
        if found.opened.rows:
            link(
                "issues",
                t("compare.flow.see"),
                _scope(asked),
                kind=MATTERS,
                sub_district=asked.sub_districts,
                since=found.since + DAY,
                until=asked.as_of,
            )
    with right:
        _flow(found.closed, asked, t)
        if found.closed.rows:
            link(
                "issues",
                t("compare.flow.all_closed"),
                _scope(asked),
                state=("closed",),
                sub_district=asked.sub_districts,
            )
        _flow(found.reopened, asked, t)
    if found.opened.rows or found.closed.rows or found.reopened.rows:
        st.html(_under(t("compare.flow.open_only")))


def _flow(data: TableData, asked: Asked, t: Translator) -> None:
    """A list of tickets under its title, or why it is empty."""
    words = f"{data.title}: {number(len(data.rows), t.language)}"
    title = f'<div class="k-part"><b>{escape(words)}</b></div>'
    if not data.rows:
        st.html(title + _under(t(f"compare.flow.none.{data.key}")))
        return
    st.html(title + ticket_table(data, asked, t, most=SHOWN))


def ticket_table(data: TableData, asked: Asked, t: Translator, most: int | None = None) -> str:
    """Rows that begin with a ticket, which links to its issue; the rest is counted."""
    head = _heads([column.heading for column in data.columns])
    body = ""
    for ticket, *rest in data.rows[:most]:
        key = str(ticket)
        body += f'<tr><th scope="row">{_anchor("issues", asked, escape(key), issue=key)}</th>'
        for column, cell in zip(data.columns[1:], rest, strict=True):
            body += f"<td>{escape(cell_text(t, column, cell) or NOTHING)}</td>"
        body += "</tr>"
    more = len(data.rows) - (most or len(data.rows))
    under = _under(t("compare.flow.more", n=more)) if more > 0 else ""
    return _table("k-compare-tickets", head, body) + under


def promises(found: Comparison, asked: Asked, t: Translator) -> None:
    """Draw what the meeting promised and what came of it, or why nothing stands here."""
    if found.promises.rows:
        st.html(_under(found.forum.text) + ticket_table(found.promises, asked, t))
    else:
        todo = "compare.promises.list" if found.meeting is not None else "compare.promises.hold"
        st.html(_under(f"{found.forum.text} {t(todo)}"))
    if found.meeting is not None:
        link("meetings", t("compare.meeting.open"), _scope(asked), meeting=found.meeting)


def _under(words: str) -> str:
    return f'<div class="k-soft">{escape(words)}</div>'


def _scope(asked: Asked) -> Scope:
    return Scope(asked.as_of, asked.known)


def _anchor(page: str, asked: Asked, words: str, **changes: object) -> str:
    """A link within HTML; a page link of Streamlit's own for each ticket would cost too much."""
    query = urlencode(address(_scope(asked), **changes), doseq=True)
    return f'<a class="k-link" href="{page}?{escape(query)}" target="_self">{words}</a>'


def _heads(words: Iterable[str], numbers: Iterable[int] = ()) -> str:
    right = set(numbers)
    return "".join(
        f'<th scope="col"{_NUMBER if n in right else ""}>{escape(word)}</th>'
        for n, word in enumerate(words)
    )


def _table(name: str, head: str, rows: str) -> str:
    return (
        f'<div class="k-scroll"><table class="k-table k-compare {name}"><thead><tr>{head}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div>"
    )
