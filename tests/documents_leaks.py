"""What may not leave the police, and every text that is inside a file of a document."""

import html
import io
import re
import zipfile
from collections.abc import Collection
from datetime import date

from pypdf import PdfReader
from sqlalchemy import Engine, select

from db.engine import reading
from db.queries.issues import issue_page
from db.queries.reference import names
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import StakeholderGroup
from models import Issue, IssueEvent, Meeting, StatusRaise, Village
from tests.documents_kit import COMMANDER, READERS
from tests.documents_read_back import T, paper_text

WORD = re.compile(r"[\w-]+(?:\.[\w-]+)*")


def secrets(engine: Engine) -> list[str]:
    """What somebody wrote or said, where, and under which ticket."""
    with reading(engine) as session:
        words = [
            *session.scalars(select(Issue.text)),
            *session.scalars(select(Issue.issue)),
            *session.scalars(select(IssueEvent.note)),
            *session.scalars(select(IssueEvent.reason)),
            *session.scalars(select(Meeting.venue)),
            *session.scalars(select(Meeting.meeting)),
            *session.scalars(select(StatusRaise.reason)),
        ]
    return sorted({word for word in words if word and len(word) > 5})


def other_names(engine: Engine) -> str:
    """The names of districts, kecamatan and units, which may stand in public."""
    with reading(engine) as session:
        found = names(session, COMMANDER)
    return " ".join(name for code, name in found.items() if not re.fullmatch(r"[\d.]{13}", code))


def kept_inside(engine: Engine) -> list[str]:
    """Every string of the records, villages, groups and accounts that no public file may hold.

    Some villages are called like their kecamatan, some agencies like a group: those names
    may stand.
    """
    told = other_names(engine)
    with reading(engine) as session:
        villages = [*session.scalars(select(Village.name)), *session.scalars(select(Village.code))]
    groups = [T.label("group", group) for group in StakeholderGroup]
    accounts = [r.account for r in READERS.values() if r.account != "administrator"]
    named = [word for word in (*villages, *groups) if word not in told]
    return sorted({*secrets(engine), *named, *accounts})


def leaked(words: Collection[str], text: str) -> list[str]:
    """Those of some words that stand in a text as words of their own."""
    found = [word for word in words if word in text]
    return [w for w in found if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)]


def hidden_tickets(engine: Engine, reader: Reader, day: date) -> frozenset[str]:
    """The tickets that a reader may not see, and those of days to come."""
    with reading(engine) as session:
        every = set(session.scalars(select(Issue.issue)))
        return frozenset(every - {row.issue for row in issue_page(session, reader, Scope(day))})


def tickets_in(tickets: Collection[str], text: str) -> set[str]:
    """Those of some tickets that a text names."""
    return set(tickets) & set(WORD.findall(text))


def inside(data: bytes) -> str:
    """Every text in a file: each part of an archive and of the archives in it, or each page."""
    if data.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(data))
        return f"{paper_text(data)} {reader.metadata} {reader.outline}"
    if not data.startswith(b"PK"):
        return data.decode()
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if part.startswith(b"PK"):
                found.append(inside(part))
            elif name.endswith((".xml", ".rels")):
                text = part.decode()
                found += [name, html.unescape(text), html.unescape(re.sub(r"<[^>]+>", "", text))]
    return "\n".join(found)
