"""A training dataset: as large as asked for, believable, allowed, and the same every time."""

import csv
import filecmp
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from domain.dataset import FILES
from domain.faults import Refused
from domain.vocabulary import (
    ELECTION_VIOLATION_TEXT,
    Category,
    EventKind,
    Inputs,
    Kind,
    Level,
    ReportKind,
)
from ingest.checks import check_dataset
from ingest.folder import read_folder
from tests.reference.board import board
from training.generate import SHIPPED_DATASET, write

SHOWN = ("2024-11-24", "2024-11-25", "2024-11-26", "2024-11-27", "2025-04-18", "2025-04-19")
SILENT = "17.01.10"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("training") / "dataset"
    write(target)
    return target


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(
    folder: Path, tmp_path: Path
) -> None:
    write(tmp_path / "again")
    write(tmp_path / "other", seed=2)
    names = files(folder)
    assert files(tmp_path / "again") == names
    assert filecmp.cmpfiles(folder, tmp_path / "again", names, shallow=False)[0] == names
    assert "issues.csv" in filecmp.cmpfiles(folder, tmp_path / "other", names, shallow=False)[1]


def test_it_is_marked_as_training_and_as_nothing_else(folder: Path) -> None:
    assert (folder / "TRAINING").read_bytes() == b""
    assert not (folder / "SAMPLE").exists()


def test_areas_units_stages_and_boundaries_are_those_of_the_shipped_dataset(folder: Path) -> None:
    names = [
        *(f"{name}.csv" for name in ("districts", "elections", "stages", "sub_districts")),
        *("units.csv", "villages.csv", "boundaries/desa.geojson", "boundaries/kecamatan.geojson"),
    ]
    assert filecmp.cmpfiles(folder, SHIPPED_DATASET, names, shallow=False)[0] == names


def test_it_holds_four_hundred_issues_and_about_ninety_meetings(folder: Path) -> None:
    assert len(rows(folder, "issues")) == 400
    assert 85 <= len(rows(folder, "meetings")) <= 95


def test_every_word_of_the_field_occurs(folder: Path) -> None:
    issues, meetings = rows(folder, "issues"), rows(folder, "meetings")
    assert {row["category"] for row in issues} == set(Category)
    assert {row["kind"] for row in issues} == set(Kind)
    assert {row["event"] for row in rows(folder, "events")} == set(EventKind)
    assert {row["inputs"] for row in meetings} == set(Inputs)
    assert {row["kind"] for row in rows(folder, "reports")} == set(ReportKind)
    assert {row["severity"] for row in issues} == {"", "1", "2", "3", "4"}
    for name in ("issues", "events", "meetings", "reports"):
        assert any(row["voided_on"] for row in rows(folder, name)), name


def test_nothing_in_it_is_refused(folder: Path) -> None:
    dataset = read_folder(folder)
    assert dataset.faults == []
    assert check_dataset(dataset, {}, date(2026, 1, 1)) == []


@pytest.mark.parametrize("day", SHOWN)
def test_every_level_occurs_on_the_days_that_are_shown(folder: Path, day: str) -> None:
    found = board(folder, date.fromisoformat(day))
    assert {row["level"] for row in found} == {level.value for level in Level}
    assert any(row["hatched"] for row in found)


def test_one_kecamatan_is_silent_all_the_time(folder: Path) -> None:
    assert SILENT in {row["code"] for row in rows(folder, "sub_districts")}
    for name in ("meetings", "reports"):
        assert not any(SILENT in row["sub_district_codes"] for row in rows(folder, name))
    assert not any(row["sub_district_code"] == SILENT for row in rows(folder, "issues"))


def test_rows_stand_in_the_order_of_their_keys(folder: Path) -> None:
    for file in FILES.values():
        keys = [row[file.key or file.names[0]] for row in rows(folder, file.name)]
        assert keys == sorted(keys), file.name
    by_issue: dict[str, list[str]] = {}
    for event in rows(folder, "events"):
        by_issue.setdefault(event["issue"], []).append(event["occurred_on"])
    assert all(days == sorted(days) for days in by_issue.values())


def test_times_of_entry_carry_the_offset_and_never_precede_the_day(folder: Path) -> None:
    late = 0
    columns = {"issues": "reported_on", "events": "occurred_on", "meetings": "held_on"}
    for name, day in columns.items():
        for row in rows(folder, name):
            entered = datetime.fromisoformat(row["recorded_at"])
            assert row["recorded_at"].endswith("+07:00")
            assert entered.date().isoformat() >= row[day]
            late += entered.date().isoformat() > row[day]
    assert late > 50


def test_a_report_is_nil_exactly_when_no_issue_names_it(folder: Path) -> None:
    named = {row["report"] for row in rows(folder, "issues")}
    for row in rows(folder, "reports"):
        assert (row["nil"] == "no") == (row["report"] in named)


def test_a_suspected_violation_carries_only_its_fixed_text(folder: Path) -> None:
    texts = {
        row["text"] for row in rows(folder, "issues") if row["category"] == "election-violation"
    }
    assert texts == {ELECTION_VIOLATION_TEXT}


PERSONAL = re.compile(
    r"\d{5}"  # numbers of identity cards, telephones
    r"|\b[A-Z]{1,2} ?\d{1,4} ?[A-Z]{1,3}\b"  # plates
    r"|\b(rt|rw)\b|\bno(mor)? ?\.? ?\d|@|www\.|https?:"
    r"|nomor urut|paslon|\bcalon|\bpartai\b"
    r"|\b(sdr|sdri|bapak|ibu|pak|bu|bpk)\b",
    re.IGNORECASE,
)


def test_no_free_text_holds_anything_personal(folder: Path) -> None:
    assert PERSONAL.search("hubungi Pak Camat") is not None
    free = {
        "issues": ("text", "source"),
        "events": ("note", "evidence", "reason"),
        "meetings": ("venue", "source"),
        "raises": ("reason",),
    }
    for name, columns in free.items():
        for row in rows(folder, name):
            for column in columns:
                assert PERSONAL.search(row[column]) is None, row[column]


def test_a_folder_in_use_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(Refused) as refused:
        write(tmp_path)
    assert [fault.code for fault in refused.value.faults] == ["folder_not_empty"]
    assert files(tmp_path) == ["mine.txt"]


def test_further_kecamatan_are_made_up_and_nothing_of_them_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "wide", sub_districts=40, issues=900)
    areas = rows(tmp_path / "wide", "sub_districts")
    assert len(areas) == 40
    assert [row["code"] for row in areas[10:13]] == ["17.01.11", "99.01.01", "99.01.02"]
    assert len(rows(tmp_path / "wide", "issues")) == 900
    dataset = read_folder(tmp_path / "wide")
    assert dataset.faults + check_dataset(dataset, {}, date(2026, 1, 1)) == []
    assert {row["code"] for row in areas} <= {boundary.code for boundary in dataset.boundaries}


def test_fewer_kecamatan_and_issues_than_the_district_has_are_given_as_asked(
    tmp_path: Path,
) -> None:
    write(tmp_path / "small", sub_districts=3, issues=5)
    assert [row["code"] for row in rows(tmp_path / "small", "sub_districts")] == [
        "17.01.01",
        "17.01.02",
        "17.01.03",
    ]
    assert len(rows(tmp_path / "small", "issues")) == 5
    dataset = read_folder(tmp_path / "small")
    assert dataset.faults + check_dataset(dataset, {}, date(2026, 1, 1)) == []
