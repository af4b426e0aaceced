"""What is wrong with something given to the product, and the refusal that lists it."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it stands, what was given, what would be right.

    `code` is stable and names the sentence `fault.<code>` in `locale/`; `expected` fills
    its "what would be right". `row` counts as a spreadsheet shows it (header = 1); None
    speaks of the whole file.
    """

    code: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str | None = None


class Refused(Exception):
    """A refusal with every fault found; nothing was written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{len(self.faults)} faults")
