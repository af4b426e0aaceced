"""The station's own clock. Days are the station's, not the server's."""

import os
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Asia/Jakarta"


@cache
def station_zone() -> ZoneInfo:
    """The time zone of the station: KONDUSIF_ZONE, by default Asia/Jakarta."""
    return ZoneInfo(os.environ.get("KONDUSIF_ZONE", DEFAULT_ZONE))


def now() -> datetime:
    """The present moment, in the station's zone."""
    return datetime.now(station_zone())


def today() -> date:
    """The station's day."""
    return now().date()
