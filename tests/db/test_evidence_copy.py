"""Evidence files in backup, restore and check."""

import shutil
from pathlib import Path

from sqlalchemy import Engine

from db.backup import write_backup
from db.check import Problem, check_database
from db.commands.trail import Actor
from db.evidence import evidence_folder, evidence_path
from db.evidence_copy import Copied, evidence_beside
from db.restore import restore_backup
from tests.conftest import Fresh, opened
from tests.db.test_evidence import jpeg, keep
from tests.station import HEAD, NOON

STATION = Actor.station(NOON)


def two_files(engine: Engine) -> tuple[str, str]:
    return keep(engine, HEAD, jpeg("green")).sha256, keep(engine, HEAD, jpeg("red")).sha256


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_backup_has_its_evidence_beside_it_and_a_restore_puts_it_back(
    station: Engine, fresh: Fresh, tmp_path: Path
) -> None:
    first, second = two_files(station)
    kept = {digest: evidence_path(digest).read_bytes() for digest in (first, second)}

    written = write_backup(station, tmp_path / "a.backup", STATION)

    assert written.evidence == Copied(2, ())
    assert names(evidence_beside(written.path)) == {first, second}
    shutil.rmtree(evidence_folder())
    with opened(fresh, "migrated") as engine:
        assert restore_backup(engine, written.path, STATION).evidence == Copied(2, ())
        assert check_database(engine) == []
    assert {digest: evidence_path(digest).read_bytes() for digest in kept} == kept


def test_what_the_station_still_has_is_left_and_what_nobody_has_is_named(
    sqlite_station: Engine, fresh: Fresh, tmp_path: Path
) -> None:
    first, second = two_files(sqlite_station)
    written = write_backup(sqlite_station, tmp_path / "a.backup", STATION)
    evidence_path(first).write_bytes(b"changed")
    evidence_path(second).unlink()
    (evidence_beside(written.path) / second).write_bytes(b"changed on the way")

    with opened(fresh, "migrated") as engine:
        restored = restore_backup(engine, written.path, STATION)

    assert restored.evidence == Copied(1, (second,))
    assert evidence_path(first).read_bytes() != b"changed"
    assert not evidence_path(second).exists()


def test_a_lost_file_does_not_keep_the_rest_from_being_saved(
    sqlite_station: Engine, tmp_path: Path
) -> None:
    first, second = two_files(sqlite_station)
    evidence_path(first).write_bytes(b"changed")

    written = write_backup(sqlite_station, tmp_path / "a.backup", STATION)

    assert written.evidence == Copied(1, (first,))
    assert names(evidence_beside(written.path)) == {second}


def test_without_evidence_there_is_no_folder_and_nothing_is_left_behind(
    sqlite_station: Engine, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    write_backup(sqlite_station, folder / "a.backup", STATION)
    assert names(folder) == {"a.backup", "a.backup.head"}


def test_check_names_every_file_that_is_missing_or_changed(station: Engine) -> None:
    first, second = two_files(station)
    assert check_database(station) == []
    evidence_path(first).unlink()
    evidence_path(second).write_bytes(b"changed")

    assert set(check_database(station)) == {
        Problem("check.evidence_missing", first),
        Problem("check.evidence_changed", second),
    }
