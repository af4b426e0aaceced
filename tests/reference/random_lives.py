"""Random event chains for one issue, each event one that section 3 allows.

An event is proposed at random and kept only when `history.objections` has nothing against it.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone

from tests.reference import history, life
from tests.reference.ledger import COLUMNS, DATES, LISTS, NUMBERS, STATION

POLICE = {"district", "sector", "function"}
GAPS = [0, 0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 10, 13, 14, 15, 16, 29, 30, 31, 60, 90, 91]
DUE_IN = [None, None, -7, 0, 1, 2, 3, 5, 7, 10, 14, 20, 30, 45, 90]
DELAYS = [0, 0, 0, 0, 1, 1, 2, 3, 5, 10, 30]
CLOCKS = ["00:00:00", "00:05:00", "06:59:59", "07:00:00", "12:30:00", "16:59:59", "23:59:59"]
OFFSETS = [0, 0, 7, 7, 8, -3]
WEIGHTS = {
    "triaged": 4,
    "assigned": 6,
    "in_progress": 4,
    "referred": 2,
    "receipt": 8,
    "answered": 7,
    "settled": 4,
    "claimed": 10,
    "verified": 8,
    "rejected": 5,
    "reopened": 4,
    "unable": 2,
    "told_back": 6,
    "reported_back": 2,
    "merged": 1.5,
    "withdrawn": 1,
}
TOWARDS_AN_END = {"claimed", "verified", "told_back", "answered", "settled"}
WORDS = [
    "warga",
    "menyampaikan",
    "keluhan",
    "malam",
    "ronda",
    "jalan",
    "lampu",
    "pasar",
    "kebun",
    "ternak",
    "jembatan",
    "remaja",
    "kebisingan",
    "sawah",
    "sungai",
    "balai",
    "desa",
    "penerangan",
    "patroli",
    "pos",
    "kamling",
    "banjir",
    "pupuk",
    "irigasi",
]


@dataclass
class Scene:
    """What a chain may name: units, meetings of the kecamatan, the issues made before."""

    rng: random.Random
    units: dict[str, str]  # code → kind
    meetings: list[dict]
    lives: dict  # ticket → (issue, the events that count)
    end: date
    diligence: float
    serious: float

    def police_unit(self) -> str:
        return self.rng.choice(sorted(c for c, kind in self.units.items() if kind in POLICE))

    def agency(self) -> str:
        return self.rng.choice(sorted(c for c, kind in self.units.items() if kind == "agency"))

    def group(self) -> str:
        return self.rng.choice(sorted(history.GROUPS))

    def words(self) -> str:
        return " ".join(self.rng.sample(WORDS, self.rng.randint(2, 5)))

    def sometimes(self, share: float) -> bool:
        return self.rng.random() < share


def blank(name: str) -> dict:
    """An empty row of a file."""
    row = {}
    for column in COLUMNS[name].split(","):
        row[column] = [] if column in LISTS else None if column in DATES | NUMBERS else ""
    return row


def entered(rng: random.Random, on: date) -> str:
    """When something of a day was entered: unknown, a day, or a moment with offset, by preference
    one where the day of the offset is not the station's day. Never before that day.
    """
    roll = rng.random()
    if roll < 0.4:
        return ""
    day = on + timedelta(days=rng.choice(DELAYS))
    if roll < 0.6:
        return day.isoformat()
    local = datetime.combine(day, time.fromisoformat(rng.choice(CLOCKS)), STATION)
    return local.astimezone(timezone(timedelta(hours=rng.choice(OFFSETS)))).isoformat()


def assess(scene: Scene, row: dict, intimidation: bool) -> None:
    """Fill threat, rubric and severity: by the rubric mostly, by anything sometimes."""
    rng = scene.rng
    serious = scene.sometimes(scene.serious)
    row["threat"] = rng.choice(["potential", "threshold"] + ["actual"] * (3 if serious else 0))
    answers = ["violence", "persons", "stage"] if serious else []
    row["rubric"] = [answer for answer in answers if scene.sometimes(0.4)]
    if scene.sometimes(0.15):
        row["rubric"].append("recurring")
    row["severity"] = by_rubric(row["threat"], row["rubric"])
    if scene.sometimes(0.15):
        row["severity"] = rng.choice([1, 2, 2, 3, 4] if serious else [1, 2])
    if intimidation:
        row["severity"] = max(row["severity"], 3)


def by_rubric(threat: str, rubric: list[str]) -> int:
    """ "4 when (actual and violence) or (threatens persons and threatens a stage); else 3 when
    actual, or threatens persons, or threatens a stage; else 2 when threshold, or recurring; else 1"
    """
    violence, persons, stage = (word in rubric for word in ("violence", "persons", "stage"))
    if (threat == "actual" and violence) or (persons and stage):
        return 4
    if threat == "actual" or persons or stage:
        return 3
    return 2 if threat == "threshold" or "recurring" in rubric else 1


def due_after(scene: Scene, on: date) -> date | None:
    days = scene.rng.choice(DUE_IN)
    return None if days is None else on + timedelta(days=days)


def propose(scene: Scene, issue: dict, before: list[dict], name: str, on: date) -> dict:
    """An event with the cells that section 3 says it carries, some of them left out."""
    rng = scene.rng
    event = blank("events") | {"issue": issue["issue"], "occurred_on": on, "event": name}
    event["recorded_at"] = entered(rng, on)
    event["note"] = scene.words() if scene.sometimes(0.6) else ""
    if name in ("settled", "rejected", "reopened", "told_back", "reported_back", "verified"):
        event["meeting"] = meeting_on(scene, on)
        event["by_group"] = scene.group() if scene.sometimes(0.8) else ""
    fill = FILLS.get(name)
    if fill:
        fill(scene, issue, before, event)
    return event


def meeting_on(scene: Scene, on: date) -> str:
    held = [row["meeting"] for row in scene.meetings if row["held_on"] == on]
    return scene.rng.choice(held) if held and scene.sometimes(0.8) else ""


def fill_triaged(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    if scene.sometimes(0.85):
        assess(scene, event, issue["category"] == "intimidation")


def fill_assigned(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    event["unit"] = scene.police_unit() if scene.sometimes(0.8) else ""
    event["due_on"] = due_after(scene, event["occurred_on"])


def fill_again(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    event["due_on"] = due_after(scene, event["occurred_on"])
    event["reason"] = scene.words()


def fill_own(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    """in_progress and claimed: mostly the owner, who is known from the last assigned."""
    owner = life.owner(before, "", "", set())
    event["unit"] = owner if scene.sometimes(0.8) else scene.police_unit()
    if scene.sometimes(0.1):
        event["unit"] = ""


def fill_referred(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    usual = life.HANDED_OVER_TO.get(issue["category"])
    event["unit"] = usual if usual and scene.sometimes(0.8) else scene.agency()
    event["due_on"] = due_after(scene, event["occurred_on"])


def fill_agency(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    """Receipt and answered: the agency it went to."""
    event["unit"] = life.stand(before).referred_to if scene.sometimes(0.9) else ""


def fill_verified(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    unit, group = scene.police_unit(), scene.group()
    if issue["category"] in history.ONLY_SIWAS_VERIFIES:
        unit = "siwas"
    elif scene.sometimes(0.1):
        unit = life.stand(before).claimant
    event["unit"], event["by_group"] = scene.rng.choice(
        [(unit, group), (unit, group), (unit, ""), ("", group)]
    )


def fill_unable(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    event["reason"] = scene.rng.choice(sorted(history.UNABLE_REASONS))


def fill_withdrawn(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    event["by_group"], event["reason"] = scene.group(), scene.words()


def fill_merged(scene: Scene, issue: dict, before: list[dict], event: dict) -> None:
    """Into an issue for which no reading of "open at the start of that day" and "with s then at
    least as high" makes a difference; into nothing (which is refused) where there is none.
    """
    on = event["occurred_on"]
    until_then = [e for e in before if e["occurred_on"] < on]
    s = max(life.severity_s(issue, before, on), life.severity_s(issue, until_then, on))
    fits = []
    for ticket, (target, events) in scene.lives.items():
        earlier = [e for e in events if e["occurred_on"] < on]
        until = [e for e in events if e["occurred_on"] <= on]
        if (
            target["sub_district_code"] == issue["sub_district_code"] != ""
            and target["reported_on"] <= issue["reported_on"]
            and target["reported_on"] < on
            and life.is_open(target, life.stand(earlier))
            and life.severity_s(target, earlier, on - timedelta(days=1)) >= s
            and life.severity_s(target, earlier, on) >= s
            and life.severity_s(target, until, on) >= s
        ):
            fits.append(ticket)
    event["into"] = scene.rng.choice(sorted(fits)) if fits else ""


FILLS = {
    "triaged": fill_triaged,
    "assigned": fill_assigned,
    "rejected": fill_again,
    "reopened": fill_again,
    "in_progress": fill_own,
    "claimed": fill_own,
    "referred": fill_referred,
    "receipt": fill_agency,
    "answered": fill_agency,
    "verified": fill_verified,
    "unable": fill_unable,
    "withdrawn": fill_withdrawn,
    "merged": fill_merged,
}


def weight(scene: Scene, issue: dict, name: str) -> float:
    """How likely an event is proposed for an issue."""
    base = WEIGHTS[name]
    if name in TOWARDS_AN_END:
        base *= 0.5 + 2 * scene.diligence
    if name == "referred" and issue["category"] in life.REFER_ROUTE:
        base *= 6
    return base


def next_day(scene: Scene, issue: dict, before: list[dict], on: date) -> date:
    """The day of the next event: the same, a little later, that of a meeting to come, or one where
    a rule turns: the due day and the day after it, the last day to reopen what was verified.
    """
    standing = life.stand(before)
    turns = [life.due_walk(issue, before, scene.end).due + timedelta(days=n) for n in (0, 1)]
    if standing.state == "verified":
        turns = [standing.verified_on + timedelta(days=history.REOPEN_DAYS)]
    turns = [day for day in turns if on <= day <= scene.end]
    if turns and scene.sometimes(0.25):
        return scene.rng.choice(turns)
    to_come = sorted({row["held_on"] for row in scene.meetings if row["held_on"] > on})
    if to_come and scene.sometimes(0.2):
        return to_come[0]
    gap = scene.rng.choice(GAPS)
    return on + timedelta(days=gap if scene.sometimes(0.5) else min(gap, 5))


def random_life(scene: Scene, issue: dict) -> list[dict]:
    """The events of an issue, among them some that were a mistake and are voided."""
    written: list[dict] = []
    before: list[dict] = []
    if issue["kind"] == "appreciation":  # "kept in the minutes, never open"
        return written
    on = issue["reported_on"]
    most = scene.rng.choice([0, 1, 2, 3, 4, 6, 8, 12, 16])
    if issue["kind"] == "agreement":  # "assigned at once"
        written.append(propose(scene, issue, before, "assigned", on))
        before.append(written[-1])
    names = list(WEIGHTS)
    weights = [weight(scene, issue, name) for name in names]
    for _ in range(most):
        on = next_day(scene, issue, before, on)
        event = None
        for _ in range(12):
            name = scene.rng.choices(names, weights)[0]
            proposed = propose(scene, issue, before, name, on)
            if not history.objections(issue, before, proposed, scene.lives):
                event = proposed
                break
        if event is None or on > scene.end:
            break
        written.append(event)
        if scene.sometimes(0.06):
            event["voided_on"] = on + timedelta(days=scene.rng.choice([0, 1, 5, 40]))
        else:
            before.append(event)
        if not life.is_open(issue, life.stand(before)) and scene.sometimes(0.4):
            break
    return written
