"""One entry in the trail for each document that is made on the screen, and none for its link."""

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.engine import reading
from db.shared import shared_engine
from db.tables.trail import AuditEntry
from tests.pages.conftest import OpenPage

OF_THE_DAY = {
    "paper_deck_deck": "deck",
    "paper_deck_deck_43": "deck",
    "paper_brief_brief": "brief",
    "paper_workbook_workbook": "workbook",
    "paper_message": "message",
}


def entries_after(seq: int) -> list[tuple[str, str | None]]:
    """What the trail says since an entry."""
    statement = select(AuditEntry.action, AuditEntry.subject).where(AuditEntry.seq > seq)
    with reading(shared_engine()) as session:
        return [tuple(row) for row in session.execute(statement.order_by(AuditEntry.seq))]


def last() -> int:
    """The number of the last entry."""
    with reading(shared_engine()) as session:
        return session.scalars(select(AuditEntry.seq).order_by(AuditEntry.seq.desc())).first() or 0


def clicked(test: AppTest, key: str) -> list[tuple[str, str | None]]:
    """What a click leaves in the trail, and the runs of the page that come after it."""
    before = last()
    test.button(key=key).click().run()
    assert not test.exception
    assert test.get("link_button") or test.code
    test.run()
    return entries_after(before)


@pytest.mark.parametrize("account", ["kapolres", "pemapar"])
def test_each_document_of_the_day_has_one_entry(open_page: OpenPage, account: str) -> None:
    test = open_page("present", account, as_of="2024-11-24")

    for key, kind in OF_THE_DAY.items():
        assert clicked(test, key) == [("document", kind)]


@pytest.mark.parametrize(
    ("page", "key", "kind"),
    [
        ("meetings", "paper_minutes_blank", "minutes"),
        ("sub_district", "paper_sheet_17.01.01", "sheet"),
        ("follow_up", "paper_handover_polsek-kedurang", "handover"),
    ],
)
def test_each_paper_of_one_thing_has_one_entry(
    open_page: OpenPage, page: str, key: str, kind: str
) -> None:
    test = open_page(page, "kapolsek-kedurang", as_of="2024-11-24", sub_district="17.01.01")

    assert clicked(test, key) == [("document", kind)]


def test_the_same_document_asked_for_twice_has_two_entries(open_page: OpenPage) -> None:
    test = open_page("present", "kapolres", as_of="2024-11-24")

    for _ in range(2):
        assert clicked(test, "paper_message") == [("document", "message")]
