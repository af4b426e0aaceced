"""One layout over one sheet: its readers, its records on their way, what was found in them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from domain.dataset import Row
from domain.faults import Fault
from ingest.check_models import Context, model_faults, validated
from ingest.check_rules import KnownCells, broken_rules
from ingest.checked import Flag, Record
from ingest.headers import Target, canonical
from ingest.joining import Joined, conflict_faults
from ingest.known import Known
from ingest.mapping import INPUTS, Header, Layout
from ingest.mapping import Mapping as SheetMapping
from ingest.places import Places
from ingest.rows import Partial, RowReader
from ingest.rows_places import PlaceReader
from ingest.sheet import Sheet

_MOST_KEPT = 20_000
"""So many faults are kept to be put in order; the rest is counted."""


@dataclass
class Findings:
    """Faults and flags of one sheet."""

    file: str
    sheet: str | None = None
    faults: list[Fault] = field(default_factory=list)
    total: int = 0
    refused: set[int] = field(default_factory=set)
    flags: list[Flag] = field(default_factory=list)

    def fault(self, row: int, code: str, column: str | None, value: str, expected: str) -> None:
        """Note a fault of a row."""
        self.total += 1
        self.refused.add(row)
        if len(self.faults) < _MOST_KEPT:
            self.faults.append(Fault(code, self.file, row, column, value[:200], expected[:500]))

    def flag(self, row: int, column: str | None, code: str, value: str) -> None:
        """Note a flag of a row."""
        self.flags.append(Flag(row, column, code, value, self.sheet))


class Part:
    """One layout over one sheet: its readers, and what was found in its rows."""

    def __init__(
        self,
        layout: Layout,
        sheet: Sheet,
        target: Target,
        mapping: SheetMapping,
        known: Known,
        places: Places,
        findings: Findings,
        *,
        inputs: bool = False,
    ) -> None:
        order_of = mapping.order_of_input if inputs else mapping.order_of
        self.target = target
        self.where = INPUTS if inputs else ""
        self.known = known
        self.cells = KnownCells(known)
        self.findings = findings
        self.sheet = sheet
        header = Header(sheet.header)
        self.reader = RowReader(
            layout, header, target, known, places, order_of, mapping.list_separator
        )
        self.places = PlaceReader(places, self.reader.theirs, many=target != "issues")
        self.theirs = {
            r.field.column: r.theirs or f"{self.where}{r.field.name}"
            for r in reversed(self.reader.fields)
        }

    def partials(self) -> list[Partial]:
        """Every row, read; places are not filled yet."""
        found = self.reader.read(self.sheet.rows)
        self.places.locate(found)
        return found

    def column(self, ours: str) -> str:
        """Their column of one of ours; our field, as a mapping calls it, where they have none."""
        name = ours.removesuffix("_codes").removesuffix("_code")
        return self.theirs.get(ours, f"{self.where}{canonical(name, self.target)}")

    def report(self, joined: Joined) -> bool:
        """Note what is wrong with the cells of a record; gives whether nothing was."""
        if joined.sound:
            return True
        for partial in joined.partials:
            for code, column, value, expected in partial.faults:
                self.findings.fault(partial.number, code, column, value, expected)
        for row, column, value, expected in conflict_faults(joined):
            self.findings.fault(row, "conflicting_rows", self.column(column), value, expected)
        return False

    def validate(self, joined: Joined, values: Row, context: Context) -> tuple[Row, bool]:
        """A record against its model and the rules; notes faults and gives whether none was."""
        bad = joined.bad
        found: list[tuple[str, str, str, str]] = []
        try:
            values = validated(self.target, values, context)
        except ValidationError as error:
            found = [fault for fault in model_faults(error) if fault[0] not in bad]
        wrong = bad | {fault[0] for fault in found}
        found += broken_rules(self.target, values, self.cells, wrong)
        for column, code, value, expected in found:
            row = joined.row_of(column).number
            self.findings.fault(row, code, self.column(column), value, expected)
        return values, not found

    def flag(self, joined: Joined, extra: Iterable[tuple[str, str, str]]) -> None:
        """Note the flags of a record that is taken."""
        for partial in joined.partials:
            for column, code, value in dict.fromkeys(partial.flags):
                self.findings.flag(partial.number, column, code, value)
        for ours, code, value in extra:
            row = joined.row_of(ours).number
            self.findings.flag(row, self.column(ours), code, value)

    def refuse_rest(self, rows: Iterable[int], expected: str) -> None:
        """Refuse rows that are right themselves: they belong to a record that is not."""
        for row in rows:
            if row not in self.findings.refused:
                self.findings.fault(row, "record_refused", None, "", expected)

    def record(self, joined: Joined, values: Row) -> Record:
        """The record of joined rows."""
        return Record(self.target, joined.rows, values, self.findings.sheet)


@dataclass(slots=True)
class Candidate:
    """A record on its way: its rows, its values so far, whether anything is wrong with it."""

    part: Part
    joined: Joined
    values: Row
    sound: bool
    extra: list[tuple[str, str, str]] = field(default_factory=list)
    children: list["Candidate"] = field(default_factory=list)
