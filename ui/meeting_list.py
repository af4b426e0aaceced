"""The meetings of a scope: the filters that choose them, and the list that opens one."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.queries import choices
from db.queries.accounts import SignedIn
from db.queries.meetings import MeetingPage, MeetingRow
from domain import scope as scopes
from domain.scope import Scope
from domain.vocabulary import Programme, Role
from ui import cached
from ui.keys import Key
from ui.links import page_file
from ui.meeting_words import (
    areas_text,
    follow_up_text,
    host_text,
    inputs_text,
    present_text,
    title_text,
    villages_text,
    written,
)
from ui.screen import fitting, is_phone
from ui.state import show
from wording import dates
from wording.translator import Translator

PROGRAMME = "programme"
"""The one filter of this page that is not of a scope; it too stands in the address."""

VIEW, HEARD_FROM = "view", "heard_from"
PAGE, PAGE_ON_PHONE = 50, 20
COLUMNS = ("place", "present", "promised", "inputs", "follow_up")


def programmes_of_address(t: Translator) -> tuple[str, ...]:
    """The programmes that the address asks for; an unknown one is dropped with a notice."""
    asked = list(dict.fromkeys(st.query_params.get_all(PROGRAMME)))
    found = tuple(code for code in asked if code in set(Programme))
    if len(found) < len(asked):
        dropped = [code for code in asked if code not in found]
        _write(PROGRAMME, found)
        values = ", ".join(f"{PROGRAMME}={code[:40]}" for code in dropped[:10])
        st.info(t("scope.dropped", values=values.replace("\\", "").replace("`", "'")))
    return found


def _write(name: str, values: Sequence[str]) -> None:
    if values:
        st.query_params[name] = list(values)
    elif name in st.query_params:
        del st.query_params[name]


def views(t: Translator) -> tuple[DeltaGenerator, DeltaGenerator, bool]:
    """The tabs for the list and for the matrix, and whether the second is open.

    The address holds which one is.
    """
    labels = (t("meetings.tab.list"), t("meetings.tab.heard_from"))
    show(Key.MEETINGS_VIEW, labels[st.query_params.get(VIEW) == HEARD_FROM])
    listing, matrix = st.tabs(
        labels, key=Key.MEETINGS_VIEW, on_change=_take_view, args=(labels[1],)
    )
    return listing, matrix, bool(matrix.open)


def _take_view(heard_from: str) -> None:
    _write(VIEW, [HEARD_FROM] if st.session_state[Key.MEETINGS_VIEW] == heard_from else [])


def filters(who: SignedIn, scope: Scope, programmes: Sequence[str], t: Translator) -> None:
    """Draw the filters: what they show is the address's, what is chosen is written to it."""
    names = cached.names(who.reader)
    areas = cached.ask(choices.filter_choices, who.reader)["sub_district"]
    show(Key.MEETINGS_AREA, list(scope.sub_district))
    show(Key.MEETINGS_PROGRAMME, list(programmes))
    show(Key.MEETINGS_SINCE, scope.since)
    show(Key.MEETINGS_UNTIL, scope.until)
    phone = is_phone()
    place = (
        st.expander(t("meetings.filters"), expanded=is_filtered(scope, programmes))
        if phone
        else st.container()
    )
    with place, st.container(horizontal=True, key="meeting_filters"):
        if len(areas) > 1:
            st.multiselect(
                t("scope.filter.sub_district"),
                areas,
                format_func=lambda code: names.get(code, code),
                key=Key.MEETINGS_AREA,
                placeholder=t("scope.all"),
                on_change=_take_codes,
                args=("sub_district", Key.MEETINGS_AREA),
                width="stretch",
            )
        st.multiselect(
            t("meetings.filter.programme"),
            [code.value for code in Programme],
            format_func=lambda code: t.label("programme", code),
            key=Key.MEETINGS_PROGRAMME,
            placeholder=t("scope.all"),
            on_change=_take_codes,
            args=(PROGRAMME, Key.MEETINGS_PROGRAMME),
            width="stretch",
        )
        for name, key in (("since", Key.MEETINGS_SINCE), ("until", Key.MEETINGS_UNTIL)):
            st.date_input(
                t(f"scope.filter.{name}"),
                key=key,
                format="DD/MM/YYYY",
                on_change=_take_day,
                args=(name, key),
                width=150,
            )


def _take_codes(name: str, key: Key) -> None:
    _write(name, st.session_state[key])


def _take_day(name: str, key: Key) -> None:
    day = st.session_state[key]
    _write(name, [day.isoformat()] if day is not None else [])


def meeting_list(
    who: SignedIn,
    page: MeetingPage,
    scope: Scope,
    programmes: Sequence[str],
    t: Translator,
    *,
    wide: bool,
) -> None:
    """Draw the meetings, newest first; the line of each opens its minutes.

    `wide` sets them in columns, else each stands as a few lines.
    """
    if not page.rows:
        st.info(_why_empty(who, scope, programmes, t))
        return
    names = cached.names(who.reader)
    if wide:
        _header(t)
    for place, row in enumerate(page.rows):
        _row(who, row, scope, programmes, names, t, place=place, wide=wide)
    every = page.total + page.voided
    if every > len(page.rows):
        st.html(
            f'<div class="k-soft">'
            f"{escape(t('meetings.shown', n=len(page.rows), total=every))}</div>"
        )
        rest = min(_step(), every - len(page.rows))
        st.button(t("meetings.more", n=rest), key=Key.MEETINGS_MORE, on_click=_show_more)


def shown() -> int:
    """How many meetings the reader has asked to see so far."""
    number: int = st.session_state.get(SHOWN, _step())
    return number


def _step() -> int:
    return fitting(desk=PAGE, phone=PAGE_ON_PHONE)


SHOWN = "meetings_shown"
OPENED = "meetings_opened"


def _show_more() -> None:
    st.session_state[SHOWN] = shown() + _step()


def _why_empty(who: SignedIn, scope: Scope, programmes: Sequence[str], t: Translator) -> str:
    if is_filtered(scope, programmes):
        return t("meetings.empty.filtered")
    day = dates.full(scope.as_of, t.language)
    if who.reader.sees_every_record:
        return t("meetings.empty.none", day=day)
    sector = who.reader.roles & {Role.RECORDER, Role.SECTOR_HEAD}
    return t("meetings.empty.sector" if sector else "meetings.empty.unit", day=day)


def keep_address(meeting: str | None) -> None:
    """Bring the browser's address after a link of this page to itself.

    Streamlit runs such a link, but leaves the address bar as it was; writing the same
    query again makes the browser follow.
    """
    if st.session_state.get(OPENED, meeting) != meeting:
        query = {name: st.query_params.get_all(name) for name in st.query_params}
        st.query_params.from_dict(query)
    st.session_state[OPENED] = meeting


def is_filtered(scope: Scope, programmes: Sequence[str]) -> bool:
    """Whether any filter of this page is set."""
    return bool(programmes or scope.sub_district or scope.village or scope.since or scope.until)


def open_link(label: str, scope: Scope, programmes: Sequence[str], meeting: str | None) -> None:
    """A link to this page with another meeting open, or none; the filters are kept."""
    query = scopes.to_params(scope.narrowed(meeting=meeting, issue=None))
    if programmes:
        query[PROGRAMME] = list(programmes)
    st.page_link(page_file("meetings"), label=label, query_params=query)


def _header(t: Translator) -> None:
    first = f'<div class="k-meeting-name">{escape(t("meetings.column.meeting"))}</div>'
    cells = "".join(f"<div>{escape(t(f'meetings.column.{name}'))}</div>" for name in COLUMNS)
    st.html(f'<div class="k-meeting-head">{first}<div class="k-meeting-cells">{cells}</div></div>')


def _row(
    who: SignedIn,
    row: MeetingRow,
    scope: Scope,
    programmes: Sequence[str],
    names: Mapping[str, str],
    t: Translator,
    *,
    place: int,
    wide: bool,
) -> None:
    kind = "voided" if row.voided_on else "chosen" if row.meeting == scope.meeting else "plain"
    with st.container(key=f"meeting_row_{kind}_{place}", horizontal=wide):
        label = title_text(t, dates.short(row.held_on, t.language), row.programme)
        open_link(label, scope, programmes, row.meeting)
        cells = _cells(who, row, scope.as_of, names, t, wide=wide)
        if wide:
            made = "".join(f"<div>{cell}</div>" for cell in cells)
            st.html(f'<div class="k-meeting-cells">{made}</div>', width="stretch")
        else:
            st.html("".join(f'<div class="k-soft">{cell}</div>' for cell in cells))


def _cells(
    who: SignedIn,
    row: MeetingRow,
    as_of: date,
    names: Mapping[str, str],
    t: Translator,
    *,
    wide: bool,
) -> list[str]:
    """HTML for each of COLUMNS, or the same in three lines where it is narrow.

    Of a voided meeting only what it was, and that it counts for nothing.
    """
    where = escape(
        " · ".join(
            (
                written(t, row.venue, "unknown.venue"),
                t("meetings.area", names=areas_text(t, row, names)),
                host_text(t, row, names),
            )
        )
    )
    if row.voided_on is not None:
        voided = t("meetings.is_voided", day=dates.short(row.voided_on, t.language))
        return [f'<span class="k-void">{where}</span>', f"<b>{escape(voided)}</b>"]
    present = escape(f"{present_text(t, row)} · {villages_text(t, row)}")
    inputs = escape(inputs_text(t, row, as_of, who.reader))
    outcome = escape(follow_up_text(t, row))
    promised = escape(_promised(t, row, wide=wide))
    if row.promised:
        promised = f"<b>{promised}</b>"
    if wide:
        return [where, present, promised, inputs, outcome]
    told = f"{inputs}: {outcome}" if row.follow_up.issues else inputs
    return [where, present, f"{promised} · {told}"]


def _promised(t: Translator, row: MeetingRow, *, wide: bool) -> str:
    """Under the heading of a column a word is enough."""
    answer = "yes" if row.promised else "no"
    return t(f"meetings.promised.short.{answer}" if wide else f"meetings.promised.{answer}")
