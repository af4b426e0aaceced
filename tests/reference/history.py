"""What a load must refuse (section 3), found the slow way: each event against all before it.

"A dataset is refused when its order of states is not allowed by this table, an event stands before
reported_on, a name is unknown, a verification breaks the rule of its row (a unit or group left
empty beside a filled one is a gap, not a breach), a merge the rule of its own, or a withdrawal
names no group."

"A record or event entered by mistake is `voided` …: it stays visible, struck through, and counts
for nothing on any day." So a voided event, and any event of a voided issue, is held to no rule but
that its names are known.

Every violation begins with one word and a colon: `unreadable`, `unknown`, `duplicate`, `order`,
`before`, `settled`, `reopened`, `verified`, `merged`, `withdrawn`, or `record` for what sections 1
and 3 say of the records themselves.
"""

from datetime import date
from pathlib import Path

from tests.reference import ledger as folders
from tests.reference import life
from tests.reference.ledger import Ledger

ALWAYS = {"recorded", "triaged", "assigned", "in_progress", "referred", "answered"}
ALLOWED_IN = {
    "assigned": ALWAYS | {"unable"},  # "unable while not told back"
    "in_progress": {"assigned", "in_progress", "answered"},
    "referred": ALWAYS,
    "receipt": {"referred", "answered"},
    "answered": {"referred", "answered"},
    "settled": {"recorded", "triaged"},
    "claimed": {"assigned", "in_progress", "answered"},
    "verified": {"claimed"},
    "rejected": {"claimed"},
    "reopened": {"verified", "settled", "unable", "merged", "withdrawn"},
    "unable": ALWAYS,
    "told_back": {"unable"},
}
"""The column "allowed in" of section 3, where it is a list of states."""

ANY_WHILE_OPEN = {"triaged", "merged", "withdrawn"}
EVENTS = set(ALLOWED_IN) | ANY_WHILE_OPEN | {"reported_back"}
REOPEN_DAYS = 90
NEVER_SETTLED = {"intimidation", "police-service", "neutrality", "election-violation"}
ONLY_SIWAS_VERIFIES = {"intimidation", "police-service"}
ELECTION_VIOLATION_TEXT = "Dugaan pelanggaran pemilihan, dirujuk ke Bawaslu"

KINDS = {
    "complaint",
    "request",
    "information",
    "suggestion",
    "question",
    "appreciation",
    "agreement",
}
CATEGORIES = {
    "patrol",
    "crime",
    "liquor-drugs",
    "youth",
    "traffic",
    "livestock-theft",
    "land-conflict",
    "community-conflict",
    "hoax-hate",
    "intimidation",
    "election-violation",
    "neutrality",
    "voter-list",
    "logistics",
    "poll-station",
    "campaign",
    "network",
    "disaster",
    "infrastructure",
    "police-service",
    "village",
    "other",
}
GROUPS = {
    "camat",
    "village-head",
    "village-staff",
    "community-leader",
    "religious-leader",
    "customary-leader",
    "youth-leader",
    "women-leader",
    "army",
    "organiser",
    "supervisor",
    "satpolpp-linmas",
    "agency",
    "business",
    "school",
    "media",
    "residents",
    "other-guest",
}
PROGRAMMES = {
    "stakeholder-meeting",
    "cross-sector",
    "forkopimcam",
    "jumat-curhat",
    "minggu-kasih",
    "sambang",
    "discussion",
    "village-meeting",
    "mediation",
    "declaration",
    "anev",
}
THREATS = {"", "potential", "threshold", "actual"}
RUBRIC = {"violence", "persons", "stage", "recurring"}
SEVERITIES = {None, 1, 2, 3, 4}
UNABLE_REASONS = {"", "legal-process", "no-authority", "insufficient", "not-found", "no-means"}


def check_history(folder: Path | str) -> list[str]:
    """Every violation in a dataset folder; empty when a load must take it."""
    return check(folders.read(folder))


def check(ledger: Ledger) -> list[str]:
    """Every violation in a ledger already read."""
    first = ledger.faults + unknown_names(ledger) + unlike_records(ledger)
    return first or life_violations(ledger)


# names


def unknown_names(ledger: Ledger) -> list[str]:
    """ "a name is unknown": a code that is in no list and no file."""
    found = []
    units = {row["code"] for row in ledger.units}
    areas = {row["code"] for row in ledger.sub_districts}
    villages = {row["code"] for row in ledger.villages}
    districts = {row["code"] for row in ledger.districts}
    elections = {row["code"] for row in ledger.elections}
    meetings = {row["meeting"] for row in ledger.meetings}
    reports = {row["report"] for row in ledger.reports}
    issues = {row["issue"] for row in ledger.issues}
    known = {
        ("elections", "district_code"): districts,
        ("elections", "parent"): elections | {""},
        ("stages", "election"): elections,
        ("stages", "tempo"): {"routine", "alert", "critical"},
        ("sub_districts", "district_code"): districts,
        ("sub_districts", "police_sector"): units | {""},
        ("villages", "sub_district_code"): areas,
        ("units", "parent"): units | {""},
        ("units", "kind"): {"district", "sector", "function", "agency"},
        ("meetings", "programme"): PROGRAMMES,
        ("meetings", "host_unit"): units | {""},
        ("meetings", "sub_district_codes"): areas,
        ("meetings", "village_codes"): villages,
        ("meetings", "promised"): {"yes", "no", ""},
        ("meetings", "inputs"): {"itemised", "nil", "not_recorded", "lost", ""},
        ("reports", "kind"): {"daily", "weekly", "monthly", "incident"},
        ("reports", "unit"): units,
        ("reports", "sub_district_codes"): areas,
        ("reports", "village_codes"): villages,
        ("reports", "nil"): {"yes", "no"},
        ("issues", "meeting"): meetings | {""},
        ("issues", "report"): reports | {""},
        ("issues", "sub_district_code"): areas | {""},
        ("issues", "village_code"): villages | {""},
        ("issues", "kind"): KINDS,
        ("issues", "category"): CATEGORIES,
        ("issues", "threat"): THREATS,
        ("issues", "rubric"): RUBRIC,
        ("issues", "severity"): SEVERITIES,
        ("issues", "raised_by"): GROUPS | {""},
        ("events", "issue"): issues,
        ("events", "event"): EVENTS,
        ("events", "unit"): units | {""},
        ("events", "threat"): THREATS,
        ("events", "rubric"): RUBRIC,
        ("events", "severity"): SEVERITIES,
        ("events", "by_group"): GROUPS | {""},
        ("events", "meeting"): meetings | {""},
        ("events", "into"): issues | {""},
    }
    for (name, column), codes in known.items():
        for row in getattr(ledger, name):
            values = row[column] if isinstance(row[column], list) else [row[column]]
            found += [
                f"unknown: {name} {column} {value!r} of {key_of(row)}"
                for value in values
                if value not in codes
            ]
    for meeting in ledger.meetings:
        for part in filter(None, meeting["attendance"].split(";")):
            group, _, count = part.partition(":")
            if group not in GROUPS or not (count == "" or count.isdigit()):
                found.append(f"unknown: meetings attendance {part!r} of {meeting['meeting']}")
    for event in ledger.events:
        if event["event"] == "unable" and event["reason"] not in UNABLE_REASONS:
            found.append(f"unknown: events reason {event['reason']!r} of {event['issue']}")
    return found


def key_of(row: dict) -> str:
    """The first column of a row."""
    return str(next(iter(row.values())))


# the records themselves


def unlike_records(ledger: Ledger) -> list[str]:
    """Keys that stand twice, days that are missing, and what sections 1 and 3 say of a record."""
    found = []
    for name in folders.COLUMNS:
        if name == "events":
            continue
        keys = [key_of(row) for row in getattr(ledger, name)]
        found += [f"duplicate: {name} {key}" for key in sorted(set(keys)) if keys.count(key) > 1]
    area_of = {row["code"]: row["sub_district_code"] for row in ledger.villages}
    for name, column in (
        ("meetings", "held_on"),
        ("reports", "reported_on"),
        ("issues", "reported_on"),
        ("events", "occurred_on"),
    ):
        found += [
            f"unreadable: {name} {key_of(row)} has no {column}"
            for row in getattr(ledger, name)
            if row[column] is None
        ]
    for row in ledger.meetings + ledger.reports:
        # "a village named at it must lie in one of them"
        found += [
            f"record: {key_of(row)} names {village}, which lies in none of its kecamatan"
            for village in row["village_codes"]
            if area_of[village] not in row["sub_district_codes"]
        ]
    for issue in ledger.issues:
        found += [f"record: {issue['issue']} {fault}" for fault in unlike_issue(issue, area_of)]
    return found


def unlike_issue(issue: dict, area_of: dict) -> list[str]:
    """What the row "(the record itself)" and section 1 ask of an issue."""
    found = []
    if issue["meeting"] and issue["report"]:
        found.append("names a meeting and a report: at most one of them")
    if not issue["sub_district_code"] and issue["kind"] != "agreement":
        found.append("has no kecamatan: only that of an agreement may be empty")
    if issue["village_code"] and area_of[issue["village_code"]] != issue["sub_district_code"]:
        found.append("names a village outside its kecamatan")
    fixed = issue["category"] == "election-violation"
    if fixed and issue["text"] != ELECTION_VIOLATION_TEXT:
        found.append("is an election-violation and has another text than the fixed sentence")
    return found


# the life


def life_violations(ledger: Ledger) -> list[str]:
    """The order of states and the rules of the rows, for every issue and event that counts."""
    found = []
    agencies = {row["code"] for row in ledger.units if row["kind"] == "agency"}
    counting = [issue for issue in ledger.issues if issue["voided_on"] is None]
    lives = {
        issue["issue"]: (issue, [e for e in events_in(ledger, issue) if e["voided_on"] is None])
        for issue in counting
    }
    for issue, events in lives.values():
        for number, event in enumerate(events):
            faults = objections(issue, events[:number], event, lives)
            if event["event"] == "assigned" and event["unit"] in agencies:
                faults.append("record: the new owner is never an agency")
            word = f"{issue['issue']} {event['occurred_on']} {event['event']}"
            found += [fault.replace(":", f": {word}:", 1) for fault in faults]
    return found + merge_loops(lives)


def events_in(ledger: Ledger, issue: dict) -> list[dict]:
    return folders.events_of(ledger, issue["issue"])


def objections(issue: dict, before: list[dict], event: dict, lives: dict) -> list[str]:
    """Why an event is not allowed after those before it; `lives` holds every issue that counts,
    with the events that count, for the merges.
    """
    standing = life.stand(before)
    name, on = event["event"], event["occurred_on"]
    if on < issue["reported_on"]:
        return [f"before: reported on {issue['reported_on']}"]
    found = order_objections(issue, standing, name)
    if found:
        return found
    if name == "settled":
        return settled_objections(issue, before, on)
    if name == "reopened" and standing.state == "verified":
        days = (on - standing.verified_on).days
        # "verified (within 90 days of it; later it is a new issue, marked recurring)"
        return [f"reopened: {days} days after it was verified"] if days > REOPEN_DAYS else []
    if name == "verified":
        return verified_objections(issue, before, event)
    if name == "merged":
        return merged_objections(issue, before, event, lives)
    if name == "withdrawn" and not event["by_group"]:
        return ["withdrawn: names no group"]
    return []


def order_objections(issue: dict, standing: life.Standing, name: str) -> list[str]:
    """The column "allowed in"."""
    state = standing.state
    if name == "reported_back":  # "any but recorded"
        allowed = state != "recorded"
    elif name in ANY_WHILE_OPEN:  # merged: "any while open, but claimed"
        allowed = life.is_open(issue, standing) and not (name == "merged" and state == "claimed")
    else:
        allowed = state in ALLOWED_IN[name]
        if name == "assigned" and state == "unable" and standing.told_back:
            allowed = False
    return [] if allowed else [f"order: not allowed in {state}"]


def settled_objections(issue: dict, before: list[dict], on: date) -> list[str]:
    """ "only for question, suggestion, information with s ≤ 2, and not for intimidation,
    police-service, neutrality, election-violation"
    """
    found = []
    if issue["kind"] not in ("question", "suggestion", "information"):
        found.append(f"settled: a {issue['kind']}")
    if issue["category"] in NEVER_SETTLED:
        found.append(f"settled: of category {issue['category']}")
    s = life.severity_s(issue, before, on)
    if s > 2:
        found.append(f"settled: with s {s}")
    return found


def severities_since_claim(issue: dict, before: list[dict], on: date) -> list[int]:
    """Every s from the claim (after it) up to the verification (before it)."""
    last_claim = max(n for n, event in enumerate(before) if event["event"] == "claimed")
    found = []
    for number in range(last_claim, len(before)):
        day = before[number]["occurred_on"]
        until = before[number + 1]["occurred_on"] if number + 1 < len(before) else on
        found.append(life.severity_s(issue, before[: number + 1], day))
        found.append(life.severity_s(issue, before[: number + 1], until))
    return found


def verified_objections(issue: dict, before: list[dict], event: dict) -> list[str]:
    """ "One of unit and by_group at least. With s ≤ 2: a unit other than the claimant's, *or*
    by_group; with s ≥ 3 at any time since the claim: *both*; for intimidation and police-service:
    unit siwas, in private, no group needed", where "a unit or group left empty beside a filled one
    is a gap, not a breach".
    """
    unit, group = event["unit"], event["by_group"]
    if not unit and not group:
        return ["verified: by no unit and no group"]
    if issue["category"] in ONLY_SIWAS_VERIFIES:
        return [] if unit in ("", "siwas") else [f"verified: by {unit}, not by siwas"]
    own = unit != "" and unit == life.stand(before).claimant
    high = max(severities_since_claim(issue, before, event["occurred_on"])) >= 3
    if own and (high or not group):
        return [f"verified: by {unit}, which claimed it"]
    return []


def merged_objections(issue: dict, before: list[dict], event: dict, lives: dict) -> list[str]:
    """ "the issue it goes into (`into`): another, reported no later, open at the start of that day,
    of the same kecamatan, with s then at least as high"
    """
    if event["into"] not in lives:
        return [f"merged: into {event['into'] or 'nothing'}, which does not count"]
    target, all_of_target = lives[event["into"]]
    on = event["occurred_on"]
    earlier = [e for e in all_of_target if e["occurred_on"] < on]
    found = []
    if target["issue"] == issue["issue"]:
        found.append("merged: into itself")
    if target["reported_on"] > issue["reported_on"]:
        found.append("merged: into one reported later")
    if not life.is_open(target, life.stand(earlier)):
        found.append("merged: into one not open at the start of that day")
    if target["sub_district_code"] != issue["sub_district_code"]:
        found.append("merged: into one of another kecamatan")
    if life.severity_s(target, earlier, on) < life.severity_s(issue, before, on):
        found.append("merged: into one with a lower s")
    return found


def merge_loops(lives: dict) -> list[str]:
    """ "no chain of merges leads back": at the end of no day do the issues that are merged then
    lead in a ring.
    """
    found = []
    days = {e["occurred_on"] for _, events in lives.values() for e in events}
    for day in sorted(days):
        into = {}
        for key, (_, events) in lives.items():
            standing = life.stand([e for e in events if e["occurred_on"] <= day])
            if standing.state == "merged":
                into[key] = standing.into
        for start in sorted(into):
            walked, here = [], start
            while here in into and here not in walked:
                walked.append(here)
                here = into[here]
            if here == start and len(walked) > 1:  # into itself is said where it happens
                found.append(f"merged: {start} {day} merged: a chain of merges leads back to it")
        if found:
            break
    return found
