"""The command that writes a training dataset, and what loading one gives back."""

import csv
import filecmp
from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from typer.testing import CliRunner

from cli.main import app
from db.engine import reading
from db.queries.board import status_board
from domain.permissions import STATION
from domain.vocabulary import Level
from ingest.dataset import export_folder, load_folder
from training.generate import write

runner = CliRunner()


def test_the_command_writes_as_many_areas_and_issues_as_asked(tmp_path: Path) -> None:
    target = tmp_path / "made"
    asked = ["generate", str(target), "--sub-districts", "12", "--issues", "60", "--seed", "7"]
    result = runner.invoke(app, asked)
    assert result.exit_code == 0
    for name, count in (("sub_districts", 12), ("issues", 60)):
        with (target / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == count


def test_a_folder_that_is_not_empty_is_refused_in_one_sentence(tmp_path: Path) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").write_text("kept")
    result = runner.invoke(app, ["generate", str(used)])
    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
    assert str(used) in result.stderr
    assert [path.name for path in used.iterdir()] == ["mine.txt"]


def test_a_count_below_one_is_a_wrong_usage(tmp_path: Path) -> None:
    result = runner.invoke(app, ["generate", str(tmp_path / "made"), "--issues", "0"])
    assert result.exit_code == 2
    assert not (tmp_path / "made").exists()


def test_loaded_it_shows_every_level_and_exports_the_same_bytes(
    tmp_path: Path, sqlite_engine: Engine
) -> None:
    made, back = tmp_path / "made", tmp_path / "back"
    write(made)
    load_folder(sqlite_engine, made)
    assert not load_folder(sqlite_engine, made).any
    export_folder(sqlite_engine, back)
    with reading(sqlite_engine) as session:
        for day in (date(2024, 11, 24), date(2024, 11, 27), date(2025, 4, 18)):
            shown = status_board(session, STATION, day)
            assert {status.level for status in shown} == set(Level)
            assert any(status.hatched for status in shown)
    names = sorted(str(p.relative_to(made)) for p in made.rglob("*") if p.is_file())
    assert sorted(str(p.relative_to(back)) for p in back.rglob("*") if p.is_file()) == names
    assert filecmp.cmpfiles(made, back, names, shallow=False)[0] == names
