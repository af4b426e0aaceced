"""Reading a foreign file in a process of its own, which may break without anybody noticing.

The file may be made to harm. So another process reads it, with bounds on memory, time and
what it hands back, without the settings of ours, and hands back plain JSON, which is checked here.
"""

import contextlib
import errno
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from domain.faults import Fault, Refused
from ingest.limits import Limits
from ingest.sheet import CellKind, Recognised, Sheet, SheetRow, Told

ROOT = Path(__file__).resolve().parent.parent
PASSED_ON = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG")
"""Of our surroundings, what a process needs to start; nothing secret is among it."""

AT_ONCE = 2
"""So many files are read at the same time; the next one waits for its turn."""

LONGEST_WAIT = 120
ROWS_A_LINE = 500
COMMAND = (sys.executable, "-m", "ingest.child")
NO_ROOM = 3
"""Our process leaves with this when it would hand back more than it may."""

_turn = threading.BoundedSemaphore(AT_ONCE)


def read_in_child(content: bytes, told: Told, limits: Limits) -> tuple[Recognised, Sheet]:
    """What `ingest.reading` makes of a file, with everything in place; else Refused.

    Faults of the process itself: `reading_busy`, `reading_too_long`, `reading_too_much`
    (memory, or what it wanted to hand back), `reading_failed`.
    """
    if len(content) > limits.file_bytes:
        size, most = (f"{n / 1_048_576:.0f} MB" for n in (len(content), limits.file_bytes))
        raise Refused([Fault("file_too_large", "", value=size, expected=most)])
    if not _turn.acquire(timeout=LONGEST_WAIT):
        raise Refused([Fault("reading_busy", "")])
    try:
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
            asked = {"told": asdict(told), "limits": asdict(limits)}
            given.write(json.dumps(asked).encode() + b"\n")
            given.write(content)
            given.seek(0)
            _run(given, answer, limits)
            if answer.seek(0, os.SEEK_END) > limits.answer_bytes:
                raise Refused([Fault("reading_too_much", "")])
            answer.seek(0)
            try:
                return _taken(answer, limits)
            except (ValueError, KeyError, TypeError, IndexError, RecursionError):
                # Not what our own code writes: the process died while writing, or worse.
                raise Refused([Fault("reading_failed", "")]) from None
    finally:
        _turn.release()


def _run(given: IO[bytes], answer: IO[bytes], limits: Limits) -> None:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    process = subprocess.Popen(  # noqa: S603  (our own program, its words fixed)
        COMMAND,
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
    )
    try:
        code = process.wait(timeout=limits.clock_seconds)
    except subprocess.TimeoutExpired:
        raise Refused([Fault("reading_too_long", "", expected=str(limits.clock_seconds))]) from None
    finally:
        process.kill()
        process.wait()
    if code in _OUT_OF_TIME:
        raise Refused([Fault("reading_too_long", "", expected=str(limits.seconds))])
    if code in _OUT_OF_ROOM:
        raise Refused([Fault("reading_too_much", "")])
    if code != 0:
        raise Refused([Fault("reading_failed", "")])


# Names of signals differ between systems; those that are missing cannot be met either.
_OUT_OF_TIME = (-24,)
_OUT_OF_ROOM = (NO_ROOM, -25, -9)


def _taken(answer: IO[bytes], limits: Limits) -> tuple[Recognised, Sheet]:
    """The answer of the process, with every type checked."""
    first = json.loads(answer.readline())
    if "faults" in first:
        raise Refused([_fault(fault) for fault in first["faults"]])
    recognised = _recognised(first["recognised"])
    header = _texts(first["header"])
    rows: list[SheetRow] = []
    kinds: dict[str, Mapping[int, CellKind]] = {"": MappingProxyType({})}
    for line in answer:
        found = json.loads(line)
        if isinstance(found, dict):
            if "faults" in found:
                raise Refused([_fault(fault) for fault in found["faults"]])
            if found["rows"] != len(rows):
                break
            return recognised, Sheet(header, tuple(rows))
        for number, cells, marks in found:
            rows.append(SheetRow(_whole(number), _texts(cells), _kinds(marks, kinds)))
        if len(rows) > limits.rows:
            break
    raise ValueError


def _whole(number: object) -> int:
    if type(number) is not int:
        raise TypeError
    return number


def _texts(cells: object) -> tuple[str, ...]:
    if not isinstance(cells, list) or not all(type(cell) is str for cell in cells):
        raise TypeError
    return tuple(cells)


def _kinds(marks: str, known: dict[str, Mapping[int, CellKind]]) -> Mapping[int, CellKind]:
    """ "0 number 3 date" as a mapping; rows of one make share it."""
    if marks not in known:
        words = marks.split()
        known[marks] = MappingProxyType(
            {
                int(place): CellKind(kind)
                for place, kind in zip(words[::2], words[1::2], strict=True)
            }
        )
    return known[marks]


def _recognised(given: dict[str, Any]) -> Recognised:
    optional = {
        name: None if given[name] is None else str(given[name])
        for name in ("encoding", "separator", "sheet")
    }
    return Recognised(
        format=str(given["format"]),
        header_row=_whole(given["header_row"]),
        sheets=_texts(given["sheets"]),
        guessed=_texts(given["guessed"]),
        **optional,
    )


def _fault(given: dict[str, Any]) -> Fault:
    row = given["row"]
    code, file = str(given["code"]), str(given["file"])
    texts = (
        None if given[name] is None else str(given[name])
        for name in ("column", "value", "expected")
    )
    return Fault(code, file, None if row is None else _whole(row), *texts)


# From here on: what runs in the other process.


def main() -> None:
    """Read the file on standard input and write what it holds, or faults, as lines of JSON."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    # openpyxl takes numpy along where it finds it, and has no need of it to read.
    sys.modules["numpy"] = None  # type: ignore[assignment]
    given = sys.stdin.buffer
    asked = json.loads(given.readline())
    limits = Limits(**asked["limits"])
    _bind(limits)
    try:
        for line in _answer(given.read(), Told(**asked["told"]), limits):
            sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()
    except OSError as error:
        # At once, since what is still to be written would be tried again on the way out.
        os._exit(NO_ROOM if error.errno == errno.EFBIG else 1)
    except MemoryError:
        os._exit(NO_ROOM)


def _bind(limits: Limits) -> None:
    """Bounds that the system holds; where it has none, our parent's clock remains."""
    if sys.platform == "win32":
        return
    import resource

    os.nice(5)
    for name, most in (
        ("RLIMIT_AS", limits.memory_bytes),
        ("RLIMIT_CPU", limits.seconds),
        ("RLIMIT_FSIZE", limits.answer_bytes),
        ("RLIMIT_CORE", 0),
    ):
        # macOS refuses some of them.
        with contextlib.suppress(ValueError, OSError):
            # A little above, since at the hard limit of time the system tells no reason.
            resource.setrlimit(getattr(resource, name), (most, most + 1))


def _answer(content: bytes, told: Told, limits: Limits) -> Iterator[bytes]:
    try:
        yield from _read(content, told, limits)
    except Refused as refused:
        yield _line({"faults": [asdict(fault) for fault in refused.faults]})
    except MemoryError:
        yield _line({"faults": [asdict(Fault("reading_too_much", ""))]})
    except Exception:
        # Whatever the libraries make of a damaged file: it ends here, as a refusal.
        code = "damaged_workbook" if content.startswith(b"PK") else "reading_failed"
        yield _line({"faults": [asdict(Fault(code, ""))]})


def _read(content: bytes, told: Told, limits: Limits) -> Iterator[bytes]:
    # Imported here, so that our own process never loads what reads the file.
    from ingest.reading import open_file

    reading = open_file(content, told, limits)
    yield _line({"recognised": asdict(reading.recognised), "header": reading.header})
    count = 0
    some: list[tuple[int, tuple[str, ...], str]] = []
    for row in reading.rows:
        marks = " ".join(f"{place} {kind}" for place, kind in row.kinds.items())
        some.append((row.number, row.cells, marks))
        count += 1
        if len(some) == ROWS_A_LINE:
            yield _line(some)
            some = []
    yield _line(some)
    yield _line({"rows": count})


def _line(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"


if __name__ == "__main__":
    main()
