"""Which moves the screen offers: role × whose issue × state × severity.

The oracle is section "Life of an issue" of the rule, typed out here: the columns "allowed in"
and "by". Every picker is drawn by the same part of the page that draws an opened input's.
"""

from collections.abc import Callable
from datetime import date
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update
from streamlit.testing.v1 import AppTest

from db.commands.dataset import append_events, insert_rows
from db.commands.spans import refresh_spans
from db.shared import shared_engine
from domain.dataset import FILES
from domain.station import today
from models import SubDistrict
from tests.databases import planting
from wording.translator import Translator

ID = Translator("id")
KEDURANG, MANNA = "17.01.01", "17.01.02"
SECTOR, UNIT, STRANGER = "polsek-kedurang", "satlantas", "polsek-manna"

OPEN = "recorded triaged assigned in_progress referred answered claimed unable"
ALLOWED_IN = {
    "triaged": OPEN,
    "assigned": "recorded triaged assigned in_progress referred answered unable",
    "in_progress": "assigned in_progress answered",
    "referred": "recorded triaged assigned in_progress referred answered",
    "receipt": "referred answered",
    "answered": "referred answered",
    "settled": "recorded triaged",
    "claimed": "assigned in_progress answered",
    "verified": "claimed",
    "rejected": "claimed",
    "reopened": "verified settled unable told_back merged withdrawn",
    "unable": "recorded triaged assigned in_progress referred answered",
    "told_back": "unable told_back",
    "reported_back": (
        "triaged assigned in_progress referred answered claimed verified settled unable "
        "told_back merged withdrawn"
    ),
    "merged": "recorded triaged assigned in_progress referred answered unable",
    "withdrawn": OPEN,
}
"""`unable` is open until it is told back, which the state `told_back` stands for here."""

BY = {
    "triaged": "SUNC",  # the commander, to lower a severity
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
BY_WHEN_SEVERE = {**BY, "unable": "C", "withdrawn": "C", "settled": ""}
BY_OWNER = ("in_progress", "claimed")

HISTORIES = {
    "recorded": "",
    "triaged": "triaged",
    "assigned": "assigned",
    "in_progress": "assigned in_progress",
    "referred": "assigned referred",
    "answered": "assigned referred answered",
    "settled": "settled",
    "claimed": "assigned claimed",
    "verified": "assigned claimed verified",
    "unable": "assigned unable",
    "told_back": "assigned unable told_back",
    "merged": "assigned merged",
    "withdrawn": "assigned withdrawn",
}
"""How an issue came to its state."""

READERS = {
    "R": "perekam-kedurang",
    "S": "kapolsek-kedurang",
    "U": "kasat-lantas",
    "N": "analis",
    "C": "kapolres",
    "I": "pengawas",
}
UNIT_OF = {"R": SECTOR, "S": SECTOR, "U": UNIT}
PLACES = {
    "own sector": (KEDURANG, SECTOR),
    "own sector, of Satlantas": (KEDURANG, UNIT),
    "another sector": (MANNA, STRANGER),
    "another sector, of Satlantas": (MANNA, UNIT),
}
"""The kecamatan of an issue, and whom it was assigned to if it was."""

Case = tuple[str, str, int]


def key_of(case: Case) -> str:
    place, state, severity = case
    return f"M-{list(PLACES).index(place)}-{list(HISTORIES).index(state)}-{severity}"


def cases() -> list[Case]:
    return list(product(PLACES, HISTORIES, (2, 3)))


def expected(letter: str, case: Case) -> set[str]:
    """What the rule says that a role may do."""
    place, state, severity = case
    area, assignee = PLACES[place]
    was_assigned = HISTORIES[state].startswith("assigned")
    owner = assignee if was_assigned else {KEDURANG: SECTOR, MANNA: STRANGER}[area]
    sees = {"R": area == KEDURANG, "S": area == KEDURANG, "U": owner == UNIT}.get(letter, True)
    if not sees:
        return set()
    by = BY_WHEN_SEVERE if severity == 3 else BY
    found = {move for move in BY if state in ALLOWED_IN[move].split() and letter in by[move]}
    if letter in "RSU" and severity == 3 and owner == UNIT_OF[letter]:
        # "With s >= 3 …: *both*" a unit other than the claimant's and the group.
        found.discard("verified")
    owns = letter in "SU" and owner == UNIT_OF[letter]
    return found - (set() if owns else set(BY_OWNER))


def event_row(key: str, event: str, assignee: str, target: str) -> dict[str, Any]:
    cells = {
        "triaged": {"threat": "potential"},
        "assigned": {"unit": assignee, "due_on": today(), "note": "Patroli"},
        "referred": {"unit": "kpu", "due_on": today()},
        "answered": {"unit": "kpu", "note": "Dijawab"},
        "settled": {"by_group": "residents", "note": "Dijawab"},
        "claimed": {"unit": assignee, "note": "Selesai"},
        "verified": {"unit": "bag-ops", "by_group": "residents"},
        "unable": {"reason": "no-means", "note": "Tidak ada dana"},
        "told_back": {"by_group": "residents"},
        "merged": {"into": target},
        "withdrawn": {"by_group": "residents", "note": "Selesai sendiri"},
    }
    row = dict.fromkeys(FILES["events"].names)
    return {**row, "issue": key, "occurred_on": today(), "event": event, **cells.get(event, {})}


def issue_row(key: str, area: str, severity: int, day: date) -> dict[str, Any]:
    return {
        **dict.fromkeys(FILES["issues"].names),
        "issue": key,
        "reported_on": day,
        "sub_district_code": area,
        "kind": "information",
        "category": "traffic",
        "severity": severity,
        "text": "Rambu di tikungan hilang",
    }


@pytest.fixture
def issues(training_database: str) -> None:
    """An issue for every case, reported and moved today."""
    rows = [issue_row(key_of(case), PLACES[case[0]][0], case[2], today()) for case in cases()]
    targets = {area: f"M-target-{area}" for area in (KEDURANG, MANNA)}
    rows += [issue_row(target, area, 3, today()) for area, target in targets.items()]
    events = [
        event_row(key_of(case), event, PLACES[case[0]][1], targets[PLACES[case[0]][0]])
        for case in cases()
        for event in HISTORIES[case[1]].split()
    ]
    with planting(shared_engine()) as session:
        for area, sector in ((KEDURANG, SECTOR), (MANNA, STRANGER)):
            session.execute(
                update(SubDistrict).where(SubDistrict.code == area).values(police_sector=sector)
            )
        insert_rows(session, "issues", rows)
        append_events(session, events)
        refresh_spans(session, [str(row["issue"]) for row in rows])


def drawn(who: object, keys: list[str]) -> None:
    """What an opened input shows of its moves, for many inputs in one run."""
    from ui.move_form import moves
    from wording.translator import Translator

    for key in keys:
        moves(who, Translator("id"), key, {})  # type: ignore[arg-type]


@pytest.mark.parametrize("letter", READERS)
def test_the_screen_offers_exactly_the_moves_that_the_rule_gives_a_role(
    issues: None, reader_of: Callable[[str], SimpleNamespace], letter: str
) -> None:
    who = reader_of(READERS[letter]).who
    keys = [key_of(case) for case in cases()]

    test = AppTest.from_function(drawn, args=(who, keys), default_timeout=60).run()

    assert not test.exception
    pickers = {str(picker.key).removeprefix("chosen_move_"): picker for picker in test.button_group}
    names = {ID.label("move", move): move for move in BY}
    found = {
        case: {names[option] for option in pickers[key_of(case)].options}
        if key_of(case) in pickers
        else set()
        for case in cases()
    }
    assert found == {case: expected(letter, case) for case in cases()}


@pytest.mark.parametrize("account", ["pemapar", "administrator"])
def test_who_neither_records_nor_decides_is_offered_nothing(
    issues: None, reader_of: Callable[[str], SimpleNamespace], account: str
) -> None:
    who = reader_of(account).who

    test = AppTest.from_function(
        drawn, args=(who, [key_of(case) for case in cases()]), default_timeout=60
    ).run()

    assert not test.exception
    assert list(test.button_group) == []
