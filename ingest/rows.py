"""The rows of a sheet, read field by field as a mapping says; places and rules come after.

Most cells of a column repeat, so each word of a column is read once.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.cells import BadCell
from domain.faults import Fault
from domain.forms import LONGEST_TEXT
from domain.privacy import flags
from ingest.checked import Question
from ingest.dates import DateOrder, OrderNeeded, only_order, possible_orders, read_day
from ingest.headers import ATTENDANCE_PREFIX, Reads, Target, TargetField, field_of
from ingest.known import Known
from ingest.mapping import Header, Layout
from ingest.places import Places
from ingest.rows_convert import Convert, Converters, Outcome
from ingest.rows_words import Table, is_nothing, refuse_formula
from ingest.sheet import CellKind, Sheet, SheetRow

LONGEST_SHOWN = 200
"""So much of a cell a fault repeats."""

_POINT_PARTS = re.compile(r"\s*[;,]\s+|[;\s]+|(?<=\d),(?=[-+]?\d+\.)")
"""Between the two numbers of a point in one cell; a comma inside a number is its point."""

_BROKEN = {CellKind.FORMULA: "formula_cell", CellKind.ERROR: "error_cell"}


@dataclass(slots=True)
class Partial:
    """A row as far as it was read.

    `values` by column of the dataset file, without empty ones; `villages` are names and
    codes not yet looked up, `point` the two cells of a point. `bad` are the columns that a
    fault stands for already. Faults are (code, their column, value, expected), flags
    (their column, code, value). Most rows have neither, so they share the empty ones.
    """

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    villages: tuple[str, ...] = ()
    point: tuple[str, str] | None = None
    faults: tuple[tuple[str, str | None, str, str], ...] = ()
    flags: tuple[tuple[str | None, str, str], ...] = ()
    bad: frozenset[str] = frozenset()

    def refuse(self, column: str, code: str, theirs: str | None, value: str, right: str) -> None:
        """Note a fault of a column of ours."""
        self.bad |= {column}
        self.faults += ((code, theirs, value[:LONGEST_SHOWN], right),)

    def flag(self, theirs: str | None, code: str, value: str) -> None:
        """Note something to know of a row that is taken."""
        self.flags += ((theirs, code, value),)


@dataclass(slots=True)
class FieldReader:
    """One field: where its cells stand, what fills the empty ones, and how they are read.

    `asks` once a day was found that needs a declared order.
    """

    field: TargetField
    index: int | None
    theirs: str | None
    constant: str
    convert: Convert
    asks: bool = False

    def outcome(self, text: str, kind: CellKind | None) -> tuple[Any, str | None, BadCell | None]:
        """What a cell says: its value, a flag, or what is wrong with it."""
        try:
            value, flag = self.convert(text, kind)
        except BadCell as bad:
            self.asks = self.asks or isinstance(bad, OrderNeeded)
            return None, None, bad
        return (None if value == () else value), flag, None


class RowReader:
    """Reads the rows of a sheet by the layout of a mapping."""

    def __init__(
        self,
        layout: Layout,
        header: Header,
        target: Target,
        known: Known,
        places: Places,
        order_of: Callable[[str], DateOrder | None],
        separator: str | None,
    ) -> None:
        self.layout = layout
        self.target = target
        self.denied = known.denied
        self.places = places
        self.width = len(header.names)
        self._convert = Converters(known, places, order_of, separator)
        self.fields = [
            self._reader(name, header)
            for name in dict.fromkeys((*layout.columns, *layout.constants))
        ]
        self.theirs = {r.field.name: r.theirs for r in self.fields if r.theirs is not None}
        self._point: tuple[int, int] | None = None
        if layout.coordinates is not None:
            self.theirs |= layout.coordinates.model_dump()
            latitude = header.position(layout.coordinates.latitude)
            longitude = header.position(layout.coordinates.longitude)
            if latitude is not None and longitude is not None:
                self._point = (latitude, longitude)

    def read(self, rows: Sequence[SheetRow]) -> list[Partial]:
        """Every row; what cannot be read is among its faults. Column by column, for speed."""
        partials = [Partial(row.number) for row in rows]
        for row, partial in zip(rows, partials, strict=True):
            width = len(row.cells)
            if width > self.width and any(cell.strip() for cell in row.cells[self.width :]):
                partial.refuse("", "cell_count", None, str(width), str(self.width))
        for reader in self.fields:
            self._read_column(reader, partials, rows)
        if self._point is not None:
            for row, partial in zip(rows, partials, strict=True):
                self._take_point(partial, row)
        return partials

    def says_nothing(self, row: SheetRow) -> bool:
        """Whether every cell that the mapping reads is empty."""
        indices = [reader.index for reader in self.fields] + list(self._point or ())
        return not any(_cell(row, index).strip() for index in indices)

    def questions(self, sheet: Sheet) -> Iterator[Question]:
        """What must be decided before the days of a column can be read; after the rows."""
        for reader in self.fields:
            if reader.asks and reader.index is not None and reader.theirs is not None:
                found = _question(reader, sheet)
                if found is not None:
                    yield found

    def constant_faults(self, file: str, where: str = "") -> Iterator[Fault]:
        """Constants and value tables that say what we do not have."""
        for reader in self.fields:
            name = reader.field.name
            said = [("constants", reader.constant)] if reader.constant else []
            if reader.field.reads in (Reads.WORD, Reads.UNIT, Reads.SUB_DISTRICT, Reads.WORDS):
                table = Table(self.layout.values.get(name))
                said += [("values", value) for value in table.values()]
            for part, text in said:
                try:
                    self._convert.of(reader.field, Table(None))(text, None)
                except BadCell as bad:
                    yield Fault(bad.code, file, None, f"{where}{part}.{name}", text, bad.expected)

    def _read_column(
        self, reader: FieldReader, partials: Sequence[Partial], rows: Sequence[SheetRow]
    ) -> None:
        field, column, index = reader.field, reader.field.column, reader.index
        unique = field.reads in (Reads.TEXT, Reads.KEY)
        put = self._put(reader)
        memo: dict[Any, tuple[Any, str | None, BadCell | None]] = {}
        for partial, row in zip(partials, rows, strict=True):
            cells, kind = row.cells, None
            text = cells[index] if index is not None and index < len(cells) else ""
            if row.kinds and index is not None:
                kind = row.kinds.get(index)
            if kind is not None and kind in _BROKEN:
                partial.refuse(column, _BROKEN[kind], reader.theirs, text, "")
                continue
            if unique:
                found = reader.outcome(text, kind)
            else:
                key = text if kind is None else (text, kind)
                found = memo.get(key) or memo.setdefault(key, reader.outcome(text, kind))
            value, flag, bad = found
            if bad is not None:
                shown = text or reader.constant
                partial.refuse(column, bad.code, reader.theirs, shown, bad.expected)
                continue
            if flag is not None:
                partial.flag(reader.theirs, flag, text[:LONGEST_SHOWN])
            if value is None:
                continue
            if put is None:
                partial.values[column] = value
            else:
                put(partial, value)

    def _put(self, reader: FieldReader) -> Callable[[Partial, Any], None] | None:
        """How the values of a field that are not simply kept in its column are kept."""
        name, column = reader.field.name, reader.field.column

        def text(partial: Partial, value: str) -> None:
            self._flag_text(partial, reader.theirs, value)
            partial.values[column] = value

        def villages(partial: Partial, value: tuple[str, ...]) -> None:
            partial.villages = value

        def group(partial: Partial, value: tuple[bool, int | None]) -> None:
            there, count = value
            if there:
                pair = (name.removeprefix(ATTENDANCE_PREFIX), count)
                partial.values[column] = (*partial.values.get(column, ()), pair)

        def own_name(partial: Partial, value: Any) -> None:
            partial.values[name] = value

        if name.startswith(ATTENDANCE_PREFIX):
            return group
        special: dict[Reads, Callable[[Partial, Any], None]] = {
            Reads.TEXT: text,
            Reads.VILLAGE: villages,
            Reads.GROUP: own_name,
            Reads.COUNT: own_name,
        }
        return special.get(reader.field.reads)

    def _flag_text(self, partial: Partial, theirs: str | None, text: str) -> None:
        if len(text) > LONGEST_TEXT:
            partial.flag(theirs, "text_long", str(len(text)))
        for kind in sorted({flag.kind.value for flag in flags(text, self.denied)}):
            partial.flag(theirs, "personal_data", kind)

    def _take_point(self, partial: Partial, row: SheetRow) -> None:
        assert self._point is not None  # noqa: S101 - seen to by the caller
        texts = []
        one_column = self._point[0] == self._point[1]
        for place, name in enumerate(("latitude", "longitude")):
            index = self._point[place]
            text = _cell(row, index)
            kind = row.kinds.get(index)
            if kind is not None and kind in _BROKEN:
                partial.refuse("point", _BROKEN[kind], self.theirs[name], text, "")
            if one_column:
                # "-4.46 102.95 0.0 20.0", as forms write a point: height and error follow.
                text = (*_POINT_PARTS.split(text.strip()), "", "")[place]
            texts.append("" if is_nothing(text) else text.strip())
        if "point" in partial.bad or not any(texts):
            return
        if all(texts):
            partial.point = (texts[0], texts[1])
            return
        name = "longitude" if texts[0] else "latitude"
        partial.refuse("point", "coordinates_incomplete", self.theirs[name], "", "")

    def _reader(self, name: str, header: Header) -> FieldReader:
        field = field_of(name, self.target)
        assert field is not None  # noqa: S101 - layout_faults has seen to it
        column = self.layout.columns.get(name)
        index = header.position(column) if column is not None else None
        table = Table(self.layout.values.get(name))
        constant = self.layout.constants.get(name, "")
        plain = self._convert.of(field, table)
        own = self._convert.of(field, Table(None))

        def convert(text: str, kind: CellKind | None) -> Outcome:
            if text and not text.isspace():
                if text.lstrip()[0] in "=#" and not table.names(text.strip()):
                    refuse_formula(text)
                return plain(text, kind)
            if table.names(""):
                return plain("", kind)
            # The constant is ours, so no table speaks of it.
            return own(constant, None)

        return FieldReader(field, index, column, constant, convert)


def _cell(row: SheetRow, index: int | None) -> str:
    return row.cells[index] if index is not None and index < len(row.cells) else ""


def _question(reader: FieldReader, sheet: Sheet) -> Question | None:
    """The question of a column whose days may be read in several ways."""
    index = reader.index or 0
    cells = {row.number: row.cells[index] for row in sheet.rows if index < len(row.cells)}
    orders, example = possible_orders(cells.values())
    if example is None or reader.theirs is None:
        return None
    number = next(number for number, text in cells.items() if text == example)
    readings: Mapping[str, str] = {}
    try:
        read_day(example)
    except OrderNeeded as needed:
        readings = {str(order): day.isoformat() for order, day in needed.readings.items()}
    return Question(
        "date_order_needed",
        reader.field.name,
        reader.theirs,
        number,
        example[:LONGEST_SHOWN],
        readings,
        only_order(orders),
    )
