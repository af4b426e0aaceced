"""How a foreign sheet is laid onto our fields: the mapping file of the command line.

    {"target": "issues", "sheet": null, "header_row": null, "encoding": null,
     "separator": null, "date_order": "dmy", "list_separator": ";",
     "columns": {"reported_on": "TANGGAL", "text": "URAIAN", "sub_district": "KECAMATAN"},
     "coordinates": {"latitude": "LAT", "longitude": "LON"},
     "constants": {"kind": "complaint"},
     "values": {"category": {"Pencurian": "crime", "*": "other"}}}

- `columns`: our field <- their header; of a header that stands several times the
  first is `NAMA#1`, the second `NAMA#2`.
- `constants`: the value of a field that has no column; where it has one, of its empty cells.
- `values`: what their words mean. A table with `*` decides every word, an empty cell only
  where it has the key "". Without a table our codes and labels are understood.
- `date_order`: dmy, mdy or ymd, for all columns or by field.
- `inputs` (meetings and reports): the inputs of a record, in the same sheet or in another:
  `{"sheet": null, "columns": {"text": "MASUKAN", "category": "JENIS"}, "constants": {...},
  "values": {...}, "coordinates": {...}}`. In another sheet the field `meeting` (or `report`)
  names the record they belong to. In the same sheet every row is one input, or none when
  its input columns are empty.
- attendance of a meeting: a list cell (`attendance`: "Camat: 2; Warga"), a column a group
  (`attendance.camat`), or a row a group (`attendance_group` and `attendance_count`).
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)

from domain.faults import Fault
from domain.vocabulary import Kind
from ingest.dates import DateOrder
from ingest.headers import FIELDS, KEYS, TARGETS, Target, canonical, field_of, fold
from ingest.sheet import Told

REST = "*"
"""The key of a value table for every word that the table does not name."""


INPUTS = "inputs."
"""Stands before the fields of inputs, where those of their records stand beside them."""


def _as_text(value: Any) -> Any:
    """Numbers and truth of JSON as a cell would hold them."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, int) else value


def _empty(value: Any) -> Any:
    """A null says that there is none."""
    return {} if value is None else value


Constant = Annotated[str, BeforeValidator(_as_text)]
Given = Annotated[str | None, BeforeValidator(_as_text)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Coordinates(_Part):
    """The headers of the two columns of a point, in degrees."""

    latitude: str
    longitude: str


class Layout(_Part):
    """Columns, constants and value tables, for records or for their inputs."""

    columns: Annotated[dict[str, str], BeforeValidator(_empty)] = Field(default_factory=dict)
    coordinates: Coordinates | None = None
    constants: Annotated[dict[str, Constant], BeforeValidator(_empty)] = Field(default_factory=dict)
    values: Annotated[dict[str, dict[str, Given]], BeforeValidator(_empty)] = Field(
        default_factory=dict
    )


class Inputs(Layout):
    """Where the inputs of meetings or reports stand; no sheet: beside their record."""

    sheet: str | None = None
    date_order: DateOrder | dict[str, DateOrder] | None = None


class Mapping(Layout):
    """The whole mapping; see the head of this file."""

    target: Target
    sheet: str | None = None
    header_row: Annotated[int, Field(ge=1)] | None = None
    encoding: str | None = None
    separator: str | None = None
    date_order: DateOrder | dict[str, DateOrder] | None = None
    list_separator: Annotated[str, Field(min_length=1)] | None = ";"
    inputs: Inputs | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_our_names(cls, given: Any) -> Any:
        """Fields called by their column in the dataset file, or in the plural, are the same."""
        if not isinstance(given, dict) or given.get("target") not in TARGETS:
            return given
        target: Target = given["target"]
        found = _renamed(given, target)
        if isinstance(found.get("inputs"), dict):
            found["inputs"] = _renamed(found["inputs"], "issues")
        return found

    @model_validator(mode="after")
    def _has_inputs_where_it_may(self) -> Self:
        if self.inputs is not None and self.target == "issues":
            raise ValueError("inputs")
        return self

    @property
    def told(self) -> Told:
        """What the mapping says of the file itself."""
        return Told(self.encoding, self.separator, self.sheet, self.header_row)

    def order_of(self, name: str) -> DateOrder | None:
        """The declared order of a field's days."""
        return _order(self.date_order, name)

    def order_of_input(self, name: str) -> DateOrder | None:
        """The declared order of the days of an input's field; the whole mapping's without one."""
        own = self.inputs.date_order if self.inputs is not None else None
        if own is None:
            return self.date_order if isinstance(self.date_order, DateOrder) else None
        return _order(own, name)


def _order(said: DateOrder | dict[str, DateOrder] | None, name: str) -> DateOrder | None:
    return said.get(name) if isinstance(said, dict) else said


def _renamed(given: dict[str, Any], target: Target) -> dict[str, Any]:
    found = dict(given)
    for part in ("columns", "constants", "values", "date_order"):
        if isinstance(found.get(part), dict):
            names = [canonical(str(name), target) for name in found[part]]
            if len(set(names)) == len(names):
                found[part] = dict(zip(names, found[part].values(), strict=True))
    return found


def dump_mapping(mapping: Mapping) -> str:
    """The JSON text of a mapping; `ingest.mapping_file.load_mapping` reads it back as it was."""
    cells = mapping.model_dump(mode="json")
    if cells["inputs"] is None:
        del cells["inputs"]
    return json.dumps(cells, ensure_ascii=False, indent=2)


class Header:
    """The header of a sheet, asked by name: exactly, else whatever its case and blanks."""

    def __init__(self, header: tuple[str, ...]) -> None:
        self.names = numbered(header)
        self._exact = {name: index for index, name in enumerate(self.names)}
        self._folded: dict[str, list[int]] = {}
        for index, name in enumerate(self.names):
            self._folded.setdefault(fold(name), []).append(index)
        self._bare: dict[str, int] = {}
        for name in header:
            self._bare[name] = self._bare.get(name, 0) + 1

    def position(self, name: str) -> int | None:
        """The position of a column; None when there is none, or more than one."""
        if self.twice(name):
            return None
        if name in self._exact:
            return self._exact[name]
        found = self._folded.get(fold(name), [])
        return found[0] if len(found) == 1 else None

    def twice(self, name: str) -> bool:
        """Whether a name does not say which of several columns is meant."""
        if self._bare.get(name, 0) > 1:
            return True
        return name not in self._exact and len(self._folded.get(fold(name), [])) > 1


def numbered(header: tuple[str, ...]) -> tuple[str, ...]:
    """Headers as a mapping names them: one that stands several times is NAME#1, NAME#2 …"""
    seen: dict[str, int] = {}
    again = {name for name, count in Counter(header).items() if count > 1 or not name}
    found = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        found.append(f"{name}#{seen[name]}" if name in again else name)
    return tuple(found)


Where = Literal["", "inputs."]


def layout_faults(
    layout: Layout, header: Header, target: Target, file: str, where: Where = ""
) -> Iterator[Fault]:
    """What is wrong with a mapping for a header: unknown fields, and columns not there."""
    known = " ".join(FIELDS[target])
    for part in ("columns", "constants", "values"):
        for name in getattr(layout, part):
            if field_of(name, target) is None:
                yield Fault("mapping_unknown_field", file, None, f"{where}{part}", name, known)
    pairs = list(layout.columns.items())
    if layout.coordinates is not None:
        pairs += layout.coordinates.model_dump().items()
    for name, column in pairs:
        if header.twice(column):
            these = ", ".join(n for n in header.names if fold(n.split("#")[0]) == fold(column))
            yield Fault("mapping_column_twice", file, None, f"{where}{name}", column, these)
        elif header.position(column) is None:
            columns = ", ".join(n for n in header.names if n)[:500]
            yield Fault("mapping_no_column", file, None, f"{where}{name}", column, columns)
    yield from _needed(layout, target, file, where)


def _needed(layout: Layout, target: Target, file: str, where: Where) -> Iterator[Fault]:
    """Fields without which no row can be a record, and that nothing fills."""
    filled = set(layout.columns) | set(layout.constants)
    needed = {
        "issues": ("reported_on", "kind", "category"),
        "meetings": ("held_on", "programme"),
        "reports": ("reported_on", "kind"),
    }[target]
    for name in needed:
        # The inputs of a record are of its own day where they have none.
        if name not in filled and not (where and name == "reported_on"):
            yield Fault("mapping_field_needed", file, None, f"{where}{name}")
    if target == "issues" and not where:
        place = layout.coordinates is not None or filled & {"sub_district", "village"}
        # Only an agreement may be of the whole district; a label is looked at row by row.
        kind = None if "kind" in layout.columns else layout.constants.get("kind")
        if not place and kind in set(Kind) - {Kind.AGREEMENT}:
            yield Fault("mapping_field_needed", file, None, "sub_district")


def mapping_faults(
    mapping: Mapping,
    header: tuple[str, ...],
    file: str,
    inputs_header: tuple[str, ...] | None = None,
) -> list[Fault]:
    """Everything that is wrong with a mapping for the header of a sheet (and of its inputs')."""
    faults = list(layout_faults(mapping, Header(header), mapping.target, file))
    if isinstance(mapping.date_order, dict):
        known = " ".join(FIELDS[mapping.target])
        faults += [
            Fault("mapping_unknown_field", file, None, "date_order", name, known)
            for name in mapping.date_order
            if field_of(name, mapping.target) is None
        ]
    if mapping.inputs is not None:
        there = Header(header if inputs_header is None else inputs_header)
        faults += layout_faults(mapping.inputs, there, "issues", file, "inputs.")
        key = KEYS[mapping.target]
        if inputs_header is not None and key not in mapping.inputs.columns:
            faults.append(Fault("mapping_field_needed", file, None, f"inputs.{key}"))
    return faults
