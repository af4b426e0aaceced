"""The fields of the recording forms: how what a browser sends becomes a form of the field."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.faults import Fault
from domain.form_faults import fault
from domain.forms import MOST_PEOPLE, InputForm, MeetingForm, ReportBackForm, ReportForm
from domain.vocabulary import StakeholderGroup

Fields = Mapping[str, Sequence[str]]
MOST_ITEMS = 40


def one(fields: Fields, name: str) -> str:
    """The value of a field, empty when it was not sent."""
    values = fields.get(name, ())
    return values[0] if values else ""


def item_count(fields: Fields) -> int:
    """How many inputs the form shows."""
    text = one(fields, "items")
    return min(int(text[:4]), MOST_ITEMS) if text.isascii() and text.isdigit() else 0


def _day(text: str) -> date | None:
    """A day; empty is unknown, and so is what is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _count(text: str) -> int | None:
    """A headcount; empty is unknown, and so is what is no number."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() else None


def unread(fields: Fields) -> list[Fault]:
    """What was typed as a day or a headcount and is none, at its field, as it was typed.

    Such a value comes through as unknown: a form with any of these is not kept.
    """
    return [fault for name in fields if (fault := _unread(name, one(fields, name).strip()))]


def _unread(name: str, text: str) -> Fault | None:
    if text and name.endswith("_on") and _day(text) is None:
        return fault(name, "not_a_date", text, "YYYY-MM-DD")
    if text and name.startswith("count_") and _count(text) is None:
        return fault(name, "not_a_count", text, f"0 … {MOST_PEOPLE}")
    return None


def _item(fields: Fields, index: int, areas: Sequence[str]) -> InputForm:
    def get(name: str) -> str:
        return one(fields, f"item_{index}_{name}")

    village = get("village") or None
    area = get("area") or (".".join(village.split(".")[:3]) if village else "")
    return InputForm(
        kind=get("kind"),
        category=get("category"),
        text=get("text"),
        sub_district=area or (areas[0] if len(areas) == 1 else None),
        village=village,
        raised_by=get("raised_by") or None,
        threat=get("threat") or None,
        rubric=tuple(fields.get(f"item_{index}_rubric", ())),
        answer=get("answer") or None,
        act=get("act") or None,
        owner=get("owner") or None,
        due_on=_day(get("due_on")),
    )


def said_items(fields: Fields) -> list[int]:
    """The places of the blocks in which anything was filled in; an untouched one is no input."""
    touched = {
        name.split("_")[1] for name in fields if name.startswith("item_") if any(fields[name])
    }
    return [index for index in range(item_count(fields)) if str(index) in touched]


def _items(fields: Fields) -> tuple[InputForm, ...]:
    areas = list(fields.get("area", ()))
    return tuple(_item(fields, index, areas) for index in said_items(fields))


def meeting_of(fields: Fields) -> MeetingForm:
    """A meeting as it was filled in."""
    promised = one(fields, "promised")
    return MeetingForm(
        programme=one(fields, "programme"),
        held_on=_day(one(fields, "held_on")),
        sub_districts=tuple(filter(None, fields.get("area", ()))),
        venue=one(fields, "venue") or None,
        villages=tuple(fields.get("village", ())),
        attendance=tuple(
            (group.value, _count(one(fields, f"count_{group.value}")))
            for group in StakeholderGroup
            if group.value in fields.get("group", ()) or one(fields, f"count_{group.value}").strip()
        ),
        promised=promised == "yes" if promised else None,
        inputs=one(fields, "inputs") or None,
        items=_items(fields),
        report_backs=tuple(
            ReportBackForm(
                issue=key,
                by_group=one(fields, f"told_group_{key}") or None,
                note=one(fields, f"told_note_{key}"),
            )
            for key in fields.get("told", ())
        ),
    )


def report_of(fields: Fields, unit: str | None) -> ReportForm:
    """A situation report as it was filled in, by the unit of who sends it."""
    return ReportForm(
        kind=one(fields, "kind"),
        reported_on=_day(one(fields, "reported_on")),
        unit=unit,
        sub_districts=tuple(filter(None, fields.get("area", ()))),
        villages=tuple(fields.get("village", ())),
        nil=one(fields, "nil") == "yes",
        items=_items(fields),
    )


FIELD_OF_FAULT = {
    "sub_districts": "area",
    "villages": "village",
}


def field_of(column: str | None, fields: Fields) -> str:
    """The field of the form that a fault speaks of; inputs are counted without blank blocks."""
    name = column or ""
    if name.startswith("items."):
        _, place, rest = name.split(".", 2)
        rest = {"sub_district": "area"}.get(rest, rest)
        return f"item_{said_items(fields)[int(place)]}_{rest}"
    if name.startswith("attendance."):
        return f"count_{name.split('.', 1)[1]}"
    if name.startswith("report_backs."):
        return "told"
    return FIELD_OF_FAULT.get(name, name)
