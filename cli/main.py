"""The command line, put together from one file a command group."""

import os
from typing import Any

import typer
from typer.core import TyperGroup

from cli import (
    account,
    audit,
    backup,
    bench,
    board,
    data,
    generate,
    imports,
    indicators,
    report,
    serve,
)
from db.engine import is_address


class DatabaseAnywhere(TyperGroup):
    """Lets `--database URL` stand before or after the command, as people type it."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Move the option to the front, where the group reads it."""
        front: list[str] = []
        rest: list[str] = []
        waiting = list(args)
        while waiting:
            word = waiting.pop(0)
            if word == "--database" and waiting:
                front += [word, waiting.pop(0)]
            elif word.startswith("--database="):
                front.append(word)
            else:
                rest.append(word)
        return super().parse_args(ctx, front + rest)


app = typer.Typer(
    cls=DatabaseAnywhere,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def main(
    database: str | None = typer.Option(
        None, help="Address of the database; else DATABASE_URL, else a file of this user."
    ),
) -> None:
    """Kondusif: the memory of what was promised before an election."""
    if database:
        if not is_address(database):
            raise typer.BadParameter("sqlite:///FILE, postgresql://USER:PASSWORD@HOST/NAME")
        os.environ["DATABASE_URL"] = database


app.command()(data.init)
app.command()(data.load)
app.command()(data.export)
app.command("import")(imports.import_)
app.command()(report.report)
app.command()(data.check)
app.command()(board.board)
app.command()(board.issues)
app.command()(indicators.indicators)
app.command()(generate.generate)
app.command()(serve.run)
app.command()(bench.bench)
app.command()(backup.backup)
app.command()(backup.restore)
app.add_typer(account.app, name="account")
app.add_typer(audit.app, name="audit")
