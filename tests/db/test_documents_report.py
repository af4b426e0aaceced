"""The command that makes documents: its files, its exit codes, its entry in the trail."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.main import app
from db.engine import make_engine, reading
from documents.kinds import KINDS
from tests.databases import SqliteDatabases
from tests.workbooks import sheets

TWO_AREAS = ("--sub-district", "17.01.01", "--sub-district", "17.01.02")


def run(url: str, *words: str | Path) -> Result:
    env = {"DATABASE_URL": url, "KONDUSIF_LANGUAGE": "id"}
    return CliRunner().invoke(app, ["report", *(str(word) for word in words)], env=env)


@pytest.fixture
def url(sqlite_databases: SqliteDatabases):
    with sqlite_databases.fresh("shipped") as address:
        yield address


def last_entry(url: str):
    from sqlalchemy import select

    from db.tables.trail import AuditEntry

    engine = make_engine(url)
    with reading(engine) as session:
        row = session.execute(
            select(AuditEntry.seq, AuditEntry.action, AuditEntry.subject, AuditEntry.payload)
            .order_by(AuditEntry.seq.desc())
            .limit(1)
        ).one()
    engine.dispose()
    return row


def test_a_message_is_written_and_its_number_in_the_trail_stands_in_its_foot(
    url: str, tmp_path: Path
) -> None:
    file = tmp_path / "pesan.txt"

    result = run(url, "message", "--as-of", "2024-11-26", "--since", "2024-11-01", "-o", file)

    assert (result.exit_code, result.stderr) == (0, "")
    entry = last_entry(url)
    assert (entry.action, entry.subject) == ("document", "message")
    assert '"since":"2024-11-01"' in entry.payload
    text = file.read_text(encoding="utf-8")
    assert text.endswith(f"jejak audit nomor {entry.seq}")
    assert "Sejak 1 November 2024 tercatat 2 masukan" in text


def test_a_workbook_is_written(url: str, tmp_path: Path) -> None:
    file = tmp_path / "buku.xlsx"

    result = run(url, "workbook", "--as-of", "2024-11-26", "--public", "-o", file)

    assert result.exit_code == 0
    made = sheets(file.read_bytes())
    assert made["Angka"][0][0] == "CONTOH DARI TUJUH BERITA, BUKAN PENILAIAN WILAYAH"
    assert '"public":true' in last_entry(url).payload


def test_the_file_goes_to_stdout_alone_when_asked(url: str) -> None:
    result = run(url, "message", "--as-of", "2024-11-26", "-o", "-")

    assert result.exit_code == 0
    assert result.stdout.startswith("CONTOH DARI TUJUH BERITA")
    assert "dibuat;" not in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("poster", "--as-of", "2024-11-26"),
        ("message", "--as-of", "26-11-2024"),
        ("message", "--as-of", "2024-11-26", "--since", "2024-11-26"),
        ("message", "--as-of", "2024-11-26", "--sub-district", "99.99.99"),
        ("message", "--as-of", "2024-11-26", "--unit", "polsek-nowhere"),
        ("message", "--as-of", "2024-11-26", "--meeting", "P-0"),
        ("message", "--as-of", "2024-11-26", "--blank"),
        ("message", "--as-of", "2024-11-26", "--ratio", "4:3"),
        ("sheet", "--as-of", "2024-11-26"),
        (
            "sheet",
            "--as-of",
            "2024-11-26",
            "--sub-district",
            "17.01.01",
            "--sub-district",
            "17.01.02",
        ),
        ("handover", "--as-of", "2024-11-26"),
        ("minutes", "--as-of", "2024-11-26"),
    ],
)
def test_wrong_usage_is_said_with_exit_code_2_and_enters_nothing(
    url: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    before = last_entry(url).seq

    result = run(url, *words, "-o", tmp_path / "x")

    assert result.exit_code == 2
    assert not (tmp_path / "x").exists()
    assert last_entry(url).seq == before


def test_a_meeting_of_a_later_day_is_refused_with_exit_code_1(url: str, tmp_path: Path) -> None:
    file = tmp_path / "x"

    result = run(url, "message", "--as-of", "2024-11-26", "--meeting", "P-2025-01-12", "-o", file)

    assert result.exit_code == 1
    assert result.stderr == (
        "report, kolom meeting: pertemuan P-2025-01-12 tidak ada "
        "atau belum diadakan pada hari itu\n"
    )
    assert not file.exists()


@pytest.mark.parametrize("there", ["no folder", "a file", "a folder of that name", "not writable"])
def test_a_file_that_cannot_be_written_is_said_before_the_trail_has_an_entry(
    url: str, tmp_path: Path, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = last_entry(url).seq
    file, said = {
        "no folder": (tmp_path / "no" / "x", f"{tmp_path / 'no'}: tidak ada folder itu"),
        "a file": (tmp_path / "file" / "x", f"{tmp_path / 'file'}: tidak ada folder itu"),
        "a folder of that name": (tmp_path, f"{tmp_path}: ini folder"),
        "not writable": (tmp_path / "x", f"{tmp_path / 'x'}: tidak boleh ditulis"),
    }[there]
    (tmp_path / "file").touch()
    if there == "not writable":
        # The tests may run as root, who may write anywhere.
        monkeypatch.setattr("cli.context.os.access", lambda path, mode: False)

    result = run(url, "message", "--as-of", "2024-11-26", "-o", file)

    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(said)
    assert last_entry(url).seq == before


@pytest.mark.parametrize("kind", ["deck", "brief", "message", "workbook"])
def test_every_document_has_one_entry_in_the_trail(url: str, tmp_path: Path, kind: str) -> None:
    before = last_entry(url).seq

    for number, file in enumerate((tmp_path / "x", "-"), start=1):
        result = run(url, kind, "--as-of", "2024-11-26", "-o", file)

        assert result.exit_code == 0
        entry = last_entry(url)
        assert (entry.seq, entry.action, entry.subject) == (before + number, "document", kind)


@pytest.mark.parametrize(
    ("kind", "of"),
    [
        ("sheet", ("--as-of", "2024-11-26", "--sub-district", "17.01.01")),
        ("handover", ("--as-of", "2024-11-26", "--unit", "polsek-kedurang")),
        ("minutes", ("--as-of", "2025-01-26", "--meeting", "P-2024-12-29")),
        ("minutes", ("--blank",)),
    ],
)
def test_every_paper_of_one_thing_has_one_entry_in_the_trail(
    url: str, tmp_path: Path, kind: str, of: tuple[str, ...]
) -> None:
    before = last_entry(url).seq

    assert run(url, kind, *of, "-o", tmp_path / "x").exit_code == 0

    entry = last_entry(url)
    assert (entry.seq, entry.action, entry.subject) == (before + 1, "document", kind)


def test_a_kind_that_nobody_makes_is_refused(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(KINDS, "message")

    result = run(url, "message", "--as-of", "2024-11-26", "-o", tmp_path / "x")

    assert result.exit_code == 1
    assert "message belum dapat dibuat" in result.stderr
