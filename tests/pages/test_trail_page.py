"""The page of the audit trail: for the inspector alone, newest first, filtered, checked."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from db.commands.trail import Actor, enter
from db.engine import reading, writing
from db.queries.trail import Head, head
from db.shared import shared_engine
from domain.station import now
from tests.pages.conftest import OpenPage, texts
from ui.keys import Key


def filled(times: int) -> None:
    """So many entries of a move, on an issue each."""
    with writing(shared_engine(), ledger=False) as session:
        for number in range(times):
            enter(session, Actor.station(now()), "move.assigned", f"KDR-240905-{number:02}")


def end() -> Head:
    with reading(shared_engine()) as session:
        return head(session)


def test_the_inspector_sees_fifty_entries_newest_first_and_the_rest_a_page_further(
    open_page: OpenPage,
) -> None:
    test = open_page("trail", "pengawas")
    before = end().seq
    filled(60)
    test.run()

    assert len(test.dataframe[0].value) == 50
    newest = test.dataframe[0].value.iloc[0].tolist()
    assert (newest[0], newest[2], newest[4], newest[5]) == (
        before + 60,
        "Baris perintah stasiun",
        "Tindak lanjut: Ditugaskan",
        "KDR-240905-59",
    )
    assert str(end()) in texts(test)

    test.button(key=Key.TRAIL_OLDER).click().run()
    assert test.dataframe[0].value.iloc[0].tolist()[0] == before + 10
    assert test.button(key=Key.TRAIL_OLDER).disabled


def test_a_filter_narrows_the_list_and_begins_at_its_start(open_page: OpenPage) -> None:
    test = open_page("trail", "pengawas")
    filled(60)
    test.run()
    test.button(key=Key.TRAIL_OLDER).click().run()

    test.text_input(key=Key.TRAIL_SUBJECT).set_value("KDR-240905-07").run()
    assert test.dataframe[0].value.iloc[:, 5].tolist() == ["KDR-240905-07"]

    test.text_input(key=Key.TRAIL_SUBJECT).set_value("").run()
    test.selectbox(key=Key.TRAIL_ACTION).set_value("load").run()
    assert test.dataframe[0].value.iloc[:, 4].tolist() == ["Data dimuat"]


def test_the_button_says_how_many_entries_hold_together(open_page: OpenPage) -> None:
    test = open_page("trail", "pengawas")
    filled(3)
    test.button(key=Key.TRAIL_VERIFY).click().run()

    assert [said.value for said in test.success] == [
        f"Rantai jejak audit utuh: {end().seq} catatan."
    ]


def test_the_button_names_an_entry_that_was_changed(
    open_page: OpenPage, alter: Callable[..., None]
) -> None:
    filled_page = open_page("trail", "pengawas")
    filled(3)
    with reading(shared_engine()) as session:
        session.connection().exec_driver_sql("DROP TRIGGER audit_entry_no_update")
        session.commit()
    alter("UPDATE audit_entry SET payload = payload || ' ' WHERE seq = 3")
    filled_page.button(key=Key.TRAIL_VERIFY).click().run()

    assert "mulai catatan 3:" in filled_page.error[0].value


@pytest.mark.parametrize(
    "account", ["analis", "kapolres", "administrator", "kapolsek-kedurang", "pemapar"]
)
def test_nobody_but_the_inspector_may_open_it(
    account: str, reader_of: Callable[[str], SimpleNamespace]
) -> None:
    assert not reader_of(account).reader.may_open("trail")


def test_a_guessed_record_in_an_address_is_entered_once(open_page: OpenPage) -> None:
    test = open_page("issues", "kapolsek-kedurang", issue="SGM-999999-01")
    test.run()

    inspector = open_page("trail", "pengawas")
    inspector.selectbox(key=Key.TRAIL_ACTION).set_value("refused").run()
    table = inspector.dataframe[0].value
    assert table.iloc[:, [2, 5, 6]].values.tolist() == [
        ["kapolsek-kedurang", "SGM-999999-01", "of: issue"]
    ]


def test_an_area_of_others_in_an_address_is_entered_like_one_that_is_not_there(
    open_page: OpenPage,
) -> None:
    open_page("issues", "kapolsek-kedurang", sub_district=["17.01.05", "17.01.99"])

    inspector = open_page("trail", "pengawas")
    inspector.selectbox(key=Key.TRAIL_ACTION).set_value("refused").run()
    assert inspector.dataframe[0].value.iloc[:, [5, 6]].values.tolist() == [
        ["17.01.99", "of: sub_district"],
        ["17.01.05", "of: sub_district"],
    ]


def test_words_typed_into_an_address_are_not_kept(open_page: OpenPage) -> None:
    open_page("issues", "kapolsek-kedurang", issue="Bapak Budi")

    inspector = open_page("trail", "pengawas")
    inspector.selectbox(key=Key.TRAIL_ACTION).set_value("refused").run()
    assert inspector.dataframe[0].value.iloc[:, [5, 6]].values.tolist() == [
        ["–", "of: issue; value: 10 karakter"]
    ]
