"""The fields of one input, as the recording form of the phone asks for them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from db.queries import villages
from db.queries.accounts import SignedIn
from db.queries.move_context import units_of
from domain.forms import InputForm
from domain.vocabulary import Category, Kind, Rubric, StakeholderGroup, Threat, UnitKind
from ui import cached
from ui.markdown import plain
from wording.flags import flag_sentences
from wording.translator import Translator

PROPOSED = (Rubric.VIOLENCE, Rubric.PERSONS, Rubric.STAGE)
"""The answers that a recorder proposes; whether it recurs is found out at triage."""

PointOut = Callable[[str | None], None]
"""Draws, under a field of words, what in them looks like personal data."""


def pointing_out(denied: Iterable[str], t: Translator, found: list[str]) -> PointOut:
    """A function that points flagged places out where they stand, and adds them to `found`."""
    words = list(denied)

    def point_out(text: str | None) -> None:
        for sentence in flag_sentences(text or "", words, t):
            st.warning(plain(sentence))
            found.append(sentence)

    return point_out


def input_fields(
    who: SignedIn,
    t: Translator,
    covered: tuple[str, ...],
    first_day: date,
    names: Mapping[str, str],
    key: str,
    point_out: PointOut,
) -> InputForm:
    """Draw the fields of an input; the assessment and the answer are folded away.

    `covered` are the kecamatan it may be of; a promise is due on `first_day` at the earliest.
    """
    text = st.text_area(t("field.text"), key=f"{key}_text", max_chars=2000, height=80)
    point_out(text)
    left, right = st.columns(2)
    with left:
        category = _choice(t, "category", "category", Category, f"{key}_category")
        group = _choice(t, "raised_by", "group", StakeholderGroup, f"{key}_raised_by")
    with right:
        kind = _choice(t, "kind", "kind", Kind, f"{key}_kind")
        areas = cached.ask(villages.village_areas, who.reader)
        place = _place(t, covered, areas, names, f"{key}_place")
    with st.expander(t("record.item.assessment")):
        threat = _choice(t, "threat", "threat", Threat, f"{key}_threat")
        rubric = st.multiselect(
            t("record.item.rubric"),
            [answer.value for answer in PROPOSED],
            format_func=lambda code: t.label("rubric", code),
            placeholder=t("field.pick"),
            key=f"{key}_rubric",
        )
    with st.expander(t("record.item.promise")):
        answer = st.text_area(t("field.answer"), key=f"{key}_answer", max_chars=2000, height=80)
        point_out(answer)
        act = st.text_area(t("field.note.assigned"), key=f"{key}_act", max_chars=2000, height=80)
        point_out(act)
        owner, due_on = _promise(who, t, first_day, names, key)
    return InputForm(
        kind=kind or "",
        category=category or "",
        text=text,
        sub_district=areas.get(place, place) if place else None,
        village=place if place in areas else None,
        raised_by=group,
        threat=threat,
        rubric=tuple(rubric),
        answer=answer,
        act=act,
        owner=owner,
        due_on=due_on,
    )


def _promise(
    who: SignedIn, t: Translator, first_day: date, names: Mapping[str, str], key: str
) -> tuple[str | None, date | None]:
    units = {code: kind for code, _, kind in cached.ask(units_of, who.reader)}
    owner = st.selectbox(
        t("field.owner"),
        sorted(units, key=lambda code: (units[code] == UnitKind.AGENCY, names.get(code, code))),
        index=None,
        format_func=lambda code: names.get(code, code),
        placeholder=t("field.pick"),
        key=f"{key}_owner",
    )
    due_on = st.date_input(
        t("field.due_on"),
        value=None,
        min_value=first_day,
        format="DD/MM/YYYY",
        key=f"{key}_due_on",
    )
    return owner, due_on


def _place(
    t: Translator,
    covered: tuple[str, ...],
    areas: Mapping[str, str],
    names: Mapping[str, str],
    key: str,
) -> str | None:
    places = _places(covered, areas, names)
    return st.selectbox(
        t("field.place"),
        list(places),
        index=0 if len(covered) == 1 else None,
        format_func=places.__getitem__,
        placeholder=t("field.pick"),
        key=key,
    )


def _places(
    covered: tuple[str, ...], areas: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    """Some kecamatan, and their villages after them, with what to call each."""
    words = {code: names.get(code, code) for code in covered}
    for area in covered:
        inside = [code for code, of in areas.items() if of == area]
        for code in sorted(inside, key=lambda code: names.get(code, code)):
            words[code] = f"{names.get(code, code)} · {names.get(area, area)}"
    return words


def _choice(t: Translator, field: str, group: str, codes: Iterable[Any], key: str) -> str | None:
    return st.selectbox(
        t(f"field.{field}"),
        [str(code) for code in codes],
        index=None,
        placeholder=t("field.pick"),
        format_func=lambda code: t.label(group, code),
        key=key,
    )
