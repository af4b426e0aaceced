"""What a meeting of officials agreed: kept with its assignment, by those who may assign."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from db.commands.agreements import record_agreement
from db.commands.corrections import void_record
from db.commands.record import record_meeting
from db.commands.saving import AlreadySaved, NotPermitted
from db.commands.spans import differing_spans
from db.engine import reading, writing
from db.queries.minutes import minutes
from domain.faults import Refused
from domain.forms import InputForm, MeetingForm
from domain.scope import Scope
from models import Issue
from tests.station import (
    ANALYST,
    COMMANDER,
    HEAD,
    INSPECTOR,
    OTHER_HEAD,
    PRESENTER,
    RECORDER,
    TODAY,
    UNIT_HEAD,
    A,
    B,
    Person,
    chain_is_whole,
    entries,
    form_key,
)

DUE = TODAY + timedelta(days=7)


def agreed(**cells: Any) -> InputForm:
    given = {
        "kind": "agreement",
        "category": "other",
        "text": "Patroli bersama tiap malam",
        "act": "Patroli bersama tiap malam",
        "owner": "sat-binmas",
        "due_on": DUE,
        "sub_district": None,
    }
    return InputForm(**{**given, **cells})


def officials_meeting(engine: Engine, programme: str = "cross-sector", **cells: Any) -> str:
    given = {"programme": programme, "held_on": TODAY, "sub_districts": (A,), "inputs": "nil"}
    with writing(engine) as session:
        return record_meeting(session, HEAD.at(), MeetingForm(**{**given, **cells}), form_key())


def agree(engine: Engine, person: Person, meeting: str, item: InputForm, key: str = "") -> str:
    with writing(engine) as session:
        return record_agreement(session, person.at(), meeting, item, key or form_key())


def kept(engine: Engine) -> list[Issue]:
    with reading(engine) as session:
        return list(session.scalars(select(Issue).order_by(Issue.issue)))


def test_an_agreement_of_the_district_is_assigned_at_once(station: Engine) -> None:
    meeting = officials_meeting(station)
    ticket = agree(station, COMMANDER, meeting, agreed())

    assert ticket == "RES-240905-01"
    with reading(station) as session:
        found = minutes(session, COMMANDER.at().reader, Scope(TODAY), meeting)
        assert found is not None
        [kept_one] = found.inputs
        assert kept_one.issue.issue == ticket
        assert kept_one.issue.kind == "agreement"
        assert kept_one.issue.state == "assigned"
        assert kept_one.issue.sub_district is None
        assert kept_one.promise is not None
        assert kept_one.promise.unit == "sat-binmas"
        assert kept_one.promise.act == "Patroli bersama tiap malam"
        assert kept_one.promise.due_on == DUE
        assert differing_spans(session) == []
        assert [e.action for e in entries(session)][-1] == "record_input"
        assert chain_is_whole(session)


def test_what_an_agency_agreed_to_do_is_referred_to_it(station: Engine) -> None:
    meeting = officials_meeting(station)
    agree(station, COMMANDER, meeting, agreed(owner="kpu"))

    with reading(station) as session:
        found = minutes(session, COMMANDER.at().reader, Scope(TODAY), meeting)
        assert found is not None
        assert [i.issue.state for i in found.inputs] == ["referred"]


def test_a_form_that_is_sent_again_keeps_nothing_twice(station: Engine) -> None:
    meeting = officials_meeting(station)
    ticket = agree(station, COMMANDER, meeting, agreed(), "once")

    with pytest.raises(AlreadySaved, match=ticket):
        agree(station, COMMANDER, meeting, agreed(), "once")
    assert [issue.issue for issue in kept(station)] == [ticket]


def test_a_sector_head_agrees_for_the_own_kecamatan_alone(sqlite_station: Engine) -> None:
    meeting = officials_meeting(sqlite_station)

    assert agree(sqlite_station, HEAD, meeting, agreed(sub_district=A)).startswith("KDR-240905")
    for area in (None, B):
        with pytest.raises(NotPermitted):
            agree(sqlite_station, HEAD, meeting, agreed(sub_district=area))


@pytest.mark.parametrize(
    "person",
    [RECORDER, UNIT_HEAD, ANALYST, INSPECTOR, PRESENTER, OTHER_HEAD],
    ids=lambda person: person.name,
)
def test_who_may_not_record_and_assign_for_it_does_not_agree(
    sqlite_station: Engine, person: Person
) -> None:
    meeting = officials_meeting(sqlite_station)

    with pytest.raises(NotPermitted):
        agree(sqlite_station, person, meeting, agreed(sub_district=A))
    assert kept(sqlite_station) == []


def faults(engine: Engine, meeting: str, **cells: Any) -> set[tuple[str | None, str]]:
    with pytest.raises(Refused) as refused:
        agree(engine, COMMANDER, meeting, agreed(**cells))
    return {(fault.column, fault.code) for fault in refused.value.faults}


def test_what_who_and_when_are_asked_for(sqlite_station: Engine) -> None:
    meeting = officials_meeting(sqlite_station)

    assert faults(sqlite_station, meeting, text="", act="") == {
        ("text", "empty_cell"),
        ("act", "empty_cell"),
    }
    assert faults(sqlite_station, meeting, owner=None, due_on=None) == {
        ("owner", "empty_cell"),
        ("due_on", "empty_cell"),
    }
    assert faults(sqlite_station, meeting, due_on=date(2024, 9, 4)) == {
        ("due_on", "due_before_event")
    }
    assert faults(sqlite_station, meeting, owner="nobody") == {("owner", "unknown_reference")}
    assert faults(sqlite_station, meeting, sub_district=B) == {("sub_district", "not_covered")}
    assert kept(sqlite_station) == []


def test_only_a_meeting_of_officials_that_is_not_voided_agrees(sqlite_station: Engine) -> None:
    residents = officials_meeting(sqlite_station, "sambang")
    voided = officials_meeting(sqlite_station)

    with writing(sqlite_station) as session:
        void_record(session, HEAD.at(), "meetings", voided, "Dicatat dua kali", form_key())

    assert faults(sqlite_station, residents) == {("meeting", "unknown_meeting")}
    assert faults(sqlite_station, voided) == {("voided_on", "voided_already")}
    with pytest.raises(NotPermitted):
        agree(sqlite_station, COMMANDER, "P-2024-09-05-XXX", agreed())
