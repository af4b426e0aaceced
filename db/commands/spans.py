"""Derive the spans of issues from their events; rebuild them, or compare."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from db.prepared import put, put_rows, table_of
from db.queries.facts import CHUNK, issues_by_key
from db.queries.standing import answering_units
from db.tables.derived import IssueSpan
from domain.area import spans
from domain.dataset import Row
from domain.records import IssueFacts, gather_issues
from domain.standing import is_open

_COLUMNS = (
    "issue",
    "valid_from",
    "valid_to",
    "sub_district_code",
    "state",
    "is_open",
    "severity",
    "unit",
)
_SPAN = table_of(IssueSpan)
_OLD_SPANS = delete(_SPAN).where(_SPAN.c.issue.in_(bindparam("keys", expanding=True)))


def refresh_spans(session: Session, keys: Collection[str] | None = None) -> None:
    """Write the spans of the named issues anew, or of every issue."""
    if keys is None:
        session.execute(delete(IssueSpan))
    else:
        ordered = sorted(keys)
        for start in range(0, len(ordered), CHUNK):
            put(session, _OLD_SPANS, {"keys": ordered[start : start + CHUNK]})
    put_rows(session, _SPAN, list(_derived(session, keys)))


def write_spans(session: Session, issues: Iterable[IssueFacts]) -> None:
    """Write anew the spans of issues that are known with all their events."""
    known = list(issues)
    keys = [issue.issue for issue in known]
    for start in range(0, len(keys), CHUNK):
        put(session, _OLD_SPANS, {"keys": keys[start : start + CHUNK]})
    answers = answering_units(session)
    rows = [row for issue in known for row in _rows(issue, answers.of(issue.sub_district))]
    put_rows(session, _SPAN, rows)


def write_first_spans(
    session: Session, rows: Collection[Row], events: Collection[Mapping[str, Any]] = ()
) -> None:
    """Write the spans of issues that were just inserted, and of what happened to them.

    Nothing is read back. Without events the span depends on few columns: it is worked out
    once for those that are alike in them, as `refresh_spans` would.
    """
    answers = answering_units(session)
    alike: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    found: list[dict[str, Any]] = []
    moved = {row["issue"] for row in events}
    for issue in gather_issues([row for row in rows if row["issue"] in moved], events):
        found += _rows(issue, answers.of(issue.sub_district))
    for row in rows:
        if row["voided_on"] is not None or row["issue"] in moved:
            continue
        area = row["sub_district_code"]
        sort = (row["kind"], row["category"], row["severity"], area)
        if sort not in alike:
            [issue] = gather_issues([row], [])
            alike[sort] = list(_rows(issue, answers.of(issue.sub_district)))
        own = {"issue": row["issue"], "valid_from": row["reported_on"]}
        found += [{**span, **own} for span in alike[sort]]
    put_rows(session, _SPAN, found)


def differing_spans(session: Session) -> list[str]:
    """The issues whose stored spans are not what their events say, in key order."""
    derived = {tuple(row[c] for c in _COLUMNS) for row in _derived(session, None)}
    columns = (getattr(IssueSpan, name) for name in _COLUMNS)
    stored = {tuple(row) for row in session.execute(select(*columns))}
    return sorted({row[0] for row in derived ^ stored})


def _derived(session: Session, keys: Collection[str] | None) -> Iterator[dict[str, Any]]:
    answers = answering_units(session)
    for issue in issues_by_key(session, keys):
        yield from _rows(issue, answers.of(issue.sub_district))


def _rows(issue: IssueFacts, answers: str | None) -> Iterator[dict[str, Any]]:
    """The spans of one issue. `answers` owns it until somebody is assigned."""
    for begins, ends, _, standing in spans(issue):
        yield {
            "issue": issue.issue,
            "valid_from": begins,
            "valid_to": ends,
            "sub_district_code": issue.sub_district,
            "state": standing.state.value,
            "is_open": is_open(issue, standing),
            "severity": standing.severity,
            "unit": standing.owner or answers,
        }
