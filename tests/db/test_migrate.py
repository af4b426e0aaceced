"""Migrations: from nothing to the tables of the code; what is not ours stays untouched."""

import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from db.check import check_database
from db.engine import Act, DatabaseError, make_engine, reading
from db.migrate import alembic_config, current_revision, head_revision, upgrade
from db.queries.dataset import dataset_rows
from db.queries.installation import ledger_version, mark_of
from ingest.dataset import load_folder
from models import Base
from tests.databases import SHIPPED
from tests.folders import add, copied


def differences(engine: Engine) -> list[object]:
    """What separates the tables of a database from those of the code."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def test_an_empty_database_gets_the_tables_of_the_code(empty_engine: Engine):
    assert current_revision(empty_engine) is None
    upgrade(empty_engine)
    assert current_revision(empty_engine) == head_revision()
    assert differences(empty_engine) == []
    with reading(empty_engine) as session:
        assert (ledger_version(session), mark_of(session)) == (0, None)
        assert not any(dataset_rows(session).values())
    assert check_database(empty_engine) == []


def test_what_was_merged_into_an_issue_is_found_without_reading_every_event(
    sqlite_shipped: Engine,
):
    merges = (
        "SELECT DISTINCT issue FROM issue_event"
        """ WHERE "into" = 'x' AND event = 'merged' AND voided_on IS NULL"""
    )
    with reading(sqlite_shipped) as session:
        plan = str(session.execute(text(f"EXPLAIN QUERY PLAN {merges}")).all())
    assert "USING INDEX ix_issue_event_into" in plan


def test_keys_sort_alike_on_both_databases(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    for code in ("é", "a", "Z-1", "B"):
        add(folder, "districts", code=code, name="x")
    load_folder(engine, folder)
    with reading(engine) as session:
        found = [row["code"] for row in dataset_rows(session)["districts"]]
    assert found == ["17.01", "B", "Z-1", "a", "é"]


def test_migrating_again_does_nothing(engine: Engine):
    upgrade(engine)
    assert current_revision(engine) == head_revision()


def test_the_migrations_are_one_line_from_the_first_to_the_last():
    scripts = ScriptDirectory.from_config(alembic_config())
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


FIRST_ROWS = (
    "INSERT INTO district (code, name) VALUES ('17.01', 'Bengkulu Selatan')",
    "INSERT INTO sub_district (code, name, district_code) VALUES ('17.01.01', 'Kedurang', '17.01')",
    "INSERT INTO meeting (meeting, held_on, programme) VALUES ('M-1', '2024-09-05', 'sambang')",
    "INSERT INTO issue (issue, reported_on, sub_district_code, kind, category, text)"
    " VALUES ('I-1', '2024-09-05', '17.01.01', 'request', 'patrol', 'lampu jalan')",
    "INSERT INTO issue_event (issue, sequence, occurred_on, event)"
    " VALUES ('I-1', 1, '2024-09-06', 'triaged')",
    "INSERT INTO issue_span (issue, valid_from, valid_to, state, is_open)"
    " VALUES ('I-1', '2024-09-05', '9999-12-31', 'triaged', true)",
)
TABLES = ("district", "sub_district", "meeting", "issue", "issue_event", "issue_span")


def test_every_migration_keeps_the_records_that_are_there(empty_engine: Engine):
    """Step by step from the first tables on, with a row in each of them."""
    scripts = ScriptDirectory.from_config(alembic_config())
    steps = [script.revision for script in reversed(list(scripts.walk_revisions()))]

    def rows() -> list[dict[str, object]]:
        with empty_engine.connect() as connection:
            return [
                dict(row)
                for table in TABLES
                for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()
            ]

    before: list[dict[str, object]] = []
    for revision in steps:
        acting = empty_engine.execution_options(kondusif_writes=True, kondusif_act=Act())
        with acting.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            if revision == steps[0]:
                for statement in FIRST_ROWS:
                    connection.execute(text(statement))
        before = before or rows()
        after = rows()
        assert [{c: row[c] for c in old} for old, row in zip(before, after, strict=True)] == before
    assert len(before) == len(TABLES)
    assert current_revision(empty_engine) == head_revision()


# Refused, untouched


def refusal(engine: Engine) -> DatabaseError:
    with pytest.raises(DatabaseError) as refused:
        upgrade(engine)
    engine.dispose()
    return refused.value


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(engine: Engine):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    tables = inspect(engine).get_table_names()
    error = refusal(engine)
    assert (error.code, error.detail) == ("database.newer", "9999")
    assert inspect(engine).get_table_names() == tables
    assert current_revision(engine) == "9999"


def test_a_database_of_another_program_is_refused_and_left_as_it_is(empty_engine: Engine):
    with empty_engine.begin() as connection:
        connection.execute(text("CREATE TABLE recipe (name TEXT)"))
        connection.execute(text("INSERT INTO recipe VALUES ('rendang')"))
    error = refusal(empty_engine)
    assert (error.code, error.detail) == ("database.foreign", "recipe")
    assert inspect(empty_engine).get_table_names() == ["recipe"]


def sqlite_of(path: Path) -> Engine:
    return make_engine(f"sqlite:///{path}")


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"\x00" * 8192])
def test_a_file_that_is_no_database_is_refused_byte_for_byte_untouched(tmp_path: Path, content):
    path = tmp_path / "kondusif.db"
    path.write_bytes(content)
    assert refusal(sqlite_of(path)).code == "database.damaged"
    assert path.read_bytes() == content
    assert [p.name for p in tmp_path.glob("kondusif.db*")] == ["kondusif.db"]


def test_a_file_of_another_program_is_refused_and_keeps_its_rows(tmp_path: Path):
    path = tmp_path / "recipes.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipe (name TEXT)")
        connection.execute("INSERT INTO recipe VALUES ('rendang')")
    connection.close()
    before = path.read_bytes()
    assert refusal(sqlite_of(path)).code == "database.foreign"
    assert path.read_bytes() == before


def shipped_file(path: Path) -> bytes:
    engine = sqlite_of(path)
    upgrade(engine)
    load_folder(engine, SHIPPED)
    with engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path.read_bytes()


@pytest.mark.parametrize("kept", [50, 2_000, 10_000])
def test_a_file_cut_short_is_refused_byte_for_byte_untouched(tmp_path: Path, kept):
    path = tmp_path / "kondusif.db"
    whole = shipped_file(path)
    assert len(whole) > 100_000
    path.write_bytes(whole[:kept])
    assert refusal(sqlite_of(path)).code == "database.damaged"
    assert path.read_bytes() == whole[:kept]


def test_a_file_of_a_newer_version_is_refused_byte_for_byte_untouched(tmp_path: Path):
    path = tmp_path / "kondusif.db"
    shipped_file(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = path.read_bytes()
    assert refusal(sqlite_of(path)).code == "database.newer"
    assert path.read_bytes() == before


def test_a_page_damaged_in_the_middle_is_found_by_the_check(tmp_path: Path):
    path = tmp_path / "kondusif.db"
    whole = bytearray(shipped_file(path))
    middle = len(whole) // 2 // 4096 * 4096
    whole[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(whole)
    engine = sqlite_of(path)
    assert "check.damaged" in {problem.code for problem in check_database(engine)}
    engine.dispose()


def test_a_database_of_ours_lets_readers_and_a_writer_work_at_once(sqlite_engine: Engine):
    with sqlite_engine.connect() as connection:
        mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar_one()
    assert mode == "wal"


def test_a_database_that_cannot_be_reached_says_so(tmp_path: Path):
    assert refusal(sqlite_of(tmp_path / "nowhere" / "kondusif.db")).code == "database.unreachable"
