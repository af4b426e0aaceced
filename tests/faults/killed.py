"""Processes that are killed: no last word, no clean-up, as when the power fails.

The child is a fork of the test, so that it starts at once and dies where it is told to. It
makes its own connections; whoever forks has let go of the own ones.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from sqlalchemy import Engine, event

KILLED = -signal.SIGKILL
FAULT = 7


def die() -> None:
    """End this process as `kill -9` does."""
    os.kill(os.getpid(), signal.SIGKILL)


def forked(act: Callable[[], object]) -> int:
    """Run something in a child of its own; gives the number of its process."""
    child = os.fork()
    if child == 0:
        _run(act)
    return child


def _run(act: Callable[[], object]) -> NoReturn:
    code = FAULT
    with suppress(BaseException):
        act()
        code = 0
    os._exit(code)


def end_of(child: int) -> int:
    """How a child ended: 0 by itself, KILLED, or FAULT when it failed by itself."""
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), f"the child failed by itself ({code})"
    return code


def die_at_statement(engine: Engine, number: int) -> None:
    """Let this process die just before its n-th statement; its commit is the last of all."""
    left = [number]

    def count(*_: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            die()

    event.listen(engine, "before_cursor_execute", count)
    event.listen(engine, "commit", count)


def die_at_file(folder: Path, number: int) -> None:
    """Let this process die just before it touches a file of a folder for the n-th time."""
    left = [number]

    def count(_event: str, arguments: tuple[object, ...]) -> None:
        if any(str(folder) in str(argument) for argument in arguments):
            left[0] -= 1
            if left[0] == 0:
                die()

    sys.addaudithook(count)
