"""The administrator keeps the calendar of stages, and boards follow it."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from db.check import check_database
from db.commands.elections import StageForm, add_stage, change_stage
from db.commands.saving import AlreadySaved, NotPermitted
from db.engine import reading, writing
from db.queries.facts import stage_calendar
from domain.faults import Refused
from domain.vocabulary import Tempo
from models import Stage
from tests.station import ADMINISTRATOR, PEOPLE, Person, entries, form_key

CAMPAIGN: dict[str, Any] = {
    "tempo": "alert",
    "starts_on": date(2024, 8, 24),
    "ends_on": date(2024, 9, 24),
    "basis": None,
}
NEW = StageForm(
    "psu-voting",
    "pilkada",
    "conduct",
    "critical",
    "Pemungutan suara ulang",
    starts_on=date(2025, 4, 19),
    ends_on=date(2025, 4, 19),
)


def change(
    engine: Engine, *, by: Person = ADMINISTRATOR, key: str | None = None, **cells: Any
) -> None:
    with writing(engine) as session:
        change_stage(
            session, by.at(), "campaign", **{**CAMPAIGN, **cells}, form_key=key or form_key()
        )


def add(engine: Engine, *, by: Person = ADMINISTRATOR, **cells: Any) -> None:
    form = StageForm(**{**vars(NEW), **cells})
    with writing(engine) as session:
        add_stage(session, by.at(), form, form_key())


def tempo_on(engine: Engine, *days: date) -> list[Tempo]:
    with reading(engine) as session:
        calendar = stage_calendar(session)
    return [calendar.tempo(day) for day in days]


def test_a_stage_that_ends_earlier_frees_its_days_from_its_tempo(station: Engine):
    days = [date(2024, 9, 10), date(2024, 9, 20)]
    assert tempo_on(station, *days) == [Tempo.ALERT, Tempo.ALERT]
    change(station, ends_on=date(2024, 9, 15), basis=" PKPU 2/2024 ")
    assert tempo_on(station, *days) == [Tempo.ALERT, Tempo.ROUTINE]
    with reading(station) as session:
        stage = session.get_one(Stage, "campaign")
        entry = entries(session)[-1]
        kept = (stage.ends_on, stage.basis, stage.name_id)
    assert kept == (date(2024, 9, 15), "PKPU 2/2024", "campaign")
    payload = json.loads(entry.payload)
    assert (entry.action, entry.subject) == ("change_stage", "campaign")
    assert payload["fields"] == {
        "before": {"ends_on": "2024-09-24"},
        "ends_on": "2024-09-15",
    }
    assert "PKPU" not in entry.payload
    assert check_database(station) == []


def test_a_stage_whose_start_is_not_known_counts_nowhere(sqlite_station: Engine):
    change(sqlite_station, starts_on=None)
    assert tempo_on(sqlite_station, date(2024, 9, 10)) == [Tempo.ROUTINE]


def test_a_stage_is_added_and_sets_the_tempo_of_its_day(station: Engine):
    day = date(2025, 4, 19)
    assert tempo_on(station, day) == [Tempo.ROUTINE]
    add(station)
    assert tempo_on(station, day) == [Tempo.CRITICAL]
    with reading(station) as session:
        assert [e.subject for e in entries(session) if e.action == "add_stage"] == ["psu-voting"]


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_only_the_administrator_keeps_the_calendar(sqlite_station: Engine, person: Person):
    if person is ADMINISTRATOR:
        add(sqlite_station)
        return
    for act in (add, change):
        with pytest.raises(NotPermitted):
            act(sqlite_station, by=person)


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"ends_on": date(2024, 8, 23)}, ("ends_on", "ends_before_start")),
        ({"tempo": "fast"}, ("tempo", "unknown_code")),
        ({}, ("stage", "stage_unchanged")),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    sqlite_station: Engine, cells: dict[str, Any], fault: tuple[str, str]
):
    with pytest.raises(Refused) as caught:
        change(sqlite_station, **cells)
    assert [(f.column, f.code) for f in caught.value.faults] == [fault]


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"code": ""}, ("code", "empty_cell")),
        ({"code": "PSU 2025"}, ("code", "stage_code")),
        ({"code": "voting"}, ("code", "key_twice")),
        ({"election": "pilpres"}, ("election", "unknown_code")),
        ({"phase": "x"}, ("phase", "unknown_code")),
        ({"name_id": " "}, ("name_id", "empty_cell")),
        ({"ends_on": date(2025, 4, 18)}, ("ends_on", "ends_before_start")),
    ],
)
def test_a_stage_that_cannot_be_is_refused(
    sqlite_station: Engine, cells: dict[str, Any], fault: tuple[str, str]
):
    with pytest.raises(Refused) as caught:
        add(sqlite_station, **cells)
    assert [(f.column, f.code) for f in caught.value.faults] == [fault]


def test_a_form_sent_twice_changes_once(sqlite_station: Engine):
    change(sqlite_station, ends_on=date(2024, 9, 15), key="form")
    with pytest.raises(AlreadySaved):
        change(sqlite_station, ends_on=date(2024, 9, 15), key="form")
