"""The commander's raisings of a status: seven days each, the computed level beside them."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from db.held import shown
from db.scoped import in_areas
from domain.permissions import Reader
from models import StatusRaise

RAISE_DAYS = 7


@dataclass(frozen=True)
class RaiseRow:
    """A raising that holds on a day; `ends_on` is its last day."""

    sub_district: str
    level: str
    raised_on: date
    ends_on: date
    reason: str


def raises_on(
    session: Session, reader: Reader, as_of: date, *, known: bool = False
) -> dict[str, RaiseRow]:
    """The raising that holds for each kecamatan on a day, the latest where there are two."""
    every = raises_until(session, reader, as_of, known=known)
    return {row.sub_district: row for row in every if row.ends_on >= as_of}


def raises_until(
    session: Session, reader: Reader, as_of: date, *, known: bool = False
) -> list[RaiseRow]:
    """Every raising up to a day, in order of time; some have run out by then."""
    statement = (
        select(
            StatusRaise.sub_district_code,
            StatusRaise.level,
            StatusRaise.raised_on,
            shown(StatusRaise, "reason"),
        )
        .where(
            in_areas(StatusRaise.sub_district_code, reader),
            StatusRaise.raised_on <= as_of,
        )
        .order_by(StatusRaise.raised_on, StatusRaise.sub_district_code)
    )
    if known:
        statement = statement.where(
            or_(StatusRaise.recorded_on.is_(None), StatusRaise.recorded_on <= as_of)
        )
    return [
        RaiseRow(code, level, day, day + timedelta(days=RAISE_DAYS - 1), reason)
        for code, level, day, reason in session.execute(statement)
    ]
