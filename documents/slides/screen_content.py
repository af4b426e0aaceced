"""What the screen presents: the deck, with every agreement of its meeting."""

from dataclasses import replace

from db.session import Session
from documents.content.agreements import agreements
from documents.content.asked import Asked
from documents.content.deck import deck_of
from documents.content.material import gather
from documents.content.model import Content
from documents.content.plain import settled
from documents.content.size import SLIDE, WHOLE
from domain.permissions import Reader
from wording.translator import Translator


def screen_content(session: Session, reader: Reader, asked: Asked, t: Translator) -> Content:
    """The deck for the screen: agreements are entered there, so none of them is left out.

    Raises Refused as `deck_content` does.
    """
    material = gather(session, reader, asked, t)
    content = deck_of(material, SLIDE)
    number = content.section("agreements").number
    every = settled(agreements(material, number, WHOLE))
    sections = tuple(every if s.key == every.key else s for s in content.sections)
    return replace(content, sections=sections)
