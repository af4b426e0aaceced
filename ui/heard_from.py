"""Who has not been heard: kecamatan × stakeholder group, days since last present."""

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

import streamlit as st

from charts.colours import HEAT, RGB, css, text_on
from domain.coverage import HeardFrom
from domain.vocabulary import StakeholderGroup
from wording import dates
from wording.translator import Translator

STEPS = (30, 90, 180)
"""Up to so many days ago: a shade each, and one for longer ago. Never has none."""

OLD = 90


def shade(days: int) -> RGB:
    """The ground of a cell: the longer ago, the darker."""
    step = sum(days > limit for limit in STEPS)
    share = step / len(STEPS)
    lightest, darkest = HEAT
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(lightest, darkest, strict=True))
    return (red, green, blue)


def heard_from_table(found: Sequence[HeardFrom], names: Mapping[str, str], t: Translator) -> None:
    """Draw the matrix, a row a group and a column a kecamatan, and what stands out in it."""
    if not found:
        st.info(t("heard.none"))
        return
    st.html(f'<div class="k-words">{escape(_headline(found, t))}</div>')
    for sentence in _gaps(found, names, t):
        st.html(f'<div class="k-plain-note">{escape(sentence)}</div>')
    st.html(_legend(t))
    st.html(_table(found, names, t))
    st.html(f'<div class="k-soft">{escape(t("heard.note"))}</div>')


def _headline(found: Sequence[HeardFrom], t: Translator) -> str:
    return t(
        "heard.headline",
        n=len(found),
        never=sum(item.days is None for item in found),
        days=t("unit.days", n=OLD),
        old=sum(item.days is not None and item.days > OLD for item in found),
    )


def _gaps(found: Sequence[HeardFrom], names: Mapping[str, str], t: Translator) -> list[str]:
    """Groups heard nowhere, and kecamatan where nobody was heard."""
    groups = {item.group for item in found if item.days is not None}
    areas = {item.sub_district for item in found if item.days is not None}
    nobody = [t.label("group", group) for group in StakeholderGroup if group not in groups]
    silent = [
        names.get(code, code)
        for code in dict.fromkeys(item.sub_district for item in found)
        if code not in areas
    ]
    said = []
    if nobody:
        said.append(t("heard.nobody", names=", ".join(nobody)))
    if silent:
        said.append(t("heard.silent", names=", ".join(silent)))
    return said


def _legend(t: Translator) -> str:
    words = [t("heard.upto", days=t("unit.days", n=STEPS[0]))]
    words += [
        t("heard.between", first=before + 1, days=t("unit.days", n=limit))
        for before, limit in pairwise(STEPS)
    ]
    words.append(t("heard.beyond", days=t("unit.days", n=STEPS[-1])))
    keys = [
        f'<span class="k-key" style="{_style(limit)}">{escape(word)}</span>'
        for limit, word in zip((*STEPS, STEPS[-1] + 1), words, strict=True)
    ]
    keys.append(f'<span class="k-key k-never">{escape(t("heard.never"))}</span>')
    return f'<div class="k-chips">{"".join(keys)}</div>'


def _style(days: int) -> str:
    ground = shade(days)
    return f"background-color:{css(ground)};color:{css(text_on(ground))}"


def _table(found: Sequence[HeardFrom], names: Mapping[str, str], t: Translator) -> str:
    areas = list(dict.fromkeys(item.sub_district for item in found))
    cells = {(item.group, item.sub_district): item for item in found}
    head = "".join(f'<th scope="col">{escape(names.get(code, code))}</th>' for code in areas)
    rows = "".join(
        f'<tr><th scope="row">{_breaking(t.label("group", group))}</th>'
        + "".join(_cell(cells[group, code], t) for code in areas)
        + "</tr>"
        for group in StakeholderGroup
    )
    title = escape(t("heard.title"))
    return (
        f'<div class="k-heard" role="region" tabindex="0" aria-label="{title}">'
        f"<table><caption>{title}</caption>"
        f'<thead><tr><th scope="col">{escape(t("heard.group"))}</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _breaking(words: str) -> str:
    """A label that may break after its slashes, on a phone."""
    return escape(words).replace("/", "/<wbr>")


def _cell(item: HeardFrom, t: Translator) -> str:
    if item.days is None or item.last_on is None:
        return f'<td class="k-never">{escape(t("heard.never"))}</td>'
    title = escape(t("heard.last", day=dates.full(item.last_on, t.language)))
    days = escape(t("unit.days", n=item.days))
    return f'<td style="{_style(item.days)}" title="{title}">{days}</td>'
