"""Likely duplicates of an import, side by side, and what is to become of each."""

from html import escape

import streamlit as st

from ingest.import_plan import Duplicates
from ui.import_draft import Draft
from ui.import_job import Outcome, Pair
from ui.keys import Key
from ui.markdown import plain
from ui.sheet_parts import soft
from wording import dates
from wording.translator import Translator

PAGE = 20
"""So many pairs are drawn at a time."""


def pairs_step(
    draft: Draft, outcome: Outcome, t: Translator
) -> tuple[Duplicates, dict[str, Duplicates]]:
    """Draw a page of the pairs; gives the decision for all, and those for single issues."""
    total = len(outcome.pairs)
    if not total:
        return Duplicates.KEEP, {}
    st.html(
        f'<h3 class="k-part">{escape(t("importing.pairs", n=total))}</h3>'
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
    draft.pairs_from = min(draft.pairs_from, (total - 1) // PAGE * PAGE)
    for pair in outcome.pairs[draft.pairs_from : draft.pairs_from + PAGE]:
        _pair(draft, pair, options, t)
    if total > PAGE:
        _pages(draft, total, t)
    return common, draft.choices


def _pages(draft: Draft, total: int, t: Translator) -> None:
    """Which pairs are drawn, and the ways to the others."""
    begin, end = draft.pairs_from, min(draft.pairs_from + PAGE, total)
    said = t("importing.pairs_shown", first=begin + 1, last=end, n=total)
    decided = len(draft.choices)
    if decided:
        said += " " + t("importing.pairs_decided", n=decided)
    st.html(soft(said))
    with st.container(horizontal=True):
        for key, label, start, there in (
            (Key.IMPORT_PAIRS_BACK, "importing.pairs_back", begin - PAGE, begin > 0),
            (Key.IMPORT_PAIRS_ON, "importing.pairs_on", begin + PAGE, end < total),
        ):
            st.button(t(label), key=key, disabled=not there, on_click=_turn, args=(draft, start))


def _turn(draft: Draft, begin: int) -> None:
    draft.pairs_from = begin


def _fits(choice: Duplicates, draft: Draft) -> bool:
    """An input of a meeting or report is never left out: it says that it was told there."""
    return choice is not Duplicates.SKIP or draft.target == "issues"


def _pair(draft: Draft, pair: Pair, options: list[Duplicates], t: Translator) -> None:
    """A pair, and what is to become of it; kept, since another page forgets its widgets."""
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
        every = [None, *options]
        chosen = st.radio(
            plain(t("importing.pair_choice", percent=round(found.score * 100))),
            every,
            index=every.index(draft.choices.get(found.issue)),
            format_func=lambda choice: t(
                "importing.pair.common" if choice is None else f"importing.pair.{choice}"
            ),
            horizontal=True,
            key=draft.widget(f"pair_{found.issue}"),
        )
    if chosen is None:
        draft.choices.pop(found.issue, None)
    else:
        draft.choices[found.issue] = chosen


def _side(title: str, text: str | None, t: Translator) -> str:
    said = escape(text) if text else escape(t("unknown.text"))
    return f'<b>{escape(title)}</b><div class="k-said">{said}</div>'
