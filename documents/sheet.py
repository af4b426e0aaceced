"""The sheet of one kecamatan: one page, with what was promised here."""

from typing import Any

from charts.colours import LEVELS
from db.queries import board, reference
from db.queries import sheet as queries
from db.queries.issues import IssueRow, issue_page, withheld_count
from db.queries.meetings import meeting_page
from db.queries.raises import raises_on
from db.queries.settings import thresholds_on
from db.session import Session
from documents import record_words as words
from documents.content.plain import plain
from documents.letterhead import columns, of_unit, sheet_for, short, signature
from documents.notices import later_notices
from documents.paper import render
from documents.sentences import named
from domain.faults import Fault, Refused
from domain.permissions import Reader
from domain.scope import Scope
from domain.status import Reason, Status
from domain.thresholds import Thresholds
from domain.vocabulary import Inputs, Level
from wording import dates
from wording.numbers import days_to_voting, number
from wording.sentences import (
    driver_text,
    freshness_text,
    level_text,
    reason_sentence,
    remedy_sentence,
)
from wording.translator import Translator

LONGEST_ACT = 160
LONGEST_REASON = 200
MOST_VILLAGES = 12
MOST_RECURRING = 4
MOST_BARE = 4
TRIED = (40, 30, 24, 20, 17, 15, 13, 11, 9, 7, 5, 4, 3, 2, 1, 0)
"""How many promises are tried, from many to few, until the page holds them."""

HEADS = (
    "promised_on",
    "to_whom",
    "act",
    "owner",
    "first_due",
    "outcome",
    "witness",
)


def sub_district_sheet(
    session: Session,
    reader: Reader,
    t: Translator,
    scope: Scope,
    code: str,
    trail_number: int | None = None,
) -> bytes:
    """One page on a kecamatan as of a day, of what the reader may see.

    Under the letterhead of its sector. Promises that the page does not hold are counted.
    Raises Refused for a kecamatan that is not there, or not for this reader.
    """
    area = reference.area_identity(session, reader, code)
    here = Scope(scope.as_of, scope.known, sub_district=(code,))
    statuses = board.status_board(
        session, reader, scope.as_of, known=scope.known, sub_districts=(code,)
    )
    if area is None or not statuses:
        raise Refused([_unknown(session, reader, scope, code)])
    names = reference.names(session, reader)
    sheet = sheet_for(session, reader, t, scope.as_of, None, trail_number)
    sheet = of_unit(sheet, area.police_sector or sheet.head.command)
    open_rows = issue_page(session, reader, here.narrowed(state=("open",)))
    thresholds = thresholds_on(session, reader, scope.as_of)
    rows = queries.promises(session, reader, here, code)
    promised = {row.issue.issue for row in rows}
    bare = [row for row in open_rows if row.issue not in promised]
    frame = reference.frame(session, reader, scope.as_of, known=scope.known, sub_districts=(code,))
    raised = raises_on(session, reader, scope.as_of, known=scope.known).get(code)
    data = sheet.data(t("paper.sheet.title", area=short(area.name)))
    data |= {
        "under": _under(t, scope, frame),
        "notices": later_notices(t, frame.entered_later, known=scope.known),
        "status": _status(statuses[0], t),
        "raised": t(
            "status.raised",
            level=t.label("level", raised.level),
            day=dates.short(raised.raised_on, t.language),
            until=dates.short(raised.ends_on, t.language),
            reason=plain(words.written(t, raised.reason, "unknown.text"), LONGEST_REASON),
        )
        if raised
        else None,
        "disclaimer": t("disclaimer"),
        "facts": _facts(area, names, t),
        "reasons": _reasons(statuses[0], {row.issue for row in open_rows}, names, t),
        "open": _open_words(open_rows, withheld_count(session, reader, here), t),
        "bare": _bare(bare, t),
        "promises": {
            "title": t("sheet.promises"),
            "none": t("sheet.no_promises"),
            "unlisted": _unlisted(session, reader, here, t),
            "heads": columns(t, "paper.head", HEADS),
            "rows": [_promise(row, names, t) for row in rows[: TRIED[0]]],
            "tried": [[n, _more(t, len(rows) - n)] for n in _counts(len(rows))],
        },
        "foot_facts": _coverage(session, reader, here, code, thresholds, t),
        "signatures": [signature(t, "responsible", sheet.post_of(_unit_code(sheet)))],
    }
    return render("sheet", data)


def _unknown(session: Session, reader: Reader, scope: Scope, code: str) -> Fault:
    """That there is no such kecamatan for this reader, and which there are."""
    known = (s.sub_district for s in board.status_board(session, reader, scope.as_of))
    return Fault("unknown_code", "report", None, "sub-district", code, ", ".join(known))


def _unit_code(sheet: Any) -> str | None:
    return sheet.unit.code if sheet.unit else None


def _counts(total: int) -> list[int]:
    """How many rows are tried: all where they are few enough, then fewer and fewer."""
    return ([total] if total <= TRIED[0] else []) + [n for n in TRIED if n < total]


def _more(t: Translator, left: int) -> str | None:
    return t("paper.more", n=left) if left > 0 else None


def _under(t: Translator, scope: Scope, frame: reference.Frame) -> str:
    said = [t("scope.as_of", day=dates.full(scope.as_of, t.language))]
    if frame.election is not None:
        said.append(days_to_voting(scope.as_of, frame.election.voting_day))
    if scope.known:
        said.append(t("paper.known"))
    return " · ".join(said)


def _status(status: Status, t: Translator) -> dict[str, Any]:
    """The word, its colour, whether it is hatched or dashed, and what is said beside it."""
    last = (
        t("paper.last_contact", day=dates.full(status.last_contact, t.language))
        if status.last_contact
        else t("reason.D3")
    )
    beside = [driver_text(t, status), f"{t('sheet.data')} {freshness_text(t, status)}", last]
    return {
        "word": level_text(t, status.level, status.hatched),
        "colour": list(LEVELS[status.level]),
        "light": status.level is Level.VERY_HIGH,
        "hatched": status.hatched,
        "dashed": status.level is Level.NO_DATA,
        "beside": " · ".join(word for word in beside if word),
    }


def _facts(area: reference.AreaIdentity, names: words.Names, t: Translator) -> list[list[str]]:
    sector = words.name_in(names, area.police_sector, t("unknown.sector"))
    if area.police_sector and area.sector_certainty in ("low", "medium"):
        sector += f" ({t('sheet.sector_unsure')})"
    counts = (
        ("sheet.villages", len(area.villages) or None),
        ("sheet.voters", area.registered_voters),
        ("sheet.stations", area.polling_stations),
    )
    return [
        [t("sheet.sector"), sector],
        *(
            [t(key), t("sheet.unknown") if count is None else number(count, t.language)]
            for key, count in counts
        ),
    ]


def _reasons(status: Status, seen: set[str], names: words.Names, t: Translator) -> dict[str, Any]:
    """Every reason with what would lower it; tickets that are not the reader's stay unnamed."""
    rows = []
    for reason in status.reasons:
        nameable = tuple(issue for issue in reason.issues if issue in seen)
        shown = Reason(**{**vars(reason), "issues": nameable})
        rows.append(
            [
                reason.code.value,
                plain(reason_sentence(t, reason, names), LONGEST_REASON),
                plain(remedy_sentence(t, shown, names), LONGEST_REASON),
            ]
        )
    return {
        "title": t("sheet.reasons"),
        "heads": columns(t, "paper.head", ("code", "why", "lower")),
        "rows": rows,
        "none": t("status.no_reason"),
    }


def _open_words(rows: list[IssueRow], withheld: int | None, t: Translator) -> str:
    """How many inputs are open, late and without a due date; and how many are not shown."""
    if not rows:
        said = t("paper.sheet.no_open")
    else:
        late = sum(row.late_days is not None for row in rows)
        without = sum(row.without_due for row in rows)
        said = t("paper.sheet.open", n=len(rows), late=late, without=without)
    return f"{said} {t('issues.withheld', n=withheld)}" if withheld else said


def _unlisted(session: Session, reader: Reader, here: Scope, t: Translator) -> str | None:
    """The meetings at which something was promised that nobody listed; None: there are none."""
    found = [
        f"{dates.short(row.held_on, t.language)} ({row.meeting})"
        for row in meeting_page(session, reader, here).rows
        if row.promised and row.voided_on is None and row.inputs == Inputs.NOT_RECORDED
    ]
    return t("paper.sheet.unlisted", meetings=named(t, found)) if found else None


def _bare(rows: list[IssueRow], t: Translator) -> dict[str, Any] | None:
    """Open inputs on which nothing was promised yet, the first due first; None: there are none."""
    if not rows:
        return None
    ordered = sorted(rows, key=lambda row: (row.due, row.issue))
    return {
        "title": t("paper.sheet.bare", n=len(rows)),
        "heads": columns(t, "paper.head", ("ticket_no", "category", "severity", "text", "due_now")),
        "rows": [
            [
                row.issue,
                words.kind_and_category(t, row),
                t.label("severity", row.severity),
                plain(words.written(t, row.text, "unknown.text"), LONGEST_ACT),
                dates.short(row.due, t.language),
            ]
            for row in ordered[:MOST_BARE]
        ],
        "more": _more(t, len(rows) - MOST_BARE),
    }


def _promise(row: queries.PromiseRow, names: words.Names, t: Translator) -> list[str]:
    issue = row.issue
    meeting = issue.meeting if issue.meeting and not issue.shielded else issue.issue
    due = row.first_due_on
    return [
        f"{dates.short(row.promised_on, t.language)} · {meeting}",
        words.raised_by(t, issue, names),
        plain(words.written(t, row.act, "sheet.no_act"), LONGEST_ACT),
        words.name_in(names, issue.unit, t("unknown.owner")),
        dates.short(due, t.language) if due else t("unknown.due"),
        words.outcome_of(t, row),
        words.witness_of(t, row, names),
    ]


def _coverage(
    session: Session,
    reader: Reader,
    here: Scope,
    code: str,
    thresholds: Thresholds,
    t: Translator,
) -> list[list[str]]:
    """The villages that were not there, and what people keep raising."""
    window = thresholds.coverage_window
    contacts = queries.village_contacts(session, reader, here, code, window)
    missing = [short(village.name) for village in contacts if village.last_named_on is None]
    said = t("sheet.contacts_note", n=len(contacts) - len(missing), m=len(contacts))
    if missing:
        said += ". " + t("sheet.not_contacted", names=named(t, missing, MOST_VILLAGES))
    recurring = queries.recurring_categories(session, reader, here, code)[:MOST_RECURRING]
    lines = [
        t("sheet.recurring_line", category=t.label("category", category), n=times, open=still)
        for category, times, still in recurring
    ]
    return [
        [t("sheet.contacts", n=window), said],
        [t("sheet.recurring"), "; ".join(lines) or t("sheet.no_recurring")],
    ]
