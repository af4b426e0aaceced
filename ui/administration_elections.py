"""Elections with their stages; the administrator keeps the calendar."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st
from sqlalchemy.orm import Session

from db.commands.elections import TEMPOS, StageForm, add_stage, change_stage
from db.commands.trail import Actor
from db.queries import administration
from db.queries.accounts import SignedIn
from db.queries.administration import ElectionEntry
from db.queries.reference import StageRow
from domain.vocabulary import Phase, Role
from ui import cached
from ui.keys import Key
from ui.saving import Saved, form_key, save
from ui.sheet_parts import soft, table
from wording import dates
from wording.translator import Translator

CHANGE, ADD = "change_stage", "add_stage"
FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def elections_section(who: SignedIn, t: Translator) -> None:
    """Draw every election with its stages, the latest first, and the administrator's forms."""
    elections = cached.ask(administration.election_entries, who.reader)
    st.html(soft(t("elections.what")))
    if Role.ADMINISTRATOR in who.reader.roles and elections:
        with st.expander(t("elections.change")):
            _change(who, elections, t)
        with st.expander(t("elections.add")):
            _add(who, elections, t)
    for election in elections:
        st.subheader(election.name(t.language))
        day = dates.full(election.voting_day, t.language)
        st.html(soft(t("elections.voting_day", day=day, code=election.code)))
        st.html(_stages(election, t) if election.stages else soft(t("elections.no_stage")))
    if not elections:
        st.info(t("elections.none"))


def _stages(election: ElectionEntry, t: Translator) -> str:
    bases = dict(election.bases)
    heads = ("stage", "phase", "tempo", "starts", "ends", "basis")
    return table(
        (t(f"elections.head.{head}") for head in heads),
        (
            (
                escape(stage.name(t.language)),
                escape(t.label("phase", stage.phase)),
                escape(t.label("tempo", stage.tempo)),
                _day(stage, "starts_on", t),
                _day(stage, "ends_on", t),
                escape(bases.get(stage.code, "–")),
            )
            for stage in election.stages
        ),
    )


def _day(stage: StageRow, column: str, t: Translator) -> str:
    day = getattr(stage, column)
    if day is None:
        return escape(t("unknown.start" if column == "starts_on" else "unknown.end"))
    return f'<span class="k-nowrap">{escape(dates.short(day, t.language))}</span>'


def _change(who: SignedIn, elections: Sequence[ElectionEntry], t: Translator) -> None:
    stages = {stage.code: (stage, election) for election in elections for stage in election.stages}
    code = st.selectbox(
        t("elections.head.stage"),
        list(stages),
        index=None,
        placeholder=t("field.pick"),
        format_func=lambda code: _title(*stages[code], t),
        key=Key.STAGE,
    )
    if code is None:
        return
    stage, election = stages[code]
    key = form_key(CHANGE)
    with st.form(f"form_{key}_{code}", border=False):
        tempo, starts_on, ends_on, basis = _calendar_fields(
            f"{key}_{code}", t, stage, dict(election.bases).get(code)
        )
        sent = st.form_submit_button(t("elections.save"), type="primary", key=f"{key}_save")

    def command(session: Session, actor: Actor, key: str) -> None:
        change_stage(
            session,
            actor,
            code,
            tempo=tempo,
            starts_on=starts_on,
            ends_on=ends_on,
            basis=basis,
            form_key=key,
        )

    if sent and save(who, t, CHANGE, command) is not Saved.NO:
        st.rerun()


def _title(stage: StageRow, election: ElectionEntry, t: Translator) -> str:
    return f"{stage.name(t.language)} · {election.name(t.language)}"


def _calendar_fields(
    key: str, t: Translator, stage: StageRow | None, basis: str | None
) -> tuple[str, date | None, date | None, str]:
    """Tempo, days and legal basis; a day that is left empty is not known."""
    days = {}
    with st.container(horizontal=True):
        tempo = st.selectbox(
            t("elections.head.tempo"),
            TEMPOS,
            index=TEMPOS.index(stage.tempo) if stage else 0,
            format_func=lambda tempo: t.label("tempo", tempo),
            key=f"{key}_tempo",
            width=180,
        )
        for column, head in (("starts_on", "starts"), ("ends_on", "ends")):
            days[column] = st.date_input(
                t(f"elections.head.{head}"),
                value=getattr(stage, column) if stage else None,
                min_value=FIRST,
                max_value=LAST,
                format="DD/MM/YYYY",
                key=f"{key}_{column}",
                width=180,
            )
    said = st.text_input(t("elections.head.basis"), value=basis or "", key=f"{key}_basis")
    st.caption(t("elections.days_empty"))
    return tempo or TEMPOS[0], days["starts_on"], days["ends_on"], said


def _add(who: SignedIn, elections: Sequence[ElectionEntry], t: Translator) -> None:
    names = {election.code: election.name(t.language) for election in elections}
    key = form_key(ADD)
    with st.form(f"form_{key}", border=False):
        election = st.selectbox(
            t("field.election"), list(names), format_func=lambda c: names[c], key=f"{key}_election"
        )
        name_id = st.text_input(t("field.name_id"), key=f"{key}_name_id")
        name_en = st.text_input(t("field.name_en"), key=f"{key}_name_en")
        code = st.text_input(t("field.code"), max_chars=40, key=f"{key}_code")
        phase = st.selectbox(
            t("elections.head.phase"),
            [phase.value for phase in Phase],
            format_func=lambda phase: t.label("phase", phase),
            key=f"{key}_phase",
        )
        tempo, starts_on, ends_on, basis = _calendar_fields(key, t, None, None)
        sent = st.form_submit_button(t("elections.add_do"), type="primary", key=f"{key}_save")

    def command(session: Session, actor: Actor, key: str) -> None:
        form = StageForm(
            code.strip(),
            election or "",
            phase or "",
            tempo,
            name_id,
            name_en,
            starts_on,
            ends_on,
            basis,
        )
        add_stage(session, actor, form, key)

    if sent and save(who, t, ADD, command) is not Saved.NO:
        st.rerun()
