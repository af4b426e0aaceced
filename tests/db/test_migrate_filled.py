"""Migrations of a database that is in use: records, accounts, trail, held texts, drafts."""

from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, delete, insert, inspect, select

from db.backup import write_backup
from db.check import check_database
from db.commands import accounts
from db.commands.deny_list import add_denied_word
from db.commands.drafts import keep_draft
from db.commands.evidence import keep_evidence
from db.commands.record import record_meeting
from db.commands.trail import Actor
from db.copying import move_sequences, writer
from db.engine import reading, writing
from db.migrate import alembic_config, current_revision, head_revision, upgrade
from db.queries.trail import verify
from db.restore import restore_backup
from domain.forms import InputForm, MeetingForm
from domain.vocabulary import EventKind, Role
from models import Base
from tests.conftest import Fresh, opened
from tests.db.test_evidence import jpeg
from tests.db.test_migrate import differences
from tests.station import HEAD, NOON, RECORDER, TODAY, A, claimed, move

IN_USE_SINCE = "0004_trail"
"""The first tables that held records of a station."""

FILLED = {
    *("account", "audit_entry", "audit_head", "denied_word", "draft", "evidence_file"),
    *("form_receipt", "held_text", "issue", "issue_event", "issue_span", "meeting"),
}
"""The tables that the filled station must hold rows in, or the test would say nothing."""

Columns = dict[str, list[str]]
Rows = dict[str, list[dict[str, object]]]


def earlier_revisions() -> list[str]:
    """Every revision that a database in use may stand at, without the head."""
    found: list[str] = []
    for script in ScriptDirectory.from_config(alembic_config()).walk_revisions():
        found.append(script.revision)
        if script.revision == IN_USE_SINCE:
            break
    return found[1:]


def fill(engine: Engine) -> str:
    """A meeting with an input that is held back, a claim, and what else a station keeps.

    Gives the ticket of the claim.
    """
    with writing(engine, ledger=False) as session:
        accounts.add_account(session, "siti", "polsek-a", [Role.RECORDER], "hash", NOON)
        keep_draft(session, RECORDER.at(), "meeting", "half", {"venue": ["Balai"]})
        add_denied_word(session, Actor.station(NOON), "macan kumbang")
    said = InputForm("complaint", "patrol", "Sdr. Budi mengancam", A)
    form = MeetingForm("sambang", TODAY, (A,), venue="Balai", inputs="itemised", items=(said,))
    with writing(engine) as session:
        record_meeting(session, RECORDER.at(), form, "meeting")
        keep_evidence(session, HEAD.at(), jpeg())
    return claimed(engine)


def columns_of(engine: Engine) -> Columns:
    """The columns of every table that a database has, without those of the migrations."""
    tables = inspect(engine)
    return {
        table.name: [column["name"] for column in tables.get_columns(table.name)]
        for table in Base.metadata.sorted_tables
        if tables.has_table(table.name)
    }


def rows_of(engine: Engine, columns: Columns) -> Rows:
    """Every row of some tables, of these columns."""
    found: Rows = {}
    with engine.connect() as connection:
        for name, names in columns.items():
            table = Base.metadata.tables[name]
            rows = connection.execute(select(*(table.c[column] for column in names)))
            found[name] = sorted((dict(row) for row in rows.mappings()), key=repr)
    return found


def in_use_at(engine: Engine, revision: str, source: Engine) -> Columns:
    """Bring an empty database to an earlier revision with the rows of another.

    Gives the columns that there were.
    """
    with writer(engine).begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    columns = columns_of(engine)
    with writer(engine).begin() as connection:
        for name, rows in rows_of(source, columns).items():
            if rows:
                connection.execute(delete(Base.metadata.tables[name]))  # the head of no trail
                connection.execute(insert(Base.metadata.tables[name]), rows)
    return columns


@pytest.mark.parametrize("revision", earlier_revisions())
def test_a_database_in_use_keeps_every_row_and_its_chain_and_goes_on(
    fresh: Fresh, sqlite_station: Engine, tmp_path: Path, revision: str
) -> None:
    ticket = fill(sqlite_station)
    with opened(fresh, "empty") as engine, opened(fresh, "migrated") as other:
        columns = in_use_at(engine, revision, sqlite_station)
        given = rows_of(sqlite_station, columns)
        assert {name for name, rows in given.items() if rows} >= FILLED

        upgrade(engine)

        assert rows_of(engine, columns) == given
        assert (current_revision(engine), differences(engine)) == (head_revision(), [])
        assert check_database(engine) == []
        if engine.dialect.name == "postgresql":  # the rows were put in with their numbers
            with writer(engine).begin() as connection:
                move_sequences(connection)
        move(engine, RECORDER, ticket, EventKind.VERIFIED, by_group="residents")
        with reading(engine) as session:
            assert verify(session).entries == len(given["audit_entry"]) + 1

        backup = write_backup(engine, tmp_path / "kondusif.backup", RECORDER.at()).path
        restore_backup(other, backup, HEAD.at())
        assert check_database(other) == []
        [was, now] = [rows_of(one, {"issue_event": ["issue", "event"]}) for one in (engine, other)]
        assert was == now
