"""Every document that can be made: what it is called, what it needs, and who makes it.

Making one is entered in the audit trail first, so that its number can stand in the foot.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from db.commands.trail import Actor, enter
from db.engine import reading, writing
from db.session import Engine, Session
from documents.brief import brief
from documents.content.asked import Asked
from documents.deck import deck
from documents.message import message
from documents.papers import handover, minutes, sheet
from documents.public import is_public
from documents.workbook import workbook
from domain.faults import Fault, Refused
from domain.permissions import Reader
from wording.translator import Translator

Maker = Callable[[Session, Reader, Asked, Translator, int], bytes]
"""Makes the file; the number is the entry of the audit trail that the foot names."""

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class DocumentKind:
    """A document: its maker, and how its file is called."""

    make: Maker
    suffix: str
    mime: str


def _message(session: Session, reader: Reader, asked: Asked, t: Translator, number: int) -> bytes:
    return message(session, reader, asked, t, number).encode()


NAMES = ("deck", "brief", "sheet", "handover", "minutes", "message", "workbook")
"""The documents of DOMAIN.md section 7, as the command line names them."""

KINDS: dict[str, DocumentKind] = {
    "deck": DocumentKind(deck, "pptx", PPTX),
    "brief": DocumentKind(brief, "pdf", PDF),
    "sheet": DocumentKind(sheet, "pdf", PDF),
    "handover": DocumentKind(handover, "pdf", PDF),
    "minutes": DocumentKind(minutes, "pdf", PDF),
    "message": DocumentKind(_message, "txt", TEXT),
    "workbook": DocumentKind(workbook, "xlsx", XLSX),
}
"""Those that can be made, by name."""


@dataclass(frozen=True)
class Made:
    """A file, whether it is the version for the public, and its number in the trail."""

    content: bytes
    kind: DocumentKind
    number: int
    public: bool


def make_document(engine: Engine, actor: Actor, name: str, asked: Asked, t: Translator) -> Made:
    """Make a document and enter it in the audit trail.

    The entry comes first: a document that then fails is in the trail and in nobody's hands,
    never the other way round. The file is read and drawn outside the transaction, so that
    nobody waits for it to write. Raises Refused for a kind that cannot be made, and as the
    kind itself does.
    """
    kind = KINDS.get(name)
    if kind is None:
        raise Refused([Fault("unknown_kind", "report", None, None, name, ", ".join(KINDS))])
    public = not asked.blank and is_public(actor.reader, asked=asked.public)
    asked = replace(asked, public=public)
    with writing(engine, ledger=False) as session:
        number = enter(session, actor, "document", name, entry_of(asked))
    with reading(engine) as session:
        content = kind.make(session, actor.reader, asked, t, number)
    return Made(content, kind, number, public)


def entry_of(asked: Asked) -> dict[str, object]:
    """What the trail says of a document: days and codes it was asked for, and if it is public."""
    return {
        name: value
        for name, value in (
            ("as_of", asked.as_of),
            ("since", asked.since),
            ("sub_district", asked.sub_districts),
            ("unit", asked.unit),
            ("meeting", asked.meeting),
            ("known", asked.known),
            ("public", asked.public),
            ("blank", asked.blank),
        )
        if value
    }
