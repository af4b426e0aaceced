"""The settings of the rule, and which of them are in force on a day.

The defaults are proposals, to be agreed with the unit. The commander changes them from a
day on; a board of a day uses those in force on that day (docs/decisions/0010-settings.md).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from domain.vocabulary import Category, Tempo


def _days(**days: int) -> Mapping[Tempo, int]:
    # A plain dict, typed as what nobody changes: a screen keeps settings pickled.
    return {Tempo.from_code(code): n for code, n in days.items()}


@dataclass(frozen=True)
class Thresholds:
    """All settings of the status rule; every number is in days unless it says otherwise.

    `grace` holds for the assessment, the due date and the listing of a meeting's inputs.
    `least_share` is a share of a kecamatan's villages, `many_*` are counts of issues.
    `referral_due` belongs to the rule itself and is not for the commander to change.
    """

    report_cycle: Mapping[Tempo, int] = field(
        default_factory=lambda: _days(routine=30, alert=7, critical=1)
    )
    meeting_limit: Mapping[Tempo, int] = field(
        default_factory=lambda: _days(routine=90, alert=30, critical=30)
    )
    default_due: Mapping[int, int] = field(default_factory=lambda: {1: 30, 2: 14, 3: 7, 4: 3})
    election_violation_due: int = 1
    referral_due: int = 30
    grace: int = 3
    confirmation: int = 14
    long_overdue: int = 14
    many_high: int = 3
    many_open: int = 5
    coverage_window: int = 90
    least_share: Fraction = Fraction(1, 2)

    def due_in(self, category: str, s: int) -> int:
        """The default due of an issue, in days from its anchor."""
        if category == Category.ELECTION_VIOLATION:
            return self.election_violation_due
        return self.default_due[s]


DEFAULTS = Thresholds()
"""As shipped. The life of an issue is always checked with these, whatever was changed:
there s enters only as 3 or more, which no setting moves, and in the comparison of a merge,
which must hold wherever a dataset is loaded, and a dataset carries no settings."""


class SettingUnit(StrEnum):
    """What the number of a setting counts."""

    DAYS = "days"
    ISSUES = "issues"
    PERCENT = "percent"


@dataclass(frozen=True)
class Setting:
    """A setting that the commander may change: a whole number from `least` to `most`.

    `code` is the field of `Thresholds`, and behind a dot the tempo or severity it is for.
    """

    code: str
    unit: SettingUnit
    least: int
    most: int


_D, _I, _P = SettingUnit.DAYS, SettingUnit.ISSUES, SettingUnit.PERCENT

SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        code: Setting(code, unit, least, most)
        for code, unit, least, most in (
            ("report_cycle.routine", _D, 1, 90),
            ("report_cycle.alert", _D, 1, 90),
            ("report_cycle.critical", _D, 1, 90),
            ("meeting_limit.routine", _D, 1, 365),
            ("meeting_limit.alert", _D, 1, 365),
            ("meeting_limit.critical", _D, 1, 365),
            ("default_due.4", _D, 1, 180),
            ("default_due.3", _D, 1, 180),
            ("default_due.2", _D, 1, 180),
            ("default_due.1", _D, 1, 180),
            ("election_violation_due", _D, 1, 30),
            ("grace", _D, 0, 30),
            ("confirmation", _D, 1, 90),
            ("long_overdue", _D, 1, 180),
            ("many_high", _I, 1, 100),
            ("many_open", _I, 1, 1000),
            ("coverage_window", _D, 7, 366),
            ("least_share", _P, 1, 100),
        )
    }
)
"""In the order of the annex. None may be so large or small that its reason never or
always holds."""

NOT_LONGER: Sequence[tuple[str, ...]] = (
    ("report_cycle.critical", "report_cycle.alert", "report_cycle.routine"),
    ("meeting_limit.critical", "meeting_limit.alert", "meeting_limit.routine"),
    ("default_due.4", "default_due.3", "default_due.2", "default_due.1"),
)
"""Each is at most the next: a graver issue or a faster tempo is never given more time."""


def value_of(thresholds: Thresholds, code: str) -> int:
    """The number of a setting; a share is given in percent."""
    name, _, part = code.partition(".")
    value = getattr(thresholds, name)
    if part:
        return int(value[_part(part)])
    return int(value * 100) if name == "least_share" else int(value)


def with_value(thresholds: Thresholds, code: str, value: int) -> Thresholds:
    """The settings with one of them changed."""
    name, _, part = code.partition(".")
    changed: Any = value
    if part:
        changed = {**getattr(thresholds, name), _part(part): value}
    elif name == "least_share":
        changed = Fraction(value, 100)
    return replace(thresholds, **{name: changed})


def _part(part: str) -> Tempo | int:
    return int(part) if part.isdigit() else Tempo.from_code(part)


def out_of_order(thresholds: Thresholds) -> Iterator[tuple[str, str]]:
    """Pairs of settings of which the first is longer than the second and may not be."""
    for chain in NOT_LONGER:
        for shorter, longer in pairwise(chain):
            if value_of(thresholds, shorter) > value_of(thresholds, longer):
                yield shorter, longer


@dataclass(frozen=True)
class SettingChange:
    """A setting has a value from a day on, until a change of a later day."""

    setting: str
    value: int
    in_force_from: date


@dataclass(frozen=True)
class ThresholdHistory:
    """Which settings were in force when. `periods` are (first day, settings), in order.

    Within a period it is one object, so that what is worked out for it can be kept.
    """

    periods: tuple[tuple[date, Thresholds], ...] = ((date.min, DEFAULTS),)

    @classmethod
    def of(cls, changes: Iterable[SettingChange]) -> "ThresholdHistory":
        """From the changes in the order of their entry; of two for a day the later holds.

        A change for an earlier day that was entered later does not undo one of a later day.
        """
        thresholds = DEFAULTS
        periods = {date.min: thresholds}
        for change in sorted(changes, key=lambda change: change.in_force_from):
            thresholds = with_value(thresholds, change.setting, change.value)
            periods[change.in_force_from] = thresholds
        return cls(tuple(periods.items()))

    @cached_property
    def _days(self) -> list[date]:
        return [day for day, _ in self.periods]

    def place(self, day: date) -> int:
        """The place of the period that a day lies in."""
        return bisect_right(self._days, day) - 1

    def on(self, day: date) -> Thresholds:
        """The settings in force on a day."""
        return self.periods[self.place(day)][1]


UNCHANGED = ThresholdHistory()
