"""Every page, each with an account of the training database that may open it.

The first slide of the presentation is measured as a page of its own: it is what a room
waits for.
"""

from contextlib import ExitStack
from dataclasses import dataclass, replace

from bench.client import Tab, sign_in
from bench.servers import Server
from db.commands.accounts import DEMO_ACCOUNTS
from domain.permissions import Reader
from domain.vocabulary import Role
from ui.page_table import PAGES, pages_for

READERS = tuple(
    Reader(name, frozenset({role}), unit)
    for name, unit, role in sorted(DEMO_ACCOUNTS, key=lambda row: row[2] is not Role.COMMANDER)
)
"""Those of the one-click door, the commander first, who opens the most pages."""
FIRST_SLIDE = "slide=1"


@dataclass(frozen=True)
class Visit:
    """A page, its address below the server's, and who opens it."""

    page: str
    address: str
    account: str
    query: str = ""


def visits() -> tuple[Visit, ...]:
    """A visit to every page, in the order of the navigation, then to the first slide."""
    first_slide = replace(_visit("present"), page="first slide", query=FIRST_SLIDE)
    return (*(_visit(page.key) for page in PAGES), first_slide)


def _visit(page: str) -> Visit:
    """The page opened by the first who may; the first page of a reader stands at the root."""
    reader = next(reader for reader in READERS if reader.may_open(page))
    home = pages_for(reader)[0].key
    return Visit(page, "" if page == home else page, reader.account)


def open_tabs(server: Server, at_end: ExitStack) -> dict[str, Tab]:
    """A tab on every page, by its key, signed in; nothing has run in them yet."""
    cookies: dict[str, str] = {}
    tabs = {}
    for visit in visits():
        if visit.account not in cookies:
            cookies[visit.account] = sign_in(server.address, visit.account)
            be_first(server, cookies[visit.account])
        tab = Tab(server.address, visit.address, cookies[visit.account], visit.query)
        tabs[visit.page] = at_end.enter_context(tab)
    return tabs


def be_first(server: Server, cookie: str | None = None) -> None:
    """Run once, so that nothing measured is the first session since the server started."""
    with Tab(server.address, cookie=cookie) as tab:
        tab.run()
