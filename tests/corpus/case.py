"""A foreign file and what reading it must give."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Reads:
    """The file is read: its header, and its rows or how many there are."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...] | int
    format: str = "csv"
    encoding: str | None = "utf-8"
    separator: str | None = ","
    header_row: int = 1
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refuses:
    """The file is refused with one fault: its code, and the row that it names."""

    code: str
    row: int | None = None
    value: str | None = None


@dataclass(frozen=True)
class Case:
    """A file: what it is called, its content (made when asked for), the right answer."""

    name: str
    make: Callable[[], bytes]
    answer: Reads | Refuses
