"""Beside an opened input: what is still open of its sort, and what may be the same one."""

from collections.abc import Iterable

import streamlit as st

from db.queries.accounts import SignedIn
from db.queries.issue_detail import IssueDetail
from db.queries.recurring import EarlierIssue, likely_duplicates, recurring
from domain.privacy import HELD
from domain.scope import Scope
from ui import cached
from ui.links import link
from ui.markdown import plain
from wording import dates
from wording.translator import Translator

MOST = 5
EXCERPT = 80
"""Letters of a text in a link."""


def related_issues(who: SignedIn, detail: IssueDetail, scope: Scope, t: Translator) -> None:
    """Links to both; nothing is merged by it, a person looks at them."""
    record = detail.record
    if detail.row is None or record.sub_district is None:
        return
    same = cached.ask(recurring, who.reader, record.category, record.sub_district, scope.as_of)
    alike: list[tuple[EarlierIssue, float]] = []
    if record.text and record.text != HELD:
        alike = cached.ask(
            likely_duplicates, who.reader, record.text, record.sub_district, record.reported_on
        )
    twins = [
        found
        for found, _ in alike
        if found.issue != record.issue and found.reported_on <= scope.as_of
    ]
    others = [found for found in same if found.issue != record.issue]
    if twins or others:
        with st.expander(t("related.title", twins=len(twins), others=len(others))):
            _links("related.alike", twins, scope, t)
            _links("related.recurring", others[::-1], scope, t)


def _links(title: str, found: Iterable[EarlierIssue], scope: Scope, t: Translator) -> None:
    rows = list(found)
    if not rows:
        return
    st.caption(t(title, n=len(rows)))
    for row in rows[:MOST]:
        text = t("issues.held") if row.text is None else row.text
        if len(text) > EXCERPT:
            text = text[:EXCERPT].rstrip() + "…"
        day = dates.short(row.reported_on, t.language)
        link("issues", plain(f"{row.issue} · {day} · {text}"), scope, issue=row.issue)
    if len(rows) > MOST:
        st.caption(t("related.more", n=len(rows) - MOST))
