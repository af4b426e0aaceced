"""What a check of a foreign sheet comes to: records to write, faults, flags, questions.

`check.check` makes it; writing, the report and the screen take it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as filled
from types import MappingProxyType

from domain.dataset import Row
from domain.faults import Fault

MOST_FAULTS = 200
"""So many faults are listed; `Checked.fault_total` says how many there are."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record that may be written, and the rows it was joined from.

    `values` holds every column of the file (`domain.dataset.FILES`), typed as its readers
    type it. `sheet` is the second sheet the rows stand in, None for the one that was
    checked.
    """

    file: str
    rows: tuple[int, ...]
    values: Row
    sheet: str | None = None

    @property
    def key(self) -> str:
        """The key of the record."""
        return str(self.values[self.file.removesuffix("s")])


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to know of a row that is taken all the same; `code` names `import_flag.<code>`.

    `column` is theirs. `value` never repeats personal data: there it is the kind of it
    (`domain.privacy.FlagKind`).
    """

    row: int
    column: str | None
    code: str
    value: str = ""
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must decide before a column can be read; `code` names `import_question.<code>`.

    `value` is an example with its row, `readings` what each answer would make of it
    (dmy -> 2026-04-03), `proposed` the only answer that all values of the column allow.
    """

    code: str
    field: str
    column: str
    row: int
    value: str
    readings: Mapping[str, str] = filled(default_factory=lambda: MappingProxyType({}))
    proposed: str | None = None


@dataclass(frozen=True)
class Checked:
    """Every row of a sheet, checked.

    `columns`: our field -> their column, as it was read ("inputs.text" for an input of a
    meeting). `read` and `refused_rows` count rows of the sheet, `records` may be fewer than
    rows: repeated rows are joined. A row is refused with everything it was joined with.
    `faults` are the first MOST_FAULTS in the order of rows, those of the whole sheet first.
    """

    target: str
    columns: Mapping[str, str]
    read: int
    records: tuple[Record, ...] = ()
    faults: tuple[Fault, ...] = ()
    fault_total: int = 0
    refused_rows: frozenset[int] = frozenset()
    flags: tuple[Flag, ...] = ()
    questions: tuple[Question, ...] = ()
    read_inputs: int = 0
    refused_inputs: frozenset[int] = frozenset()
    """Of the second sheet, where inputs stand in one."""

    @property
    def refused(self) -> int:
        """How many rows of the sheet are refused."""
        return len(self.refused_rows)

    @property
    def accepted(self) -> int:
        """How many rows of the sheet can be written."""
        return self.read - len(self.refused_rows)
