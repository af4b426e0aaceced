"""The page of held texts: who sees which, and the two ways out."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from domain.vocabulary import Category
from models import Issue, IssueEvent, Meeting
from tests.pages.conftest import OpenPage, texts
from wording.translator import Translator

ID = Translator("id")
HEAD = "kapolsek-kedurang"
NUMBER = "Hubungi 0812 3456 7890 soal ternak yang hilang."

Alter = Callable[..., None]
ReaderOf = Callable[[str], SimpleNamespace]


@pytest.fixture
def held(reader_of: ReaderOf, alter: Alter) -> Callable[..., str]:
    """Gives the ticket of an input in or outside of Kedurang's sector, its text held back."""

    def holding(*, inside: bool = True, by: int | None = None) -> str:
        who = reader_of(HEAD)
        areas = sorted(who.reader.areas)
        of = Issue.sub_district_code
        with who.session() as session:
            ticket = session.scalars(
                select(Issue.issue)
                .where(
                    of.in_(areas) if inside else of.not_in(areas),
                    Issue.category == Category.LIVESTOCK_THEFT,
                )
                .order_by(Issue.issue)
            ).first()
        assert ticket is not None
        alter("UPDATE issue SET text = ? WHERE issue = ?", NUMBER, ticket)
        alter("INSERT INTO held_text VALUES ('issues', ?, 'text', 'phone', ?)", ticket, by)
        return str(ticket)

    return holding


def stored(reader_of: ReaderOf, ticket: str) -> str | None:
    with reader_of("kapolres").session() as session:
        text: str | None = session.scalars(select(Issue.text).where(Issue.issue == ticket)).one()
    return text


def titles(test: AppTest) -> list[str]:
    return [title.value for title in test.title]


def press(test: AppTest, ending: str) -> None:
    [button] = [b for b in test.button if str(b.key).endswith(ending)]
    button.click().run()


def test_the_sector_head_sees_the_text_and_why_and_shows_it_as_it_is(
    open_page: OpenPage, reader_of: ReaderOf, held: Callable[..., str]
) -> None:
    ticket = held()
    assert NUMBER not in texts(open_page("issues", HEAD, as_of="2024-11-26", issue=ticket))
    test = open_page("held", HEAD)
    assert titles(test) == ["Teks ditahan (1)"]
    page = texts(test)
    assert "nomor telepon" in page
    assert NUMBER in page

    press(test, "_as_it_is")

    assert not test.exception
    assert titles(test) == ["Teks ditahan (0)"]
    assert [info.value for info in test.info] == [ID("held.none")]
    assert stored(reader_of, ticket) == NUMBER


def test_new_words_are_kept_unless_they_are_flagged_too(
    open_page: OpenPage, reader_of: ReaderOf, held: Callable[..., str]
) -> None:
    ticket = held()
    test = open_page("held", "kapolres")
    press(test, "_rewrite")
    assert [error.value.replace("\\", "") for error in test.error] == [
        f"{ID('field.text')}: masih memuat yang tidak boleh disimpan (nomor telepon)"
    ]
    assert stored(reader_of, ticket) == NUMBER

    test.text_area[0].set_value("Ternak hilang pada malam hari.")
    press(test, "_rewrite")
    assert titles(test) == ["Teks ditahan (0)"]
    assert stored(reader_of, ticket) == "Ternak hilang pada malam hari."


def test_another_sectors_text_is_for_the_commander_and_not_for_this_head(
    open_page: OpenPage, held: Callable[..., str]
) -> None:
    held(inside=False)

    assert titles(open_page("held", HEAD)) == ["Teks ditahan (0)"]
    assert titles(open_page("held", "kapolres")) == ["Teks ditahan (1)"]


def test_nobody_clears_the_own_writing(
    open_page: OpenPage, reader_of: ReaderOf, held: Callable[..., str]
) -> None:
    held(by=reader_of(HEAD).who.account_id)

    assert titles(open_page("held", HEAD)) == ["Teks ditahan (0)"]
    assert titles(open_page("held", "kapolres")) == ["Teks ditahan (1)"]


@pytest.mark.parametrize("account", ["perekam-kedurang", "analis", "pengawas", "administrator"])
def test_other_roles_have_no_such_page(open_page: OpenPage, account: str) -> None:
    with pytest.raises(ValueError, match="held"):
        open_page("held", account)


def test_texts_of_meetings_histories_and_raised_statuses_are_listed_too(
    open_page: OpenPage, reader_of: ReaderOf, alter: Alter
) -> None:
    with reader_of("kapolres").session() as session:
        meeting = session.scalars(select(Meeting.meeting).where(Meeting.venue.is_not(None))).first()
        step = session.execute(
            select(IssueEvent.issue, IssueEvent.sequence).where(IssueEvent.note.is_not(None))
        ).first()
    assert meeting is not None
    assert step is not None
    alter(
        "INSERT INTO status_raise (sub_district_code, raised_on, level, reason)"
        " VALUES ('17.01.02', '2024-10-01', 'high', 'Kata satu.')"
    )
    alter("UPDATE meeting SET venue = 'Kata dua.' WHERE meeting = ?", meeting)
    alter("UPDATE issue_event SET note = 'Kata tiga.' WHERE issue = ? AND sequence = ?", *step)
    for record, key, field in (
        ("raises", "17.01.02#2024-10-01", "reason"),
        ("meetings", meeting, "venue"),
        ("events", f"{step.issue}#{step.sequence}", "note"),
    ):
        alter("INSERT INTO held_text VALUES (?, ?, ?, 'name', NULL)", record, key, field)

    test = open_page("held", "kapolres")

    assert titles(test) == ["Teks ditahan (3)"]
    page = texts(test)
    assert all(word in page for word in ("Kata satu.", "Kata dua.", "Kata tiga."))
