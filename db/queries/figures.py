"""The figures of a scope, narrowed to the areas whose status a reader may see.

Figures are counts: they count the issues of restricted categories too. A page that breaks
one down must withhold counts under 3 of those.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.queries.board import rules_of
from db.queries.facts import area_facts, issues_of_the_district
from db.scoped import counted, visible
from domain import coverage, figures
from domain.coverage import HeardFrom
from domain.figures import Indicators, StageFigures
from domain.ledger import HeldMeeting, Ledger
from domain.permissions import Reader
from domain.vocabulary import COMMUNITY_PROGRAMMES
from models import Attendance, Issue, Meeting, MeetingSubDistrict, MeetingVillage, SubDistrict


def ledger_of(
    session: Session,
    reader: Reader,
    as_of: date,
    *,
    known: bool = False,
    sub_districts: Collection[str] = (),
) -> Ledger:
    """The records of a scope up to a day, for every figure and for earlier days as well.

    The whole district takes in the agreements without a kecamatan; a choice of kecamatan,
    or a reader who sees some only, leaves them out.
    """
    areas = area_facts(
        session, reader, as_of, known=known, sub_districts=sub_districts, whole_history=True
    )
    issues = [issue for area in areas for issue in area.issues]
    if reader.sees_every_area and not sub_districts:
        issues += issues_of_the_district(session, as_of, known=known)
    return Ledger(
        rules=rules_of(session),
        areas=tuple(areas),
        issues=tuple(issues),
        meetings=tuple(_meetings(session, as_of, known)),
    )


def _meetings(session: Session, as_of: date, known: bool) -> list[HeldMeeting]:
    """Every meeting, whoever reads: of a meeting elsewhere only its day and promise count."""
    covered = _codes(session, MeetingSubDistrict.meeting, MeetingSubDistrict.sub_district_code)
    named = _codes(session, MeetingVillage.meeting, MeetingVillage.village_code)
    present = _codes(session, Attendance.meeting, Attendance.stakeholder_group)
    first_named = {
        meeting: first
        for meeting, first in session.execute(
            select(Issue.meeting, func.min(Issue.reported_on))
            .where(Issue.meeting.is_not(None), counted(Issue, as_of, known=known))
            .group_by(Issue.meeting)
        )
    }
    rows = session.execute(
        select(
            Meeting.meeting,
            Meeting.held_on,
            Meeting.programme,
            Meeting.promised,
            Meeting.inputs,
            Meeting.inputs_on,
        )
        .where(Meeting.held_on <= as_of, counted(Meeting, as_of, known=known))
        .order_by(Meeting.held_on, Meeting.meeting)
    )
    return [
        HeldMeeting(
            meeting=meeting,
            held_on=held_on,
            community=programme in COMMUNITY_PROGRAMMES,
            promised=bool(promised),
            inputs=inputs,
            inputs_on=inputs_on,
            first_named_on=first_named.get(meeting),
            sub_districts=frozenset(covered.get(meeting, ())),
            villages=frozenset(named.get(meeting, ())),
            groups=frozenset(present.get(meeting, ())),
        )
        for meeting, held_on, programme, promised, inputs, inputs_on in rows
    ]


def _codes(session: Session, key: Any, code: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for meeting, value in session.execute(select(key, code)):
        found[meeting].add(value)
    return found


def indicators(
    session: Session,
    reader: Reader,
    as_of: date,
    *,
    known: bool = False,
    sub_districts: Collection[str] = (),
) -> Indicators:
    """Every figure of the scope as of a day."""
    ledger = ledger_of(session, reader, as_of, known=known, sub_districts=sub_districts)
    return figures.indicators(ledger, as_of)


def stage_figures(
    session: Session,
    reader: Reader,
    as_of: date,
    *,
    known: bool = False,
    sub_districts: Collection[str] = (),
) -> list[StageFigures]:
    """The issues of each dated stage, how many per 30 days, and what came of the promises."""
    ledger = ledger_of(session, reader, as_of, known=known, sub_districts=sub_districts)
    return figures.by_stage(ledger, as_of)


def heard_from(
    session: Session,
    reader: Reader,
    as_of: date,
    *,
    known: bool = False,
    sub_districts: Collection[str] = (),
) -> list[HeardFrom]:
    """Every kecamatan × stakeholder group with the day it was last present at a meeting."""
    wanted = select(SubDistrict.code).where(visible(SubDistrict, reader))
    if sub_districts:
        wanted = wanted.where(SubDistrict.code.in_(sorted(sub_districts)))
    codes = session.scalars(wanted.order_by(SubDistrict.code)).all()
    return coverage.heard_from(codes, _meetings(session, as_of, known), as_of)
