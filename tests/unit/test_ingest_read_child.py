"""The process that reads: its bounds, and that whatever happens to it is a clear fault."""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from domain.faults import Refused
from ingest import child
from ingest.limits import MEBIBYTE, Limits
from ingest.recognise import read_sheet
from ingest.sheet import CellKind, Told
from tests.corpus.books import book, kinds, many_texts
from tests.corpus.texts import rows_of_csv

RECOGNISED = {
    "format": "csv",
    "encoding": "utf-8",
    "separator": ",",
    "sheet": None,
    "header_row": 1,
    "sheets": [],
    "guessed": [],
}
FIRST = json.dumps({"recognised": RECOGNISED, "header": ["A"]})


def code_of(content: bytes, limits: Limits) -> str:
    with pytest.raises(Refused) as refused:
        read_sheet(content, Told(), limits)
    (fault,) = refused.value.faults
    return fault.code


def runs(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let another program stand in for the process that reads."""
    monkeypatch.setattr(child, "COMMAND", (sys.executable, "-c", program))


def test_kinds_of_cells_come_through() -> None:
    _, sheet = read_sheet(book(kinds), Told(), Limits())

    assert [row.kinds.get(1) for row in sheet.rows] == [
        *[CellKind.DATE] * 3,
        *[CellKind.NUMBER] * 5,
        CellKind.TRUTH,
        CellKind.FORMULA,
        None,
        None,
        None,
    ]


def test_reading_that_takes_too_long_is_stopped() -> None:
    assert code_of(many_texts(), Limits(seconds=1)) == "reading_too_long"


def test_a_process_that_sleeps_is_stopped_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    runs(monkeypatch, "import time; time.sleep(60)")

    assert code_of(b"A\n1\n", Limits(clock_seconds=1)) == "reading_too_long"


def test_reading_that_needs_too_much_memory_is_stopped() -> None:
    assert code_of(many_texts(), Limits(memory_bytes=60 * MEBIBYTE)) == "reading_too_much"


def test_an_answer_that_is_too_long_is_not_taken() -> None:
    assert code_of(rows_of_csv(50_000), Limits(answer_bytes=100_000)) == "reading_too_much"


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "reading_too_much"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGABRT)", "reading_failed"),
        ("raise SystemExit(1)", "reading_failed"),
        ("pass", "reading_failed"),
    ],
)
def test_a_process_that_dies_is_a_clear_fault(
    monkeypatch: pytest.MonkeyPatch, program: str, code: str
) -> None:
    runs(monkeypatch, program)

    assert code_of(b"A\n1\n", Limits()) == code


@pytest.mark.parametrize(
    "answer",
    [
        "nothing of the kind",
        "[]",
        "{}",
        json.dumps({"faults": [{"code": "x"}]}),
        json.dumps({"recognised": {}, "header": []}),
        FIRST,
        FIRST + '\n[[2,["x"],""]]',
        FIRST + '\n[[2,["x"],""]]\n{"rows":2}',
        FIRST + '\n[[2,[1],""]]\n{"rows":1}',
        FIRST + '\n[["2",["x"],""]]\n{"rows":1}',
        FIRST + '\n[[2,["x"],"0 virus"]]\n{"rows":1}',
        FIRST + '\n[[2,"x",""]]\n{"rows":1}',
        FIRST + '\n[[2,["x"],[]]]\n{"rows":1}',
        "[" * 100_000,
    ],
)
def test_an_answer_that_is_not_ours_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    runs(monkeypatch, f"print({answer!r})")

    assert code_of(b"A\n1\n", Limits()) == "reading_failed"


def test_more_rows_than_the_limit_are_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = FIRST + '\n[[2,["x"],""],[3,["x"],""]]\n{"rows":2}'
    runs(monkeypatch, f"print({answer!r})")

    assert len(read_sheet(b"A\n1\n", Told(), Limits(rows=2))[1].rows) == 2
    assert code_of(b"A\n1\n", Limits(rows=1)) == "reading_failed"


def test_the_process_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://name:secret@host/db")
    runs(
        monkeypatch,
        "import json, os\n"
        f"print(json.dumps({{'recognised': json.loads({json.dumps(RECOGNISED)!r}),"
        " 'header': sorted(os.environ)}))\n"
        "print('{\"rows\":0}')",
    )

    _, sheet = read_sheet(b"A\n1\n", Told(), Limits())

    assert "PATH" in sheet.header
    assert "DATABASE_URL" not in sheet.header


def test_several_threads_read_at_once_each_its_own() -> None:
    files = [f"A,B\n{n},x\n".encode() for n in range(6)]

    with ThreadPoolExecutor(6) as pool:
        sheets = list(pool.map(lambda content: read_sheet(content, Told(), Limits())[1], files))

    assert [sheet.rows[0].cells for sheet in sheets] == [(str(n), "x") for n in range(6)]


def test_a_file_is_told_to_come_back_when_too_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "LONGEST_WAIT", 0.01)
    runs(monkeypatch, "import time; time.sleep(3)")
    small = Limits(clock_seconds=2)

    with ThreadPoolExecutor(child.AT_ONCE + 1) as pool:
        codes = list(pool.map(lambda _: code_of(b"A\n1\n", small), range(child.AT_ONCE + 1)))

    assert sorted(codes) == ["reading_busy", *["reading_too_long"] * child.AT_ONCE]


def test_a_full_large_file_is_within_the_large_limits_alone() -> None:
    content = b"A,B\n" + b"1,2\n" * 60_000

    assert code_of(content, Limits()) == "too_many_rows"
    assert len(read_sheet(content, Told(), Limits.large())[1].rows) == 60_000
