"""What every command shares: the database, the language, and how a refusal is said."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import Engine

from db.engine import DatabaseError, database_url, make_engine
from db.migrate import current_revision, head_revision, upgrade
from domain.faults import Fault, Refused
from wording.translator import Language, Translator


def translator() -> Translator:
    """The words of the command line: KONDUSIF_LANGUAGE, by default Indonesian."""
    language: Language = "en" if os.environ.get("KONDUSIF_LANGUAGE") == "en" else "id"
    return Translator(language)


def fault_line(t: Translator, fault: Fault) -> str:
    """One line that says where a fault stands, what was given and what would be right."""
    place = fault.file
    if fault.row is not None:
        place += t("fault.row", row=fault.row)
    if fault.column is not None:
        place += t("fault.column", column=fault.column)
    sentence = t(f"fault.{fault.code}", value=fault.value or "", expected=fault.expected or "")
    return one_line(f"{place}: {sentence}")


def one_line(sentence: str) -> str:
    """The sentence without line breaks of any sort: one line a fault, whatever it quotes."""
    return " ".join(sentence.splitlines())


@contextmanager
def refusals() -> Iterator[None]:
    """Say every refusal on stderr, one line a fault, and leave with exit code 1."""
    t = translator()
    try:
        yield
    except Refused as refused:
        for fault in refused.faults:
            typer.echo(fault_line(t, fault), err=True)
        raise typer.Exit(1) from refused
    except DatabaseError as error:
        typer.echo(one_line(t(error.code, detail=error.detail)), err=True)
        raise typer.Exit(1) from error
    except OSError as error:
        reason = error.strerror or str(error)
        typer.echo(t("fault.os", path=error.filename or "", reason=reason), err=True)
        raise typer.Exit(1) from error


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address; None for another database or one in memory."""
    path = url.removeprefix("sqlite:///")
    return Path(path) if path != url and path else None


def ready_engine() -> Engine:
    """The database, created or migrated if it has to be; raises DatabaseError or OSError."""
    file = sqlite_file(database_url())
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine()
    upgrade(engine)
    return engine


def existing_engine() -> Engine:
    """The database as it is; raises DatabaseError when there is none, or of another version."""
    url = database_url()
    file = sqlite_file(url)
    if file is not None and not file.exists():
        raise DatabaseError("database.missing", str(file))
    engine = make_engine(url)
    revision = current_revision(engine)
    if revision is None:
        raise DatabaseError("database.missing", str(file or engine.url))
    if revision != head_revision():
        upgrade(engine)
    return engine


def print_json(value: Any) -> None:
    """Machine output, to stdout alone."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n")


def refuse_unwritable(file: Path) -> None:
    """Say before any work is done that a file cannot be written, not after.

    Raises Refused for a folder that is not there or stands in the place of the file, and
    for a file or folder that may not be written to.
    """
    if not file.parent.is_dir():
        raise Refused([Fault("no_folder", str(file.parent))])
    if file.is_dir():
        raise Refused([Fault("is_folder", str(file))])
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        raise Refused([Fault("not_writable", str(file))])


def parse_day(value: str) -> date:
    """A day of the command line; a wrong one is a usage error."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter("YYYY-MM-DD") from None
