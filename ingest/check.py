"""Check every row of a foreign sheet: what may be written, what is wrong, what to know."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from domain.dataset import Row
from domain.faults import Fault
from ingest.check_models import Context, model_faults, validated
from ingest.check_rules import (
    DAY_OF,
    KnownCells,
    broken_rules,
    flagged_days,
    settle_inputs,
    settle_issue,
    whole_row,
)
from ingest.checked import MOST_FAULTS, Checked, Flag, Question, Record
from ingest.headers import KEYS, Target
from ingest.joining import Joined, conflict_faults, join
from ingest.known import Known
from ingest.mapping import Header, Layout, mapping_faults
from ingest.mapping import Mapping as SheetMapping
from ingest.places import Places
from ingest.rows import Partial, RowReader
from ingest.rows_places import PlaceReader
from ingest.sheet import Sheet

_LETTERS = {"issues": "I", "meetings": "M", "reports": "R"}
_MOST_KEPT = 20_000
"""So many faults are kept to be put in order; the rest is counted."""


def made_key(file: str, sha256: str, row: int) -> str:
    """The key of a record that has none: the same for the same row of the same file."""
    return f"{_LETTERS[file]}-{sha256[:8]}-{row}"


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
            r.field.column: r.theirs or r.field.name for r in reversed(self.reader.fields)
        }

    def partials(self) -> list[Partial]:
        """Every row, read; places are not filled yet."""
        found = self.reader.read(self.sheet.rows)
        self.places.locate(found)
        return found

    def column(self, ours: str) -> str:
        """Their column of one of ours, or our field where they have none."""
        name = ours.removesuffix("_codes").removesuffix("_code")
        return self.theirs.get(ours, name)

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


def check(
    sheet: Sheet,
    mapping: SheetMapping,
    target: Target,
    known: Known,
    sha256: str,
    inputs: Sheet | None = None,
    *,
    file: str = "",
) -> Checked:
    """Check a sheet against a mapping and what is known; nothing is written.

    `sha256` is the digest of the file, from which missing keys are made; `inputs` the
    second sheet, where the mapping names one; `file` stands in the faults. A mapping that
    does not fit is refused as a whole: every row counts as refused, its faults have no row.
    """
    findings = Findings(file or target)
    places = Places(known)
    wrong = _mapping_wrong(sheet, mapping, target, inputs, places, findings.file)
    if not wrong:
        main = Part(mapping, sheet, target, mapping, known, places, findings)
        wrong = list(main.reader.constant_faults(findings.file))
    below: Part | None = None
    if not wrong and mapping.inputs is not None:
        there = findings
        if inputs is not None:
            there = Findings(str(mapping.inputs.sheet), mapping.inputs.sheet)
        below = Part(
            mapping.inputs, inputs or sheet, "issues", mapping, known, places, there, inputs=True
        )
        wrong = list(below.reader.constant_faults(findings.file, "inputs."))
    if wrong:
        return Checked(
            target,
            dict(mapping.columns),
            len(sheet.rows),
            faults=tuple(wrong[:MOST_FAULTS]),
            fault_total=len(wrong),
            refused_rows=frozenset(row.number for row in sheet.rows),
            read_inputs=len(inputs.rows) if inputs else 0,
            refused_inputs=frozenset(row.number for row in inputs.rows) if inputs else frozenset(),
        )
    records = _records(main, below, sha256, separate=inputs is not None)
    return _outcome(main, below, records, inputs)


def _mapping_wrong(
    sheet: Sheet,
    mapping: SheetMapping,
    target: Target,
    inputs: Sheet | None,
    places: Places,
    file: str,
) -> list[Fault]:
    if mapping.target != target:
        return [Fault("mapping_other_target", file, None, "target", mapping.target, target)]
    if mapping.inputs is not None and (mapping.inputs.sheet is None) != (inputs is None):
        return [Fault("mapping_no_sheet", file, None, "inputs.sheet", mapping.inputs.sheet or "")]
    found = mapping_faults(mapping, sheet.header, file, inputs.header if inputs else None)
    points = mapping.coordinates or (mapping.inputs and mapping.inputs.coordinates)
    if points and not places.has_areas:
        found.append(Fault("no_boundaries", file, None, "coordinates"))
    return found


def _records(main: Part, below: Part | None, sha256: str, *, separate: bool) -> list[Record]:
    """Every record that may be written; what is wrong is in the findings of the parts."""
    key = KEYS[main.target]
    partials = main.partials()
    for partial in partials:
        main.places.fill(partial)
    beside = below is not None and not separate
    context = Context(main.known, main.known.meetings, main.known.reports)
    candidates: dict[str, Candidate] = {}
    for joined in join(partials, key, alike=beside):
        values = whole_row(main.target, joined.values)
        values[key] = values[key] or made_key(main.target, sha256, joined.first)
        extra = list(settle_issue(values)) if main.target == "issues" else []
        candidates[str(values[key])] = Candidate(main, joined, values, main.report(joined), extra)
    alone: dict[str, Candidate] = {}
    if below is not None:
        alone = _add_inputs(candidates, below, context, sha256, separate=separate)
    for candidate in candidates.values():
        values, sound = main.validate(candidate.joined, candidate.values, context)
        candidate.values = values
        candidate.sound = candidate.sound and sound
    return list(_accepted({**candidates, **alone}))


def _add_inputs(
    parents: dict[str, Candidate],
    below: Part,
    context: Context,
    sha256: str,
    *,
    separate: bool,
) -> dict[str, Candidate]:
    """The inputs of the records, checked and put beneath them.

    Gives those that stand alone: of a record that the database knows, not the file.
    """
    first = next(iter(parents.values()), None)
    if first is None:
        return {}
    link = KEYS[first.part.target]
    if first.part.target == "meetings":
        context.meetings = {*context.meetings, *parents}
    else:
        context.reports = {*context.reports, *parents}
    partials = below.partials()
    if not separate:
        owners = {n: key for key, parent in parents.items() for n in parent.joined.rows}
        blank = {r.number for r in below.sheet.rows if below.reader.says_nothing(r)}
        partials = [partial for partial in partials if partial.number not in blank]
        for partial in partials:
            partial.values[link] = owners[partial.number]
    for partial in partials:
        _inherit(partial, parents.get(partial.values.get(link, "")), below)
    alone: dict[str, Candidate] = {}
    for joined in join(partials, "issue", alike=not separate):
        values = whole_row("issues", joined.values)
        values["issue"] = values["issue"] or made_key("issues", sha256, joined.first)
        extra = list(settle_issue(values))
        sound = below.report(joined)
        values, right = below.validate(joined, values, context)
        child = Candidate(below, joined, values, sound and right, extra)
        parent = parents.get(str(values[link]))
        if parent is not None:
            parent.children.append(child)
        else:
            alone[f"{link} {values['issue']}"] = child
    for parent in parents.values():
        if parent.children:
            for column, code, value, expected in settle_inputs(first.part.target, parent.values):
                parent.sound = False
                row = parent.joined.row_of(column).number
                theirs = parent.part.column(column)
                parent.part.findings.fault(row, code, theirs, value, expected)
    return alone


def _inherit(partial: Partial, parent: Candidate | None, below: Part) -> None:
    """What an input does not say itself is as its meeting or report says it."""
    default = None
    if parent is not None:
        day = parent.values[DAY_OF[parent.part.target]]
        if "reported_on" not in partial.bad and day is not None:
            partial.values.setdefault("reported_on", day)
        elif day is None:
            partial.bad |= {"reported_on"}
        areas: Any = parent.values["sub_district_codes"]
        default = areas[0] if len(areas) == 1 else None
        if "sub_district_codes" in parent.joined.bad:
            partial.bad |= {"sub_district_code"}
    below.places.fill(partial, default)


def _accepted(candidates: Mapping[str, Candidate]) -> Iterator[Record]:
    """The records with nothing wrong in them or beneath them, with their flags noted."""
    for key, candidate in candidates.items():
        family = [candidate, *candidate.children]
        if not all(one.sound for one in family):
            for one in family:
                one.part.refuse_rest(one.joined.rows, key)
            continue
        for one in family:
            known = one.part.known
            one.part.flag(
                one.joined, [*one.extra, *flagged_days(one.part.target, one.values, known)]
            )
            yield one.part.record(one.joined, one.values)


def _outcome(
    main: Part, below: Part | None, records: list[Record], inputs: Sheet | None
) -> Checked:
    sides = [main.findings]
    columns = dict(main.reader.theirs)
    questions: list[Question] = list(main.reader.questions(main.sheet))
    if below is not None:
        columns |= {f"inputs.{name}": theirs for name, theirs in below.reader.theirs.items()}
        questions += below.reader.questions(below.sheet)
        if inputs is not None:
            sides.append(below.findings)
    faults = [f for side in sides for f in sorted(side.faults, key=lambda f: f.row or 0)]
    flags = [f for side in sides for f in sorted(side.flags, key=lambda f: f.row)]
    refused = frozenset(below.findings.refused) if below and inputs else frozenset()
    return Checked(
        target=main.target,
        columns=columns,
        read=len(main.sheet.rows),
        records=tuple(records),
        faults=tuple(faults[:MOST_FAULTS]),
        fault_total=sum(side.total for side in sides),
        refused_rows=frozenset(main.findings.refused),
        flags=tuple(flags),
        questions=tuple(questions),
        read_inputs=len(inputs.rows) if inputs else 0,
        refused_inputs=refused,
    )
