"""The integrity of a database: its pages, its references, its derived tables."""

from dataclasses import dataclass

from sqlalchemy import Engine, text

from db.commands.spans import differing_spans, refresh_spans
from db.engine import reading, writing


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be; `code` names the sentence in `locale/`."""

    code: str
    detail: str


def check_database(engine: Engine) -> list[Problem]:
    """Everything found wrong; PostgreSQL looks after pages and references itself."""
    problems: list[Problem] = []
    with reading(engine) as session:
        if engine.dialect.name == "sqlite":
            words = session.execute(text("PRAGMA integrity_check")).scalars().all()
            problems += [Problem("check.damaged", word) for word in words if word != "ok"]
            broken = session.execute(text("PRAGMA foreign_key_check")).all()
            problems += [Problem("check.reference", f"{row[0]} {row[1]}") for row in broken]
        problems += [Problem("check.span", issue) for issue in differing_spans(session)]
    return problems


def rebuild_derived(engine: Engine) -> None:
    """Derive the spans of all issues anew from their events."""
    with writing(engine) as session:
        refresh_spans(session)
