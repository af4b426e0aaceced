"""Base and the tables of the field.

Keys and codes are the field's own (a ticket, a code of Kemendagri), so that a row
can be named to an officer. What is unknown is NULL, never 0 or an empty text.
Tables of plumbing (accounts, derived spans, the installation) are in `db/tables/`.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

BinaryText = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by code point on every database, so that key order is one order."""


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {str: BinaryText}


class Entered:
    """When a record was entered and whether it was voided.

    `recorded_at` is kept as it was written (a date, or a date-time with offset);
    `recorded_on` is its local day. Both NULL: the day of entry is not known, and the
    record counts as known from the start. A record with `voided_on` stays visible and
    counts for nothing on any day. `entered_by` is the account that entered it, NULL for
    what was loaded.
    """

    recorded_at: Mapped[str | None]
    recorded_on: Mapped[date | None]
    voided_on: Mapped[date | None]
    entered_by: Mapped[int | None]


class District(Base):
    """A kabupaten or kota: the ground of one Polres."""

    __tablename__ = "district"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    province: Mapped[str | None]


class Election(Base):
    """A Pilkada or a re-vote of it (`parent`)."""

    __tablename__ = "election"
    code: Mapped[str] = mapped_column(primary_key=True)
    name_id: Mapped[str]
    name_en: Mapped[str | None]
    voting_day: Mapped[date]
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"))
    parent: Mapped[str | None] = mapped_column(
        ForeignKey("election.code", deferrable=True, initially="DEFERRED")
    )


class Stage(Base):
    """A stage of an election. An unknown start or end is NULL: open on that side."""

    __tablename__ = "stage"
    code: Mapped[str] = mapped_column(primary_key=True)
    election: Mapped[str] = mapped_column(ForeignKey("election.code"))
    phase: Mapped[str]
    tempo: Mapped[str]
    name_id: Mapped[str]
    name_en: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    basis: Mapped[str | None]


class Unit(Base):
    """A unit that can own an issue (district, sector, function) or answer one (agency)."""

    __tablename__ = "unit"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    parent: Mapped[str | None] = mapped_column(
        ForeignKey("unit.code", deferrable=True, initially="DEFERRED")
    )
    investigates: Mapped[bool | None]


class SubDistrict(Base):
    """A kecamatan: what has a status."""

    __tablename__ = "sub_district"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    district_code: Mapped[str] = mapped_column(ForeignKey("district.code"))
    police_sector: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    sector_certainty: Mapped[str | None]
    sector_source: Mapped[str | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    registered_voters: Mapped[int | None]
    polling_stations: Mapped[int | None]


class Village(Base):
    """A desa or kelurahan."""

    __tablename__ = "village"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str | None]
    sub_district_code: Mapped[str] = mapped_column(ForeignKey("sub_district.code"), index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Boundary(Base):
    """One polygon of a boundary file, its shells clockwise, and where its label stands.

    `feature` is the GeoJSON feature as compact JSON text; `label_*` is the point
    farthest from the border (degrees).
    """

    __tablename__ = "boundary"
    code: Mapped[str] = mapped_column(primary_key=True)
    file: Mapped[str]
    position: Mapped[int]
    feature: Mapped[str]
    label_longitude: Mapped[float]
    label_latitude: Mapped[float]
    __table_args__ = (UniqueConstraint("file", "position"),)


class Meeting(Entered, Base):
    """A meeting with people of one or more kecamatan, or of officials."""

    __tablename__ = "meeting"
    meeting: Mapped[str] = mapped_column(primary_key=True)
    held_on: Mapped[date] = mapped_column(index=True)
    programme: Mapped[str]
    host_unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    venue: Mapped[str | None]
    promised: Mapped[bool | None]
    inputs: Mapped[str | None]
    inputs_on: Mapped[date | None]
    source: Mapped[str | None]


class MeetingSubDistrict(Base):
    """A kecamatan that a meeting covers; `position` keeps the order of the record."""

    __tablename__ = "meeting_sub_district"
    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.meeting"), primary_key=True)
    sub_district_code: Mapped[str] = mapped_column(
        ForeignKey("sub_district.code"), primary_key=True, index=True
    )
    position: Mapped[int]


class MeetingVillage(Base):
    """A village named at a meeting; it lies in a kecamatan that the meeting covers."""

    __tablename__ = "meeting_village"
    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.meeting"), primary_key=True)
    village_code: Mapped[str] = mapped_column(
        ForeignKey("village.code"), primary_key=True, index=True
    )
    position: Mapped[int]


class Attendance(Base):
    """A stakeholder group present at a meeting; `headcount` NULL: nobody wrote it down."""

    __tablename__ = "attendance"
    meeting: Mapped[str] = mapped_column(ForeignKey("meeting.meeting"), primary_key=True)
    stakeholder_group: Mapped[str] = mapped_column(primary_key=True)
    headcount: Mapped[int | None]
    position: Mapped[int]
    __table_args__ = (CheckConstraint("headcount >= 0", name="headcount_not_negative"),)


class SituationReport(Entered, Base):
    """A report of a police unit for one or more kecamatan; `nil`: explicitly nothing."""

    __tablename__ = "situation_report"
    report: Mapped[str] = mapped_column(primary_key=True)
    reported_on: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str]
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    nil: Mapped[bool | None]


class SituationReportSubDistrict(Base):
    """A kecamatan that a situation report speaks for."""

    __tablename__ = "situation_report_sub_district"
    report: Mapped[str] = mapped_column(ForeignKey("situation_report.report"), primary_key=True)
    sub_district_code: Mapped[str] = mapped_column(
        ForeignKey("sub_district.code"), primary_key=True, index=True
    )
    position: Mapped[int]


class SituationReportVillage(Base):
    """A village that a situation report names."""

    __tablename__ = "situation_report_village"
    report: Mapped[str] = mapped_column(ForeignKey("situation_report.report"), primary_key=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"), primary_key=True)
    position: Mapped[int]


class Issue(Entered, Base):
    """An input as it was recorded. What became of it is in `IssueEvent`.

    `sub_district_code` is NULL for an agreement of the whole district; `rubric` holds
    the answers that hold, joined by `;`.
    """

    __tablename__ = "issue"
    issue: Mapped[str] = mapped_column(primary_key=True)
    reported_on: Mapped[date]
    meeting: Mapped[str | None] = mapped_column(ForeignKey("meeting.meeting"), index=True)
    report: Mapped[str | None] = mapped_column(ForeignKey("situation_report.report"))
    sub_district_code: Mapped[str | None] = mapped_column(ForeignKey("sub_district.code"))
    village_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"))
    kind: Mapped[str]
    category: Mapped[str]
    threat: Mapped[str | None]
    rubric: Mapped[str | None]
    severity: Mapped[int | None]
    text: Mapped[str | None]
    raised_by: Mapped[str | None]
    source: Mapped[str | None]
    __table_args__ = (
        CheckConstraint("severity BETWEEN 1 AND 4", name="severity_1_to_4"),
        Index(None, "sub_district_code", "reported_on"),
        Index(None, "reported_on", "issue"),
    )


class IssueEvent(Entered, Base):
    """Something that happened to an issue. Events are appended, never changed.

    `sequence` is the place in the order of entry within the issue, from 1; events stand
    in the order of `occurred_on`, then of `sequence`.
    """

    __tablename__ = "issue_event"
    id: Mapped[int] = mapped_column(primary_key=True)
    issue: Mapped[str] = mapped_column(ForeignKey("issue.issue"))
    sequence: Mapped[int]
    occurred_on: Mapped[date]
    event: Mapped[str]
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    due_on: Mapped[date | None]
    threat: Mapped[str | None]
    rubric: Mapped[str | None]
    severity: Mapped[int | None]
    by_group: Mapped[str | None]
    meeting: Mapped[str | None] = mapped_column(ForeignKey("meeting.meeting"))
    into: Mapped[str | None] = mapped_column(ForeignKey("issue.issue"))
    reason: Mapped[str | None]
    evidence: Mapped[str | None]
    note: Mapped[str | None]
    __table_args__ = (
        CheckConstraint("severity BETWEEN 1 AND 4", name="severity_1_to_4"),
        UniqueConstraint("issue", "sequence"),
        Index(None, "issue", "occurred_on", "sequence"),
    )


_is_merge = IssueEvent.into.is_not(None)
Index(None, IssueEvent.into, sqlite_where=_is_merge, postgresql_where=_is_merge)
# Few events are merges: an index of them alone is small.


class StatusRaise(Base):
    """A commander's raising of a computed status, for seven days, with a reason."""

    __tablename__ = "status_raise"
    id: Mapped[int] = mapped_column(primary_key=True)
    sub_district_code: Mapped[str] = mapped_column(ForeignKey("sub_district.code"))
    raised_on: Mapped[date]
    level: Mapped[str]
    unit: Mapped[str | None] = mapped_column(ForeignKey("unit.code"))
    reason: Mapped[str]
    recorded_at: Mapped[str | None]
    recorded_on: Mapped[date | None]
    __table_args__ = (UniqueConstraint("sub_district_code", "raised_on"),)
