"""What it costs to keep a meeting and to move an issue, above the statements alone.

Everything is rehearsed once in a database of its own, where the statements are noted.
Then, on three further copies of the same district, in turns: ours runs the command, bare
puts the noted statements of the same turn to sqlite3, and so does stack, but through
SQLAlchemy's `exec_driver_sql` on an engine like ours. Numbers, keys and MACs come out
alike, since the clock and the keys of the forms are given.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bench.districts import made
from bench.measure import Line, Measurement, Result
from bench.rounds import interleaved, medians
from bench.setting import TRAINING, Setting
from db.commands.moves import last_sequence, move_issue
from db.commands.record import record_meeting
from db.commands.trail import Actor
from db.engine import Act, make_engine, reading, writing
from domain.forms import InputForm, MeetingForm, MoveForm
from domain.permissions import Reader
from domain.station import station_zone
from domain.vocabulary import Category, EventKind, Role
from web.start import freeze

MEETING_LIMIT = 3.0
MOVE_LIMIT = 2.0
INPUTS = 20
WARM_UP = 3

KEDURANG = "17.01.01"
VILLAGES = tuple(f"{KEDURANG}.{number}" for number in (2004, 2005, 2006))
NOON = datetime(2026, 6, 30, 12, tzinfo=station_zone())
DAY = NOON.date()
DUE = DAY + timedelta(days=10)
FIRST = date(2025, 6, 1)
"""The first meeting is held on the day after the last record of the made-up district."""


def _actor(account: int, name: str, unit: str, role: Role) -> Actor:
    return Actor(Reader(name, frozenset({role}), unit, frozenset({KEDURANG})), account, NOON)


RECORDER = _actor(1, "perekam-kedurang", "polsek-kedurang", Role.RECORDER)
HEAD = _actor(2, "kapolsek-kedurang", "polsek-kedurang", Role.SECTOR_HEAD)
CHIEF = _actor(3, "kapolres", "polres-bengkulu-selatan", Role.COMMANDER)

Statements = list[tuple[str, Any, bool]]
"""A statement, its parameters, and whether it is one for many rows."""

MOVES: tuple[tuple[Actor, MoveForm], ...] = (
    (HEAD, MoveForm(EventKind.TRIAGED, DAY, severity=2, threat="threshold", note="Berulang")),
    (
        HEAD,
        MoveForm(EventKind.ASSIGNED, DAY, unit="polsek-kedurang", due_on=DUE, note="Patroli malam"),
    ),
    (HEAD, MoveForm(EventKind.CLAIMED, DAY, note="Sudah dipatroli")),
    (CHIEF, MoveForm(EventKind.VERIFIED, DAY, by_group="residents", note="Dilihat bersama")),
)
"""A life from triage to verification, each move by somebody who may."""


@dataclass(frozen=True)
class Copies:
    """Databases alike: for the rehearsal, our commands, the bare statements, and the stack."""

    rehearsed: Engine
    ours: Engine
    bare: sqlite3.Connection
    stack: Engine


def run(setting: Setting) -> Result:
    """Meetings first, then the moves of the inputs that they brought."""
    setting.say("ledger: making the district")
    with _copies(setting.folder / "ledger") as copies:
        freeze()  # as the server does
        turns = range(setting.rounds + WARM_UP)
        setting.say("ledger: meetings")
        lines = [*_meetings(copies, setting.rounds, turns)]
        for actor, form in MOVES:
            setting.say(f"ledger: {form.event}")
            lines += _moves(copies, setting.rounds, turns, actor, form)
    return Result(tuple(lines))


@contextmanager
def _copies(home: Path) -> Iterator[Copies]:
    engine, file, _ = made(home, TRAINING)
    engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for name in ("ours.db", "bare.db", "stack.db"):
        shutil.copyfile(file, home / name)
    ours, stack = (make_engine(f"sqlite:///{home / name}") for name in ("ours.db", "stack.db"))
    with closing(sqlite3.connect(home / "bare.db", isolation_level=None)) as bare:
        # As ours: whole on the disk when it says so, and references are looked at.
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("PRAGMA foreign_keys=ON")
        yield Copies(engine, ours, bare, stack)
    for each in (engine, ours, stack):
        each.dispose()


def _meetings(copies: Copies, rounds: int, turns: range) -> tuple[Line, Line]:
    """`record_meeting`, beside the INSERTs of its rows in one transaction."""

    def act(engine: Engine, turn: int) -> None:
        form = _meeting(turn)
        with writing(engine) as session:
            record_meeting(session, RECORDER, form, f"meeting-{turn}")

    def inserted(statement: str) -> bool:
        return statement.lstrip().upper().startswith("INSERT")

    taken = _compared(copies, rounds, turns, act, inserted)
    return _beside(f"save a meeting with {INPUTS} inputs", taken, MEETING_LIMIT)


def _moves(
    copies: Copies, rounds: int, turns: range, actor: Actor, form: MoveForm
) -> tuple[Line, Line]:
    """`move_issue`, beside every statement that it sent, selects too, in one transaction."""
    keys = [_ticket(turn) for turn in turns]

    def act(engine: Engine, turn: int) -> None:
        with writing(engine) as session:
            move_issue(
                session,
                actor,
                keys[turn],
                form,
                seen=seen,
                form_key=f"{form.event}-{turn}",
            )

    with reading(copies.ours) as session:
        seen = last_sequence(session, keys[0])
    taken = _compared(copies, rounds, turns, act, lambda _statement: True)
    return _beside(f"move: {form.event}", taken, MOVE_LIMIT)


def _beside(what: str, taken: dict[str, float], limit: float) -> tuple[Line, Line]:
    """Our time by that of the bare statements, and for information by that of the stack."""
    return (
        Line(what, taken["ours"], taken["bare"], limit),
        Line("  through SQLAlchemy's driver", taken["ours"], taken["stack"]),
    )


def _ticket(turn: int) -> str:
    """The first input of the meeting of a turn."""
    return f"KDR-{_held_on(turn):%y%m%d}-01"


def _held_on(turn: int) -> date:
    """A day of its own for each meeting: so many on one day there never are."""
    return FIRST + timedelta(days=turn)


def _meeting(turn: int) -> MeetingForm:
    """A meeting with twenty inputs of every category in turn; a third of them promised."""
    return MeetingForm(
        "jumat-curhat",
        _held_on(turn),
        (KEDURANG,),
        venue=f"Balai Desa {turn}",
        villages=VILLAGES,
        attendance=(("village-head", 3), ("community-leader", None), ("residents", 40)),
        promised=True,
        inputs="itemised",
        items=tuple(_input(number) for number in range(INPUTS)),
    )


def _input(number: int) -> InputForm:
    promised = number % 3 == 1
    return InputForm(
        "complaint",
        CATEGORIES[number % len(CATEGORIES)],
        f"Warga menyampaikan bahwa ronda malam di dusun {number} sudah lama tidak berjalan",
        KEDURANG,
        village=VILLAGES[number % len(VILLAGES)],
        raised_by="residents",
        threat="potential",
        act="Patroli malam bersama warga" if promised else None,
        owner="polsek-kedurang" if promised else None,
        due_on=DUE if promised else None,
    )


CATEGORIES = tuple(
    str(category)
    for category in (Category.PATROL, Category.YOUTH, Category.TRAFFIC, Category.OTHER)
)


def _compared(
    copies: Copies,
    rounds: int,
    turns: range,
    act: Callable[[Engine, int], None],
    counts: Callable[[str], bool],
) -> dict[str, float]:
    """The median seconds of the command and of its statements that count, turn by turn."""
    noted = [_noted(copies.rehearsed, lambda t=turn: act(copies.rehearsed, t)) for turn in turns]  # type: ignore[misc]
    replayed = [[said for said in statements if counts(said[0])] for statements in noted]
    ours, bare, stack = iter(turns), iter(replayed), iter(replayed)
    taken = interleaved(
        {
            "ours": lambda: act(copies.ours, next(ours)),
            "bare": lambda: _replay(copies.bare, next(bare)),
            "stack": lambda: _replay_through(copies.stack, next(stack)),
        },
        rounds,
        warm_up=WARM_UP,
    )
    return medians(taken)


def _noted(engine: Engine, act: Callable[[], None]) -> Statements:
    """The statements of an act with their parameters, without those that begin and end it."""
    found: Statements = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, _x: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            found.append((statement, parameters, many))

    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def _replay(connection: sqlite3.Connection, statements: Statements) -> None:
    """One transaction of statements that were noted; what they find is fetched."""
    connection.execute("BEGIN IMMEDIATE")
    for statement, parameters, many in statements:
        if many:
            connection.executemany(statement, parameters)
        else:
            connection.execute(statement, parameters).fetchall()
    connection.execute("COMMIT")


def _replay_through(engine: Engine, statements: Statements) -> None:
    """As `_replay`, by what a program on SQLAlchemy pays at the least."""
    acting = engine.execution_options(kondusif_writes=True, kondusif_act=Act())
    with acting.begin() as connection:
        for statement, parameters, _many in statements:
            result = connection.exec_driver_sql(statement, parameters)
            if result.returns_rows:
                result.all()


MEASUREMENT = Measurement(
    "ledger",
    "Keeping a meeting and moving an issue, on SQLite",
    "of a meeting the INSERTs of the same rows, of a move all the statements that it sent; "
    "put to sqlite3 directly, in one transaction; below it the same statements through "
    "SQLAlchemy's exec_driver_sql",
    run,
)
