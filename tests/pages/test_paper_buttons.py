"""The buttons that make paper: a click gives the link to the file, or why there is none."""

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import reading
from db.shared import shared_engine
from tests.pages.conftest import OpenPage, browser_of


def buttons() -> None:
    """What a page would write, drawn for whoever is signed in."""
    from datetime import date

    from domain.scope import Scope
    from ui.identity import signed_in, translator_of
    from ui.paper_buttons import blank_minutes_button, handover_button, sheet_button

    who = signed_in()
    t = translator_of(who)
    scope = Scope(date(2024, 11, 26))
    blank_minutes_button(who, t)
    sheet_button(who, t, scope, "17.01.01")
    handover_button(who, t, scope, "kpu")


def drawn(account: str, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    browser_of(account, monkeypatch)
    test = AppTest.from_function(buttons, default_timeout=60).run()
    assert not test.exception
    return test


def links(test: AppTest) -> list[str]:
    return [button.proto.label for button in test.get("link_button")]


def entries() -> list[tuple[str, str | None]]:
    from db.queries.trail import trail_page
    from domain.permissions import STATION

    with reading(shared_engine()) as session:
        return [(row.action, row.subject) for row in trail_page(session, STATION).rows]


@pytest.mark.usefixtures("training_database")
def test_a_click_on_the_blank_form_gives_a_link_and_an_entry_in_the_trail(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    test = drawn("perekam-kedurang", monkeypatch)
    assert links(test) == []
    test.button(key="paper_minutes_blank").click().run()

    assert links(test) == ["Unduh formulir-notulen.pdf"]
    assert ("document", "minutes") in entries()


@pytest.mark.usefixtures("training_database")
def test_a_sheet_is_named_by_its_kecamatan_and_day(monkeypatch: pytest.MonkeyPatch) -> None:
    test = drawn("kapolres", monkeypatch)
    test.button(key="paper_sheet_17.01.01").click().run()

    assert links(test) == ["Unduh lembar-kecamatan-17.01.01-2024-11-26.pdf"]


@pytest.mark.usefixtures("training_database")
def test_what_cannot_be_made_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    test = drawn("kapolres", monkeypatch)
    test.button(key="paper_handover_kpu").click().run()

    assert links(test) == []
    assert "kpu bukan satuan" in test.error[0].value


@pytest.mark.usefixtures("training_database")
def test_a_presenter_gets_no_sheet_of_records(monkeypatch: pytest.MonkeyPatch) -> None:
    test = drawn("pemapar", monkeypatch)
    test.button(key="paper_sheet_17.01.01").click().run()

    assert links(test) == []
    assert "tidak ada untuk umum" in test.error[0].value


@pytest.mark.usefixtures("training_database")
@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("meetings", "paper_minutes_blank"),
        ("sub_district", "paper_sheet_17.01.01"),
        ("follow_up", "paper_handover_polsek-kedurang"),
    ],
)
def test_the_paper_of_a_page_is_made_where_its_records_are_shown(
    page: str, key: str, open_page: OpenPage
) -> None:
    test = open_page(page, "kapolsek-kedurang", as_of="2024-11-24", sub_district="17.01.01")
    test.button(key=key).click().run()

    assert len(links(test)) == 1
