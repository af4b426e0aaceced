"""What must be put right in a correction before it is kept; every fault is listed."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.commands.references import Named
from db.held import FREE_TEXTS
from domain.corrections import CORRECTABLE
from domain.faults import Fault
from domain.form_faults import code_faults, fault, text_faults
from domain.vocabulary import (
    ELECTION_VIOLATION_TEXT,
    Category,
    Kind,
    Programme,
    ReportKind,
    StakeholderGroup,
)
from models import Issue

_CODES: dict[tuple[str, str], Iterable[str]] = {
    ("meetings", "programme"): Programme,
    ("reports", "kind"): ReportKind,
    ("issues", "kind"): Kind,
    ("issues", "category"): Category,
    ("issues", "raised_by"): StakeholderGroup,
}
_MAY_BE_EMPTY = frozenset({"venue", "source", "promised", "village_code", "raised_by"})


def correction_faults(
    session: Session, record: str, row: Any, changes: Mapping[str, Any]
) -> list[Fault]:
    """Every fault of the changes of a record, but those of an issue's history."""
    found: list[Fault] = []
    for name, value in changes.items():
        if name not in CORRECTABLE[record]:
            found.append(fault(name, "not_correctable", "", " ".join(sorted(CORRECTABLE[record]))))
        elif value is None:
            if name not in _MAY_BE_EMPTY:
                found.append(fault(name, "empty_cell"))
        elif (record, name) in _CODES:
            found += code_faults(name, value, _CODES[record, name])
        elif name in FREE_TEXTS.get(record, ()):
            found += text_faults(name, value)
    if record == "issues":
        found += _issue_faults(session, row, changes)
    if record == "reports" and "nil" in changes:
        found += _nil_faults(session, row, changes["nil"])
    return found


def _issue_faults(session: Session, row: Any, changes: Mapping[str, Any]) -> Iterator[Fault]:
    if changes.get("village_code") is not None:
        areas = [row.sub_district_code]
        yield from Named(session).village_faults("village_code", [changes["village_code"]], areas)
    if row.sub_district_code is None and changes.get("kind", Kind.AGREEMENT) != Kind.AGREEMENT:
        # Only an agreement may be of the whole district.
        yield fault("kind", "unknown_code", changes["kind"], Kind.AGREEMENT)
    category, text = changes.get("category", row.category), changes.get("text", row.text)
    if category == Category.ELECTION_VIOLATION and text != ELECTION_VIOLATION_TEXT:
        yield fault("text", "fixed_text", "", ELECTION_VIOLATION_TEXT)


def _nil_faults(session: Session, row: Any, nil: bool | None) -> Iterator[Fault]:
    """A report says nihil, or lists inputs."""
    named = session.scalars(
        select(Issue.issue).where(Issue.report == row.report, Issue.voided_on.is_(None))
    ).first()
    if nil and named is not None:
        yield fault("nil", "nil_with_inputs", named)
    elif nil is False and named is None:
        yield fault("nil", "inputs_unsaid")
