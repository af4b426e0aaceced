"""Random ledgers that a load must take, for the areas, units and stages of a given dataset."""

import random
import shutil
from datetime import date, timedelta
from pathlib import Path

from tests.reference import history
from tests.reference import ledger as folders
from tests.reference.ledger import Ledger
from tests.reference.random_lives import POLICE, Scene, assess, blank, entered, random_life

OFFICIALS = ["anev", "cross-sector", "forkopimcam"]
KIND_WEIGHTS = {"complaint": 7, "request": 4, "information": 3}
COMMUNITY = sorted(history.PROGRAMMES - set(OFFICIALS))


def random_ledger(
    folder_out: Path | str,
    seed: int,
    *,
    source: Path | str,
    issues: int = 150,
    start: date = date(2024, 8, 15),
    end: date = date(2025, 1, 31),
    shuffled: bool = False,
) -> Ledger:
    """Write a random valid dataset, marked TRAINING, and return it; the same seed, the same files.

    Areas, units, elections, stages and boundaries are those of `source`, with four made-up stages
    beside them. `shuffled` writes the events out of the order of their days, as if entered late
    (those of one issue and day stay together, in their order). Raises AssertionError where the
    ledger breaks a rule after all.
    """
    rng = random.Random(seed)
    ledger = folders.read(source)
    ledger.meetings, ledger.reports, ledger.issues, ledger.events = [], [], [], []
    add_stages(rng, ledger, start, end)
    habits = {area["code"]: random_habits(rng) for area in ledger.sub_districts}
    for code, habit in habits.items():
        add_meetings(rng, ledger, code, habit, habits, start, end)
        add_reports(rng, ledger, code, habit, start, end)
    void_some(rng, ledger.meetings, "held_on", 0.04)
    void_some(rng, ledger.reports, "reported_on", 0.03)
    add_issues(rng, ledger, habits, issues, start, end)
    void_lives(rng, ledger)
    set_in_order(rng, ledger, shuffled)
    folders.write(ledger, folder_out)
    (Path(folder_out) / "TRAINING").touch()
    boundaries = Path(source) / "boundaries"
    if boundaries.exists():
        shutil.copytree(boundaries, Path(folder_out) / "boundaries", dirs_exist_ok=True)
    faults = history.check_history(folder_out)
    if faults:
        raise AssertionError("\n".join(faults))
    return folders.read(folder_out)


def random_habits(rng: random.Random) -> dict:
    """What a kecamatan is like: how often heard from, how many issues, how well they end."""
    return {
        "contact": rng.choice(["none", "rare", "usual", "usual", "eager", "eager"]),
        "issues": rng.choice([0, 0.3, 0.3, 1, 1, 3]),
        "diligence": rng.choice([0, 0.5, 1]),
        "serious": rng.choice([0, 0.05, 0.2, 0.5]),
        "promises": rng.choice([0, 0.3, 0.8]),
    }


def add_stages(rng: random.Random, ledger: Ledger, start: date, end: date) -> None:
    """Two stages open on a side (they must count for nothing), and two short ones."""
    span = (end - start).days

    def some_day() -> date:
        return start + timedelta(days=rng.randint(0, span))

    alert, critical = some_day(), some_day()
    for code, tempo, starts_on, ends_on in (
        ("zz-open-end", "critical", some_day(), None),
        ("zz-open-start", "critical", None, some_day()),
        ("zz-alert", "alert", alert, alert + timedelta(days=rng.randint(0, 40))),
        ("zz-critical", "critical", critical, critical + timedelta(days=rng.randint(0, 3))),
    ):
        ledger.stages.append(
            blank("stages")
            | {
                "code": code,
                "election": rng.choice(ledger.elections)["code"],
                "phase": "conduct",
                "tempo": tempo,
                "name_id": "Tahapan latihan",
                "name_en": "Made-up stage",
                "starts_on": starts_on,
                "ends_on": ends_on,
                "basis": "made up",
            }
        )


def police(ledger: Ledger) -> list[str]:
    return [row["code"] for row in ledger.units if row["kind"] in POLICE]


def villages_in(ledger: Ledger, codes: list[str]) -> list[str]:
    return [row["code"] for row in ledger.villages if row["sub_district_code"] in codes]


def add_meetings(rng, ledger: Ledger, code: str, habit: dict, habits: dict, start, end) -> None:
    """Meetings at a kecamatan, some with its neighbours; those of officials anywhere."""
    gap = {"none": 0, "rare": 120, "usual": 30, "eager": 20}[habit["contact"]]
    day = start + timedelta(days=rng.randint(0, gap or 60))
    while day <= end:
        officials = gap == 0 or rng.random() < 0.2
        reachable = [c for c in habits if officials or habits[c]["contact"] != "none"]
        codes = sorted({code, *rng.sample(reachable, rng.choice([0, 0, 0, 1, 2]) % len(reachable))})
        known = villages_in(ledger, codes)
        share = {"none": 0.2, "rare": 0.2, "usual": 0.3, "eager": 0.8}[habit["contact"]]
        promised = rng.random() < habit["promises"]
        ledger.meetings.append(
            blank("meetings")
            | {
                "meeting": f"M-{day}-{code[-2:]}-{len(ledger.meetings):03}",
                "held_on": day,
                "programme": rng.choice(OFFICIALS if officials else COMMUNITY),
                "host_unit": rng.choice(police(ledger)),
                "venue": "Balai pertemuan",
                "sub_district_codes": codes,
                "village_codes": [v for v in known if rng.random() < share],
                "attendance": attendance(rng),
                "promised": "yes" if promised else rng.choice(["no", ""]),
                "source": "catatan latihan",
                "recorded_at": entered(rng, day),
            }
            | random_inputs(rng, day, habit["diligence"])
        )
        day += timedelta(days=rng.randint(1, 2 * (gap or 60)))


def attendance(rng: random.Random) -> str:
    """ "`group:count;group:` with an empty count unknown"."""
    groups = rng.sample(sorted(history.GROUPS), rng.randint(0, 4))
    return ";".join(f"{group}:{rng.choice(['', '1', '7', '25'])}" for group in groups)


def random_inputs(rng: random.Random, day: date, diligence: float) -> dict:
    """Every value of inputs, with the day since which it holds, or without."""
    values = ["itemised", "itemised", "nil", "lost", "not_recorded", ""]
    inputs = "itemised" if rng.random() < diligence / 2 else rng.choice(values)
    inputs_on = None
    if inputs in ("itemised", "nil", "lost") and rng.random() < 0.6:
        inputs_on = day + timedelta(days=rng.choice([0, 1, 3, 4, 5, 12, 40]))
    return {"inputs": inputs, "inputs_on": inputs_on}


def add_reports(rng, ledger: Ledger, code: str, habit: dict, start: date, end: date) -> None:
    """Situation reports: none, now and then, weekly, or daily with a silence in it."""
    every = {"none": 0, "rare": 60, "usual": 7, "eager": 1}[habit["contact"]]
    if every == 0 or rng.random() < 0.15:
        return
    silent_from = start + timedelta(days=rng.randint(0, (end - start).days))
    silent_until = silent_from + timedelta(days=rng.choice([0, 2, 3, 15, 70]))
    day = start + timedelta(days=rng.randint(0, 30))
    while day <= end:
        if not silent_from <= day < silent_until:
            others = [c for c in habits_reachable(ledger, code) if rng.random() < 0.01]
            codes = sorted({code, *others})
            ledger.reports.append(
                blank("reports")
                | {
                    "report": f"R-{day}-{code[-2:]}-{len(ledger.reports):04}",
                    "reported_on": day,
                    "kind": rng.choice(["daily", "weekly", "monthly", "incident"]),
                    "unit": rng.choice(police(ledger)),
                    "sub_district_codes": codes,
                    "village_codes": [v for v in villages_in(ledger, codes) if rng.random() < 0.05],
                    "nil": rng.choice(["yes", "no"]),
                    "recorded_at": entered(rng, day),
                }
            )
        day += timedelta(days=rng.randint(1, max(1, 2 * every - 1)))


def habits_reachable(ledger: Ledger, code: str) -> list[str]:
    """The kecamatan that a report of one may also be for: those a meeting of residents reached."""
    return sorted(
        {c for m in ledger.meetings if m["programme"] in COMMUNITY for c in m["sub_district_codes"]}
        - {code}
    )


def void_some(rng: random.Random, rows: list[dict], happened_on: str, share: float) -> None:
    for row in rows:
        if rng.random() < share:
            row["voided_on"] = row[happened_on] + timedelta(days=rng.choice([0, 1, 3, 20, 80]))


def add_issues(rng, ledger: Ledger, habits: dict, many: int, start: date, end: date) -> None:
    """Issues of every kind and category with their lives, from the first reported to the last."""
    codes = list(habits)
    weights = [habit["issues"] + 0.05 for habit in habits.values()]
    kinds = sorted(history.KINDS) + rng.choices(
        sorted(history.KINDS), [KIND_WEIGHTS.get(kind, 1) for kind in sorted(history.KINDS)], k=many
    )
    often = sorted(history.CATEGORIES) + sorted(history.NEVER_SETTLED) * 2
    categories = sorted(history.CATEGORIES) + rng.choices(often, k=many)
    rng.shuffle(categories)
    made = []
    for number in range(many):
        code = rng.choices(codes, weights)[0]
        day = start + timedelta(days=rng.randint(0, (end - start).days))
        made.append((day, code, kinds[number], categories[number]))
    lives: dict = {}
    for number, (day, code, kind, category) in enumerate(sorted(made)):
        scene = Scene(
            rng,
            {row["code"]: row["kind"] for row in ledger.units},
            [m for m in ledger.meetings if code in m["sub_district_codes"]],
            lives,
            end,
            habits[code]["diligence"],
            habits[code]["serious"],
        )
        issue = random_issue(scene, ledger, day, code, kind, category)
        issue["issue"] = f"K{code[-2:]}-{issue['reported_on']:%y%m%d}-{number:03}"
        events = random_life(scene, issue)
        ledger.issues.append(issue)
        ledger.events += events
        lives[issue["issue"]] = (issue, [e for e in events if e["voided_on"] is None])


def random_issue(scene: Scene, ledger: Ledger, day, code: str, kind: str, category: str) -> dict:
    """An issue raised at a meeting, in a report, or at neither."""
    rng = scene.rng
    issue = blank("issues") | {
        "reported_on": day,
        "sub_district_code": code,
        "kind": kind,
        "category": category,
        "text": scene.words(),
        "raised_by": scene.group() if scene.sometimes(0.8) else "",
    }
    if category == "election-violation":
        issue["text"] = history.ELECTION_VIOLATION_TEXT
    if scene.sometimes(0.5):
        assess(scene, issue, category == "intimidation")
    known = villages_in(ledger, [code])
    if scene.sometimes(0.6):
        issue["village_code"] = rng.choice(known)
    place_at_meeting_or_report(scene, ledger, issue)
    if kind == "agreement" and scene.sometimes(0.5):
        issue["sub_district_code"] = issue["village_code"] = ""
    issue["recorded_at"] = entered(rng, issue["reported_on"])
    return issue


def place_at_meeting_or_report(scene: Scene, ledger: Ledger, issue: dict) -> None:
    """Let an issue name a meeting or a report near its day, and take its day mostly."""
    rng, day = scene.rng, issue["reported_on"]
    officials = issue["kind"] == "agreement"
    meetings = [
        m
        for m in scene.meetings
        if m["inputs"] not in ("nil", "lost")
        and (m["programme"] in OFFICIALS) == officials
        and abs((m["held_on"] - day).days) < 30
    ]
    reports = [
        r
        for r in ledger.reports
        if r["nil"] == "no"
        and r["reported_on"] == day
        and issue["sub_district_code"] in r["sub_district_codes"]
    ]
    if meetings and scene.sometimes(0.8):
        meeting = rng.choice(meetings)
        issue["meeting"] = meeting["meeting"]
        late = rng.choice([0, 0, 0, 1, 4, 6])
        issue["reported_on"] = min(scene.end, meeting["held_on"] + timedelta(days=late))
    elif reports and not officials and scene.sometimes(0.7):
        issue["report"] = rng.choice(reports)["report"]
    else:
        issue["source"] = rng.choice(["telepon", "patroli", "pos jaga", ""])


def void_lives(rng: random.Random, ledger: Ledger) -> None:
    """Void some issues and events after the fact, where the rest stays allowed."""
    for row in rng.sample(ledger.issues, len(ledger.issues) // 25) + rng.sample(
        ledger.events, len(ledger.events) // 20
    ):
        if row["voided_on"] is None:
            on = row.get("occurred_on") or row["reported_on"]
            row["voided_on"] = on + timedelta(days=rng.choice([0, 1, 4, 30, 100]))
            if history.check(ledger):
                row["voided_on"] = None


def set_in_order(rng: random.Random, ledger: Ledger, shuffled: bool) -> None:
    """Rows in key order; events by issue, then as they happened, or in a shuffled order."""
    ledger.meetings.sort(key=lambda row: row["meeting"])
    ledger.reports.sort(key=lambda row: row["report"])
    ledger.issues.sort(key=lambda row: row["issue"])
    ledger.events.sort(key=lambda row: (row["issue"], row["occurred_on"]))
    if shuffled:
        pairs = {(row["issue"], row["occurred_on"]): rng.random() for row in ledger.events}
        ledger.events.sort(key=lambda row: pairs[row["issue"], row["occurred_on"]])
