"""A mapping as a file of JSON: read with every fault named, and held against a file's header.

The mapping file of the command line and that of the screen are one and the same.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from domain.cells import BadCell
from domain.faults import Fault, Refused
from ingest.headers import Reads, Target, field_of
from ingest.known import Known
from ingest.mapping import Coordinates, Header, Inputs, Layout, Mapping, layout_faults
from ingest.places import Places
from ingest.rows_convert import Converters
from ingest.rows_words import Table

CODED = (Reads.WORD, Reads.GROUP, Reads.UNIT, Reads.SUB_DISTRICT, Reads.YES_NO)
"""Fields whose words have codes of ours."""

_CODES = {
    "extra_forbidden": "mapping_unknown_key",
    "missing": "mapping_missing_key",
    "json_invalid": "mapping_not_json",
    "value_error": "mapping_inputs_of_issues",
    "model_type": "mapping_needs_pairs",
    "dict_type": "mapping_needs_pairs",
    "string_type": "mapping_needs_text",
    "string_too_short": "mapping_needs_text",
    "int_parsing": "mapping_needs_number",
    "int_type": "mapping_needs_number",
    "int_from_float": "mapping_needs_number",
    "int_parsing_size": "mapping_needs_number",
    "greater_than_equal": "mapping_needs_number",
}
_MODELS: tuple[tuple[str, Any], ...] = (("coordinates", Coordinates), ("inputs", Inputs))
_NOT_JSON = re.compile(r"(.*?)(?: at line (\d+) column (\d+))?$", re.DOTALL)
_UNION = re.compile(r"^(str-enum|dict|function-|nullable|lax-or-strict|model|is-instance)\b.*")
"""Steps of a place that name a type, not a part of the file."""


def read_mapping(content: bytes, file: str, target: Target) -> Mapping:
    """The mapping of a file for a target; raises Refused with every fault."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        wrong = error.object[error.start : error.end].hex(" ")
        raise Refused([Fault("not_utf8", file, None, None, wrong, "UTF-8")]) from None
    found = load_mapping(text, file)
    if found.target != target:
        raise Refused([Fault("mapping_other_target", file, None, "target", found.target, target)])
    return found


def load_mapping(text: str, file: str = "mapping") -> Mapping:
    """The mapping of a JSON text; raises Refused with every fault, `column` naming the key.

    Where it is no JSON at all, `row` is the line and `value` the place in it.
    """
    try:
        return Mapping.model_validate_json(text)
    except ValidationError as error:
        raise Refused(dict.fromkeys(_shape_faults(error, file))) from None


def _shape_faults(error: ValidationError, file: str) -> Iterator[Fault]:
    for found in error.errors(include_url=False, include_context=True):
        code = _CODES.get(found["type"], "mapping_wrong_value")
        context, steps = found.get("ctx", {}), [str(step) for step in found["loc"]]
        if code == "mapping_not_json":
            said = _NOT_JSON.match(str(context.get("error", "")))
            line, at = (said[2], said[3]) if said else (None, None)
            yield Fault(code, file, int(line) if line else None, None, at or "1", "{ }")
            continue
        kinds = [step for step in steps if _UNION.match(step)]
        if code == "mapping_needs_pairs" and kinds:
            # One of few words was asked for too: the other reading names those.
            continue
        if any(kind.startswith("str-enum") for kind in kinds) and isinstance(found["input"], dict):
            continue
        place = ".".join(step for step in steps if not _UNION.match(step)) or None
        expected = str(context.get("expected", ""))
        if code == "mapping_unknown_key":
            expected = " ".join(_keys(steps[:-1]))
        if code in ("mapping_missing_key", "mapping_inputs_of_issues"):
            yield Fault(code, file, None, place or "inputs", "", expected)
        else:
            yield Fault(code, file, None, place, _shown(found["input"]), expected)


def _keys(place: list[str]) -> list[str]:
    """The parts that a mapping may have at a place."""
    model: Any = Mapping
    for name, part in _MODELS:
        if name in place:
            model = part
    return list(model.model_fields)


def _shown(value: Any) -> str:
    return "null" if value is None else str(value)[:200]


def misfits(
    mapping: Mapping, header: tuple[str, ...], file: str, inputs_header: tuple[str, ...] | None
) -> list[Fault]:
    """What of a mapping cannot be used for a header: fields and columns that are not there.

    Fields that nothing fills are no fault here: on the screen they are filled in.
    """
    found = list(layout_faults(mapping, Header(header), mapping.target, file))
    if mapping.inputs is not None:
        there = Header(header if inputs_header is None else inputs_header)
        found += layout_faults(mapping.inputs, there, "issues", file, "inputs.")
    return [fault for fault in found if fault.code != "mapping_field_needed"]


def word_faults(mapping: Mapping, known: Known, file: str) -> Iterator[Fault]:
    """Constants and meanings of words that are none of ours."""
    convert = _Words(mapping, known)
    sides: list[tuple[Layout, Target, str]] = [(mapping, mapping.target, "")]
    if mapping.inputs is not None:
        sides.append((mapping.inputs, "issues", "inputs."))
    for layout, target, where in sides:
        said = [("constants", name, text) for name, text in layout.constants.items() if text]
        for name, table in layout.values.items():
            field = field_of(name, target)
            if field is not None and field.reads in (*CODED, Reads.WORDS):
                said += [("values", name, text) for text in Table(table).values()]
        for part, name, text in said:
            bad = convert.wrong(name, target, text)
            if bad is not None:
                yield Fault(bad.code, file, None, f"{where}{part}.{name}", text, bad.expected)


class _Words:
    """Reads constants and meanings as the check does."""

    def __init__(self, mapping: Mapping, known: Known) -> None:
        self._of = Converters(known, Places(known), lambda name: None, mapping.list_separator).of

    def read(self, name: str, target: Target, text: str) -> Any:
        """What a text means for a field; raises BadCell."""
        field = field_of(name, target)
        return None if field is None else self._of(field, Table(None))(text, None)[0]

    def wrong(self, name: str, target: Target, text: str) -> BadCell | None:
        """Why a text cannot stand for a field; days are read in the order of their column."""
        field = field_of(name, target)
        if field is None or field.reads in (Reads.DAY, Reads.ENTRY_TIME, Reads.TEXT):
            return None
        try:
            self.read(name, target, text)
        except BadCell as bad:
            return bad
        return None


def fitted(
    mapping: Mapping,
    header: tuple[str, ...],
    inputs_header: tuple[str, ...] | None,
    known: Known,
) -> Mapping:
    """A mapping that fits a header (`misfits`), in the header's own spelling.

    Columns are called as they stand in the file, words that were given as a constant by
    their codes: what a list of choices can show. Columns that are not there are left out.
    """
    words = _Words(mapping, known)
    update = _layout_update(mapping, header, mapping.target, words)
    if mapping.inputs is not None:
        there = header if inputs_header is None else inputs_header
        own = _layout_update(mapping.inputs, there, "issues", words)
        update["inputs"] = mapping.inputs.model_copy(update=own)
    return mapping.model_copy(update=update)


def _layout_update(
    layout: Layout, header: tuple[str, ...], target: Target, words: _Words
) -> dict[str, Any]:
    found = Header(header)

    def spelt(column: str) -> str | None:
        position = found.position(column)
        return None if position is None else found.names[position]

    columns = {name: spelt(column) for name, column in layout.columns.items()}
    point = layout.coordinates
    if point is not None:
        latitude, longitude = spelt(point.latitude), spelt(point.longitude)
        point = None
        if latitude is not None and longitude is not None:
            point = Coordinates(latitude=latitude, longitude=longitude)
    return {
        "columns": {name: column for name, column in columns.items() if column is not None},
        "coordinates": point,
        "constants": {
            name: _code(words, name, target, text) for name, text in layout.constants.items()
        },
    }


def _code(words: _Words, name: str, target: Target, text: str) -> str:
    """The code that a constant means, where it is a word of a vocabulary."""
    field = field_of(name, target)
    if field is None or field.many or field.reads not in CODED or words.wrong(name, target, text):
        return text
    value = words.read(name, target, text)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return text if value is None else str(value)
