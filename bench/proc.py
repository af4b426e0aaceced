"""What Linux tells of a process that runs: its processor time, its libraries, its children."""

import os
from pathlib import Path

from bench.measure import NotMeasured

PROC = Path("/proc")


def ticks(stat: str) -> int:
    """User and system time, its own and of children it waited for, in ticks of the clock.

    `stat` is the text of /proc/PID/stat. The name of the program stands in brackets and
    may itself hold blanks and brackets, so fields are counted from the last bracket:
    utime, stime, cutime and cstime are the 14th to 17th (proc(5)).
    """
    fields = stat[stat.rindex(")") + 1 :].split()
    return sum(int(field) for field in fields[11:15])


def processor_seconds(pid: int) -> float:
    """The processor time of a process since it began; NotMeasured where nobody tells."""
    try:
        stat = (PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        raise NotMeasured("processor time is read from /proc, which is not there") from None
    return ticks(stat) / os.sysconf("SC_CLK_TCK")


def children(pid: int) -> list[int]:
    """The processes that a process started and that still run."""
    found: list[int] = []
    for task in (PROC / str(pid) / "task").glob("*/children"):
        found += [int(child) for child in task.read_text(encoding="utf-8").split()]
    return found


def has_loaded(pid: int, library: str) -> bool | None:
    """Whether a process has loaded a compiled library; None where nobody tells."""
    try:
        maps = (PROC / str(pid) / "maps").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return f"/{library}/" in maps
