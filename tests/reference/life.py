"""What the events of one issue say: its state, whether it is open, its s, its due day.

Every function takes the issue, and the events that count, already in their order.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

REFER_ROUTE = {
    "election-violation",
    "neutrality",
    "voter-list",
    "network",
    "infrastructure",
    "police-service",
    "village",
}
"""The categories whose route is refer (section 1)."""

HANDED_OVER_TO = {
    "election-violation": "bawaslu",
    "neutrality": "bawaslu",
    "police-service": "siwas",
}

SETS_STATE = {
    "assigned": "assigned",
    "in_progress": "in_progress",
    "referred": "referred",
    "answered": "answered",
    "settled": "settled",
    "claimed": "claimed",
    "verified": "verified",
    "rejected": "assigned",
    "reopened": "assigned",
    "unable": "unable",
    "merged": "merged",
    "withdrawn": "withdrawn",
}
"""The column "sets state" of section 3, without triaged, which depends."""

DUE_DAYS = {4: 3, 3: 7, 2: 14, 1: 30}
GRACE = 3
CONFIRMATION = 14
REFERRAL_DAYS = 30


@dataclass
class Standing:
    """Where an issue stands after its events."""

    state: str = "recorded"
    told_back: bool = False
    referred_to: str = ""
    received: bool = False
    reopened_from: list[str] = field(default_factory=list)
    owner: str = ""
    claimant: str = ""
    verified_on: date | None = None
    into: str = ""


def step(standing: Standing, event: dict) -> None:
    """Let one event move the standing."""
    name = event["event"]
    was = standing.state
    if name == "triaged":
        # "triaged, if recorded; else unchanged"
        standing.state = "triaged" if was == "recorded" else was
    else:
        standing.state = SETS_STATE.get(name, was)
    follow_referral(standing, event)
    if name == "unable":
        standing.told_back = False
    elif name == "told_back":
        # "state unable with a later told_back"
        standing.told_back = was == "unable"
    elif name == "reopened":
        standing.reopened_from.append(was)
    elif name == "claimed":
        standing.claimant = event["unit"]
    elif name == "verified":
        standing.verified_on = event["occurred_on"]
    elif name == "merged":
        standing.into = event["into"]


def follow_referral(standing: Standing, event: dict) -> None:
    """Keep to whom the issue is referred, and whether a receipt came after it.

    "*handed over*: election-violation or neutrality referred to `bawaslu`, or police-service
    referred to `siwas`, with a receipt after it, until an event other than receipt, answered or
    reported_back follows." Read: the latest referral counts; an event between the referral and
    the receipt that keeps the state (triaged) does not undo it; once received, any does.
    """
    name = event["event"]
    if name == "referred":
        standing.referred_to, standing.received = event["unit"], False
    elif name == "receipt":
        standing.received = bool(standing.referred_to)
    elif name in ("answered", "reported_back"):
        pass
    elif standing.received or standing.state not in ("referred", "answered"):
        standing.referred_to, standing.received = "", False


def stand(events: list[dict]) -> Standing:
    """Where an issue stands after these events."""
    standing = Standing()
    for event in events:
        step(standing, event)
    return standing


def is_closed(issue: dict, standing: Standing) -> bool:
    """ "Closed is: state verified, settled, merged or withdrawn; state unable with a later
    told_back; or *handed over*".
    """
    if standing.state in ("verified", "settled", "merged", "withdrawn"):
        return True
    if standing.state == "unable":
        return standing.told_back
    agency = HANDED_OVER_TO.get(issue["category"])
    return agency is not None and standing.referred_to == agency and standing.received


def is_open(issue: dict, standing: Standing) -> bool:
    """ "**open** issue: reported on or before D, not an appreciation, and not closed"."""
    return issue["kind"] != "appreciation" and not is_closed(issue, standing)


def stored_severity(issue: dict, events: list[dict]) -> int | None:
    """ "the severity of the last event that carries one, else the issue's own"."""
    severity = issue["severity"]
    for event in events:
        if event["severity"] is not None:
            severity = event["severity"]
    return severity


def severity_s(issue: dict, events: list[dict], day: date) -> int:
    """s of section 2, on a day.

    "while there is none: 1 up to and including 3 days after reported_on, then 2. But at most 1
    for a suggestion or a question, and at most 1 while referred or answered for a category whose
    route is refer; and for intimidation at least 3, whatever else holds."
    """
    s = stored_severity(issue, events)
    if s is None:
        s = 1 if (day - issue["reported_on"]).days <= GRACE else 2
    if issue["kind"] in ("suggestion", "question"):
        s = min(s, 1)
    if issue["category"] in REFER_ROUTE and stand(events).state in ("referred", "answered"):
        s = min(s, 1)
    if issue["category"] == "intimidation":
        s = max(s, 3)
    return s


def default_due(issue: dict, s: int) -> timedelta:
    """ "default due severity 4: 3, 3: 7, 2: 14, 1: 30 days, election-violation 1 day"."""
    return timedelta(days=1 if issue["category"] == "election-violation" else DUE_DAYS[s])


@dataclass
class Due:
    """The walk of section 2 along the events: what was set since the anchor."""

    anchor: date
    default: timedelta
    due: date
    due_date: date | None = None
    given_on: date | None = None
    first_referred: date | None = None
    referred_in_time: bool = False
    referred_with_date: bool = False
    answered: bool = False

    @property
    def without_due_date(self) -> bool:
        """ "since the anchor neither a due date, nor a referral with a due_on, nor an answered"."""
        return self.due_date is None and not self.referred_with_date and not self.answered


def due_walk(issue: dict, events: list[dict], day: date) -> Due:
    """ "At the start the *anchor* is reported_on, there is no *due date*, and due = anchor +
    default due of s (s as of D)."
    """
    default = default_due(issue, severity_s(issue, events, day))
    walk = Due(issue["reported_on"], default, issue["reported_on"] + default)
    for event in events:
        name, on = event["event"], event["occurred_on"]
        if name in ("rejected", "reopened") or (name == "assigned" and walk.referred_in_time):
            # "the anchor becomes that day, and what was set since the old one is forgotten"
            walk = Due(on, default, on + default)
        if name in ("assigned", "rejected", "reopened"):
            give_date(walk, event)
        elif name == "referred":
            refer(walk, event)
        elif name == "answered":
            # "the first answered since the anchor, and each claimed: if that day ≤ due,
            # due = the later of due and the day + 14"
            if not walk.answered:
                confirm(walk, on)
            walk.answered = True
        elif name == "claimed":
            confirm(walk, on)
    return walk


def give_date(walk: Due, event: dict) -> None:
    """ "the first due_on of these three since the anchor is the due date; due = the due date if
    it was given on or before anchor + default due, else anchor + default due"
    """
    if walk.due_date is None and event["due_on"] is not None:
        walk.due_date, walk.given_on = event["due_on"], event["occurred_on"]
    limit = walk.anchor + walk.default
    in_time = walk.given_on is not None and walk.given_on <= limit
    walk.due = walk.due_date if in_time else limit


def refer(walk: Due, event: dict) -> None:
    """ "the first referred since the anchor: if that day ≤ due (*in time*), due = its due_on, or
    the day + 30 without one. A further one moves nothing."
    """
    walk.referred_with_date = walk.referred_with_date or event["due_on"] is not None
    if walk.first_referred is not None:
        return
    walk.first_referred = event["occurred_on"]
    if walk.first_referred <= walk.due:
        walk.referred_in_time = True
        walk.due = event["due_on"] or walk.first_referred + timedelta(days=REFERRAL_DAYS)


def confirm(walk: Due, on: date) -> None:
    """ "if that day ≤ due, due = the later of due and the day + 14"."""
    if on <= walk.due:
        walk.due = max(walk.due, on + timedelta(days=CONFIRMATION))


def days_late(issue: dict, events: list[dict], day: date) -> int:
    """ "**late** = D − due > 0": the days, 0 or less when not late."""
    return (day - due_walk(issue, events, day).due).days


def owner(events: list[dict], sector: str, command: str, agencies: set[str]) -> str:
    """ "*Owner* = the unit of the last assigned that names one, else the kecamatan's sector, else
    the district command; an agency never owns."
    """
    unit = ""
    for event in events:
        if event["event"] == "assigned" and event["unit"] and event["unit"] not in agencies:
            unit = event["unit"]
    return unit or sector or command
