"""The first step of an import: what a file was taken for, and what its columns may be."""

from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from db.commands.importing import refuse_again
from db.commands.trail import Actor
from db.engine import reading
from db.shared import shared_engine
from domain.faults import Fault, Refused
from ingest.headers import KEYS, TARGETS, Target
from ingest.importing import ForeignFile, Progress, Step, inputs_file, read_file
from ingest.known import Known
from ingest.known_now import known_now
from ingest.limits import Limits
from ingest.mapping import Inputs, Mapping, numbered
from ingest.mapping_file import fitted, misfits, word_faults
from ingest.mapping_proposal import Proposal, propose
from ingest.remembering import recall
from ingest.rows_words import is_nothing
from ingest.sheet import Recognised, Sheet, Told
from ingest.templates import template_inputs

LOOKED_AT = 2_000
"""So many rows are kept for the screen: their words, days and examples."""

LETTERS_KEPT = 2_000_000
"""Beyond so many letters no further row is kept."""

LONGEST_CELL = 200
PREVIEW = 3
PROPOSED_FROM = 200
NOTHING_TOLD = Told()


@dataclass(frozen=True)
class InputsAt:
    """Where the inputs of meetings or reports stand: nowhere, beside their record, in a sheet."""

    beside: bool = False
    sheet: str | None = None


NOWHERE = InputsAt()
BESIDE = InputsAt(beside=True)


class Origin(StrEnum):
    """Where a mapping comes from."""

    PROPOSED = "proposed"
    REMEMBERED = "remembered"
    LOADED = "loaded"


@dataclass(frozen=True)
class Given:
    """A file as it was uploaded, and what is said of it.

    `mapping` was loaded from a file of JSON; `inputs_at` was chosen, None: as the mapping says.
    """

    content: bytes
    name: str
    target: Target
    told: Told = NOTHING_TOLD
    mapping: Mapping | None = None
    inputs_at: InputsAt | None = None


@dataclass(frozen=True)
class Columns:
    """The columns of a sheet (`ingest.mapping.numbered`) and the cells of its first rows.

    `guessed` are our fields whose column was found by likeness.
    """

    names: tuple[str, ...]
    samples: Table[str, tuple[str, ...]]
    guessed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Look:
    """What a file was taken for, and what its columns may be.

    `mapping` is what the screen begins with, `inputs_at` and `inputs` where the inputs of
    its records stand and the columns there. `misfits` say why a mapping that was loaded
    cannot be used, `before` that the file was imported before.
    """

    sha256: str
    recognised: Recognised
    columns: Columns
    rows: int
    preview: tuple[tuple[str, ...], ...]
    mapping: Mapping
    origin: Origin
    known: Known
    inputs_at: InputsAt = NOWHERE
    inputs: Columns | None = None
    misfits: tuple[Fault, ...] = ()
    before: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Looking:
    """Look into a file."""

    given: Given
    actor: Actor


def look(job: Looking, progress: Progress) -> Look:
    """Read a file, and propose what its columns are; raises Refused where it cannot be read."""
    progress(Step.READ)
    given = job.given
    file = read_file(given.content, given.name, given.told, Limits())
    with reading(shared_engine()) as session:
        known = known_now(session, job.actor)
        remembered = recall(session, file.sheet.header, given.target)
        before = _before(session, given, file)
    proposal = propose(file.sheet.header, file.sheet.rows[:PROPOSED_FROM], given.target, known)
    found = _Found(given, file, proposal, known, before)
    if given.mapping is not None:
        try:
            return found.look(given.mapping, Origin.LOADED)
        except Refused as refused:
            other = found.look_without(remembered)
            return replace(other, misfits=refused.faults)
    return found.look_without(remembered)


@dataclass(frozen=True)
class _Found:
    """A file that was read, and what is known beside it."""

    given: Given
    file: ForeignFile
    proposal: Proposal
    known: Known
    before: tuple[Fault, ...]

    def look_without(self, remembered: Mapping | None) -> Look:
        """With what was remembered for this header, else with the proposal."""
        if remembered is not None:
            return self.look(remembered, Origin.REMEMBERED)
        mapping = self.proposal.mapping
        if self.given.target == "meetings":
            update = {"inputs": template_inputs(self.file.recognised)}
            mapping = mapping.model_copy(update=update)
        return self.look(mapping, Origin.PROPOSED)

    def look(self, mapping: Mapping, origin: Origin) -> Look:
        """With a mapping; one that was loaded is refused where it does not fit the file."""
        at = self._inputs_at(mapping, origin)
        second = None
        if at.sheet is not None:
            second = inputs_file(self.file, self.given.content, at.sheet, Limits()).sheet
        inputs, guessed = self._inputs(mapping, at, second or self.file.sheet)
        mapping = mapping.model_copy(update={"inputs": inputs})
        header = self.file.sheet.header
        inputs_header = second.header if second is not None else None
        if origin is Origin.LOADED:
            wrong = misfits(mapping, header, self.file.name, inputs_header)
            wrong += word_faults(mapping, self.known, self.file.name)
            if wrong:
                raise Refused(wrong)
        sheet, known = self.file.sheet, self.known
        return Look(
            sha256=self.file.sha256,
            recognised=self.file.recognised,
            columns=_columns(sheet, frozenset(self.proposal.guessed)),
            rows=len(sheet.rows),
            preview=tuple(
                tuple(cell[:LONGEST_CELL] for cell in row.cells) for row in sheet.rows[:PREVIEW]
            ),
            mapping=fitted(mapping, header, inputs_header, known),
            origin=origin,
            known=Known(today=known.today, sub_districts=known.sub_districts, units=known.units),
            inputs_at=at,
            inputs=None if inputs is None else _columns(second or sheet, guessed),
            before=self.before,
        )

    def _inputs_at(self, mapping: Mapping, origin: Origin) -> InputsAt:
        """Where inputs stand: as it was chosen, else as the mapping says."""
        if self.given.target == "issues":
            return NOWHERE
        at = self.given.inputs_at
        if at is None:
            said = mapping.inputs
            at = NOWHERE if said is None else InputsAt(said.sheet is None, said.sheet)
        if at.sheet is None or at.sheet in self.file.recognised.sheets:
            return at
        if origin is Origin.LOADED:
            sheets = ", ".join(self.file.recognised.sheets)
            raise Refused(
                [Fault("no_such_sheet", self.file.name, None, "inputs.sheet", at.sheet, sheets)]
            )
        # A workbook with the same header may have no such sheet.
        return NOWHERE

    def _inputs(
        self, mapping: Mapping, at: InputsAt, sheet: Sheet
    ) -> tuple[Inputs | None, frozenset[str]]:
        """How inputs are laid out there, and which of their fields are guessed."""
        if at == NOWHERE:
            return None, frozenset()
        of_template = template_inputs(self.file.recognised)
        for said in (mapping.inputs, of_template):
            if said is not None and said.sheet == at.sheet:
                return said, frozenset()
        found = propose(sheet.header, sheet.rows[:PROPOSED_FROM], "issues", self.known)
        left_out = {KEYS[target] for target in TARGETS if target != "issues"}
        taken: set[str] = set()
        if at.sheet is not None:
            left_out.discard(KEYS[self.given.target])
        else:
            taken = set(mapping.columns.values())
        point = found.mapping.coordinates if at.sheet is not None else None
        columns = {
            name: column
            for name, column in found.mapping.columns.items()
            if name not in left_out and column not in taken
        }
        guessed = frozenset(found.guessed) & set(columns)
        return Inputs(sheet=at.sheet, columns=columns, coordinates=point), guessed


def _before(session: Session, given: Given, file: ForeignFile) -> tuple[Fault, ...]:
    try:
        refuse_again(session, file.name, file.sha256, given.target, file.recognised.sheet)
    except Refused as refused:
        return refused.faults
    return ()


def _columns(sheet: Sheet, guessed: frozenset[str]) -> Columns:
    found: dict[str, list[str]] = {name: [] for name in numbered(sheet.header)}
    names, left = list(found), LETTERS_KEPT
    for row in sheet.rows[:LOOKED_AT]:
        for name, cell in zip(names, row.cells, strict=False):
            if not is_nothing(cell):
                found[name].append(cell[:LONGEST_CELL])
                left -= len(cell[:LONGEST_CELL])
        if left < 0:
            break
    return Columns(tuple(names), {name: tuple(cells) for name, cells in found.items()}, guessed)
