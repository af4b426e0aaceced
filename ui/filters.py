"""The filters of the list of inputs: every combination is an address.

The address is where a filter lives: before a widget is drawn its state is set from the
scope, and what the reader changes is written to the address. The searched text alone
stays in the session, since an address must not carry it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import streamlit as st

from db.queries.choices import SEVERITIES, STATES
from db.queries.issues import SOURCES
from domain.scope import DAYS, FILTERS, Scope
from domain.vocabulary import Category, Kind
from ui.filter_words import FilterWords
from ui.keys import Key
from ui.markdown import plain
from ui.screen import is_phone
from ui.state import show

ROWS = (
    ("stage", "sub_district", "category", "severity", "state", "text"),
    ("village", "kind", "unit", "source", "since", "until"),
)
KEYS = {name: Key[f"FILTER_{name.upper()}"] for name in (*FILTERS, *DAYS, "text")}
FIXED = {
    "category": tuple(str(code) for code in Category),
    "kind": tuple(str(code) for code in Kind),
    "severity": ("4", "3", "2", "1", "none"),
    "state": STATES,
    "source": SOURCES,
}
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
LONGEST_TEXT = 100

assert set(FIXED["severity"]) == set(SEVERITIES)  # noqa: S101 - one list, two orders

Counts = Mapping[str, Mapping[str, int]]


def searched(scope: Scope) -> Scope:
    """The scope with the text that this session searches for."""
    return replace(scope, text=str(st.session_state.get(Key.FILTER_TEXT, "")).strip())


def filter_bar(
    scope: Scope, counts: Counts, choices: Mapping[str, list[str]], w: FilterWords
) -> None:
    """Draw a widget for each filter, its choices with the count each would leave.

    `choices` are the codes that the reader may see; `counts` those of `facet_counts`.
    """
    t = w.t
    used = len(w.chosen(scope))
    label = t("issues.filters_on", n=used) if used else t("issues.filters")
    with st.expander(label, expanded=not is_phone(), key="issue_filters"):
        for row in ROWS:
            for name, column in zip(row, st.columns(len(row)), strict=True):
                with column:
                    _widget(name, scope, counts, choices, w)
        st.caption(_notes(w))


def clear_button(scope: Scope, w: FilterWords) -> None:
    """Draw the button that takes every filter away; it can be pressed where there is one."""
    st.button(
        w.t("scope.clear"),
        key=Key.FILTER_CLEAR,
        on_click=clear_filters,
        disabled=not w.chosen(scope),
    )


def _widget(
    name: str, scope: Scope, counts: Counts, choices: Mapping[str, list[str]], w: FilterWords
) -> None:
    if name in DAYS:
        _day(name, scope, w)
    elif name == "text":
        st.text_input(
            w.t("scope.filter.text"),
            key=Key.FILTER_TEXT,
            max_chars=LONGEST_TEXT,
            help=w.t("issues.text_help"),
        )
    else:
        _codes(name, scope, counts.get(name, {}), choices, w)


def _codes(
    name: str,
    scope: Scope,
    counts: Mapping[str, int],
    choices: Mapping[str, list[str]],
    w: FilterWords,
) -> None:
    chosen: tuple[str, ...] = getattr(scope, name)
    key = KEYS[name]
    # Set on every run: the widget remembers its choices by their labels, whose counts change.
    show(key, list(chosen))
    st.multiselect(
        w.t(f"scope.filter.{name}"),
        _options(name, chosen, counts, choices, w),
        format_func=lambda code: w.t(
            "issues.choice", label=w.word(name, code), n=counts.get(code, 0)
        ),
        key=key,
        placeholder=w.t("scope.all"),
        select_all=False,
        wrap=True,
        on_change=_take_codes,
        args=(name,),
    )


def _options(
    name: str,
    chosen: tuple[str, ...],
    counts: Mapping[str, int],
    choices: Mapping[str, list[str]],
    w: FilterWords,
) -> list[str]:
    """The codes to choose from; of villages and owners, which are many, those that occur."""
    if name in FIXED:
        return list(FIXED[name])
    if name == "stage":
        dated = [stage.code for stage in w.stages if stage.starts_on and stage.ends_on]
        return [*dated, *(code for code in chosen if code not in dated)]
    if name == "sub_district":
        return choices["sub_district"]
    occurring = [code for code in choices[name] if counts.get(code) or code in chosen]
    return sorted(occurring, key=lambda code: (w.word(name, code), code))


def _undated(w: FilterWords) -> dict[str, list[str]]:
    """The stages that take part in no filter, by what is not known of them."""
    found: dict[str, list[str]] = {"start": [], "end": []}
    for stage in w.stages:
        if stage.starts_on is None:
            found["start"].append(stage.code)
        elif stage.ends_on is None:
            found["end"].append(stage.code)
    return found


def _notes(w: FilterWords) -> str:
    notes = [w.t("issues.stages_overlap")]
    notes += [
        w.t(
            f"issues.stages_undated.{unknown}",
            names=", ".join(w.word("stage", code) for code in codes),
        )
        for unknown, codes in _undated(w).items()
        if codes
    ]
    return plain(" ".join(notes))


def _day(name: str, scope: Scope, w: FilterWords) -> None:
    value: date | None = getattr(scope, name)
    key = KEYS[name]
    show(key, value)
    st.date_input(
        w.t(f"scope.filter.{name}"),
        value=None,
        min_value=min(FIRST_DAY, value or FIRST_DAY),
        max_value=max(LAST_DAY, value or LAST_DAY),
        format="DD/MM/YYYY",
        key=key,
        on_change=_take_day,
        args=(name,),
    )


def _take_codes(name: str) -> None:
    _write(name, list(st.session_state[KEYS[name]]))


def _take_day(name: str) -> None:
    day = st.session_state[KEYS[name]]
    _write(name, [] if day is None else [day.isoformat()])


def _write(name: str, values: list[str]) -> None:
    if values:
        st.query_params[name] = values
    elif name in st.query_params:
        del st.query_params[name]


def clear_filters() -> None:
    """Take every filter out of the address, and the searched text out of the session."""
    for name in (*FILTERS, *DAYS):
        _write(name, [])
    st.session_state[Key.FILTER_TEXT] = ""


def take_filters(params: Mapping[str, list[str]]) -> None:
    """Put a saved set of filters into the address, in place of those there."""
    clear_filters()
    for name in (*FILTERS, *DAYS):
        _write(name, list(params.get(name, ())))
