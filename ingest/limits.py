"""How much of a foreign file is read; beyond it the file is refused, never cut."""

from dataclasses import dataclass
from typing import Self

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that a file may hold and that its reading may take.

    `file_bytes` is the file as it came. `rows` are rows under the header that hold
    anything. `unpacked_bytes`, `entries` and `ratio` speak of the archive that a workbook
    is: what it unpacks to, its parts, and how many times smaller than that it came.
    `memory_bytes` and `seconds` of work bind the process that reads, `clock_seconds` how
    long it is waited for (a busy machine gives it a part of its time), `answer_bytes` what
    it hands back.
    """

    file_bytes: int = 20 * MEBIBYTE
    rows: int = 50_000
    columns: int = 200
    cell_characters: int = 1_000_000
    unpacked_bytes: int = 100 * MEBIBYTE
    entries: int = 1_000
    ratio: int = 100
    memory_bytes: int = 1024 * MEBIBYTE
    seconds: int = 30
    clock_seconds: int = 60
    answer_bytes: int = 200 * MEBIBYTE

    @classmethod
    def large(cls) -> Self:
        """What the command line takes when told that a file is large: a full sheet of Excel."""
        return cls(
            file_bytes=500 * MEBIBYTE,
            rows=1_048_576,
            unpacked_bytes=2_048 * MEBIBYTE,
            memory_bytes=4_096 * MEBIBYTE,
            seconds=900,
            clock_seconds=1_800,
            answer_bytes=2_048 * MEBIBYTE,
        )
