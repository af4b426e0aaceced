"""What browser tests do with the server and with a page."""

import os
import re
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Locator, Page, expect

from tests.databases import ROOT
from wording.translator import LANGUAGES, Translator

SCREENSHOTS = ROOT / "build" / "screenshots"
WIDTHS = {"phone": (390, 844), "projector": (1280, 720), "desk": (1920, 1080)}
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
DRAWN = "[data-testid=stMainBlockContainer] [data-testid=stElementContainer]"
ERROR = "|".join(
    re.escape(Translator(language)("error.reference", number="#").split("#")[0])
    for language in LANGUAGES
)
"""How the reference number of an uncaught error is shown."""

PATIENCE_MS = 20_000


@dataclass
class Server:
    """A running dashboard: where it answers, on which database, and what it printed."""

    address: str
    database_url: str
    home: Path
    process: subprocess.Popen[bytes]
    log: Path

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(home: Path, database_url: str) -> dict[str, str]:
    return {
        **os.environ,
        "KONDUSIF_HOME": str(home),
        "DATABASE_URL": database_url,
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def manage(*arguments: str, home: Path, database_url: str) -> None:
    """Run `manage.py` and wait for it; a refusal fails the test with what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(home, database_url),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}:\n{done.stdout}{done.stderr}"


def start(home: Path, database_url: str, port: int | None = None) -> Server:
    """Serve a database; returns once the server answers. The port is a free one by default."""
    port = port or free_port()
    log = home / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run", "--port", str(port)],
            cwd=ROOT,
            env=environment(home, database_url),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", database_url, home, process, log)
    until = time.monotonic() + 90
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{server.address}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return server
        except (URLError, OSError):
            time.sleep(0.2)
    stop(server)
    raise AssertionError(f"The server did not come up:\n{server.printed()}")


def stop(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait()


QUIET_MS = 200
OPENINGS = 5
SETTLED = """([ready, quiet]) => {
  if (!window.kLastChange) {
    const changed = () => { window.kLastChange = performance.now(); };
    const parts = {subtree: true, childList: true, characterData: true};
    new MutationObserver(changed).observe(document, parts);
    changed();
  }
  return document.querySelector(ready) && performance.now() - window.kLastChange > quiet;
}"""


def settle(page: Page) -> None:
    """Wait until the script has ended and nothing has been drawn for a moment.

    The state alone is not enough: it says "not running" while a first answer is still
    being drawn, and a key or a click that comes before its button is lost.
    """
    page.wait_for_function(SETTLED, arg=[READY, QUIET_MS])


def wait_ready(page: Page, *content: str) -> None:
    """Wait until each text of `content` is shown, then until the page is settled.

    A page that shows an error fails the test.
    """
    expect(page.locator(DRAWN).first).to_be_visible()
    for text in content:
        expect(page.get_by_text(text).first).to_be_visible()
    settle(page)
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    expect(page.get_by_role("dialog").filter(has_text="Page not found")).to_have_count(0)
    shown = page.locator("[data-testid=stApp]").inner_text()
    assert not re.search(ERROR, shown), f"{page.url} shows an error: {shown[:400]}"


def take_option(page: Page, box: Locator, option: str | re.Pattern[str]) -> None:
    """Choose an option of a list, as slowly as a hand does.

    An answer that is still being drawn closes a list again, and a list takes no click in
    the moment in which it opens.
    """
    wanted = page.get_by_role("option", name=option, exact=isinstance(option, str))
    for _ in range(OPENINGS):
        settle(page)
        box.click()
        page.wait_for_timeout(QUIET_MS)
        settle(page)
        if wanted.is_visible():
            break
    wanted.click()


def sign_in(page: Page, server: Server, account: str, path: str = "/") -> None:
    """Open `path`, and pass the sign-in page by the one click on a demo account."""
    page.goto(server.address + path)
    page.locator(f'form.demo button[value="{account}"]').click()
    wait_ready(page)


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the page as build/screenshots/NAME.png."""
    path = SCREENSHOTS / f"{re.sub(r'[^A-Za-z0-9/_-]+', '-', name)}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    return path
