"""What an opened input leads to: others of its sort, and those that may be the same."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.queries.issues import issue_page
from domain.scope import Scope
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
