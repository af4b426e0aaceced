"""What an installation says of itself on paper: its own letterhead, place and signatory.

Everything may be empty; then a document draws on the records (the district's command and
its name). No person is named here: who signs is a post.
"""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_LINE = 120
MOST_COPIES = 12


class Classification(StrEnum):
    """How a document is classified, when nobody says otherwise for it."""

    ORDINARY = "ordinary"
    RESTRICTED = "restricted"
    SECRET = "secret"  # noqa: S105 - a word of the field


@dataclass(frozen=True)
class OwnLetterhead:
    """What the unit set for itself; None where it set nothing.

    `line_1` to `line_3` are the lines of the letterhead as they are to be printed,
    `signatory` the post that signs, `signed_at` where documents are signed, `copies` who
    gets one besides (tembusan), by post.
    """

    line_1: str | None = None
    line_2: str | None = None
    line_3: str | None = None
    signatory: str | None = None
    signed_at: str | None = None
    classification: Classification = Classification.ORDINARY
    copies: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that were set, from above; none at all: draw them from the records."""
        return tuple(line for line in (self.line_1, self.line_2, self.line_3) if line)


TEXTS = ("line_1", "line_2", "line_3", "signatory", "signed_at")
"""The fields that are one line of free text."""
