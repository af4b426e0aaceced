"""What must be put right before a form can be kept; every fault is found, none twice."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache

from domain.faults import Fault
from domain.forms import LONGEST_TEXT, MOST_PEOPLE, InputForm, MeetingForm, ReportForm
from domain.lifecycle import NEVER_SETTLED, SETTLED_KINDS
from domain.rubric import proposed_severity
from domain.vocabulary import (
    Category,
    Inputs,
    Kind,
    Programme,
    ReportKind,
    Rubric,
    Severity,
    StakeholderGroup,
    Threat,
)


def fault(field: str, code: str, value: object = "", expected: str = "") -> Fault:
    """A fault of a field of a form."""
    return Fault(code, "form", None, field, str(value), expected)


def code_faults(field: str, value: str | None, known: Iterable[str]) -> Iterator[Fault]:
    """Whether a field that must be filled holds one of the known codes."""
    codes = _codes(known) if isinstance(known, type) else tuple(map(str, known))
    if value not in codes:
        yield fault(field, "unknown_code" if value else "empty_cell", value or "", " ".join(codes))


@lru_cache(maxsize=64)
def _codes(known: Iterable[str]) -> tuple[str, ...]:
    """The codes of an enumeration: a form asks for the same ones again and again."""
    return tuple(map(str, known))


def text_faults(field: str, text: str | None) -> Iterator[Fault]:
    """Whether a free text can be kept at its length."""
    if text is not None and len(text) > LONGEST_TEXT:
        yield fault(field, "text_too_long", len(text), str(LONGEST_TEXT))


def day_faults(field: str, day: date | None, today: date, first: date | None) -> Iterator[Fault]:
    """Whether something can have happened on a day; `first` is the start of the first stage."""
    if day is None:
        yield fault(field, "empty_cell")
    elif day > today:
        yield fault(field, "in_the_future", day.isoformat(), today.isoformat())
    elif first is not None and day < first:
        yield fault(field, "before_first_stage", day.isoformat(), first.isoformat())


def meeting_faults(form: MeetingForm, today: date, first: date | None) -> list[Fault]:
    """What must be put right in a meeting; it comes tidied (`forms.tidy_meeting`)."""
    found = [*code_faults("programme", form.programme, Programme)]
    found += day_faults("held_on", form.held_on, today, first)
    if not form.sub_districts:
        found.append(fault("sub_districts", "empty_cell"))
    found += _attendance_faults(form.attendance)
    found += _inputs_faults(form.inputs, form.items)
    found += text_faults("venue", form.venue)
    found += text_faults("source", form.source)
    found += item_faults(form.items, form.sub_districts, form.held_on)
    for index, back in enumerate(form.report_backs):
        at = f"report_backs.{index}."
        found += code_faults(f"{at}by_group", back.by_group, StakeholderGroup)
        found += text_faults(f"{at}note", back.note)
        if not back.note:
            found.append(fault(f"{at}note", "empty_cell"))
    return found


def _attendance_faults(attendance: Sequence[tuple[str, int | None]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for group, count in attendance:
        yield from code_faults(f"attendance.{group}", group, StakeholderGroup)
        if count is not None and not 0 <= count <= MOST_PEOPLE:
            yield fault(f"attendance.{group}", "not_a_count", count, f"0 … {MOST_PEOPLE}")
        if group in seen:
            yield fault(f"attendance.{group}", "key_twice", group)
        seen.add(group)


def _inputs_faults(inputs: str | None, items: Sequence[InputForm]) -> Iterator[Fault]:
    said = (Inputs.ITEMISED, Inputs.NIL, Inputs.NOT_RECORDED)
    if inputs not in said or (inputs == Inputs.ITEMISED and not items):
        yield fault("inputs", "inputs_unsaid", inputs or "", " ".join(said))
    elif inputs != Inputs.ITEMISED and items:
        yield fault("inputs", "nil_with_inputs", len(items), Inputs.ITEMISED)


def report_faults(form: ReportForm, today: date, first: date | None) -> list[Fault]:
    """What must be put right in a situation report; it comes tidied (`forms.tidy_report`)."""
    found = [*code_faults("kind", form.kind, ReportKind)]
    found += day_faults("reported_on", form.reported_on, today, first)
    if not form.sub_districts:
        found.append(fault("sub_districts", "empty_cell"))
    if form.unit is None:
        found.append(fault("unit", "empty_cell"))
    if form.nil == bool(form.items):
        code = "nil_with_inputs" if form.nil else "inputs_unsaid"
        found.append(fault("nil", code, len(form.items) if form.nil else ""))
    found += item_faults(form.items, form.sub_districts, form.reported_on)
    return found


def item_faults(
    items: Sequence[InputForm], covered: Collection[str], day: date | None, at: str = "items.{}."
) -> Iterator[Fault]:
    """What must be put right in the inputs of a meeting or report of a day.

    `covered` are its kecamatan; `at` the beginning of the field names of the n-th input.
    """
    for index, item in enumerate(items):
        place = at.format(index)
        yield from _named_faults(place, item, covered)
        yield from _said_faults(place, item)
        yield from _promise_faults(place, item, day)


def _named_faults(at: str, item: InputForm, covered: Collection[str]) -> Iterator[Fault]:
    yield from code_faults(f"{at}kind", item.kind, Kind)
    yield from code_faults(f"{at}category", item.category, Category)
    optional: tuple[tuple[str, Iterable[str | None], type[StrEnum]], ...] = (
        ("raised_by", [item.raised_by], StakeholderGroup),
        ("threat", [item.threat], Threat),
        ("rubric", item.rubric, Rubric),
    )
    for name, values, known in optional:
        for value in values:
            if value is not None:
                yield from code_faults(f"{at}{name}", value, known)
    whole_district = item.kind == Kind.AGREEMENT and item.sub_district is None
    if item.sub_district not in covered and not whole_district:
        yield fault(f"{at}sub_district", "not_covered", item.sub_district or "", " ".join(covered))


def _said_faults(at: str, item: InputForm) -> Iterator[Fault]:
    if item.category != Category.ELECTION_VIOLATION and not item.text:
        yield fault(f"{at}text", "empty_cell")
    yield from text_faults(f"{at}text", item.text)
    yield from text_faults(f"{at}answer", item.answer)
    yield from text_faults(f"{at}act", item.act)
    if not item.answer:
        return
    # An answer on the spot settles the input, or it would stand nowhere.
    if item.kind not in SETTLED_KINDS:
        yield fault(f"{at}answer", "settled_kind", item.kind, " ".join(sorted(SETTLED_KINDS)))
    if item.category in NEVER_SETTLED:
        never = " ".join(sorted(NEVER_SETTLED))
        yield fault(f"{at}answer", "settled_category", item.category, never)
    severity = proposed_severity(item.category, item.threat, item.rubric)
    capped = item.kind in (Kind.SUGGESTION, Kind.QUESTION)
    if severity is not None and severity > Severity.MEDIUM and not capped:
        yield fault(f"{at}answer", "settled_severity", severity, "1 2")
    if item.act:
        yield fault(f"{at}answer", "answered_and_promised")
    if item.raised_by is None:
        yield fault(f"{at}raised_by", "empty_cell")


def _promise_faults(at: str, item: InputForm, day: date | None) -> Iterator[Fault]:
    if not item.act:
        if item.kind == Kind.AGREEMENT or item.owner is not None or item.due_on is not None:
            yield fault(f"{at}act", "empty_cell")
        return
    if item.owner is None:
        yield fault(f"{at}owner", "empty_cell")
    if item.due_on is None:
        yield fault(f"{at}due_on", "empty_cell")
    elif day is not None and item.due_on < day:
        yield fault(f"{at}due_on", "due_before_event", item.due_on.isoformat(), day.isoformat())
