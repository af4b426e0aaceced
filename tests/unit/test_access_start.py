"""What the server imports before the first reader comes."""

from tests.databases import ROOT
from web.start import modules_of


def test_the_modules_at_the_top_of_a_script_are_found_and_those_inside_are_not() -> None:
    source = """
import json, os.path
from domain import status
from domain.permissions import Reader

def later():
    import antigravity
"""

    assert list(modules_of(source)) == [
        "json",
        "os.path",
        "domain",
        "domain.status",
        "domain.permissions",
    ]


def test_what_the_account_page_needs_is_imported_at_the_start() -> None:
    page = (ROOT / "pages" / "account.py").read_text(encoding="utf-8")

    assert {"streamlit", "db.commands.accounts", "ui.identity"} <= set(modules_of(page))
