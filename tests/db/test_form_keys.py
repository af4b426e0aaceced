"""The key of a drawn form: one record, told to whoever sent the form and to nobody else."""

import pytest
from sqlalchemy import Engine, select

from db.commands.held import clear_text
from db.commands.record import record_input
from db.commands.saving import AlreadySaved, NotPermitted
from db.engine import reading, writing
from db.tables.trail import HeldText
from domain.forms import InputForm
from models import Issue
from tests.station import DEPUTY, HEAD, NOON, RECORDER, TODAY, A, Person, nothing_kept, told

FORM = InputForm("complaint", "patrol", "Ronda malam sepi", A)


def record(engine: Engine, by: Person) -> str:
    with writing(engine) as session:
        return record_input(session, by.at(NOON), FORM, TODAY, "telepon", "one-form")


def test_a_form_sent_again_is_answered_with_what_it_made(station: Engine) -> None:
    key = record(station, HEAD)

    with nothing_kept(station), pytest.raises(AlreadySaved) as caught:
        record(station, HEAD)

    assert caught.value.subject == key


def test_the_key_of_somebody_elses_form_tells_nothing_and_keeps_nothing(station: Engine) -> None:
    record(station, HEAD)

    with nothing_kept(station), pytest.raises(NotPermitted) as caught:
        record(station, DEPUTY)

    assert caught.value.args == ()
    with reading(station) as session:
        assert len(session.scalars(select(Issue.issue)).all()) == 1


def test_a_text_cleared_by_one_form_is_cleared_once(station: Engine) -> None:
    key = told(station, A, by=RECORDER, text="Hubungi 0812 3456 7890")

    def clear(by: Person, words: str) -> None:
        with writing(station) as session:
            clear_text(session, by.at(), "issues", key, "text", words, "clear-form")

    clear(DEPUTY, "Warga minta dihubungi")
    with nothing_kept(station), pytest.raises(AlreadySaved) as caught:
        clear(DEPUTY, "Warga minta dihubungi lagi")
    assert caught.value.subject == key
    with nothing_kept(station), pytest.raises(NotPermitted):
        clear(HEAD, "Warga minta dihubungi")
    with reading(station) as session:
        assert session.scalars(select(HeldText)).all() == []
        assert session.scalars(select(Issue.text)).one() == "Warga minta dihubungi"
