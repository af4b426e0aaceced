"""The reader's own account; those of others are on the page Administration."""

import pytest

from db.commands.accounts import DEMO_ACCOUNTS
from tests.pages.conftest import OpenPage, texts
from ui.keys import Key
from wording.translator import Translator

ID = Translator("id")


@pytest.mark.parametrize("account", [name for name, _, _ in DEMO_ACCOUNTS])
def test_every_role_opens_its_own_account(open_page: OpenPage, account: str) -> None:
    test = open_page("account", account)

    assert not test.exception
    assert account in texts(test)


@pytest.mark.parametrize("account", [name for name, _, _ in DEMO_ACCOUNTS])
def test_nobody_sees_other_accounts_there(open_page: OpenPage, account: str) -> None:
    test = open_page("account", account)

    assert ID("account.list") not in [header.value for header in test.header]


def test_another_language_is_an_entry(open_page: OpenPage) -> None:
    open_page("account", "analis").radio(key="account_language").set_value("en").run()

    inspector = open_page("trail", "pengawas")
    inspector.selectbox(key=Key.TRAIL_ACTION).set_value("set_language").run()
    assert inspector.dataframe[0].value.iloc[:, [2, 4, 5, 6]].values.tolist() == [
        ["analis", ID("trail.action.set_language"), "analis", "language: en"]
    ]
