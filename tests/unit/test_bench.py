"""Medians, turns, verdicts and the reading of /proc, on a clock that the test moves."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bench import proc, registry
from bench.measure import Line, Measurement, NotMeasured, Result, kept
from bench.report import seconds, section, table
from bench.rounds import interleaved, medians, slope
from bench.setting import Scale, Setting
from bench.visits import READERS, Visit, visits
from cli.main import app
from ui.page_table import PAGES


class Clock:
    """A clock that stands still until somebody takes time."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def taking(self, *seconds: float) -> Callable[[], None]:
        """Something that takes so long at its first, second, … call."""
        waiting = list(seconds)

        def act() -> None:
            self.now += waiting.pop(0)

        return act


def test_contenders_take_turns_and_every_other_round_runs_backwards() -> None:
    order: list[str] = []
    contenders = {name: lambda name=name: order.append(name) for name in "abc"}

    interleaved(contenders, rounds=2, warm_up=1)

    assert order == ["a", "b", "c", "c", "b", "a", "a", "b", "c"]


def test_each_contender_is_timed_alone_and_warm_up_rounds_do_not_count() -> None:
    clock = Clock()
    contenders = {"ours": clock.taking(9, 1, 2), "stock": clock.taking(50, 4, 8)}

    taken = interleaved(contenders, rounds=2, warm_up=1, clock=clock)

    assert taken == {"ours": [1, 2], "stock": [4, 8]}


def test_one_disturbed_round_does_not_move_the_median() -> None:
    assert medians({"ours": [3, 100, 1], "stock": [2, 4]}) == {"ours": 3, "stock": 3}


@pytest.mark.parametrize(
    ("times", "growth"),
    [((0.1, 0.1, 0.1), 0), ((0.1, 1, 10), 1), ((1, 100, 10_000), 2)],
    ids=["flat", "in proportion", "squared"],
)
def test_the_slope_says_how_a_time_grows_with_the_size(
    times: tuple[float, ...], growth: float
) -> None:
    points = list(zip((400, 4_000, 40_000), times, strict=True))

    assert slope(points) == pytest.approx(growth)


def test_a_ratio_at_its_limit_is_met_and_one_above_is_not() -> None:
    at, above = Line("at", 0.3, 0.2, 1.5), Line("above", 0.31, 0.2, 1.5)

    assert (at.ratio, at.met, above.met) == (pytest.approx(1.5), True, False)
    assert kept([Result((at,))])
    assert not kept([Result((at,)), Result((above,))])


def test_a_line_without_a_limit_never_fails() -> None:
    assert Line("board", 900, 1).met


def test_the_table_says_of_each_line_ours_base_ratio_limit_and_verdict() -> None:
    lines = [Line("status", 0.0456, 0.06, 1.0), Line("issues", 0.09, 0.06, 1.0), Line("x", 2, 1)]

    assert table(lines).splitlines() == [
        "           ours   base  ratio  limit",
        "status  45.6 ms  60 ms   0.76   1.00  met",
        "issues    90 ms  60 ms   1.50   1.00  NOT MET",
        "x           2 s    1 s   2.00      -",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0000456, "0.0456 ms"), (0.9994, "999 ms"), (1.234, "1.23 s"), (192.4, "192 s")],
)
def test_times_have_three_digits_that_count(value: float, text: str) -> None:
    assert seconds(value) == text


def test_remarks_stand_below_the_table_of_their_measurement() -> None:
    measurement = Measurement("name", "What it is", "a base", lambda _: Result(()))
    printed = section(measurement, Result((Line("a", 1, 2),), ("uvloop in use",)))

    assert printed.splitlines()[:2] == ["What it is", "base: a base"]
    assert printed.splitlines()[-1] == "- uvloop in use"


STAT = (
    "4711 (odd) name (x) S 1 4711 4711 0 -1 4194560 9000 0 12 0 "
    "250 50 7 3 20 0 9 0 123456 1000000 5000 18446744073709551615"
)


def test_processor_time_is_that_of_user_system_and_children_whatever_the_program_is_called() -> (
    None
):
    assert proc.ticks(STAT) == 250 + 50 + 7 + 3


def test_processor_time_of_a_process_is_given_in_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "4711").mkdir()
    (tmp_path / "4711" / "stat").write_text(STAT)
    monkeypatch.setattr(proc, "PROC", tmp_path)
    monkeypatch.setattr("os.sysconf", lambda _name: 100)

    assert proc.processor_seconds(4711) == pytest.approx(3.1)


def test_where_there_is_no_proc_the_processor_time_is_not_measured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proc, "PROC", tmp_path)

    with pytest.raises(NotMeasured, match="not there"):
        proc.processor_seconds(4711)


def test_a_loaded_library_is_known_by_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "4711").mkdir()
    line = "7f00-7f01 r-xp 0 08:01 1 /site-packages/uvloop/loop.so\n"
    (tmp_path / "4711" / "maps").write_text(line)
    monkeypatch.setattr(proc, "PROC", tmp_path)

    assert proc.has_loaded(4711, "uvloop") is True
    assert proc.has_loaded(4711, "httptools") is False
    assert proc.has_loaded(4712, "uvloop") is None


def test_the_children_of_every_thread_of_a_process_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for thread, children in (("4711", "12 13 "), ("4715", "")):
        (tmp_path / "4711" / "task" / thread).mkdir(parents=True)
        (tmp_path / "4711" / "task" / thread / "children").write_text(children)
    monkeypatch.setattr(proc, "PROC", tmp_path)

    assert sorted(proc.children(4711)) == [12, 13]


def test_a_scale_is_read_as_issues_by_kecamatan() -> None:
    assert Scale.parse("100000x129") == Scale(100_000, 129)


@pytest.mark.parametrize("text", ["100000", "x129", "0x129", "400x-1", "manyxfew"])
def test_another_form_of_a_scale_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not ISSUESxKECAMATAN"):
        Scale.parse(text)


def of_ratio(ratio: float) -> Measurement:
    """A measurement that finds one line, with a limit of 1."""

    def run(setting: Setting) -> Result:
        return Result((Line(f"first of {setting.rounds} rounds", ratio, 1, 1.0),))

    return Measurement("made-up", "Made up", "one second", run)


def not_here(_setting: Setting) -> Result:
    raise NotMeasured("there is no browser")


@pytest.mark.parametrize(("ratio", "code"), [(0.5, 0), (1.5, 1)])
def test_the_command_ends_with_1_when_a_limit_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, ratio: float, code: int
) -> None:
    monkeypatch.setattr(registry, "MEASUREMENTS", (of_ratio(ratio),))

    done = CliRunner().invoke(app, ["bench", "--rounds", "15"])

    assert done.exit_code == code
    assert f"{ratio:.2f}" in done.stdout
    assert "first of 15 rounds" in done.stdout


def test_what_cannot_be_measured_here_is_said_and_the_rest_is_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    missing = Measurement("missing", "First load", "a chart", not_here)
    monkeypatch.setattr(registry, "MEASUREMENTS", (missing, of_ratio(0.5)))

    done = CliRunner().invoke(app, ["bench"])

    assert done.exit_code == 0
    assert "not measured: there is no browser" in done.stdout
    assert "0.50" in done.stdout


@pytest.mark.parametrize("wrong", [["--only", "weather"], ["--scale", "big"], ["--rounds", "3"]])
def test_a_wrong_name_scale_or_number_of_rounds_is_wrong_usage(wrong: list[str]) -> None:
    assert CliRunner().invoke(app, ["bench", *wrong]).exit_code == 2


def test_every_page_is_visited_by_somebody_who_may_open_it() -> None:
    readers = {reader.account: reader for reader in READERS}

    *pages, first_slide = visits()
    assert [visit.page for visit in pages] == [page.key for page in PAGES]
    assert all(readers[visit.account].may_open(visit.page) for visit in pages)
    assert (first_slide.address, first_slide.query) == ("present", "slide=1")
    assert readers[first_slide.account].may_open("present")


def test_the_home_of_the_commander_is_the_status_at_the_root() -> None:
    assert visits()[0] == Visit("status", "", "kapolres")
