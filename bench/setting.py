"""What the measurements share: how many rounds, which sizes, and the servers."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.servers import Server, start_ours, start_stock


@dataclass(frozen=True)
class Scale:
    """A made-up district to measure: so many issues in so many kecamatan."""

    issues: int
    sub_districts: int

    def __str__(self) -> str:  # noqa: D105
        return f"{self.issues:,} issues, {self.sub_districts} kecamatan"

    @classmethod
    def parse(cls, text: str) -> "Scale":
        """Read ISSUESxKECAMATAN, such as 100000x129; raises ValueError for another form."""
        form = re.fullmatch(r"([1-9]\d*)x([1-9]\d*)", text)
        if form is None:
            raise ValueError(f"{text!r} is not ISSUESxKECAMATAN, such as 100000x129")
        return cls(int(form[1]), int(form[2]))


TRAINING = Scale(400, 11)
"""The size of the training district that `make demo` serves."""


@dataclass
class Setting:
    """Servers are started when first asked for, and shared by all measurements.

    `scales` begins with the size of training; `say` tells whoever waits what goes on.
    """

    folder: Path
    rounds: int
    scales: Sequence[Scale]
    say: Callable[[str], None]
    _running: dict[str, Server] = field(default_factory=dict)

    def ours(self) -> Server:
        """Our server on a training database."""
        return self._once("ours", start_ours)

    def stock(self, name: str, script: str) -> Server:
        """A stock Streamlit that serves a script, known by `name`."""
        return self._once(name, lambda home: start_stock(home, script))

    def _once(self, name: str, start: Callable[[Path], Server]) -> Server:
        if name not in self._running:
            self.say(f"starting a server: {name}")
            self._running[name] = start(self.folder / "servers" / name)
        return self._running[name]

    def stop(self) -> None:
        """End every server that was started."""
        while self._running:
            self._running.popitem()[1].stop()


@contextmanager
def prepared(rounds: int, scales: Sequence[Scale], say: Callable[[str], None]) -> Iterator[Setting]:
    """A setting in a folder of its own; servers are ended and the folder removed at the end."""
    with ExitStack() as at_end:
        folder = at_end.enter_context(TemporaryDirectory(prefix="kondusif-bench-"))
        setting = Setting(Path(folder), rounds, scales, say)
        at_end.callback(setting.stop)
        yield setting
