"""The worked examples of the rule, with the stages of 2024."""

import pytest

from tests.hand_made import OWNER, PILKADA, area, event, issue, meeting, shown_on


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2024-09-06", ("watch", False, "D5")),
        ("2024-09-10", ("watch", False, "C3 D5")),
        ("2024-11-26", ("watch", True, "C3 D2 D4 D5")),
    ],
)
def test_example_1_a_promise_whose_inputs_and_villages_were_not_listed(day, shown):
    kedurang = area(meetings=[meeting("2024-09-05", promised=True, inputs="not_recorded")])
    assert shown_on(kedurang, day, PILKADA) == shown


def test_example_2_without_a_record_there_is_no_data():
    assert shown_on(area(), "2024-11-20", PILKADA) == ("no_data", False, "D3")


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2024-10-12", ("watch", False, "C1 D5")),
        ("2024-10-27", ("watch", True, "C1 C2 D2 D5")),
        ("2024-11-10", ("high", True, "B2 C1 C2 D2 D4 D5")),
    ],
)
def test_example_3_one_issue_of_severity_2_due_on_20_october(day, shown):
    seginim = area(
        issue(
            "2024-10-06",
            event("2024-10-06", "assigned", "2024-10-20", unit="polsek-seginim"),
            meeting="M-1",
        ),
        meetings=[
            meeting(
                "2024-10-06", "v1", promised=True, inputs="itemised", first_named_on="2024-10-06"
            )
        ],
        villages=[f"v{number}" for number in range(1, 23)],
    )
    assert shown_on(seginim, day, PILKADA) == shown


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2024-11-27", ("calm", False, "")),
        ("2024-11-28", ("calm", False, "")),
        ("2024-11-29", ("watch", False, "D1")),
        ("2024-11-30", ("stale", False, "D2")),
    ],
)
def test_example_4_calm_until_the_daily_reports_stop(day, shown):
    kedurang_ilir = area(
        issue(
            "2024-11-01",
            event("2024-11-01", "assigned", "2024-11-15", unit=OWNER),
            event("2024-11-08", "claimed", unit=OWNER),
            event("2024-11-10", "verified", by_group="residents"),
            severity=2,
        ),
        issue(
            "2024-11-10",
            event("2024-11-10", "assigned", "2024-12-10", unit=OWNER),
            key="I-2",
            severity=1,
        ),
        meetings=[
            meeting("2024-10-13", "v1", "v2", "v3", "v4", key="M-1"),
            meeting("2024-11-10", "v5", "v6", "v7", key="M-2"),
        ],
        reports=[f"2024-11-{number:02}" for number in range(1, 28)],
        villages=[f"v{number}" for number in range(1, 13)],
    )
    assert shown_on(kedurang_ilir, day, PILKADA) == shown
