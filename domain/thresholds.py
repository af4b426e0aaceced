"""The settings of the rule. They are proposals, to be agreed with the unit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from domain.vocabulary import Category, Tempo


def _days(**days: int) -> Mapping[Tempo, int]:
    return MappingProxyType({Tempo.from_code(code): n for code, n in days.items()})


@dataclass(frozen=True)
class Thresholds:
    """All settings of the status rule; every number is in days unless it says otherwise.

    `grace` holds for the assessment, the due date and the listing of a meeting's inputs.
    `least_share` is a share of a kecamatan's villages, `many_*` are counts of issues.
    """

    report_cycle: Mapping[Tempo, int] = field(
        default_factory=lambda: _days(routine=30, alert=7, critical=1)
    )
    meeting_limit: Mapping[Tempo, int] = field(
        default_factory=lambda: _days(routine=90, alert=30, critical=30)
    )
    default_due: Mapping[int, int] = field(
        default_factory=lambda: MappingProxyType({1: 30, 2: 14, 3: 7, 4: 3})
    )
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
