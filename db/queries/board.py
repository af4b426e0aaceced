"""The status of every kecamatan that a reader may see, on a day and before it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from db.queries.facts import area_facts, issues_of_the_district, stage_calendar
from db.queries.settings import threshold_history
from domain.area import AreaFacts, OpenPiece, Rules, open_pieces
from domain.permissions import Reader
from domain.status import Status, attention, compute
from domain.unbroken import surely_since
from domain.vocabulary import Freshness


@dataclass(frozen=True)
class AreaStanding:
    """A kecamatan's status, since when it has that level, and what it was a week before.

    `since` is the first of the unbroken run of days with this level, None when nothing
    was ever recorded.
    """

    status: Status
    since: date | None
    week_ago: Status


def rules_of(session: Session) -> Rules:
    """The calendar of stages, and the settings of the rule as they were changed."""
    return Rules(stage_calendar(session), threshold_history(session))


def status_board(
    session: Session,
    reader: Reader,
    as_of: date,
    *,
    known: bool = False,
    sub_districts: Collection[str] = (),
) -> list[Status]:
    """The status of each kecamatan as of a day, in code order."""
    rules = rules_of(session)
    facts = area_facts(session, reader, as_of, known=known, sub_districts=sub_districts)
    return [compute(area, as_of, rules) for area in facts]


def standing_board(
    session: Session,
    reader: Reader,
    as_of: date,
    *,
    known: bool = False,
    sub_districts: Collection[str] = (),
) -> list[AreaStanding]:
    """The status of each kecamatan with its recent past, in attention order."""
    rules = rules_of(session)
    facts = area_facts(
        session, reader, as_of, known=known, sub_districts=sub_districts, whole_history=True
    )
    found = []
    for area in facts:
        status = compute(area, as_of, rules)
        week_ago = compute(area, as_of - timedelta(days=7), rules)
        found.append(AreaStanding(status, _since(area, status, as_of, rules), week_ago))
    return sorted(found, key=lambda standing: attention(standing.status))


def _since(area: AreaFacts, status: Status, as_of: date, rules: Rules) -> date | None:
    first = first_record(area)
    if first is None:
        return None
    day = as_of
    while True:
        day = max(first, surely_since(area, status.level, day, rules))
        if day == first:
            return first
        before = compute(area, day - timedelta(days=1), rules)
        if before.level is not status.level:
            return day
        day -= timedelta(days=1)


def first_record(area: AreaFacts) -> date | None:
    """The day of the first contact or issue of a kecamatan."""
    days = [*area.contact_days[:1], *(issue.reported_on for issue in area.issues)]
    return min(days, default=None)


def past_statuses(
    session: Session,
    reader: Reader,
    sub_district: str,
    days: Collection[date],
    *,
    known: bool = False,
) -> list[Status]:
    """The computed status of one kecamatan on each of some days; none if it is not visible."""
    rules = rules_of(session)
    facts = area_facts(
        session,
        reader,
        max(days),
        known=known,
        sub_districts=[sub_district],
        whole_history=True,
    )
    return [compute(area, day, rules) for area in facts for day in sorted(days)]


@dataclass(frozen=True)
class Ahead:
    """Something that the next days bring: a due day, data turning stale, a stage.

    `kind` is due, stale or stage; `code` the ticket, the kecamatan or the stage.
    `sub_district` is None for a stage, and for what was agreed for the whole district.
    """

    day: date
    kind: str
    code: str
    sub_district: str | None = None


def week_ahead(
    session: Session, reader: Reader, as_of: date, *, known: bool = False, days: int = 7
) -> list[Ahead]:
    """What falls due, which areas turn stale and which stages begin, if nothing is recorded.

    What was agreed for the whole district is told to those who see all of it.
    """
    rules = rules_of(session)
    thresholds = rules.on(as_of).thresholds
    coming = [as_of + timedelta(days=n) for n in range(1, days + 1)]
    found = [
        Ahead(stage.starts_on, "stage", stage.code)
        for stage in rules.calendar.stages
        if stage.dated and stage.starts_on in coming and stage.starts_on is not None
    ]
    for area in area_facts(session, reader, as_of, known=known):
        found += _falling_due(area.pieces(thresholds), as_of, coming, area.sub_district)
        fresh = compute(area, as_of, rules).freshness
        for day in coming:
            now, fresh = fresh, compute(area, day, rules).freshness
            if fresh is Freshness.STALE and now is not Freshness.STALE:
                found.append(Ahead(day, "stale", area.sub_district, area.sub_district))
    if reader.sees_every_area:
        for issue in issues_of_the_district(session, as_of, known=known):
            found += _falling_due(open_pieces(issue, thresholds), as_of, coming, None)
    return sorted(found, key=lambda item: (item.day, item.kind, item.code))


def _falling_due(
    pieces: Iterable[OpenPiece], as_of: date, coming: Collection[date], sub_district: str | None
) -> list[Ahead]:
    return [
        Ahead(piece.due, "due", piece.issue, sub_district)
        for piece in pieces
        if piece.begins <= as_of < piece.ends and piece.due in coming
    ]
