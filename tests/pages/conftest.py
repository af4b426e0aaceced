"""A page as its reader sees it, run inside the test without server or browser.

`open_page("issues", "analis", stage=["campaign"])` signs a demo account of a training
database in, opens a page of the shell at an address, and gives Streamlit's AppTest of it.
Every test has its own copy of the database; `training_database` names it.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from access import marker, tokens
from db.commands import accounts as commands
from db.engine import make_engine, reading, writing
from db.queries import accounts as queries
from db.shared import now, shared_engine
from tests.databases import ROOT, SHIPPED
from training.generate import write

PATIENCE = 60

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def training_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the training dataset and the demo accounts; copy it, don't use it."""
    from db.migrate import upgrade
    from ingest.dataset import load_folder

    folder = tmp_path_factory.mktemp("pages")
    write(folder / "dataset", SHIPPED)
    engine = make_engine(f"sqlite:///{folder / 'training.db'}")
    upgrade(engine)
    load_folder(engine, folder / "dataset")
    with writing(engine, ledger=False) as session:
        commands.ensure_demo_accounts(session, now())
    engine.dispose()
    return folder / "training.db"


@pytest.fixture
def training_database(
    training_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of this test's own training database, which the pages work on."""
    shutil.copyfile(training_file, tmp_path / "training.db")
    yield from _served(f"sqlite:///{tmp_path / 'training.db'}", monkeypatch)


def _served(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("DATABASE_URL", url)
    shared_engine.cache_clear()
    yield url
    shared_engine().dispose()
    shared_engine.cache_clear()


@pytest.fixture
def open_page(training_database: str, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Opens a page of the shell for a demo account, at an address."""

    def opening(page: str, account: str, /, **params: list[str] | str) -> AppTest:
        browser_of(account, monkeypatch)
        test = AppTest.from_file(str(ROOT / "shell.py"), default_timeout=PATIENCE)
        test.run()
        test.switch_page(f"pages/{page}.py")
        return at_address(test, **params)

    return opening


def at_address(test: AppTest, /, **params: list[str] | str) -> AppTest:
    """The same tab at another address of its page."""
    test.query_params.clear()
    for name, values in params.items():
        test.query_params[name] = values
    return test.run()


def browser_of(account: str, monkeypatch: pytest.MonkeyPatch, agent: str = "desk") -> None:
    """Let the pages see the browser of a signed-in account: its cookie, and the gate's mark."""
    engine = shared_engine()
    with writing(engine, ledger=False) as session:
        found = queries.account_by_name(session, account)
        assert found is not None, f"no account {account}"
        token = commands.begin_session(session, found.id, now())
    headers = {marker.HEADER: marker.mark(secure=False), "User-Agent": agent}
    cookies = {tokens.cookie_name(secure=False): token}
    monkeypatch.setattr(ContextProxy, "headers", property(lambda _: headers))
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    monkeypatch.setattr(ContextProxy, "url", property(lambda _: "http://localhost:8501/"))


def texts(test: AppTest) -> str:
    """Every text and HTML that the page shows, joined."""
    found = []
    for block in test.main:
        value = getattr(block, "value", None)
        found.append(value if isinstance(value, str) else getattr(block, "body", ""))
    return "\n".join(str(text) for text in found)


@pytest.fixture
def alter(training_database: str) -> Callable[..., None]:
    """Changes the test's database behind the product's back: `alter("UPDATE ...", value)`."""

    def altering(statement: str, *values: object) -> None:
        with closing(sqlite3.connect(training_database.removeprefix("sqlite:///"))) as database:
            assert database.execute(statement, values).rowcount > 0
            database.commit()

    return altering


@pytest.fixture
def reader_of(training_database: str) -> Callable[[str], SimpleNamespace]:
    """What an account may read, as the pages' queries take it: `.reader`, `.session()`."""

    def reading_as(account: str) -> SimpleNamespace:
        with writing(shared_engine(), ledger=False) as session:
            found = queries.account_by_name(session, account)
            assert found is not None
            token = commands.begin_session(session, found.id, now())
        with reading(shared_engine()) as session:
            who = queries.reader_of(session, tokens.digest(token), now())
        assert who is not None
        return SimpleNamespace(reader=who.reader, who=who, session=lambda: reading(shared_engine()))

    return reading_as
