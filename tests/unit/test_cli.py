"""The command line: exit codes, machine output on stdout alone, one line a fault."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import update
from typer.testing import CliRunner

from cli.main import app
from db.engine import make_engine, reading, writing
from db.queries.dataset import dataset_rows
from db.queries.installation import ledger_version, mark_of
from db.tables.derived import IssueSpan
from tests.databases import SHIPPED, SqliteDatabases
from tests.folders import add, contents, copied, edit


def run(*words: str | Path, **environment: str) -> Result:
    """Run a command of the command line; DATABASE_URL is as it was afterwards."""
    env = {"DATABASE_URL": None, "KONDUSIF_LANGUAGE": "en", **environment}
    return CliRunner().invoke(app, [str(word) for word in words], env=env)


@pytest.fixture
def url(sqlite_databases: SqliteDatabases):
    with sqlite_databases.fresh("shipped") as address:
        yield address


def board(*words: str) -> dict[str, dict]:
    result = run("board", *words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return {row["sub_district"]: row for row in json.loads(result.stdout)}


# board


def test_the_board_is_json_on_stdout_alone_in_code_order(url: str):
    rows = board("--as-of", "2024-11-26", "--format", "json", "--database", url)
    assert list(rows) == [f"17.01.{number:02}" for number in range(1, 12)]
    assert rows["17.01.01"] == {
        "sub_district": "17.01.01",
        "level": "watch",
        "hatched": True,
        "freshness": "stale",
        "reasons": ["C3", "D2", "D4", "D5"],
        "open_issues": 0,
        "late": 0,
        "driver": "follow_up",
        "records": {"C3": ["P-2024-09-05"]},
    }
    assert (rows["17.01.02"]["open_issues"], rows["17.01.02"]["late"]) == (1, 1)


def test_the_database_may_be_named_before_or_after_the_command_or_in_the_environment(url: str):
    day = ("--as-of", "2024-11-26", "--sub-district", "17.01.04")
    after = run("board", *day, "--database", url)
    before = run("--database", url, "board", *day)
    joined = run("board", f"--database={url}", *day)
    environment = run("board", *day, DATABASE_URL=url)
    assert after.exit_code == 0
    outputs = {result.stdout for result in (after, before, joined, environment)}
    assert len(outputs) == 1
    assert [row["sub_district"] for row in json.loads(after.stdout)] == ["17.01.04"]


def test_a_database_named_on_the_line_goes_before_the_environment(url: str, tmp_path: Path):
    missing = f"sqlite:///{tmp_path / 'none.db'}"
    result = run("board", "--as-of", "2024-11-26", "--database", url, DATABASE_URL=missing)
    assert result.exit_code == 0


def test_without_an_address_the_database_is_a_file_of_this_user(home: Path):
    assert run("init").exit_code == 0
    assert (home / "kondusif.db").exists()
    assert run("check").exit_code == 0


def test_the_default_day_of_the_board_is_voting_day_once_all_is_over(url: str):
    assert board("--database", url) == board("--as-of", "2024-11-27", "--database", url)


def test_known_leaves_out_what_was_entered_after_the_day(tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "meetings", "P-2024-09-05", recorded_at="2024-11-27")
    address = f"sqlite:///{tmp_path / 'k.db'}"
    assert run("init", "--dataset", folder, "--database", address).exit_code == 0
    day = ("--as-of", "2024-11-26", "--database", address)
    assert board(*day)["17.01.01"]["level"] == "watch"
    assert board(*day, "--known")["17.01.01"]["level"] == "no_data"


def test_several_kecamatan_may_be_asked_for(url: str):
    codes = ("--sub-district", "17.01.04", "--sub-district", "17.01.01")
    assert list(board("--database", url, *codes)) == ["17.01.01", "17.01.04"]


# Wrong usage is 2, a refusal 1


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["board", "--as-of", "2024-11-31"],
        ["board", "--as-of", "yesterday"],
        ["board", "--format", "csv"],
        ["board", "--sub-district", "17.01.99"],
        ["board", "--colour", "red"],
        ["board", "surplus"],
        ["issues", "--category", "politics"],
        ["issues", "--severity", "5"],
        ["issues", "--state", "gone"],
        ["issues", "--stage", "halftime"],
        ["issues", "--limit", "-1"],
        ["issues", "--limit", "ten"],
        ["issues", "--as-of", "2024-11-26", "--since", "soon"],
        ["load"],
    ],
    ids=" ".join,
)
def test_wrong_usage_leaves_with_2_and_says_nothing_on_stdout(url: str, words):
    result = run(*words, "--database", url)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_an_unknown_code_is_answered_with_those_that_exist(url: str):
    result = run("board", "--sub-district", "17.01.99", "--database", url, COLUMNS="500")
    assert "17.01.99" in result.stderr
    assert "17.01.01" in result.stderr


@pytest.mark.parametrize("address", ["kondusif", "mysql://a:secret@b/c", "://"])
def test_an_address_of_no_database_is_wrong_usage_and_is_not_repeated(address):
    result = run("board", "--database", address)
    assert result.exit_code == 2
    assert "secret" not in result.stderr
    environment = run("board", DATABASE_URL=address)
    assert environment.exit_code == 1
    assert len(environment.stderr.splitlines()) == 1
    assert "secret" not in environment.stderr


@pytest.mark.parametrize("words", [["board"], ["issues"], ["check"], ["export", "out"]])
def test_a_missing_database_is_refused_and_not_made(tmp_path: Path, words):
    path = tmp_path / "none.db"
    result = run(*words, "--database", f"sqlite:///{path}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert str(path) in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not path.exists()


@pytest.mark.parametrize("words", [["board"], ["init"], ["check"]])
def test_what_is_no_database_is_refused_and_left_as_it_is(tmp_path: Path, words):
    path = tmp_path / "letter.db"
    path.write_bytes(b"dear colleague, " * 300)
    result = run(*words, "--database", f"sqlite:///{path}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert path.read_bytes() == b"dear colleague, " * 300


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("")
    result = run("init", "--database", f"sqlite:///{tmp_path / 'file' / 'k.db'}")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1


def test_a_server_that_does_not_answer_is_refused_in_one_line():
    result = run("board", "--database", "postgresql://u:secret@127.0.0.1:1/x")
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "secret" not in result.stderr


# init, load, export, check


def state(address: str) -> tuple[int, object, set[str]]:
    """Ledger version, mark, and the files that have rows."""
    engine = make_engine(address)
    with reading(engine) as session:
        filled = {name for name, rows in dataset_rows(session).items() if rows}
        found = ledger_version(session), mark_of(session), filled
    engine.dispose()
    return found


REFERENCE = {"districts", "elections", "stages", "sub_districts", "villages", "units"}


def test_init_loads_the_sample_and_a_second_init_changes_nothing(tmp_path: Path):
    address = f"sqlite:///{tmp_path / 'new' / 'k.db'}"
    result = run("init", "--database", address)
    assert result.exit_code == 0, result.stderr
    assert state(address) == (1, "SAMPLE", REFERENCE | {"meetings", "issues", "events"})
    assert run("init", "--database", address).exit_code == 0
    assert state(address)[0] == 1


def test_init_with_reference_only_leaves_no_record_and_no_mark(tmp_path: Path):
    address = f"sqlite:///{tmp_path / 'k.db'}"
    assert run("init", "--reference-only", "--database", address).exit_code == 0
    assert state(address) == (1, None, REFERENCE)
    levels = {
        row["level"] for row in board("--as-of", "2024-11-26", "--database", address).values()
    }
    assert levels == {"no_data"}
    # and it stays that way: the sample is not let in
    again = run("load", SHIPPED, "--database", address)
    assert again.exit_code == 1
    assert state(address) == (1, None, REFERENCE)
    assert run("init", "--database", address).exit_code == 0
    assert state(address) == (1, None, REFERENCE)


def test_a_marked_database_is_not_taken_for_a_start_in_earnest(tmp_path: Path):
    address = f"sqlite:///{tmp_path / 'k.db'}"
    assert run("init", "--database", address).exit_code == 0

    again = run("init", "--reference-only", "--database", address)

    assert again.exit_code == 1
    assert "SAMPLE" in again.stderr
    assert "KONDUSIF_HOME" in again.stderr


def test_a_refused_load_says_one_line_a_fault_with_file_row_column_and_value(
    url: str, tmp_path: Path
):
    folder = copied(tmp_path)
    edit(folder, "meetings", "P-2024-10-06", held_on="2024-13-01", venue="Balai\nDesa\x01")
    edit(folder, "villages", "17.01.01.2002", sub_district_code="17.01.99")
    result = run("load", folder, "--database", url)
    assert (result.exit_code, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    for place in (
        "villages.csv, row 3, column sub_district_code: 17.01.99 ",
        "meetings.csv, row 4, column held_on: 2024-13-01 ",
        "meetings.csv, row 4, column venue: ",
    ):
        assert [line.startswith(place) for line in lines].count(True) == 1, place


def test_a_refusal_speaks_indonesian_unless_asked(url: str, tmp_path: Path):
    result = run("load", tmp_path / "nowhere", "--database", url, KONDUSIF_LANGUAGE="id")
    assert result.stderr.splitlines() == [f"{tmp_path / 'nowhere'}: tidak ada folder itu"]


def test_load_and_export_say_what_they_did(url: str, tmp_path: Path):
    folder = copied(tmp_path)
    add(
        folder,
        "events",
        issue="P-2025-01-12-3",
        occurred_on="2025-01-20",
        event="receipt",
    )
    edit(folder, "units", "bpbd", name="BPBD Bengkulu Selatan")
    result = run("load", folder, "--database", url)
    assert result.exit_code == 0, result.stderr
    # of 248 rows one is updated; one is new
    assert result.stdout.split() == ["Loaded:", "1", "new,", "1", "updated,", "247", "unchanged."]
    out = tmp_path / "out"
    assert run("export", out, "--database", url).exit_code == 0
    assert contents(out) == contents(folder)
    again = run("export", out, "--database", url)
    assert (again.exit_code, len(again.stderr.splitlines())) == (1, 1)


def test_check_finds_a_wrong_span_and_rebuild_mends_it(url: str):
    assert run("check", "--database", url).exit_code == 0
    engine = make_engine(url)
    with writing(engine) as session:
        session.execute(update(IssueSpan).values(state="verified"))
    engine.dispose()
    result = run("check", "--database", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 10
    assert run("check", "--rebuild", "--database", url).exit_code == 0
    assert run("check", "--database", url).exit_code == 0


# issues


def issues(url: str, *words: str) -> dict:
    result = run("issues", "--database", url, *words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)


def test_issues_are_json_newest_first_with_the_total(url: str):
    found = issues(url, "--as-of", "2024-12-31", "--limit", "2", "--offset", "1")
    assert found["total"] == 7
    assert [row["issue"] for row in found["rows"]] == ["P-2024-12-29-2", "P-2024-12-29-3"]
    first = issues(url, "--as-of", "2024-10-27", "--text", "MIRAS")["rows"]
    assert first == [
        {
            "issue": "P-2024-10-06-1",
            "reported_on": "2024-10-06",
            "sub_district": "17.01.02",
            "village": "17.01.02.2008",
            "kind": "complaint",
            "category": "liquor-drugs",
            "severity": None,
            "state": "assigned",
            "unit": "polsek-seginim",
            "due_on": None,
            "late_days": 7,
            "stages": ["campaign", "observer-registration", "poll-officers"],
            "text": "Penjualan miras dan obat keras kepada remaja, memicu kriminalitas",
        }
    ]


@pytest.mark.parametrize(
    ("words", "total"),
    [
        (["--state", "open"], 10),
        (["--state", "closed"], 0),
        (["--state", "referred"], 2),
        (["--state", "referred", "--state", "assigned"], 10),
        (["--category", "traffic", "--category", "patrol"], 4),
        (["--severity", "none"], 10),
        (["--severity", "2"], 0),
        (["--stage", "campaign"], 3),
        (["--stage", "rule-making"], 0),  # its start is unknown
        (["--sub-district", "17.01.05", "--category", "traffic"], 2),
        (["--unit", "satlantas"], 2),
        (["--since", "2024-12-29", "--until", "2024-12-29"], 3),
        (["--source", "direct"], 0),
        (["--text", "%"], 0),
        (["--limit", "0"], 10),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_filters_of_issues_count_what_they_say(url: str, words, total):
    found = issues(url, "--as-of", "2025-01-31", *words)
    assert found["total"] == total
    assert len(found["rows"]) == (0 if "--limit" in words else total)
