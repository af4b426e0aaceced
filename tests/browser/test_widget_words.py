"""What Streamlit says of itself is said in the reader's language, and the page names it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import MakePage
from tests.browser.helpers import Server, sign_in, wait_ready
from wording.translator import Language, Translator

ACCOUNT = "analis"
TICKET = "ANP-241009-03"
AFTER = "element => getComputedStyle(element, '::after').content.replaceAll('\"', '')"
SHOWN = "element => getComputedStyle(element).fontSize"


@pytest.fixture
def reads_in(training: Server) -> Iterator[Callable[[Language], None]]:
    """Sets the language of the account; Indonesian again for the tests that come after."""

    def setting(language: Language) -> None:
        path = training.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as database:
            change = "UPDATE account SET language = ? WHERE name = ?"
            assert database.execute(change, (language, ACCOUNT)).rowcount == 1
            database.commit()

    yield setting
    setting("id")


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_the_widgets_say_is_in_the_language_of_the_reader(
    training: Server,
    make_page: MakePage,
    reads_in: Callable[[Language], None],
    language: Language,
) -> None:
    t = Translator(language)
    reads_in(language)
    page = make_page("desk")
    sign_in(page, training, ACCOUNT)
    page.goto(f"{training.address}/issues?as_of=2024-11-26&issue={TICKET}")
    wait_ready(page, TICKET)

    assert page.evaluate("document.documentElement.lang") == language
    search = page.locator("[data-testid=stTextInput] input:visible").first
    search.click()
    search.press_sequentially("ab")
    hint = page.locator("[data-testid=InputInstructions] > span").first
    expect(hint).to_have_text("Press Enter to apply")  # what Streamlit says, set to nothing
    assert (hint.evaluate(SHOWN), hint.evaluate(AFTER)) == ("0px", t("widget.enter"))
    choice = page.locator("[data-testid=stMultiSelect] input:visible").first
    choice.click()
    choice.press_sequentially("zzzz")
    none = page.locator("[role=listbox] > [role=option] > *")
    expect(none).to_have_text("No results")
    assert (none.evaluate(SHOWN), none.evaluate(AFTER)) == ("0px", t("widget.no_results"))
