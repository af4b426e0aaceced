"""How long somebody waits before the next password check."""

from datetime import UTC, datetime, timedelta

import pytest

from access.throttle import wait_of_account, wait_of_address

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (4, 0), (5, 30), (6, 60), (7, 120), (8, 240), (9, 480), (10, 900), (500, 900)],
)
def test_the_wait_doubles_from_the_fifth_failure_and_ends_at_15_minutes(
    failures: int, seconds: int
) -> None:
    assert wait_of_account(failures, NOON, NOON) == timedelta(seconds=seconds)


def test_what_has_passed_since_the_latest_failure_counts_towards_the_wait() -> None:
    assert wait_of_account(5, NOON, NOON + timedelta(seconds=20)) == timedelta(seconds=10)
    assert wait_of_account(5, NOON, NOON + timedelta(seconds=31)) == timedelta(0)


def test_an_address_waits_from_its_twentieth_failure_until_that_leaves_the_ten_minutes() -> None:
    assert wait_of_address(19, None, NOON) == timedelta(0)
    assert wait_of_address(20, NOON - timedelta(minutes=4), NOON) == timedelta(minutes=6)
