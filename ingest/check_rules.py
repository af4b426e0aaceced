"""What the rules of the field add to a record that was read: severity, texts, days, places."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from domain.cells import write_value
from domain.dataset import FILES, Row
from domain.rubric import least_severity, proposed_severity
from domain.vocabulary import ELECTION_VIOLATION_TEXT, Category, Inputs
from ingest.checks import row_faults
from ingest.known import Known

DAY_OF = {"issues": "reported_on", "meetings": "held_on", "reports": "reported_on"}
"""The column of each file that says when it happened."""

Flagged = tuple[str, str, str]
"""Column of ours, code, value."""

_EMPTY: Mapping[str, Row] = {
    file: {column.name: () if column.many else None for column in FILES[file].columns}
    for file in DAY_OF
}
_FAULT_COLUMNS = {"point": {"sub_district_code", "sub_district_codes"}}


class KnownCells:
    """The places that are known, as the rules of a dataset ask for them."""

    def __init__(self, known: Known) -> None:
        self._villages = known.villages

    def cell(self, file: str, key: Any, column: str) -> Any:
        """The kecamatan of a village; nothing else is asked of it."""
        village = self._villages.get(key) if file == "villages" else None
        return village.sub_district if village is not None else None


def whole_row(file: str, values: Row) -> Row:
    """Every column of the file, empty where nothing was read."""
    return {**_EMPTY[file], **values}


def settle_issue(values: Row) -> Iterator[Flagged]:
    """Work out what an issue does not say itself, in place; flags what that changes."""
    category, threat, given = values["category"], values["threat"], values["severity"]
    answers = str(values["rubric"]).split(";") if values["rubric"] else []
    if isinstance(category, str):
        told = str(threat) if threat is not None else None
        if given is None:
            values["severity"] = proposed_severity(category, told, answers)
        elif told is not None or answers or category == Category.INTIMIDATION:
            least = int(least_severity(category, told, answers))
            if isinstance(given, int) and given < least:
                yield "severity", "severity_below_rubric", str(least)
    if category == Category.ELECTION_VIOLATION:
        if values["text"] not in (None, ELECTION_VIOLATION_TEXT):
            yield "text", "text_replaced", ""
        values["text"] = ELECTION_VIOLATION_TEXT


def settle_inputs(file: str, values: Row) -> Iterator[tuple[str, str, str, str]]:
    """Say of a meeting or report that its inputs are listed, in place; faults if it denies it."""
    if file == "meetings":
        if values["inputs"] not in (None, Inputs.ITEMISED):
            said = str(values["inputs"])
            yield "inputs", "inputs_beside", said, Inputs.ITEMISED
        values["inputs"] = Inputs.ITEMISED.value
        values["inputs_on"] = values["inputs_on"] or values["held_on"]
    else:
        if values["nil"] is True:
            yield "nil", "inputs_beside", "nihil", "no"
        values["nil"] = False


def flagged_days(file: str, values: Row, known: Known) -> Iterator[Flagged]:
    """Days outside the stages of the election in view, and records of no kecamatan."""
    column = DAY_OF[file]
    day = values[column]
    first, last = known.span
    if isinstance(day, date):
        early = first is not None and day < first
        late = last is not None and day > last
        if early or late:
            yield column, "outside_election", day.isoformat()
    if file != "issues" and not values["sub_district_codes"]:
        yield "sub_district_codes", "no_sub_district", ""


def broken_rules(
    file: str, values: Row, cells: KnownCells, bad: Collection[str]
) -> Iterator[tuple[str, str, str, str]]:
    """Column, code, value and what would be right of every rule between cells that is broken.

    A column that a fault stands for already is not spoken of again.
    """
    said = set(bad).union(*(_FAULT_COLUMNS.get(column, set()) for column in bad))
    if "village_code" in bad:
        said |= {"sub_district_code"}
    for column, code, expected in row_faults(cells, file, values):
        if column not in said:
            yield column, code, write_value(values[column]), expected
