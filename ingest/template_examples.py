"""The example rows of the sheets to download, made of names that the station knows."""

from collections.abc import Mapping
from datetime import date

from domain.vocabulary import (
    Category,
    Inputs,
    Kind,
    Programme,
    ReportKind,
    StakeholderGroup,
    UnitKind,
)
from ingest.headers import Target
from ingest.known import Known
from wording.translator import Translator

LIST_SEPARATOR = "; "

Values = Mapping[str, str | date]


def police_units(known: Known) -> list[str]:
    """The names of the units that hold meetings and report: every one but agencies."""
    return [unit.name for unit in known.units.values() if unit.kind != UnitKind.AGENCY]


class Examples:
    """Two rows of each sheet that show how it is filled."""

    def __init__(self, known: Known, t: Translator) -> None:
        self.known, self.t = known, t
        last = known.span[1]
        self.day = known.today if last is None else min(known.today, last)
        codes = list(known.sub_districts) or [""]
        self.areas = (codes[0], codes[1 % len(codes)])
        sectors = [u.name for u in known.units.values() if u.kind == UnitKind.SECTOR]
        self.unit = (sectors or police_units(known) or [""])[0]

    def of(self, target: Target) -> tuple[Values, ...]:
        """The examples of a target's own sheet."""
        made = {"issues": self.issue, "meetings": self.meeting, "reports": self.report}[target]
        return made(1), made(2)

    def inputs(self) -> tuple[Values, ...]:
        """Two inputs of the first meeting."""
        key = {"meeting": self._key(1)}
        return tuple({**self.issue(n), **key, "sub_district": ""} | {"village": ""} for n in (1, 2))

    def issue(self, n: int) -> Values:
        """An input."""
        label = self.t.label
        return {
            "issue": self._key(n),
            "reported_on": self.day,
            "sub_district": self._area(n),
            "village": self._village(n),
            "kind": label("kind", (Kind.COMPLAINT, Kind.REQUEST)[n - 1]),
            "category": label("category", (Category.INFRASTRUCTURE, Category.PATROL)[n - 1]),
            "severity": (label("severity", 1), "")[n - 1],
            "text": self.t(f"template.example.text_{n}"),
            "raised_by": label("group", StakeholderGroup.RESIDENTS),
            "source": self.t("template.example.source"),
        }

    def meeting(self, n: int) -> Values:
        """A meeting: the first with inputs on the second sheet, the second without any."""
        label = self.t.label
        camat, residents = (
            label("group", group) for group in (StakeholderGroup.CAMAT, StakeholderGroup.RESIDENTS)
        )
        programme = (Programme.JUMAT_CURHAT, Programme.SAMBANG)[n - 1]
        return {
            "meeting": self._key(n),
            "held_on": self.day,
            "programme": label("programme", programme),
            "host_unit": self.unit,
            "venue": self.t("template.example.venue"),
            "sub_districts": self._area(n),
            "villages": self._village(n),
            "attendance": LIST_SEPARATOR.join((f"{camat}: 1", residents)),
            "promised": self.t(("template.yes", "template.no")[n - 1]),
            "inputs": ("", label("inputs", Inputs.NIL))[n - 1],
            "source": self.t("template.example.source"),
        }

    def report(self, n: int) -> Values:
        """A situation report without events."""
        return {
            "report": self._key(n),
            "reported_on": self.day,
            "kind": self.t.label("report_kind", (ReportKind.DAILY, ReportKind.WEEKLY)[n - 1]),
            "unit": self.unit,
            "sub_districts": self._area(n),
            "nil": self.t("template.yes"),
        }

    def _key(self, n: int) -> str:
        return self.t("template.example.key", n=n)

    def _area(self, n: int) -> str:
        return self.known.sub_districts.get(self.areas[n - 1], "")

    def _village(self, n: int) -> str:
        villages = self.known.villages.values()
        inside = (village.name for village in villages if village.sub_district == self.areas[0])
        return next(inside, "") if n == 1 else ""
