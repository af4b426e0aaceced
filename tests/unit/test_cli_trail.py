"""The commands about the trail, backup and restore: exit codes, and what is said where."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import make_engine, writing
from db.evidence import evidence_path, store
from db.tables.trail import EvidenceFile
from tests.databases import SqliteDatabases
from tests.unit.test_cli import run


@pytest.fixture
def url(sqlite_databases: SqliteDatabases):
    with sqlite_databases.fresh("shipped") as address:
        yield address


def tampered(url: str) -> None:
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.execute(text("UPDATE audit_entry SET account = 'siti'"))
    engine.dispose()


def test_verify_says_how_many_entries_and_the_head(url: str):
    result = run("audit", "verify", "--database", url)
    assert (result.exit_code, result.stderr) == (0, "")
    said, head = result.stdout.splitlines()
    assert said == "The audit trail is whole: 1 entry."
    assert head.startswith("Head of the chain: 1:")
    assert len(head.split(":")[-1]) == 64

    again = run("audit", "verify", "--head", head.split(": ")[1], "--database", url)
    assert again.exit_code == 0


def test_verify_names_the_first_broken_entry_in_one_sentence(url: str):
    tampered(url)
    result = run("audit", "verify", "--database", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "The audit trail is broken from entry 1: its columns do not say what was chained."
    ]
    indonesian = run("audit", "verify", "--database", url, KONDUSIF_LANGUAGE="id")
    assert indonesian.stderr.startswith("Jejak audit rusak mulai catatan 1: ")


def test_verify_finds_a_cut_tail_by_a_head_and_refuses_what_is_none(url: str):
    result = run("audit", "verify", "--head", f"9:{'a' * 64}", "--database", url)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert "from entry 2:" in result.stderr
    assert run("audit", "verify", "--head", "9", "--database", url).exit_code == 2


def test_show_lists_the_newest_first_and_narrowed(url: str, tmp_path: Path):
    assert run("export", tmp_path / "out", "--database", url).exit_code == 0

    result = run("audit", "show", "--format", "json", "--database", url)
    found = json.loads(result.stdout)
    assert [row["action"] for row in found["rows"]] == ["export", "load"]
    assert (found["total"], found["rows"][0]["seq"]) == (2, 2)
    assert found["rows"][0]["fields"] == {"folder": "out"}

    one = run("audit", "show", "--limit", "1", "--database", url)
    assert [line.split("\t")[3] for line in one.stdout.splitlines()] == ["export"]
    load = run("audit", "show", "--action", "load", "--database", url)
    assert [line.split("\t")[0] for line in load.stdout.splitlines()] == ["1"]
    assert run("audit", "show", "--subject", "KDR-1", "--database", url).stdout == ""


def test_every_export_prints_the_head_that_verify_prints(url: str, tmp_path: Path):
    head = run("export", tmp_path / "out", "--database", url).stdout.splitlines()[-1]
    assert head == run("audit", "verify", "--database", url).stdout.splitlines()[-1]


def test_a_backup_and_its_restore_say_head_key_and_what_is_kept(url: str, tmp_path: Path):
    file = tmp_path / "a.backup"
    result = run("backup", file, "--database", url)
    assert result.exit_code == 0, result.stderr
    head = (tmp_path / "a.backup.head").read_text().strip()
    saved, printed, key = result.stdout.splitlines()
    assert str(file) in saved
    assert head in printed
    assert "audit.key" in key

    restored = run("restore", file, "--database", url)
    assert restored.exit_code == 0, restored.stderr
    assert ".before-restore-" in restored.stdout
    assert run("audit", "verify", "--head", head, "--database", url).exit_code == 0
    assert run("check", "--database", url).exit_code == 0


def test_backup_restore_and_check_speak_of_the_evidence_files(url: str, tmp_path: Path):
    engine = make_engine(url)
    with writing(engine) as session:
        digest = store(b"a photo")
        session.add(EvidenceFile(sha256=digest, mime="image/png", size=7, original_sha256=digest))
    engine.dispose()
    saved = run("backup", tmp_path / "a.backup", "--database", url)
    assert str(tmp_path / "a.backup.evidence") in saved.stdout

    evidence_path(digest).unlink()
    checked = run("check", "--database", url)
    assert (checked.exit_code, checked.stdout) == (1, "")
    assert digest in checked.stderr
    lost = run("backup", tmp_path / "b.backup", "--database", url)
    assert (lost.exit_code, digest in lost.stderr) == (0, True)

    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.db'}"
    restored = run("restore", tmp_path / "a.backup", "--database", elsewhere)
    assert restored.exit_code == 0, restored.stderr
    assert evidence_path(digest).read_bytes() == b"a photo"
    assert run("check", "--database", elsewhere).exit_code == 0


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_refusal_is_one_line_on_stderr(url: str, tmp_path: Path, command: str):
    file = tmp_path / "a.txt"
    file.write_text("something else")
    result = run(command, file, "--database", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert str(file) in result.stderr


def test_check_finds_a_broken_chain(url: str):
    tampered(url)
    result = run("check", "--database", url)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "audit trail is broken from entry 1" in result.stderr
