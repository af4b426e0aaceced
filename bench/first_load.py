"""How long the first look takes: a page in a browser that has nothing of it yet."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from bench.browser import opened
from bench.client import sign_in
from bench.measure import Line, Measurement, Result
from bench.rounds import interleaved, medians
from bench.setting import Setting
from bench.visits import visits

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WINDOW = {"width": 1920, "height": 1080}
ROUNDS = 5
"""A load takes seconds, so fewer of them are taken than of reruns."""

PATIENCE_MS = 180_000

LIMIT = 1.5
CHART = """\
import plotly.graph_objects as go
import streamlit as st
st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 3, 2])))
"""
STOCK = "stock"

PLOT = ".js-plotly-plot .main-svg"
CONTENT = {"status": f"{PLOT} .choroplethlayer path", "timeline": PLOT, "issues": PLOT}
"""What must stand on a page, by its key, before it counts as loaded."""

STANDS = """selector => {
    const app = document.querySelector("[data-testid=stApp]");
    return app !== null
        && app.getAttribute("data-test-script-state") === "notRunning"
        && document.querySelector(selector) !== null
        && document.querySelector("[data-testid=stSkeleton]") === null
        && document.querySelector("[data-stale=true]") === null;
}"""


def run(setting: Setting) -> Result:
    """Loads in a fresh profile each, of a server that is warm."""
    with opened() as browser:
        chart = setting.stock("chart", CHART)
        server = setting.ours()
        contenders: dict[str, Callable[[], object]] = {
            STOCK: lambda: _load(browser, chart.address, "/", None, PLOT)
        }
        for visit in visits():
            if content := CONTENT.get(visit.page):
                cookie = sign_in(server.address, visit.account)
                contenders[visit.page] = partial(
                    _load, browser, server.address, f"/{visit.address}", cookie, content
                )
        setting.say("first load")
        taken = medians(interleaved(contenders, min(setting.rounds, ROUNDS), warm_up=1))
    lines = tuple(Line(key, taken[key], taken[STOCK], LIMIT) for key in CONTENT)
    return Result(lines, (f"{browser.browser_type.name} {browser.version}",))


def _load(browser: "Browser", address: str, path: str, cookie: str | None, content: str) -> None:
    """Open an address in a new profile and wait until its content stands."""
    context = browser.new_context(viewport=WINDOW, locale="id-ID")  # type: ignore[arg-type]
    try:
        if cookie is not None:
            name, value = cookie.split("=", 1)
            context.add_cookies([{"name": name, "value": value, "url": address}])
        page = context.new_page()
        page.goto(address + path, wait_until="commit")
        page.wait_for_function(STANDS, arg=content, polling="raf", timeout=PATIENCE_MS)
    finally:
        context.close()


MEASUREMENT = Measurement(
    "first-load",
    "First load in the browser on training data: a new profile, the server warm",
    "an otherwise empty page of a stock Streamlit that draws one Plotly chart",
    run,
)
