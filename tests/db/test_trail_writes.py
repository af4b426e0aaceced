"""No row of the field is written without an entry, whichever way somebody tries."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update
from sqlalchemy.orm import Session

from db.commands.trail import Actor, enter
from db.engine import LEDGER_TABLES, UnauditedWriteError, reading, writing
from db.queries.dataset import dataset_rows
from db.queries.trail import verify
from domain.station import station_zone
from models import Base, Issue, Meeting, Unit
from tests.test_architecture import SOURCES, calls, named

NOON = datetime(2024, 9, 5, 12, tzinfo=station_zone())
MEETING = {"meeting": "P-x", "held_on": date(2024, 9, 5), "programme": "sambang"}

Write = Callable[[Session], object]


def _add(session: Session) -> None:
    session.add(Meeting(**MEETING))
    session.flush()


def _change(session: Session) -> None:
    session.scalars(select(Unit).limit(1)).one().name = "x"
    session.flush()


def _remove(session: Session) -> None:
    event = Base.metadata.tables["issue_event"]
    session.execute(delete(event).where(event.c.sequence == 1))


WRITES: dict[str, Write] = {
    "ORM insert": _add,
    "ORM update": _change,
    "ORM bulk insert": lambda s: s.execute(insert(Meeting), [MEETING]),
    "ORM bulk update": lambda s: s.execute(update(Issue).values(severity=1)),
    "Core insert": lambda s: s.execute(insert(Meeting.__table__).values(**MEETING)),
    "Core update": lambda s: s.execute(update(Issue.__table__).values(severity=1)),
    "Core delete": _remove,
    "text insert": lambda s: s.execute(text("INSERT INTO district (code, name) VALUES ('x', 'x')")),
    "text update": lambda s: s.execute(text("update  issue\nset severity = 1")),
    "text delete": lambda s: s.execute(text('DELETE FROM "issue_event"')),
    "with a table before it": lambda s: s.execute(
        text("WITH few AS (SELECT 1) UPDATE issue SET severity = 1")
    ),
    "behind a remark": lambda s: s.execute(text("-- only this\nUPDATE issue SET severity = 1")),
    "behind a longer remark": lambda s: s.execute(text("/* x */ UPDATE issue SET severity = 1")),
    "in the driver's words": lambda s: s.connection().exec_driver_sql(
        "UPDATE issue SET severity = 1"
    ),
}
BY_ONE_DATABASE: dict[str, dict[str, Write]] = {
    "sqlite": {
        "replace": lambda s: s.execute(
            text("REPLACE INTO district (code, name) VALUES ('17.01', 'x')")
        ),
        "insert or replace": lambda s: s.execute(
            text("INSERT OR REPLACE INTO district (code, name) VALUES ('17.01', 'x')")
        ),
        "of a schema": lambda s: s.execute(text("UPDATE main.issue SET severity = 1")),
    },
    "postgresql": {
        "truncate": lambda s: s.execute(text("TRUNCATE issue_event")),
        "truncate of several": lambda s: s.execute(text("TRUNCATE saved_view, status_raise")),
        "of a schema": lambda s: s.execute(text('UPDATE public."issue" SET severity = 1')),
        "of one alone": lambda s: s.execute(text("UPDATE ONLY issue SET severity = 1")),
    },
}


def attempts(engine: Engine) -> Iterator[tuple[str, Write]]:
    yield from WRITES.items()
    yield from BY_ONE_DATABASE[engine.dialect.name].items()


def stored(engine: Engine) -> object:
    with reading(engine) as session:
        return dataset_rows(session), session.scalar(text("SELECT count(*) FROM audit_entry"))


def test_a_write_outside_a_write_transaction_is_refused_and_leaves_nothing(shipped: Engine):
    before = stored(shipped)
    for name, write in attempts(shipped):
        with pytest.raises(UnauditedWriteError), Session(shipped) as session, session.begin():
            write(session)
        assert stored(shipped) == before, name


def test_a_write_without_an_entry_is_refused_at_its_end_and_leaves_nothing(shipped: Engine):
    before = stored(shipped)
    for name, write in attempts(shipped):
        with pytest.raises(UnauditedWriteError), writing(shipped) as session:
            write(session)
        assert stored(shipped) == before, name


def test_the_same_write_with_an_entry_is_kept(shipped: Engine):
    before = stored(shipped)
    with writing(shipped) as session:
        _add(session)
        enter(session, Actor.station(NOON), "plant", "P-x")
    assert stored(shipped) != before
    with reading(shipped) as session:
        assert session.get_one(Meeting, "P-x").programme == "sambang"
        assert verify(session).why is None


def test_an_entry_of_an_act_that_fails_is_gone_with_it(shipped: Engine):
    before = stored(shipped)
    with pytest.raises(ZeroDivisionError), writing(shipped) as session:  # noqa: PT012
        _add(session)
        enter(session, Actor.station(NOON), "plant", "P-x")
        raise ZeroDivisionError
    assert stored(shipped) == before


def test_where_no_entry_can_be_made_nothing_is_kept(shipped: Engine, monkeypatch, tmp_path):
    before = stored(shipped)
    (tmp_path / "folder.key").mkdir()
    monkeypatch.setenv("KONDUSIF_AUDIT_KEY", str(tmp_path / "folder.key"))
    with pytest.raises(OSError, match="directory"), writing(shipped) as session:  # noqa: PT012
        _add(session)
        enter(session, Actor.station(NOON), "plant", "P-x")
    assert stored(shipped) == before


def test_reading_and_locking_rows_of_the_field_is_no_write(shipped: Engine):
    with reading(shipped) as session:
        session.execute(select(Issue).with_for_update(of=Issue))
        session.execute(text("SELECT 'UPDATE it' FROM issue"))


def test_the_tables_of_the_field_are_those_of_models_and_what_is_set():
    fields = {
        table.__tablename__
        for table in Base.__subclasses__()
        if table.__module__ == "models" and table.__tablename__ != "boundary"
    }
    assert fields | {"letterhead", "setting_change"} == LEDGER_TABLES


def test_nobody_goes_to_the_driver_behind_the_guard():
    allowed = {"db/engine.py", "db/migrate.py"}
    behind = [
        f"{named(path)}:{call.lineno} {name}"
        for path in SOURCES
        if named(path) not in allowed
        for call, name, _owner in calls(path)
        if name in {"raw_connection", "cursor"}
    ]
    assert behind == []
