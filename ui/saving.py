"""Saving from a form: once, with an answer for everything that can happen."""

import uuid
from collections.abc import Callable
from datetime import date
from enum import Enum

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.moves import Changed
from db.commands.saving import AlreadySaved, NotPermitted, UnknownRecord
from db.commands.trail import Actor, enter
from db.engine import writing
from db.queries.accounts import SignedIn
from db.shared import shared_engine
from domain.faults import Refused
from domain.station import now
from ui.markdown import plain
from wording import dates
from wording.translator import Translator

FORM_KEYS = "form_keys"
SAID = "said"
"""What the last save answered, for the next run to say."""


class Saved(Enum):
    """What became of a save."""

    YES = "yes"
    BEFORE = "before"
    NO = "no"


def form_key(name: str) -> str:
    """The key of a drawn form: the same until it is saved, so that it is kept once."""
    keys: dict[str, str] = st.session_state.setdefault(FORM_KEYS, {})
    return keys.setdefault(name, str(uuid.uuid4()))


def actor_of(who: SignedIn) -> Actor:
    """Who acts, now, by the station's clock."""
    return Actor(who.reader, who.account_id, now())


def save(
    who: SignedIn,
    t: Translator,
    name: str,
    command: Callable[[Session, Actor, str], object],
) -> Saved:
    """Run a command in one transaction; say why where it was not kept.

    Nothing typed is lost: the form stays as it is until the save is done.
    """
    actor = actor_of(who)
    try:
        with writing(shared_engine()) as session:
            command(session, actor, form_key(name))
    except AlreadySaved:
        _forget(name)
        st.session_state[SAID] = t("save.before")
        return Saved.BEFORE
    except Refused as refused:
        if isinstance(refused, UnknownRecord):
            _enter_refusal(actor, name)
        for fault in refused.faults:
            field = t(f"field.{fault.column}") if t.has(f"field.{fault.column}") else ""
            if field and fault.row is not None:
                field += t("fault.row", row=fault.row)
            value = fault.value or ""
            if fault.code == "event_in_the_way":
                value = _event_words(value, t)
            elif t.has(f"event.{value}"):
                value = t.label("event", value)
            said = {"value": value, "expected": fault.expected or ""}
            said = {name: dates.told(text, t.language) for name, text in said.items()}
            words = t(f"fault.{fault.code}", **said)
            st.error(plain(f"{field}: {words}" if field else words))
        return Saved.NO
    except Changed as changed:
        _say_changed(changed, t)
        return Saved.NO
    except NotPermitted:
        _enter_refusal(actor, name)
        st.error(t("save.not_permitted"))
        return Saved.NO
    _forget(name)
    st.session_state[SAID] = t("save.done")
    return Saved.YES


def _enter_refusal(actor: Actor, name: str) -> None:
    with writing(shared_engine(), ledger=False) as session:
        enter(session, actor, "refused", name)


def say_saved() -> None:
    """Say once what the last save answered, after the page was drawn anew."""
    if words := st.session_state.pop(SAID, None):
        st.toast(words)


def _event_words(value: str, t: Translator) -> str:
    """An event that is in the way, of its codes and day, in words: `claimed 2024-10-12`."""
    *codes, day = value.split()
    words = [t.label("event", code) if t.has(f"event.{code}") else code for code in codes]
    try:
        words.append(dates.short(date.fromisoformat(day), t.language))
    except ValueError:
        words.append(t.label("event", day) if t.has(f"event.{day}") else day)
    return " ".join(words)


def _forget(name: str) -> None:
    st.session_state.get(FORM_KEYS, {}).pop(name, None)


def _say_changed(changed: Changed, t: Translator) -> None:
    """Both versions: what somebody else entered meanwhile, above what is typed below."""
    lines = []
    for event in changed.events:
        at = (event.recorded_at or "")[11:16].replace(":", ".")
        day = dates.short(event.occurred_on, t.language)
        lines.append(t("save.newer", event=t.label("event", event.event), day=day, time=at))
    st.warning(plain(t("save.changed", events="; ".join(lines))))
