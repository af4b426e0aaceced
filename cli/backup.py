"""Commands that copy the whole database into a file, and put it back."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import existing_engine, refusals, translator
from db.backup import head_file, write_backup
from db.commands.trail import Actor
from db.engine import make_engine
from db.evidence_copy import Copied, evidence_beside
from db.restore import restore_backup
from db.trail_key import key_file
from domain.station import now
from wording.translator import Translator


def backup(file: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy the database into a file, checked, while it is in use."""
    t = translator()
    with refusals():
        engine = existing_engine()
        try:
            written = write_backup(engine, file, Actor.station(now()))
        finally:
            engine.dispose()
        typer.echo(t("backup.written", file=str(written.path), bytes=written.size))
        typer.echo(t("backup.head", head=str(written.head), file=str(head_file(written.path))))
        if saved := written.evidence.files:
            typer.echo(t("backup.evidence", n=saved, folder=str(evidence_beside(file))))
        _say_lost(t, "backup.evidence_lost", written.evidence)
        typer.echo(t("backup.key_apart", key=str(key_file())))


def _say_lost(t: Translator, key: str, evidence: Copied) -> None:
    """Name what is lost on stderr: the rest is done all the same."""
    if evidence.lost:
        typer.echo(t(key, n=len(evidence.lost), names=", ".join(evidence.lost)), err=True)


def restore(file: Annotated[Path, typer.Argument(help="A file made by `backup`.")]) -> None:
    """Put a backup in the place of the database; what was there is kept beside it."""
    t = translator()
    with refusals():
        restored = restore_backup(make_engine(), file, Actor.station(now()))
        typer.echo(t("restore.done", file=str(file)))
        if restored.kept is not None:
            typer.echo(t("restore.kept", file=str(restored.kept)))
        if back := restored.evidence.files:
            typer.echo(t("restore.evidence", n=back))
        _say_lost(t, "restore.evidence_lost", restored.evidence)
        typer.echo(t("trail.head", head=str(restored.head)))
