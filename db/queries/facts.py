"""The facts that the rules need, as of a day: SQL delivers them, `domain` decides."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select
from sqlalchemy.orm import Session

from db.prepared import put_named
from db.scoped import counted, visible
from db.tables.derived import IssueSpan
from domain.area import AreaFacts
from domain.calendar import StageCalendar, StageFacts
from domain.permissions import Reader
from domain.records import IssueFacts, MeetingFacts, gather_issues
from domain.vocabulary import COMMUNITY_PROGRAMMES, Tempo
from models import (
    Issue,
    IssueEvent,
    Meeting,
    MeetingSubDistrict,
    MeetingVillage,
    SituationReport,
    SituationReportSubDistrict,
    Stage,
    SubDistrict,
    Village,
)

CHUNK = 5_000
"""How many keys are named in one statement at most."""

ISSUE_COLUMNS = (
    Issue.issue,
    Issue.reported_on,
    Issue.kind,
    Issue.category,
    Issue.sub_district_code,
    Issue.village_code,
    Issue.severity,
    Issue.meeting,
)
_EVENT_COLUMNS = (
    IssueEvent.issue,
    IssueEvent.occurred_on,
    IssueEvent.event,
    IssueEvent.unit,
    IssueEvent.due_on,
    IssueEvent.severity,
    IssueEvent.by_group,
    IssueEvent.meeting,
    IssueEvent.into,
    IssueEvent.reason,
    IssueEvent.voided_on,
)


def stage_calendar(session: Session) -> StageCalendar:
    """The stages of all elections, in code order."""
    rows = session.execute(
        select(Stage.code, Stage.election, Stage.tempo, Stage.starts_on, Stage.ends_on).order_by(
            Stage.code
        )
    )
    return StageCalendar(
        tuple(
            StageFacts(code, election, Tempo.from_code(tempo), starts_on, ends_on)
            for code, election, tempo, starts_on, ends_on in rows
        )
    )


def area_facts(
    session: Session,
    reader: Reader,
    as_of: date,
    *,
    known: bool = False,
    sub_districts: Collection[str] = (),
    whole_history: bool = False,
) -> list[AreaFacts]:
    """The facts of each kecamatan that the reader may see, in code order.

    What happened after the day is left out, and with `known` what was entered after it.
    Only issues open on the day come along, unless `whole_history` asks for all (to work
    out earlier days as well).
    """
    wanted = select(SubDistrict.code).where(visible(SubDistrict, reader))
    if sub_districts:
        wanted = wanted.where(SubDistrict.code.in_(sorted(sub_districts)))
    codes = session.scalars(wanted.order_by(SubDistrict.code)).all()
    villages = _villages(session)
    meetings = _meetings(session, as_of, known, villages)
    report_days = _report_days(session, as_of, known)
    issues: dict[str | None, list[IssueFacts]] = defaultdict(list)
    for issue in _issues(session, as_of, known, codes, whole_history):
        issues[issue.sub_district].append(issue)
    return [
        AreaFacts(
            sub_district=code,
            villages=frozenset(villages.get(code, ())),
            meetings=tuple(meetings.get(code, ())),
            report_days=tuple(report_days.get(code, ())),
            issues=tuple(issues.get(code, ())),
        )
        for code in codes
    ]


def _villages(session: Session) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, sub_district in session.execute(select(Village.code, Village.sub_district_code)):
        found[sub_district].add(code)
    return found


def _meetings(
    session: Session, as_of: date, known: bool, villages: dict[str, set[str]]
) -> dict[str, list[MeetingFacts]]:
    community = (
        Meeting.programme.in_(sorted(COMMUNITY_PROGRAMMES)),
        Meeting.held_on <= as_of,
        counted(Meeting, as_of, known=known),
    )
    named: dict[str, set[str]] = defaultdict(set)
    for meeting, village in session.execute(
        select(MeetingVillage.meeting, MeetingVillage.village_code)
    ):
        named[meeting].add(village)
    first_named = {
        meeting: first
        for meeting, first in session.execute(
            select(Issue.meeting, func.min(Issue.reported_on))
            .where(Issue.meeting.is_not(None), counted(Issue, as_of, known=known))
            .group_by(Issue.meeting)
        )
    }
    found: dict[str, list[MeetingFacts]] = defaultdict(list)
    rows = session.execute(
        select(
            MeetingSubDistrict.sub_district_code,
            Meeting.meeting,
            Meeting.held_on,
            Meeting.promised,
            Meeting.inputs,
            Meeting.inputs_on,
        )
        .join(Meeting, Meeting.meeting == MeetingSubDistrict.meeting)
        .where(*community)
        .order_by(Meeting.held_on, Meeting.meeting)
    )
    for sub_district, meeting, held_on, promised, inputs, inputs_on in rows:
        found[sub_district].append(
            MeetingFacts(
                meeting=meeting,
                held_on=held_on,
                promised=bool(promised),
                inputs=inputs,
                inputs_on=inputs_on,
                villages=frozenset(named.get(meeting, set()) & villages.get(sub_district, set())),
                first_named_on=first_named.get(meeting),
            )
        )
    return found


def _report_days(session: Session, as_of: date, known: bool) -> dict[str, list[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    rows = session.execute(
        select(SituationReportSubDistrict.sub_district_code, SituationReport.reported_on)
        .join(SituationReport, SituationReport.report == SituationReportSubDistrict.report)
        .where(SituationReport.reported_on <= as_of, counted(SituationReport, as_of, known=known))
        .distinct()
    )
    for sub_district, reported_on in rows:
        found[sub_district].append(reported_on)
    return found


def _issues(
    session: Session, as_of: date, known: bool, codes: Iterable[str], whole_history: bool
) -> list[IssueFacts]:
    """The issues of the kecamatan; the open ones alone where the spans can say which.

    Spans hold what is known today, so a view of what was known then looks at all events.
    """
    issues = (
        select(*ISSUE_COLUMNS)
        .where(
            Issue.sub_district_code.in_(sorted(codes)),
            Issue.reported_on <= as_of,
            counted(Issue, as_of, known=known),
        )
        .order_by(Issue.issue)
    )
    if not whole_history and not known:
        issues = issues.where(Issue.issue.in_(_open_on(as_of)))
    return with_events(session, issues, as_of, known=known)


def _open_on(day: date) -> Select[Any]:
    return select(IssueSpan.issue).where(
        IssueSpan.is_open, IssueSpan.valid_from <= day, IssueSpan.valid_to > day
    )


def issues_of_the_district(
    session: Session, as_of: date, *, known: bool = False
) -> list[IssueFacts]:
    """What was agreed for the whole district, of no kecamatan, by a day; by key."""
    statement = (
        select(*ISSUE_COLUMNS)
        .where(
            Issue.sub_district_code.is_(None),
            Issue.reported_on <= as_of,
            counted(Issue, as_of, known=known),
        )
        .order_by(Issue.issue)
    )
    return with_events(session, statement, as_of, known=known)


def with_events(
    session: Session,
    issues: Select[*tuple[Any, ...]],
    as_of: date | None = None,
    *,
    known: bool = False,
) -> list[IssueFacts]:
    """The issues that a select of issue columns finds, with their events that count.

    `as_of` None takes every event.
    """
    found = session.execute(issues).mappings().all()
    events: list[Any] = []
    keys = [row["issue"] for row in found]
    for start in range(0, len(keys), CHUNK):
        statement = (
            select(*_EVENT_COLUMNS)
            .where(IssueEvent.issue.in_(keys[start : start + CHUNK]))
            .order_by(IssueEvent.issue, IssueEvent.occurred_on, IssueEvent.sequence)
        )
        if as_of is not None:
            statement = statement.where(
                IssueEvent.occurred_on <= as_of, counted(IssueEvent, as_of, known=known)
            )
        events += [dict(row) for row in session.execute(statement).mappings()]
    return gather_issues([dict(row) for row in found], events)


def issues_by_key(session: Session, keys: Collection[str] | None = None) -> list[IssueFacts]:
    """Issues that are not voided with all their events, by key; None takes every one."""
    if keys is None:
        return with_events(session, _COUNTED_ISSUES)
    found: list[IssueFacts] = []
    ordered = sorted(keys)
    for start in range(0, len(ordered), CHUNK):
        found += _with_all_events(session, ordered[start : start + CHUNK])
    return found


_COUNTED_ISSUES = select(*ISSUE_COLUMNS).where(Issue.voided_on.is_(None)).order_by(Issue.issue)
_THEIR_EVENTS = select(*_EVENT_COLUMNS).order_by(
    IssueEvent.issue, IssueEvent.occurred_on, IssueEvent.sequence
)
_KEYS: BindParameter[str] = bindparam("keys", expanding=True)
_NAMED = (
    _COUNTED_ISSUES.where(Issue.issue.in_(_KEYS)),
    _THEIR_EVENTS.where(IssueEvent.issue.in_(_KEYS)),
)
ONE_ISSUE = select(*ISSUE_COLUMNS).where(Issue.voided_on.is_(None), Issue.issue == bindparam("key"))
"""An issue by its `key`, for `issue_among`."""

_ITS_EVENTS = (
    select(*_EVENT_COLUMNS)
    .where(IssueEvent.issue == bindparam("key"))
    .order_by(IssueEvent.occurred_on, IssueEvent.sequence)
)


def issue_among(session: Session, issues: Select[*tuple[Any, ...]], key: str) -> IssueFacts | None:
    """The issue of a key with all its events, if it is among some; they narrow ONE_ISSUE."""
    found = put_named(session, issues, {"key": key})
    if not found:
        return None
    [issue] = gather_issues(found, put_named(session, _ITS_EVENTS, {"key": key}))
    return issue


def _with_all_events(session: Session, keys: list[str]) -> list[IssueFacts]:
    of_issues, of_events = _NAMED
    named = {"keys": keys}
    issues = put_named(session, of_issues, named)
    return gather_issues(issues, put_named(session, of_events, named)) if issues else []
