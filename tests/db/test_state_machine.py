"""Issues driven through random moves, allowed and forbidden, against a plain model.

The model is the ledger of tests/reference: plain lists of rows, the rules of histories
(`history`), of people (`moves`), of the board and of the figures. After every step both say
the same, there is one entry in the trail for what was done and none for what was not, the
chain is whole, and what is derived is what a rebuild would give.

A longer run: `KONDUSIF_MACHINE=20 pytest tests/db/test_state_machine.py`.
"""

import os
import random
from contextlib import ExitStack
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session

from cli.indicators import as_json
from db.commands.corrections import complete_inputs, correct_record, void_event, void_record
from db.commands.moves import MoveForm, last_sequence, move_issue
from db.commands.record import record_input, record_meeting, record_report
from db.commands.saving import NotPermitted
from db.commands.spans import differing_spans
from db.commands.trail import Actor
from db.engine import reading, writing
from db.queries.board import status_board
from db.queries.dataset import dataset_rows
from db.queries.figures import indicators
from domain.cells import write_value
from domain.faults import Refused
from domain.forms import InputForm, MeetingForm, ReportBackForm, ReportForm
from domain.permissions import STATION
from domain.station import station_zone
from domain.vocabulary import EventKind
from ingest.dataset import export_folder, load_folder
from tests.conftest import Fresh, opened
from tests.db.test_board_reference import as_row, compare_issues
from tests.db.test_figures import assert_same
from tests.folders import contents
from tests.reference import board, figures, history, life
from tests.reference import ledger as folders
from tests.reference.ledger import Ledger
from tests.reference.moves import (
    BY,
    CARRIES,
    RESTRICTED,
    Station,
    counting,
    letters,
    severity_by_rubric,
)
from tests.reference.random_lives import blank
from tests.station import (
    AREAS,
    COMMANDER,
    HEAD,
    OTHER_HEAD,
    OTHER_RECORDER,
    PEOPLE,
    RECORDER,
    UNITS,
    VILLAGES,
    A,
    B,
    Person,
    chain_is_whole,
    entries,
    form_key,
    reference_ledger,
)

LONGER = int(os.environ.get("KONDUSIF_MACHINE", "1"))
FIRST_DAY = date(2024, 9, 1)
RECORDS = ("meetings", "reports", "issues", "events")

seeds = st.integers(0, 2**32 - 1)
CATEGORIES = ["patrol"] * 4 + ["crime", "intimidation", "police-service", "election-violation"]
KINDS = ["complaint"] * 4 + ["question", "information", "appreciation"]
GROUPS = ["residents", "village-head"]
THREATS = ["", "potential", "threshold", "actual"]
ANSWERS = ["violence", "persons", "stage"]
POLICE = [unit for unit, kind in UNITS.items() if kind != "agency"]
ENDS = {"claimed", "verified", "rejected", "merged", "answered", "receipt"}
"""Moves that take some doing to come to."""
TAKES_IT = {"election-violation": "bawaslu", "police-service": "siwas"}


def as_model(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row of the database in the words of the model."""
    return {column: folders.cell(column, write_value(value)) for column, value in row.items()}


class LedgerMachine(RuleBasedStateMachine):
    """The commands over a database, and the same over plain rows."""

    fresh: ClassVar[Fresh]

    def __init__(self) -> None:
        super().__init__()
        self.exit = ExitStack()
        self.engine = self.exit.enter_context(opened(type(self).fresh, "station"))
        self.folder = Path(self.exit.enter_context(TemporaryDirectory()))
        self.model = reference_ledger()
        self.today = FIRST_DAY
        self.steps = 0
        self.acts = 1  # the load of the reference data
        self.seen = (0, FIRST_DAY)

    @property
    def now(self) -> datetime:
        return datetime.combine(self.today, time(12), station_zone())

    def actor(self, person: Person) -> Actor:
        return person.at(self.now)

    @property
    def station(self) -> Station:
        return Station(self.model)

    # acting on both

    def attempt(self, act, *args: Any, **more: Any) -> tuple[str, Any]:
        """What a command answers: kept and what it gave, refused, or not_permitted."""
        try:
            with writing(self.engine) as session:
                return "kept", act(session, *args, **more, form_key=form_key())
        except Refused as refused:
            return "refused", refused.faults
        except NotPermitted:
            return "not_permitted", None

    def add_issue(self, key: str, person: Person, item: InputForm, on: date, **cells: Any) -> None:
        severity = None
        if item.threat or item.rubric:
            row = {"category": item.category}
            severity = severity_by_rubric(row, item.threat or "", list(item.rubric))
        fixed = history.ELECTION_VIOLATION_TEXT
        self.model.issues.append(
            blank("issues")
            | {
                "issue": key,
                "reported_on": on,
                "sub_district_code": item.sub_district or "",
                "village_code": item.village or "",
                "kind": item.kind,
                "category": item.category,
                "threat": item.threat or "",
                "rubric": [a for a in ("violence", "persons", "stage") if a in item.rubric],
                "severity": severity,
                "text": fixed if item.category == "election-violation" else item.text,
                "raised_by": item.raised_by or "",
                "recorded_at": self.now.isoformat(timespec="seconds"),
                "account": person.account,
            }
            | cells
        )
        if item.act:
            asked = UNITS[item.owner] == "agency" or item.owner == "siwas"
            self.add_event(
                person,
                issue=key,
                occurred_on=on,
                event="referred" if asked else "assigned",
                unit=item.owner,
                due_on=item.due_on,
                note=item.act,
                meeting=cells.get("meeting", ""),
            )
        elif item.answer:
            self.add_event(
                person,
                issue=key,
                occurred_on=on,
                event="settled",
                by_group=item.raised_by,
                note=item.answer,
                meeting=cells.get("meeting", ""),
            )

    def add_event(self, person: Person, **cells: Any) -> None:
        row = blank("events") | {"recorded_at": self.now.isoformat(timespec="seconds")} | cells
        self.model.events.append(row | {"account": person.account})

    def row_of(self, key: str, name: str, on: date, **cells: Any) -> dict[str, Any]:
        """A row of an event as the model tries it."""
        row = blank("events") | {"issue": key, "occurred_on": on, "event": name} | cells
        return row | {"recorded_at": self.now.isoformat(timespec="seconds")}

    # what happens

    @initialize()
    def begin(self) -> None:
        """Two issues to begin with, so that a run soon has something to move."""
        for person, area in ((RECORDER, A), (OTHER_RECORDER, B)):
            item = InputForm("complaint", "patrol", "Ronda malam sepi", area)
            self.input_told(person, item, self.today)

    @rule(days=st.sampled_from([1, 1, 2, 4, 9, 20, 95]))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    def dice(self, seed: int) -> random.Random:
        """Even chances, which hypothesis by itself does not give: it looks for odd cases."""
        return random.Random(f"{seed} {self.steps}")

    @rule(seed=seeds)
    def something_is_told(self, seed: int) -> None:
        rng = self.dice(seed)
        area = rng.choice([A, A, *AREAS])
        on = self.today - timedelta(days=rng.choice([0, 0, 0, 3]))
        said = rng.choice(["", "", "", "answer", "promise"])
        item = InputForm(
            rng.choice(KINDS),
            rng.choice(CATEGORIES),
            "Ronda malam sepi",
            area,
            VILLAGES[area][0],
            "residents",
            rng.choice(THREATS) or None,
            tuple(rng.sample(ANSWERS, rng.choice([0, 0, 1, 2]))),
            answer="Dijelaskan di tempat" if said == "answer" else None,
            act="Patroli malam" if said == "promise" else None,
            owner=rng.choice(sorted(UNITS)) if said == "promise" else None,
            due_on=on + timedelta(days=7) if said == "promise" else None,
        )
        inside = [person for person in PEOPLE if area in person.areas or letters(person) & {"C"}]
        self.input_told(rng.choice([rng.choice(inside), rng.choice(PEOPLE)]), item, on)

    def input_told(self, person: Person, item: InputForm, on: date) -> None:
        held = letters(person)
        may = held & {"N", "C"} or (held & {"R", "S"} and item.sub_district in person.areas)
        try_settling = bool(item.answer) and not self.may_settle(item)
        expected = "not_permitted" if not may else "refused" if try_settling else "kept"
        answer, key = self.attempt(record_input, self.actor(person), item, on, "telepon")
        assert answer == expected, key
        if answer == "kept":
            self.acts += 1
            self.add_issue(key, person, item, on, source="telepon")

    def may_settle(self, item: InputForm) -> bool:
        issue = {"kind": item.kind, "category": item.category, "severity": None}
        issue |= {"reported_on": self.today}
        if item.threat or item.rubric:
            issue["severity"] = severity_by_rubric(issue, item.threat or "", list(item.rubric))
        return not history.settled_objections(issue, [], self.today)

    @rule(seed=seeds)
    def a_meeting_is_held(self, seed: int) -> None:
        rng = self.dice(seed)
        person = rng.choice([RECORDER, RECORDER, HEAD, OTHER_HEAD, COMMANDER])
        area = rng.choice([*person.areas]) if rng.random() < 0.8 else rng.choice([A, B])
        inputs = rng.choice(["itemised", "nil", "not_recorded"])
        programme = rng.choice(["sambang", "sambang", "anev"])
        promised = rng.random() < 0.5
        on = self.today - timedelta(days=rng.choice([0, 0, 2]))
        item = InputForm("request", "patrol", "Minta patroli", area, raised_by="residents")
        keys = [row["issue"] for row in self.model.issues if row["sub_district_code"] == area]
        told = rng.choice([None, *keys])
        backs = () if told is None else (ReportBackForm(told, "residents", "Diterima"),)
        form = MeetingForm(
            programme,
            on,
            (area,),
            villages=VILLAGES[area][:1],
            attendance=(("residents", 20), ("camat", None)),
            promised=promised,
            inputs=inputs,
            items=(item,) if inputs == "itemised" else (),
            report_backs=backs,
        )
        row = self.row_of(told, "reported_back", on, by_group="residents", note="Diterima")
        expected = "not_permitted"
        if letters(person) & {"R", "S"} and area in person.areas:
            expected = self.station.answer(person, row, self.today) if backs else "kept"
        answer, key = self.attempt(record_meeting, self.actor(person), form)
        assert answer == expected, key
        if answer == "kept":
            self.acts += 1 + len(backs)
            self.add_meeting(key, person, form)
            if backs:
                self.add_event(person, **row | {"meeting": key})

    def add_meeting(self, key: str, person: Person, form: MeetingForm) -> None:
        self.model.meetings.append(
            blank("meetings")
            | {
                "meeting": key,
                "held_on": form.held_on,
                "programme": form.programme,
                "host_unit": person.unit,
                "sub_district_codes": list(form.sub_districts),
                "village_codes": list(form.villages),
                "attendance": "residents:20;camat:",
                "promised": "yes" if form.promised else "no",
                "inputs": form.inputs,
                "inputs_on": None if form.inputs == "not_recorded" else self.today,
                "recorded_at": self.now.isoformat(timespec="seconds"),
            }
        )
        for item in form.items:
            ticket = self.newest_ticket(key)
            self.add_issue(ticket, person, item, form.held_on, meeting=key)

    def newest_ticket(self, meeting: str) -> str:
        known = {row["issue"] for row in self.model.issues}
        with reading(self.engine) as session:
            rows = dataset_rows(session)["issues"]
        [key] = [
            row["issue"] for row in rows if row["meeting"] == meeting and row["issue"] not in known
        ]
        return str(key)

    @rule(seed=seeds)
    def a_report_comes(self, seed: int) -> None:
        rng = self.dice(seed)
        person, area = rng.choice([RECORDER, OTHER_HEAD, *PEOPLE]), rng.choice(AREAS)
        form = ReportForm("daily", self.today, None, (area,), nil=True)
        may = letters(person) & {"R", "S"} and area in person.areas
        answer, key = self.attempt(record_report, self.actor(person), form)
        assert answer == ("kept" if may else "not_permitted")
        if answer == "kept":
            self.acts += 1
            self.model.reports.append(
                blank("reports")
                | {
                    "report": key,
                    "reported_on": self.today,
                    "kind": "daily",
                    "unit": person.unit,
                    "sub_district_codes": [area],
                    "nil": "yes",
                    "recorded_at": self.now.isoformat(timespec="seconds"),
                }
            )

    @precondition(lambda self: self.model.meetings)
    @rule(seed=seeds)
    def inputs_are_completed(self, seed: int) -> None:
        rng = self.dice(seed)
        person = rng.choice([RECORDER, RECORDER, HEAD, OTHER_HEAD, COMMANDER])
        meeting = rng.choice(self.model.meetings)
        form = InputForm("request", "youth", "Balap liar", meeting["sub_district_codes"][0])
        sees = letters(person) & {"R", "S"} and (
            set(meeting["sub_district_codes"]) & person.areas or meeting["host_unit"] == person.unit
        )
        named = [
            row
            for row in self.model.issues
            if row["meeting"] == meeting["meeting"] and row["voided_on"] is None
        ]
        owed = meeting["inputs"] == "not_recorded" or (
            meeting["inputs"] == "itemised" and not named
        )
        expected = "not_permitted" if not sees else "kept" if owed else "refused"
        answer, given = self.attempt(
            complete_inputs, self.actor(person), meeting["meeting"], "itemised", [form], None
        )
        assert answer == expected, given
        if answer == "kept":
            self.acts += 1
            meeting |= {"inputs": "itemised", "inputs_on": self.today}
            [ticket] = given
            self.add_issue(ticket, person, form, meeting["held_on"], meeting=meeting["meeting"])

    # moves

    @rule(seed=seeds)
    def anybody_tries_anything(self, seed: int) -> None:
        rng = self.dice(seed)
        back = rng.choice([0, 0, 1, 5, 30, -1])
        self.try_move(rng.choice(PEOPLE), rng.choice(sorted(BY)), rng, back)

    @rule(seed=seeds, late=st.booleans())
    def they_move_on(self, seed: int, late: bool) -> None:
        rng = self.dice(seed)
        for _ in range(3):
            self.try_a_likely_one(rng, back=rng.choice([1, 3, 10]) if late else 0)
            self.both_say_the_same()

    @rule(seed=seeds)
    def the_same_issue_moves_on(self, seed: int) -> None:
        """Up to six moves of one issue: so that some come to their end."""
        rng = self.dice(seed)
        key = rng.choice(self.model.issues)["issue"]
        for _ in range(6):
            self.try_a_likely_one(rng, back=0, of=key)
        self.today += timedelta(days=rng.choice([0, 1, 3]))

    def try_a_likely_one(self, rng: random.Random, back: int, of: str | None = None) -> None:
        """A move that the state and the person allow, if there is one."""
        on = self.today - timedelta(days=back)
        likely = [
            (person, name, issue["issue"])
            for issue in self.model.issues
            if issue["voided_on"] is None and of in (None, issue["issue"])
            for name in sorted(BY)
            if not history.order_objections(issue, self.standing(issue, on), name)
            for person in PEOPLE
            if self.station.sees(person, issue)
            and self.station.may(person, issue, name, on, self.today)
        ]
        if likely:
            # Evenly over the moves, or triage (always allowed, by many) would be half of all.
            names = sorted({name for _, name, _ in likely})
            name = rng.choice([*names, *(name for name in names if name in ENDS)])
            person, key = rng.choice([(person, key) for person, n, key in likely if n == name])
            self.try_move(person, name, rng, back, key)

    def standing(self, issue: dict, on: date) -> life.Standing:
        rows = counting(self.model, issue["issue"])
        return life.stand([row for row in rows if row["occurred_on"] <= on])

    def try_move(
        self, person: Person, name: str, rng: random.Random, back: int, key: str | None = None
    ) -> None:
        on = self.today - timedelta(days=back)
        keys = [row["issue"] for row in self.model.issues]
        key = key or rng.choice([*keys, "KDR-000000-01"])
        cells = {field: self.cell(field, name, person, key, on, rng) for field in CARRIES[name]}
        if name == "verified":
            cells["by_group"] = rng.choice([*GROUPS, ""])
            cells["unit"] = rng.choice(["", "", "", "siwas"])
        if name == "triaged":
            cells["threat"] = rng.choice(THREATS)
            cells["rubric"] = rng.sample(ANSWERS, rng.choice([0, 0, 1, 2]))
            cells["note"] = rng.choice(["", "Alasan", "Alasan"])
        if rng.random() < 0.08 and CARRIES[name]:
            left_out = rng.choice(CARRIES[name])
            cells[left_out] = None if left_out in ("due_on", "severity") else ""
        row = self.row_of(key, name, on, **cells)
        expected = self.station.answer(person, row, self.today)
        answer, given = self.attempt(self.enter, person, key, row)
        assert answer == expected, (person.name, row, given)
        if answer == "kept":
            self.acts += 1
            issue = self.station.issue(key)
            kept = self.station.completed(person, issue, row)
            self.model.events.append(kept | {"account": person.account})

    def cell(
        self, field: str, name: str, person: Person, key: str, on: date, rng: random.Random
    ) -> Any:
        """Something to fill in: mostly what may be."""
        issue = self.station.issue(key) or {"category": "", "sub_district_code": ""}
        if field == "unit":
            if rng.random() < 0.1:
                return rng.choice([*UNITS, "nobody"])
            if name == "assigned":
                return rng.choice(POLICE) if "C" in letters(person) else person.unit
            return TAKES_IT.get(issue["category"]) or rng.choice(["bawaslu", "kpu", "siwas"])
        if field == "into":
            area = issue["sub_district_code"]
            near = [i["issue"] for i in self.model.issues if i["sub_district_code"] == area]
            row = self.row_of(key, name, on)
            fit = [into for into in near if self.takes(issue, row | {"into": into})]
            return rng.choice([*fit * 5, *near, "KDR-000000-01"])
        if field == "due_on":
            return on + timedelta(days=rng.choice([0, 5, 14, 40]))
        if field == "severity":
            return rng.choice([1, 2, 2, 3, 4])
        given = {"note": ["Catatan"], "by_group": GROUPS, "reason": ["legal-process", "no-means"]}
        return rng.choice(given[field])

    def takes(self, issue: dict, row: dict) -> bool:
        """Whether the issue could be merged as the row says."""
        lives = {
            i["issue"]: (i, counting(self.model, i["issue"]))
            for i in self.model.issues
            if i["voided_on"] is None
        }
        before = [
            event
            for event in counting(self.model, row["issue"])
            if event["occurred_on"] <= row["occurred_on"]
        ]
        return not history.merged_objections(issue, before, row, lives)

    def enter(self, session: Session, person: Person, key: str, row: dict, form_key: str) -> None:
        form = MoveForm(
            EventKind(row["event"]),
            row["occurred_on"],
            rubric=tuple(row["rubric"] or ()),
            **{
                name: row[name] or None
                for name in ("unit", "due_on", "threat", "severity", "by_group", "into")
            },
            reason=row["reason"] or None,
            note=row["note"] or None,
        )
        seen = last_sequence(session, key)
        move_issue(session, self.actor(person), key, form, seen=seen, form_key=form_key)

    # mistakes

    @precondition(lambda self: self.model.events)
    @rule(seed=seeds)
    def an_event_is_voided(self, seed: int) -> None:
        rng = self.dice(seed)
        person = rng.choice([COMMANDER, COMMANDER, HEAD])
        row = rng.choice(self.model.events)
        of_issue = [event for event in self.model.events if event["issue"] == row["issue"]]
        sequence = next(n for n, event in enumerate(of_issue, start=1) if event is row)
        issue = self.station.issue(row["issue"])
        after = Ledger(**vars(self.model))
        after.events = [
            event | {"voided_on": self.today} if event is row else event
            for event in self.model.events
        ]
        if "C" not in letters(person):
            expected = "not_permitted"
        elif issue["voided_on"] or row["voided_on"] or history.life_violations(after):
            expected = "refused"
        else:
            expected = "kept"
        answer, given = self.attempt(
            void_event, self.actor(person), row["issue"], sequence, "Salah catat"
        )
        assert answer == expected, (given, row)
        if answer == "kept":
            self.acts += 1
            row["voided_on"] = self.today

    @precondition(lambda self: len(self.model.issues) > 3)
    @rule(seed=seeds)
    def an_issue_is_voided(self, seed: int) -> None:
        rng = self.dice(seed)
        person = rng.choice([COMMANDER, HEAD, OTHER_HEAD, RECORDER])
        row = rng.choice(self.model.issues)
        after = Ledger(**vars(self.model))
        after.issues = [
            issue | {"voided_on": self.today} if issue is row else issue
            for issue in self.model.issues
        ]
        events = [e for e in counting(self.model, row["issue"]) if e["occurred_on"] <= self.today]
        verified = life.stand(events).state == "verified"
        head = row["sub_district_code"] in person.areas and row["category"] not in RESTRICTED
        may = "C" in letters(person) or ("S" in letters(person) and head)
        if not may:
            expected = "not_permitted"
        elif row["voided_on"]:
            expected = "refused"
        elif verified and "C" not in letters(person):
            expected = "not_permitted"
        else:
            expected = "refused" if history.life_violations(after) else "kept"
        answer, given = self.attempt(
            void_record, self.actor(person), "issues", row["issue"], "Salah catat"
        )
        assert answer == expected, (given, row)
        if answer == "kept":
            self.acts += 1
            row["voided_on"] = self.today

    @rule(seed=seeds)
    def a_category_is_corrected(self, seed: int) -> None:
        rng = self.dice(seed)
        person, category = rng.choice([HEAD, OTHER_HEAD, RECORDER]), rng.choice(CATEGORIES)
        row = rng.choice(self.model.issues)
        new = {"category": category}
        if category == "election-violation":
            new["text"] = history.ELECTION_VIOLATION_TEXT
        after = Ledger(**vars(self.model))
        after.issues = [i | new if i is row else i for i in self.model.issues]
        head = "S" in letters(person) and row["sub_district_code"] in person.areas
        may = (head or self.is_own(person, row)) and self.station.sees(person, row)
        changes = any(row[name] != value for name, value in new.items())
        if not may:
            expected = "not_permitted"
        elif row["voided_on"] or not changes:
            expected = "refused"
        else:
            expected = "refused" if history.life_violations(after) else "kept"
        answer, given = self.attempt(
            correct_record,
            self.actor(person),
            "issues",
            row["issue"],
            {"category": category},
            "Salah pilih",
        )
        assert answer == expected, (given, row)
        if answer == "kept":
            self.acts += 1
            row |= new

    def is_own(self, person: Person, row: dict) -> bool:
        entered = datetime.fromisoformat(row["recorded_at"])
        return row.get("account") == person.account and self.now - entered <= timedelta(hours=24)

    # what must hold

    @invariant()
    def both_say_the_same(self) -> None:
        self.steps += 1
        with reading(self.engine) as session:
            assert self.stored(session) == self.expected_rows()
            assert len(entries(session)) == self.acts
            if self.seen == (self.acts, self.today):
                return  # nothing was kept, and nothing of it is
            self.seen = self.acts, self.today
            assert chain_is_whole(session)
            assert differing_spans(session) == []
            compare_issues(session, self.model, self.today, known=False)
            for day in {self.today, self.today - timedelta(days=self.steps % 9)}:
                found = [as_row(status) for status in status_board(session, STATION, day)]
                expected = board.board_of(self.model, day)
                names = list(found[0])
                assert found == [{name: row[name] for name in names} for row in expected], day
            if self.steps % 8 == 0:
                self.compare_figures(session)

    def stored(self, session: Session) -> dict[str, list[dict]]:
        rows = dataset_rows(session)
        return {name: [as_model(name, row) for row in rows[name]] for name in RECORDS}

    def expected_rows(self) -> dict[str, list[dict]]:
        found = {}
        for name in RECORDS:
            columns = folders.COLUMNS[name].split(",")
            rows = [{c: row[c] for c in columns} for row in getattr(self.model, name)]
            found[name] = sorted(rows, key=lambda row: row[columns[0]])
            if name == "events":
                found[name].sort(key=lambda row: (row["issue"], row["occurred_on"]))
        return found

    def compare_figures(self, session: Session) -> None:
        found = as_json(indicators(session, STATION, self.today))
        assert_same(found, figures.figures(self.model, self.today), self.today)

    def teardown(self) -> None:
        try:
            with reading(self.engine) as session:
                self.compare_figures(session)
            self.comes_out_and_in()
        finally:
            self.exit.close()

    def comes_out_and_in(self) -> None:
        """What was recorded is a dataset that a load takes, and gives out again the same."""
        export_folder(self.engine, self.folder / "once")
        assert history.check_history(self.folder / "once") == []
        with opened(type(self).fresh, "migrated") as other:
            load_folder(other, self.folder / "once")
            export_folder(other, self.folder / "twice")
            with reading(other) as session:
                assert differing_spans(session) == []
        assert contents(self.folder / "once") == contents(self.folder / "twice")


@pytest.mark.parametrize(("make", "examples"), [("sqlite", 14), ("postgresql", 3)])
def test_the_commands_keep_to_the_plain_rules(
    make: str, examples: int, request: pytest.FixtureRequest, station_key: None
) -> None:
    fresh = request.getfixturevalue(f"{make}_databases").fresh
    machine = type("Machine", (LedgerMachine,), {"fresh": staticmethod(fresh)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples * LONGER,
            stateful_step_count=22,
            deadline=None,
            # Making a failure small takes minutes, so it is for the longer runs.
            phases=[Phase.generate] if LONGER == 1 else list(Phase),
            suppress_health_check=list(HealthCheck),
        ),
    )
