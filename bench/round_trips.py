"""How long a click takes: the round trip of every page, beside a stock empty page."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from time import perf_counter
from urllib.parse import parse_qsl, urlencode

from bench.client import Tab
from bench.measure import Line, Measurement, Result
from bench.proc import has_loaded
from bench.rounds import interleaved, medians
from bench.servers import HIDDEN, Server
from bench.setting import Setting
from bench.visits import be_first, open_tabs

EMPTY = "import streamlit as st\n"
LIMIT = 1.0
FIRST_DAY = date(2024, 12, 31)
STOCK = "stock"


def run(setting: Setting) -> Result:
    """Reruns of an open page; then each page with a day that nobody asked for before."""
    empty = setting.stock("empty", EMPTY)
    with ExitStack() as at_end:
        tabs = open_tabs(setting.ours(), at_end)
        be_first(empty)
        stock = at_end.enter_context(Tab(empty.address))
        setting.say("round trips: first runs")
        stock_first = _seconds(stock.run)
        first = {key: _seconds(tab.run) for key, tab in tabs.items()}
        setting.say("round trips: reruns")
        runs: dict[str, Callable[[], object]] = {STOCK: stock.run}
        again = medians(
            interleaved({**runs, **{k: t.run for k, t in tabs.items()}}, setting.rounds)
        )
        setting.say("round trips: another day")
        asking = {key: partial(_next_day, tab, _days()) for key, tab in tabs.items()}
        other = medians(interleaved({**runs, **asking}, setting.rounds))
    lines = [Line(f"{key}, again", again[key], again[STOCK], LIMIT) for key in tabs]
    lines += [Line(f"{key}, another day", other[key], other[STOCK]) for key in tabs]
    lines += [Line(f"{key}, first run", first[key], stock_first) for key in tabs]
    return Result(tuple(lines), (_loops(setting.ours()), _loops(empty, "stock")))


def _days() -> list[date]:
    return [FIRST_DAY - timedelta(days=n) for n in range(200, 0, -1)]


def _next_day(tab: Tab, days: list[date]) -> None:
    """Run with the next of the days, which is used up by it."""
    tab.run(urlencode({**dict(parse_qsl(tab.query)), "as_of": days.pop().isoformat()}))


def _seconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


def _loops(server: Server, whose: str = "our") -> str:
    """Which of the libraries that make the server quick it has loaded."""
    words = {True: "in use", False: "not in use", None: "unknown"}
    found = [f"{name} {words[has_loaded(server.pid, name)]}" for name in HIDDEN]
    return f"{whose} server: {', '.join(found)}"


MEASUREMENT = Measurement(
    "round-trips",
    "Round trip of every page on training data (reruns: caches warm; first runs: one only)",
    "an empty page of a stock Streamlit, in the same rounds",
    run,
)
