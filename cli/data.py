"""Commands that bring records in and out: init, load, export, check."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from cli.context import existing_engine, ready_engine, refusals, translator
from db.check import check_database
from db.commands.trail import Actor, enter
from db.engine import reading, writing
from db.queries import installation
from db.queries.trail import head
from db.trail_key import trail_key
from domain.faults import Fault, Refused
from domain.shipped import SHIPPED_DATASET
from domain.station import now
from ingest.dataset import Changes, export_folder, load_folder


def initialise(
    dataset: Path | None = None, *, reference_only: bool = False, training: bool = False
) -> Engine:
    """Create or migrate the database; load a dataset into it if one is named or it is empty."""
    engine = ready_engine()
    with reading(engine) as session:
        # A lost key is said before anybody is let in, not at the first save.
        trail_key(begun=head(session).seq > 0)
    if training:
        from training.generate import write

        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder) / "training", dataset or SHIPPED_DATASET)
            load_folder(engine, Path(folder) / "training")
        return engine
    with reading(engine) as session:
        empty = installation.is_empty(session)
        mark = installation.mark_of(session)
    if reference_only and mark is not None:
        raise Refused([Fault("marked_database", "init", None, None, mark)])
    if dataset is not None or empty:
        load_folder(engine, dataset or SHIPPED_DATASET, reference_only=reference_only)
    return engine


def init(
    dataset: Annotated[Path | None, typer.Option(help="A dataset folder.")] = None,
    reference_only: Annotated[
        bool, typer.Option("--reference-only", help="Areas, units and stages, no records.")
    ] = False,
    training: Annotated[
        bool, typer.Option("--training", help="Make and load a training dataset.")
    ] = False,
) -> None:
    """Create or migrate the database, and load a dataset (default: the shipped sample)."""
    with refusals():
        engine = initialise(dataset, reference_only=reference_only, training=training)
        typer.echo(translator()("cli.ready", database=engine.url.render_as_string()))


def load(folder: Annotated[Path, typer.Argument(help="A dataset folder.")]) -> None:
    """Load a dataset folder, all or nothing."""
    with refusals():
        _say(load_folder(ready_engine(), folder))


def _say(changes: Changes) -> None:
    t = translator()
    added = sum(len(rows) for rows in changes.added.values())
    updated = sum(len(rows) for rows in changes.updated.values())
    typer.echo(t("cli.loaded", added=added, updated=updated, unchanged=changes.unchanged))


def export(folder: Annotated[Path, typer.Argument(help="A new or empty folder.")]) -> None:
    """Write the dataset into a folder."""
    with refusals():
        engine = existing_engine()
        export_folder(engine, folder)
        with writing(engine, ledger=False) as session:
            enter(session, Actor.station(now()), "export", None, {"folder": folder.name})
            end = head(session)
        typer.echo(translator()("cli.exported", folder=str(folder)))
        typer.echo(translator()("trail.head", head=str(end)))


def check(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Derive the spans of all issues anew.")
    ] = False,
) -> None:
    """Check the integrity of the database, and its derived tables against the events."""
    t = translator()
    with refusals():
        engine = existing_engine()
        if rebuild:
            from db.check import rebuild_derived

            rebuild_derived(engine)
        problems = check_database(engine)
        for problem in problems:
            typer.echo(t(problem.code, detail=problem.detail), err=True)
        if problems:
            raise typer.Exit(1)
        typer.echo(t("cli.check_ok"))
