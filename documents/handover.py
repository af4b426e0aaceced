"""The hand-over sheet of a unit: every open promise that passes to the next in the post."""

from dataclasses import replace
from datetime import date
from typing import Any

from db.queries import reference
from db.queries.issues import IssueRow, issue_page, withheld_count
from db.queries.later import later_of_issues
from db.queries.sheet import PromiseRow, promises_in
from db.session import Session
from documents import record_words as words
from documents.content.plain import plain
from documents.letterhead import Sheet, columns, of_unit, sheet_for, short, signature
from documents.notices import later_notices
from documents.paper import render
from domain.faults import Fault, Refused
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import State, UnitKind
from wording import dates
from wording.translator import Translator

LONGEST = 220
"""Letters of what was said, and of what was promised."""


def unit_handover(
    session: Session,
    reader: Reader,
    t: Translator,
    scope: Scope,
    unit: str,
    trail_number: int | None = None,
) -> bytes:
    """The open promises that a unit owns as of a day, of what the reader may see.

    The latest come first. What is open and was never assigned stands apart. Raises Refused
    for a unit that is not there, and for an agency, which never owns.
    """
    sheet = sheet_for(session, reader, t, scope.as_of, None, trail_number)
    found = sheet.head.units.get(unit)
    if found is None or found.kind == UnitKind.AGENCY:
        owners = (u.code for u in sheet.head.units.values() if u.kind != UnitKind.AGENCY)
        raise Refused([Fault("unknown_unit", "report", None, "unit", unit, ", ".join(owners))])
    sheet = of_unit(sheet, unit)
    names = reference.names(session, reader)
    owned = Scope(scope.as_of, scope.known, unit=(unit,), state=("open",))
    promised = sorted(promises_in(session, reader, owned), key=_urgency)
    listed_already = {row.issue.issue for row in promised}
    bare = [row for row in issue_page(session, reader, owned) if row.issue not in listed_already]
    listed = listed_already | {row.issue for row in bare}
    data = sheet.data(t("paper.handover.title"))
    data |= {
        "under": _under(t, scope, found.name),
        "notices": later_notices(t, _later(session, reader, owned, listed), known=scope.known),
        "summary": _summary(promised, bare, withheld_count(session, reader, owned), t),
        "parts": [
            {
                "name": "promises",
                "title": t("paper.handover.promises", n=len(promised)),
                "heads": columns(t, "paper.head", PROMISE_HEADS),
                "rows": [_promise(row, scope.as_of, names, t) for row in promised],
                "none": t("paper.handover.no_promises"),
            },
            {
                "name": "bare",
                "title": t("paper.handover.bare", n=len(bare)),
                "heads": columns(t, "paper.head", BARE_HEADS),
                "rows": [_bare(row, names, t) for row in bare],
                "none": t("paper.handover.no_bare"),
            },
        ],
        "closing": t("paper.handover.closing"),
        "signatures": _signatures(sheet, unit, t),
    }
    return render("handover", data)


PROMISE_HEADS = (
    "ticket_no",
    "place",
    "to_whom",
    "text",
    "act",
    "first_due",
    "due_now",
    "state",
    "receiver",
)
BARE_HEADS = ("ticket_no", "raised_on", "place", "to_whom", "category", "text", "due_now")


def _under(t: Translator, scope: Scope, unit: str) -> str:
    day = dates.full(scope.as_of, t.language)
    said = t("paper.handover.under", unit=short(unit), day=day)
    return f"{said} · {t('paper.known')}" if scope.known else said


def _later(session: Session, reader: Reader, owned: Scope, listed: set[str]) -> int:
    """How many of its records were entered later, of those too that closed what was open."""
    other = issue_page(session, reader, replace(owned, known=not owned.known))
    return later_of_issues(session, reader, owned.as_of, listed | {row.issue for row in other})


def _urgency(row: PromiseRow) -> tuple[int, date, str]:
    return -(row.issue.late_days or 0), row.issue.due, row.issue.issue


def _summary(
    promised: list[PromiseRow], bare: list[IssueRow], withheld: int | None, t: Translator
) -> list[str]:
    rows = [row.issue for row in promised]
    late = [row.late_days for row in rows if row.late_days is not None]
    said = [
        t(
            "paper.handover.summary",
            n=len(rows),
            late=len(late),
            without=sum(row.without_due for row in rows),
            claimed=sum(row.state == State.CLAIMED for row in rows),
            referred=sum(row.state == State.REFERRED for row in rows),
        )
    ]
    if late:
        said.append(t("paper.handover.longest", days=t("unit.days", n=max(late))))
    if bare:
        said.append(t("paper.handover.unassigned", n=len(bare)))
    if withheld:
        said.append(t("issues.withheld", n=withheld))
    return said


def _promise(row: PromiseRow, as_of: date, names: words.Names, t: Translator) -> list[str]:
    issue = row.issue
    first = row.first_due_on
    return [
        issue.issue,
        words.name_in(names, issue.sub_district, t("unknown.district")),
        words.raised_by(t, issue, names),
        plain(words.written(t, issue.text, "unknown.text"), LONGEST),
        plain(words.written(t, row.act, "sheet.no_act"), LONGEST),
        dates.short(first, t.language) if first else t("unknown.due"),
        _due(issue, t),
        words.state_now(t, issue),
        "",
    ]


def _due(issue: IssueRow, t: Translator) -> str:
    day = dates.short(issue.due, t.language)
    return t("sheet.default_due", day=day) if issue.without_due else day


def _bare(issue: IssueRow, names: words.Names, t: Translator) -> list[str]:
    return [
        issue.issue,
        dates.short(issue.reported_on, t.language),
        words.name_in(names, issue.sub_district, t("unknown.district")),
        words.raised_by(t, issue, names),
        words.kind_and_category(t, issue),
        plain(words.written(t, issue.text, "unknown.text"), LONGEST),
        _due(issue, t),
    ]


def _signatures(sheet: Sheet, unit: str, t: Translator) -> list[Any]:
    post = sheet.post_of(unit)
    over = [
        signature(t, "hands_over", t("paper.sign.old", post=post)),
        signature(t, "receives", t("paper.sign.new", post=post)),
    ]
    command = sheet.head.command
    if command is not None and command != unit:
        over.append(signature(t, "seen", sheet.post_of(command)))
    return over
