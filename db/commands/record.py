"""Record what was said: meetings, situation reports, and inputs told directly."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.dataset import insert_rows
from db.commands.held import hold_back
from db.commands.inputs import all_prefixes, coded, entered, keep_inputs, keys_beginning, texts_of
from db.commands.moves import MoveForm, append_move
from db.commands.references import Named
from db.commands.saving import NotPermitted, begin_save, end_save
from db.commands.spans import write_spans
from db.commands.trail import Actor, enter
from db.prepared import put
from domain.dataset import Row
from domain.faults import Fault, Refused
from domain.form_faults import day_faults, fault, item_faults, meeting_faults, report_faults
from domain.forms import (
    LONGEST_TEXT,
    InputForm,
    MeetingForm,
    ReportBackForm,
    ReportForm,
    tidy,
    tidy_input,
    tidy_meeting,
    tidy_report,
)
from domain.records import IssueFacts
from domain.tickets import DISTRICT_PREFIX, record_key
from domain.vocabulary import EventKind, Inputs, Role
from models import Meeting, SituationReport, Stage

RECORDERS = frozenset({Role.RECORDER, Role.SECTOR_HEAD})
ISSUE_RECORDERS = RECORDERS | {Role.ANALYST, Role.COMMANDER}


def record_meeting(session: Session, actor: Actor, form: MeetingForm, form_key: str) -> str:
    """Keep a meeting with its inputs, promises, answers and report-backs; gives its key.

    Raises Refused with every fault of the form, NotPermitted for a kecamatan that is not
    the actor's, AlreadySaved for a form that was kept before.
    """
    begin_save(session, actor, form_key)
    form = tidy_meeting(form)
    _permit_areas(actor, form.sub_districts, RECORDERS)
    today = actor.now.date()
    faults = meeting_faults(form, today, first_stage_day(session))
    faults += Named(session, _villages(form)).meeting_faults(form)
    if faults or form.held_on is None:
        raise Refused(faults)
    key = _new_key(session, "P", form.held_on, form.sub_districts, Meeting.meeting)
    row: Row = {
        "meeting": key,
        "held_on": form.held_on,
        "programme": form.programme,
        "host_unit": form.host_unit or actor.reader.unit,
        "venue": form.venue,
        "sub_district_codes": form.sub_districts,
        "village_codes": form.villages,
        "attendance": form.attendance,
        "promised": form.promised,
        "inputs": form.inputs,
        "inputs_on": None if form.inputs == Inputs.NOT_RECORDED else today,
        "source": form.source,
        **entered(actor),
    }
    insert_rows(session, "meetings", [row])
    hold_back(session, "meetings", [(key, row)], actor.account_id)
    tickets = keep_inputs(session, actor, form.items, form.held_on, meeting=key)
    told = _keep_report_backs(session, actor, form.report_backs, form.held_on, key)
    write_spans(session, told)
    enter(
        session,
        actor,
        "record_meeting",
        key,
        {
            "held_on": form.held_on,
            "programme": form.programme,
            "host_unit": row["host_unit"],
            "sub_districts": form.sub_districts,
            "villages": form.villages,
            "attendance": [f"{g}:{'' if n is None else n}" for g, n in form.attendance],
            "promised": form.promised,
            "inputs": form.inputs,
            "issues": tickets,
            "coded": [coded(item) for item in form.items],
            "reported_back": [back.issue for back in form.report_backs],
        },
        {"venue": form.venue, "source": form.source, **texts_of(form.items)},
    )
    end_save(session, actor, form_key, "record_meeting", key)
    return key


def record_report(session: Session, actor: Actor, form: ReportForm, form_key: str) -> str:
    """Keep a situation report, with its inputs or nihil; gives its key.

    Of the actor's own unit where the form names none. Raises as `record_meeting`.
    """
    begin_save(session, actor, form_key)
    form = tidy_report(replace(form, unit=form.unit or actor.reader.unit))
    _permit_areas(actor, form.sub_districts, RECORDERS)
    faults = report_faults(form, actor.now.date(), first_stage_day(session))
    faults += Named(session, _villages(form)).report_faults(form)
    if faults or form.reported_on is None:
        raise Refused(faults)
    key = _new_key(session, "L", form.reported_on, form.sub_districts, SituationReport.report)
    row: Row = {
        "report": key,
        "reported_on": form.reported_on,
        "kind": form.kind,
        "unit": form.unit,
        "sub_district_codes": form.sub_districts,
        "village_codes": form.villages,
        "nil": form.nil,
        **entered(actor),
    }
    insert_rows(session, "reports", [row])
    tickets = keep_inputs(session, actor, form.items, form.reported_on, report=key)
    enter(
        session,
        actor,
        "record_report",
        key,
        {
            "reported_on": form.reported_on,
            "kind": form.kind,
            "unit": form.unit,
            "sub_districts": form.sub_districts,
            "villages": form.villages,
            "nil": form.nil,
            "issues": tickets,
            "coded": [coded(item) for item in form.items],
        },
        texts_of(form.items),
    )
    end_save(session, actor, form_key, "record_report", key)
    return key


def record_input(
    session: Session, actor: Actor, item: InputForm, reported_on: date, source: str, form_key: str
) -> str:
    """Keep an input told to the police directly (`source` says how); gives its ticket.

    The faults name the fields of the input without a place in a list.
    """
    begin_save(session, actor, form_key)
    item, said = tidy_input(item), tidy(source)
    areas = (item.sub_district,) if item.sub_district is not None else ()
    _permit_areas(actor, areas, ISSUE_RECORDERS)
    faults = [*day_faults("reported_on", reported_on, actor.now.date(), first_stage_day(session))]
    faults += _source_faults(said)
    faults += item_faults([item], areas, reported_on, at="")
    if item.sub_district is None:
        # Told by somebody, it was told of somewhere: only a meeting agrees for the district.
        faults = [f for f in faults if f.column != "sub_district"]
        faults.append(fault("sub_district", "empty_cell"))
    faults += Named(session).item_faults([item], at="")
    if faults:
        raise Refused(faults)
    [key] = keep_inputs(session, actor, [item], reported_on, source=said)
    fields = {"reported_on": reported_on, **coded(item)}
    enter(session, actor, "record_input", key, fields, {"source": said, **texts_of([item])})
    end_save(session, actor, form_key, "record_input", key)
    return key


def _source_faults(source: str | None) -> list[Fault]:
    if source is None:
        return [fault("source", "empty_cell")]
    if len(source) > LONGEST_TEXT:
        return [fault("source", "text_too_long", len(source), str(LONGEST_TEXT))]
    return []


def _villages(form: MeetingForm | ReportForm) -> set[str]:
    """The villages that a form names."""
    return {*form.villages, *(item.village for item in form.items if item.village is not None)}


def first_stage_day(session: Session) -> date | None:
    """The start of the first stage of all: nothing that is recorded happened before it."""
    [(first,)] = put(session, _FIRST)
    return cast(date | None, first)


_FIRST = select(func.min(Stage.starts_on))


def _permit_areas(actor: Actor, areas: Collection[str], roles: frozenset[Role]) -> None:
    """Raise NotPermitted unless one of the roles records in all of these kecamatan."""
    may = actor.reader.roles & roles
    everywhere = bool(may & {Role.ANALYST, Role.COMMANDER})
    if not may or not (everywhere or set(areas) <= actor.reader.areas):
        raise NotPermitted


def _new_key(session: Session, letter: str, day: date, areas: Sequence[str], column: object) -> str:
    prefix = all_prefixes(session)[areas[0]] if len(areas) == 1 else DISTRICT_PREFIX
    taken = keys_beginning(session, column, f"{letter}-{day.isoformat()}-{prefix}")
    return record_key(letter, day, prefix, taken)


def _keep_report_backs(
    session: Session, actor: Actor, backs: Sequence[ReportBackForm], day: date, meeting: str
) -> list[IssueFacts]:
    """Keep what was told of earlier inputs; each is a move of its issue, with its own entry.

    Gives the issues as they are now, each once; their spans are the caller's.
    """
    told: dict[str, IssueFacts] = {}
    faults: list[Fault] = []
    for index, back in enumerate(backs):
        move = MoveForm(
            EventKind.REPORTED_BACK, day, by_group=back.by_group, meeting=meeting, note=back.note
        )
        try:
            told[back.issue] = append_move(session, actor, back.issue, move)
        except Refused as refused:
            faults += [
                replace(f, column=f"report_backs.{index}.{f.column}") for f in refused.faults
            ]
    if faults:
        raise Refused(faults)
    return list(told.values())
