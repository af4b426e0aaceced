"""Put a backup in the place of the database: whole, or not at all.

The backup is copied, checked, migrated and verified before anything is touched. In the
copy every session is ended and the restore is entered into the trail; then, in one step,
it takes the place of what was there.
"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from db import sealed
from db.backup import as_one_file, page_problem
from db.commands.trail import Actor, enter
from db.copying import copy_rows, writer
from db.engine import Act, DatabaseError, make_engine, reading, writing
from db.evidence_copy import Copied, bring_back, evidence_beside, known_files
from db.migrate import current_revision, upgrade
from db.queries.trail import Head, head, verify
from db.tables.access import LoginSession, OneTimeCode
from db.tables.installation import Installation

SIDE_FILES = ("-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Restored:
    """What a restore left: the head of the trail now, and where the old database is kept.

    `kept` is None when there was none, and on PostgreSQL, which keeps no second copy.
    `evidence`: the files put back, and those that neither backup nor station has.
    """

    head: Head
    kept: Path | None
    evidence: Copied


def restore_backup(engine: Engine, source: Path, actor: Actor) -> Restored:
    """Put a backup in the place of the database that the engine leads to.

    Raises DatabaseError, the database untouched, for a file that is damaged, not ours,
    of a newer version or whose trail does not hold under the key of this station, and
    for a SQLite database that a process still has open.
    """
    if not source.is_file():
        raise DatabaseError("restore.missing", str(source))
    if engine.dialect.name == "sqlite":
        live = Path(str(engine.url.database)).resolve()
        engine.dispose()
        live.parent.mkdir(parents=True, exist_ok=True)
        with _prepared(source, live.parent) as copy:
            evidence = _evidence(copy, source)
            end = _complete_file(copy, _version_of(live), source, actor)
            return Restored(end, _swap(copy, live, actor.now), evidence)
    with TemporaryDirectory() as folder, _prepared(source, Path(folder)) as copy:
        evidence = _evidence(copy, source)
        return Restored(_into_postgresql(copy, engine, source, actor), None, evidence)


def _evidence(copy: Path, source: Path) -> Copied:
    """Put the evidence files of a backup back.

    Before the database: under their digests they disturb nothing, should it come no further.
    """
    engine = make_engine(f"sqlite:///{copy}")
    try:
        with reading(engine) as session:
            digests = known_files(session)
    finally:
        engine.dispose()
    return bring_back(digests, evidence_beside(source))


@contextmanager
def _prepared(source: Path, folder: Path) -> Iterator[Path]:
    """A checked copy of a backup, brought to the tables of this version."""
    copy = folder / f".{source.name}.{secrets.token_hex(4)}"
    try:
        _check(source, copy)
        yield copy
    finally:
        for suffix in ("", *SIDE_FILES):
            copy.with_name(f"{copy.name}{suffix}").unlink(missing_ok=True)


def _check(source: Path, copy: Path) -> None:
    try:
        sealed.unsealed_copy(source, copy)
        problem = page_problem(copy)
    except (sealed.Unsound, sqlite3.Error) as error:
        raise DatabaseError("restore.damaged", str(source)) from error
    if problem is not None:
        raise DatabaseError("restore.damaged", f"{source}: {problem}")
    engine = make_engine(f"sqlite:///{copy}")
    try:
        if current_revision(engine) is None:
            raise DatabaseError("restore.foreign", str(source))
        upgrade(engine)
        with reading(engine) as session:
            verdict = verify(session)
    except DatabaseError as error:
        code = error.code.replace("database.", "restore.")
        raise DatabaseError(code, f"{source}: {error.detail}") from error
    except SQLAlchemyError as error:
        raise DatabaseError("restore.damaged", str(source)) from error
    finally:
        engine.dispose()
    if verdict.why is not None:
        raise DatabaseError("restore.broken_chain", f"{source}: {verdict.first_broken}")


def _complete(session: Session, version: int, source: Path, actor: Actor) -> Head:
    """End what must not live on, enter the restore, and give the head of the trail.

    The ledger version rises above that of both databases: no cache takes the old rows for
    the new ones.
    """
    session.execute(
        update(LoginSession).where(LoginSession.revoked_at.is_(None)).values(revoked_at=actor.now)
    )
    session.execute(
        update(OneTimeCode).where(OneTimeCode.used_at.is_(None)).values(used_at=actor.now)
    )
    own = session.scalars(select(Installation.ledger_version)).one()
    session.execute(update(Installation).values(ledger_version=max(own, version) + 1))
    enter(session, actor, "restore", None, {"file": source.name, "head": str(head(session))})
    return head(session)


def _complete_file(copy: Path, version: int, source: Path, actor: Actor) -> Head:
    engine = make_engine(f"sqlite:///{copy}")
    try:
        with writing(engine, ledger=False) as session:
            end = _complete(session, version, source, actor)
    finally:
        engine.dispose()
    as_one_file(copy)
    return end


def _version_of(live: Path) -> int:
    """The ledger version of the database that is replaced; 0 where it cannot be read."""
    if not live.exists():
        return 0
    try:
        with closing(sqlite3.connect(live)) as connection:
            row = connection.execute("SELECT ledger_version FROM installation").fetchone()
    except sqlite3.DatabaseError:
        return 0
    return int(row[0]) if row else 0


def _swap(copy: Path, live: Path, now: datetime) -> Path | None:
    """Put the copy where the database is, which is kept under another name."""
    kept = None
    if live.exists():
        _refuse_in_use(live)
        shutil.copymode(live, copy)
        kept = _free(live.with_name(f"{live.name}.before-restore-{now:%Y%m%d-%H%M%S}"))
        _keep(live, kept)
    for suffix in SIDE_FILES:
        live.with_name(f"{live.name}{suffix}").unlink(missing_ok=True)
    copy.replace(live)
    sealed.sync_folder(live.parent)
    return kept


def _free(name: Path) -> Path:
    """The name, or with a number behind it where another restore of that second took it."""
    numbered = (name.with_name(f"{name.name}-{number}") for number in count(2))
    return next(
        free
        for free in chain([name], numbered)
        if not any(free.with_name(f"{free.name}{suffix}").exists() for suffix in ("", *SIDE_FILES))
    )


def _refuse_in_use(live: Path) -> None:
    """Fold the log of the old database into it; SQLite does so for the only user alone."""
    try:
        with closing(sqlite3.connect(live, timeout=1)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise DatabaseError("restore.in_use", str(live)) from error
    except sqlite3.DatabaseError:
        return  # damaged: nobody works with it, and it is kept as it is


def _keep(live: Path, kept: Path) -> None:
    """Give the old database, and what lies beside it, a second name."""
    for suffix in ("", *SIDE_FILES):
        old = live.with_name(f"{live.name}{suffix}")
        if not old.exists():
            continue
        new = kept.with_name(f"{kept.name}{suffix}")
        try:
            os.link(old, new)
        except FileExistsError:
            raise
        except OSError:  # a file system without second names
            shutil.copyfile(old, new)


def _into_postgresql(copy: Path, engine: Engine, source: Path, actor: Actor) -> Head:
    """Put the rows of the copy in place of those of a PostgreSQL database, in one go."""
    upgrade(engine)
    file = make_engine(f"sqlite:///{copy}")
    try:
        with file.connect() as rows, writer(engine).begin() as target:
            version = target.scalar(select(Installation.ledger_version)) or 0
            copy_rows(rows, target)
            with Session(target, info={"act": Act()}) as session:
                return _complete(session, version, source, actor)
    except DBAPIError as error:
        raise DatabaseError("restore.failed", str(error.orig)) from error
    finally:
        file.dispose()
