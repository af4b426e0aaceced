"""The meetings and minutes of the shipped seven, whose figures were worked out by hand.

On 26 November 2024 five had been held: 15 March 2023, 5 September, 6 October, 3 and
17 November 2024; all but that of 3 November promised follow-up, and the inputs of
5 September and 3 November are not listed.
"""

from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, update

from db.engine import Act, reading
from db.queries.meetings import FollowUp, MeetingPage, MeetingRow, meeting_page
from db.queries.minutes import Minutes, Outcome, Promise, minutes
from domain.permissions import STATION, Reader
from domain.scope import Scope
from domain.vocabulary import Role
from models import Issue, IssueEvent, Meeting

EVE = date(2024, 11, 26)
LATER = date(2025, 1, 20)
ANALYST = Reader("analyst", frozenset({Role.ANALYST}), unit="bag-ops")
KEDURANG = Reader(
    "kedurang", frozenset({Role.SECTOR_HEAD}), "polsek-kedurang", frozenset({"17.01.01"})
)
BINMAS = Reader("binmas", frozenset({Role.UNIT_HEAD}), unit="sat-binmas")


def page_of(
    engine: Engine, reader: Reader = STATION, day: date = EVE, *programmes: str, **scope: Any
) -> MeetingPage:
    with reading(engine) as session:
        return meeting_page(session, reader, Scope(day, **scope), programmes)


def keys(page: MeetingPage) -> list[str]:
    return [row.meeting for row in page.rows]


def row_of(page: MeetingPage, key: str) -> MeetingRow:
    return next(row for row in page.rows if row.meeting == key)


def minutes_of(engine: Engine, key: str, reader: Reader = STATION, day: date = LATER) -> Minutes:
    with reading(engine) as session:
        found = minutes(session, reader, Scope(day), key)
    assert found is not None
    return found


def behind(engine: Engine) -> AbstractContextManager[Connection]:
    """A transaction that goes around the commands and the trail."""
    return engine.execution_options(kondusif_writes=True, kondusif_act=Act()).begin()


def change(engine: Engine, table: type[Any], key: str, **values: Any) -> None:
    column = getattr(table, table.__tablename__)
    with behind(engine) as connection:
        connection.execute(update(table).where(column == key).values(**values))


def tell(engine: Engine, issue: str, day: date, **cells: Any) -> None:
    """A report back at a meeting, as the second event of an issue."""
    with behind(engine) as connection:
        connection.execute(
            insert(IssueEvent).values(
                id=9000, issue=issue, sequence=2, occurred_on=day, event="reported_back", **cells
            )
        )


def test_meetings_stand_newest_first_and_are_counted(shipped: Engine) -> None:
    page = page_of(shipped)
    assert keys(page) == [
        "P-2024-11-17",
        "P-2024-11-03",
        "P-2024-10-06",
        "P-2024-09-05",
        "P-2023-03-15",
    ]
    assert (page.total, page.voided, page.promised, page.not_recorded) == (5, 0, 4, 2)
    assert page.last_on == date(2024, 11, 17)


def test_a_limit_shortens_the_list_and_not_the_counts(shipped: Engine) -> None:
    with reading(shipped) as session:
        page = meeting_page(session, STATION, Scope(EVE), limit=2)
    assert keys(page) == ["P-2024-11-17", "P-2024-11-03"]
    assert page.total == 5


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"sub_district": ("17.01.07",)}, ["P-2024-09-05"]),
        ({"village": ("17.01.04.2028",)}, ["P-2024-11-03"]),
        (
            {"since": date(2024, 10, 6), "until": date(2024, 11, 3)},
            ["P-2024-11-03", "P-2024-10-06"],
        ),
    ],
)
def test_filters_hold(shipped: Engine, scope: dict[str, Any], expected: list[str]) -> None:
    assert keys(page_of(shipped, **scope)) == expected


def test_a_programme_filters_and_several_mean_any(shipped: Engine) -> None:
    page = page_of(shipped, STATION, EVE, "sambang", "discussion")
    assert keys(page) == ["P-2024-11-03", "P-2023-03-15"]


def test_a_headcount_nobody_wrote_down_is_not_0(shipped: Engine) -> None:
    page = page_of(shipped)
    uncounted, partly = row_of(page, "P-2024-10-06"), row_of(page, "P-2024-09-05")
    assert (uncounted.attendance, uncounted.headcount) == ((("residents", None),), None)
    assert (partly.headcount, partly.all_counted) == (2, False)
    assert [group for group, _ in partly.attendance][:2] == ["camat", "village-head"]


def test_areas_and_villages_keep_the_order_of_the_record(shipped: Engine) -> None:
    page = page_of(shipped)
    assert row_of(page, "P-2024-09-05").sub_districts == ("17.01.01", "17.01.07")
    assert row_of(page, "P-2024-11-03").villages == (
        "17.01.04.2026",
        "17.01.04.2028",
        "17.01.04.2031",
        "17.01.04.2016",
    )


def test_follow_up_turns_late_on_the_day_after_the_default_due_day(shipped: Engine) -> None:
    """Nobody assessed them: s is 2 after three days, so 17 November is due on 1 December."""
    on_the_day = row_of(page_of(shipped, day=date(2024, 12, 1)), "P-2024-11-17").follow_up
    after = row_of(page_of(shipped, day=date(2024, 12, 2)), "P-2024-11-17").follow_up
    assert on_the_day == FollowUp(issues=2, open=2)
    assert after == FollowUp(issues=2, open=2, late=2)


def test_what_is_referred_is_late_after_thirty_days(shipped: Engine) -> None:
    """29 December: two assigned are due on 12 January, the referred one on 28 January."""
    found = row_of(page_of(shipped, day=LATER), "P-2024-12-29").follow_up
    assert found == FollowUp(issues=3, open=3, late=2)


def test_an_appreciation_is_neither_open_nor_closed(shipped: Engine) -> None:
    change(shipped, Issue, "P-2024-11-17-1", kind="appreciation")
    with behind(shipped) as connection:
        connection.exec_driver_sql(
            "UPDATE issue_span SET is_open = false WHERE issue = 'P-2024-11-17-1'"
        )
    found = row_of(page_of(shipped), "P-2024-11-17").follow_up
    assert found == FollowUp(issues=2, open=1, appreciations=1)


def test_inputs_are_not_recorded_before_the_day_they_were_listed(shipped: Engine) -> None:
    change(shipped, Meeting, "P-2024-11-17", inputs_on=date(2024, 11, 27))
    before, after = page_of(shipped), page_of(shipped, day=date(2024, 11, 27))
    assert row_of(before, "P-2024-11-17").inputs == "not_recorded"
    assert row_of(after, "P-2024-11-17").inputs == "itemised"
    assert (before.not_recorded, after.not_recorded) == (3, 2)


def test_an_empty_inputs_cell_is_not_recorded(shipped: Engine) -> None:
    change(shipped, Meeting, "P-2024-11-17", inputs=None)
    page = page_of(shipped)
    assert row_of(page, "P-2024-11-17").inputs == "not_recorded"
    assert page.not_recorded == 3


def test_a_voided_meeting_stays_in_the_list_and_counts_for_nothing(shipped: Engine) -> None:
    change(shipped, Meeting, "P-2024-11-17", voided_on=date(2024, 12, 24))
    page = page_of(shipped)
    assert keys(page)[0] == "P-2024-11-17"
    assert page.rows[0].voided_on == date(2024, 12, 24)
    assert (page.total, page.voided, page.promised, page.last_on) == (4, 1, 3, date(2024, 11, 3))


def test_as_known_leaves_out_what_was_entered_later(shipped: Engine) -> None:
    change(shipped, Meeting, "P-2024-11-17", recorded_on=date(2024, 11, 27))
    assert keys(page_of(shipped, known=True))[0] == "P-2024-11-03"
    assert keys(page_of(shipped, known=False))[0] == "P-2024-11-17"


def test_a_sector_sees_the_meetings_that_cover_it(shipped: Engine) -> None:
    assert keys(page_of(shipped, KEDURANG)) == ["P-2024-09-05"]


def test_a_unit_head_sees_the_meetings_that_the_unit_held(shipped: Engine) -> None:
    assert keys(page_of(shipped, BINMAS)) == ["P-2024-11-03", "P-2023-03-15"]


def test_a_meeting_out_of_sight_has_no_minutes(shipped: Engine) -> None:
    with reading(shipped) as session:
        assert minutes(session, KEDURANG, Scope(EVE), "P-2024-11-17") is None


def test_a_meeting_to_come_has_no_minutes(shipped: Engine) -> None:
    with reading(shipped) as session:
        assert minutes(session, STATION, Scope(date(2024, 11, 16)), "P-2024-11-17") is None


def test_two_withheld_inputs_are_not_spoken_of_and_three_are(shipped: Engine) -> None:
    for issue in ("P-2025-01-12-1", "P-2025-01-12-2"):
        change(shipped, Issue, issue, category="police-service")
    two = row_of(page_of(shipped, ANALYST, LATER), "P-2025-01-12").follow_up
    change(shipped, Issue, "P-2025-01-12-3", category="neutrality")
    three = row_of(page_of(shipped, ANALYST, LATER), "P-2025-01-12").follow_up
    all_seen = row_of(page_of(shipped, STATION, LATER), "P-2025-01-12").follow_up
    assert (two.issues, two.withheld) == (1, None)
    assert (three.issues, three.withheld) == (0, 3)
    assert (all_seen.issues, all_seen.withheld) == (3, None)


def test_minutes_say_what_was_promised_and_where_it_stands(shipped: Engine) -> None:
    found = minutes_of(shipped, "P-2024-12-29")
    assert [row.issue.issue[-1] for row in found.inputs] == ["1", "2", "3"]
    first, _, referred = found.inputs
    day = date(2024, 12, 29)
    assert first.promise == Promise("assigned", day, "satlantas", "Penindakan", None)
    assert (first.issue.text, first.issue.late_days) == ("Knalpot brong oleh remaja", 8)
    assert referred.promise == Promise(
        "referred", day, "dinas-pupr", "Koordinasi perbaikan saluran", None
    )
    assert referred.outcome == Outcome(
        day, "dinas-pupr", None, None, "Koordinasi perbaikan saluran"
    )


def test_the_first_due_date_stands_whatever_came_after(shipped: Engine) -> None:
    with behind(shipped) as connection:
        for sequence, due in ((2, date(2025, 1, 5)), (3, date(2025, 2, 5))):
            connection.execute(
                insert(IssueEvent).values(
                    id=9000 + sequence,
                    issue="P-2024-12-29-1",
                    sequence=sequence,
                    occurred_on=date(2024, 12, 30),
                    event="assigned",
                    unit="sat-samapta",
                    due_on=due,
                )
            )
    promise = minutes_of(shipped, "P-2024-12-29").inputs[0].promise
    assert promise is not None
    assert (promise.unit, promise.due_on) == ("satlantas", date(2025, 1, 5))


def test_the_inputs_of_a_silent_meeting_are_none_and_not_recorded(shipped: Engine) -> None:
    found = minutes_of(shipped, "P-2024-09-05")
    assert (found.head.inputs, found.inputs, found.told) == ("not_recorded", (), ())


def test_what_was_told_at_a_meeting_on_earlier_inputs_is_listed(shipped: Engine) -> None:
    told = date(2025, 1, 12)
    tell(
        shipped,
        "P-2024-12-29-1",
        told,
        meeting="P-2025-01-12",
        by_group="residents",
        note="Diterima warga",
    )
    row = minutes_of(shipped, "P-2025-01-12").told[0]
    assert (row.issue, row.event, row.by_group) == ("P-2024-12-29-1", "reported_back", "residents")
    assert minutes_of(shipped, "P-2024-12-29").told == ()


def test_what_a_meeting_said_of_its_own_inputs_is_no_report_back(shipped: Engine) -> None:
    tell(shipped, "P-2025-01-12-1", date(2025, 1, 12), meeting="P-2025-01-12")
    assert minutes_of(shipped, "P-2025-01-12").told == ()


def test_a_voided_report_back_counts_for_nothing(shipped: Engine) -> None:
    day = date(2025, 1, 12)
    tell(shipped, "P-2024-12-29-1", day, meeting="P-2025-01-12", voided_on=day)
    assert minutes_of(shipped, "P-2025-01-12").told == ()


def test_intimidation_is_listed_under_its_meeting_for_those_alone_who_may_know_the_village(
    shipped: Engine,
) -> None:
    change(shipped, Issue, "P-2024-12-29-1", category="intimidation")
    tell(
        shipped,
        "P-2024-12-29-1",
        date(2025, 1, 12),
        meeting="P-2025-01-12",
        by_group="residents",
    )
    owner = Reader("satlantas", frozenset({Role.ANALYST}), unit="satlantas")
    listed = minutes_of(shipped, "P-2024-12-29", ANALYST)
    open_ = minutes_of(shipped, "P-2024-12-29", owner).inputs[0].issue
    assert [row.issue.issue for row in listed.inputs] == ["P-2024-12-29-2", "P-2024-12-29-3"]
    assert (listed.head.follow_up.issues, listed.head.follow_up.withheld) == (2, None)
    assert (open_.village, open_.raised_by) == ("17.01.05.1019", "residents")
    assert minutes_of(shipped, "P-2025-01-12", ANALYST).told == ()
    assert minutes_of(shipped, "P-2025-01-12", owner).told[0].by_group == "residents"


def test_a_voided_input_of_intimidation_is_struck_through_for_the_commander_alone(
    shipped: Engine,
) -> None:
    change(
        shipped,
        Issue,
        "P-2024-12-29-2",
        category="intimidation",
        voided_on=date(2025, 1, 2),
    )
    assert [row.issue for row in minutes_of(shipped, "P-2024-12-29").voided] == ["P-2024-12-29-2"]
    assert minutes_of(shipped, "P-2024-12-29", ANALYST).voided == ()


def test_a_report_back_on_a_complaint_about_police_is_not_listed_for_others(
    shipped: Engine,
) -> None:
    change(shipped, Issue, "P-2024-12-29-1", category="police-service")
    tell(shipped, "P-2024-12-29-1", date(2025, 1, 12), meeting="P-2025-01-12")
    assert minutes_of(shipped, "P-2025-01-12", ANALYST).told == ()
    assert len(minutes_of(shipped, "P-2025-01-12").told) == 1


def test_a_voided_input_stays_visible_and_counts_for_nothing(shipped: Engine) -> None:
    change(shipped, Issue, "P-2024-12-29-2", voided_on=date(2025, 1, 2))
    found = minutes_of(shipped, "P-2024-12-29")
    assert [row.issue.issue for row in found.inputs] == ["P-2024-12-29-1", "P-2024-12-29-3"]
    assert [row.issue for row in found.voided] == ["P-2024-12-29-2"]
    assert found.head.follow_up.issues == 2
