"""Backup and restore: whole while in use, and before or after, never between."""

import os
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, select, text

from access import tokens
from db import restore as restoring
from db import sealed
from db.backup import head_file, write_backup
from db.commands import accounts as commands
from db.commands.trail import Actor, enter
from db.copying import tables
from db.engine import DatabaseError, make_engine, reading, writing
from db.migrate import alembic_config, head_revision
from db.queries import accounts as queries
from db.queries import trail
from db.queries.installation import ledger_version
from db.queries.trail import Head, verify
from db.restore import restore_backup
from db.trail_key import trail_key
from domain.station import station_zone
from domain.vocabulary import Role
from models import StatusRaise
from tests.conftest import Fresh, opened

NOON = datetime(2024, 9, 5, 12, tzinfo=station_zone())
STATION = Actor.station(NOON)
CHANGED_BY_RESTORE = {"audit_entry", "audit_head", "installation", "login_session", "one_time_code"}


def content(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with reading(engine) as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in tables()
        }


def lasting(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables that a restore leaves as they were in the backup."""
    return {name: rows for name, rows in content(engine).items() if name not in CHANGED_BY_RESTORE}


def peopled(engine: Engine) -> str:
    """An account with a live session; gives the session's token."""
    with writing(engine, ledger=False) as session:
        account = commands.add_account(session, "siti", None, [Role.ANALYST], "hash", NOON)
        return commands.begin_session(session, account, NOON)


def backed_up(engine: Engine, folder: Path) -> Path:
    return write_backup(engine, folder / "kondusif.backup", STATION).path


def altered(engine: Engine) -> None:
    """Something that a restore takes back."""
    with writing(engine) as session:
        session.execute(text("UPDATE issue SET severity = 4"))
        enter(session, STATION, "plant", None)


@contextmanager
def put_back(fresh: Fresh, source: Path, kind: str = "migrated") -> Iterator[Engine]:
    with opened(fresh, kind) as engine:
        restore_backup(engine, source, STATION)
        yield engine


# Backup


def test_a_backup_holds_every_row_and_is_a_plain_sqlite_file(shipped: Engine, tmp_path: Path):
    peopled(shipped)
    before = content(shipped)
    written = write_backup(shipped, tmp_path / "a.backup", STATION)

    copy = make_engine(f"sqlite:///{written.path}")
    assert content(copy) == before
    copy.dispose()
    assert before["account"]
    assert before["audit_entry"]


def test_a_backup_gives_the_head_of_its_trail_and_writes_it_beside(shipped: Engine, tmp_path: Path):
    with reading(shipped) as session:
        head = trail.head(session)
    written = write_backup(shipped, tmp_path / "a.backup", STATION)

    assert written.head == head
    assert Head.parse(head_file(written.path).read_text()) == head
    with reading(shipped) as session:
        row = trail.trail_page(session, trail.STATION).rows[0]
        assert verify(session, head).why is None
    fields = {"head": str(head), "bytes": written.size, "evidence": 0, "evidence_lost": 0}
    assert (row.action, row.fields) == ("backup", fields)
    assert {path.name for path in tmp_path.iterdir()} == {"a.backup", "a.backup.head", "home"}


def test_the_key_of_the_trail_is_not_in_a_backup(shipped: Engine, tmp_path: Path):
    path = backed_up(shipped, tmp_path)
    key = Path(os.environ["KONDUSIF_AUDIT_KEY"]).read_text().strip()

    held = path.read_bytes()
    assert key.encode() not in held
    assert bytes.fromhex(key) not in held


def test_a_backup_under_writes_is_one_state_with_all_that_was_saved_before(
    shipped: Engine, tmp_path: Path
):
    saved: list[str] = []
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            subject = f"KDR-240905-{len(saved):04}"
            with writing(shipped) as session:
                enter(session, STATION, "plant", subject)
            saved.append(subject)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(saved) < 5:
            stop.wait(0.01)
        before = list(saved)
        path = backed_up(shipped, tmp_path)
    finally:
        stop.set()
        writer.join()
    copy = make_engine(f"sqlite:///{path}")
    with reading(copy) as session:
        verdict = verify(session)
        kept = session.scalars(text("SELECT subject FROM audit_entry WHERE action = 'plant'")).all()
        version = ledger_version(session)
    copy.dispose()

    assert verdict.why is None
    assert set(kept) >= set(before)
    assert list(kept) == saved[: len(kept)]
    assert version == 1 + len(kept)  # raised by the load, and in the transaction of each entry


def test_an_existing_file_is_never_overwritten(sqlite_shipped: Engine, tmp_path: Path):
    path = tmp_path / "a.backup"
    path.write_text("an older backup")
    with pytest.raises(DatabaseError) as caught:
        write_backup(sqlite_shipped, path, STATION)
    assert caught.value.code == "backup.exists"
    live = Path(str(sqlite_shipped.url.database))
    with pytest.raises(DatabaseError, match="exists"):
        write_backup(sqlite_shipped, live, STATION)

    assert path.read_text() == "an older backup"


def test_a_folder_that_is_not_there_is_named_and_no_entry_made(
    sqlite_shipped: Engine, tmp_path: Path
):
    with pytest.raises(FileNotFoundError):
        write_backup(sqlite_shipped, tmp_path / "no" / "a.backup", STATION)
    with reading(sqlite_shipped) as session:
        assert trail.head(session).seq == 1


@pytest.mark.parametrize("step", ["_copy", "_checked", "_write_head", "_place"])
def test_a_backup_that_fails_on_the_way_leaves_no_file(
    sqlite_shipped: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    def full(*_args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(f"db.backup.{step}", full)
    with pytest.raises(DatabaseError, match=r"backup\.failed.*full"):
        write_backup(sqlite_shipped, tmp_path / "a.backup", STATION)

    left = {path.name for path in tmp_path.iterdir()} - {"home", "a.backup.head"}
    assert left == set()


def test_a_database_whose_chain_is_broken_is_not_backed_up(sqlite_shipped: Engine, tmp_path: Path):
    with sqlite_shipped.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.execute(text("UPDATE audit_entry SET payload = '{}'"))
    with pytest.raises(DatabaseError) as caught:
        backed_up(sqlite_shipped, tmp_path)

    assert (caught.value.code, caught.value.detail) == ("backup.broken_chain", "1")
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


# Restore


def test_a_restore_gives_the_rows_of_the_backup_again(shipped: Engine, tmp_path: Path):
    peopled(shipped)
    path = backed_up(shipped, tmp_path)
    before = lasting(shipped)
    altered(shipped)
    assert lasting(shipped) != before

    restore_backup(shipped, path, STATION)

    assert lasting(shipped) == before
    with reading(shipped) as session:
        assert verify(session).why is None


def test_a_backup_of_either_database_goes_into_either(
    sqlite_databases, postgresql_databases, tmp_path: Path
):
    makes = (sqlite_databases, postgresql_databases)
    for number, source in enumerate(makes):
        with opened(source.fresh, "shipped") as engine:
            peopled(engine)
            path = write_backup(engine, tmp_path / f"{number}.backup", STATION).path
            before = lasting(engine)
        for target in makes:
            with put_back(target.fresh, path) as engine:
                assert lasting(engine) == before


def test_a_restored_database_goes_on_numbering_where_it_was(shipped: Engine, tmp_path: Path):
    peopled(shipped)
    path = backed_up(shipped, tmp_path)
    restore_backup(shipped, path, STATION)

    with writing(shipped, ledger=False) as session:
        second = commands.add_account(session, "budi", None, [Role.ANALYST], "hash", NOON)
        session.add(
            StatusRaise(
                sub_district_code="17.01.01", raised_on=NOON.date(), level="high", reason="x"
            )
        )
    assert second == 2


def test_a_restore_is_an_entry_behind_the_chain_of_the_backup(shipped: Engine, tmp_path: Path):
    written = write_backup(shipped, tmp_path / "a.backup", STATION)
    altered(shipped)
    restored = restore_backup(shipped, written.path, STATION)

    with reading(shipped) as session:
        assert verify(session, written.head).head == restored.head
        row = trail.trail_page(session, trail.STATION).rows[0]
    assert (row.seq, row.action) == (written.head.seq + 1, "restore")
    assert row.fields == {"file": "a.backup", "head": str(written.head)}


def test_every_session_and_one_time_code_ends_with_a_restore(shipped: Engine, tmp_path: Path):
    token = peopled(shipped)
    with writing(shipped, ledger=False) as session:
        code = commands.issue_reset_code(session, "siti", NOON)
    token = peopled_again(shipped)
    path = backed_up(shipped, tmp_path)
    restore_backup(shipped, path, STATION)

    with reading(shipped) as session:
        assert queries.reader_of(session, tokens.digest(token), NOON) is None
        found = queries.open_code(session, tokens.digest(code), commands.RESET, NOON)
        assert found is None


def peopled_again(engine: Engine) -> str:
    """A further session of the account that is there."""
    with writing(engine, ledger=False) as session:
        found = queries.account_by_name(session, "siti")
        assert found is not None
        return commands.begin_session(session, found.id, NOON)


def test_no_cache_takes_the_old_rows_for_the_restored_ones(shipped: Engine, tmp_path: Path):
    path = backed_up(shipped, tmp_path)
    for _ in range(3):
        altered(shipped)
    with reading(shipped) as session:
        before = ledger_version(session)
    restore_backup(shipped, path, STATION)

    with reading(shipped) as session:
        assert ledger_version(session) == before + 1


def test_the_old_file_is_kept_and_can_be_put_back_itself(sqlite_shipped: Engine, tmp_path: Path):
    path = backed_up(sqlite_shipped, tmp_path)
    altered(sqlite_shipped)
    before = lasting(sqlite_shipped)
    kept = restore_backup(sqlite_shipped, path, STATION).kept

    assert kept is not None
    assert kept.name.endswith(".db.before-restore-20240905-120000")
    later = Actor.station(NOON.replace(hour=13))
    restore_backup(sqlite_shipped, kept, later)
    assert lasting(sqlite_shipped) == before


def test_two_restores_of_one_second_each_keep_what_was_before(
    sqlite_shipped: Engine, tmp_path: Path
):
    path = backed_up(sqlite_shipped, tmp_path)
    altered(sqlite_shipped)
    before = lasting(sqlite_shipped)
    first, second, third = (restore_backup(sqlite_shipped, path, STATION).kept for _ in range(3))

    assert first is not None
    assert second is not None
    assert third is not None
    assert second.name == f"{first.name}-2"
    assert third.name == f"{first.name}-3"
    restore_backup(sqlite_shipped, first, STATION)
    assert lasting(sqlite_shipped) == before


def test_a_lost_or_damaged_database_is_put_back_too(sqlite_shipped: Engine, tmp_path: Path):
    path = backed_up(sqlite_shipped, tmp_path)
    before = lasting(sqlite_shipped)
    live = Path(str(sqlite_shipped.url.database))
    sqlite_shipped.dispose()
    live.write_bytes(b"no database any more" * 500)
    kept = restore_backup(sqlite_shipped, path, STATION).kept
    assert lasting(sqlite_shipped) == before
    assert kept is not None
    assert kept.read_bytes().startswith(b"no database")

    sqlite_shipped.dispose()
    live.unlink()
    assert restore_backup(sqlite_shipped, path, STATION).kept is None
    assert lasting(sqlite_shipped) == before


def test_a_file_that_a_process_has_open_is_not_replaced(sqlite_shipped: Engine, tmp_path: Path):
    path = backed_up(sqlite_shipped, tmp_path)
    altered(sqlite_shipped)
    before = content(sqlite_shipped)
    live = str(sqlite_shipped.url.database)
    with closing(sqlite3.connect(live)) as other:
        other.execute("SELECT count(*) FROM issue").fetchone()
        with pytest.raises(DatabaseError) as caught:
            restore_backup(sqlite_shipped, path, STATION)
    assert caught.value.code == "restore.in_use"

    assert content(sqlite_shipped) == before
    restore_backup(sqlite_shipped, path, STATION)
    assert content(sqlite_shipped) != before


# What is refused, the live data untouched


def refused(engine: Engine, source: Path) -> str:
    """The code of the refusal of a file; nothing may have changed."""
    before = content(engine)
    with pytest.raises(DatabaseError) as caught:
        restore_backup(engine, source, STATION)
    assert str(source) in caught.value.detail
    assert content(engine) == before
    if engine.dialect.name == "sqlite":
        folder = Path(str(engine.url.database)).parent
        assert [path for path in folder.iterdir() if path.name.startswith(".")] == []
    return caught.value.code


def test_a_byte_changed_anywhere_is_found(sqlite_shipped: Engine, tmp_path: Path):
    path = backed_up(sqlite_shipped, tmp_path)
    whole = path.read_bytes()
    places = [0, 20, 99, len(whole) - 1, len(whole) - 50, len(whole) - 89]
    places += random.Random(7).sample(range(len(whole)), 44)
    for place in places:
        damaged = tmp_path / "damaged"
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert refused(sqlite_shipped, damaged) == "restore.damaged", place


def test_a_file_cut_short_is_found(sqlite_shipped: Engine, tmp_path: Path):
    path = backed_up(sqlite_shipped, tmp_path)
    whole = path.read_bytes()
    pages = [4096, 8192, 100 * 4096, (len(whole) // 4096 - 1) * 4096]
    for length in [1, 99, 512, 5000, len(whole) - 1, *pages]:
        cut = tmp_path / "cut"
        cut.write_bytes(whole[:length])
        assert refused(sqlite_shipped, cut) == "restore.damaged", length


def broken_page(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:8192] + b"\xff" * 4096 + data[12288:])


def another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
        connection.commit()


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999_later'")
        connection.commit()


def tampered(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER audit_entry_no_update")
        connection.execute("UPDATE audit_entry SET payload = replace(payload, 'station', 'siti')")
        connection.commit()


def broken_reference(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DELETE FROM unit WHERE code = 'satlantas'")
        connection.commit()


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no database": (lambda path: path.write_text("halo " * 1024), "restore.damaged"),
    "nothing": (lambda path: path.write_bytes(b""), "restore.foreign"),
    "a broken page": (broken_page, "restore.damaged"),
    "a broken reference": (broken_reference, "restore.damaged"),
    "another program's": (another_program, "restore.foreign"),
    "a newer version's": (newer, "restore.newer"),
    "a tampered trail": (tampered, "restore.broken_chain"),
    "not there": (lambda path: path.unlink(), "restore.missing"),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_file_that_is_no_sound_backup_is_refused_by_name(
    shipped: Engine, tmp_path: Path, case: str
):
    spoil, code = SPOILT[case]
    path = tmp_path / "spoilt"
    sealed.unsealed_copy(backed_up(shipped, tmp_path), path)
    spoil(path)

    assert refused(shipped, path) == code


def test_a_backup_of_another_station_is_refused_without_its_key(
    shipped: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = backed_up(shipped, tmp_path)
    with reading(shipped) as session:
        end = trail.head(session)
    monkeypatch.setenv("KONDUSIF_AUDIT_KEY", str(tmp_path / "other.key"))
    trail_key()  # another one
    with pytest.raises(DatabaseError) as caught:
        restore_backup(shipped, path, STATION)

    assert caught.value.code == "restore.broken_chain"
    with reading(shipped) as session:
        assert trail.head(session) == end


def test_a_backup_of_an_earlier_version_is_brought_up_to_this_one(fresh: Fresh, tmp_path: Path):
    path = tmp_path / "old.db"
    old = make_engine(f"sqlite:///{path}")
    with old.execution_options(kondusif_writes=True).begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0002_access")
        connection.execute(
            text("INSERT INTO account VALUES (5,'siti',NULL,'hash','id',:at,NULL)"),
            {"at": "2024-09-05 05:00:00.000000"},
        )
    old.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()

    with put_back(fresh, path, "empty") as engine, reading(engine) as session:
        assert session.scalars(text("SELECT name FROM account")).all() == ["siti"]
        versions = session.scalars(text("SELECT version_num FROM alembic_version")).all()
        assert versions == [head_revision()]
        assert [row.action for row in trail.trail_page(session, trail.STATION).rows] == ["restore"]
        assert verify(session).entries == 1


# Killed on the way


class Killed(BaseException):
    """The process ends here; no handler runs that a kill would not let run."""


STEPS = {
    "checking": (restoring, "page_problem"),
    "completing": (restoring, "_complete_file"),
    "asking who has it open": (restoring, "_refuse_in_use"),
    "keeping the old": (os, "link"),
    "taking its place": (Path, "replace"),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_restore_that_ends_before_the_last_step_changes_nothing(
    sqlite_shipped: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
):
    path = backed_up(sqlite_shipped, tmp_path)
    altered(sqlite_shipped)
    before = content(sqlite_shipped)

    def kill(*_args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], kill)
        with pytest.raises(Killed):
            restore_backup(sqlite_shipped, path, STATION)

    assert content(sqlite_shipped) == before
    restore_backup(sqlite_shipped, path, Actor.station(NOON.replace(hour=13)))
    assert content(sqlite_shipped) != before


def test_a_restore_into_postgresql_that_fails_half_way_changes_nothing(
    postgresql_databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    with opened(postgresql_databases.fresh, "shipped") as engine:
        path = backed_up(engine, tmp_path)
        altered(engine)
        before = content(engine)

        def kill(*_args: object) -> None:
            raise Killed

        monkeypatch.setattr("db.copying.move_sequences", kill)
        with pytest.raises(Killed):
            restore_backup(engine, path, STATION)
        assert content(engine) == before
        with reading(engine) as session:
            assert verify(session).why is None


def test_the_seal_is_of_the_whole_file(tmp_path: Path):
    path, copy = tmp_path / "a", tmp_path / "b"
    path.write_bytes(bytes(1024))
    sealed.seal(path)
    sealed.unsealed_copy(path, copy)
    assert copy.read_bytes() == bytes(1024)
    assert path.stat().st_size == 1024 + 89
    shutil.copyfile(path, tmp_path / "c")
    with (tmp_path / "c").open("r+b") as file:
        file.seek(512)
        file.write(b"x")
    with pytest.raises(sealed.Unsound):
        sealed.unsealed_copy(tmp_path / "c", tmp_path / "d")
