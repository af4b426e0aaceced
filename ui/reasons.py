"""The reasons of a status: each with the records behind it and what would lower it."""

from collections.abc import Collection, Mapping
from html import escape

import streamlit as st

from domain.scope import Scope
from domain.status import Reason, Status
from ui.links import link
from wording.sentences import reason_sentence, remedy_sentence
from wording.translator import Translator

MOST_RECORDS = 6


def reason_list(
    status: Status,
    names: Mapping[str, str],
    seen: Collection[str],
    scope: Scope,
    t: Translator,
) -> None:
    """Draw every reason that holds.

    `seen` are the tickets and meetings that the reader may open; the others count, and
    are only counted.
    """
    if not status.reasons:
        st.html(f'<p class="k-soft">{escape(t("status.no_reason"))}</p>')
    for reason in status.reasons:
        with st.container(key=f"reason_{reason.code}"):
            sentence = escape(reason_sentence(t, reason, names))
            remedy = escape(remedy_sentence(t, _shown(reason, seen), names))
            st.html(
                f'<div class="k-reason"><b>{reason.code}</b> {sentence}'
                f'<div class="k-soft">{escape(t("sheet.lower"))} {remedy}</div></div>'
            )
            _records(reason, seen, status.sub_district, scope, t)


def _shown(reason: Reason, seen: Collection[str]) -> Reason:
    """The reason with the tickets that may be named; all withheld leaves a general word."""
    issues = tuple(issue for issue in reason.issues if issue in seen)
    return Reason(**{**vars(reason), "issues": issues})


def _records(reason: Reason, seen: Collection[str], area: str, scope: Scope, t: Translator) -> None:
    behind = [("issues", "issue", key) for key in reason.issues if key in seen]
    behind += [("meetings", "meeting", key) for key in reason.meetings if key in seen]
    withheld = len(reason.issues) + len(reason.meetings) - len(behind)
    if behind:
        with st.container(horizontal=True, gap="small", key=f"records_{reason.code}"):
            for page, name, key in behind[:MOST_RECORDS]:
                link(page, key, scope, **{name: key})
            if len(behind) > MOST_RECORDS:
                rest = t("sheet.more_records", n=len(behind) - MOST_RECORDS)
                link("issues", rest, scope, sub_district=(area,), state=("open",))
    if withheld:
        st.html(f'<div class="k-soft">{escape(t("sheet.withheld", n=withheld))}</div>')
