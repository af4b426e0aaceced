"""The documents: report deck, brief, sheet, handover, minutes, message, workbook."""

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli.context import existing_engine, parse_day, refusals, refuse_unwritable, translator
from db.commands.trail import Actor
from db.engine import reading
from db.queries.choices import record_exists, unknown_codes
from documents.content.asked import Asked
from documents.kinds import NAMES, make_document
from domain.permissions import STATION
from domain.station import now, today

Document = StrEnum("Document", {name: name for name in NAMES})  # type: ignore[misc]

STDOUT = Path("-")


class Ratio(StrEnum):
    """The shapes of a slide."""

    WIDE = "16:9"
    NARROW = "4:3"


def report(
    document: Annotated[Document, typer.Argument(help="Which document.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="The file; - is stdout.")],
    as_of: Annotated[
        str | None, typer.Option(help="The day it holds for, YYYY-MM-DD; a blank form has none.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(help="The day it is compared with: last meeting of the forum, or 7 days."),
    ] = None,
    sub_district: Annotated[list[str] | None, typer.Option(help="A kecamatan, by code.")] = None,
    unit: Annotated[str | None, typer.Option(help="The unit it is of, by code.")] = None,
    meeting: Annotated[str | None, typer.Option(help="The meeting it is for, by key.")] = None,
    blank: Annotated[bool, typer.Option("--blank", help="Minutes to fill by hand.")] = False,
    public: Annotated[bool, typer.Option("--public", help="Only what may be public.")] = False,
    ratio: Annotated[
        Ratio | None, typer.Option(help="The shape of the slides of a deck: 16:9 unless said.")
    ] = None,
    known: Annotated[bool, typer.Option("--known", help="Leave out what came later.")] = False,
) -> None:
    """Make a document as of a day."""
    if as_of is None and not blank:
        raise typer.BadParameter("--as-of YYYY-MM-DD")
    day = parse_day(as_of) if as_of else today()
    asked = Asked(
        as_of=day,
        since=_earlier(since, day),
        sub_districts=tuple(sub_district or ()),
        unit=unit,
        meeting=meeting,
        known=known,
        public=public,
        blank=blank,
        ratio=(ratio or Ratio.WIDE).value,
    )
    _refuse_incomplete(document.value, asked)
    if ratio is not None and document.value != "deck":
        raise typer.BadParameter("--ratio: deck")
    t = translator()
    with refusals():
        # Said before the making is entered in the trail, which would keep a file nobody got.
        if output != STDOUT:
            refuse_unwritable(output)
        engine = existing_engine()
        with reading(engine) as session:
            _refuse_unknown(session, asked)
        made = make_document(engine, Actor.station(now()), document.value, asked, t)
        if output == STDOUT:
            sys.stdout.buffer.write(made.content)
        else:
            output.write_bytes(made.content)
            typer.echo(t("report.made", file=str(output), number=str(made.number)))


def _earlier(since: str | None, day: date) -> date | None:
    if since is None:
        return None
    earlier = parse_day(since)
    if earlier >= day:
        raise typer.BadParameter(f"--since {since}: < {day}")
    return earlier


def _refuse_incomplete(document: str, asked: Asked) -> None:
    """A document that is of one thing needs to be told which: wrong usage."""
    if document == "sheet" and len(asked.sub_districts) != 1:
        raise typer.BadParameter("sheet: --sub-district CODE")
    if document == "handover" and asked.unit is None:
        raise typer.BadParameter("handover: --unit CODE")
    if document == "minutes" and asked.meeting is None and not asked.blank:
        raise typer.BadParameter("minutes: --meeting ID, --blank")
    if asked.blank and document != "minutes":
        raise typer.BadParameter("--blank: minutes")


def _refuse_unknown(session: Session, asked: Asked) -> None:
    """An unknown code is wrong usage: say which, and which there are."""
    filters = {"sub_district": asked.sub_districts, "unit": (asked.unit,) if asked.unit else ()}
    for name, code, choices in unknown_codes(session, filters):
        option = "--" + name.replace("_", "-")
        raise typer.BadParameter(f"{option} {code}: {' '.join(choices[:40])}")
    if asked.meeting is not None and not record_exists(session, STATION, "meeting", asked.meeting):
        raise typer.BadParameter(f"--meeting {asked.meeting}")
