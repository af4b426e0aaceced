"""How long somebody must wait before the next password check."""

from datetime import datetime, timedelta

FREE_ATTEMPTS = 5
"""Failures of one account before the waiting begins."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
MEMORY = timedelta(hours=24)
"""Failures older than this are forgotten."""

ADDRESS_ATTEMPTS = 20
ADDRESS_WINDOW = timedelta(minutes=10)


def wait_of_account(failures: int, latest: datetime | None, now: datetime) -> timedelta:
    """The wait left after `failures` since the last success, the latest at `latest`.

    It doubles with each failure from the fifth and ends at fifteen minutes: never for
    ever. Attempts refused by a wait do not lengthen it.
    """
    if failures < FREE_ATTEMPTS or latest is None:
        return timedelta(0)
    doublings: int = 2 ** min(failures - FREE_ATTEMPTS, 10)
    wait = min(FIRST_WAIT * doublings, LONGEST_WAIT)
    return max(latest + wait - now, timedelta(0))


def wait_of_address(failures: int, oldest: datetime | None, now: datetime) -> timedelta:
    """The wait left after `failures` from one address within ADDRESS_WINDOW.

    `oldest` is when the twentieth latest of them happened: once it leaves the window,
    one more attempt is open.
    """
    if failures < ADDRESS_ATTEMPTS or oldest is None:
        return timedelta(0)
    return max(oldest + ADDRESS_WINDOW - now, timedelta(0))
