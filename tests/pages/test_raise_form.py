"""Raising the status of a kecamatan on its sheet: by the commander, upwards, with a reason."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from domain.station import today
from models import StatusRaise
from tests.pages.conftest import OpenPage, texts
from wording.translator import Translator

ID = Translator("id")
AREA = "17.01.02"
TITLE = ID("raise.title")


def raises(reader_of: Callable[[str], SimpleNamespace]) -> list[tuple[object, ...]]:
    with reader_of("kapolres").session() as session:
        rows = session.execute(
            select(StatusRaise.sub_district_code, StatusRaise.raised_on, StatusRaise.reason).where(
                StatusRaise.raised_on == today()
            )
        ).all()
    return [tuple(row) for row in rows]


def test_the_commander_raises_with_a_reason_and_sees_it_at_once(
    open_page: OpenPage, reader_of: Callable[[str], SimpleNamespace]
) -> None:
    test = open_page("sub_district", "kapolres", sub_district=AREA, as_of=today().isoformat())
    [level] = [box for box in test.selectbox if str(box.key).endswith("_level")]
    [save] = [button for button in test.button if str(button.key).endswith("_save")]
    level.select("very_high")
    save.click().run()
    assert [error.value.replace("\\", "") for error in test.error] == ["Alasan: alasan harus diisi"]

    [reason] = [area for area in test.text_area if str(area.key).endswith("_reason")]
    reason.set_value("Dua kelompok pemuda berselisih.")
    [save] = [button for button in test.button if str(button.key).endswith("_save")]
    save.click().run()

    assert not test.exception
    assert raises(reader_of) == [(AREA, today(), "Dua kelompok pemuda berselisih.")]
    assert "Dua kelompok pemuda berselisih." in texts(test)


@pytest.mark.parametrize("account", ["kapolsek-kedurang", "analis", "pengawas"])
def test_nobody_else_is_offered_the_form(open_page: OpenPage, account: str) -> None:
    test = open_page("sub_district", account, as_of=today().isoformat())

    assert not test.exception
    assert TITLE not in [expander.label for expander in test.expander]
