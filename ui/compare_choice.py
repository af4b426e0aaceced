"""What is compared: two days, or an earlier meeting and the day; of which kecamatan.

Both stand in the address. With neither, the day of the forum's last meeting is taken,
else a week before (documents.content.asked).
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from db.queries import choices, meetings
from db.queries.accounts import SignedIn
from db.queries.meetings import MeetingRow
from documents.compare import Comparison
from documents.content.asked import EARLIEST, Asked
from domain.permissions import Reader
from domain.scope import FILTERS, Scope
from domain.vocabulary import OFFICIALS_PROGRAMMES
from ui import cached
from ui.keys import Key
from ui.markdown import plain
from ui.state import show
from wording import dates
from wording.translator import Translator

DAY = timedelta(days=1)
OFFERED = 20
"""So many of the latest meetings of officials can be chosen."""

_IGNORED = (*(name for name in FILTERS if name != "sub_district"), "until", "issue")


def asked_of(scope: Scope, reader: Reader, t: Translator) -> Asked:
    """What the address asks to compare; what cannot be is dropped from it with a notice."""
    as_of = dates.full(scope.as_of, t.language)
    ignored = [name for name in _IGNORED if getattr(scope, name)]
    if ignored:
        words = [name if name == "issue" else t(f"scope.filter.{name}") for name in ignored]
        _drop(t("compare.dropped.filters", filters=", ".join(words)), *ignored)
    against, since = scope.meeting, scope.since
    if against is not None and not _is_earlier(reader, scope, against):
        _drop(t("compare.dropped.meeting", meeting=plain(against), as_of=as_of), "meeting")
        against = None
    if since is not None and (problem := _problem(scope, against)):
        _drop(
            t(f"compare.dropped.{problem}", day=dates.full(since, t.language), as_of=as_of), "since"
        )
        since = None
    return Asked(
        scope.as_of,
        since,
        sub_districts=scope.sub_district,
        known=scope.known,
        against=against,
    )


def _is_earlier(reader: Reader, scope: Scope, key: str) -> bool:
    bare = Scope(scope.as_of, scope.known)
    found = cached.ask(meetings.held_meeting, reader, bare, key)
    return found is not None and found.voided_on is None and found.held_on < scope.as_of


def _problem(scope: Scope, against: str | None) -> str | None:
    """Why the other day of an address cannot be: beside a meeting, not earlier, too far."""
    if against is not None:
        return "both"
    if scope.since is None or scope.since >= scope.as_of:
        return "since"
    return "far" if scope.since < EARLIEST else None


def _drop(words: str, *names: str) -> None:
    st.info(words)
    for name in names:
        _write(name)


def controls(who: SignedIn, asked: Asked, found: Comparison, t: Translator) -> None:
    """Draw the other day, the meetings of officials and the kecamatan that can be chosen."""
    with st.container(key="compare_controls", horizontal=True, vertical_alignment="bottom"):
        if asked.as_of - DAY >= EARLIEST:
            show(Key.COMPARE_SINCE, found.since)
            st.date_input(
                t("compare.since"),
                key=Key.COMPARE_SINCE,
                min_value=min(EARLIEST, found.since),
                max_value=asked.as_of - DAY,
                format="DD/MM/YYYY",
                on_change=_take_since,
                width=150,
            )
        if not found.public:
            _meetings(who, asked, found, t)
        _areas(who, asked, t)
        if asked.since or asked.against:
            st.button(t("compare.reset"), key=Key.COMPARE_RESET, on_click=_take_reset)


def _meetings(who: SignedIn, asked: Asked, found: Comparison, t: Translator) -> None:
    """The latest meetings of officials before the day, and the one in view whichever it is."""
    bare = Scope(asked.as_of, asked.known)
    latest = cached.ask(
        meetings.meeting_page,
        who.reader,
        bare.narrowed(until=asked.as_of - DAY),
        tuple(sorted(OFFICIALS_PROGRAMMES)),
        OFFERED,
    ).rows
    rows = {row.meeting: row for row in latest if row.voided_on is None}
    if found.meeting is not None and found.meeting not in rows:
        row = cached.ask(meetings.held_meeting, who.reader, bare, found.meeting)
        rows |= {found.meeting: row} if row else {}
    if not rows:
        st.text(t("compare.meeting.none"), width="content")
        return
    names = cached.names(who.reader)
    show(Key.COMPARE_MEETING, found.meeting if found.meeting in rows else None)
    st.selectbox(
        t("compare.meeting"),
        list(rows),
        index=None,
        key=Key.COMPARE_MEETING,
        format_func=lambda key: _title(rows[key], names, t),
        placeholder=t("compare.meeting.choose"),
        on_change=_take_meeting,
        width=430,
    )


def _title(row: MeetingRow, names: Mapping[str, str], t: Translator) -> str:
    return t(
        "compare.meeting.title",
        day=dates.short(row.held_on, t.language),
        programme=t.label("programme", row.programme),
        host=names.get(row.host_unit or "", t("meetings.host.none")),
    )


def _areas(who: SignedIn, asked: Asked, t: Translator) -> None:
    codes = cached.ask(choices.filter_choices, who.reader)["sub_district"]
    if len(codes) < 2:
        return
    names = cached.names(who.reader)
    show(Key.COMPARE_AREAS, list(asked.sub_districts))
    st.multiselect(
        t("scope.filter.sub_district"),
        sorted(codes),
        key=Key.COMPARE_AREAS,
        format_func=lambda code: names.get(code, code),
        placeholder=t("compare.every_area"),
        on_change=_take_areas,
        width=260,
    )


def _take_since() -> None:
    day = st.session_state[Key.COMPARE_SINCE]
    if day is not None:
        _write("since", day.isoformat())
        _write("meeting")


def _take_meeting() -> None:
    _write("since")
    chosen = st.session_state[Key.COMPARE_MEETING]
    _write("meeting", *([chosen] if chosen else []))


def _take_areas() -> None:
    _write("sub_district", *st.session_state[Key.COMPARE_AREAS])


def _take_reset() -> None:
    _write("since")
    _write("meeting")


def _write(name: str, *values: str) -> None:
    """Put values into the address, or take the name out of it."""
    found: Sequence[str] = [value for value in values if value]
    if found:
        st.query_params[name] = list(found)
    elif name in st.query_params:
        del st.query_params[name]
