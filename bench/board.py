"""What the queries cost above bare SQL, and how they grow with the ledger."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from bench.districts import made
from bench.measure import Line, Measurement, Result
from bench.rounds import interleaved, medians, slope
from bench.setting import Scale, Setting
from db.engine import reading
from db.queries.board import standing_board, status_board
from db.queries.issues import issue_count, issue_page
from domain.permissions import STATION
from domain.scope import Scope

DAY = date(2024, 11, 24)
PAGE = 50
LARGEST_OF_HISTORY = 20_000
"""Beyond so many issues the board with its past is left out: it takes minutes."""

Ask = Callable[[Session], object]
Statements = list[tuple[str, Any]]


def _page(session: Session) -> object:
    scope = Scope(as_of=DAY, state=("open",))
    return issue_count(session, STATION, scope), issue_page(session, STATION, scope, PAGE, 0)


QUERIES: dict[str, Ask] = {
    "board": lambda session: status_board(session, STATION, DAY),
    "board with its past": lambda session: standing_board(session, STATION, DAY),
    "page of open issues": _page,
}


def run(setting: Setting) -> Result:
    """Every query at every size, beside its own statements put to sqlite3 directly."""
    remarks = []
    contenders: dict[tuple[str, Scale, str], Callable[[], object]] = {}
    for scale in setting.scales:
        setting.say(f"board: making and loading {scale}")
        home = setting.folder / "scales" / f"{scale.issues}x{scale.sub_districts}"
        engine, file, loaded = made(home, scale)
        remarks.append(loaded)
        for name, ask in QUERIES.items():
            if name == "board with its past" and scale.issues > LARGEST_OF_HISTORY:
                continue
            statements = _statements(engine, ask)
            contenders[name, scale, "ours"] = lambda e=engine, a=ask: _ours(e, a)  # type: ignore[misc]
            contenders[name, scale, "bare"] = lambda f=file, s=statements: _bare(f, s)  # type: ignore[misc]
    setting.say("board: rounds")
    taken = medians(interleaved(contenders, max(5, setting.rounds // 3), warm_up=1))
    lines = [
        Line(f"{name}: {scale}", taken[name, scale, "ours"], taken[name, scale, "bare"])
        for name, scale, whose in contenders
        if whose == "ours"
    ]
    return Result(tuple(lines), (*remarks, *_slopes(taken)))


def _statements(engine: Engine, ask: Ask) -> Statements:
    """The statements that a query puts to the database, with their parameters."""
    found: Statements = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        _ours(engine, ask)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def _ours(engine: Engine, ask: Ask) -> None:
    with reading(engine) as session:
        ask(session)


def _bare(file: Path, statements: Statements) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement, parameters in statements:
            connection.execute(statement, parameters).fetchall()


def _slopes(taken: dict[tuple[str, Scale, str], float]) -> list[str]:
    remarks = []
    for name in QUERIES:
        points = {
            whose: [(s.issues, t) for (n, s, w), t in taken.items() if (n, w) == (name, whose)]
            for whose in ("ours", "bare")
        }
        if len({size for size, _ in points["ours"]}) > 1:
            found = {whose: f"{slope(of):.2f}" for whose, of in points.items()}
            remarks.append(f"slope of {name}: ours {found['ours']}, bare {found['bare']}")
    return remarks


MEASUREMENT = Measurement(
    "board",
    f"Queries as of {DAY.isoformat()} on SQLite (slope: growth with issues, 1 is in proportion)",
    "the same statements, put to sqlite3 directly and fetched whole",
    run,
)
