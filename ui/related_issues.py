"""Beside an opened input: what is still open of its sort, and what may be the same one.

What may be the same is offered for merging, the later into the earlier, to those who may.
"""

from collections.abc import Iterable
from html import escape

import streamlit as st

from db.queries.accounts import SignedIn
from db.queries.issue_detail import IssueDetail, IssueRecord
from db.queries.move_context import move_context
from db.queries.recurring import EarlierIssue, likely_duplicates, recurring
from domain.privacy import HELD
from domain.scope import Scope
from domain.station import today
from domain.vocabulary import EventKind
from ui import cached
from ui.issue_words import text_words
from ui.links import link
from ui.markdown import plain
from ui.move_form import refusal_words, send_move
from ui.saving import form_key
from wording import dates
from wording.translator import Translator

MOST = 5
EXCERPT = 80
"""Letters of a text in a link."""


def related_issues(who: SignedIn, detail: IssueDetail, scope: Scope, t: Translator) -> None:
    """Links to both; nothing is merged by itself, a person looks at them and presses."""
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
    shown = {record.issue, *(twin.issue for twin in twins)}
    others = [found for found in same if found.issue not in shown]
    if twins or others:
        with st.expander(t("related.title", twins=len(twins), others=len(others))):
            if twins:
                st.caption(t("related.alike", n=len(twins)))
            for twin in twins[:MOST]:
                _twin(who, record, twin, scope, t)
            if len(twins) > MOST:
                st.caption(t("related.more", n=len(twins) - MOST))
            _links("related.recurring", others[::-1], scope, t)


def _twin(
    who: SignedIn, record: IssueRecord, twin: EarlierIssue, scope: Scope, t: Translator
) -> None:
    """One that may be the same: its words in full, to be compared, and the way to merge."""
    day = dates.short(twin.reported_on, t.language)
    link("issues", plain(f"{twin.issue} · {day}"), scope, issue=twin.issue)
    st.html(f'<blockquote class="k-said">{escape(text_words(twin.text, t))}</blockquote>')
    _merge(who, record, twin, t)


def _merge(who: SignedIn, record: IssueRecord, twin: EarlierIssue, t: Translator) -> None:
    """The button that merges the later of two into the earlier, or why it cannot be pressed."""
    told = sorted(((record.reported_on, record.issue), (twin.reported_on, twin.issue)))
    into, later = (key for _, key in told)
    context = cached.ask(move_context, who.reader, later, today(), who.account_id)
    if context is None:
        return
    refused = [move for move in context.refused if move.event is EventKind.MERGED]
    if refused:
        st.caption(plain(f"{later}: {refusal_words(refused[0], cached.names(who.reader), t)}"))
    elif any(move.event is EventKind.MERGED for move in context.moves):
        name = f"merge_{later}_{into}"
        label = t("related.merge", later=later, into=into)
        sent = st.button(label, key=f"{form_key(name)}_merge")
        filled = {"occurred_on": today(), "into": into}
        names = cached.names(who.reader)
        send_move(who, t, context, name, EventKind.MERGED, filled, sent=sent, names=names)


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
