"""The map of the status, with words, hatch and shapes, and the counts of every level."""

from collections import Counter

from documents.content.areas import headline_sentence, unknown_first
from documents.content.material import Material
from documents.content.model import (
    MOST_SHAPES,
    Column,
    Kind,
    LegendRow,
    MapArea,
    MapData,
    Note,
    Ring,
    Section,
    TableData,
)
from documents.content.moved import moved_sentences
from documents.sentences import table
from domain.vocabulary import Level
from wording.numbers import days_to_voting

LEGEND = (
    Level.VERY_HIGH,
    Level.HIGH,
    Level.WATCH,
    Level.CALM,
    Level.STALE,
    Level.NO_DATA,
)


def status(m: Material, number: int) -> Section:
    """The map with the counts of every level, unknown included; without a map, a table of them."""
    t = m.t
    title = t("doc.section.status")
    if m.frame.election is not None:
        count = days_to_voting(m.day, m.frame.election.voting_day)
        title = t("doc.section.status.count", count=count)
    found = status_map(m)
    return Section(
        number,
        "status",
        title,
        (headline_sentence(m), *unknown_first(m), *moved_sentences(m)),
        tables=() if found.shapes or not found.areas else (levels_table(m, found),),
        map=found,
        notes=(Note(t("doc.rule.title"), t("disclaimer")),),
    )


def levels_table(m: Material, data: MapData) -> TableData:
    """How many kecamatan have each level, where too many are asked for to be drawn."""
    t = m.t
    columns = (
        Column("level", t("doc.head.level"), weight=2.0),
        Column("count", t("doc.head.sub_district"), Kind.NUMBER),
        Column("hatched", t("doc.levels.hatched"), Kind.NUMBER, 1.4),
    )
    many = len(data.areas) > MOST_SHAPES
    return table(
        t,
        "levels",
        t("doc.levels.title"),
        columns,
        [(row.word, row.count, row.hatched) for row in data.legend],
        empty=t("doc.no_areas"),
        note=t("doc.levels.no_map", most=MOST_SHAPES) if many else t("doc.levels.no_shapes"),
        levels=[(row.level, False) for row in data.legend],
    )


def status_map(m: Material) -> MapData:
    """The areas in attention order with word, hatch and shape, and the legend."""
    areas = tuple(
        MapArea(
            code=s.sub_district,
            name=m.name(s.sub_district, "unknown.district"),
            level=s.level,
            hatched=s.hatched,
            word=m.t.label("level", s.level),
            label=m.labels.get(s.sub_district),
        )
        for s in m.statuses
    )
    levels = Counter(s.level for s in m.statuses)
    hatched = Counter(s.level for s in m.statuses if s.hatched)
    legend = tuple(
        LegendRow(level, m.t.label("level", level), levels[level], hatched[level])
        for level in LEGEND
    )
    return MapData(areas, legend, _shapes(m))


def _shapes(m: Material) -> dict[str, tuple[tuple[Ring, ...], ...]]:
    found = {}
    for feature in m.boundaries.get("features", ()):
        geometry = feature["geometry"]
        several = geometry["type"] == "MultiPolygon"
        parts = geometry["coordinates"] if several else [geometry["coordinates"]]
        found[feature["properties"]["code"]] = tuple(
            tuple(tuple((float(p[0]), float(p[1])) for p in ring) for ring in part)
            for part in parts
        )
    return found
