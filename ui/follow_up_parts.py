"""The parts of the follow-up page: the rows of a tab, and where to meet next."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from db.queries.follow_up import MeetNext
from db.queries.issues import IssueRow
from db.queries.reference import StageRow
from domain.scope import Scope
from ui.keys import Key
from ui.links import link
from ui.sheet_parts import open_issues, table
from wording import dates
from wording.numbers import number
from wording.translator import Translator

SHOWN = 60


def issue_picker(
    rows: Sequence[IssueRow], names: Mapping[str, str], scope: Scope, t: Translator
) -> str | None:
    """The rows of a tab, and the issue that was chosen to be moved."""
    by_key = {row.issue: row for row in rows}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t("follow_up.choose"),
            list(by_key),
            index=None,
            placeholder=t("field.pick"),
            format_func=lambda key: _title(by_key[key], names, t),
            key=Key.FOLLOW_UP_ISSUE,
        )
        if chosen is not None:
            link("issues", t("follow_up.open"), scope, issue=chosen)
    moved = st.container()
    st.html(open_issues(rows[:SHOWN], names, t))
    if len(rows) > SHOWN:
        st.caption(t("follow_up.more", n=len(rows) - SHOWN))
    with moved:
        return chosen


def _title(row: IssueRow, names: Mapping[str, str], t: Translator) -> str:
    area = names.get(row.sub_district or "", t("unknown.district"))
    return f"{row.issue} · {area} · {t.label('category', row.category)}"


def meet_next_table(
    plan: Sequence[MeetNext],
    names: Mapping[str, str],
    stages: Sequence[StageRow],
    t: Translator,
) -> str:
    """Every kecamatan with the reasons for its place in the plan."""
    by_code = {stage.code: stage for stage in stages}
    heads = ("sub_district", "last_meeting", "open", "late", "next_stage")
    return table(
        (t(f"meet_next.{head}") for head in heads),
        (
            (
                f"<b>{escape(names[row.sub_district])}</b>",
                escape(_last_meeting(row, t)),
                number(row.open_issues, t.language),
                number(row.late, t.language),
                escape(_next_stage(row, by_code, t)),
            )
            for row in plan
        ),
    )


def _last_meeting(row: MeetNext, t: Translator) -> str:
    if row.days is None:
        return t("meet_next.never")
    days = t("meet_next.ago", days=t("unit.days", n=row.days))
    return f"{days} · {t('meet_next.over_limit')}" if row.over_limit else days


def _next_stage(row: MeetNext, stages: Mapping[str, StageRow], t: Translator) -> str:
    if row.next_stage is None or row.next_stage_on is None:
        return t("meet_next.no_stage")
    name = stages[row.next_stage].name(t.language)
    return f"{name}, {dates.short(row.next_stage_on, t.language)}"
