"""Commands about the audit trail: is it whole, and what does it say."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from cli.context import existing_engine, print_json, refusals, translator
from db.engine import reading
from db.queries import trail
from db.queries.trail import EntryRow, Head, TrailFilter
from domain.permissions import STATION

app = typer.Typer(no_args_is_help=True, help="The audit trail: check it, read it.")


class Format(StrEnum):
    """How a list is written."""

    TEXT = "text"
    JSON = "json"


def _parse_head(text: str) -> Head:
    try:
        return Head.parse(text)
    except ValueError:
        raise typer.BadParameter("SEQ:MAC") from None


@app.command()
def verify(
    head: Annotated[
        Head | None,
        typer.Option(
            parser=_parse_head,
            metavar="SEQ:MAC",
            help="A head printed earlier: finds a tail that was cut, or a chain made anew.",
        ),
    ] = None,
) -> None:
    """Check the whole chain; name the first entry that is not as it was written."""
    t = translator()
    with refusals():
        with reading(existing_engine()) as session:
            verdict = trail.verify(session, head)
        if verdict.why is not None:
            why = t(f"trail.why.{verdict.why}")
            typer.echo(t("trail.broken", entry=str(verdict.first_broken), why=why), err=True)
            raise typer.Exit(1)
        typer.echo(t("trail.whole", n=verdict.entries))
        typer.echo(t("trail.head", head=str(verdict.head)))


@app.command()
def show(
    subject: Annotated[str | None, typer.Option(help="A key, such as KDR-240905-03.")] = None,
    action: Annotated[str | None, typer.Option(help="An action, such as sign_in.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many, the newest.")] = trail.PAGE,
    form: Annotated[Format, typer.Option("--format", help="text or json.")] = Format.TEXT,
) -> None:
    """List entries, newest first."""
    with refusals():
        with reading(existing_engine()) as session:
            page = trail.trail_page(session, STATION, TrailFilter(action, subject), limit=limit)
        if form is Format.JSON:
            rows = [_as_json(row) for row in page.rows]
            print_json({"total": page.total, "rows": rows})
            return
        for row in page.rows:
            typer.echo(_line(row))


def _line(row: EntryRow) -> str:
    at = row.at.isoformat(sep=" ", timespec="seconds")
    cells = [str(row.seq), at, row.account or "-", row.action, row.subject or "-"]
    said = json.dumps({**row.fields, **row.texts}, ensure_ascii=False) if row.fields else ""
    return "\t".join([*cells, said]).rstrip()


def _as_json(row: EntryRow) -> dict[str, object]:
    return {
        "seq": row.seq,
        "at": row.at.isoformat(timespec="milliseconds"),
        "account": row.account or None,
        "unit": row.unit,
        "action": row.action,
        "subject": row.subject,
        "fields": row.fields,
        "text_lengths": row.texts,
    }
