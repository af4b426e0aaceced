"""Under the board: three figures that lead on, and what the next seven days bring."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from db.queries import figures, reference
from db.queries.accounts import SignedIn
from db.queries.board import Ahead
from domain.scope import Scope
from domain.status import Status
from ui import cached
from ui.links import link
from ui.pieces import bullets, figure_card
from wording import dates
from wording.numbers import ratio
from wording.sentences import listed
from wording.translator import Translator

MOST_LINES = 6
MOST_AREAS = 3


def key_figures(
    who: SignedIn,
    scope: Scope,
    statuses: Sequence[Status],
    ahead: Sequence[Ahead],
    t: Translator,
) -> None:
    """Overdue, without a due date, days with current data; and the week ahead."""
    found = cached.ask(figures.indicators, who.reader, scope.as_of, known=scope.known)
    overdue, current = found.overdue, found.days_current
    default_late = sum(status.late for status in statuses) - overdue.count
    cards = st.columns(3, gap="small")
    with cards[0]:
        notes = []
        if overdue.longest_days is not None:
            days = t("unit.days", n=overdue.longest_days)
            notes.append(t("home.overdue_note", days=days))
        if default_late > 0:
            notes.append(t("home.default_late", n=default_late))
        st.html(figure_card(t("home.overdue"), t("home.count", n=overdue.count), *notes))
    with cards[1]:
        note = t("home.no_due_note", n=sum(status.open_issues for status in statuses))
        st.html(figure_card(t("home.no_due_date"), t("home.count", n=found.no_due_date), note))
    with cards[2]:
        share = ratio(t, current.numerator, current.denominator)
        note = t("home.current_note", n=current.numerator, m=current.denominator)
        st.html(figure_card(t("home.current"), share, note))
    if who.reader.may_open("issues"):
        link("issues", t("home.open_issues"), scope, state=("open",))
    st.subheader(t("home.week"))
    st.html(bullets(week_lines(who, ahead, t)))


def week_lines(who: SignedIn, ahead: Sequence[Ahead], t: Translator) -> list[str]:
    """One sentence a day and kind; a sentence that says so when nothing comes."""
    names = cached.names(who.reader)
    stages = {s.code: s for s in cached.ask(reference.stage_rows, who.reader)}
    grouped: dict[tuple[date, str], list[Ahead]] = {}
    for item in ahead:
        grouped.setdefault((item.day, item.kind), []).append(item)
    lines = []
    for (day, kind), items in sorted(grouped.items()):
        written = dates.day_month(day, t.language)
        if kind == "stage":
            what = "; ".join(stages[item.code].name(t.language) for item in items)
        else:
            what = _area_names(items, names, t)
        lines.append(t(f"home.week.{kind}", day=written, n=len(items), what=what))
    if len(lines) > MOST_LINES:
        rest = len(lines) - MOST_LINES
        return [*lines[:MOST_LINES], t("home.week.more", n=rest)]
    return lines or [t("home.week.nothing")]


def _area_names(items: Sequence[Ahead], names: Mapping[str, str], t: Translator) -> str:
    """Where it comes: first the whole district, then the kecamatan."""
    codes = sorted({item.sub_district for item in items if item.sub_district})
    district = [t("unknown.district")] if any(item.sub_district is None for item in items) else []
    shown = [*district, *(names.get(code, code) for code in codes)]
    if len(shown) <= MOST_AREAS:
        return listed(t, shown)
    rest = len(shown) - MOST_AREAS
    return t("home.more_areas", names=", ".join(shown[:MOST_AREAS]), n=rest)
