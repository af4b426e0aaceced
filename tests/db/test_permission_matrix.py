"""Who may do what, where: role × act × own sector, other sector, own unit, other unit.

The oracle is the table of tests/reference/moves.py, which is sections 3 and 6 written out by
hand; the acts go through the commands, without a screen. A missing ticket and one that is
not seen get the same answer.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.commands.corrections import complete_inputs, correct_record, void_event, void_record
from db.commands.held import clear_text
from db.commands.moves import MoveForm, last_sequence, move_issue
from db.commands.raises import raise_status
from db.commands.record import record_input, record_meeting, record_report
from db.commands.saving import NotPermitted
from db.commands.trail import Actor
from db.engine import writing
from domain.faults import Refused
from domain.forms import InputForm, MeetingForm, ReportForm
from domain.permissions import Reader
from domain.vocabulary import EventKind, Role
from tests.reference.moves import BY, BY_WHEN_SEVERE, LETTERS, OWNER_ONLY
from tests.station import COMMANDER as CHIEF
from tests.station import NOON, TODAY, A, form_key, move, told

MISSING = "KDR-240905-99"
DUE = TODAY + timedelta(days=5)

PLACES = {
    # The actor's unit and kecamatan, as the issue of sector A, owned by polsek-a, sees it.
    "own sector and unit": ("polsek-a", {A}),
    "own sector, another unit": ("sat-binmas", {A}),
    "another sector": ("polsek-b", {"17.01.02"}),
    "another unit": ("sat-binmas", set[str]()),
    "own unit, no kecamatan": ("polsek-a", set[str]()),
}
"""The corners of "own area, other area, own unit, other unit"."""

UNSEEN = {"recorder", "sector_head"}
EVERYWHERE = {"analyst", "commander", "inspector"}


def actor(role: Role, place: str) -> Actor:
    unit, areas = PLACES[place]
    return Actor(Reader(f"{role}", frozenset({role}), unit, frozenset(areas)), 77, NOON)


def sees(role: Role, place: str) -> bool:
    """Section 6: own sector, own unit's wherever they are, all, or none."""
    unit, areas = PLACES[place]
    if role in EVERYWHERE:
        return True
    if role in UNSEEN:
        return A in areas
    return role == "unit_head" and unit == "polsek-a"


def may(role: Role, place: str, name: str, *, severe: bool) -> bool:
    """Section 3, each within what they see, and `(owner)` where the table says so."""
    letter = LETTERS.get(role, "-")
    if letter not in (BY_WHEN_SEVERE if severe else BY)[name] or not sees(role, place):
        return False
    return name not in OWNER_ONLY or PLACES[place][0] == "polsek-a"


class Discarded(Exception):
    """What a try did is taken back."""


def answer(engine: Engine, act: Callable[[Session], Any]) -> str:
    """permitted (kept, or refused for what was filled in), or not; nothing of it stays."""
    try:
        with writing(engine) as session:
            act(session)
            raise Discarded
    except (Refused, Discarded):
        return "permitted"
    except NotPermitted as stranger:
        # With no word of why: missing and forbidden read alike.
        return "not permitted" if stranger.args == () else str(stranger)


def corners() -> Iterator[tuple[Role, str]]:
    for role in Role:
        for place in PLACES:
            yield role, place


FIELDS: dict[str, dict[str, Any]] = {
    "triaged": {"severity": 2, "threat": "threshold", "note": "Alasan"},
    "assigned": {"unit": "polsek-a", "due_on": DUE, "note": "Patroli"},
    "in_progress": {"note": "Mulai"},
    "referred": {"unit": "kpu", "due_on": DUE},
    "receipt": {"unit": "kpu"},
    "answered": {"unit": "kpu", "note": "Dijawab"},
    "settled": {"note": "Dijawab", "by_group": "residents"},
    "claimed": {"note": "Selesai"},
    "verified": {"by_group": "residents"},
    "rejected": {"note": "Belum", "by_group": "residents", "due_on": DUE},
    "reopened": {"note": "Terjadi lagi", "due_on": DUE},
    "unable": {"reason": "no-means", "note": "Tidak ada dana"},
    "told_back": {"by_group": "residents"},
    "reported_back": {"by_group": "residents", "note": "Diterima"},
    "merged": {"into": MISSING},
    "withdrawn": {"by_group": "residents", "note": "Selesai sendiri"},
}


def moving(person: Actor, key: str, name: str) -> Callable[[Session], None]:
    form = MoveForm(EventKind(name), TODAY, **FIELDS[name])
    return lambda session: move_issue(
        session, person, key, form, seen=last_sequence(session, key), form_key=form_key()
    )


@pytest.mark.parametrize("severity", [2, 3])
@pytest.mark.parametrize("name", sorted(BY))
def test_a_move_is_made_by_whom_the_table_names_and_by_nobody_else(
    sqlite_station: Engine, name: str, severity: int
) -> None:
    threat = "threshold" if severity == 2 else "actual"
    key = told(sqlite_station, A, threat=threat)
    found, wanted = {}, {}
    for role, place in corners():
        person = actor(role, place)
        found[role, place] = answer(sqlite_station, moving(person, key, name))
        allowed = may(role, place, name, severe=severity == 3)
        wanted[role, place] = "permitted" if allowed else "not permitted"
        assert answer(sqlite_station, moving(person, MISSING, name)) == "not permitted"

    assert found == wanted


@pytest.mark.parametrize("role", [Role.RECORDER, Role.SECTOR_HEAD, Role.UNIT_HEAD, Role.ANALYST])
@pytest.mark.parametrize("category", ["police-service", "neutrality"])
def test_of_restricted_categories_nobody_but_commander_and_inspector_moves_anything(
    sqlite_station: Engine, role: Role, category: str
) -> None:
    key = told(sqlite_station, A, category=category)
    person = actor(role, "own sector and unit")

    answers = {name: answer(sqlite_station, moving(person, key, name)) for name in BY}

    assert set(answers.values()) == {"not permitted"}


RECORD_BY = {"meeting": "RS", "report": "RS", "input": "RSNC"}
"""Section 6 "may", and for inputs the row "(the record itself)" of section 3."""


def recording(person: Actor, what: str, area: str) -> Callable[[Session], object]:
    item = InputForm("complaint", "patrol", "Ronda malam sepi", area)
    match what:
        case "meeting":
            held = MeetingForm("sambang", TODAY, (area,), inputs="itemised", items=(item,))
            return lambda session: record_meeting(session, person, held, form_key())
        case "report":
            report = ReportForm("daily", TODAY, None, (area,), nil=True)
            return lambda session: record_report(session, person, report, form_key())
        case _:
            return lambda session: record_input(session, person, item, TODAY, "telepon", form_key())


@pytest.mark.parametrize("what", sorted(RECORD_BY))
def test_records_are_made_in_the_own_sector_and_inputs_by_analyst_and_commander_everywhere(
    sqlite_station: Engine, what: str
) -> None:
    found, wanted = {}, {}
    for role, place in corners():
        letter = LETTERS.get(role, "-")
        inside = A in PLACES[place][1]
        allowed = letter in RECORD_BY[what] and (inside or letter in "NC")
        found[role, place] = answer(sqlite_station, recording(actor(role, place), what, A))
        wanted[role, place] = "permitted" if allowed else "not permitted"

    assert found == wanted


def test_a_meeting_of_two_sectors_is_recorded_by_neither_alone(sqlite_station: Engine) -> None:
    held = MeetingForm("sambang", TODAY, (A, "17.01.02"), inputs="nil")
    person = actor(Role.RECORDER, "own sector and unit")

    found = answer(sqlite_station, lambda s: record_meeting(s, person, held, form_key()))

    assert found == "not permitted"


@pytest.fixture
def recorded(sqlite_station: Engine) -> dict[str, str]:
    """A meeting without its inputs, a report and an issue of sector A, some days old."""
    by = Actor(Reader("r", frozenset({Role.RECORDER}), "polsek-a", frozenset({A})), 1, NOON)
    by = Actor(by.reader, 1, NOON - timedelta(days=3))
    day = by.now.date()
    with writing(sqlite_station) as session:
        held = MeetingForm("sambang", day, (A,), promised=True, inputs="not_recorded")
        report = ReportForm("daily", day, None, (A,), nil=True)
        meeting = record_meeting(session, by, held, form_key())
        daily = record_report(session, by, report, form_key())
    issue = told(sqlite_station, A, text="Sdr. Budi mengancam", now=by.now)
    move(sqlite_station, CHIEF, issue, EventKind.TRIAGED, severity=1, threat="potential")
    return {"meetings": meeting, "reports": daily, "issues": issue}


Act = Callable[[Session, Actor, str], object]

OTHER_ACTS: dict[str, tuple[str, str, Act]] = {
    "correct a meeting": (
        "meetings",
        "S",
        lambda s, a, k: correct_record(s, a, "meetings", k, {"venue": "Balai"}, "Salah", "f"),
    ),
    "correct a report": (
        "reports",
        "S",
        lambda s, a, k: correct_record(s, a, "reports", k, {"kind": "weekly"}, "Salah", "f"),
    ),
    "correct an issue": (
        "issues",
        "S",
        lambda s, a, k: correct_record(s, a, "issues", k, {"kind": "request"}, "Salah", "f"),
    ),
    "complete inputs": (
        "meetings",
        "RS",
        lambda s, a, k: complete_inputs(s, a, k, "nil", [], None, "f"),
    ),
    "void a meeting": (
        "meetings",
        "SC",
        lambda s, a, k: void_record(s, a, "meetings", k, "Salah", "f"),
    ),
    "void a report": ("reports", "SC", lambda s, a, k: void_record(s, a, "reports", k, "x", "f")),
    "void an issue": ("issues", "SC", lambda s, a, k: void_record(s, a, "issues", k, "x", "f")),
    "void an event": ("issues", "C", lambda s, a, k: void_event(s, a, k, 1, "Salah", "f")),
    "clear a text": (
        "issues",
        "SC",
        lambda s, a, k: clear_text(s, a, "issues", k, "text", None, "f"),
    ),
}
"""The record that it is about, who does it, and the command."""


@pytest.mark.parametrize("act", OTHER_ACTS)
def test_corrections_voiding_and_clearing_are_for_whom_the_rule_names_within_what_they_see(
    sqlite_station: Engine, recorded: dict[str, str], act: str
) -> None:
    record, letters, command = OTHER_ACTS[act]
    found, wanted = {}, {}
    for role, place in corners():
        person, key = actor(role, place), recorded[record]
        of_own_unit = record != "issues" and PLACES[place][0] == "polsek-a"
        seen = sees(role, place) or (of_own_unit and role in UNSEEN)
        allowed = LETTERS.get(role, "-") in letters and seen
        found[role, place] = answer(sqlite_station, lambda s: command(s, person, key))  # noqa: B023
        wanted[role, place] = "permitted" if allowed else "not permitted"
        guessed = answer(sqlite_station, lambda s: command(s, person, MISSING))  # noqa: B023
        assert guessed == "not permitted"

    assert found == wanted


def test_a_status_is_raised_by_the_commander_alone(sqlite_station: Engine) -> None:
    found = {
        (role, place)
        for role, place in corners()
        if answer(
            sqlite_station,
            lambda s: raise_status(s, actor(role, place), A, "high", "Ada ancaman", "f"),  # noqa: B023
        )
        == "permitted"
    }

    assert found == {(Role.COMMANDER, place) for place in PLACES}
    chief = actor(Role.COMMANDER, "another unit")
    unknown = answer(sqlite_station, lambda s: raise_status(s, chief, "99", "high", "x", "f"))
    assert unknown == "not permitted"


BOTH = frozenset({Role.SECTOR_HEAD, Role.ANALYST})


@pytest.mark.parametrize("act", ["correct a meeting", "void a meeting", "void an issue"])
def test_a_second_role_that_sees_more_lends_the_first_no_longer_arm(
    sqlite_station: Engine, recorded: dict[str, str], act: str
) -> None:
    """A sector head who is an analyst too reads everything, and corrects the own sector's."""
    record, _, command = OTHER_ACTS[act]
    person = Actor(Reader("both", BOTH, "polsek-b", frozenset({"17.01.02"})), 77, NOON)

    found = answer(sqlite_station, lambda s: command(s, person, recorded[record]))

    assert found == "not permitted"


def test_the_same_holds_for_moves(sqlite_station: Engine) -> None:
    key = told(sqlite_station, A)
    person = Actor(Reader("both", BOTH, "polsek-b", frozenset({"17.01.02"})), 77, NOON)

    found = {
        name for name in BY if answer(sqlite_station, moving(person, key, name)) == "permitted"
    }

    assert found == {"triaged", "merged"}  # the analyst's
