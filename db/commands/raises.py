"""A commander raises a computed status for seven days; nobody lowers it."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.dataset import insert_rows
from db.commands.held import hold_back
from db.commands.saving import NotPermitted, begin_save, end_save, refuse
from db.commands.trail import Actor, enter
from db.queries.board import status_board
from domain.dataset import Row
from domain.faults import Refused
from domain.form_faults import code_faults, fault, text_faults
from domain.forms import tidy
from domain.moves import acting_as
from domain.status import RANK
from domain.vocabulary import Level, Role
from models import StatusRaise

SECOND_RAISE_DAYS = 30
RAISED = (Level.WATCH, Level.HIGH, Level.VERY_HIGH)


def raise_status(
    session: Session, actor: Actor, sub_district: str, level: str, reason: str, form_key: str
) -> None:
    """Raise the status of a kecamatan from today, with a reason.

    A second raise of an area within 30 days needs an open issue with s of 3 or more.
    Raises NotPermitted, Refused with what would be right, AlreadySaved.
    """
    begin_save(session, actor, form_key)
    today = actor.now.date()
    reader = acting_as(actor.reader, {Role.COMMANDER})
    found = status_board(session, reader, today, sub_districts=[sub_district])
    if not reader.roles or not found:
        raise NotPermitted
    words = tidy(reason)
    faults = [*code_faults("level", level, RAISED), *text_faults("reason", words)]
    if words is None:
        faults.append(fault("reason", "reason_needed"))
    if faults:
        raise Refused(faults)
    computed = found[0]
    if RANK[Level(level)] <= RANK.get(computed.level, 0):
        raise refuse("raise_is_lower", "level", level, computed.level.value)
    earlier = session.scalars(
        select(StatusRaise.raised_on).where(
            StatusRaise.sub_district_code == sub_district,
            StatusRaise.raised_on > today - timedelta(days=SECOND_RAISE_DAYS),
        )
    ).all()
    if today in earlier:
        raise refuse("raised_today", "level", today.isoformat())
    if earlier and not computed.severe:
        raise refuse("second_raise", "level", max(earlier).isoformat())
    row: Row = {
        "sub_district_code": sub_district,
        "raised_on": today,
        "level": level,
        "unit": actor.reader.unit,
        "reason": words,
        "recorded_at": actor.now.isoformat(timespec="seconds"),
    }
    insert_rows(session, "raises", [row])
    key = f"{sub_district}#{today.isoformat()}"
    hold_back(session, "raises", [(key, row)], actor.account_id)
    enter(session, actor, "raise_status", key, {"level": level}, {"reason": words})
    end_save(session, actor, form_key, "raise_status", key)
