"""What a form names must exist, and lie where the form says; every fault is listed."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from db.prepared import put
from db.queries.places import places, unit_kinds
from domain.faults import Fault
from domain.form_faults import fault
from domain.forms import InputForm, MeetingForm, ReportForm
from domain.vocabulary import UnitKind
from models import Village

_HOMES = select(Village.code, Village.sub_district_code)
_HOMES_OF = _HOMES.where(Village.code.in_(bindparam("codes", expanding=True)))


class Named:
    """The codes that a form may name, read once: kecamatan, villages and units.

    `villages`: those that the form names, where not all are to be read.
    """

    def __init__(self, session: Session, villages: Iterable[str] | None = None) -> None:
        self.areas = {place.code for place in places(session)}
        self.homes: Mapping[str, str] = dict(
            put(session, _HOMES)
            if villages is None
            else put(session, _HOMES_OF, {"codes": sorted(villages)})
        )
        self.units = unit_kinds(session)

    def meeting_faults(self, form: MeetingForm) -> list[Fault]:
        """What a meeting names and must not."""
        found = [*self._area_faults("sub_districts", form.sub_districts)]
        found += self.village_faults("villages", form.villages, form.sub_districts)
        found += self._unit_faults("host_unit", form.host_unit)
        found += self.item_faults(form.items)
        return found

    def report_faults(self, form: ReportForm) -> list[Fault]:
        """What a situation report names and must not; a police unit makes it."""
        found = [*self._area_faults("sub_districts", form.sub_districts)]
        found += self.village_faults("villages", form.villages, form.sub_districts)
        found += self._unit_faults("unit", form.unit)
        if self.units.get(form.unit or "") == UnitKind.AGENCY:
            found.append(fault("unit", "agency_reports", form.unit or ""))
        found += self.item_faults(form.items)
        return found

    def item_faults(self, items: Sequence[InputForm], at: str = "items.{}.") -> Iterator[Fault]:
        """What inputs name and must not."""
        for index, item in enumerate(items):
            place = at.format(index)
            areas = [item.sub_district] if item.sub_district is not None else []
            yield from self._area_faults(f"{place}sub_district", areas)
            villages = [item.village] if item.village is not None else []
            yield from self.village_faults(f"{place}village", villages, areas)
            if item.act:
                yield from self._unit_faults(f"{place}owner", item.owner)

    def village_faults(
        self, field: str, villages: Collection[str], areas: Collection[str]
    ) -> Iterator[Fault]:
        """Whether villages exist and lie in one of some kecamatan."""
        for village in villages:
            if village not in self.homes:
                yield fault(field, "unknown_reference", village, "villages.csv")
            elif self.homes[village] not in areas:
                yield fault(field, "village_elsewhere", village, self.homes[village])

    def _area_faults(self, field: str, areas: Collection[str]) -> Iterator[Fault]:
        for area in areas:
            if area not in self.areas:
                yield fault(field, "unknown_reference", area, "sub_districts.csv")

    def _unit_faults(self, field: str, unit: str | None) -> Iterator[Fault]:
        if unit is not None and unit not in self.units:
            yield fault(field, "unknown_reference", unit, "units.csv")
