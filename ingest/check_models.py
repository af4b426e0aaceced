"""The records of the dataset as pydantic models: the last gate before anything is written.

The cells were turned into values before; here each value is held against its type, its
vocabulary, the keys that are known and today. Every error becomes a fault of its column.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, cast

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError, core_schema
from typing_extensions import TypedDict

from domain.cells import BadCell, local_day, read_rubric
from domain.dataset import Row
from domain.station import station_zone
from domain.vocabulary import (
    Category,
    Inputs,
    Kind,
    Programme,
    ReportKind,
    Severity,
    StakeholderGroup,
    Threat,
)
from ingest.known import Known
from ingest.rows_words import LONGEST_KEY


@dataclass
class Context:
    """What values are held against; keys of the file itself count as known."""

    known: Known
    meetings: Collection[str]
    reports: Collection[str]


def _one_of(codes: type[StrEnum]) -> GetPydanticSchema:
    """One code of a vocabulary, as plain text."""
    schema = core_schema.literal_schema([code.value for code in codes])
    return GetPydanticSchema(lambda _type, _handler: schema)


def _rubric(value: str) -> str:
    try:
        read_rubric(value)
    except BadCell as bad:
        raise _wrong(bad.code, bad.expected) from None
    return value


def _wrong(code: str, right: str) -> PydanticCustomError:
    return PydanticCustomError("kondusif", "{code}", {"code": code, "right": right})


def _happened(day: date, info: Any) -> date:
    today = info.context.known.today
    if day > today:
        raise _wrong("in_the_future", today.isoformat())
    return day


def _entered(text: str, info: Any) -> str:
    day = local_day(text, station_zone())
    if day is None or day > info.context.known.today:
        raise _wrong("in_the_future", info.context.known.today.isoformat())
    return text


def _among(name: str, told: str) -> Callable[[str, Any], str]:
    def check(code: str, info: Any) -> str:
        context = info.context
        keys = getattr(context, name) if hasattr(context, name) else getattr(context.known, name)
        if code not in keys:
            raise _wrong("unknown_reference", told)
        return code

    return check


def _police(code: str, info: Any) -> str:
    if info.context.known.units[code].kind == "agency":
        raise _wrong("agency_reports", "")
    return code


Key = Annotated[str, Field(min_length=1, max_length=LONGEST_KEY)]
Happened = Annotated[date, AfterValidator(_happened)]
Entered = Annotated[str, AfterValidator(_entered)]
MeetingKey = Annotated[str, AfterValidator(_among("meetings", "meetings.csv"))]
ReportKey = Annotated[str, AfterValidator(_among("reports", "reports.csv"))]
SubDistrict = Annotated[str, AfterValidator(_among("sub_districts", "sub_districts.csv"))]
Village = Annotated[str, AfterValidator(_among("villages", "villages.csv"))]
Unit = Annotated[str, AfterValidator(_among("units", "units.csv"))]
Text = Annotated[str, Field(min_length=1)]
Group = Annotated[str, _one_of(StakeholderGroup)]
Headcount = Annotated[int, Field(ge=0)]


class IssueRow(TypedDict):
    """A row of issues.csv."""

    __pydantic_config__ = ConfigDict(strict=True, extra="forbid")  # type: ignore[misc]

    issue: Key
    reported_on: Happened
    meeting: MeetingKey | None
    report: ReportKey | None
    sub_district_code: SubDistrict | None
    village_code: Village | None
    kind: Annotated[str, _one_of(Kind)]
    category: Annotated[str, _one_of(Category)]
    threat: Annotated[str, _one_of(Threat)] | None
    rubric: Annotated[str, AfterValidator(_rubric)] | None
    severity: Annotated[int, Field(ge=min(Severity), le=max(Severity))] | None
    text: Text | None
    raised_by: Group | None
    source: Text | None
    recorded_at: Entered | None
    voided_on: None


class MeetingRow(TypedDict):
    """A row of meetings.csv."""

    __pydantic_config__ = ConfigDict(strict=True, extra="forbid")  # type: ignore[misc]

    meeting: Key
    held_on: Happened
    programme: Annotated[str, _one_of(Programme)]
    host_unit: Unit | None
    venue: Text | None
    sub_district_codes: tuple[SubDistrict, ...]
    village_codes: tuple[Village, ...]
    attendance: tuple[tuple[Group, Headcount | None], ...]
    promised: bool | None
    inputs: Annotated[str, _one_of(Inputs)] | None
    inputs_on: Happened | None
    source: Text | None
    recorded_at: Entered | None
    voided_on: None


class ReportRow(TypedDict):
    """A row of reports.csv."""

    __pydantic_config__ = ConfigDict(strict=True, extra="forbid")  # type: ignore[misc]

    report: Key
    reported_on: Happened
    kind: Annotated[str, _one_of(ReportKind)]
    unit: Annotated[Unit, AfterValidator(_police)] | None
    sub_district_codes: tuple[SubDistrict, ...]
    village_codes: tuple[Village, ...]
    nil: bool | None
    recorded_at: Entered | None
    voided_on: None


MODELS: Mapping[str, TypeAdapter[Any]] = {
    "issues": TypeAdapter(IssueRow),
    "meetings": TypeAdapter(MeetingRow),
    "reports": TypeAdapter(ReportRow),
}

_CODES = {
    "literal_error": "unknown_code",
    "string_too_long": "bad_key",
    "string_too_short": "empty_cell",
}


def validated(file: str, values: Row, context: Context) -> Row:
    """The values of a record, every one right; raises ValidationError (see `model_faults`)."""
    return cast(Row, MODELS[file].validate_python(values, context=context))


def model_faults(error: ValidationError) -> Iterator[tuple[str, str, str, str]]:
    """Column, code, value and what would be right of each error, each column once."""
    seen: set[str] = set()
    for found in error.errors(include_url=False):
        column = str(found["loc"][0])
        if column in seen:
            continue
        seen.add(column)
        context = found.get("ctx", {})
        value = "" if found["input"] is None else str(found["input"])
        if found["type"] == "kondusif":
            yield column, context["code"], value, context["right"]
        elif found["input"] is None:
            yield column, "empty_cell", "", ""
        else:
            code = _CODES.get(found["type"], "mapping_wrong_value")
            yield column, code, value, str(context.get("expected", found["type"]))
