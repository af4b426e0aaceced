"""The status of every kecamatan on a day (section 2), and the issues as of a day."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from tests.reference import ledger as folders
from tests.reference import life
from tests.reference.ledger import Ledger

OFFICIALS = {"cross-sector", "forkopimcam", "anev"}
"""Meetings of officials; "every other is a *community meeting*"."""

TEMPOS = ["routine", "alert", "critical"]
REPORT_CYCLE = {"routine": 30, "alert": 7, "critical": 1}
MEETING_LIMIT = {"routine": 90, "alert": 30, "critical": 30}
GRACE = 3
LONG_OVERDUE = 14
MANY_HIGH = 3
MANY_OPEN = 5
COVERAGE_WINDOW = 90
LEAST_SHARE = Fraction(1, 2)

LEVEL_OF_LETTER = {"A": 4, "B": 3, "C": 2, "D": 2}
LEVEL_NAMES = {4: "very_high", 3: "high", 2: "watch", 1: "calm"}
PROBLEM = {"A1", "A3", "B1", "B3", "C1"}
FOLLOW_UP = {"A2", "B2", "B4", "C2", "C3", "C4"}


def days_after(start: date, end: date) -> list[date]:
    """The days in (start, end]."""
    return [start + timedelta(days=n) for n in range(1, (end - start).days + 1)]


def tempo(ledger: Ledger, district: str, day: date) -> str:
    """ "of the stages of all elections of the district that run on a day the highest holds; with
    none, routine. A stage whose start or end is unknown (empty) … takes part in no … tempo."
    """
    if (district, day) not in ledger.tempo_of:
        elections = {row["code"] for row in ledger.elections if row["district_code"] == district}
        running = [
            stage["tempo"]
            for stage in ledger.stages
            if stage["election"] in elections and in_stage(stage, day)
        ]
        ledger.tempo_of[district, day] = max(running, key=TEMPOS.index, default="routine")
    return ledger.tempo_of[district, day]


def in_stage(stage: dict, day: date) -> bool:
    """ "**A day is in a stage** when starts_on ≤ day ≤ ends_on"; unknown on a side: in no stage."""
    if stage["starts_on"] is None or stage["ends_on"] is None:
        return False
    return stage["starts_on"] <= day <= stage["ends_on"]


def age(ledger: Ledger, district: str, latest: date, day: date, limits: dict) -> Fraction:
    """ "Σ of 1 / report cycle of that day's tempo over the days after the latest contact up to D,
    in exact fractions"; with the meeting limits, the age of the latest community meeting.
    """
    return sum(
        (Fraction(1, limits[tempo(ledger, district, d)]) for d in days_after(latest, day)),
        Fraction(0),
    )


class Area:
    """One kecamatan as of a day, over a ledger that holds only what counts on it."""

    def __init__(self, seen: Ledger, area: dict, day: date) -> None:
        self.seen, self.day = seen, day
        self.code, self.district = area["code"], area["district_code"]
        self.meetings = [  # "A meeting *covers* the kecamatan in sub_district_codes"
            meeting
            for meeting in seen.meetings
            if meeting["programme"] not in OFFICIALS and self.code in meeting["sub_district_codes"]
        ]
        self.reports = [
            report for report in seen.reports if self.code in report["sub_district_codes"]
        ]
        self.open = []
        for issue in seen.issues:
            if issue["sub_district_code"] != self.code:
                continue
            events = folders.events_of(seen, issue["issue"])
            if life.is_open(issue, life.stand(events)):
                self.open.append((issue, events))

    # contact and freshness

    def contacts(self) -> list[tuple[date, str]]:
        """ "**contact** = a community meeting covering the kecamatan, or a situation report for
        it": the days and the keys.
        """
        return [(row["held_on"], row["meeting"]) for row in self.meetings] + [
            (row["reported_on"], row["report"]) for row in self.reports
        ]

    def freshness(self) -> str:
        """ "`none` no contact ever · `current` age ≤ 1 · `ageing` age ≤ 2 · `stale` beyond"."""
        contacts = self.contacts()
        if not contacts:
            return "none"
        latest = max(on for on, _ in contacts)
        contact_age = age(self.seen, self.district, latest, self.day, REPORT_CYCLE)
        if contact_age <= 1:
            return "current"
        return "ageing" if contact_age <= 2 else "stale"

    # problems and follow-up

    def s(self, issue: dict, events: list[dict]) -> int:
        return life.severity_s(issue, events, self.day)

    def late(self, issue: dict, events: list[dict]) -> int:
        return life.days_late(issue, events, self.day)

    def tickets(self, holds) -> list[str]:
        """The open issues for which something holds."""
        return [issue["issue"] for issue, events in self.open if holds(issue, events)]

    def critical_day_since_due(self, issue: dict, events: list[dict]) -> bool:
        """ "a critical day lies in (due, D]"."""
        due = life.due_walk(issue, events, self.day).due
        return any(
            tempo(self.seen, self.district, day) == "critical" for day in days_after(due, self.day)
        )

    def was_reopened(self, issue: dict, events: list[dict]) -> bool:
        """ "reopened at any time from verified, settled or unable"."""
        return any(
            state in ("verified", "settled", "unable") for state in life.stand(events).reopened_from
        )

    def no_due_date(self, issue: dict, events: list[dict]) -> bool:
        """ "an open issue without a due date more than 3 days after reported_on"."""
        waited = (self.day - issue["reported_on"]).days
        return waited > GRACE and life.due_walk(issue, events, self.day).without_due_date

    def unlisted_promises(self) -> list[str]:
        """C3: "a community meeting covering it at which follow-up was promised is not_recorded, or
        itemised with no issue that names it, more than 3 days later"
        """
        named = {issue["meeting"] for issue in self.seen.issues}
        return [
            meeting["meeting"]
            for meeting in self.meetings
            if meeting["promised"] == "yes"
            and (self.day - meeting["held_on"]).days > GRACE
            and (
                inputs(meeting, self.day) == "not_recorded"
                or (inputs(meeting, self.day) == "itemised" and meeting["meeting"] not in named)
            )
        ]

    def problems(self) -> dict[str, list[str]]:
        """The A, B and C reasons, each with the records behind it."""
        high = self.tickets(lambda i, e: self.s(i, e) >= 3)
        middle = self.tickets(lambda i, e: self.s(i, e) >= 2)
        records = {
            "A1": self.tickets(lambda i, e: self.s(i, e) == 4),
            "A2": self.tickets(
                lambda i, e: (
                    self.s(i, e) >= 3 and self.late(i, e) > 0 and self.critical_day_since_due(i, e)
                )
            ),
            "A3": high if len(high) >= MANY_HIGH else [],
            "B1": high,
            "B2": self.tickets(lambda i, e: self.s(i, e) >= 2 and self.late(i, e) > LONG_OVERDUE),
            "B3": middle if len(middle) >= MANY_OPEN else [],
            "B4": self.tickets(lambda i, e: self.s(i, e) >= 2 and self.was_reopened(i, e)),
            "C1": middle,
            "C2": self.tickets(lambda i, e: self.late(i, e) > 0),
            "C3": self.unlisted_promises(),
            "C4": self.tickets(self.no_due_date),
        }
        return {code: found for code, found in records.items() if found}

    # data

    def data_gaps(self) -> dict[str, list[str]]:
        """The D reasons: D1 and D2 with the latest contacts, D4 with the latest community
        meetings, D5 with the meetings that named one of its villages in the window.
        """
        freshness = self.freshness()
        if freshness == "none":
            return {"D3": []}
        gaps = {}
        contacts = self.contacts()
        latest = max(on for on, _ in contacts)
        if freshness != "current":
            reason = "D1" if freshness == "ageing" else "D2"
            gaps[reason] = sorted(key for on, key in contacts if on == latest)
        last_meeting = max((row["held_on"] for row in self.meetings), default=None)
        if (
            last_meeting is None
            or age(self.seen, self.district, last_meeting, self.day, MEETING_LIMIT) > 1
        ):
            gaps["D4"] = sorted(
                row["meeting"] for row in self.meetings if row["held_on"] == last_meeting
            )
        villages = {
            row["code"] for row in self.seen.villages if row["sub_district_code"] == self.code
        }
        window = [
            row
            for row in self.meetings
            if self.day - timedelta(days=COVERAGE_WINDOW) < row["held_on"] <= self.day
        ]
        named = {code for row in window for code in row["village_codes"] if code in villages}
        # "under half of the kecamatan's villages, or none of its villages is known"
        if not villages or Fraction(len(named), len(villages)) < LEAST_SHARE:
            gaps["D5"] = sorted(
                row["meeting"] for row in window if villages & set(row["village_codes"])
            )
        return gaps

    # the status

    def row(self) -> dict:
        """The line of the board.

        "Let L = the worst level among A, B and C reasons (none: 1). If freshness is none or stale:
        L ≥ 2 shows L, *hatched as stale*; else the status is `no_data` (none) or `stale`, not
        hatched. Otherwise the status is the worst of all reasons, and `calm` only when there is
        none. All reasons that hold are listed, always."
        """
        problems = self.problems()
        records = problems | self.data_gaps()
        freshness = self.freshness()
        worst_problem = max((LEVEL_OF_LETTER[code[0]] for code in problems), default=1)
        worst = max((LEVEL_OF_LETTER[code[0]] for code in records), default=1)
        unfresh = freshness in ("none", "stale")
        if unfresh and worst_problem < 2:
            level = "no_data" if freshness == "none" else "stale"
        else:
            level = LEVEL_NAMES[worst_problem if unfresh else worst]
        late = [self.late(issue, events) for issue, events in self.open]
        return {
            "sub_district": self.code,
            "level": level,
            "hatched": unfresh and worst_problem >= 2,
            "freshness": freshness,
            "reasons": sorted(records),
            "records": records,
            "open_issues": len(self.open),
            "late": sum(days > 0 for days in late),
            "driver": driver(list(records)),
            "open_high": len(self.tickets(lambda i, e: self.s(i, e) >= 3)),
            "longest_late": max([0, *late]),
        }


def inputs(meeting: dict, day: date) -> str:
    """ "as of the day in `inputs_on` (before it, and when empty: not_recorded; an empty day with
    another value means the day of the meeting)"
    """
    if not meeting["inputs"] or day < (meeting["inputs_on"] or meeting["held_on"]):
        return "not_recorded"
    return meeting["inputs"]


def driver(reasons: list[str]) -> str | None:
    """ "of its worst reasons: A1 A3 B1 B3 C1 = problem; A2 B2 B4 C2 C3 C4 = follow-up; D = data."

    Where the worst reasons are of several sorts: problem before follow-up before data, as the
    drawing has it (C1 and C4: "karena masalah"; C3 and D2: "karena tindak lanjut").
    """
    worst = max((LEVEL_OF_LETTER[code[0]] for code in reasons), default=1)
    among = {code for code in reasons if LEVEL_OF_LETTER[code[0]] == worst}
    if among & PROBLEM:
        return "problem"
    if among & FOLLOW_UP:
        return "follow_up"
    return "data" if among else None


def board(folder: Path | str, day: date, known: bool = False) -> list[dict]:
    """The computed status of every kecamatan on a day, in code order; raises play no part."""
    return board_of(folders.read(folder), day, known)


def board_of(ledger: Ledger, day: date, known: bool = False) -> list[dict]:
    """The board of a ledger already read."""
    seen = folders.as_of(ledger, day, known)
    areas = sorted(seen.sub_districts, key=lambda row: row["code"])
    return [Area(seen, area, day).row() for area in areas]


def attention_order(rows: list[dict]) -> list[str]:
    """ "very_high 4, high 3, no_data, stale and anything hatched at least 2.5, watch 2, calm 1;
    within one: more open issues with s ≥ 3 first, then the longest late." Then by code.
    """
    rank = {"very_high": 4, "high": 3, "no_data": 2.5, "stale": 2.5, "watch": 2, "calm": 1}

    def place(row: dict) -> tuple:
        level = max(rank[row["level"]], 2.5 if row["hatched"] else 0)
        return (-level, -row["open_high"], -row["longest_late"], row["sub_district"])

    return [row["sub_district"] for row in sorted(rows, key=place)]


def days_current(folder: Path | str, day: date, known: bool = False) -> tuple[int, int]:
    """ "over the 30 days (D − 30, D] and the kecamatan of the scope: area-days whose freshness as
    of that day was current / area-days"
    """
    ledger = folders.read(folder)
    current = total = 0
    for on in days_after(day - timedelta(days=30), day):
        seen = folders.as_of(ledger, on)
        if known:  # what was entered by the day asked about, not by the day in the window
            seen = folders.as_of(folders.as_of(ledger, day, known), on)
        for area in seen.sub_districts:
            current += Area(seen, area, on).freshness() == "current"
            total += 1
    return current, total


def issue_rows(folder: Path | str, day: date, known: bool = False) -> dict[str, dict]:
    """Every issue reported on or before a day and not voided, by its ticket."""
    return issue_rows_of(folders.read(folder), day, known)


def issue_rows_of(ledger: Ledger, day: date, known: bool = False) -> dict[str, dict]:
    """The issues of a ledger already read.

    `open` and `closed`: "an appreciation is neither". `severity` is the stored one, None when not
    assessed. `due_on` (also `due_date`): "section 2's due date, null where none is set since the
    anchor". `late_days`: "null unless open and late". `stages`: "an issue is in the stages of its
    reported_on".
    """
    seen = folders.as_of(ledger, day, known)
    sectors = {row["code"]: row["police_sector"] for row in seen.sub_districts}
    districts = {row["code"]: row["district_code"] for row in seen.sub_districts}
    agencies = {row["code"] for row in seen.units if row["kind"] == "agency"}
    command = next((row["code"] for row in seen.units if row["kind"] == "district"), "")
    rows = {}
    for issue in seen.issues:
        events = folders.events_of(seen, issue["issue"])
        standing = life.stand(events)
        walk = life.due_walk(issue, events, day)
        late = (day - walk.due).days
        is_open = life.is_open(issue, standing)
        # an agreement of the whole district is in the stages of every election
        district = districts.get(issue["sub_district_code"])
        elections = {
            row["code"] for row in seen.elections if district in (None, row["district_code"])
        }
        rows[issue["issue"]] = {
            "issue": issue["issue"],
            "state": standing.state,
            "open": is_open,
            "closed": issue["kind"] != "appreciation" and not is_open,
            "s": life.severity_s(issue, events, day),
            "severity": life.stored_severity(issue, events),
            "unit": life.owner(
                events, sectors.get(issue["sub_district_code"], ""), command, agencies
            ),
            "due": walk.due,
            "due_on": walk.due_date,
            "due_date": walk.due_date,
            "without_due": walk.without_due_date,
            "late_days": late if is_open and late > 0 else None,
            "stages": sorted(
                stage["code"]
                for stage in seen.stages
                if stage["election"] in elections and in_stage(stage, issue["reported_on"])
            ),
        }
    return rows
