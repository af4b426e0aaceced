"""What people fill in: meetings, inputs, situation reports, moves. Checked before it is kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.faults import Fault
from domain.vocabulary import (
    Category,
    Inputs,
    Kind,
    Programme,
    ReportKind,
    Rubric,
    StakeholderGroup,
    Threat,
)

LONGEST_TEXT = 2000


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


def _fault(field: str, code: str, value: object = "", expected: str = "") -> Fault:
    return Fault(code, "form", None, field, str(value), expected)


def _one_of(field: str, value: str | None, known: type[StrEnum]) -> Iterator[Fault]:
    codes = [code.value for code in known]
    if value not in codes:
        code = "unknown_code" if value else "empty_cell"
        yield _fault(field, code, value or "", " ".join(codes))


def _day(field: str, day: date | None, today: date, first: date | None) -> Iterator[Fault]:
    if day is None:
        yield _fault(field, "empty_cell")
    elif day > today:
        yield _fault(field, "in_the_future", day.isoformat(), today.isoformat())
    elif first is not None and day < first:
        yield _fault(field, "before_first_stage", day.isoformat(), first.isoformat())


def meeting_faults(form: MeetingForm, today: date, first: date | None) -> list[Fault]:
    """What must be put right before a meeting can be kept; `first`: start of the first stage."""
    found = [*_one_of("programme", form.programme, Programme)]
    found += _day("held_on", form.held_on, today, first)
    if not form.sub_districts:
        found.append(_fault("sub_districts", "empty_cell"))
    for group, count in form.attendance:
        found += _one_of(f"attendance.{group}", group, StakeholderGroup)
        if count is not None and count < 0:
            found.append(_fault(f"attendance.{group}", "not_a_count", count, "0, 1, 2 …"))
    said = (Inputs.ITEMISED, Inputs.NIL, Inputs.NOT_RECORDED)
    if form.inputs not in said or (form.inputs == Inputs.ITEMISED and not form.items):
        found.append(_fault("inputs", "inputs_unsaid"))
    elif form.inputs == Inputs.NIL and form.items:
        found.append(_fault("inputs", "nil_with_inputs", len(form.items)))
    found += _item_faults(form.items, form.sub_districts)
    for index, back in enumerate(form.report_backs):
        if not back.note.strip():
            found.append(_fault(f"report_backs.{index}.note", "empty_cell"))
    return found


def report_faults(form: ReportForm, today: date, first: date | None) -> list[Fault]:
    """What must be put right before a situation report can be kept."""
    found = [*_one_of("kind", form.kind, ReportKind)]
    found += _day("reported_on", form.reported_on, today, first)
    if not form.sub_districts:
        found.append(_fault("sub_districts", "empty_cell"))
    if form.nil == bool(form.items):
        found.append(_fault("nil", "nil_with_inputs" if form.nil else "inputs_unsaid"))
    found += _item_faults(form.items, form.sub_districts)
    return found


def _item_faults(items: tuple[InputForm, ...], covered: tuple[str, ...]) -> Iterator[Fault]:
    for index, item in enumerate(items):
        at = f"items.{index}."
        yield from _one_of(f"{at}kind", item.kind, Kind)
        yield from _one_of(f"{at}category", item.category, Category)
        if item.raised_by is not None:
            yield from _one_of(f"{at}raised_by", item.raised_by, StakeholderGroup)
        if item.threat is not None:
            yield from _one_of(f"{at}threat", item.threat, Threat)
        for answer in item.rubric:
            yield from _one_of(f"{at}rubric", answer, Rubric)
        if item.category != Category.ELECTION_VIOLATION and not item.text.strip():
            yield _fault(f"{at}text", "empty_cell")
        if len(item.text) > LONGEST_TEXT:
            yield _fault(f"{at}text", "text_too_long", len(item.text), str(LONGEST_TEXT))
        if item.sub_district not in covered and item.kind != Kind.AGREEMENT:
            yield _fault(f"{at}sub_district", "not_covered", item.sub_district or "")
        if item.act and item.owner is None:
            yield _fault(f"{at}owner", "empty_cell")
        if item.act and item.due_on is None:
            yield _fault(f"{at}due_on", "empty_cell")
