"""Units and areas as they are recorded, with what is not known of them."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from db.queries import administration
from db.queries.accounts import SignedIn
from db.queries.administration import AreaEntry, UnitEntry
from ui import cached
from ui.pieces import bullets
from ui.sheet_parts import soft, table
from wording.numbers import number
from wording.translator import Translator


def areas_section(who: SignedIn, t: Translator) -> None:
    """Draw what is not known first, then every kecamatan and every unit."""
    names = cached.names(who.reader)
    areas = cached.ask(administration.area_entries, who.reader)
    units = cached.ask(administration.unit_entries, who.reader)
    st.html(soft(t("areas.what")))
    st.subheader(t("areas.unknown"))
    gaps = _gaps(areas, units, t)
    st.html(bullets(gaps) if gaps else soft(t("areas.nothing_unknown")))
    st.subheader(t("areas.list", n=len(areas)))
    st.html(_areas(areas, names, t) if areas else soft(t("areas.none")))
    st.subheader(t("units.list", n=len(units)))
    st.html(_units(units, names, t) if units else soft(t("areas.none")))


def _gaps(areas: Sequence[AreaEntry], units: Sequence[UnitEntry], t: Translator) -> list[str]:
    missing = {
        "sector": [a.name for a in areas if a.police_sector is None],
        "unsure": [
            a.name for a in areas if a.police_sector and a.sector_certainty not in (None, "high")
        ],
        "villages": [a.name for a in areas if not a.villages],
        "voters": [a.name for a in areas if a.registered_voters is None],
        "stations": [a.name for a in areas if a.polling_stations is None],
        "boundary": [a.name for a in areas if not a.has_boundary],
        "investigates": [u.name for u in units if u.kind == "sector" and u.investigates is None],
    }
    return [
        t(f"areas.gap.{gap}", n=len(found), names=", ".join(found))
        for gap, found in missing.items()
        if found
    ]


def _areas(areas: Sequence[AreaEntry], names: Mapping[str, str], t: Translator) -> str:
    heads = ("code", "area", "sector", "certainty", "villages", "voters", "stations")
    return table(
        (t(f"areas.head.{head}") for head in heads),
        (
            (
                f'<span class="k-nowrap">{escape(area.code)}</span>',
                escape(area.name),
                escape(names.get(area.police_sector or "", t("unknown.sector"))),
                _certainty(area, t),
                _count(area.villages or None, t),
                _count(area.registered_voters, t),
                _count(area.polling_stations, t),
            )
            for area in areas
        ),
    )


def _certainty(area: AreaEntry, t: Translator) -> str:
    if area.police_sector is None:
        return "–"
    word = escape(t.label("sector_certainty", area.sector_certainty or "unknown"))
    source = f'<div class="k-soft">{escape(area.sector_source)}</div>' if area.sector_source else ""
    return word + source


def _count(value: int | None, t: Translator) -> str:
    return escape(t("areas.not_known") if value is None else number(value, t.language))


def _units(units: Sequence[UnitEntry], names: Mapping[str, str], t: Translator) -> str:
    return table(
        (
            t(f"units.head.{head}")
            for head in ("unit", "kind", "parent", "investigates", "accounts")
        ),
        (
            (
                f'{escape(unit.name)}<div class="k-soft">{escape(unit.code)}</div>',
                escape(t.label("unit_kind", unit.kind)),
                escape(names.get(unit.parent or "", "–")),
                escape(_investigates(unit, t)),
                "–" if unit.kind == "agency" else str(unit.accounts),
            )
            for unit in units
        ),
    )


def _investigates(unit: UnitEntry, t: Translator) -> str:
    if unit.kind != "sector":
        return "–"
    if unit.investigates is None:
        return t("areas.not_known")
    return t("units.investigates" if unit.investigates else "units.investigates_not")
