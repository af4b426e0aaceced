"""The fields of each target, and the headers by which a foreign sheet may call them.

What people read (the header of a template, the name of a field on the screen) is
`import_field.<field>` of the locale; it is understood here too, in both languages.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Literal

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
from ingest.header_names import other_names
from wording.translator import texts

Target = Literal["issues", "meetings", "reports"]
TARGETS: tuple[Target, ...] = ("issues", "meetings", "reports")
KEYS: Mapping[Target, str] = {"issues": "issue", "meetings": "meeting", "reports": "report"}
"""The field by which repeated rows of one record are joined."""

ATTENDANCE_PREFIX = "attendance."
"""`attendance.camat` is a column with the headcount of one group."""


class Reads(StrEnum):
    """How the cells of a field are read."""

    KEY = "key"
    DAY = "day"
    ENTRY_TIME = "entry_time"
    TEXT = "text"
    WORD = "word"
    WORDS = "words"
    YES_NO = "yes_no"
    UNIT = "unit"
    SUB_DISTRICT = "sub_district"
    VILLAGE = "village"
    ATTENDANCE = "attendance"
    COUNT = "count"
    GROUP = "group"
    VOIDED = "voided"


@dataclass(frozen=True)
class TargetField:
    """A field of a target: the column of the dataset file it fills, and how it is read.

    `group` is the group of labels of its vocabulary in the locale, `codes` the codes.
    """

    name: str
    column: str
    reads: Reads
    group: str = ""
    codes: tuple[str, ...] = ()
    many: bool = False


def _codes(codes: type[StrEnum]) -> tuple[str, ...]:
    return tuple(code.value for code in codes)


def _word(name: str, group: str, codes: type[StrEnum]) -> TargetField:
    return TargetField(name, name, Reads.WORD, group, _codes(codes))


_SEVERITIES = tuple(str(int(severity)) for severity in Severity)
_ENTERED = (
    TargetField("recorded_at", "recorded_at", Reads.ENTRY_TIME),
    TargetField("voided_on", "voided_on", Reads.VOIDED),
)

ISSUE_FIELDS = (
    TargetField("issue", "issue", Reads.KEY),
    TargetField("reported_on", "reported_on", Reads.DAY),
    TargetField("meeting", "meeting", Reads.KEY),
    TargetField("report", "report", Reads.KEY),
    TargetField("sub_district", "sub_district_code", Reads.SUB_DISTRICT),
    TargetField("village", "village_code", Reads.VILLAGE),
    _word("kind", "kind", Kind),
    _word("category", "category", Category),
    _word("threat", "threat", Threat),
    TargetField("rubric", "rubric", Reads.WORDS, "rubric", _codes(Rubric), many=True),
    TargetField("severity", "severity", Reads.WORD, "severity", _SEVERITIES),
    TargetField("text", "text", Reads.TEXT),
    _word("raised_by", "group", StakeholderGroup),
    TargetField("source", "source", Reads.TEXT),
    *_ENTERED,
)

MEETING_FIELDS = (
    TargetField("meeting", "meeting", Reads.KEY),
    TargetField("held_on", "held_on", Reads.DAY),
    _word("programme", "programme", Programme),
    TargetField("host_unit", "host_unit", Reads.UNIT),
    TargetField("venue", "venue", Reads.TEXT),
    TargetField("sub_districts", "sub_district_codes", Reads.SUB_DISTRICT, many=True),
    TargetField("villages", "village_codes", Reads.VILLAGE, many=True),
    TargetField(
        "attendance", "attendance", Reads.ATTENDANCE, "group", _codes(StakeholderGroup), many=True
    ),
    TargetField("attendance_group", "attendance", Reads.GROUP, "group", _codes(StakeholderGroup)),
    TargetField("attendance_count", "attendance", Reads.COUNT),
    TargetField("promised", "promised", Reads.YES_NO),
    _word("inputs", "inputs", Inputs),
    TargetField("inputs_on", "inputs_on", Reads.DAY),
    TargetField("source", "source", Reads.TEXT),
    *_ENTERED,
)

REPORT_FIELDS = (
    TargetField("report", "report", Reads.KEY),
    TargetField("reported_on", "reported_on", Reads.DAY),
    _word("kind", "report_kind", ReportKind),
    TargetField("unit", "unit", Reads.UNIT),
    TargetField("sub_districts", "sub_district_codes", Reads.SUB_DISTRICT, many=True),
    TargetField("villages", "village_codes", Reads.VILLAGE, many=True),
    TargetField("nil", "nil", Reads.YES_NO),
    *_ENTERED,
)

FIELDS: Mapping[Target, Mapping[str, TargetField]] = {
    "issues": {field.name: field for field in ISSUE_FIELDS},
    "meetings": {field.name: field for field in MEETING_FIELDS},
    "reports": {field.name: field for field in REPORT_FIELDS},
}

_ALIASES = {
    "sub_district": "sub_district",
    "sub_districts": "sub_district",
    "sub_district_code": "sub_district",
    "sub_district_codes": "sub_district",
    "village": "village",
    "villages": "village",
    "village_code": "village",
    "village_codes": "village",
}


def canonical(name: str, target: Target) -> str:
    """The name of a field as the target has it: singular, plural and code names are one."""
    single = _ALIASES.get(name)
    if single is None:
        return name
    return single if target == "issues" else f"{single}s"


def field_of(name: str, target: Target) -> TargetField | None:
    """The field of a name, `attendance.<group>` included; None where there is none."""
    if target == "meetings" and name.startswith(ATTENDANCE_PREFIX):
        group = name.removeprefix(ATTENDANCE_PREFIX)
        if group in tuple(StakeholderGroup):
            return TargetField(name, "attendance", Reads.COUNT)
        return None
    return FIELDS[target].get(canonical(name, target))


def fold(text: str) -> str:
    """A text for comparing: no case, no accents of width, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def squeeze(text: str) -> str:
    """A name for comparing: letters and digits alone."""
    return re.sub(r"[\W_]+", "", fold(text))


@cache
def names_of(target: Target) -> Mapping[str, tuple[str, ...]]:
    """Every squeezed header that names a field, by field; the field's own name comes first."""
    found: dict[str, tuple[str, ...]] = {}
    for name, field in FIELDS[target].items():
        labels = texts().get(f"import_field.{target}.{name}", {}).values()
        # Three fields fill the attendance; its name is that of one of them.
        own = (name,) if field.column == "attendance" else (name, field.column)
        words = (*own, *labels, *other_names(target, name))
        found[name] = tuple(dict.fromkeys(squeeze(word) for word in words))
    return found
