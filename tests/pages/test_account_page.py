"""The reader's own account, and the list that administrators keep."""

import pytest

from db.commands.accounts import DEMO_ACCOUNTS
from domain.vocabulary import Role
from tests.pages.conftest import OpenPage, texts
from wording.translator import Translator

ID = Translator("id")


@pytest.mark.parametrize("account", [name for name, _, _ in DEMO_ACCOUNTS])
def test_every_role_opens_its_own_account(open_page: OpenPage, account: str) -> None:
    test = open_page("account", account)

    assert not test.exception
    assert account in texts(test)


@pytest.mark.parametrize(("account", "role"), [(name, role) for name, _, role in DEMO_ACCOUNTS])
def test_only_an_administrator_sees_the_list_of_accounts(
    open_page: OpenPage, account: str, role: Role
) -> None:
    test = open_page("account", account)

    heads = [header.value for header in test.header]
    assert (ID("account.list") in heads) == (role is Role.ADMINISTRATOR)
