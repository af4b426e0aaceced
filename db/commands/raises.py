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
from domain.status import RANK
from domain.vocabulary import Level, Role
from models import StatusRaise

SECOND_RAISE_DAYS = 30


def raise_status(
    session: Session, actor: Actor, sub_district: str, level: str, reason: str, form_key: str
) -> None:
    """Raise the status of a kecamatan from today, with a reason.

    A second raise of an area within 30 days needs an open issue with s of 3 or more.
    """
    begin_save(session, form_key)
    if Role.COMMANDER not in actor.reader.roles:
        raise NotPermitted
    if not reason.strip():
        raise refuse("reason_needed", "reason")
    today = actor.now.date()
    found = status_board(session, actor.reader, today, sub_districts=[sub_district])
    if not found or level not in (Level.WATCH, Level.HIGH, Level.VERY_HIGH):
        raise refuse("unknown_code", "level", level, "watch high very_high")
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
        "reason": reason.strip(),
        "recorded_at": actor.now.isoformat(timespec="seconds"),
    }
    insert_rows(session, "raises", [row])
    key = f"{sub_district}#{today.isoformat()}"
    hold_back(session, "raises", [(key, row)], actor.account_id)
    enter(session, actor, "raise_status", key, {"level": level}, {"reason": reason})
    end_save(session, actor, form_key, "raise_status", key)
