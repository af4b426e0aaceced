"""Commands that read: the board and the issues, as of a day."""

from typing import Annotated

import typer

from cli.context import existing_engine, parse_day, print_json, refusals
from db.engine import reading
from db.queries.board import status_board
from db.queries.choices import default_day, unknown_codes
from db.queries.issues import issue_count, issue_page
from domain.permissions import STATION
from domain.scope import Scope
from domain.station import today

Codes = Annotated[list[str] | None, typer.Option()]
AsOf = Annotated[str | None, typer.Option(help="The day, YYYY-MM-DD.")]
Known = Annotated[bool, typer.Option("--known", help="Leave out what was entered later.")]
Format = Annotated[str, typer.Option("--format", help="json")]


def board(
    as_of: AsOf = None,
    known: Known = False,
    sub_district: Codes = None,
    output: Format = "json",
) -> None:
    """The status of every kecamatan as of a day."""
    _only_json(output)
    with refusals():
        engine = existing_engine()
        with reading(engine) as session:
            day = parse_day(as_of) if as_of else default_day(session, today())
            _refuse_unknown(unknown_codes(session, {"sub_district": sub_district or []}))
            statuses = status_board(
                session, STATION, day, known=known, sub_districts=sub_district or ()
            )
        print_json(
            [
                {
                    "sub_district": s.sub_district,
                    "level": s.level.value,
                    "hatched": s.hatched,
                    "freshness": s.freshness.value,
                    "reasons": list(s.codes),
                    "open_issues": s.open_issues,
                    "late": s.late,
                    "driver": s.driver.value if s.driver else None,
                    "records": {
                        reason.code.value: [*reason.issues, *reason.meetings]
                        for reason in s.reasons
                        if reason.issues or reason.meetings
                    },
                }
                for s in statuses
            ]
        )


def issues(
    as_of: AsOf = None,
    known: Known = False,
    stage: Codes = None,
    sub_district: Codes = None,
    village: Codes = None,
    category: Codes = None,
    kind: Codes = None,
    severity: Codes = None,
    state: Codes = None,
    unit: Codes = None,
    source: Codes = None,
    since: AsOf = None,
    until: AsOf = None,
    text: Annotated[str, typer.Option(help="Words in the text.")] = "",
    limit: Annotated[int | None, typer.Option(min=0)] = None,
    offset: Annotated[int, typer.Option(min=0)] = 0,
    output: Format = "json",
) -> None:
    """The issues as of a day, newest reported first, then by key."""
    _only_json(output)
    chosen = {
        "stage": stage,
        "sub_district": sub_district,
        "village": village,
        "category": category,
        "kind": kind,
        "severity": severity,
        "state": state,
        "unit": unit,
        "source": source,
    }
    filters = {name: tuple(codes or ()) for name, codes in chosen.items()}
    with refusals():
        engine = existing_engine()
        with reading(engine) as session:
            _refuse_unknown(unknown_codes(session, filters))
            scope = Scope(
                as_of=parse_day(as_of) if as_of else default_day(session, today()),
                known=known,
                since=parse_day(since) if since else None,
                until=parse_day(until) if until else None,
                text=text,
                **filters,  # type: ignore[arg-type]
            )
            total = issue_count(session, STATION, scope)
            rows = issue_page(session, STATION, scope, limit, offset)
        print_json(
            {
                "total": total,
                "rows": [
                    {
                        "issue": row.issue,
                        "reported_on": row.reported_on,
                        "sub_district": row.sub_district,
                        "village": row.village,
                        "kind": row.kind,
                        "category": row.category,
                        "severity": row.severity,
                        "state": row.state,
                        "unit": row.unit,
                        "due_on": row.due_on,
                        "late_days": row.late_days,
                        "stages": list(row.stages),
                        "text": row.text,
                    }
                    for row in rows
                ],
            }
        )


def _only_json(output: str) -> None:
    if output != "json":
        raise typer.BadParameter("--format json")


def _refuse_unknown(unknown: list[tuple[str, str, list[str]]]) -> None:
    """An unknown code is wrong usage: say which, and which there are."""
    for name, code, known in unknown:
        option = "--" + name.replace("_", "-")
        raise typer.BadParameter(f"{option} {code}: {' '.join(known[:40])}")
