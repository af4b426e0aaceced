"""A copy of the whole database in one file, made while it is in use.

The file is the same for both makes of database (docs/decisions/0009-backup.md): a SQLite
database with our tables, sealed (see `db.sealed`). Accounts, drafts and the trail are in
it; the key of the trail is not. The evidence files stand in a folder beside it.
"""

import os
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from db import sealed
from db.commands.trail import Actor, enter
from db.copying import copy_rows, still, writer
from db.engine import DatabaseError, data_folder, make_engine, reading, writing
from db.evidence_copy import Copied, evidence_beside, known_files, save_evidence
from db.migrate import upgrade
from db.queries.trail import Head, Verdict, verify


@dataclass(frozen=True)
class Written:
    """A backup that stands on the disk: its size, and the head of the trail in it.

    `evidence`: the files saved beside it, and those that were missing or changed.
    """

    path: Path
    size: int
    head: Head
    evidence: Copied


@dataclass(frozen=True)
class Kept:
    """A backup that lies in the folder; `head` is what stands beside it, empty without."""

    path: Path
    size: int
    made_at: datetime
    head: str


def backup_folder() -> Path:
    """Where the screen puts backups: in the data folder of the installation."""
    return data_folder() / "backups"


def kept_backups(folder: Path) -> list[Kept]:
    """The backups in a folder, the latest first; none where there is no folder."""
    found = []
    for path in folder.glob("*.db"):
        seen, beside = path.stat(), head_file(path)
        head = beside.read_text(encoding="ascii").strip() if beside.exists() else ""
        found.append(Kept(path, seen.st_size, datetime.fromtimestamp(seen.st_mtime, UTC), head))
    return sorted(found, key=lambda kept: (kept.made_at, kept.path.name), reverse=True)


def head_file(path: Path) -> Path:
    """Where the head of a backup's trail is written down: beside it."""
    return path.with_name(f"{path.name}.head")


def write_backup(engine: Engine, path: Path, actor: Actor) -> Written:
    """Copy the database into a new file, check the copy, and enter it into the trail.

    Writers are not held up. The file appears whole or not at all; one that exists is
    never overwritten. Raises DatabaseError when it exists, when the copy is not sound or
    when there is no room, and OSError when the folder cannot be written.
    """
    for place in (path, evidence_beside(path)):
        if place.exists():
            raise DatabaseError("backup.exists", str(place))
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.open("xb").close()  # raises OSError where nothing can be written
    try:
        _copy(engine, draft)
        verdict, digests = _checked(draft)
        sealed.seal(draft)
        evidence = save_evidence(digests, evidence_beside(path))
        _write_head(path, verdict.head)
        _place(draft, path)
    except (sqlite3.Error, DBAPIError) as error:
        raise DatabaseError("backup.failed", f"{path}: {_word_of(error)}") from error
    finally:
        draft.unlink(missing_ok=True)
        draft.with_name(f"{draft.name}-journal").unlink(missing_ok=True)
    size = path.stat().st_size
    with writing(engine, ledger=False) as session:
        fields = {
            "head": str(verdict.head),
            "bytes": size,
            "evidence": evidence.files,
            "evidence_lost": len(evidence.lost),
        }
        enter(session, actor, "backup", None, fields)
    return Written(path, size, verdict.head, evidence)


def _word_of(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error)


def _copy(engine: Engine, draft: Path) -> None:
    if engine.dialect.name == "sqlite":
        _copy_pages(Path(str(engine.url.database)), draft)
        return
    copy = make_engine(f"sqlite:///{draft}")
    try:
        upgrade(copy)
        with still(engine).connect() as source, writer(copy).begin() as target:
            copy_rows(source, target)
    finally:
        copy.dispose()
    as_one_file(draft)


def _copy_pages(live: Path, draft: Path) -> None:
    """SQLite's own online copy: one state, whatever is written meanwhile."""
    with closing(sqlite3.connect(live)) as source, closing(sqlite3.connect(draft)) as target:
        source.backup(target)
    as_one_file(draft)


def as_one_file(path: Path) -> None:
    """Fold the write-ahead log into the file, so that the file alone is the database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()


def _checked(draft: Path) -> tuple[Verdict, list[str]]:
    """The verdict over a copy, and the evidence files it names.

    Raises DatabaseError for one that is not sound.
    """
    engine = read_only(draft)
    try:
        if problem := page_problem(draft):
            raise DatabaseError("backup.unsound", problem)
        with reading(engine) as session:
            verdict, digests = verify(session), known_files(session)
    finally:
        engine.dispose()
    if verdict.why is not None:
        raise DatabaseError("backup.broken_chain", str(verdict.first_broken))
    return verdict, digests


def read_only(path: Path) -> Engine:
    """An engine on a file that nobody changes; it leaves no trace beside it."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    return create_engine(
        "sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=NullPool
    )


def page_problem(path: Path) -> str | None:
    """The first thing wrong with the pages or the references of a SQLite file."""
    with closing(sqlite3.connect(path)) as connection:
        for (word,) in connection.execute("PRAGMA integrity_check"):
            if word != "ok":
                return str(word)
        for table, row, *_ in connection.execute("PRAGMA foreign_key_check"):
            return f"{table} {row}"
    return None


def _write_head(path: Path, head: Head) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("x", encoding="ascii") as file:
            file.write(f"{head}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(head_file(path))
    finally:
        draft.unlink(missing_ok=True)


def _place(draft: Path, path: Path) -> None:
    if path.exists():
        raise DatabaseError("backup.exists", str(path))
    draft.rename(path)
    sealed.sync_folder(path.parent)
