"""The settings of the rule: those in force, how they came about, and the commander's form."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.settings import change_setting
from db.commands.trail import Actor
from db.queries import settings
from db.queries.accounts import SignedIn
from db.queries.settings import ChangeRow
from domain.station import station_zone, today
from domain.thresholds import DEFAULTS, SETTINGS, Thresholds, value_of
from domain.vocabulary import Role
from ui import cached
from ui.keys import Key
from ui.saving import Saved, form_key, save
from ui.screen import is_phone
from ui.sheet_parts import soft, table
from ui.trail_table import account_text
from wording import dates
from wording.translator import Translator

FORM = "change_setting"


def thresholds_section(who: SignedIn, t: Translator) -> None:
    """Draw the settings in force today, the form for the commander, and every change."""
    day = today()
    now = cached.ask(settings.thresholds_on, who.reader, day)
    changes = cached.ask(settings.setting_changes, who.reader)
    st.html(soft(t("thresholds.what")))
    if Role.COMMANDER in who.reader.roles:
        _form(who, now, day, t)
    st.subheader(t("thresholds.in_force", day=dates.full(day, t.language)))
    with st.container(key="settings_in_force"):
        st.html(_in_force(now, [c for c in changes if c.in_force_from > day], t))
    st.subheader(t("thresholds.changes"))
    st.html(_history(changes, day, t) if changes else soft(t("thresholds.no_change")))


def setting_text(t: Translator, code: str) -> str:
    """What a setting is called, as the annex of every document calls it."""
    return t(f"doc.setting.{code}")


def value_text(t: Translator, code: str, value: int) -> str:
    """The number of a setting with what it counts."""
    return t("thresholds.value", n=value, unit=t(f"doc.setting.unit.{SETTINGS[code].unit}"))


def _in_force(now: Thresholds, coming: Sequence[ChangeRow], t: Translator) -> str:
    """Every setting with its value, the proposal it came from, and what is to come.

    A phone has two columns: what differs from the proposal or will stands under the value.
    """
    phone = is_phone()
    rows = []
    for code in SETTINGS:
        value, shipped = value_of(now, code), value_text(t, code, value_of(DEFAULTS, code))
        ahead, said = _ahead(code, coming, t), escape(value_text(t, code, value))
        changed = value != value_of(DEFAULTS, code)
        said = f"<b>{said}</b>" if changed else said
        if phone:
            under = [f"{t('thresholds.head.shipped')}: {shipped}"] if changed else []
            under += [ahead] if ahead else []
            said += "".join(f'<div class="k-soft">{escape(line)}</div>' for line in under)
        cells = (escape(setting_text(t, code)), said, escape(shipped), escape(ahead or "–"))
        rows.append(cells[:2] if phone else cells)
    heads = ("setting", "now", "shipped", "ahead")[: 2 if phone else 4]
    return table((t(f"thresholds.head.{head}") for head in heads), rows)


def _ahead(code: str, coming: Sequence[ChangeRow], t: Translator) -> str:
    """What a setting will be: of two changes for one day the later entered holds."""
    by_day = {c.in_force_from: c.value for c in reversed(coming) if c.setting == code}
    return "; ".join(
        t(
            "thresholds.from_day",
            value=value_text(t, code, value),
            day=dates.short(day, t.language),
        )
        for day, value in sorted(by_day.items())
    )


def _history(changes: Sequence[ChangeRow], day: date, t: Translator) -> str:
    if is_phone():
        return "".join(_history_block(change, day, t) for change in changes)
    heads = ("from", "setting", "change", "reason", "by")
    return table(
        (t(f"thresholds.head.{head}") for head in heads),
        (
            (
                escape(_from_words(change.in_force_from, day, t)),
                escape(setting_text(t, change.setting)),
                escape(_change_words(change, t)),
                escape(change.reason),
                escape(_entered_words(change, t)),
            )
            for change in changes
        ),
    )


def _history_block(change: ChangeRow, day: date, t: Translator) -> str:
    """A change as a few lines, for a phone."""
    begins = _from_words(change.in_force_from, day, t)
    return (
        f'<div class="k-row"><b>{escape(setting_text(t, change.setting))}</b>'
        f"<div>{escape(_change_words(change, t))} · {escape(begins)}</div>"
        f"<div>{escape(change.reason)}</div>"
        f'<div class="k-soft">{escape(_entered_words(change, t))}</div></div>'
    )


def _change_words(change: ChangeRow, t: Translator) -> str:
    before = value_text(t, change.setting, change.before)
    return f"{before} → {value_text(t, change.setting, change.value)}"


def _from_words(day: date, now: date, t: Translator) -> str:
    words = dates.short(day, t.language)
    return t("thresholds.not_yet", day=words) if day > now else words


def _entered_words(change: ChangeRow, t: Translator) -> str:
    at = change.recorded_at.astimezone(station_zone())
    name = account_text(t, change.account)
    return t(
        "thresholds.entered",
        name=name,
        day=dates.short(at.date(), t.language),
        time=f"{at:%H.%M}",
    )


def _form(who: SignedIn, now: Thresholds, day: date, t: Translator) -> None:
    with st.container(border=True):
        st.markdown(f"**{t('thresholds.change')}**")
        code = st.selectbox(
            t("field.setting"),
            list(SETTINGS),
            index=None,
            placeholder=t("field.pick"),
            format_func=lambda code: setting_text(t, code),
            key=Key.SETTING,
        )
        if code is None:
            return
        setting, value = SETTINGS[code], value_of(now, code)
        bounds = t("thresholds.bounds", least=setting.least, most=setting.most)
        st.html(soft(t("thresholds.now", value=value_text(t, code, value), bounds=bounds)))
        key = form_key(FORM)
        with st.form(f"form_{key}_{code}", border=False):
            with st.container(horizontal=True):
                # Bounds are the command's to refuse, with words; here they would be in English.
                wanted = st.number_input(
                    t("field.value"), value=value, step=1, key=f"{key}_{code}_value", width=180
                )
                begins = st.date_input(
                    t("field.in_force_from"),
                    value=day,
                    min_value=day,
                    format="DD/MM/YYYY",
                    key=f"{key}_from",
                    width=180,
                )
            reason = st.text_area(t("field.reason"), key=f"{key}_reason", max_chars=2000)
            sent = st.form_submit_button(t("thresholds.save"), type="primary", key=f"{key}_save")

        def command(session: Session, actor: Actor, key: str) -> None:
            change_setting(session, actor, code, wanted, begins, reason, key)

        if sent and save(who, t, FORM, command) is not Saved.NO:
            st.rerun()
