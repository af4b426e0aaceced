"""The command that measures: bench."""

from typing import Annotated

import typer

AT_LEAST = 15
"""A median of fewer rounds moves by itself."""


def bench(
    scale: Annotated[
        list[str] | None,
        typer.Option(
            help="ISSUESxKECAMATAN, such as 100000x129: measure the queries at this size too."
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="The name of a measurement; by default all.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=AT_LEAST, help="How many interleaved rounds.")] = 21,
) -> None:
    """Take the measurements of docs/performance.md and print them as ratios.

    Ends with exit code 1 when a limit is not kept.
    """
    # The pages' libraries are imported for measuring alone, not for every command.
    from bench.measure import NotMeasured, Result, kept
    from bench.registry import MEASUREMENTS, NAMES
    from bench.report import section
    from bench.setting import TRAINING, Scale, prepared

    for name in only or ():
        if name not in NAMES:
            raise typer.BadParameter(f"--only {name}: {' '.join(NAMES)}")
    try:
        scales = [TRAINING, *map(Scale.parse, scale or ())]
    except ValueError as error:
        raise typer.BadParameter(f"--scale {error}") from None
    results: list[Result] = []
    with prepared(rounds, list(dict.fromkeys(scales)), _progress) as setting:
        for measurement in MEASUREMENTS:
            if only and measurement.name not in only:
                continue
            try:
                results.append(measurement.run(setting))
            except NotMeasured as reason:
                typer.echo(f"{measurement.what}\nnot measured: {reason}\n")
                continue
            typer.echo(section(measurement, results[-1]) + "\n")
    if not kept(results):
        typer.echo("A limit is not kept.", err=True)
        raise typer.Exit(1)


def _progress(sentence: str) -> None:
    """Say on stderr what goes on: the table alone goes to stdout."""
    typer.echo(f"... {sentence}", err=True)
