"""Who sees which record: every role against every sort of record, on both databases."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from db.engine import reading
from db.queries.choices import filter_choices, record_exists
from db.queries.issues import facet_counts, issue_count, issue_page, withheld_count
from db.scoped import visible
from domain.permissions import Reader
from domain.scope import Scope, parse
from domain.vocabulary import Role
from ingest.dataset import load_folder
from models import Issue, IssueEvent, Meeting, SituationReport, SubDistrict, Village
from tests.folders import add, copied, edit

AS_OF = date(2025, 1, 31)
HERE, THERE, NOWHERE = "17.01.01", "17.01.04", "17.01.10"
KEDURANG = frozenset({"17.01.01", "17.01.07"})

ISSUES = {
    # key: kecamatan, category, who it was assigned to
    "own": (HERE, "crime", "sat-reskrim"),
    "other": (THERE, "crime", "sat-samapta"),
    "unknown-sector": (NOWHERE, "patrol", None),
    "district": ("", "patrol", "sat-samapta"),
    "police": (HERE, "police-service", None),
    "neutral": (THERE, "neutrality", None),
    "threat": (HERE, "intimidation", "sat-reskrim"),
    "threat-there": (THERE, "intimidation", None),
}
EVERYTHING = set(ISSUES)
BY_CATEGORY = EVERYTHING - {"police", "neutral"}


def reader(*roles: Role, unit: str | None = None, areas: frozenset[str] = frozenset()) -> Reader:
    return Reader("somebody", frozenset(roles), unit, areas)


READERS = {
    "recorder": reader(Role.RECORDER, unit="polsek-kedurang", areas=KEDURANG),
    "sector head": reader(Role.SECTOR_HEAD, unit="polsek-kedurang", areas=KEDURANG),
    "recorder of nowhere": reader(Role.RECORDER),
    "district recorder": reader(
        Role.RECORDER, unit="polres-bengkulu-selatan", areas=frozenset({NOWHERE, "17.01.11"})
    ),
    "unit head": reader(Role.UNIT_HEAD, unit="sat-reskrim"),
    "referring unit head": reader(Role.UNIT_HEAD, unit="sat-binmas"),
    "unit head without unit": reader(Role.UNIT_HEAD),
    "recorder and unit head": reader(
        Role.RECORDER, Role.UNIT_HEAD, unit="sat-samapta", areas=KEDURANG
    ),
    "analyst": reader(Role.ANALYST, unit="bag-ops"),
    "commander": reader(Role.COMMANDER, unit="polres-bengkulu-selatan"),
    "inspector": reader(Role.INSPECTOR, unit="siwas"),
    "presenter": reader(Role.PRESENTER, unit="sie-humas", areas=KEDURANG),
    "administrator": reader(Role.ADMINISTRATOR, unit="polres-bengkulu-selatan", areas=KEDURANG),
    "nobody": reader(),
}
SEES_ISSUES = {
    "recorder": {"own", "threat"},
    "sector head": {"own", "threat"},
    "recorder of nowhere": set(),
    "district recorder": {"unknown-sector"},
    "unit head": {"own", "threat"},
    "referring unit head": {"other"},
    "unit head without unit": set(),
    "recorder and unit head": {"own", "threat", "other", "district"},
    "analyst": BY_CATEGORY,
    "commander": EVERYTHING,
    "inspector": EVERYTHING,
    "presenter": set(),
    "administrator": set(),
    "nobody": set(),
}
SEES_MEETINGS = {
    "recorder": {"M-here"},
    "sector head": {"M-here"},
    "recorder of nowhere": set(),
    "district recorder": set(),
    "unit head": set(),
    "referring unit head": {"M-there"},
    "unit head without unit": set(),
    "recorder and unit head": {"M-here"},
    "analyst": {"M-here", "M-there", "M-hostless"},
    "commander": {"M-here", "M-there", "M-hostless"},
    "inspector": {"M-here", "M-there", "M-hostless"},
    "presenter": set(),
    "administrator": set(),
    "nobody": set(),
}


@pytest.fixture
def ledger(engine: Engine, tmp_path: Path) -> Engine:
    """The shipped areas and units with eight issues, three meetings and three reports."""
    folder = copied(tmp_path)
    for file in ("meetings", "issues", "events"):
        path = folder / f"{file}.csv"
        path.write_text(path.read_text().splitlines()[0] + "\n")
    for key, (area, category, owner) in ISSUES.items():
        village = {HERE: f"{HERE}.2001", THERE: f"{THERE}.2001"}.get(area, "")
        add(
            folder,
            "issues",
            issue=key,
            reported_on="2024-11-01",
            sub_district_code=area,
            village_code=village,
            kind="agreement" if key == "district" else "complaint",
            category=category,
            text=f"rahasia {key}",
            raised_by="residents",
        )
        if owner:
            add(
                folder,
                "events",
                issue=key,
                occurred_on="2024-11-02",
                event="assigned",
                unit=owner,
            )
    add(
        folder,
        "events",
        issue="other",
        occurred_on="2024-11-03",
        event="referred",
        unit="sat-binmas",
    )
    for key, area, host in (
        ("M-here", HERE, ""),
        ("M-there", THERE, "sat-binmas"),
        ("M-hostless", THERE, ""),
    ):
        add(
            folder,
            "meetings",
            meeting=key,
            held_on="2024-11-01",
            programme="sambang",
            host_unit=host,
            sub_district_codes=area,
        )
        add(
            folder,
            "reports",
            report=key.replace("M", "R"),
            reported_on="2024-11-01",
            kind="daily",
            unit=host,
            sub_district_codes=area,
            nil="yes",
        )
    load_folder(engine, folder)
    return engine


def test_every_role_sees_its_own_issues_and_no_other(ledger: Engine):
    with reading(ledger) as session:
        for name, who in READERS.items():
            rows = issue_page(session, who, Scope(AS_OF))
            assert {row.issue for row in rows} == SEES_ISSUES[name], name
            assert issue_count(session, who, Scope(AS_OF)) == len(SEES_ISSUES[name]), name


def test_every_role_sees_its_own_meetings_and_reports_and_no_other(ledger: Engine):
    with reading(ledger) as session:
        for name, who in READERS.items():
            meetings = session.scalars(select(Meeting.meeting).where(visible(Meeting, who)))
            assert set(meetings) == SEES_MEETINGS[name], name
            visible_reports = visible(SituationReport, who)
            reports = session.scalars(select(SituationReport.report).where(visible_reports))
            assert set(reports) == {key.replace("M", "R") for key in SEES_MEETINGS[name]}, name


def test_the_status_of_every_kecamatan_is_for_those_who_look_across_sectors(ledger: Engine):
    across = {"unit head", "referring unit head", "unit head without unit", "analyst"}
    across |= {"commander", "inspector", "presenter", "recorder and unit head"}
    with reading(ledger) as session:
        for name, who in READERS.items():
            seen = session.scalars(select(SubDistrict.code).where(visible(SubDistrict, who))).all()
            villages = session.scalars(select(Village.code).where(visible(Village, who))).all()
            if name in across:
                assert (len(seen), len(villages)) == (11, 158), name
            else:
                assert set(seen) == who.areas, name
                assert {code[:8] for code in villages} == who.areas, name


def test_a_table_without_a_rule_of_its_own_stays_shut():
    with pytest.raises(KeyError):
        visible(IssueEvent, READERS["commander"])


def test_guessing_a_key_tells_the_same_as_one_that_does_not_exist(ledger: Engine):
    with reading(ledger) as session:
        for name, who in READERS.items():
            for key in (*ISSUES, "missing"):
                seen = key in SEES_ISSUES[name]
                assert record_exists(session, who, "issue", key) is seen, (name, key)
            for key in ("M-here", "M-there", "M-hostless", "missing"):
                seen = key in SEES_MEETINGS[name]
                assert record_exists(session, who, "meeting", key) is seen, (name, key)


def test_an_address_cannot_tell_a_forbidden_code_from_an_unknown_one(ledger: Engine):
    who = READERS["recorder"]
    with reading(ledger) as session:
        choices = filter_choices(session, who)
    codes = {name: choices.get(name, ()) for name in (*choices, "issue", "meeting")}
    for code in (THERE, "99.99.99"):
        scope, dropped = parse({"sub_district": [code]}, codes, AS_OF)
        assert scope == Scope(AS_OF)
        assert [(d.name, d.value) for d in dropped] == [("sub_district", code)]
    assert parse({"sub_district": [HERE]}, codes, AS_OF)[1] == ()
    assert parse({"village": [f"{THERE}.2001"]}, codes, AS_OF)[0].village == ()


# Intimidation: group and village are for commander, inspector and owner


@pytest.mark.parametrize(
    ("name", "key", "shown"),
    [
        ("commander", "threat", True),
        ("inspector", "threat", True),
        ("unit head", "threat", True),  # sat-reskrim owns it
        ("analyst", "threat", False),
        ("recorder", "threat", False),
        ("sector head", "threat", False),
        ("analyst", "threat-there", False),
    ],
)
def test_of_intimidation_group_and_village_are_for_few(ledger: Engine, name, key, shown):
    with reading(ledger) as session:
        rows = {row.issue: row for row in issue_page(session, READERS[name], Scope(AS_OF))}
    row = rows[key]
    assert row.shielded is not shown
    assert (row.village is not None, row.raised_by is not None) == (shown, shown)
    assert not rows.get("own", rows.get("other")).shielded


def test_the_owner_is_that_of_the_day_asked_about(ledger: Engine):
    head = reader(Role.SECTOR_HEAD, unit="polsek-kedurang", areas=KEDURANG)
    with reading(ledger) as session:
        before = {r.issue: r for r in issue_page(session, head, Scope(date(2024, 11, 1)))}
        after = {r.issue: r for r in issue_page(session, head, Scope(AS_OF))}
    # until 2 November the sector owned it, then Sat Reskrim
    assert before["threat"].village == f"{HERE}.2001"
    assert after["threat"].village is None


def test_a_filter_or_a_count_by_village_does_not_tell_where_it_was(ledger: Engine):
    village = f"{HERE}.2001"
    with reading(ledger) as session:
        for name, keys in (
            ("commander", {"own", "police", "threat"}),
            ("unit head", {"own", "threat"}),
            ("analyst", {"own"}),
            ("recorder", {"own"}),
        ):
            scope = Scope(AS_OF, village=(village,))
            rows = issue_page(session, READERS[name], scope)
            assert {row.issue for row in rows} == keys, name
            counts = facet_counts(session, READERS[name], Scope(AS_OF))["village"]
            assert counts[village] == len(keys), name


# Complaints about police and neutrality: in counts of three or more


def more_restricted(folder: Path, number: int, area: str) -> None:
    for n in range(number):
        add(
            folder,
            "issues",
            issue=f"N-{area}-{n}",
            reported_on="2024-11-05",
            sub_district_code=area,
            kind="complaint",
            category="neutrality",
        )


@pytest.mark.parametrize(("number", "shown"), [(1, None), (2, None), (3, 3), (4, 4)])
def test_restricted_issues_are_counted_from_three_on(engine: Engine, tmp_path: Path, number, shown):
    folder = copied(tmp_path)
    more_restricted(folder, number, HERE)
    more_restricted(folder, 1, THERE)
    load_folder(engine, folder)
    with reading(engine) as session:
        sector = READERS["recorder"]
        assert withheld_count(session, sector, Scope(AS_OF)) == shown
        every = number + 1
        across = withheld_count(session, READERS["analyst"], Scope(AS_OF))
        assert across == (every if every >= 3 else None)
        for name in ("commander", "inspector", "unit head", "recorder of nowhere"):
            assert withheld_count(session, READERS[name], Scope(AS_OF)) is None, name


def test_restricted_issues_are_in_no_count_of_those_who_may_not_see_them(ledger: Engine):
    with reading(ledger) as session:
        counts = facet_counts(session, READERS["analyst"], Scope(AS_OF))
        assert not {"police-service", "neutrality"} & set(counts["category"])
        assert counts["sub_district"] == {HERE: 2, THERE: 2, NOWHERE: 1}
        every = facet_counts(session, READERS["inspector"], Scope(AS_OF))
        assert every["category"]["neutrality"] == 1
        assert every["sub_district"] == {HERE: 3, THERE: 3, NOWHERE: 1}


def test_no_search_finds_what_may_not_be_seen(ledger: Engine):
    with reading(ledger) as session:
        for name, who in READERS.items():
            rows = issue_page(session, who, Scope(AS_OF, text="RAHASIA"))
            assert {row.issue for row in rows} == SEES_ISSUES[name], name
        assert issue_count(session, READERS["analyst"], Scope(AS_OF, text="rahasia police")) == 0


def test_what_was_voided_is_seen_in_no_list(engine: Engine, tmp_path: Path):
    folder = copied(tmp_path)
    edit(folder, "issues", "P-2024-10-06-1", voided_on="2024-12-01")
    load_folder(engine, folder)
    with reading(engine) as session:
        keys = {row.issue for row in issue_page(session, READERS["commander"], Scope(AS_OF))}
        total = session.scalars(select(Issue.issue)).all()
    assert len(total) == 10
    assert keys == set(total) - {"P-2024-10-06-1"}
