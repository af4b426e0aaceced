"""The letterhead, the band and the foot of every document, and the posts that sign it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from db.queries.letterhead import Letterhead, UnitRow, letterhead
from db.session import Session
from domain.permissions import Reader
from domain.vocabulary import UnitKind
from wording import dates
from wording.translator import Translator

_LONG_FORMS = (
    ("Polrestabes ", "paper.kop.city_large"),
    ("Polresta ", "paper.kop.city"),
    ("Polres ", "paper.kop.district"),
    ("Polsubsektor ", "paper.kop.subsector"),
    ("Polsek ", "paper.kop.sector"),
)
_POSTS = (
    ("Pol", "paper.post.pol"),
    ("Satuan ", "paper.post.satuan"),
    ("Sat", "paper.post.sat"),
    ("Bag", "paper.post.bag"),
    ("Sie ", "paper.post.sie"),
    ("Si", "paper.post.si"),
)

LONGEST_NAME = 80
"""Letters of the name of a place or a unit, and of a line of the letterhead."""


@dataclass(frozen=True)
class Sheet:
    """What stands around a document, for one reader and one day.

    `number` is the entry of the audit trail that the foot names.
    """

    head: Letterhead
    t: Translator
    day: date
    unit: UnitRow | None
    number: int

    def name_of(self, unit: str | None) -> str:
        """The name of a unit; of an unknown one its code."""
        if unit is None:
            return self.t("unknown.owner")
        return short(self.head.units[unit].name if unit in self.head.units else unit)

    def post_of(self, unit: str | None) -> str:
        """Who heads a unit, by post: "Kapolsek Kedurang", "Kasatlantas", never a name.

        For the district command the post that it set for itself, where it set one.
        """
        if unit == self.head.command and self.head.own.signatory:
            return self.head.own.signatory
        name = self.name_of(unit)
        for start, key in _POSTS:
            if name.startswith(start):
                return self.t(key, rest=name[len(start) :])
        return self.t("paper.post.other", unit=name)

    def data(self, title: str) -> dict[str, Any]:
        """The part of a template's data that every document has."""
        t, mark = self.t, self.head.mark
        return {
            "lang": t.language,
            "issued": self.day.isoformat(),
            "title": title,
            "kop": kop(self.head, self.unit, t),
            "band": t(f"band.{mark}") if mark else None,
            "foot": self.foot(),
            "page": t("paper.page"),
        }

    def foot(self) -> str:
        """Unit, day and number in the audit trail."""
        unit = short(self.unit.name if self.unit else self.head.district)
        day = dates.full(self.day, self.t.language)
        return self.t("paper.foot", unit=unit, day=day, number=self.number)


def sheet_for(
    session: Session,
    reader: Reader,
    t: Translator,
    day: date,
    unit: str | None = None,
    number: int | None = None,
) -> Sheet:
    """What stands around a document of a unit, by default the reader's own, else the command's.

    `number` is an entry of the audit trail; without one the last that changed records.
    """
    head = letterhead(session, reader)
    code = unit or reader.unit or head.command
    found = head.units.get(code or "") or head.units.get(head.command or "")
    return Sheet(head, t, day, found, head.last_change if number is None else number)


def of_unit(sheet: Sheet, unit: str | None) -> Sheet:
    """The same sheet under the letterhead of another unit, where there is one of that code."""
    found = sheet.head.units.get(unit or "")
    return replace(sheet, unit=found) if found is not None else sheet


def kop(head: Letterhead, unit: UnitRow | None, t: Translator) -> list[str]:
    """The lines of the letterhead, three unless the unit set fewer, in capitals.

    Those that the district command set for itself, else drawn from the records. A sector
    stands under its own name, every other unit under the command's.
    """
    command = head.units.get(head.command or "")
    lines = list(head.own.lines) or [
        t("paper.kop.force"),
        t("paper.kop.region", province=head.province or head.district),
        _long(command, t) if command else head.district,
    ]
    if unit is not None and unit.kind == UnitKind.SECTOR:
        lines = [lines[0], " ".join(lines[1:]), _long(unit, t)]
    return [short(line.upper()) for line in lines if line]


def short(name: str) -> str:
    """A name or line of a head, cut where nobody would print it whole."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _long(unit: UnitRow, t: Translator) -> str:
    for start, key in _LONG_FORMS:
        if unit.name.startswith(start):
            return t(key, name=unit.name[len(start) :])
    return unit.name


def columns(t: Translator, group: str, names: Sequence[str]) -> list[str]:
    """The headings of a table, by their names in `locale/paper.csv`."""
    return [t(f"{group}.{name}") for name in names]


def signature(t: Translator, role: str, post: str) -> Mapping[str, str]:
    """A place to sign: in what role, and which post."""
    return {"role": t(f"paper.sign.{role}"), "post": post}
