"""The figures of a scope as of a day, for scripts."""

from typing import Annotated, Any

import typer

from cli.board import Codes, Format, Known
from cli.context import existing_engine, parse_day, print_json, refusals
from db.engine import reading
from db.queries.choices import unknown_codes
from db.queries.figures import indicators as indicators_of
from domain.figures import Indicators
from domain.measures import Ratio
from domain.permissions import STATION

PLACES = 4
"""Digits after the point of a printed share."""


def indicators(
    as_of: Annotated[str, typer.Option(help="The day, YYYY-MM-DD.")],
    known: Known = False,
    sub_district: Codes = None,
    output: Format = "json",
) -> None:
    """The figures of the district, or of some kecamatan, as of a day."""
    if output != "json":
        raise typer.BadParameter("--format json")
    with refusals():
        day = parse_day(as_of)
        engine = existing_engine()
        with reading(engine) as session:
            unknown = unknown_codes(session, {"sub_district": sub_district or []})
            for _, code, choices in unknown:
                raise typer.BadParameter(f"--sub-district {code}: {' '.join(choices[:40])}")
            found = indicators_of(
                session, STATION, day, known=known, sub_districts=sub_district or ()
            )
        print_json(as_json(found))


def as_json(found: Indicators) -> dict[str, dict[str, Any]]:
    """The figures as they are printed: plain values by name, in a fixed order."""
    promises = found.promises
    return {
        "promises_kept": _ratio(promises.kept),
        "kept_late": {"value": promises.kept_late},
        "awaiting": {"value": promises.awaiting},
        "unable_told": {"value": promises.unable_told},
        "not_kept": {"value": promises.not_kept},
        "withdrawn": {"value": promises.withdrawn},
        "settled": {"value": promises.settled},
        "closed_without_outcome": {"value": found.closed_without_outcome},
        "severity_lowered": {"value": found.severity_lowered},
        "overdue": {
            "value": found.overdue.count,
            "median_days": found.overdue.median_days,
            "longest_days": found.overdue.longest_days,
            "why": found.overdue.why,
        },
        "no_due_date": {"value": found.no_due_date},
        "first_action_days": {
            "value": found.first_action.days,
            "n": found.first_action.n,
            "without": found.first_action.without,
            "why": found.first_action.why,
        },
        "reported_back": _ratio(found.reported_back),
        "waiting_for_meeting": {"value": found.waiting_for_meeting},
        "inputs_itemised": _ratio(found.inputs_itemised),
        "villages_covered": _ratio(found.villages_covered),
        "days_current": _ratio(found.days_current),
        "reopened": _ratio(found.reopened),
        "referrals_answered": _ratio(found.referrals_answered),
    }


def _ratio(ratio: Ratio) -> dict[str, Any]:
    printed: dict[str, Any] = {
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "value": _rounded(ratio.value),
    }
    if ratio.awaiting is not None:
        printed["upper"] = _rounded(ratio.upper)
    return printed | {"why": ratio.why}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, PLACES)
