"""What people fill in: meetings, inputs, situation reports, moves. `form_faults` checks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from domain.vocabulary import EventKind

LONGEST_TEXT = 2000
MOST_PEOPLE = 99_999
"""Of one group at one meeting; more is a slip of the finger."""


@dataclass(frozen=True)
class InputForm:
    """One input of a meeting or a report, or told to the police directly.

    `answer`: said on the spot. `act`, `owner`, `due_on`: what was promised, by whom and by
    when; all empty where nothing was. `threat` and `rubric` are a proposal for triage.
    """

    kind: str
    category: str
    text: str
    sub_district: str | None
    village: str | None = None
    raised_by: str | None = None
    threat: str | None = None
    rubric: tuple[str, ...] = ()
    answer: str | None = None
    act: str | None = None
    owner: str | None = None
    due_on: date | None = None


@dataclass(frozen=True)
class ReportBackForm:
    """That the outcome of an earlier input was told at this meeting."""

    issue: str
    by_group: str | None
    note: str


@dataclass(frozen=True)
class MeetingForm:
    """A meeting as it was held. A group's headcount None: nobody counted."""

    programme: str
    held_on: date | None
    sub_districts: tuple[str, ...]
    host_unit: str | None = None
    venue: str | None = None
    villages: tuple[str, ...] = ()
    attendance: tuple[tuple[str, int | None], ...] = ()
    promised: bool | None = None
    inputs: str | None = None
    items: tuple[InputForm, ...] = ()
    report_backs: tuple[ReportBackForm, ...] = ()
    source: str | None = None


@dataclass(frozen=True)
class ReportForm:
    """A situation report: it lists inputs, or says nihil."""

    kind: str
    reported_on: date | None
    unit: str | None
    sub_districts: tuple[str, ...]
    villages: tuple[str, ...] = ()
    nil: bool = False
    items: tuple[InputForm, ...] = ()


@dataclass(frozen=True)
class MoveForm:
    """A move as it was filled in; what its event does not carry stays None."""

    event: EventKind
    occurred_on: date
    unit: str | None = None
    due_on: date | None = None
    threat: str | None = None
    rubric: tuple[str, ...] = ()
    severity: int | None = None
    by_group: str | None = None
    meeting: str | None = None
    into: str | None = None
    reason: str | None = None
    evidence: str | None = None
    note: str | None = None


_BREAK = re.compile(r"\r\n?|[\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def tidy(text: str | None) -> str | None:
    """A free text as it is kept: no control characters, no blank ends; None for nothing."""
    if text is None:
        return None
    if text.isprintable():  # no break and no control character, as most texts
        return text.strip() or None
    return _CONTROL.sub("", _BREAK.sub("\n", text)).strip() or None


def once(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes in their order, each once."""
    return tuple(dict.fromkeys(codes))


def tidy_input(item: InputForm) -> InputForm:
    """An input with its texts as they are kept."""
    return replace(
        item,
        text=tidy(item.text) or "",
        answer=tidy(item.answer),
        act=tidy(item.act),
        sub_district=item.sub_district or None,
        village=item.village or None,
        raised_by=item.raised_by or None,
        threat=item.threat or None,
        owner=item.owner or None,
    )


def tidy_meeting(form: MeetingForm) -> MeetingForm:
    """A meeting with its texts as they are kept, and every code once."""
    return replace(
        form,
        venue=tidy(form.venue),
        source=tidy(form.source),
        host_unit=form.host_unit or None,
        sub_districts=once(form.sub_districts),
        villages=once(form.villages),
        items=tuple(tidy_input(item) for item in form.items),
        report_backs=tuple(replace(b, note=tidy(b.note) or "") for b in form.report_backs),
    )


def tidy_report(form: ReportForm) -> ReportForm:
    """A situation report with its texts as they are kept, and every code once."""
    return replace(
        form,
        unit=form.unit or None,
        sub_districts=once(form.sub_districts),
        villages=once(form.villages),
        items=tuple(tidy_input(item) for item in form.items),
    )
