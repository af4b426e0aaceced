"""Record what was said: meetings, situation reports, and inputs told directly."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.commands.dataset import append_events, insert_rows
from db.commands.held import hold_back
from db.commands.moves import MoveForm, append_move
from db.commands.saving import NotPermitted, begin_save, end_save, refuse
from db.commands.spans import refresh_spans
from db.commands.trail import Actor, enter
from domain.dataset import FILES, Row
from domain.faults import Refused
from domain.forms import (
    InputForm,
    MeetingForm,
    ReportBackForm,
    ReportForm,
    meeting_faults,
    report_faults,
)
from domain.lifecycle import NEVER_SETTLED, SETTLED_KINDS
from domain.rubric import severity_of, written
from domain.tickets import DISTRICT_PREFIX, prefixes, record_key, ticket
from domain.vocabulary import ELECTION_VIOLATION_TEXT, Category, EventKind, Inputs, Role, UnitKind
from models import Issue, Meeting, SituationReport, Stage, SubDistrict, Unit, Village

RECORDERS = frozenset({Role.RECORDER, Role.SECTOR_HEAD})
ISSUE_RECORDERS = RECORDERS | {Role.ANALYST, Role.COMMANDER}


def record_meeting(session: Session, actor: Actor, form: MeetingForm, form_key: str) -> str:
    """Keep a meeting with its inputs, promises, answers and report-backs; gives its key.

    Raises Refused with every fault of the form, NotPermitted for a kecamatan that is not
    the actor's, AlreadySaved for a form that was kept before.
    """
    begin_save(session, form_key)
    today = actor.now.date()
    faults = meeting_faults(form, today, first_stage_day(session))
    _permit_areas(actor, form.sub_districts, RECORDERS)
    if faults or form.held_on is None:
        raise Refused(faults)
    _check_villages(session, form.villages, form.sub_districts)
    prefix = _prefix_of(session, form.sub_districts)
    taken = session.scalars(select(Meeting.meeting).where(Meeting.held_on == form.held_on))
    key = record_key("P", form.held_on, prefix, taken)
    row: Row = {
        "meeting": key,
        "held_on": form.held_on,
        "programme": form.programme,
        "host_unit": form.host_unit or actor.reader.unit,
        "venue": form.venue or None,
        "sub_district_codes": form.sub_districts,
        "village_codes": form.villages,
        "attendance": form.attendance,
        "promised": form.promised,
        "inputs": form.inputs,
        "inputs_on": None if form.inputs == Inputs.NOT_RECORDED else today,
        "source": form.source or None,
        **_entered(actor),
    }
    insert_rows(session, "meetings", [row])
    hold_back(session, "meetings", [(key, row)], actor.account_id)
    tickets = keep_inputs(session, actor, form.items, form.held_on, meeting=key)
    told = _keep_report_backs(session, actor, form.report_backs, form.held_on, key)
    refresh_spans(session, [*tickets, *told])
    enter(
        session,
        actor,
        "record_meeting",
        key,
        {
            "held_on": form.held_on,
            "programme": form.programme,
            "sub_districts": form.sub_districts,
            "villages": form.villages,
            "attendance": [f"{g}:{'' if n is None else n}" for g, n in form.attendance],
            "promised": form.promised,
            "inputs": form.inputs,
            "issues": tickets,
            "reported_back": told,
        },
        {"venue": form.venue, "source": form.source, **keep_texts(form.items)},
    )
    end_save(session, actor, form_key, "record_meeting", key)
    return key


def record_report(session: Session, actor: Actor, form: ReportForm, form_key: str) -> str:
    """Keep a situation report, with its inputs or nihil; gives its key."""
    begin_save(session, form_key)
    faults = report_faults(form, actor.now.date(), first_stage_day(session))
    _permit_areas(actor, form.sub_districts, RECORDERS)
    if faults or form.reported_on is None:
        raise Refused(faults)
    _check_villages(session, form.villages, form.sub_districts)
    taken = session.scalars(
        select(SituationReport.report).where(SituationReport.reported_on == form.reported_on)
    )
    key = record_key("L", form.reported_on, _prefix_of(session, form.sub_districts), taken)
    row: Row = {
        "report": key,
        "reported_on": form.reported_on,
        "kind": form.kind,
        "unit": form.unit or actor.reader.unit,
        "sub_district_codes": form.sub_districts,
        "village_codes": form.villages,
        "nil": form.nil,
        **_entered(actor),
    }
    insert_rows(session, "reports", [row])
    tickets = keep_inputs(session, actor, form.items, form.reported_on, report=key)
    refresh_spans(session, tickets)
    enter(
        session,
        actor,
        "record_report",
        key,
        {
            "reported_on": form.reported_on,
            "kind": form.kind,
            "sub_districts": form.sub_districts,
            "villages": form.villages,
            "nil": form.nil,
            "issues": tickets,
        },
        keep_texts(form.items),
    )
    end_save(session, actor, form_key, "record_report", key)
    return key


def record_input(
    session: Session, actor: Actor, item: InputForm, reported_on: date, source: str, form_key: str
) -> str:
    """Keep an input told to the police directly; gives its ticket."""
    begin_save(session, form_key)
    areas = (item.sub_district,) if item.sub_district is not None else ()
    _permit_areas(actor, areas, ISSUE_RECORDERS)
    form = ReportForm("incident", reported_on, None, areas, items=(item,))
    if faults := report_faults(form, actor.now.date(), first_stage_day(session)):
        raise Refused(faults)
    [key] = keep_inputs(session, actor, [item], reported_on, source=source)
    refresh_spans(session, [key])
    enter(
        session, actor, "record_input", key, _coded(item), {"source": source, **keep_texts([item])}
    )
    end_save(session, actor, form_key, "record_input", key)
    return key


def first_stage_day(session: Session) -> date | None:
    """The start of the first stage of all: nothing that is recorded happened before it."""
    return session.scalars(select(func.min(Stage.starts_on))).one()


def _permit_areas(actor: Actor, areas: Sequence[str], roles: frozenset[Role]) -> None:
    reader = actor.reader
    may = reader.roles & roles
    everywhere = bool(may & {Role.ANALYST, Role.COMMANDER})
    if not may or not (everywhere or set(areas) <= reader.areas):
        raise NotPermitted


def _check_villages(session: Session, villages: Sequence[str], areas: Sequence[str]) -> None:
    homes = dict(
        session.execute(
            select(Village.code, Village.sub_district_code).where(Village.code.in_(villages))
        )
        .tuples()
        .all()
    )
    for village in villages:
        if village not in homes:
            raise refuse("unknown_reference", "villages", village, "villages.csv")
        if homes[village] not in areas:
            raise refuse("village_elsewhere", "villages", village, homes[village])


def _prefix_of(session: Session, areas: Sequence[str]) -> str:
    if len(areas) != 1:
        return DISTRICT_PREFIX
    return all_prefixes(session)[areas[0]]


def all_prefixes(session: Session) -> dict[str, str]:
    """The three letters of the tickets of each kecamatan."""
    names = session.execute(select(SubDistrict.code, SubDistrict.name)).tuples().all()
    return prefixes(dict(names))


def _entered(actor: Actor) -> dict[str, Any]:
    return {
        "recorded_at": actor.now.isoformat(timespec="seconds"),
        "voided_on": None,
        "entered_by": actor.account_id,
    }


def keep_inputs(
    session: Session,
    actor: Actor,
    items: Iterable[InputForm],
    day: date,
    *,
    meeting: str | None = None,
    report: str | None = None,
    source: str | None = None,
) -> list[str]:
    """Keep inputs as issues, with what was answered or promised at once; gives the tickets."""
    letters = all_prefixes(session)
    taken = set(session.scalars(select(Issue.issue).where(Issue.reported_on == day)))
    rows: list[Row] = []
    events: list[Row] = []
    for item in items:
        key = ticket(letters.get(item.sub_district or "", DISTRICT_PREFIX), day, taken)
        taken.add(key)
        _check_villages(session, [v for v in [item.village] if v], [item.sub_district or ""])
        rows.append(
            {
                **{column: None for column in FILES["issues"].names},
                "issue": key,
                "reported_on": day,
                "meeting": meeting,
                "report": report,
                "sub_district_code": item.sub_district,
                "village_code": item.village,
                "kind": item.kind,
                "category": item.category,
                "threat": item.threat,
                "rubric": written(item.rubric),
                "severity": proposed_severity(item),
                "text": ELECTION_VIOLATION_TEXT
                if item.category == Category.ELECTION_VIOLATION
                else item.text.strip(),
                "raised_by": item.raised_by,
                "source": source,
                **_entered(actor),
            }
        )
        events += _first_events(session, actor, item, key, day, meeting)
    insert_rows(session, "issues", rows)
    stored = append_events(session, events)
    hold_back(session, "issues", [(str(row["issue"]), row) for row in rows], actor.account_id)
    numbered = [(f"{row['issue']}#{row['sequence']}", row) for row in stored]
    hold_back(session, "events", numbered, actor.account_id)
    return [str(row["issue"]) for row in rows]


def proposed_severity(item: InputForm) -> int | None:
    """The recorder's proposal; None while nobody answered."""
    if item.threat is None and not item.rubric:
        return None
    return int(severity_of(item.threat, item.rubric))


def _first_events(
    session: Session, actor: Actor, item: InputForm, key: str, day: date, meeting: str | None
) -> list[Row]:
    """What happened to an input as it was said: an answer on the spot, or a promise."""
    if item.act:
        kind = session.scalars(select(Unit.kind).where(Unit.code == item.owner)).first()
        if kind is None:
            raise refuse("unknown_reference", "owner", item.owner, "units.csv")
        event = EventKind.REFERRED if kind == UnitKind.AGENCY else EventKind.ASSIGNED
        return [
            event_row(
                actor, key, day, event,
                unit=item.owner, due_on=item.due_on, meeting=meeting, note=item.act,
            )
        ]  # fmt: skip
    settles = item.kind in SETTLED_KINDS and item.category not in NEVER_SETTLED
    if item.answer and settles:
        return [
            event_row(
                actor, key, day, EventKind.SETTLED,
                by_group=item.raised_by, meeting=meeting, note=item.answer,
            )
        ]  # fmt: skip
    return []


def event_row(actor: Actor, issue: str, day: date, event: str, **cells: Any) -> Row:
    """A row of an event, its other cells empty."""
    return {
        **{column: None for column in FILES["events"].names},
        "issue": issue,
        "occurred_on": day,
        "event": str(event),
        **cells,
        **_entered(actor),
    }


def _keep_report_backs(
    session: Session,
    actor: Actor,
    backs: Sequence[ReportBackForm],
    day: date,
    meeting: str,
) -> list[str]:
    for back in backs:
        append_move(
            session,
            actor,
            back.issue,
            MoveForm(
                EventKind.REPORTED_BACK,
                day,
                by_group=back.by_group,
                meeting=meeting,
                note=back.note,
            ),
        )
    return [back.issue for back in backs]


def _coded(item: InputForm) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "category": item.category,
        "sub_district": item.sub_district,
        "village": item.village,
        "raised_by": item.raised_by,
        "threat": item.threat,
        "rubric": list(item.rubric),
        "owner": item.owner,
        "due_on": item.due_on,
    }


def keep_texts(items: Iterable[InputForm]) -> dict[str, str | None]:
    """The free texts of inputs, for the trail's digests."""
    found: dict[str, str | None] = {}
    for index, item in enumerate(items, start=1):
        found |= {f"text_{index}": item.text, f"act_{index}": item.act}
        found |= {f"answer_{index}": item.answer}
    return found
