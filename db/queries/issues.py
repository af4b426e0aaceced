"""Issues as of a day, filtered; how many there are, and of which kind."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, case, false, func, or_, select, true
from sqlalchemy.orm import Session

from db.held import searchable, shown
from db.queries.board import rules_of
from db.queries.facts import ISSUE_COLUMNS, stage_calendar, with_events
from db.queries.standing import standing_on_day
from db.scoped import counted, shielded, visible
from domain.permissions import RESTRICTED_CATEGORIES, SHIELDED_CATEGORIES, SMALLEST_COUNT, Reader
from domain.scope import Scope
from domain.standing import due_of, effective_severity, standing_on
from domain.vocabulary import Kind
from models import Issue, Stage

SOURCE = case(
    (Issue.meeting.is_not(None), "meeting"),
    (Issue.report.is_not(None), "report"),
    else_="direct",
)
"""How an issue came: told at a meeting, by a situation report, or to the police directly."""

SOURCES = ("meeting", "report", "direct")


@dataclass(frozen=True)
class IssueRow:
    """An issue as of a day, as lists and exports show it.

    `severity` is the stored one, None while nobody assessed it; `unit` the owner;
    `due_on` the due date set, None where none is; `late_days` None unless open and late;
    `without_due`: neither a due date, nor a referral with one, nor an answer.
    Group, village and meeting are None, and `shielded` True, where the reader may not
    know them.
    """

    issue: str
    reported_on: date
    sub_district: str | None
    village: str | None
    kind: str
    category: str
    severity: int | None
    state: str
    is_open: bool
    unit: str | None
    due: date
    due_on: date | None
    late_days: int | None
    without_due: bool
    stages: tuple[str, ...]
    text: str | None
    raised_by: str | None
    source: str
    meeting: str | None
    shielded: bool


class IssueQuery:
    """The issues of a scope that a reader may see; builds the selects, runs none."""

    def __init__(self, session: Session, reader: Reader, scope: Scope) -> None:
        self.session = session
        self.reader = reader
        self.scope = scope
        self.standing: FromClause = standing_on_day(session, scope.as_of, known=scope.known)

    def select(self, *columns: Any, skip: str | None = None) -> Select[*tuple[Any, ...]]:
        """A select of columns over the issues in scope, one filter left out if asked."""
        return (
            select(*columns)
            .select_from(Issue)
            .join(self.standing, self.standing.c.issue == Issue.issue)
            .where(visible(Issue, self.reader), *self.counted(), *self.filters(skip))
        )

    def rows(self) -> Select[*tuple[Any, ...]]:
        """A select of the columns that `complete` makes an IssueRow of."""
        standing = self.standing.c
        return self.select(
            Issue.issue,
            Issue.raised_by,
            shown(Issue, "text"),
            SOURCE.label("source"),
            standing.state,
            standing.is_open,
            standing.severity,
            standing.unit,
        )

    def counted(self) -> tuple[ColumnElement[bool], ...]:
        """What counts on the day at all."""
        scope = self.scope
        return (
            Issue.reported_on <= scope.as_of,
            counted(Issue, scope.as_of, known=scope.known),
        )

    def filters(self, skip: str | None = None) -> list[ColumnElement[bool]]:
        """One condition for each filter that is set."""
        made: dict[str, ColumnElement[bool] | None] = {
            "stage": self._in_stages(),
            "sub_district": _any_of(Issue.sub_district_code, self.scope.sub_district),
            "village": self._in_villages(),
            "kind": _any_of(Issue.kind, self.scope.kind),
            "category": _any_of(Issue.category, self.scope.category),
            "severity": self._of_severity(),
            "state": self._in_state(),
            "unit": _any_of(self.standing.c.unit, self.scope.unit),
            "source": _any_of(SOURCE, self.scope.source),
            "since": Issue.reported_on >= self.scope.since if self.scope.since else None,
            "until": Issue.reported_on <= self.scope.until if self.scope.until else None,
            "text": self._with_text(),
        }
        return [c for name, c in made.items() if c is not None and name != skip]

    def _in_stages(self) -> ColumnElement[bool] | None:
        """A stage without a start or an end takes part in no filter."""
        if not self.scope.stage:
            return None
        spans = self.session.execute(
            select(Stage.starts_on, Stage.ends_on).where(Stage.code.in_(self.scope.stage))
        )
        return or_(
            false(),
            *(
                Issue.reported_on.between(starts, ends)
                for starts, ends in spans
                if starts is not None and ends is not None
            ),
        )

    def _in_villages(self) -> ColumnElement[bool] | None:
        """A filter by village must not tell where somebody was intimidated."""
        if not self.scope.village:
            return None
        return and_(Issue.village_code.in_(self.scope.village), self.village_shown())

    def village_shown(self) -> ColumnElement[bool]:
        """Whether the reader may know the village of an issue."""
        if self.reader.sees_restricted:
            return true()
        open_to_all = Issue.category.not_in(sorted(SHIELDED_CATEGORIES))
        if self.reader.unit is None:
            return open_to_all
        return or_(open_to_all, self.standing.c.unit == self.reader.unit)

    def _with_text(self) -> ColumnElement[bool] | None:
        """Small and capital letters are alike. No text holds NUL, which PostgreSQL refuses."""
        if not self.scope.text:
            return None
        if "\x00" in self.scope.text:
            return false()
        return searchable(Issue, "text").icontains(self.scope.text, autoescape=True)

    def _of_severity(self) -> ColumnElement[bool] | None:
        if not self.scope.severity:
            return None
        numbers = [int(code) for code in self.scope.severity if code != "none"]
        condition: ColumnElement[bool] = self.standing.c.severity.in_(numbers)
        if "none" in self.scope.severity:
            condition = or_(condition, self.standing.c.severity.is_(None))
        return condition

    def _in_state(self) -> ColumnElement[bool] | None:
        """A state, `open` or `closed`; an appreciation is neither open nor closed."""
        if not self.scope.state:
            return None
        conditions: list[ColumnElement[bool]] = [self.standing.c.state.in_(self.scope.state)]
        if "open" in self.scope.state:
            conditions.append(self.standing.c.is_open)
        if "closed" in self.scope.state:
            conditions.append(and_(~self.standing.c.is_open, Issue.kind != Kind.APPRECIATION))
        return or_(*conditions)


def _any_of(column: Any, values: Sequence[str]) -> ColumnElement[bool] | None:
    return column.in_(values) if values else None


def issue_count(session: Session, reader: Reader, scope: Scope) -> int:
    """How many issues are in the scope."""
    query = IssueQuery(session, reader, scope)
    return int(session.execute(query.select(func.count())).scalar_one())


def issue_page(
    session: Session, reader: Reader, scope: Scope, limit: int | None = None, offset: int = 0
) -> list[IssueRow]:
    """The issues in the scope, newest reported first, then by key."""
    query = IssueQuery(session, reader, scope)
    statement = (
        query.rows().order_by(Issue.reported_on.desc(), Issue.issue).limit(limit).offset(offset)
    )
    rows = session.execute(statement).all()
    return complete(session, reader, scope, rows)


def complete(session: Session, reader: Reader, scope: Scope, rows: Sequence[Any]) -> list[IssueRow]:
    """The rows with what Python works out: due day, lateness and stages.

    They carry Issue.issue, raised_by, text, `source`, and the columns of the standing.
    """
    rules = rules_of(session).on(scope.as_of)
    keys = [row.issue for row in rows]
    facts = {
        issue.issue: issue
        for start in range(0, len(keys), 1000)
        for issue in with_events(
            session,
            select(*ISSUE_COLUMNS).where(Issue.issue.in_(keys[start : start + 1000])),
            scope.as_of,
            known=scope.known,
        )
    }
    found = []
    for row in rows:
        issue = facts[row.issue]
        standing = standing_on(issue, scope.as_of)
        s = effective_severity(issue, standing, scope.as_of, rules.thresholds)
        due = due_of(issue, issue.events, s, rules.thresholds)
        late = (scope.as_of - due.due).days
        hidden = shielded(issue.category, row.unit, reader)
        found.append(
            IssueRow(
                issue=issue.issue,
                reported_on=issue.reported_on,
                sub_district=issue.sub_district,
                village=None if hidden else issue.village,
                kind=issue.kind,
                category=issue.category,
                severity=row.severity,
                state=row.state,
                is_open=row.is_open,
                unit=row.unit,
                due=due.due,
                due_on=due.date_set,
                late_days=late if row.is_open and late > 0 else None,
                without_due=due.without,
                stages=rules.calendar.codes_on(issue.reported_on),
                text=row.text,
                raised_by=None if hidden else row.raised_by,
                source=row.source,
                meeting=None if hidden else issue.meeting,
                shielded=hidden,
            )
        )
    return found


def withheld_count(session: Session, reader: Reader, scope: Scope) -> int | None:
    """How many issues of the scope are for commander and inspector alone.

    None for those who see them, and for fewer than three, which could tell who spoke.
    """
    if reader.sees_restricted:
        return None
    query = IssueQuery(session, reader, scope)
    areas = () if reader.sees_every_record else sorted(reader.areas)
    statement = (
        select(func.count())
        .select_from(Issue)
        .join(query.standing, query.standing.c.issue == Issue.issue)
        .where(
            Issue.category.in_(sorted(RESTRICTED_CATEGORIES)),
            *query.counted(),
            *query.filters("text"),
        )
    )
    if areas or not reader.sees_every_record:
        statement = statement.where(Issue.sub_district_code.in_(areas))
    count = session.execute(statement).scalar_one()
    return count if count >= SMALLEST_COUNT else None


FACETS = ("sub_district", "village", "kind", "category", "severity", "state", "unit", "source")
"""The filters whose choices show a count; stages overlap and are counted apart."""


def facet_counts(session: Session, reader: Reader, scope: Scope) -> dict[str, dict[str, int]]:
    """For each filter and each of its codes: how many issues choosing it alone would leave.

    The other filters hold. `severity` has "none" for what nobody assessed, and `state`
    has "open" and "closed" beside the states.
    """
    query = IssueQuery(session, reader, scope)
    columns: dict[str, Any] = {
        "sub_district": Issue.sub_district_code,
        "village": Issue.village_code,
        "kind": Issue.kind,
        "category": Issue.category,
        "severity": query.standing.c.severity,
        "state": query.standing.c.state,
        "unit": query.standing.c.unit,
        "source": SOURCE,
    }
    found: dict[str, dict[str, int]] = {}
    for name, column in columns.items():
        statement = query.select(column, func.count(), skip=name).group_by(column)
        if name == "village":
            statement = statement.where(query.village_shown())
        rows = session.execute(statement).all()
        found[name] = {_facet_code(name, code): count for code, count in rows if _keeps(name, code)}
    found["state"] |= _open_and_closed(session, query)
    found["stage"] = _stage_counts(session, query)
    return found


def _keeps(name: str, code: Any) -> bool:
    return code is not None or name == "severity"


def _facet_code(name: str, code: Any) -> str:
    return "none" if name == "severity" and code is None else str(code)


def _open_and_closed(session: Session, query: IssueQuery) -> dict[str, int]:
    standing = query.standing.c
    rows = session.execute(
        query.select(standing.is_open, func.count(), skip="state")
        .where(Issue.kind != Kind.APPRECIATION)
        .group_by(standing.is_open)
    )
    return {"open" if is_open else "closed": count for is_open, count in rows}


def _stage_counts(session: Session, query: IssueQuery) -> dict[str, int]:
    days = session.execute(
        query.select(Issue.reported_on, func.count(), skip="stage").group_by(Issue.reported_on)
    ).all()
    calendar = stage_calendar(session)
    return {
        stage.code: sum(count for day, count in days if stage.runs_on(day))
        for stage in calendar.stages
        if stage.dated
    }


def count_table(
    session: Session, reader: Reader, scope: Scope, dimensions: Iterable[str]
) -> list[tuple[Any, ...]]:
    """Counts of the issues in scope by day, category, kecamatan, severity or state.

    Each row holds one code for each dimension (`reported_on` is a date, `severity` the
    stored number or None) and the count, in the order of the dimensions.
    """
    query = IssueQuery(session, reader, scope)
    columns: dict[str, Any] = {
        "reported_on": Issue.reported_on,
        "category": Issue.category,
        "sub_district": Issue.sub_district_code,
        "severity": query.standing.c.severity,
        "state": query.standing.c.state,
    }
    chosen = [columns[name] for name in dimensions]
    statement = query.select(*chosen, func.count()).group_by(*chosen).order_by(*chosen)
    return [tuple(row) for row in session.execute(statement)]
