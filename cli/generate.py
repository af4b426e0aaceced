"""The command that makes a made-up dataset folder: generate."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import refusals
from training.generate import write


def generate(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    sub_districts: Annotated[
        int | None,
        typer.Option(min=1, help="How many kecamatan; beyond those of the district: made up."),
    ] = None,
    issues: Annotated[int, typer.Option(min=1, help="How many issues.")] = 400,
    seed: Annotated[int, typer.Option(help="The same seed gives the same folder.")] = 1,
) -> None:
    """Write a made-up dataset for training and measurement, marked as such."""
    with refusals():
        write(folder, sub_districts=sub_districts, issues=issues, seed=seed)
