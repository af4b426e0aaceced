"""Status of a kecamatan on a day: levels, reasons, freshness, driver, attention order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.vocabulary import Driver, Freshness, Level


class ReasonCode(StrEnum):
    """The reasons of the rule, in the order in which they are listed."""

    A1 = "A1"
    A2 = "A2"
    A3 = "A3"
    B1 = "B1"
    B2 = "B2"
    B3 = "B3"
    B4 = "B4"
    C1 = "C1"
    C2 = "C2"
    C3 = "C3"
    C4 = "C4"
    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"


@dataclass(frozen=True)
class Reason:
    """A reason that holds, and the records behind it.

    `issues` are tickets, worst first; `meetings` the keys of C3's meetings, oldest first.
    `days`: longest lateness (A2 B2 C2), or days since the latest contact (D1 D2) or the
    latest community meeting (D4). `day`: that contact or meeting, or the first of C3's
    meetings; None where there never was one. `cycle`: the report cycle in days (D1).
    D5: `named` of `villages` were named in the window, `needed` more would do, `missing`
    are codes of villages not named, in code order.
    """

    code: ReasonCode
    issues: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    days: int | None = None
    day: date | None = None
    cycle: int | None = None
    named: int | None = None
    villages: int | None = None
    needed: int | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Status:
    """The computed status of one kecamatan on one day.

    `open_issues` and `late` count issues; `severe` those open with s of 3 or more;
    `longest_late` is in days, 0 when none is late; `last_contact` None: never.
    """

    sub_district: str
    level: Level
    hatched: bool
    freshness: Freshness
    reasons: tuple[Reason, ...]
    driver: Driver | None
    open_issues: int
    late: int
    severe: int
    longest_late: int
    last_contact: date | None
