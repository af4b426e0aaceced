"""The real server in a process of its own, and a browser that reports what should not be.

`training` is a server on a training database, shared by the tests of a run: read from
it, or write only what no other test looks at. `serve` starts one of the test's own.
`make_page(width)` opens a fresh browser profile at a width; `page` is one at the desk's.
A test fails, at its end, when its pages asked anything of another machine, raised a
script error, or broke the content policy.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.helpers import PATIENCE_MS, WIDTHS, Server, manage, screenshot, start, stop
from tests.browser.watch import Watch

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


Serve = Callable[..., Server]


@pytest.fixture(scope="session")
def training(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on a training database of its own size, with demo accounts."""
    home = tmp_path_factory.mktemp("training")
    database_url = f"sqlite:///{home / 'kondusif.db'}"
    manage("init", "--training", home=home, database_url=database_url)
    server = start(home, database_url)
    yield server
    stop(server)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """`serve("init", …)`: a server of the test's own, after running manage.py so."""
    running: list[Server] = []

    def serving(*before: str, database_url: str | None = None) -> Server:
        home = tmp_path / f"server{len(running)}"
        home.mkdir()
        url = database_url or f"sqlite:///{home / 'kondusif.db'}"
        if before:
            manage(*before, home=home, database_url=url)
        running.append(start(home, url))
        return running[-1]

    yield serving
    for server in running:
        stop(server)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the pages of this test did; the test fails when there is a fault in it."""
    watch = Watch()
    yield watch
    assert sorted(set(watch.faults)) == []


MakePage = Callable[..., Page]


@pytest.fixture
def make_page(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[MakePage]:
    """`make_page("phone")`: a watched page in a profile of its own, at one of WIDTHS."""
    contexts: list[BrowserContext] = []

    def making(width: str = "desk", **options: Any) -> Page:
        across, down = WIDTHS[width]
        context = browser.new_context(
            viewport={"width": across, "height": down}, locale="id-ID", **options
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        return context.new_page()

    expect.set_options(timeout=PATIENCE_MS)
    yield making
    for number, context in enumerate(contexts):
        for page in context.pages:
            screenshot(page, f"last/{request.node.name}-{number}")
        context.close()


@pytest.fixture
def page(make_page: MakePage) -> Page:
    """A watched page at the width of a desk."""
    return make_page("desk")
