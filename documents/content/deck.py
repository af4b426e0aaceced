"""The coordination deck: nine sections and an annex (DOMAIN.md section 7)."""

from db.session import Session
from documents.content.agencies import agencies
from documents.content.agreements import agreements
from documents.content.annex import annex
from documents.content.areas import coverage, why
from documents.content.asked import Asked
from documents.content.head import head_of
from documents.content.inputs import inputs
from documents.content.material import Material, gather
from documents.content.model import Content
from documents.content.opening import cover, stages
from documents.content.plain import settled
from documents.content.promises import follow_up
from documents.content.size import SLIDE, Size
from documents.content.status import status
from domain.permissions import Reader
from wording.translator import Translator


def deck_content(
    session: Session, reader: Reader, asked: Asked, t: Translator, number: int | None = None
) -> Content:
    """What the coordination deck says, for the screen, the slides and the workbook.

    `number` is the entry of the audit trail that keeps its making; without one, the last
    that changed records. Raises Refused for a meeting that is not open to the reader and
    for an earlier day that is not earlier.
    """
    return deck_of(gather(session, reader, asked, t, number), SLIDE)


def deck_of(m: Material, size: Size) -> Content:
    """The deck of what was gathered, its lists cut to a size."""
    sections = (
        cover(m, 1),
        stages(m, 2),
        coverage(m, 3, size),
        status(m, 4),
        why(m, 5, size),
        inputs(m, 6, size),
        follow_up(m, 7, size),
        agencies(m, 8, size),
        agreements(m, 9, size),
        annex(m, 10, size),
    )
    return settled(Content(head_of(m, "deck"), sections))
