"""`manage.py import`, from a file to records or a list of faults."""

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from click.testing import Result
from sqlalchemy import Engine
from typer.testing import CliRunner

from cli.main import app
from db.engine import make_engine, reading
from db.queries.dataset import dataset_rows
from tests.databases import SqliteDatabases
from tests.station import entries, everything

HEADER = ("TANGGAL", "URAIAN", "KECAMATAN", "JENIS", "NO")
ROWS = (
    ("3/10/2024", "Lampu jalan mati di depan pasar – sejak Juni", "Kedurang", "Infra", "A-1"),
    ("4/10/2024", "Minta ronda malam di dusun atas ditambah", "17.01.02", "Ronda", "A-2"),
    ("5/10/2024", "Balap liar di jalan dua jalur setiap Sabtu malam", "Seginim", "Lalin", "A-3"),
)
MAPPING = {
    "target": "issues",
    "date_order": "dmy",
    "columns": {
        "reported_on": "TANGGAL",
        "text": "URAIAN",
        "sub_district": "KECAMATAN",
        "category": "JENIS",
    },
    "constants": {"kind": "complaint", "raised_by": "residents"},
    "values": {"category": {"Infra": "infrastructure", "Ronda": "patrol", "*": "other"}},
}
KEYED = {**MAPPING, "columns": {**MAPPING["columns"], "issue": "NO"}}  # type: ignore[dict-item]


@pytest.fixture
def url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    with sqlite_databases.fresh("shipped") as address:
        yield address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    yield engine
    engine.dispose()


def csv_bytes(rows: Sequence[Sequence[str]], encoding: str = "cp1252") -> bytes:
    """As an Indonesian Excel writes it: semicolons, CRLF, the code page of Windows."""
    return "\r\n".join(";".join(row) for row in (HEADER, *rows)).encode(encoding)


def written_to(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return written_to(tmp_path / "masukan.csv", csv_bytes(ROWS))


def mapping(folder: Path, given: dict[str, Any] = MAPPING) -> Path:
    return written_to(folder / "mapping.json", json.dumps(given).encode())


def run(url: str, *words: str | Path) -> Result:
    env = {"DATABASE_URL": url, "KONDUSIF_LANGUAGE": "en"}
    return CliRunner().invoke(app, ["import", *(str(word) for word in words)], env=env)


def outcome(url: str, *words: str | Path) -> dict[str, Any]:
    result = run(url, *words, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def issues(engine: Engine) -> list[dict[str, Any]]:
    """The issues that the shipped dataset does not hold, by day."""
    with reading(engine) as session:
        rows = sorted(dataset_rows(session)["issues"], key=lambda row: str(row["reported_on"]))
    return [row for row in rows if str(row["issue"]).startswith(("I-", "A-"))]


# A file comes in


def test_a_semicolon_file_of_windows_with_days_first_comes_in(
    url: str, engine: Engine, sheet: Path, tmp_path: Path
):
    found = outcome(url, "issues", sheet, "--mapping", mapping(tmp_path))
    assert list(found)[:12] == [
        *("file", "sha256", "recognised", "columns", "read", "accepted", "unchanged", "refused"),
        *("written", "errors", "flags", "duplicates"),
    ]
    assert found["recognised"] == {
        "format": "csv",
        "encoding": "cp1252",
        "separator": ";",
        "sheet": None,
        "header_row": 1,
        "guessed": ["encoding"],
    }
    assert found["columns"] == MAPPING["columns"]
    counts = ("read", "accepted", "unchanged", "refused", "written")
    assert [found[name] for name in counts] == [3, 3, 0, 0, 3]
    stem = f"I-{found['sha256'][:8]}"
    rows = issues(engine)
    assert [row["issue"] for row in rows] == [f"{stem}-2", f"{stem}-3", f"{stem}-4"]
    assert [str(row["reported_on"]) for row in rows] == ["2024-10-03", "2024-10-04", "2024-10-05"]
    assert [row["sub_district_code"] for row in rows] == ["17.01.01", "17.01.02", "17.01.02"]
    assert [row["category"] for row in rows] == ["infrastructure", "patrol", "other"]
    assert rows[0]["text"] == ROWS[0][1]
    assert {(row["kind"], row["raised_by"], row["recorded_at"]) for row in rows} == {
        ("complaint", "residents", None)
    }


def workbook(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


def test_a_sheet_of_a_workbook_comes_in_under_a_title(url: str, engine: Engine, tmp_path: Path):
    title = [["Rekap masukan Oktober"], []]
    path = workbook(tmp_path / "m.xlsx", Lain=[["x"]], Rekap=[*title, HEADER, *ROWS])
    words = ("issues", path, "--mapping", mapping(tmp_path), "--sheet", "Rekap")
    found = outcome(url, *words)
    assert found["recognised"]["sheet"] == "Rekap"
    assert found["recognised"]["header_row"] == 3
    assert found["written"] == 3
    assert [str(row["issue"])[-2:] for row in issues(engine)] == ["-4", "-5", "-6"]


def test_two_sheets_of_a_workbook_come_in_one_after_the_other(
    url: str, engine: Engine, tmp_path: Path
):
    path = workbook(tmp_path / "m.xlsx", Januari=[HEADER, ROWS[0]], Februari=[HEADER, ROWS[1]])
    for sheet in ("Januari", "Februari"):
        words = ("issues", path, "--mapping", mapping(tmp_path), "--sheet", sheet)
        assert outcome(url, *words)["written"] == 1
        assert run(url, *words).exit_code == 1
    assert [row["text"] for row in issues(engine)] == [ROWS[0][1], ROWS[1][1]]


def test_without_a_mapping_the_names_of_the_columns_are_taken(
    url: str, engine: Engine, tmp_path: Path
):
    path = written_to(
        tmp_path / "a.csv",
        b"reported_on,text,kecamatan,kategori,jenis masukan\n"
        b"2024-10-03,Lampu mati,Kedurang,Infrastruktur,Keluhan\n",
    )
    found = outcome(url, "issues", path)
    assert found["columns"]["sub_district"] == "kecamatan"
    assert found["guessed"] == []
    assert [row["category"] for row in issues(engine)] == ["infrastructure"]


def test_a_mapping_is_remembered_for_files_with_the_same_header(
    url: str, engine: Engine, sheet: Path, tmp_path: Path
):
    outcome(url, "issues", sheet, "--mapping", mapping(tmp_path))
    more = [("6/10/2024", "Pohon tumbang menutup jalan desa", "Manna", "Infra", "")]
    second = written_to(tmp_path / "november.csv", csv_bytes(more, "utf-8-sig"))
    found = outcome(url, "issues", second)
    assert found["written"] == 1
    # 6/10 is in October by the order of days that was declared for the first.
    assert "2024-10-06" in {str(row["reported_on"]) for row in issues(engine)}


def test_meetings_come_with_their_inputs_from_a_second_sheet(
    url: str, engine: Engine, tmp_path: Path
):
    path = workbook(
        tmp_path / "rapat.xlsx",
        Rapat=[["NO", "TGL", "KEC"], ["A-1", "2024-10-03", "Kedurang"]],
        Masukan=[["RAPAT", "ISI"], ["A-1", "Lampu jalan mati"], ["A-1", "Ronda malam sepi"]],
    )
    given = {
        "target": "meetings",
        "columns": {"meeting": "NO", "held_on": "TGL", "sub_districts": "KEC"},
        "constants": {"programme": "sambang"},
        "inputs": {
            "sheet": "Masukan",
            "columns": {"meeting": "RAPAT", "text": "ISI"},
            "constants": {"kind": "complaint", "category": "other"},
        },
    }
    found = outcome(url, "meetings", path, "--mapping", mapping(tmp_path, given))
    assert found["records"] == {"meetings": 1, "issues": 2}
    assert [(row["meeting"], str(row["reported_on"])) for row in issues(engine)] == [
        ("A-1", "2024-10-03"),
        ("A-1", "2024-10-03"),
    ]


# Nothing wrong comes in


def test_one_wrong_row_keeps_the_whole_file_out_and_is_named(
    url: str, engine: Engine, tmp_path: Path
):
    rows = [*ROWS, ("31/02/2024", "Jalan berlubang", "Kedurangan", "Infra", "")]
    path = written_to(tmp_path / "m.csv", csv_bytes(rows))
    before = everything(engine)
    result = run(url, "issues", path, "--mapping", mapping(tmp_path), "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [found[name] for name in ("read", "accepted", "refused", "written")] == [4, 3, 1, 0]
    assert [(e["row"], e["column"], e["value"], e["code"]) for e in found["errors"]] == [
        (5, "TANGGAL", "31/02/2024", "impossible_day"),
        (5, "KECAMATAN", "Kedurangan", "unknown_place"),
    ]
    assert len(result.stderr.splitlines()) == 2
    assert result.stderr.startswith("m.csv, row 5, column TANGGAL: 31/02/2024 ")
    assert everything(engine) == before


def test_two_hundred_faults_are_listed_and_all_are_counted(url: str, tmp_path: Path):
    rows = [("kemarin", "Lampu mati", "Kedurang", "Infra", "")] * 250
    path = written_to(tmp_path / "m.csv", csv_bytes(rows))
    result = run(url, "issues", path, "--mapping", mapping(tmp_path), "--format", "json")
    found = json.loads(result.stdout)
    assert (len(found["errors"]), found["error_total"], found["refused"]) == (200, 250, 250)
    lines = result.stderr.splitlines()
    assert len(lines) == 201
    assert "250" in lines[-1]


def test_days_that_can_be_read_two_ways_are_a_question(url: str, sheet: Path, tmp_path: Path):
    undeclared = {**MAPPING, "date_order": None}
    result = run(url, "issues", sheet, "--mapping", mapping(tmp_path, undeclared))
    assert result.exit_code == 1
    assert "3/10/2024" in result.stderr
    assert outcome(
        url, "issues", sheet, "--mapping", mapping(tmp_path, undeclared), "--date-order", "dmy"
    )["written"] == len(ROWS)


def test_the_same_file_is_imported_once(url: str, engine: Engine, sheet: Path, tmp_path: Path):
    outcome(url, "issues", sheet, "--mapping", mapping(tmp_path))
    before = everything(engine)
    again = written_to(tmp_path / "other name.csv", sheet.read_bytes())
    result = run(url, "issues", again, "--mapping", mapping(tmp_path), "--format", "json")
    assert result.exit_code == 1
    assert [error["code"] for error in json.loads(result.stdout)["errors"]] == ["imported_before"]
    assert len(result.stderr.splitlines()) == 1
    assert everything(engine) == before


def test_a_file_that_is_no_table_is_refused_in_one_line(url: str, tmp_path: Path):
    path = written_to(tmp_path / "m.xlsx", b"%PDF-1.7 ...")
    result = run(url, "issues", path)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "m.xlsx" in result.stderr


def test_a_file_beyond_the_limit_is_not_even_read(url: str, tmp_path: Path):
    path = tmp_path / "m.csv"
    with path.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    result = run(url, "issues", path)
    assert result.exit_code == 1
    assert "21 MB" in result.stderr
    assert "20 MB" in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("events", "x.csv"),
        ("issues", "x.csv", "--date-order", "ymmd"),
        ("issues", "x.csv", "--duplicates", "drop"),
        ("issues", "x.csv", "--report", "x.pdf"),
        ("issues",),
    ],
    ids=" ".join,
)
def test_wrong_usage_leaves_with_two(url: str, words: tuple[str, ...]):
    assert run(url, *words).exit_code == 2


def test_a_mapping_for_other_records_is_refused(url: str, sheet: Path, tmp_path: Path):
    result = run(url, "reports", sheet, "--mapping", mapping(tmp_path))
    assert result.exit_code == 1
    assert "mapping.json" in result.stderr


def test_a_mapping_that_is_no_json_is_a_report_too_naming_the_line(
    url: str, sheet: Path, tmp_path: Path
):
    bad = written_to(tmp_path / "mapping.json", b'{"target": "issues",\n "columns": {,}}')
    result = run(url, "issues", sheet, "--mapping", bad, "--format", "json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["read"], report["written"], report["recognised"]) == (0, 0, None)
    [error] = report["errors"]
    assert (error["row"], error["code"], error["value"]) == (2, "mapping_not_json", "14")


def test_a_failure_in_the_middle_leaves_nothing(
    url: str, engine: Engine, sheet: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("db.commands.importing.write_first_spans", broken)
    before = everything(engine)
    result = run(url, "issues", sheet, "--mapping", mapping(tmp_path))
    assert isinstance(result.exception, RuntimeError)
    assert everything(engine) == before


# A dry run


def test_a_dry_run_gives_the_same_report_and_leaves_nothing(
    url: str, engine: Engine, tmp_path: Path
):
    again = (ROWS[0][0], ROWS[0][1].upper(), *ROWS[0][2:4], "A-9")
    held = ("9/10/2024", "Hubungi 0812 3456 7890", "Manna", "Infra", "A-8")
    path = written_to(tmp_path / "m.csv", csv_bytes([*ROWS, again, held]))
    words = ("issues", path, "--mapping", mapping(tmp_path, KEYED), "--duplicates", "link")
    before = everything(engine)
    dry = outcome(url, *words, "--dry-run")
    assert everything(engine) == before
    assert outcome(url, *words) == dry
    assert (dry["written"], dry["linked"], dry["held_back"]) == (5, 1, 1)
    assert everything(engine) != before


def test_a_dry_run_in_words_says_that_nothing_was_kept(url: str, sheet: Path, tmp_path: Path):
    result = run(url, "issues", sheet, "--mapping", mapping(tmp_path), "--dry-run")
    assert result.exit_code == 0
    assert "nothing was kept" in result.stdout
    assert result.stderr == ""


# What is there already


def test_rows_with_their_own_key_that_are_there_are_unchanged(
    url: str, engine: Engine, sheet: Path, tmp_path: Path
):
    outcome(url, "issues", sheet, "--mapping", mapping(tmp_path, KEYED))
    more = ("6/10/2024", "Pohon tumbang menutup jalan desa", "Manna", "Infra", "A-4")
    path = written_to(tmp_path / "more.csv", csv_bytes([*ROWS, more]))
    found = outcome(url, "issues", path, "--mapping", mapping(tmp_path, KEYED))
    counts = ("read", "accepted", "unchanged", "refused", "written")
    assert [found[name] for name in counts] == [4, 1, 3, 0, 1]
    assert found["duplicates"] == []
    assert [row["issue"] for row in issues(engine)] == ["A-1", "A-2", "A-3", "A-4"]


def test_a_file_of_rows_that_are_all_there_changes_nothing(
    url: str, engine: Engine, sheet: Path, tmp_path: Path
):
    outcome(url, "issues", sheet, "--mapping", mapping(tmp_path, KEYED))
    before = everything(engine)
    path = written_to(tmp_path / "utf8.csv", csv_bytes(ROWS, "utf-8"))
    for _ in range(2):
        found = outcome(url, "issues", path, "--mapping", mapping(tmp_path, KEYED))
        assert (found["unchanged"], found["written"]) == (3, 0)
    assert everything(engine) == before


def test_a_row_that_is_there_otherwise_is_refused_with_both_values(
    url: str, engine: Engine, sheet: Path, tmp_path: Path
):
    outcome(url, "issues", sheet, "--mapping", mapping(tmp_path, KEYED))
    moved = (ROWS[0][0], ROWS[0][1], "Seginim", *ROWS[0][3:])
    path = written_to(tmp_path / "m.csv", csv_bytes([moved, ROWS[1]]))
    result = run(url, "issues", path, "--mapping", mapping(tmp_path, KEYED), "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    [error] = found["errors"]
    assert (error["row"], error["column"], error["code"]) == (2, "KECAMATAN", "differs_from_stored")
    assert error["value"] == "17.01.02"
    assert "17.01.01" in error["message"]
    assert (found["unchanged"], found["refused"], found["written"]) == (1, 1, 0)


# Likely duplicates

TWICE = ("7/10/2024", "lampu jalan MATI di depan pasar, sejak juni!", "Kedurang", "Infra", "A-9")


@pytest.fixture
def with_twice(url: str, sheet: Path, tmp_path: Path) -> Path:
    """A file whose first row was told before, in other letters, and whose second is new."""
    outcome(url, "issues", sheet, "--mapping", mapping(tmp_path, KEYED))
    new = ("8/10/2024", "Pohon tumbang menutup jalan desa", "Manna", "Infra", "A-8")
    return written_to(tmp_path / "twice.csv", csv_bytes([TWICE, new]))


def test_likely_duplicates_are_listed_in_pairs_and_kept(
    url: str, engine: Engine, with_twice: Path, tmp_path: Path
):
    found = outcome(url, "issues", with_twice, "--mapping", mapping(tmp_path, KEYED))
    [pair] = found["duplicates"]
    assert (pair["row"], pair["of"], pair["of_row"]) == (2, "A-1", None)
    assert 0.9 < pair["score"] <= 1
    assert found["written"] == 2
    assert len(issues(engine)) == 5


def test_likely_duplicates_are_skipped_when_told_so(
    url: str, engine: Engine, with_twice: Path, tmp_path: Path
):
    words = ("issues", with_twice, "--mapping", mapping(tmp_path, KEYED), "--duplicates", "skip")
    found = outcome(url, *words)
    assert (found["written"], found["skipped"]) == (1, 1)
    assert [row["issue"] for row in issues(engine)] == ["A-1", "A-2", "A-3", "A-8"]


def test_likely_duplicates_are_linked_when_told_so(
    url: str, engine: Engine, with_twice: Path, tmp_path: Path
):
    words = ("issues", with_twice, "--mapping", mapping(tmp_path, KEYED), "--duplicates", "link")
    found = outcome(url, *words)
    assert (found["written"], found["linked"], found["kept_apart"]) == (2, 1, [])
    with reading(engine) as session:
        events = [e for e in dataset_rows(session)["events"] if e["issue"] == "A-9"]
        imports = [entry.action for entry in entries(session) if entry.action == "import"]
    assert [(event["event"], event["into"]) for event in events] == [("merged", "A-1")]
    assert imports == ["import", "import"]


def test_a_pair_told_in_the_other_order_is_kept_apart_and_said_so(
    url: str, sheet: Path, tmp_path: Path
):
    outcome(url, "issues", sheet, "--mapping", mapping(tmp_path, KEYED))
    earlier = written_to(tmp_path / "m.csv", csv_bytes([("1/10/2024", *TWICE[1:])]))
    words = ("issues", earlier, "--mapping", mapping(tmp_path, KEYED), "--duplicates", "link")
    found = outcome(url, *words)
    assert (found["written"], found["linked"]) == (1, 0)
    assert [(kept["issue"], kept["code"]) for kept in found["kept_apart"]] == [
        ("A-9", "merged_into_later")
    ]


# Personal data, and the report that goes back


def test_a_text_with_personal_data_comes_in_and_is_held_back(
    url: str, engine: Engine, tmp_path: Path
):
    row = ("9/10/2024", "Hubungi 0812 3456 7890 segera", "Manna", "Infra", "A-8")
    path = written_to(tmp_path / "m.csv", csv_bytes([row]))
    found = outcome(url, "issues", path, "--mapping", mapping(tmp_path, KEYED))
    assert [(f["row"], f["column"], f["code"]) for f in found["flags"]] == [
        (2, "URAIAN", "personal_data")
    ]
    assert "0812" not in json.dumps(found)
    listed = CliRunner().invoke(
        app, ["issues", "--as-of", "2024-11-01", "--format", "json"], env={"DATABASE_URL": url}
    )
    assert "0812" not in listed.stdout
    assert '"A-8"' in listed.stdout


def test_the_report_goes_back_to_the_station_and_comes_in_again_put_right(
    url: str, engine: Engine, tmp_path: Path
):
    wrong = ("31/02/2024", "Lampu padam di simpang tiga", "Manna", "Infra", "007")
    title = ["Rekap masukan"]
    path = workbook(tmp_path / "m.xlsx", Rekap=[title, HEADER, *ROWS])
    book = openpyxl.load_workbook(path)
    book["Rekap"].append(wrong)
    book.save(path)
    report = tmp_path / "report.xlsx"
    words = ("issues", path, "--mapping", mapping(tmp_path, KEYED), "--report", report)
    assert run(url, *words).exit_code == 1
    page = openpyxl.load_workbook(report)["Rekap"]
    assert [cell.value for cell in page[2]] == [*HEADER, "What to put right"]
    assert [cell.value for cell in page[6]][:5] == list(wrong)
    assert str(page["F6"].value).startswith("TANGGAL: 31/02/2024")
    assert page["F5"].value is None
    page["A6"] = "28/02/2024"
    back = io.BytesIO()
    page.parent.save(back)
    put_right = written_to(tmp_path / "back.xlsx", back.getvalue())
    found = outcome(url, "issues", put_right, "--mapping", mapping(tmp_path, KEYED))
    assert (found["read"], found["written"]) == (4, 4)
    with reading(engine) as session:
        kept = {row["issue"]: row for row in dataset_rows(session)["issues"]}
    assert str(kept["007"]["reported_on"]) == "2024-02-28"


def test_the_report_as_json_is_what_stdout_says(url: str, sheet: Path, tmp_path: Path):
    report = tmp_path / "report.json"
    words = ("issues", sheet, "--mapping", mapping(tmp_path), "--report", report)
    assert outcome(url, *words) == json.loads(report.read_text(encoding="utf-8"))
