"""A paper of a past day says how much of it was entered later, and that it is as known then."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, update

from db.engine import reading
from documents.handover import unit_handover
from documents.minutes import meeting_minutes
from documents.sheet import sub_district_sheet
from domain.permissions import STATION, Reader
from domain.scope import Scope
from domain.vocabulary import Role
from ingest.dataset import load_folder
from models import Issue
from tests.databases import planting
from tests.db.test_paper_records import pages_of
from tests.folders import copied, table, write
from wording.translator import Translator

T = Translator("id")
EVE = date(2024, 11, 26)
THEN = Scope(EVE)
AS_KNOWN = Scope(EVE, known=True)
MANNA, SEGINIM = "17.01.04", "17.01.02"
FILES = ("meetings", "issues", "events")


def entered(folder: Path, key: str, files: tuple[str, ...] = FILES) -> None:
    """Date the entry of a meeting, its inputs and their events to the day after the eve."""
    for file in files:
        header, rows = table(folder, file)
        for row in rows:
            if row[header[0]].startswith(key):
                row["recorded_at"] = "2024-11-27"
        write(folder, file, header, rows)


@pytest.fixture
def late(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    """The sample, in which two meetings were entered later: of Manna 5 records, of Seginim 3.

    The meeting of Manna brought two inputs, each with its assignment, that of Seginim one.
    """
    folder = copied(tmp_path)
    entered(folder, "P-2024-11-17")
    entered(folder, "P-2024-10-06")
    load_folder(sqlite_engine, folder)
    return sqlite_engine


@pytest.fixture
def written_later(sqlite_engine: Engine, tmp_path: Path) -> Engine:
    """The sample, in which the inputs of the meeting of Manna were entered later than it."""
    folder = copied(tmp_path)
    entered(folder, "P-2024-11-17", ("issues", "events"))
    load_folder(sqlite_engine, folder)
    return sqlite_engine


def sheet(engine: Engine, code: str, scope: Scope, t: Translator = T) -> list[str]:
    with reading(engine) as session:
        return pages_of(sub_district_sheet(session, STATION, t, scope, code))


def handover(engine: Engine, unit: str, scope: Scope) -> str:
    with reading(engine) as session:
        return " ".join(pages_of(unit_handover(session, STATION, T, scope, unit)))


def minutes(engine: Engine, key: str, scope: Scope, reader: Reader = STATION) -> str:
    with reading(engine) as session:
        return " ".join(pages_of(meeting_minutes(session, reader, T, scope, key)))


def test_a_sheet_counts_what_of_its_kecamatan_was_entered_later(late: Engine) -> None:
    pages = sheet(late, MANNA, THEN)

    assert len(pages) == 1
    assert "5 catatan dimasukkan setelah tanggal ini" in pages[0]
    assert "3 catatan dimasukkan setelah tanggal ini" in sheet(late, SEGINIM, THEN)[0]
    assert "dimasukkan setelah" not in sheet(late, "17.01.09", THEN)[0]


def test_a_sheet_counts_a_report_of_its_kecamatan_that_was_entered_later(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    header, _ = table(folder, "reports")
    row = dict.fromkeys(header, "") | {
        "report": "L-1",
        "kind": "daily",
        "unit": "polsek-manna",
        "reported_on": "2024-11-20",
        "sub_district_codes": f"{MANNA};{SEGINIM}",
        "recorded_at": "2024-11-27",
    }
    write(folder, "reports", header, [row])
    load_folder(sqlite_engine, folder)

    assert "1 catatan dimasukkan setelah tanggal ini" in sheet(sqlite_engine, MANNA, THEN)[0]
    assert "dimasukkan setelah" not in sheet(sqlite_engine, "17.01.05", THEN)[0]


def test_a_sheet_as_known_then_says_so_and_what_it_leaves_out(late: Engine) -> None:
    (page,) = sheet(late, MANNA, AS_KNOWN)

    assert "sebagaimana diketahui saat itu" in page
    assert "5 catatan yang dimasukkan setelah tanggal ini tidak dihitung" in page
    assert (
        "5 records entered after this day are left out"
        in (sheet(late, MANNA, AS_KNOWN, Translator("en"))[0])
    )


def test_a_handover_counts_what_of_its_promises_was_entered_later(late: Engine) -> None:
    """Two inputs and their assignments: the meeting where they were told is not on it."""
    then = handover(late, "polsek-manna", THEN)
    as_known = handover(late, "polsek-manna", AS_KNOWN)

    assert "4 catatan dimasukkan setelah tanggal ini" in then
    assert "sebagaimana diketahui" not in then
    assert "P-2024-11-17-1" in then
    assert "posisi 26 November 2024 · sebagaimana diketahui saat itu" in as_known
    assert "4 catatan yang dimasukkan setelah tanggal ini tidak dihitung" in as_known
    assert "P-2024-11-17-1" not in as_known
    assert "dimasukkan setelah" not in handover(late, "sat-binmas", THEN)


def test_a_handover_counts_the_outcome_entered_later_that_took_a_promise_off_it(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    header, rows = table(folder, "events")
    outcome = dict.fromkeys(header, "") | {
        "issue": "P-2024-10-06-1",
        "occurred_on": "2024-11-20",
        "event": "verified",
        "unit": "polres-bengkulu-selatan",
        "recorded_at": "2024-11-27",
    }
    done = outcome | {"event": "claimed", "unit": "polsek-seginim", "recorded_at": ""}
    write(folder, "events", header, [*rows, done, outcome])
    load_folder(sqlite_engine, folder)
    then = handover(sqlite_engine, "polsek-seginim", THEN)

    assert "P-2024-10-06-1" not in then
    assert "1 catatan dimasukkan setelah tanggal ini" in then


def test_minutes_say_of_which_day_they_are_and_what_of_them_was_entered_later(
    late: Engine,
) -> None:
    said = minutes(late, "P-2024-11-17", THEN)

    assert "Minggu, 17 November 2024 · Posisi 26 November 2024" in said
    assert "5 catatan dimasukkan setelah tanggal ini" in said
    assert "dimasukkan setelah" not in minutes(late, "P-2024-09-05", THEN)


def test_minutes_as_known_then_say_so_and_what_they_leave_out(written_later: Engine) -> None:
    said = minutes(written_later, "P-2024-11-17", AS_KNOWN)

    assert "Posisi 26 November 2024 · sebagaimana diketahui saat itu" in said
    assert "4 catatan yang dimasukkan setelah tanggal ini tidak dihitung" in said
    assert "P-2024-11-17-1" not in said


def test_minutes_count_of_an_earlier_input_only_what_was_told_there(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    header, rows = table(folder, "events")
    heard = dict.fromkeys(header, "") | {
        "issue": "P-2024-10-06-1",
        "occurred_on": "2024-11-17",
        "event": "reported_back",
        "by_group": "residents",
        "meeting": "P-2024-11-17",
        "recorded_at": "2024-11-27",
    }
    elsewhere = heard | {"event": "in_progress", "meeting": "", "occurred_on": "2024-11-10"}
    write(folder, "events", header, [*rows, elsewhere, heard])
    load_folder(sqlite_engine, folder)

    said = minutes(sqlite_engine, "P-2024-11-17", THEN)
    assert "1 catatan dimasukkan setelah tanggal ini" in said


def test_a_paper_counts_nothing_that_is_not_its_readers(late: Engine) -> None:
    analyst = Reader("analis", frozenset({Role.ANALYST}), "bag-ops")
    with planting(late) as session:
        complaint = update(Issue).where(Issue.issue == "P-2024-11-17-1")
        session.execute(complaint.values(category="police-service"))

    assert "3 catatan dimasukkan" in minutes(late, "P-2024-11-17", THEN, analyst)
    assert "5 catatan dimasukkan" in minutes(late, "P-2024-11-17", THEN)
