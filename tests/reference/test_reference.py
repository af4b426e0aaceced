"""The plain implementation, held against the figures that were worked out by hand."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.reference import board, history, life
from tests.reference import ledger as folders
from tests.reference.random_ledger import random_ledger
from tests.reference.random_lives import blank

DATASET = Path(__file__).parents[2] / "assets" / "datasets" / "bengkulu-selatan"
EVE = date(2024, 11, 26)


def on(text: str) -> date:
    return date.fromisoformat(text)


def status(rows: list[dict], code: str) -> tuple:
    """Level, hatched and reasons of one kecamatan."""
    row = next(row for row in rows if row["sub_district"] == code)
    return row["level"], row["hatched"], " ".join(row["reasons"])


def empty_ledger() -> folders.Ledger:
    """The shipped areas, units and stages without any record."""
    ledger = folders.read(DATASET)
    ledger.meetings, ledger.reports, ledger.issues, ledger.events = [], [], [], []
    return ledger


def add(ledger: folders.Ledger, name: str, **cells) -> None:
    getattr(ledger, name).append(blank(name) | cells)


def one_issue(*events: dict, kind="complaint", category="crime", severity=2) -> folders.Ledger:
    """A ledger with one issue of 1 October 2024 in Kedurang, and its events."""
    ledger = empty_ledger()
    add(
        ledger,
        "issues",
        issue="I-1",
        reported_on=on("2024-10-01"),
        sub_district_code="17.01.01",
        kind=kind,
        category=category,
        severity=severity,
    )
    for event in events:
        add(ledger, "events", issue="I-1", **event)
    return ledger


def event(day: str, name: str, **cells) -> dict:
    return {"occurred_on": on(day), "event": name} | cells


def row_on(ledger: folders.Ledger, day: str) -> dict:
    return board.issue_rows_of(ledger, on(day))["I-1"]


# the worked examples


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-09-06", ("watch", False, "D5")),
        ("2024-09-10", ("watch", False, "C3 D5")),
        ("2024-11-26", ("watch", True, "C3 D2 D4 D5")),
    ],
)
def test_example_1_kedurang_with_an_unlisted_promise(day, expected):
    assert status(board.board(DATASET, on(day)), "17.01.01") == expected


def test_example_2_bunga_mas_without_a_record_has_no_data():
    rows = board.board(DATASET, on("2024-11-20"))
    assert status(rows, "17.01.10") == ("no_data", False, "D3")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-10-12", ("watch", False, "C1 D5")),
        ("2024-10-27", ("watch", True, "C1 C2 D2 D5")),
        ("2024-11-10", ("high", True, "B2 C1 C2 D2 D4 D5")),
    ],
)
def test_example_3_seginim_with_an_issue_of_severity_2(day, expected):
    ledger = empty_ledger()
    held = on("2024-10-06")
    add(
        ledger,
        "meetings",
        meeting="M-1",
        held_on=held,
        programme="minggu-kasih",
        sub_district_codes=["17.01.02"],
        village_codes=["17.01.02.2008"],
        promised="yes",
        inputs="itemised",
    )
    add(
        ledger,
        "issues",
        issue="I-1",
        reported_on=held,
        meeting="M-1",
        sub_district_code="17.01.02",
        kind="complaint",
        category="liquor-drugs",
        severity=2,
    )
    add(
        ledger,
        "events",
        issue="I-1",
        occurred_on=held,
        event="assigned",
        unit="polsek-seginim",
        due_on=on("2024-10-20"),
    )
    assert status(board.board_of(ledger, on(day)), "17.01.02") == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-11-27", ("calm", False, "")),
        ("2024-11-29", ("watch", False, "D1")),
        ("2024-11-30", ("stale", False, "D2")),
    ],
)
def test_example_4_kedurang_ilir_calm_until_the_reports_stop(day, expected):
    ledger = empty_ledger()
    villages = [v["code"] for v in ledger.villages if v["sub_district_code"] == "17.01.07"]
    assert len(villages) == 12
    for key, held, named in (
        ("M-1", "2024-10-20", villages[:4]),
        ("M-2", "2024-11-10", villages[3:7]),
    ):
        add(
            ledger,
            "meetings",
            meeting=key,
            held_on=on(held),
            programme="sambang",
            sub_district_codes=["17.01.07"],
            village_codes=named,
            promised="yes",
            inputs="itemised",
        )
    for key, meeting, severity in (("I-1", "M-1", 2), ("I-2", "M-2", 1)):
        add(
            ledger,
            "issues",
            issue=key,
            reported_on=on("2024-11-10"),
            meeting=meeting,
            sub_district_code="17.01.07",
            kind="request",
            category="patrol",
            severity=severity,
        )
        due = on("2024-12-10")
        ledger.events.append(
            blank("events") | event("2024-11-10", "assigned", issue=key, due_on=due)
        )
    add(ledger, "events", issue="I-1", **event("2024-11-12", "claimed", unit="polsek-kedurang"))
    add(ledger, "events", issue="I-1", **event("2024-11-14", "verified", by_group="residents"))
    for number in range(18):
        add(
            ledger,
            "reports",
            report=f"R-{number:02}",
            reported_on=on("2024-11-10") + timedelta(days=number),
            kind="daily",
            unit="polsek-kedurang",
            sub_district_codes=["17.01.07"],
            nil="yes",
        )
    assert history.check(ledger) == []
    assert status(board.board_of(ledger, on(day)), "17.01.07") == expected


def test_the_eve_of_the_vote_is_as_drawn():
    rows = board.board(DATASET, EVE)
    levels = [row["level"] for row in rows]
    counted = [levels.count(level) for level in ("calm", "watch", "high", "very_high", "no_data")]
    assert counted == [0, 3, 2, 0, 6]
    assert sum(row["hatched"] for row in rows) == 5
    drivers = {row["sub_district"]: row["driver"] for row in rows if row["hatched"]}
    assert drivers == {
        "17.01.01": "follow_up",
        "17.01.02": "follow_up",
        "17.01.04": "problem",
        "17.01.07": "follow_up",
        "17.01.09": "follow_up",
    }
    assert [row["longest_late"] for row in rows] == [0, 37, 0, 0, 0, 0, 0, 0, 608, 0, 0]
    assert board.attention_order(rows)[:2] == ["17.01.09", "17.01.02"]
    assert board.days_current(DATASET, EVE) == (15, 330)


# the walk of the due day


def test_a_date_given_when_already_late_leaves_it_late():
    ledger = one_issue(event("2024-10-16", "assigned", due_on=on("2024-10-30")))
    row = row_on(ledger, "2024-10-20")
    assert (row["due"], row["due_on"]) == (on("2024-10-15"), on("2024-10-30"))
    assert row["late_days"] == 5


def test_an_assignment_after_a_referral_in_time_starts_anew():
    ledger = one_issue(
        event("2024-10-10", "referred", unit="kpu", due_on=on("2024-10-12")),
        event("2024-11-01", "assigned"),
    )
    row = row_on(ledger, "2024-11-02")
    assert (row["due"], row["without_due"]) == (on("2024-11-15"), True)


def test_a_claim_in_time_gives_fourteen_days_to_confirm_and_a_late_one_none():
    in_time = one_issue(event("2024-10-01", "assigned"), event("2024-10-15", "claimed"))
    late = one_issue(event("2024-10-01", "assigned"), event("2024-10-16", "claimed"))
    assert row_on(in_time, "2024-11-01")["due"] == on("2024-10-29")
    assert row_on(late, "2024-11-01")["due"] == on("2024-10-15")


def test_a_neutrality_issue_is_handed_over_from_receipt_until_it_is_taken_back():
    ledger = one_issue(
        event("2024-10-02", "referred", unit="bawaslu"),
        event("2024-10-05", "receipt", unit="bawaslu"),
        event("2024-10-20", "answered", unit="bawaslu"),
        event("2024-10-25", "assigned"),
        category="neutrality",
    )
    days = ("2024-10-04", "2024-10-05", "2024-10-20", "2024-10-25")
    assert [row_on(ledger, day)["open"] for day in days] == [True, False, False, True]


def test_an_issue_nobody_assessed_counts_as_medium_from_the_fourth_day():
    ledger = one_issue(severity=None)
    assert [row_on(ledger, day)["s"] for day in ("2024-10-04", "2024-10-05")] == [1, 2]


def test_the_day_of_entry_is_the_day_of_the_station():
    assert folders.known_on("2024-11-26T17:00:00+00:00") == on("2024-11-27")
    assert folders.known_on("2024-11-26T16:59:59+00:00") == EVE
    assert folders.known_on("2024-11-26") == EVE
    assert folders.known_on("") is None


# what a load refuses

CLAIM = event("2024-10-03", "claimed", unit="sat-reskrim")
ASSIGNMENT = event("2024-10-02", "assigned", unit="sat-reskrim")


@pytest.mark.parametrize(
    ("word", "events"),
    [
        ("order", [event("2024-10-02", "claimed", unit="sat-reskrim")]),
        ("order", [event("2024-10-02", "reported_back")]),
        ("order", [ASSIGNMENT, CLAIM, event("2024-10-04", "merged", into="I-1")]),
        ("before", [event("2024-09-30", "triaged")]),
        ("settled", [event("2024-10-02", "settled")]),
        ("verified", [ASSIGNMENT, CLAIM, event("2024-10-04", "verified")]),
        ("verified", [ASSIGNMENT, CLAIM, event("2024-10-04", "verified", unit="sat-reskrim")]),
        (
            "verified",
            [
                ASSIGNMENT,
                CLAIM,
                event("2024-10-04", "triaged", severity=3),
                event("2024-10-05", "triaged", severity=1),
                event("2024-10-06", "verified", unit="sat-reskrim", by_group="residents"),
            ],
        ),
        (
            "reopened",
            [
                ASSIGNMENT,
                CLAIM,
                event("2024-10-04", "verified", by_group="residents"),
                event("2025-01-03", "reopened"),
            ],
        ),
        ("merged", [event("2024-10-02", "merged", into="I-1")]),
        ("withdrawn", [event("2024-10-02", "withdrawn")]),
        ("unknown", [event("2024-10-02", "assigned", unit="sat-nowhere")]),
        ("unknown", [event("2024-10-02", "unable", reason="no-idea")]),
    ],
)
def test_a_breach_is_named(word, events):
    faults = history.check(one_issue(*events))
    assert [fault.split(":")[0] for fault in faults] == [word]


@pytest.mark.parametrize(
    "last",
    [
        event("2024-10-04", "verified", unit="sat-reskrim", by_group="residents"),
        event("2024-10-04", "verified", by_group="residents"),
        event("2024-10-04", "verified", unit="bag-ops"),
    ],
)
def test_a_medium_claim_is_verified_by_another_unit_or_a_group(last):
    assert history.check(one_issue(ASSIGNMENT, CLAIM, last)) == []


def test_what_was_verified_may_be_reopened_on_the_ninetieth_day():
    ledger = one_issue(
        ASSIGNMENT,
        CLAIM,
        event("2024-10-04", "verified", by_group="residents"),
        event("2025-01-02", "reopened"),
    )
    assert history.check(ledger) == []


def test_a_voided_event_breaks_no_rule_and_moves_nothing():
    mistake = event("2024-09-01", "verified", voided_on=on("2024-10-09"))
    ledger = one_issue(ASSIGNMENT, mistake, CLAIM)
    assert history.check(ledger) == []
    assert row_on(ledger, "2024-10-05")["state"] == "claimed"


def test_the_shipped_dataset_breaks_no_rule():
    assert history.check_history(DATASET) == []


# random ledgers


@pytest.fixture(scope="module", params=[1, 2])
def made_up(request, tmp_path_factory) -> folders.Ledger:
    folder = tmp_path_factory.mktemp("ledger")
    return random_ledger(folder, request.param, source=DATASET, issues=60, shuffled=True)


def test_a_random_ledger_breaks_no_rule(made_up):
    assert history.check(made_up) == []
    assert len(made_up.issues) == 60


def test_the_same_seed_makes_the_same_files(tmp_path):
    for name in ("one", "two"):
        random_ledger(tmp_path / name, 3, source=DATASET, issues=20)
    for file in (tmp_path / "one").glob("*.csv"):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


RANK = {"no_data": 2.5, "stale": 2.5, "calm": 1, "watch": 2, "high": 3, "very_high": 4}
WEEKS = [on("2024-08-20") + timedelta(weeks=week) for week in range(24)]


def ranks(rows: list[dict]) -> list[float]:
    """How bad each kecamatan is, as the attention order has it."""
    return [max(RANK[row["level"]], 2.5 if row["hatched"] else 0) for row in rows]


def never_better(before: list[float], after: list[float]) -> bool:
    return all(second >= first for first, second in zip(before, after, strict=True))


def test_no_kecamatan_is_calm_without_current_data(made_up):
    for day in WEEKS:
        for row in board.board_of(made_up, day):
            if row["level"] == "calm":
                assert (row["freshness"], row["reasons"]) == ("current", [])


def test_time_passing_without_records_never_improves_a_status(made_up):
    """From a day to the next, for the ledger as it stood on the first of them."""
    for day in WEEKS:
        seen = folders.as_of(made_up, day)
        seen.meetings = [dict(row, inputs=board.inputs(row, day)) for row in seen.meetings]
        for row in seen.meetings:
            row["inputs_on"] = None
        found = [ranks(board.board_of(seen, day + timedelta(days=n))) for n in range(0, 21, 4)]
        assert all(never_better(a, b) for a, b in pairwise(found)), day


def test_adding_an_open_issue_never_improves_a_status(made_up):
    for number, day in enumerate(WEEKS):
        before = ranks(board.board_of(made_up, day))
        more = folders.as_of(made_up, day)
        code = more.sub_districts[number % 11]["code"]
        category = sorted(history.CATEGORIES)[number % 22]
        add(
            more,
            "issues",
            issue="ADDED",
            reported_on=day - timedelta(days=number),
            sub_district_code=code,
            kind="complaint",
            category=category,
            severity=number % 4 + 1,
        )
        assert never_better(before, ranks(board.board_of(more, day)))


def test_removing_a_contact_never_improves_a_status(made_up):
    for day in WEEKS:
        seen = folders.as_of(made_up, day)
        before = board.board_of(seen, day)
        unlisted = {key for row in before for key in row["records"].get("C3", [])}
        for key in [row["meeting"] for row in seen.meetings][::5]:
            if key not in unlisted:
                less = folders.as_of(seen, day)
                less.meetings = [row for row in less.meetings if row["meeting"] != key]
                assert never_better(ranks(before), ranks(board.board_of(less, day)))
        if seen.reports:
            less = folders.as_of(seen, day)
            less.reports = less.reports[:-1]
            assert never_better(ranks(before), ranks(board.board_of(less, day)))


def test_every_open_issue_is_one_of_an_area_or_of_the_whole_district(made_up):
    rows = board.issue_rows_of(made_up, on("2024-12-01"))
    whole = {i["issue"] for i in made_up.issues if i["sub_district_code"] == ""}
    opened = sum(row["open"] for key, row in rows.items() if key not in whole)
    assert opened == sum(r["open_issues"] for r in board.board_of(made_up, on("2024-12-01")))


def test_the_rules_of_due_days_agree_with_the_days_late(made_up):
    for issue in folders.as_of(made_up, on("2024-12-01")).issues:
        events = folders.events_of(folders.as_of(made_up, on("2024-12-01")), issue["issue"])
        late = life.days_late(issue, events, on("2024-12-01"))
        assert (life.days_late(issue, events, on("2024-12-02")) > 0) >= (late > 0)
