"""The sentences of the list of inputs: how many, what is withheld, and what if none."""

from urllib.parse import urlencode, urlsplit

import streamlit as st

from domain.permissions import SEES_OWN_SECTOR, Reader
from domain.scope import Scope, to_params
from domain.vocabulary import Role
from ui.filter_words import FilterWords
from ui.pieces import chip, chips, headline_block
from wording import dates
from wording.sentences import listed
from wording.translator import Translator


def head(
    total: int, everything: int, withheld: int | None, scope: Scope, words: FilterWords
) -> None:
    """How many inputs there are, of how many, by which filters; that an input is what was said."""
    t = words.t
    day = dates.full(scope.as_of, t.language)
    if not everything:
        text = t("issues.headline.none", day=day)
    elif total == everything:
        text = t("issues.headline.all", day=day, n=total)
    else:
        text = t("issues.headline.some", day=day, n=total, total=everything)
    under = t("issues.said")
    if withheld is not None:
        under += " " + t("issues.withheld", n=withheld)
    used = [chip(f"{label}: {value}") for label, value in words.chosen(scope)]
    st.html(headline_block(text, under) + (chips(used) if used else ""))


def nothing(everything: int, reader: Reader, t: Translator) -> None:
    """Why the list is empty, and what to do."""
    words = t("issues.no_match" if everything else "issues.no_record")
    if not reader.sees_every_record:
        words += " " + t("issues.outside", what=_open_to(reader, t))
    st.info(words)


def _open_to(reader: Reader, t: Translator) -> str:
    parts = []
    if reader.roles & SEES_OWN_SECTOR:
        parts.append(t("issues.outside.sector"))
    if Role.UNIT_HEAD in reader.roles:
        parts.append(t("issues.outside.unit"))
    return listed(t, parts)


def link_offer(scope: Scope, t: Translator) -> None:
    """The address of this view, ready to copy."""
    here = urlsplit(st.context.url or "")
    query = urlencode(to_params(scope), doseq=True)
    st.caption(t("issues.link.what") + " " + t("issues.text_help"))
    st.code(f"{here.scheme}://{here.netloc}{here.path}?{query}", language=None, wrap_lines=True)
