"""How long a station waits for the recording form on a phone with a poor line.

Chromium as wide as a phone, slowed to 256 kbit/s each way with 400 ms before every answer
(`Network.emulateNetworkConditions` of its DevTools protocol). Somebody signs in with name
and password and is led to the form.
"""

import subprocess
import sys
import time
from statistics import median
from typing import TYPE_CHECKING

from bench.browser import opened
from bench.measure import Line, Measurement, Result
from bench.servers import ROOT, Server, environment_of
from bench.setting import Setting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

PHONE = {"width": 390, "height": 844}
LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 256_000 / 8,
    "uploadThroughput": 256_000 / 8,
}
"""Milliseconds, and bytes a second."""

ROUNDS = 5
PATIENCE_MS = 120_000
WARM_S, FRESH_S = 5.0, 60.0
"""What may pass, in seconds: the browser knows the form already, or it knows nothing."""

NAME, PASSWORD = "perekam.bench", "kopi pahit sore ini"
FORM = "/record/meeting"
FIRST_FIELD = "#programme"
USABLE = """selector => {
    const field = document.querySelector(selector);
    return document.readyState === "complete" && field !== null && !field.disabled
        && field.getBoundingClientRect().width > 0;
}"""


def run(setting: Setting) -> Result:
    """Warm and fresh, each a few times; what went over the line in the first fresh one."""
    with opened() as browser:
        server = setting.ours()
        _account(setting)
        setting.say("poor line: rounds")
        fresh, answers = zip(*[_fresh(browser, server) for _ in range(ROUNDS)], strict=True)
        warm = _warm(browser, server)
    lines = (
        Line("sign-in sent to first field, known form", median(warm), WARM_S, 1.0),
        Line("address opened to first field, new profile", median(fresh), FRESH_S, 1.0),
    )
    return Result(lines, (f"a new profile fetches {'; '.join(answers[0])}",))


def _account(setting: Setting) -> None:
    """A recorder of one kecamatan with a password, on the server's database."""
    home = setting.folder / "servers" / "ours"
    command = [sys.executable, str(ROOT / "manage.py"), "account", "add", NAME]
    subprocess.run(
        [*command, "--unit", "polsek-kedurang", "--role", "recorder"],
        cwd=ROOT,
        env=environment_of(home),
        input=f"{PASSWORD}\n",
        text=True,
        check=True,
        capture_output=True,
    )


def _fresh(browser: "Browser", server: Server) -> tuple[float, list[str]]:
    """Seconds from opening the address in a new profile to the first field; what came."""
    context = browser.new_context(viewport=PHONE, locale="id-ID")  # type: ignore[arg-type]
    try:
        page = _slow_page(context)
        answers: list[str] = []
        page.on("response", lambda answer: answers.append(answer.url))
        begun = time.perf_counter()
        page.goto(server.address + FORM, wait_until="commit")
        _sign_in(page)
        seconds = time.perf_counter() - begun
        return seconds, [url.removeprefix(server.address) for url in answers]
    finally:
        context.close()


def _warm(browser: "Browser", server: Server) -> list[float]:
    """Seconds from sending the sign-in to the first field, in a profile that knows the form.

    The session has run out: only its cookie is gone.
    """
    context = browser.new_context(viewport=PHONE, locale="id-ID")  # type: ignore[arg-type]
    try:
        page = _slow_page(context)
        taken = []
        for number in range(ROUNDS + 1):
            context.clear_cookies()
            page.goto(server.address + FORM, wait_until="load")
            seconds = _sign_in(page)
            if number:
                taken.append(seconds)
        return taken
    finally:
        context.close()


def _slow_page(context: "BrowserContext") -> "Page":
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    return page


def _sign_in(page: "Page") -> float:
    """Fill in the sign-in form and send it; seconds from there until the first field is usable."""
    page.fill("[name=name]", NAME)
    page.fill("[name=password]", PASSWORD)
    begun = time.perf_counter()
    page.locator("form[action='/auth/login'] button").click(no_wait_after=True)
    page.wait_for_function(USABLE, arg=FIRST_FIELD, polling=50, timeout=PATIENCE_MS)
    return time.perf_counter() - begun


MEASUREMENT = Measurement(
    "poor-line",
    "The recording form at 256 kbit/s and 400 ms, on a phone of 390 pixels",
    "the seconds that it may take",
    run,
)
