"""A dataset folder, read and written as plainly as can be.

Every file is a list of dicts. Cells become what they are: a date (or None), a list of codes, a
whole number; everything else stays the text it was. Nothing here knows a rule, except which
records count on a day (section 5) and in which order the events of an issue stand (section 2).
"""

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

STATION = timezone(timedelta(hours=7))
"""Days are the station's: Asia/Jakarta, which is UTC+7 the whole year."""

COLUMNS = {
    "districts": "code,name,province",
    "elections": "code,name_id,name_en,voting_day,district_code,parent",
    "stages": "code,election,phase,tempo,name_id,name_en,starts_on,ends_on,basis",
    "sub_districts": "code,name,district_code,police_sector,sector_certainty,sector_source,"
    "latitude,longitude,registered_voters,polling_stations",
    "villages": "code,name,kind,sub_district_code,latitude,longitude",
    "units": "code,name,kind,parent,investigates",
    "meetings": "meeting,held_on,programme,host_unit,venue,sub_district_codes,village_codes,"
    "attendance,promised,inputs,inputs_on,source,recorded_at,voided_on",
    "reports": "report,reported_on,kind,unit,sub_district_codes,village_codes,nil,recorded_at,"
    "voided_on",
    "issues": "issue,reported_on,meeting,report,sub_district_code,village_code,kind,category,"
    "threat,rubric,severity,text,raised_by,source,recorded_at,voided_on",
    "events": "issue,occurred_on,event,unit,due_on,threat,rubric,severity,by_group,meeting,into,"
    "reason,evidence,note,recorded_at,voided_on",
}
DATES = {
    "voting_day",
    "starts_on",
    "ends_on",
    "held_on",
    "inputs_on",
    "reported_on",
    "occurred_on",
    "due_on",
    "voided_on",
}
LISTS = {"sub_district_codes", "village_codes", "rubric"}
NUMBERS = {"severity"}

Row = dict  # one line of a file: column → date, list, number or text


@dataclass
class Ledger:
    """All files of one folder; `faults` says which cells could not be read."""

    districts: list[Row] = field(default_factory=list)
    elections: list[Row] = field(default_factory=list)
    stages: list[Row] = field(default_factory=list)
    sub_districts: list[Row] = field(default_factory=list)
    villages: list[Row] = field(default_factory=list)
    units: list[Row] = field(default_factory=list)
    meetings: list[Row] = field(default_factory=list)
    reports: list[Row] = field(default_factory=list)
    issues: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    tempo_of: dict = field(default_factory=dict)  # (district, day) → tempo, filled as asked


def cell(column: str, text: str) -> object:
    """One cell as what it is; raises ValueError where it cannot be that."""
    if column in LISTS:
        return [code for code in text.split(";") if code]
    if column in DATES:
        return date.fromisoformat(text) if text else None
    if column in NUMBERS:
        return int(text) if text else None
    return text


def read(folder: Path | str) -> Ledger:
    """The dataset in a folder; a file that is missing is empty."""
    ledger = Ledger()
    for name in COLUMNS:
        path = Path(folder) / f"{name}.csv"
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as lines:
            for number, raw in enumerate(csv.DictReader(lines), start=2):
                row = {}
                for column, text in raw.items():
                    try:
                        row[column] = cell(column, text)
                    except ValueError:
                        row[column] = None
                        ledger.faults.append(f"unreadable: {name} line {number} {column} {text}")
                getattr(ledger, name).append(row)
    return ledger


def text_of(value: object) -> str:
    """A cell as it stands in the file."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def write(ledger: Ledger, folder: Path | str) -> None:
    """The dataset as a folder, in the order the lists have."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    for name, header in COLUMNS.items():
        columns = header.split(",")
        with (Path(folder) / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(columns)
            for row in getattr(ledger, name):
                writer.writerow([text_of(row.get(column)) for column in columns])


def known_on(recorded_at: str) -> date | None:
    """The local day of entry, None where it is empty.

    "by its local day, recorded_at ≤ D; empty counts as known". "recorded_at is a date or a
    date-time with offset". A date-time without offset is taken as the station's own clock.
    """
    if not recorded_at:
        return None
    if len(recorded_at) == len("2024-11-26"):
        return date.fromisoformat(recorded_at)
    moment = datetime.fromisoformat(recorded_at)
    return moment.astimezone(STATION).date() if moment.tzinfo else moment.date()


def counts(row: Row, happened_on: str, day: date, known: bool) -> bool:
    """Whether a record counts on a day.

    "As of day D, over what happened on or before D." "A voided record or event counts for
    nothing on any day": so also before the day it was voided, and also as known at the time.
    """
    if row["voided_on"] is not None or row[happened_on] > day:
        return False
    entered = known_on(row["recorded_at"]) if known else None
    return entered is None or entered <= day


def in_order(events: list[Row]) -> list[Row]:
    """ "Events of an issue stand in the order of occurred_on, then of the file (of entry)"."""
    return sorted(events, key=lambda event: event["occurred_on"])  # sorted() keeps ties in order


def as_of(ledger: Ledger, day: date, known: bool = False) -> Ledger:
    """The ledger with only the meetings, reports, issues and events that count on a day."""
    return Ledger(
        ledger.districts,
        ledger.elections,
        ledger.stages,
        ledger.sub_districts,
        ledger.villages,
        ledger.units,
        [row for row in ledger.meetings if counts(row, "held_on", day, known)],
        [row for row in ledger.reports if counts(row, "reported_on", day, known)],
        [row for row in ledger.issues if counts(row, "reported_on", day, known)],
        [row for row in ledger.events if counts(row, "occurred_on", day, known)],
        ledger.faults,
        ledger.tempo_of,
    )


def events_of(ledger: Ledger, issue: str) -> list[Row]:
    """The events of one issue, in their order."""
    return in_order([event for event in ledger.events if event["issue"] == issue])
