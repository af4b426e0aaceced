"""The figures of section 4, worked out the long way from the words of the rule.

Every figure is a dict of the shape that the command line prints, its ratios not rounded.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import inf

from tests.reference import board, life
from tests.reference import ledger as folders
from tests.reference.ledger import Ledger

WINDOW = 30
COVERAGE = 90
ACTIONS = {"in_progress", "referred", "settled", "claimed", "verified", "unable"}
TELLS = {"reported_back", "settled", "verified", "rejected", "told_back"}
FINISHED = {"verified", "settled", "unable"}


def figures(
    ledger: Ledger, day: date, sub_districts: tuple[str, ...] = (), known: bool = False
) -> dict:
    """All figures of a scope as of a day; no `sub_districts` is the whole district."""
    return Figures(folders.as_of(ledger, day, known), day, sub_districts).all()


def ratio(numerator: int, denominator: int, **more: object) -> dict:
    """ "ratios carry numerator and denominator"; "Denominator 0 shows "–" and why"."""
    found = {"numerator": numerator, "denominator": denominator}
    found["value"] = Fraction(numerator, denominator) if denominator else None
    return found | more | {"why": None if denominator else "no_cases"}


class Figures:
    """The ledger as it counts on a day, and the issues and areas of a scope."""

    def __init__(self, seen: Ledger, day: date, sub_districts: tuple[str, ...]) -> None:
        self.seen, self.day = seen, day
        self.codes = list(sub_districts) or [row["code"] for row in seen.sub_districts]
        # "its kecamatan may be empty, which means the whole district: it counts in the
        # district's figures and in no area's status"
        wanted = {*self.codes, *([] if sub_districts else [""])}
        self.events = {row["issue"]: folders.events_of(seen, row["issue"]) for row in seen.issues}
        self.every = {row["issue"]: row for row in seen.issues}
        self.meetings = {row["meeting"]: row for row in seen.meetings}
        # "over the issues of a scope with reported_on ≤ D, not appreciations"
        self.issues = [
            row
            for row in seen.issues
            if row["sub_district_code"] in wanted and row["kind"] != "appreciation"
        ]
        # "of those covering any kecamatan of the scope"
        self.community = [
            row
            for row in seen.meetings
            if row["programme"] not in board.OFFICIALS
            and set(row["sub_district_codes"]) & set(self.codes)
        ]

    def all(self) -> dict:
        return {
            **self.promises(self.issues),
            "closed_without_outcome": self.closed_without_outcome(),
            "severity_lowered": self.severity_lowered(),
            "overdue": self.overdue(self.issues),
            "no_due_date": self.no_due_date(),
            "first_action_days": self.first_action_days(),
            **self.reported_back(),
            "inputs_itemised": self.inputs_itemised(),
            "villages_covered": self.villages_covered(),
            "days_current": self.days_current(),
            "reopened": self.reopened(),
            "referrals_answered": self.referrals_answered(),
        }

    def standing(self, issue: dict) -> life.Standing:
        return life.stand(self.events[issue["issue"]])

    def s(self, issue: dict) -> int:
        return life.severity_s(issue, self.events[issue["issue"]], self.day)

    def is_open(self, issue: dict) -> bool:
        return life.is_open(issue, self.standing(issue))

    def handed_over(self, issue: dict) -> bool:
        """Closed, though its state is none of those that close."""
        standing = self.standing(issue)
        closing = ("verified", "settled", "merged", "withdrawn", "unable")
        return standing.state not in closing and life.is_closed(issue, standing)

    # promises

    def went_into(self, issue: dict) -> dict:
        """ "A merged issue shares the fate … of the issue it went into": the end of the chain.

        Itself where the chain ends in something that does not count (yet), or in a circle, which
        there can only be while not every event is known.
        """
        end, passed = issue, [issue]
        while self.standing(end).state == "merged":
            target = self.every.get(self.standing(end).into)
            if target is None or target in passed:
                return issue
            passed.append(target)
            end = target
        return end

    def promised(self, issue: dict) -> bool:
        """ "has an assigned event, or its `meeting` was one with promise, and the state is not
        settled"
        """
        assigned = any(event["event"] == "assigned" for event in self.events[issue["issue"]])
        meeting = self.meetings.get(issue["meeting"])
        at_meeting = meeting is not None and meeting["promised"] == "yes"
        return (assigned or at_meeting) and self.standing(self.went_into(issue)).state != "settled"

    def date(self, issue: dict) -> date:
        """ "the very first due date, else reported_on + default due of s"."""
        for event in self.events[issue["issue"]]:
            if event["event"] in ("assigned", "rejected", "reopened") and event["due_on"]:
                return event["due_on"]
        return issue["reported_on"] + life.default_due(issue, self.s(issue))

    def matured(self, issue: dict) -> bool:
        """ "promised, not withdrawn or handed over, and date < D or state verified"."""
        fate = self.went_into(issue)
        state = self.standing(fate).state
        if not self.promised(issue) or state == "withdrawn" or self.handed_over(fate):
            return False
        return self.date(issue) < self.day or state == "verified"

    def outcome(self, issue: dict) -> str:
        """Kept, or the part in which a matured promise stands."""
        fate = self.went_into(issue)
        standing = self.standing(fate)
        if standing.state == "verified":
            claims = [
                event["occurred_on"]
                for event in self.events[fate["issue"]]
                if event["event"] == "claimed" and event["occurred_on"] >= issue["reported_on"]
            ]
            again = FINISHED & set(standing.reopened_from)
            kept = claims and claims[-1] <= self.date(issue) and not again
            return "kept" if kept else "kept_late"
        if standing.state == "claimed":
            return "awaiting"
        if standing.state == "unable" and standing.told_back:
            return "unable_told"
        return "not_kept"

    def promises(self, issues: list[dict]) -> dict:
        outcomes = [self.outcome(issue) for issue in issues if self.matured(issue)]
        states = [self.standing(issue).state for issue in issues]
        kept, awaiting = outcomes.count("kept"), outcomes.count("awaiting")
        upper = Fraction(kept + awaiting, len(outcomes)) if outcomes else None
        return {
            "promises_kept": ratio(kept, len(outcomes), upper=upper),
            "kept_late": {"value": outcomes.count("kept_late")},
            "awaiting": {"value": awaiting},
            "unable_told": {"value": outcomes.count("unable_told")},
            "not_kept": {"value": outcomes.count("not_kept")},
            # "(issues of the scope in that state)": a merged one is in the state merged
            "withdrawn": {"value": states.count("withdrawn")},
            "settled": {"value": states.count("settled")},
        }

    # what is owed

    def overdue(self, issues: list[dict]) -> dict:
        """ "open issues not without a due date whose due (section 2) < D: count, median (mean of
        the middle two) and longest days late"
        """
        late = []
        for issue in issues:
            walk = life.due_walk(issue, self.events[issue["issue"]], self.day)
            if self.is_open(issue) and not walk.without_due_date and walk.due < self.day:
                late.append((self.day - walk.due).days)
        late.sort()
        n = len(late)
        median = None
        if n:
            median = late[n // 2] if n % 2 else Fraction(late[n // 2 - 1] + late[n // 2], 2)
        return {"value": n, "median_days": median, "longest_days": late[-1] if n else None}

    def no_due_date(self) -> dict:
        """ "open issues without one"."""
        return {
            "value": sum(
                self.is_open(issue)
                and life.due_walk(issue, self.events[issue["issue"]], self.day).without_due_date
                for issue in self.issues
            )
        }

    def in_window(self, day: date) -> bool:
        return self.day - timedelta(days=WINDOW) < day <= self.day

    def closed_without_outcome(self) -> dict:
        """ "issues merged, withdrawn, handed over, or unable and told back, by an event in
        (D − 30, D]": in that way as of D; the event is the one that brought it there.
        """
        count = 0
        for issue in self.issues:
            events, by = self.events[issue["issue"]], None
            for n in range(1, len(events) + 1):
                standing = life.stand(events[:n])
                closed = life.is_closed(issue, standing)
                way = standing.state not in ("verified", "settled") and closed
                if not way:
                    by = None
                elif by is None:
                    by = events[n - 1]["occurred_on"]
            count += by is not None and self.in_window(by)
        return {"value": count}

    def severity_lowered(self) -> dict:
        """ "events in (D − 30, D] that carry a severity below the recorded one before them"."""
        count = 0
        for issue in self.issues:
            events = self.events[issue["issue"]]
            for n, event in enumerate(events):
                before = life.stored_severity(issue, events[:n])
                if self.in_window(event["occurred_on"]) and None not in (
                    before,
                    event["severity"],
                ):
                    count += event["severity"] < before
        return {"value": count}

    def first_action_days(self) -> dict:
        """ "the value at position ⌈n/2⌉ of the sorted list, or null"."""
        waits = []
        for issue in self.issues:
            if issue["reported_on"] > self.day - timedelta(days=14):
                continue
            if self.standing(issue).state in ("merged", "withdrawn"):
                continue
            days = [
                (event["occurred_on"] - issue["reported_on"]).days
                for event in self.events[issue["issue"]]
                if event["event"] in ACTIONS
            ]
            waits.append(days[0] if days else inf)
        waits.sort()
        n = len(waits)
        middle = waits[-(-n // 2) - 1] if n else inf
        return {
            "value": None if middle == inf else middle,
            "n": n,
            "without": waits.count(inf),
            "why": "no_cases" if not n else "not_reached" if middle == inf else None,
        }

    # telling those who raised it

    def next_meeting(self, issue: dict, held_on: date) -> dict | None:
        """ "the *first* later community meeting (held_on > m's; of several on a day the lowest
        key) that covers the issue's kecamatan and, where both name villages, names the issue's
        village": both the issue and the meeting.
        """
        later = [
            row
            for row in self.seen.meetings
            if row["programme"] not in board.OFFICIALS
            and row["held_on"] > held_on
            and issue["sub_district_code"] in row["sub_district_codes"]
            and (
                not issue["village_code"]
                or not row["village_codes"]
                or issue["village_code"] in row["village_codes"]
            )
        ]
        return min(later, key=lambda row: (row["held_on"], row["meeting"]), default=None)

    def reported_back(self) -> dict:
        told = had = waiting = 0
        for issue in self.issues:
            meeting = self.meetings.get(issue["meeting"])
            if issue["kind"] == "agreement" or meeting is None:
                continue
            following = self.next_meeting(issue, meeting["held_on"])
            if following is None:
                waiting += 1
                continue
            had += 1
            told += any(
                event["event"] in TELLS and event["meeting"] == following["meeting"]
                for event in self.events[issue["issue"]]
            )
        return {"reported_back": ratio(told, had), "waiting_for_meeting": {"value": waiting}}

    # what is known

    def inputs_itemised(self) -> dict:
        """ "community meetings with inputs itemised (and an issue that names it) or nil by D /
        community meetings, of those covering any kecamatan of the scope"
        """
        named = {issue["meeting"] for issue in self.seen.issues}
        listed = 0
        for row in self.community:
            inputs = board.inputs(row, self.day)
            listed += inputs == "nil" or (inputs == "itemised" and row["meeting"] in named)
        return ratio(listed, len(self.community))

    def villages_covered(self) -> dict:
        """ "villages named at community meetings in (D − 90, D] / villages"."""
        villages = {
            row["code"] for row in self.seen.villages if row["sub_district_code"] in self.codes
        }
        named = {
            code
            for row in self.community
            if row["held_on"] > self.day - timedelta(days=COVERAGE)
            for code in row["village_codes"]
        }
        return ratio(len(villages & named), len(villages))

    def days_current(self) -> dict:
        """ "over the 30 days (D − 30, D] and the kecamatan of the scope: area-days whose freshness
        as of that day was current / area-days"
        """
        contacts = Ledger(
            elections=self.seen.elections,
            stages=self.seen.stages,
            meetings=self.seen.meetings,
            reports=self.seen.reports,
            tempo_of=self.seen.tempo_of,
        )
        areas = [row for row in self.seen.sub_districts if row["code"] in self.codes]
        current = total = 0
        for on in board.days_after(self.day - timedelta(days=WINDOW), self.day):
            until_then = folders.as_of(contacts, on)
            for area in areas:
                current += board.Area(until_then, area, on).freshness() == "current"
                total += 1
        return ratio(current, total)

    # what held

    def reopened(self) -> dict:
        """ "issues first verified on or before D − 90 that were reopened within 90 days of it /
        all of those"
        """
        again = total = 0
        for issue in self.issues:
            events = self.events[issue["issue"]]
            place = [n for n, event in enumerate(events) if event["event"] == "verified"]
            if not place or events[place[0]]["occurred_on"] > self.day - timedelta(days=90):
                continue
            verified_on = events[place[0]]["occurred_on"]
            total += 1
            again += any(
                event["event"] == "reopened" and (event["occurred_on"] - verified_on).days <= 90
                for event in events[place[0] + 1 :]
            )
        return ratio(again, total)

    def referrals_answered(self) -> dict:
        """ "referral events, but to bawaslu and siwas, with due_on ≤ D and a later answered of that
        issue / all of those"
        """
        answered = total = 0
        for issue in self.issues:
            events = self.events[issue["issue"]]
            for n, event in enumerate(events):
                if event["event"] != "referred" or event["unit"] in ("bawaslu", "siwas"):
                    continue
                if event["due_on"] is not None and event["due_on"] <= self.day:
                    total += 1
                    answered += any(later["event"] == "answered" for later in events[n + 1 :])
        return ratio(answered, total)

    # by stage, and heard from

    def by_stage(self) -> dict[str, dict]:
        """ "beside each count stands its rate per 30 days of the stage's days up to D"; a stage
        whose start or end is unknown takes part in no count.
        """
        found = {}
        for stage in self.seen.stages:
            if stage["starts_on"] is None or stage["ends_on"] is None:
                continue
            issues = [row for row in self.issues if board.in_stage(stage, row["reported_on"])]
            last = min(stage["ends_on"], self.day)
            days = max(0, (last - stage["starts_on"]).days + 1)
            found[stage["code"]] = {
                "issues": len(issues),
                "rate": Fraction(30 * len(issues), days) if days else None,
                "promises_kept": self.promises(issues)["promises_kept"],
                "overdue": self.overdue(issues),
            }
        return found

    def heard_from(self) -> dict[tuple[str, str], int]:
        """ "kecamatan × stakeholder group, days since that group was last present at a meeting
        covering it"
        """
        found: dict[tuple[str, str], int] = {}
        for row in self.seen.meetings:
            groups = [cell.split(":")[0] for cell in row["attendance"].split(";") if cell]
            for code in set(row["sub_district_codes"]) & set(self.codes):
                for group in groups:
                    days = (self.day - row["held_on"]).days
                    found[code, group] = min(days, found.get((code, group), days))
        return found
