"""A job of the Import screen in a process of its own, so that nobody waits for it.

Checking 50,000 rows keeps Python busy for many seconds; in the serving process every
other reader's page would wait in turns. The other process is our own program on the same
database: what it hands back is pickled, and read by whoever started it alone.
"""

import os
import pickle
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from db.commands.saving import AlreadySaved, NotPermitted
from domain.faults import Fault, Refused
from ingest.importing import Progress, Step
from ui.import_job import Job, Outcome, perform
from ui.import_look import Look

ROOT = Path(__file__).resolve().parent.parent
COMMAND = (sys.executable, "-m", "ui.import_child")

SMALL = 200_000
"""Bytes of a file that is not worth a process: some thousand rows."""

AT_ONCE = 2
"""So many processes work at the same time; the next job waits for its turn."""

STEP = "step "
LAST_WORDS = 30
"""So many lines of a process that failed are kept for the log."""

_turn = threading.BoundedSemaphore(AT_ONCE)


class ProcessFailed(Exception):
    """The process ended without an answer; says its last lines, for the log."""


def done(job: Job, progress: Progress) -> Look | Outcome:
    """Do a job here or in another process; raises what the job raises."""
    if len(job.given.content) <= SMALL:
        return perform(job, progress)
    with _turn, tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        pickle.dump(job, given)
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603  (our own program, its words fixed)
            COMMAND, stdin=given, stdout=answer, stderr=subprocess.PIPE, cwd=ROOT, text=True
        )
        with process:
            said = _listen(process, progress)
        if process.returncode != 0:
            raise ProcessFailed(f"exit {process.returncode}\n" + "\n".join(said[-LAST_WORDS:]))
        answer.seek(0)
        return _taken(*pickle.load(answer))  # noqa: S301  (written by our own process)


def _listen(process: "subprocess.Popen[str]", progress: Progress) -> list[str]:
    """Pass the steps on until the process ends; gives everything else that it said."""
    said = []
    for line in process.stderr or ():
        if line.startswith(STEP):
            progress(Step(line.removeprefix(STEP).strip()))
        else:
            said.append(line.rstrip())
    return said


def _taken(kind: str, value: Any) -> Look | Outcome:
    if kind == "refused":
        raise Refused(value)
    if kind == "saved":
        raise AlreadySaved(value)
    if kind == "not_permitted":
        raise NotPermitted
    found: Look | Outcome = value
    return found


# From here on: what runs in the other process.


def main() -> None:
    """Do the job on standard input; the answer goes to standard output, steps beside it."""
    if sys.platform != "win32":
        # Whoever reads a page goes first.
        os.nice(10)
    job: Job = pickle.load(sys.stdin.buffer)  # noqa: S301  (written by our own process)
    pickle.dump(_answer(job), sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _answer(job: Job) -> tuple[str, Any]:
    try:
        return "done", perform(job, _say)
    except Refused as refused:
        faults: tuple[Fault, ...] = refused.faults
        return "refused", faults
    except AlreadySaved as saved:
        return "saved", saved.subject
    except NotPermitted:
        return "not_permitted", None


def _say(step: Step) -> None:
    sys.stderr.write(f"{STEP}{step}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
