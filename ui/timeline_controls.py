"""What the reader may choose on the timeline: a stage, kecamatan, the days shown; clicks.

The stage and the kecamatan stand in the address; the days shown are a matter of the
screen and do not.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

import streamlit as st

from charts import spans
from charts.spans import Span
from db.queries import choices, issues
from db.queries.accounts import SignedIn
from db.queries.reference import StageRow
from domain.figures import StageFigures
from domain.scope import DAYS, FILTERS, Scope
from ui import cached
from ui.keys import Key
from ui.links import address as address_of
from ui.links import link, page_file
from ui.screen import is_phone
from ui.stage_table import is_dated
from ui.state import show
from ui.timeline_words import issues_link
from wording.translator import Translator

KEPT_DAYS = "timeline_days_kept"
CLICKED = "timeline_clicked"
WEEK = timedelta(days=6)


class Days(StrEnum):
    """Which days the timeline shows while no stage is chosen."""

    ELECTION = "election"
    AROUND = "around"
    ALL = "all"


def stage_in_view(scope: Scope, stages: Sequence[StageRow], t: Translator) -> StageRow | None:
    """The stage of the address. One at a time; one without both its days cannot be chosen."""
    by_code = {stage.code: stage for stage in stages}
    wanted = [by_code[code] for code in scope.stage if code in by_code]
    dated = [stage for stage in wanted if is_dated(stage)]
    for stage in wanted:
        if not is_dated(stage):
            st.info(t("timeline.cannot_choose", stage=stage.name(t.language)))
    if len(dated) > 1:
        st.info(t("timeline.one_stage", stage=dated[0].name(t.language)))
    chosen = dated[0] if dated else None
    if scope.stage != ((chosen.code,) if chosen else ()):
        _write("stage", chosen.code if chosen else None)
    return chosen


def controls(
    who: SignedIn,
    scope: Scope,
    stages: Sequence[StageRow],
    chosen: StageRow | None,
    voting_days: Sequence[date],
    figures: Mapping[str, StageFigures],
    t: Translator,
) -> Days:
    """Draw the choices in one row, and the way to the issues of a chosen stage.

    Gives the days asked for.
    """
    names = {stage.code: stage.name(t.language) for stage in stages if is_dated(stage)}
    show(Key.TIMELINE_STAGE, chosen.code if chosen else None)
    with st.container(key="timeline_controls", horizontal=True, vertical_alignment="center"):
        st.selectbox(
            t("scope.filter.stage"),
            list(names),
            index=None,
            key=Key.TIMELINE_STAGE,
            format_func=names.__getitem__,
            placeholder=t("timeline.choose"),
            on_change=_take_stage,
            label_visibility="collapsed",
            width=300,
        )
        _areas(who, scope, t)
        if chosen is not None:
            st.button(t("timeline.whole"), key=Key.TIMELINE_WHOLE, on_click=_take_whole)
            _link_to_issues(who, scope, chosen, figures[chosen.code], t)
            return Days.ELECTION
        return _days(voting_days, t)


def _areas(who: SignedIn, scope: Scope, t: Translator) -> None:
    codes = cached.ask(choices.filter_choices, who.reader)["sub_district"]
    if len(codes) < 2:
        return
    names = cached.names(who.reader)
    show(Key.TIMELINE_AREAS, [c for c in scope.sub_district if c in codes])
    st.multiselect(
        t("scope.filter.sub_district"),
        sorted(codes),
        key=Key.TIMELINE_AREAS,
        format_func=lambda code: names[code],
        placeholder=t("timeline.every_area"),
        on_change=_take_areas,
        label_visibility="collapsed",
        width=300,
    )


def _days(voting_days: Sequence[date], t: Translator) -> Days:
    offered = [days for days in Days if voting_days or days is not Days.ELECTION]
    default = Days.AROUND if is_phone() or not voting_days else Days.ELECTION
    kept = st.session_state.get(KEPT_DAYS, default)
    chosen: Days = st.segmented_control(
        t("timeline.days"),
        offered,
        default=kept if kept in offered else default,
        required=True,
        key=Key.TIMELINE_DAYS,
        format_func=lambda days: t(f"timeline.days.{days}", n=spans.AROUND),
        label_visibility="collapsed",
    )
    st.session_state[KEPT_DAYS] = chosen
    return chosen


def span_of(
    days: Days, as_of: date, voting_days: Sequence[date], known: Sequence[date | None]
) -> Span:
    """The first and last day of a choice; `known` are the days of which anything is known."""
    if days is Days.AROUND:
        return spans.around_day(as_of)
    if days is Days.ELECTION and voting_days:
        return spans.around_voting(voting_days[0], as_of)
    return spans.everything([*known, *voting_days], as_of)


def filters_beside(scope: Scope) -> list[str]:
    """The filters of the address that the timeline follows without offering them."""
    offered = ("stage", "sub_district")
    return [name for name in (*FILTERS, *DAYS) if name not in offered and getattr(scope, name)]


def say_filters(scope: Scope, t: Translator) -> None:
    """Say which other filters hold, and offer to lift them."""
    names = filters_beside(scope)
    if names:
        words = ", ".join(t(f"scope.filter.{name}") for name in names)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(t("timeline.also_filtered", filters=words), width="content")
            st.button(t("scope.clear"), key=Key.TIMELINE_CLEAR, on_click=_lift, args=(names,))


def filters_of(scope: Scope, **changes: object) -> dict[str, object]:
    """The filters of a scope for a link to another page, some of them changed."""
    return {name: getattr(scope, name) for name in (*FILTERS, *DAYS)} | changes


def _link_to_issues(
    who: SignedIn, scope: Scope, stage: StageRow, found: StageFigures, t: Translator
) -> None:
    """A link to the issues of a stage with their count, the other filters kept."""
    if who.reader.may_open("issues"):
        narrowed = scope.narrowed(stage=(stage.code,))
        count = cached.ask(issues.issue_count, who.reader, narrowed)
        if count:
            link("issues", issues_link(count, found, t), scope, **filters_of(narrowed))


def take_point() -> None:
    """Take what was clicked in the timeline: a stage at once, a record on the next run.

    For `on_select`. The figure itself must not depend on the selection, which would be
    lost on the next run; so a stage goes into the address, and the figure follows that.
    """
    points = st.session_state[Key.TIMELINE].get("selection", {}).get("points", [])
    for point in points:
        match point.get("customdata"):
            case ["stage", str(code)]:
                _write("stage", code)
            case [("meeting" | "week") as what, str(key)]:
                st.session_state[CLICKED] = (what, key)


def open_clicked(who: SignedIn, scope: Scope) -> None:
    """Open the meeting, or the issues of the week, that was clicked."""
    what, key = st.session_state.pop(CLICKED, (None, None))
    if what == "meeting" and who.reader.may_open("meetings"):
        st.switch_page(page_file("meetings"), query_params=address_of(scope, meeting=key))
    if what == "week" and who.reader.may_open("issues"):
        monday = date.fromisoformat(key)
        week = filters_of(scope, since=monday, until=monday + WEEK)
        st.switch_page(page_file("issues"), query_params=address_of(scope, **week))


def _take_stage() -> None:
    _write("stage", st.session_state[Key.TIMELINE_STAGE])


def _take_whole() -> None:
    _write("stage", None)


def _take_areas() -> None:
    _write("sub_district", *st.session_state[Key.TIMELINE_AREAS])


def _lift(names: Sequence[str]) -> None:
    for name in names:
        _write(name, None)


def _write(name: str, *values: str | None) -> None:
    """Put values of a filter into the address, or take it out."""
    found = [value for value in values if value]
    if found:
        st.query_params[name] = found
    elif name in st.query_params:
        del st.query_params[name]
