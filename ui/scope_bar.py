"""The scope bar: the day that every figure holds for, and what runs on it.

The address is where a scope lives: what the bar shows is read from it, and what the
reader changes is written to it. The day is carried along when the reader opens another
page by its name, which loses the address.
"""

from collections.abc import Mapping

import streamlit as st

from db.commands.entrance import actor_signed_in, enter_refusal
from db.engine import writing
from db.queries import choices, reference
from db.queries.accounts import SignedIn
from db.queries.reference import Frame, StageRow
from db.shared import shared_engine
from domain import scope as scopes
from domain.permissions import Reader
from domain.scope import Dropped, Scope
from ui import cached
from ui.keys import Key
from ui.pieces import chip, chips
from ui.state import show
from wording import dates
from wording.numbers import days_to_voting
from wording.translator import Translator

CARRIED = "carried_scope"
REFUSED = "refused_entered"
GUESSED = (*scopes.RECORDS, "sub_district", "village")
"""What an address may name that only some see: asking for another is an entry."""


def scope_bar(
    who: SignedIn, t: Translator, *, listed: bool = False, everywhere: bool = False
) -> Scope:
    """Draw the bar, and give the scope that the address asks for.

    What the address names and the reader may not see, or that does not exist, is dropped
    with a notice. Above a list (`listed`) the bar counts as entered later what the reader
    may see, else what the figures count; `everywhere` is for a page that shows every
    kecamatan, whichever the address names.
    """
    reader = who.reader
    default = cached.default_day(reader)
    scope, dropped = _scope_of_address(reader)
    st.session_state[CARRIED] = scopes.to_params(Scope(scope.as_of, scope.known))
    write_address(scope)
    frame = cached.ask(
        reference.frame,
        reader,
        scope.as_of,
        known=scope.known,
        sub_districts=() if everywhere else scope.sub_district,
        listed=listed,
    )
    _draw(scope, frame, cached.ask(reference.stage_rows, reader), t)
    if dropped:
        _say_dropped(dropped, t)
        _enter_refused(who, dropped)
    if "as_of" not in st.query_params and scope.as_of == default:
        st.query_params["as_of"] = scope.as_of.isoformat()
    return scope


def _scope_of_address(reader: Reader) -> tuple[Scope, tuple[Dropped, ...]]:
    params = {name: st.query_params.get_all(name) for name in st.query_params}
    if "as_of" not in params:
        carried: Mapping[str, list[str]] = st.session_state.get(CARRIED, {})
        params = {**carried, **params}
    known = cached.ask(choices.filter_choices, reader)
    records = {name: _records(reader, name, params.get(name, [])) for name in scopes.RECORDS}
    return scopes.parse(params, {**known, **records}, cached.default_day(reader))


def _records(reader: Reader, name: str, keys: list[str]) -> list[str]:
    return [key for key in keys if cached.ask(choices.record_exists, reader, name, key)]


def write_address(scope: Scope) -> None:
    """Write a scope to the address, keeping what is not of a scope."""
    wanted = scopes.to_params(scope)
    for name in scopes.NAMES:
        if name in wanted:
            if st.query_params.get_all(name) != wanted[name]:
                st.query_params[name] = wanted[name]
        elif name in st.query_params:
            del st.query_params[name]


def _draw(scope: Scope, frame: Frame, stages: list[StageRow], t: Translator) -> None:
    language = t.language
    show(Key.DAY, scope.as_of)
    show(Key.KNOWN, scope.known)
    with st.container(key="scope_bar", horizontal=True, vertical_alignment="center"):
        st.date_input(
            t("scope.position"),
            key=Key.DAY,
            format="DD/MM/YYYY",
            label_visibility="collapsed",
            on_change=_take_day,
            width=140,
        )
        made = [chip(dates.weekday(scope.as_of, language), strong=True)]
        if frame.election is not None:
            made.append(
                chip(
                    days_to_voting(scope.as_of, frame.election.voting_day),
                    title=t(
                        "scope.voting_day", day=dates.full(frame.election.voting_day, language)
                    ),
                )
            )
        running = [s for s in stages if _runs(s, scope)]
        made += [
            chip(s.name(language), dark=s.tempo == "critical")
            for s in sorted(running, key=lambda s: -TEMPO_RANK[s.tempo])
        ] or [chip(t("scope.no_stage"))]
        tempo = max((s.tempo for s in running), key=TEMPO_RANK.__getitem__, default="routine")
        made.append(chip(t("scope.tempo", tempo=t.label("tempo", tempo))))
        st.html(chips(made))
        st.checkbox(t("scope.known"), key=Key.KNOWN, on_change=_take_known)
        if frame.entered_later or scope.known:
            key = "scope.left_out_later" if scope.known else "scope.entered_later"
            st.html(chips([chip(t(key, n=frame.entered_later), plain=True)]))


TEMPO_RANK = {"routine": 1, "alert": 2, "critical": 3}


def _runs(stage: StageRow, scope: Scope) -> bool:
    return (
        stage.starts_on is not None
        and stage.ends_on is not None
        and stage.starts_on <= scope.as_of <= stage.ends_on
    )


def _take_day() -> None:
    day = st.session_state[Key.DAY]
    if day is not None:
        st.query_params["as_of"] = day.isoformat()


def _take_known() -> None:
    if st.session_state[Key.KNOWN]:
        st.query_params["known"] = "yes"
    elif "known" in st.query_params:
        del st.query_params["known"]


def _enter_refused(who: SignedIn, dropped: tuple[Dropped, ...]) -> None:
    """Enter a record or area that was asked for and not shown, once for each session of a tab."""
    entered: set[Dropped] = st.session_state.setdefault(REFUSED, set())
    new = [item for item in dropped if item.name in GUESSED and item not in entered]
    if not new:
        return
    with writing(shared_engine(), ledger=False) as session:
        for item in new:
            enter_refusal(session, actor_signed_in(who), item.name, item.value)
    entered.update(new)


def _say_dropped(dropped: tuple[Dropped, ...], t: Translator) -> None:
    values = ", ".join(f"{item.name}={item.value[:40]}" for item in dropped[:10])
    st.info(t("scope.dropped", values=values.replace("\\", "").replace("`", "'")))
