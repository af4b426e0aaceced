"""Check every row of a foreign sheet: what may be written, what is wrong, what to know."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.faults import Fault
from ingest.check_models import Context
from ingest.check_parts import Candidate, Findings, Part
from ingest.check_rules import (
    DAY_OF,
    flagged_days,
    settle_inputs,
    settle_issue,
    whole_row,
)
from ingest.checked import MOST_FAULTS, Checked, Question, Record
from ingest.collector import collector_at_rest
from ingest.headers import KEYS, Target
from ingest.joining import join
from ingest.known import Known
from ingest.mapping import Mapping as SheetMapping
from ingest.mapping import mapping_faults
from ingest.places import Places
from ingest.rows import Partial
from ingest.sheet import Sheet

_LETTERS = {"issues": "I", "meetings": "M", "reports": "R"}


def made_key(file: str, sha256: str, row: int) -> str:
    """The key of a record that has none: the same for the same row of the same file."""
    return f"{_LETTERS[file]}-{sha256[:8]}-{row}"


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
    with collector_at_rest():
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
