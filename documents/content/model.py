"""What a document says, as plain data: every rendering is drawn from this and nothing else.

Slides, paper, message, workbook and screen take the same `Content`, so that they cannot
disagree. Texts are plain: whoever draws them escapes them for the place where they stand.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from domain.measures import Why
from domain.vocabulary import Level, Mark

Cell = str | int | float | date | None
"""None is unknown: drawn as `–`, never as 0 and never as nothing."""

Ring = tuple[tuple[float, float], ...]
"""A closed line of an area: longitude and latitude in degrees."""

MOST_SHAPES = 60
"""With more areas than this a map is a list: shapes would be too small to carry a word."""

T = TypeVar("T", "Section", "TableData", "Figure")


class Kind(StrEnum):
    """What the cells of a column are; a change is a number with its sign."""

    TEXT = "text"
    NUMBER = "number"
    CHANGE = "change"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what it is made of. `text` is how a reader sees it.

    `value` is None where there is none, and `why` says why. Counts have neither numerator
    nor denominator. `refs` are the tickets and meetings behind it, where they may be told.
    """

    key: str
    label: str
    text: str
    value: float | int | None
    numerator: int | None = None
    denominator: int | None = None
    why: Why | None = None
    why_text: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what it follows from: keys of figures, tickets, meetings, areas."""

    text: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `weight` is its share of the width beside the other columns."""

    key: str
    heading: str
    kind: Kind = Kind.TEXT
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class TableData:
    """A table of a document, its rows in the order in which they are read.

    `cut` rows more exist and were left out ("dan n lainnya", which `cut_text` says);
    `empty` is the sentence that stands where there are no rows; `note` explains what the
    cells leave open. `levels` holds for a row that names an area the level it is drawn in.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    cut: int = 0
    cut_text: str = ""
    empty: str = ""
    note: str = ""
    levels: tuple[tuple[Level, bool] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One run of values of a chart, a value for each category; `colour` names its hue.

    A value of None is unknown, or too few to be told: it is not drawn.
    """

    name: str
    values: tuple[int | float | None, ...]
    colour: str | None = None


@dataclass(frozen=True, slots=True)
class ChartData:
    """A bar chart: categories down or across, one or more series of values."""

    key: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    stacked: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class MapArea:
    """A kecamatan on the map: the word stands on it, the colour is never alone.

    `label` is the point (longitude, latitude) inside where name and word have most room.
    """

    code: str
    name: str
    level: Level
    hatched: bool
    word: str
    label: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A level, its word, and how many areas have it; `hatched` of them are hatched."""

    level: Level
    word: str
    count: int
    hatched: int = 0


@dataclass(frozen=True, slots=True)
class MapData:
    """The areas in attention order, and their shapes by code (empty beyond MOST_SHAPES).

    A shape is its parts, a part its rings, the outer one first. An area without a shape
    is in `areas` all the same.
    """

    areas: tuple[MapArea, ...]
    legend: tuple[LegendRow, ...]
    shapes: Mapping[str, tuple[tuple[Ring, ...], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """The records behind one figure, sentence or table: for the notes of a slide."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section: a slide of the deck, a heading of the paper."""

    number: int
    key: str
    title: str
    sentences: tuple[Sentence, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[TableData, ...] = ()
    charts: tuple[ChartData, ...] = ()
    map: MapData | None = None
    notes: tuple[Note, ...] = ()

    def table(self, key: str) -> TableData:
        """The table of this key; raises KeyError."""
        return _keyed(self.tables, key)

    def figure(self, key: str) -> Figure:
        """The figure of this key; raises KeyError."""
        return _keyed(self.figures, key)


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above and below every page of a document.

    `kop` are the lines of the letterhead, empty until the installation has them. `scope`
    says which areas, `title` what the document is. `signatures` are posts, never names.
    `foot` is the line of unit, day and number in the audit trail; `band` the mark of the
    data, None for real records. `public` content holds what may leave the police.
    `subject`, `classification` and `copies` are those of a letter; its number stays blank,
    the unit's registry gives it.
    """

    kind: str
    title: str
    kop: tuple[str, ...]
    unit: str
    place: str
    day: date
    since: date
    day_text: str
    since_text: str
    scope: str
    mark: Mark | None
    band: str | None
    public: bool
    known: bool
    language: str
    signatures: tuple[str, ...] = ()
    trail_number: int | None = None
    foot: str = ""
    notices: tuple[str, ...] = ()
    subject: str = ""
    classification: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A whole document: its head and its sections in order."""

    head: Head
    sections: tuple[Section, ...]

    def section(self, key: str) -> Section:
        """The section of this key; raises KeyError."""
        return _keyed(self.sections, key)


def _keyed(items: Sequence[T], key: str) -> T:
    found = next((item for item in items if item.key == key), None)
    if found is None:
        raise KeyError(key)
    return found
