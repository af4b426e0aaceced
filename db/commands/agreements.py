"""Keep what a meeting of officials agreed: what, who, when."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.corrections import record_to_touch
from db.commands.inputs import coded, keep_inputs, texts_of
from db.commands.record import ISSUE_RECORDERS
from db.commands.references import Named
from db.commands.saving import NotPermitted, begin_save, end_save, refuse
from db.commands.trail import Actor, enter
from domain.faults import Refused
from domain.form_faults import item_faults
from domain.forms import InputForm, tidy_input
from domain.moves import MOVES, acting_as
from domain.vocabulary import OFFICIALS_PROGRAMMES, EventKind, Kind, Role
from models import MeetingSubDistrict

AGREERS = ISSUE_RECORDERS & MOVES[EventKind.ASSIGNED].by
"""An agreement is assigned at once: kept by those who record inputs and may assign them."""


def record_agreement(
    session: Session, actor: Actor, meeting: str, item: InputForm, form_key: str
) -> str:
    """Keep an agreement of a meeting of officials with its assignment; gives its ticket.

    A sector head for the own kecamatan, the commander for any and for the whole district
    (`sub_district` None). Raises Refused with every fault, NotPermitted for a meeting or
    kecamatan that is not the actor's, AlreadySaved for a form that was kept before.
    """
    begin_save(session, actor, form_key)
    item = tidy_input(replace(item, kind=Kind.AGREEMENT))
    row = record_to_touch(session, acting_as(actor.reader, AGREERS), "meetings", meeting)
    if row.programme not in OFFICIALS_PROGRAMMES:
        raise refuse("unknown_meeting", "meeting", meeting)
    everywhere = Role.COMMANDER in actor.reader.roles
    if not everywhere and item.sub_district not in actor.reader.areas:
        raise NotPermitted
    faults = [*item_faults([item], covered_by(session, meeting), row.held_on, at="")]
    faults += Named(session).item_faults([item], at="")
    if faults:
        raise Refused(faults)
    [key] = keep_inputs(session, actor, [item], row.held_on, meeting=meeting)
    fields = {"reported_on": row.held_on, "meeting": meeting, **coded(item)}
    enter(session, actor, "record_input", key, fields, texts_of([item]))
    end_save(session, actor, form_key, "record_input", key)
    return key


def covered_by(session: Session, meeting: str) -> tuple[str, ...]:
    """The kecamatan of a meeting, in the order of its record."""
    return tuple(
        session.scalars(
            select(MeetingSubDistrict.sub_district_code)
            .where(MeetingSubDistrict.meeting == meeting)
            .order_by(MeetingSubDistrict.position)
        )
    )
