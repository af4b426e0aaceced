"""The files of a dataset folder: their columns, and what a cell of each may hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.cells import (
    Reader,
    Value,
    one_of,
    read_attendance,
    read_codes,
    read_count,
    read_date,
    read_degrees,
    read_entry_time,
    read_rubric,
    read_severity,
    read_text,
    read_yes_no,
)
from domain.vocabulary import (
    Category,
    EventKind,
    Inputs,
    Kind,
    Phase,
    Programme,
    ReportKind,
    SectorCertainty,
    StakeholderGroup,
    Tempo,
    Threat,
    UnitKind,
)

Row = dict[str, Value]
"""One row of a file by column, its cells read; an empty cell is None or an empty tuple."""


@dataclass(frozen=True)
class Column:
    """A column: how its cells are read, whether they must be filled, what they refer to.

    `refers_to` is the file whose keys the cell (or each code of it) must be among;
    `happened` marks a day on which something happened, which cannot be in the future.
    """

    name: str
    read: Reader = read_text
    required: bool = False
    refers_to: str | None = None
    happened: bool = False
    many: bool = False


@dataclass(frozen=True)
class File:
    """A file of the folder. `key` None: its rows have no key, their order counts."""

    name: str
    key: str | None
    columns: tuple[Column, ...]
    optional: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The header of the file."""
        return tuple(column.name for column in self.columns)


def _key(name: str) -> Column:
    return Column(name, required=True)


_ENTERED = (Column("recorded_at", read_entry_time), Column("voided_on", read_date))
_PLACE = (Column("latitude", read_degrees(90)), Column("longitude", read_degrees(180)))
_AREAS = Column("sub_district_codes", read_codes, refers_to="sub_districts", many=True)
_VILLAGES = Column("village_codes", read_codes, refers_to="villages", many=True)
_ASSESSMENT = (
    Column("threat", one_of(Threat)),
    Column("rubric", read_rubric),
    Column("severity", read_severity),
)

FILES: Mapping[str, File] = {
    file.name: file
    for file in (
        File(
            "districts",
            "code",
            (_key("code"), Column("name", required=True), Column("province")),
        ),
        File(
            "units",
            "code",
            (
                _key("code"),
                Column("name", required=True),
                Column("kind", one_of(UnitKind), required=True),
                Column("parent", refers_to="units"),
                Column("investigates", read_yes_no),
            ),
        ),
        File(
            "elections",
            "code",
            (
                _key("code"),
                Column("name_id", required=True),
                Column("name_en"),
                Column("voting_day", read_date, required=True),
                Column("district_code", required=True, refers_to="districts"),
                Column("parent", refers_to="elections"),
            ),
        ),
        File(
            "stages",
            "code",
            (
                _key("code"),
                Column("election", required=True, refers_to="elections"),
                Column("phase", one_of(Phase), required=True),
                Column("tempo", one_of(frozenset(t.code for t in Tempo)), required=True),
                Column("name_id", required=True),
                Column("name_en"),
                Column("starts_on", read_date),
                Column("ends_on", read_date),
                Column("basis"),
            ),
        ),
        File(
            "sub_districts",
            "code",
            (
                _key("code"),
                Column("name", required=True),
                Column("district_code", required=True, refers_to="districts"),
                Column("police_sector", refers_to="units"),
                Column("sector_certainty", one_of(SectorCertainty)),
                Column("sector_source"),
                *_PLACE,
                Column("registered_voters", read_count),
                Column("polling_stations", read_count),
            ),
        ),
        File(
            "villages",
            "code",
            (
                _key("code"),
                Column("name", required=True),
                Column("kind"),
                Column("sub_district_code", required=True, refers_to="sub_districts"),
                *_PLACE,
            ),
        ),
        File(
            "meetings",
            "meeting",
            (
                _key("meeting"),
                Column("held_on", read_date, required=True, happened=True),
                Column("programme", one_of(Programme), required=True),
                Column("host_unit", refers_to="units"),
                Column("venue"),
                _AREAS,
                _VILLAGES,
                Column("attendance", read_attendance, many=True),
                Column("promised", read_yes_no),
                Column("inputs", one_of(Inputs)),
                Column("inputs_on", read_date, happened=True),
                Column("source"),
                *_ENTERED,
            ),
        ),
        File(
            "reports",
            "report",
            (
                _key("report"),
                Column("reported_on", read_date, required=True, happened=True),
                Column("kind", one_of(ReportKind), required=True),
                Column("unit", refers_to="units"),
                _AREAS,
                _VILLAGES,
                Column("nil", read_yes_no),
                *_ENTERED,
            ),
        ),
        File(
            "issues",
            "issue",
            (
                _key("issue"),
                Column("reported_on", read_date, required=True, happened=True),
                Column("meeting", refers_to="meetings"),
                Column("report", refers_to="reports"),
                Column("sub_district_code", refers_to="sub_districts"),
                Column("village_code", refers_to="villages"),
                Column("kind", one_of(Kind), required=True),
                Column("category", one_of(Category), required=True),
                *_ASSESSMENT,
                Column("text"),
                Column("raised_by", one_of(StakeholderGroup)),
                Column("source"),
                *_ENTERED,
            ),
        ),
        File(
            "events",
            None,
            (
                Column("issue", required=True, refers_to="issues"),
                Column("occurred_on", read_date, required=True, happened=True),
                Column("event", one_of(EventKind), required=True),
                Column("unit", refers_to="units"),
                Column("due_on", read_date),
                *_ASSESSMENT,
                Column("by_group", one_of(StakeholderGroup)),
                Column("meeting", refers_to="meetings"),
                Column("into", refers_to="issues"),
                Column("reason"),
                Column("evidence"),
                Column("note"),
                *_ENTERED,
            ),
        ),
        File(
            "raises",
            None,
            (
                Column("sub_district_code", required=True, refers_to="sub_districts"),
                Column("raised_on", read_date, required=True, happened=True),
                Column("level", one_of(frozenset({"watch", "high", "very_high"})), required=True),
                Column("unit", refers_to="units"),
                Column("reason", required=True),
                Column("recorded_at", read_entry_time),
            ),
            optional=True,
        ),
    )
}
"""Every file of the folder but the boundaries, in the order in which they are stored."""

REFERENCE_FILES = ("districts", "elections", "stages", "sub_districts", "villages", "units")
RECORD_FILES = ("meetings", "reports", "issues")
"""Files with keys whose stored rows are never changed by a load."""
