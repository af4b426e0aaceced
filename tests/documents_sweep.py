"""Make every document for every day, role and scope, read it back, and say what is wrong.

What a combination is: tests/documents_cases.py; what has to hold: tests/documents_checks.py.
In the product a file that would be drawn from the same content for two readers is drawn once;
whether it is the same is seen from a digest of the content, never taken for granted.

    python -m tests.documents_sweep                  # every pair, as the suite does
    python -m tests.documents_sweep --everything     # the product: about an hour
"""

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.documents_cases import (
    OF_ONE_THING,
    Case,
    Made,
    content_of,
    every,
    last_meeting,
    planned,
)
from tests.documents_checks import CHECKS, Faults, paper


@dataclass
class Swept:
    """What a walk has seen, and which faults it found.

    `once`: what was read back from the same content before is not drawn again. To know
    costs a digest of the content, which pays where many readers get the same.
    """

    once: bool = False
    cases: int = 0
    documents: Counter[str] = field(default_factory=Counter)
    drawn: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)

    def walk(self, case: Case) -> None:
        """Make the documents of a case and note what is wrong with them."""
        self.cases += 1
        try:
            with content_of(case) as made:
                for kind in case.kinds:
                    self._one(made, kind)
        except Exception:
            self.faults.append(f"{case}: {traceback.format_exc(limit=-3)}")

    def _one(self, made: Made, kind: str) -> None:
        if kind in OF_ONE_THING:
            self._of_one_thing(made, kind)
            return
        self.documents[kind] += 1
        if self.once:
            if (made.digest, kind) in self.seen:
                return
            self.seen.add((made.digest, kind))
        self.drawn[kind] += 1
        self._note(made.case, kind, lambda: CHECKS[kind](made))

    def _of_one_thing(self, made: Made, kind: str) -> None:
        self.documents[kind] += 1
        self.drawn[kind] += 1

        def check() -> Faults:
            told, faults = paper(made, kind, last_meeting(made.engine, made.case.day))
            self.refused[kind] += not told
            return faults

        self._note(made.case, kind, check)

    def _note(self, case: Case, kind: str, check: Callable[[], Faults]) -> None:
        try:
            found = check()
        except Exception:
            found = [traceback.format_exc(limit=-4)]
        self.faults += [f"{case}: {kind}: {fault}" for fault in found]


def main() -> int:
    """Walk, and print how many combinations there were and what was wrong."""
    asked = argparse.ArgumentParser(description="Sweep the documents.")
    asked.add_argument("--everything", action="store_true", help="the product, not the pairs")
    everything: bool = asked.parse_args().everything
    cases = list(every() if everything else planned())
    swept, begun = Swept(once=everything), time.monotonic()
    for number, case in enumerate(cases, start=1):
        before = len(swept.faults)
        swept.walk(case)
        for fault in swept.faults[before:]:
            print(fault, flush=True)
        if not number % 50:
            print(f"{number}/{len(cases)}, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print(f"cases: {swept.cases}; combinations: {sum(swept.documents.values())}")
    print(f"made and read back: {sum(swept.drawn.values())} {dict(swept.drawn)}")
    print(f"refused, as they should be: {dict(swept.refused)}")
    print(f"faults: {len(swept.faults)}; {time.monotonic() - begun:.0f} s")
    return bool(swept.faults)


if __name__ == "__main__":
    sys.exit(main())
