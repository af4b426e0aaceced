"""The integrity of a database: pages, references, derived tables, trail, evidence files."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError as SqlDatabaseError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from db.commands.spans import differing_spans, refresh_spans
from db.engine import reading, writing
from db.evidence_copy import evidence_problems
from db.queries.trail import verify


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be; `code` names the sentence in `locale/`."""

    code: str
    detail: str


def check_database(engine: Engine) -> list[Problem]:
    """Everything found wrong; PostgreSQL looks after pages and references itself."""
    problems: list[Problem] = []
    try:
        with reading(engine) as session:
            # One by one, so that what was found before a failure stays found.
            for problem in _problems(session):
                problems.append(problem)
    except SqlDatabaseError as error:
        if engine.dialect.name != "sqlite" or isinstance(error, OperationalError):
            raise
        # So damaged that the check itself cannot read on.
        problems.append(Problem("check.damaged", str(error.orig)))
    return problems


def _problems(session: Session) -> Iterator[Problem]:
    if session.get_bind().dialect.name == "sqlite":
        for word in session.execute(text("PRAGMA integrity_check")).scalars():
            if word != "ok":
                yield Problem("check.damaged", word)
        for row in session.execute(text("PRAGMA foreign_key_check")):
            yield Problem("check.reference", f"{row[0]} {row[1]}")
    for issue in differing_spans(session):
        yield Problem("check.span", issue)
    verdict = verify(session)
    if verdict.why is not None:
        yield Problem("check.chain", str(verdict.first_broken))
    for what, digest in evidence_problems(session):
        yield Problem(f"check.evidence_{what}", digest)


def rebuild_derived(engine: Engine) -> None:
    """Derive the spans of all issues anew from their events."""
    with writing(engine) as session:
        refresh_spans(session)
