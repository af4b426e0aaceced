"""The kecamatan in attention order: level, driver, since when, change, worst reasons."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from db.queries.board import AreaStanding
from db.queries.raises import RaiseRow
from domain.permissions import Reader
from domain.scope import Scope
from domain.status import RANK, Reason, Status
from ui.links import link
from ui.pieces import bullets, status_badge
from wording import dates
from wording.sentences import driver_text, reason_sentence
from wording.translator import Translator

WEEK = 7
SHOWN_REASONS = 2


def attention_list(
    standings: Sequence[AreaStanding],
    names: Mapping[str, str],
    scope: Scope,
    t: Translator,
    reader: Reader,
    raises: Mapping[str, RaiseRow],
) -> None:
    """Draw a row for each kecamatan; its name opens the sheet for those who may see it."""
    sheets = reader.may_open("sub_district")
    for standing in standings:
        status = standing.status
        key = f"area_row_{status.sub_district.replace('.', '_')}"
        # Two elements a row: the browser pays for each one it draws.
        with st.container(key=key, horizontal=True, vertical_alignment="top", gap="small"):
            name = names[status.sub_district]
            if sheets:
                link("sub_district", name, scope, sub_district=(status.sub_district,))
            else:
                st.html(f'<b class="k-name">{escape(name)}</b>')
            lines = []
            if status.sub_district in raises:
                lines.append(raise_sentence(t, raises[status.sub_district]))
            if status.last_contact is not None or status.open_issues:
                lines += _sentences(status, names, t)
            st.html(_head(standing, names, t) + (bullets(lines) if lines else ""))


def _head(standing: AreaStanding, names: Mapping[str, str], t: Translator) -> str:
    """The level and what is said beside it; where nothing was ever recorded, just that."""
    status = standing.status
    if status.last_contact is None and not status.open_issues:
        words = _sentences(status, names, t)
        change = ""
    else:
        words = [driver_text(t, status)]
        if standing.since is not None:
            words.append(t("status.since", day=dates.short(standing.since, t.language)))
        change = change_text(t, standing.week_ago, status)
    soft = escape(" · ".join(word for word in words if word))
    return (
        f'<div class="k-row-head">{status_badge(t, status)}<span class="k-soft">{soft}</span>'
        f'<span class="k-soft k-push">{escape(change)}</span></div>'
    )


def raise_sentence(t: Translator, raised: RaiseRow) -> str:
    """That the commander raised the level, until when and why; the computed one stands."""
    return t(
        "status.raised",
        level=t.label("level", raised.level),
        day=dates.short(raised.raised_on, t.language),
        until=dates.short(raised.ends_on, t.language),
        reason=raised.reason,
    )


def change_text(t: Translator, before: Status, now: Status) -> str:
    """What a week did to a level: the same, up or down from one, or from the unknown."""
    if before.level is now.level:
        return "= " + t("status.same", n=WEEK)
    then = t("status.changed", level=t.label("level", before.level), n=WEEK)
    if before.level in RANK and now.level in RANK:
        return ("↑ " if RANK[now.level] > RANK[before.level] else "↓ ") + then
    return then


def _sentences(status: Status, names: Mapping[str, str], t: Translator) -> list[str]:
    """The worst reasons as sentences; one a subject, so that B1 does not repeat A3."""
    return [reason_sentence(t, reason, names) for reason in worst_reasons(status)]


def worst_reasons(status: Status) -> list[Reason]:
    """The two reasons that say most: the worst one, then the next of other records."""
    chosen: list[Reason] = []
    for reason in status.reasons:
        behind = set(reason.issues) | set(reason.meetings)
        told = any(behind and behind <= set(c.issues) | set(c.meetings) for c in chosen)
        if not told:
            chosen.append(reason)
    return chosen[:SHOWN_REASONS]
