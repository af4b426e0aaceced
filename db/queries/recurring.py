"""What was told before: issues of the sort that are still open, and the same one told twice."""

from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz, utils
from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from db.held import searchable
from db.prepared import put
from db.scoped import visible
from db.tables.derived import IssueSpan
from domain.permissions import Reader
from domain.records import IssueFacts
from domain.vocabulary import Category
from models import Issue

ALIKE = 80
"""From this token set ratio on, two texts may tell of the same thing (100: the same words)."""

WITHIN_DAYS = 30
SHORTEST_TEXT = 12
"""Letters; what is shorter than this is like everything."""


Day = date | BindParameter[date]
Code = str | BindParameter[str]


@dataclass(frozen=True)
class EarlierIssue:
    """An issue that was told before."""

    issue: str
    reported_on: date
    text: str | None


def _open_on(day: Day) -> ColumnElement[bool]:
    return Issue.issue.in_(
        select(IssueSpan.issue).where(
            IssueSpan.is_open, IssueSpan.valid_from <= day, IssueSpan.valid_to > day
        )
    )


def _of_the_sort(category: Code, sub_district: Code, day: Day) -> ColumnElement[bool]:
    """Told by a day, of a category and kecamatan, and open at its end."""
    return and_(
        Issue.category == category,
        Issue.sub_district_code == sub_district,
        Issue.reported_on <= day,
        Issue.voided_on.is_(None),
        _open_on(day),
    )


_EARLIER = (
    select(Issue.issue)
    .where(
        _of_the_sort(bindparam("category"), bindparam("sub_district"), bindparam("day")),
        or_(
            Issue.reported_on < bindparam("reported_on"),
            and_(Issue.reported_on == bindparam("reported_on"), Issue.issue < bindparam("key")),
        ),
    )
    .limit(1)
)


def recurring(
    session: Session, reader: Reader, category: str, sub_district: str, day: date
) -> list[EarlierIssue]:
    """The open issues of a category and kecamatan on a day that the reader may see, oldest first.

    A text that is held back is None.
    """
    rows = session.execute(
        select(Issue.issue, Issue.reported_on, searchable(Issue, "text"))
        .where(visible(Issue, reader), _of_the_sort(category, sub_district, day))
        .order_by(Issue.reported_on, Issue.issue)
    )
    return [EarlierIssue(*row) for row in rows]


def is_recurring(session: Session, issue: IssueFacts, day: date) -> bool:
    """Whether an earlier issue of the same category and kecamatan is still open on a day.

    Whoever asks: the severity of an issue is the same for all. Of one day, the lower key
    is the earlier.
    """
    if issue.sub_district is None:
        return False
    told = {
        "category": issue.category,
        "sub_district": issue.sub_district,
        "day": day,
        "reported_on": issue.reported_on,
        "key": issue.issue,
    }
    return bool(put(session, _EARLIER, told))


def likely_duplicates(
    session: Session, reader: Reader, text: str, sub_district: str, day: date
) -> list[tuple[EarlierIssue, float]]:
    """Issues of a kecamatan and of 30 days about a day whose text is like this one, likest first.

    Only such as the reader may see and whose text is not held back; the score is
    rapidfuzz's token set ratio, which leaves order and repetition of words aside. Nothing
    is merged by it: a person looks at both.
    """
    if len(text.strip()) < SHORTEST_TEXT:
        return []
    span = timedelta(days=WITHIN_DAYS)
    shown = searchable(Issue, "text")
    rows = session.execute(
        select(Issue.issue, Issue.reported_on, shown)
        .where(
            visible(Issue, reader),
            Issue.sub_district_code == sub_district,
            Issue.reported_on.between(day - span, day + span),
            Issue.voided_on.is_(None),
            # These all carry one fixed sentence, which says nothing of what happened.
            Issue.category != Category.ELECTION_VIOLATION,
            shown.is_not(None),
        )
        .order_by(Issue.reported_on, Issue.issue)
    ).all()
    scored = [
        (EarlierIssue(*row), fuzz.token_set_ratio(text, row[2], processor=utils.default_process))
        for row in rows
        if len(row[2]) >= SHORTEST_TEXT
    ]
    alike = [found for found in scored if found[1] >= ALIKE]
    return sorted(alike, key=lambda found: (-found[1], found[0].issue))
