"""What is made on paper, as `documents.kinds` asks for it: from what was asked to a PDF."""

from db.session import Session
from documents.blank_minutes import blank_minutes
from documents.content.asked import Asked
from documents.handover import unit_handover
from documents.minutes import meeting_minutes
from documents.sheet import sub_district_sheet
from domain.faults import Fault, Refused
from domain.permissions import Reader
from wording.translator import Translator


def minutes(session: Session, reader: Reader, asked: Asked, t: Translator, number: int) -> bytes:
    """The minutes of `asked.meeting`, or with `blank` the form to fill by hand.

    Raises Refused without either, for a meeting that is not the reader's, and in public.
    """
    if asked.blank:
        return blank_minutes(session, reader, t, asked.unit)
    _lists_records(reader, asked, "minutes", "meetings")
    return meeting_minutes(session, reader, t, asked.scope, asked.meeting or "", number)


def sheet(session: Session, reader: Reader, asked: Asked, t: Translator, number: int) -> bytes:
    """The sheet of the one kecamatan in `asked`; raises Refused for none, and in public."""
    _lists_records(reader, asked, "sheet", "sub_district")
    code = asked.sub_districts[0] if len(asked.sub_districts) == 1 else ""
    return sub_district_sheet(session, reader, t, asked.scope, code, number)


def handover(session: Session, reader: Reader, asked: Asked, t: Translator, number: int) -> bytes:
    """The hand-over sheet of `asked.unit`, by default the reader's own; Refused in public."""
    _lists_records(reader, asked, "handover", "follow_up")
    unit = asked.unit or reader.unit or ""
    return unit_handover(session, reader, t, asked.scope, unit, number)


def _lists_records(reader: Reader, asked: Asked, document: str, page: str) -> None:
    """Refuse what lists records one by one to those who may not open the page of them."""
    if asked.public or not reader.may_open(page):
        raise Refused([Fault("not_public", "report", None, None, document)])
