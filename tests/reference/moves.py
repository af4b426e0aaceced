"""Who may make which move, and what it must carry (sections 3 and 6), written out by hand.

"Roles: R recorder, S sector head, U unit head, N analyst, C commander, I inspector (section 6),
each within what they see."
"""

import copy
from datetime import date

from tests.reference import history, life
from tests.reference import ledger as folders
from tests.reference.ledger import Ledger

BY = {
    "triaged": "SUNC",  # C: "lowering … needs the commander"
    "assigned": "SC",
    "in_progress": "SU",
    "referred": "SC",
    "receipt": "SU",
    "answered": "SU",
    "settled": "RS",
    "claimed": "SU",
    "verified": "RSUCI",
    "rejected": "RS",
    "reopened": "RSC",
    "unable": "SU",
    "told_back": "RS",
    "reported_back": "RS",
    "merged": "SN",
    "withdrawn": "S",
}
"""The column "by"."""

BY_WHEN_SEVERE = {**BY, "unable": "C", "withdrawn": "C"}
"""The same with s ≥ 3."""

OWNER_ONLY = {"in_progress", "claimed"}
"""Where "by" says (owner)."""

CARRIES = {
    "triaged": ["severity"],
    "assigned": ["unit", "due_on", "note"],
    "in_progress": ["note"],
    "referred": ["unit", "due_on"],
    "receipt": ["unit"],
    "answered": ["unit", "note"],
    "settled": ["note", "by_group"],
    "claimed": ["note"],
    "verified": [],
    "rejected": ["by_group", "note", "due_on"],
    "reopened": ["note", "due_on"],
    "unable": ["reason", "note"],
    "told_back": ["by_group"],
    "reported_back": ["by_group", "note"],
    "merged": ["into"],
    "withdrawn": ["by_group", "note"],
}
"""The column "carries": what the screen must ask for."""

LETTERS = {
    "recorder": "R",
    "sector_head": "S",
    "unit_head": "U",
    "analyst": "N",
    "commander": "C",
    "inspector": "I",
}
RESTRICTED = {"police-service", "neutrality"}
ASKS = {"referred", "receipt", "answered"}


def letters(person) -> set[str]:
    return {LETTERS[role] for role in person.roles if role in LETTERS}


def counting(ledger: Ledger, key: str) -> list[dict]:
    """The events of an issue that count."""
    return [e for e in folders.events_of(ledger, key) if e["voided_on"] is None]


class Station:
    """What stands recorded, and who sees and may do what about it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def issue(self, key: str) -> dict | None:
        return next((row for row in self.ledger.issues if row["issue"] == key), None)

    def kind_of(self, unit: str) -> str | None:
        return next((row["kind"] for row in self.ledger.units if row["code"] == unit), None)

    def owner(self, issue: dict, events: list[dict]) -> str:
        sector = next(
            (
                row["police_sector"]
                for row in self.ledger.sub_districts
                if row["code"] == issue["sub_district_code"]
            ),
            "",
        )
        agencies = {row["code"] for row in self.ledger.units if row["kind"] == "agency"}
        command = next(row["code"] for row in self.ledger.units if row["kind"] == "district")
        return life.owner(events, sector, command, agencies)

    def ever_owned(self, issue: dict, unit: str) -> bool:
        """Whether the unit owned it at the end of any day."""
        events = counting(self.ledger, issue["issue"])
        days = {issue["reported_on"], *(event["occurred_on"] for event in events)}
        return any(
            self.owner(issue, [e for e in events if e["occurred_on"] <= day]) == unit
            for day in days
        )

    def through(self, issue: dict, unit: str, names: set[str]) -> bool:
        events = counting(self.ledger, issue["issue"])
        return any(event["unit"] == unit and event["event"] in names for event in events)

    def sees(self, person, issue: dict) -> bool:
        """The column "sees" of section 6, and the categories of the paragraph before it."""
        held = letters(person)
        if issue["category"] in RESTRICTED and not held & {"C", "I"}:
            return False
        if held & {"N", "C", "I"}:
            return True
        if held & {"R", "S"} and issue["sub_district_code"] in person.areas:
            return True
        return "U" in held and (
            self.ever_owned(issue, person.unit) or self.through(issue, person.unit, ASKS)
        )

    def may(self, person, issue: dict, name: str, on: date, today: date) -> bool:
        """The column "by", each role within what it sees."""
        events = counting(self.ledger, issue["issue"])
        then = [event for event in events if event["occurred_on"] <= on]
        now = [event for event in events if event["occurred_on"] <= today]
        severe = max(life.severity_s(issue, then, on), life.severity_s(issue, now, today)) >= 3
        may = letters(person) & set((BY_WHEN_SEVERE if severe else BY)[name])
        if may & {"N", "C", "I"}:
            return True
        owner = self.owner(issue, then)
        owns = owner == person.unit
        inside = issue["sub_district_code"] in person.areas
        if name in OWNER_ONLY:
            return owns and ("U" in may or ("S" in may and inside))
        if inside and may & {"R", "S"}:
            return True
        return "U" in may and (owns or self.through(issue, person.unit, ASKS | {"assigned"}))

    # what a move carries

    def completed(self, person, issue: dict, row: dict) -> dict:
        """The row as it is kept: the own unit, and whether an earlier issue is still open."""
        row = copy.copy(row)
        if row["event"] in ("claimed", "verified") and not row["unit"]:
            row["unit"] = person.unit
        if row["event"] == "triaged":
            row["rubric"] = [answer for answer in row["rubric"] if answer != "recurring"]
            if self.is_recurring(issue, row["occurred_on"]):
                row["rubric"].append("recurring")
        return row

    def is_recurring(self, issue: dict, day: date) -> bool:
        """ "on the day of triage an earlier issue of the same category and kecamatan is still
        open"
        """
        return any(
            other["voided_on"] is None
            and other["category"] == issue["category"]
            and other["sub_district_code"] == issue["sub_district_code"]
            and (other["reported_on"], other["issue"]) < (issue["reported_on"], issue["issue"])
            and life.is_open(
                other,
                life.stand(
                    [
                        event
                        for event in counting(self.ledger, other["issue"])
                        if event["occurred_on"] <= day
                    ]
                ),
            )
            for other in self.ledger.issues
        )

    def gaps(self, person, issue: dict, row: dict, today: date) -> list[str]:
        """What the screen asks for and was not given as it must be."""
        name, on = row["event"], row["occurred_on"]
        found = [field for field in CARRIES[name] if not row[field]]
        if on > today:
            found.append("occurred_on")
        if row["due_on"] and row["due_on"] < on:
            found.append("due_on")
        kind = self.kind_of(row["unit"]) if row["unit"] else None
        if name == "assigned" and row["unit"]:
            across = "C" not in letters(person) and row["unit"] != person.unit
            if kind in (None, "agency") or across:
                found.append("unit")
        if name in ASKS and row["unit"] and kind != "agency" and row["unit"] != "siwas":
            found.append("unit")
        if name in ("claimed", "verified") and row["unit"] != person.unit:
            found.append("unit")
        if name == "merged" and row["into"]:
            into = self.issue(row["into"])
            if into is None or not self.sees(person, into):
                found.append("into")
        before = [e for e in counting(self.ledger, issue["issue"]) if e["occurred_on"] <= on]
        if name == "verified":
            found += self.verification_gaps(person, issue, row, before)
        if name == "triaged" and row["severity"]:
            found += self.triage_gaps(person, issue, row, before)
        return found

    def verification_gaps(self, person, issue: dict, row: dict, before: list[dict]) -> list[str]:
        """ "**never the claimant's account**", and the units and groups of the row."""
        claims = [event for event in before if event["event"] == "claimed"]
        if not claims:
            return ["event"]
        found = ["account"] if claims[-1].get("account") == person.account else []
        if issue["category"] in ("intimidation", "police-service"):
            return found + (["unit"] if row["unit"] != "siwas" else [])
        if max(history.severities_since_claim(issue, before, row["occurred_on"])) >= 3:
            found += [field for field in ("unit", "by_group") if not row[field]]
        return found

    def triage_gaps(self, person, issue: dict, row: dict, before: list[dict]) -> list[str]:
        """ "Raising needs a reason; lowering below the rubric or below an earlier severity needs
        the commander and a reason."
        """
        rubric = severity_by_rubric(issue, row["threat"], row["rubric"])
        earlier = life.stored_severity(issue, before)
        given = row["severity"]
        lowers = given < rubric or (earlier is not None and given < earlier)
        raises = given > rubric or (earlier is not None and given > earlier)
        if lowers and "C" not in letters(person):
            return ["severity"]
        return ["note"] if (lowers or raises) and not row["note"] else []

    # the history

    def with_event(self, row: dict) -> Ledger:
        """The ledger as it would stand with one more event."""
        after = copy.copy(self.ledger)
        after.events = [*self.ledger.events, row]
        return after

    def answer(self, person, row: dict, today: date) -> str:
        """What a move must be answered with: kept, refused or not_permitted."""
        issue = self.issue(row["issue"])
        if issue is None or issue["voided_on"] is not None or not self.sees(person, issue):
            return "not_permitted"
        if not self.may(person, issue, row["event"], row["occurred_on"], today):
            return "not_permitted"
        row = self.completed(person, issue, row)
        if self.gaps(person, issue, row, today):
            return "refused"
        return "refused" if history.life_violations(self.with_event(row)) else "kept"


def severity_by_rubric(issue: dict, threat: str, answers: list[str]) -> int:
    """The rubric of section 1, and "intimidation … severity at least 3"."""
    actual = threat == "actual"
    persons, stage = "persons" in answers, "stage" in answers
    if (actual and "violence" in answers) or (persons and stage):
        found = 4
    elif actual or persons or stage:
        found = 3
    elif threat == "threshold" or "recurring" in answers:
        found = 2
    else:
        found = 1
    return max(found, 3) if issue["category"] == "intimidation" else found
