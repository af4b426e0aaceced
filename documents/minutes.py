"""The minutes of a recorded meeting on paper."""

from dataclasses import replace
from datetime import date
from typing import Any

from db.queries import reference
from db.queries.later import later_of_meeting
from db.queries.meetings import MeetingRow
from db.queries.minutes import Input, Minutes, minutes
from db.session import Session
from documents import record_words as words
from documents.letterhead import Sheet, columns, of_unit, sheet_for, signature
from documents.notices import later_notices
from documents.paper import render
from domain.faults import Fault, Refused
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import (
    Inputs,
    Kind,
    State,
)
from wording import dates
from wording.numbers import days_to_voting, number
from wording.translator import Translator


def meeting_minutes(
    session: Session,
    reader: Reader,
    t: Translator,
    scope: Scope,
    meeting: str,
    trail_number: int | None = None,
) -> bytes:
    """The minutes of a recorded meeting as of a day, of what the reader may see.

    Under the letterhead of the host. Raises Refused for a meeting that is not there by the
    day, or not for this reader.
    """
    found = minutes(session, reader, scope, meeting)
    if found is None:
        raise Refused([Fault("unknown_meeting", "report", None, "meeting", meeting)])
    sheet = sheet_for(session, reader, t, scope.as_of, None, trail_number)
    sheet = of_unit(sheet, found.head.host_unit)
    names = reference.names(session, reader)
    head = found.head
    day = dates.weekday(head.held_on, t.language)
    data = sheet.data(t("paper.minutes.title"))
    data |= {
        "under": _under(t, scope, f"{t.label('programme', head.programme)}, {day}"),
        "notices": later_notices(t, _later(session, reader, scope, found), known=scope.known),
        "facts": _facts(session, reader, head, names, t),
        "voided": t("meetings.is_voided", day=dates.full(head.voided_on, t.language))
        if head.voided_on
        else None,
        "attendance": _attendance(head, t),
        "parts": [
            _told(found, t),
            _inputs(found, scope.as_of, reader, names, t),
            _answers(found, names, t),
            _promises(found, names, t),
            _unable(found, t),
        ],
        "signatures": _signatures(sheet, head, t),
    }
    return render("minutes", data)


def _under(t: Translator, scope: Scope, said: str) -> str:
    """The meeting and its day, and of which day everything is that became of it."""
    words = [said, t("scope.as_of", day=dates.full(scope.as_of, t.language))]
    return " · ".join([*words, t("paper.known")] if scope.known else words)


def _later(session: Session, reader: Reader, scope: Scope, found: Minutes) -> int:
    """How many of the records of these minutes were entered after the day, left out or not."""
    whole: Minutes | None = found
    if scope.known:
        whole = minutes(session, reader, replace(scope, known=False), found.head.meeting)
    return later_of_meeting(
        session,
        reader,
        scope.as_of,
        found.head.meeting,
        raised={row.issue.issue for row in whole.inputs} if whole else (),
        told={told.issue for told in whole.told} if whole else (),
    )


def _facts(
    session: Session, reader: Reader, head: MeetingRow, names: words.Names, t: Translator
) -> list[list[str]]:
    election = reference.frame(session, reader, head.held_on).election
    running = [
        stage.name(t.language)
        for stage in reference.stage_rows(session, reader)
        if stage.starts_on and stage.ends_on and stage.starts_on <= head.held_on <= stage.ends_on
    ]
    areas = [words.name_in(names, code, "") for code in head.sub_districts]
    villages = [words.name_in(names, code, "") for code in head.villages]
    promised = "meetings.promised.yes" if head.promised else "meetings.promised.no"
    rows = [
        ("minutes.place", words.written(t, head.venue, "unknown.venue")),
        ("minutes.area", words.several(areas, t("meetings.area.none"))),
        ("minutes.villages", words.several(villages, t("meetings.villages.none"))),
        ("minutes.host", words.name_in(names, head.host_unit, t("meetings.host.none"))),
        ("paper.stages", words.several(running, t("minutes.no_stage"))),
        ("paper.promised", t(promised)),
        ("minutes.source", words.written(t, head.source, "unknown.source")),
        ("minutes.number", head.meeting),
    ]
    if election is not None:
        rows.insert(5, ("paper.to_voting", days_to_voting(head.held_on, election.voting_day)))
    return [[t(key), said] for key, said in rows]


def _attendance(head: MeetingRow, t: Translator) -> dict[str, Any]:
    if head.headcount is None:
        total = t("unknown.headcount") if head.attendance else t("meetings.present.none")
    else:
        key = "meetings.present" if head.all_counted else "meetings.present.least"
        total = t(key, n=head.headcount)
    return {
        "title": t("paper.attendance", total=total),
        "heads": columns(t, "paper.blank.group", ("group", "count")),
        "rows": [
            [
                t.label("group", group),
                t("unknown.headcount") if count is None else number(count, t.language),
            ]
            for group, count in head.attendance
        ],
    }


def _part_of(
    t: Translator, name: str, heads: tuple[str, ...], rows: list[list[str]], **more: Any
) -> dict[str, Any]:
    return {
        "name": name,
        "title": t(f"paper.{name}.title"),
        "heads": columns(t, "paper.head", heads),
        "rows": rows,
        "none": t("paper.none"),
        "said": [],
        "ticks": [],
        **more,
    }


def _told(found: Minutes, t: Translator) -> dict[str, Any]:
    rows = [
        [
            told.issue,
            dates.short(told.reported_on, t.language),
            f"{t.label('category', told.category)}: {words.written(t, told.text, 'unknown.text')}",
            words.told_words(t, told),
        ]
        for told in found.told
    ]
    return _part_of(t, "told", ("ticket_no", "raised_on", "text", "result"), rows)


def _inputs(
    found: Minutes, as_of: date, reader: Reader, names: words.Names, t: Translator
) -> dict[str, Any]:
    head = found.head
    rows = [
        [
            row.issue.issue,
            words.raised_by(t, row.issue, names),
            words.kind_and_category(t, row.issue),
            words.written(t, row.issue.text, "unknown.text"),
            _where(row, t),
        ]
        for row in found.inputs
    ]
    ticks = [
        [t("paper.nil"), head.inputs == Inputs.NIL],
        [t("paper.to_follow"), head.inputs == Inputs.NOT_RECORDED],
    ]
    said = _said_of_inputs(found, as_of, reader, t)
    heads = ("ticket_no", "raised_by", "category", "text", "part")
    return _part_of(t, "inputs", heads, rows, ticks=ticks, said=said)


def _where(row: Input, t: Translator) -> str:
    """Which part of the minutes says what came of an input, or why none does."""
    if row.issue.kind == Kind.APPRECIATION:
        return t("paper.part.appreciation")
    if row.issue.state == State.SETTLED:
        return "C"
    if row.issue.state == State.UNABLE:
        return "E"
    if row.promise is not None:
        return "D"
    return words.state_now(t, row.issue)


def _said_of_inputs(found: Minutes, as_of: date, reader: Reader, t: Translator) -> list[str]:
    """What is said of inputs that are not listed, and which were voided."""
    said = words.inputs_said(t, found, as_of, reader)
    for voided in found.voided:
        day = dates.short(voided.voided_on, t.language)
        text = words.written(t, voided.text, "unknown.text")
        said.append(f"{voided.issue}, {t('meetings.is_voided', day=day)}: {text}")
    return said


def _answers(found: Minutes, names: words.Names, t: Translator) -> dict[str, Any]:
    rows = [
        [
            row.issue.issue,
            words.written(t, row.outcome.note if row.outcome else None, "unknown.text"),
            words.name_in(names, row.outcome.unit if row.outcome else None, t("paper.by.none")),
        ]
        for row in found.inputs
        if row.issue.state == State.SETTLED
    ]
    return _part_of(t, "answers", ("ticket_no", "answer", "by"), rows)


def _promises(found: Minutes, names: words.Names, t: Translator) -> dict[str, Any]:
    rows = [
        [row.issue.issue, *words.promised_to(t, row, names), words.state_now(t, row.issue)]
        for row in found.inputs
        if row.promise is not None and row.issue.state != State.UNABLE
    ]
    heads = ("ticket_no", "act", "owner", "first_due", "state")
    return _part_of(t, "promises", heads, rows)


def _unable(found: Minutes, t: Translator) -> dict[str, Any]:
    rows = [
        [row.issue.issue, *words.unable_reason(t, row)]
        for row in found.inputs
        if row.issue.state == State.UNABLE
    ]
    return _part_of(t, "unable", ("ticket_no", "reason", "explained"), rows)


def _signatures(sheet: Sheet, head: MeetingRow, t: Translator) -> list[Any]:
    chair = sheet.post_of(head.host_unit) if head.host_unit else t("paper.sign.by_post")
    return [
        signature(t, "chair", chair),
        signature(t, "writer", t("paper.sign.by_post")),
        signature(t, "people", t("paper.sign.by_group")),
    ]
