"""Likely duplicates of an import, side by side, and what is to become of each."""

from html import escape

import streamlit as st

from ingest.import_plan import Duplicates
from ui.import_draft import Draft
from ui.import_job import Outcome, Pair
from ui.markdown import plain
from ui.sheet_parts import soft
from wording import dates
from wording.translator import Translator

SHOWN = 20
"""So many pairs are decided one by one; the rest as said for all."""


def pairs_step(
    draft: Draft, outcome: Outcome, t: Translator
) -> tuple[Duplicates, dict[str, Duplicates]]:
    """Draw the pairs; gives the decision for all, and those for single issues."""
    single: dict[str, Duplicates] = {}
    if not outcome.duplicate_total:
        return Duplicates.KEEP, single
    st.html(
        f'<h3 class="k-part">{escape(t("importing.pairs", n=outcome.duplicate_total))}</h3>'
        + soft(t("importing.pairs_what"))
    )
    options = [choice for choice in Duplicates if _fits(choice, draft)]
    common = st.radio(
        t("importing.pairs_all"),
        options,
        format_func=lambda choice: t(f"importing.pair.{choice}"),
        horizontal=True,
        key=draft.widget("pairs"),
    )
    for pair in outcome.pairs[:SHOWN]:
        choice = _pair(draft, pair, options, t)
        if choice is not None:
            single[pair.duplicate.issue] = choice
    if outcome.duplicate_total > SHOWN:
        st.html(soft(t("importing.pairs_more", n=outcome.duplicate_total - SHOWN)))
    return common, single


def _fits(choice: Duplicates, draft: Draft) -> bool:
    """An input of a meeting or report is never left out: it says that it was told there."""
    return choice is not Duplicates.SKIP or draft.target == "issues"


def _pair(draft: Draft, pair: Pair, options: list[Duplicates], t: Translator) -> Duplicates | None:
    found = pair.duplicate
    with st.container(border=True):
        left, right = st.columns(2)
        with left:
            title = t("import.at_row", row=found.row)
            day = dates.short(found.reported_on, t.language)
            st.html(_side(f"{title} · {day}", pair.text, t))
        with right:
            title = found.of
            if found.of_row is not None:
                title = t("import.at_row", row=found.of_row)
            if pair.of_day is not None:
                title += f" · {dates.short(pair.of_day, t.language)}"
            st.html(_side(title, pair.of_text, t))
        return st.radio(
            plain(t("importing.pair_choice", percent=round(found.score * 100))),
            [None, *options],
            format_func=lambda choice: t(
                "importing.pair.common" if choice is None else f"importing.pair.{choice}"
            ),
            horizontal=True,
            key=draft.widget(f"pair_{found.issue}"),
        )


def _side(title: str, text: str | None, t: Translator) -> str:
    said = escape(text) if text else escape(t("unknown.text"))
    return f'<b>{escape(title)}</b><div class="k-said">{said}</div>'
