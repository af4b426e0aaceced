"""What an opened input leads to: others of its sort, and those that may be the same."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.commands.record import record_input
from db.commands.trail import Actor
from db.engine import writing
from db.queries.issues import issue_page
from db.shared import shared_engine
from domain.forms import InputForm
from domain.scope import Scope
from domain.station import now, today
from models import Issue, IssueEvent
from tests.pages.conftest import OpenPage
from wording.translator import Translator

ID = Translator("id")
DAY = "2024-11-26"
TEXT = "Ternak sapi hilang dari kandang di tepi sungai."

Alter = Callable[..., None]
ReaderOf = Callable[[str], SimpleNamespace]


@pytest.fixture
def pair(reader_of: ReaderOf, alter: Alter) -> tuple[str, str]:
    """Two inputs of one kecamatan and day, told in the same words."""
    who = reader_of("kapolsek-kedurang")
    with who.session() as session:
        rows = issue_page(
            session, who.reader, Scope(date(2024, 11, 26), category=("patrol", "traffic"))
        )
    first, second = rows[:2]
    for row, text in ((first, TEXT), (second, TEXT.replace("sapi ", ""))):
        alter(
            "UPDATE issue SET text = ?, reported_on = ?, sub_district_code = '17.01.02',"
            " village_code = NULL WHERE issue = ?",
            text,
            "2024-11-20",
            row.issue,
        )
    return first.issue, second.issue


def linked(test: AppTest) -> list[str]:
    return [element.proto.label.replace("\\", "") for element in test.get("page_link")]


def test_the_same_words_of_one_kecamatan_are_linked_and_nothing_is_merged(
    open_page: OpenPage, reader_of: ReaderOf, pair: tuple[str, str]
) -> None:
    first, second = pair
    with reader_of("kapolres").session() as session:
        place = session.scalars(select(Issue.sub_district_code).where(Issue.issue == first)).one()
        merges = session.scalars(select(IssueEvent.issue).where(IssueEvent.event == "merged")).all()

    test = open_page("issues", "analis", as_of=DAY, issue=first)

    assert place == "17.01.02"
    assert not test.exception
    assert [label for label in linked(test) if label.startswith(second)]
    assert not [label for label in linked(test) if label.startswith(f"{first} ·")]
    with reader_of("kapolres").session() as session:
        query = select(IssueEvent.issue).where(IssueEvent.event == "merged")
        assert session.scalars(query).all() == merges


def test_a_day_before_the_other_was_told_does_not_link_it(
    open_page: OpenPage, pair: tuple[str, str], alter: Alter
) -> None:
    first, second = pair
    alter("UPDATE issue SET reported_on = '2024-11-25' WHERE issue = ?", second)

    test = open_page("issues", "analis", as_of="2024-11-22", issue=first)

    assert not [label for label in linked(test) if label.startswith(second)]


def test_a_reader_of_another_area_is_led_to_neither(
    open_page: OpenPage, pair: tuple[str, str]
) -> None:
    test = open_page("issues", "kasat-lantas", as_of=DAY, issue=pair[0])

    assert not [label for label in linked(test) if label.startswith(pair[1])]


def merge_buttons(test: AppTest) -> list[str]:
    return [b.label for b in test.button if b.label.startswith("Gabung")]


def merges(reader_of: ReaderOf, issue: str) -> list[str]:
    with reader_of("kapolres").session() as session:
        query = select(IssueEvent.into).where(
            IssueEvent.event == "merged", IssueEvent.issue == issue
        )
        return [into or "" for into in session.scalars(query)]


@pytest.fixture
def apart(reader_of: ReaderOf) -> tuple[str, str]:
    """The same thing told twice in Kedurang, yesterday and today; both are open."""
    who = reader_of("perekam-kedurang")
    item = InputForm("complaint", "patrol", TEXT, "17.01.01")
    keys = []
    for days in (1, 0):
        with writing(shared_engine()) as session:
            actor = Actor(who.reader, who.who.account_id, now())
            day = today() - timedelta(days=days)
            keys.append(record_input(session, actor, item, day, "telepon", f"told-{days}"))
    return keys[0], keys[1]


@pytest.mark.parametrize("place", [0, 1])
def test_the_analyst_merges_the_later_into_the_earlier_from_either(
    open_page: OpenPage, reader_of: ReaderOf, apart: tuple[str, str], place: int
) -> None:
    earlier, later = apart
    test = open_page("issues", "analis", as_of=today().isoformat(), issue=apart[place])
    assert merge_buttons(test) == [f"Gabung {later} ke {earlier}"]
    assert merges(reader_of, later) == []

    next(b for b in test.button if b.label.startswith("Gabung")).click().run()

    assert not test.exception
    assert [toast.value for toast in test.toast] == [ID("save.done")]
    assert (merges(reader_of, later), merges(reader_of, earlier)) == ([earlier], [])


def test_a_merge_that_is_refused_says_why(
    open_page: OpenPage, reader_of: ReaderOf, apart: tuple[str, str], alter: Alter
) -> None:
    earlier, later = apart
    alter("UPDATE issue SET kind = 'suggestion' WHERE issue = ?", earlier)
    alter("UPDATE issue SET severity = 2 WHERE issue = ?", later)
    test = open_page("issues", "analis", as_of=today().isoformat(), issue=later)

    next(b for b in test.button if b.label.startswith("Gabung")).click().run()

    [said] = [error.value.replace("\\", "") for error in test.error]
    assert (
        said == f"Digabung ke: {ID('fault.merged_into_less_severe', value=earlier, expected='2')}"
    )
    assert merges(reader_of, later) == []


@pytest.mark.parametrize("account", ["kapolres", "perekam-kedurang", "pengawas"])
def test_who_may_not_merge_is_offered_the_link_alone(
    open_page: OpenPage, apart: tuple[str, str], account: str
) -> None:
    test = open_page("issues", account, as_of=today().isoformat(), issue=apart[0])

    assert merge_buttons(test) == []
