"""The command line, put together from one file a command group."""

import typer

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False)


@app.callback()
def main() -> None:
    """Kondusif: the memory of what was promised before an election."""
