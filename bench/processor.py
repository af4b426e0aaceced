"""What a click costs: the processor time of our server for a rerun of every page."""

from contextlib import ExitStack

from bench.client import Tab
from bench.measure import Line, Measurement, Result
from bench.proc import children, processor_seconds
from bench.setting import Setting
from bench.visits import open_tabs

ALLOWED = 0.15
LIMIT = 1.0
AT_LEAST = 20
"""The clock ticks in hundredths of a second, so many reruns are measured together."""


def run(setting: Setting) -> Result:
    """User and system time a rerun, of the server's process and what it started."""
    server = setting.ours()
    reruns = max(setting.rounds, AT_LEAST)
    lines = []
    with ExitStack() as at_end:
        for key, tab in open_tabs(server, at_end).items():
            setting.say(f"processor time: {key}")
            lines.append(Line(key, _a_rerun(server.pid, tab, reruns), ALLOWED, LIMIT))
    started = len(children(server.pid))
    return Result(tuple(lines), (f"processes that the server started: {started or 'none'}",))


def _a_rerun(pid: int, tab: Tab, reruns: int) -> float:
    for _ in range(2):
        tab.run()
    before = processor_seconds(pid)
    for _ in range(reruns):
        tab.run()
    return (processor_seconds(pid) - before) / reruns


MEASUREMENT = Measurement(
    "processor",
    "Processor time a rerun of every page on training data",
    "the 0.15 s that a rerun may take",
    run,
)
