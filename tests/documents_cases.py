"""The combinations that documents are made for, and what each of them has to say.

A combination is dataset × day × role × scope × internal or public × kind:

- dataset: the shipped sample, the training data, and a station without any record;
- day: the ten DAYS, from before the first stage to after the last;
- role: the eight roles, and somebody to whom no kecamatan is open;
- scope: no kecamatan, one, the whole district, a district of 129;
- kind: the deck in both shapes, brief, workbook, slides of the screen, message, and what is
  of one thing: sheet, hand-over sheet and minutes.
"""

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import product
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from cli.indicators import as_json
from db.engine import make_engine, reading
from db.migrate import upgrade
from db.queries.board import status_board
from db.queries.figures import indicators
from db.queries.issues import IssueRow, issue_page
from db.queries.timeline import DISTRICT_TOTALS
from documents.content import Asked, Content
from documents.content.brief import brief_of
from documents.content.deck import deck_of
from documents.content.material import Material, gather
from documents.content.size import PAPER, SLIDE
from documents.message import message_of
from documents.workbook import tables_of
from domain.dataset import RECORD_FILES
from domain.permissions import Reader
from domain.scope import Scope
from domain.shipped import SHIPPED_DATASET
from domain.status import Status
from domain.vocabulary import Kind, Mark
from ingest.dataset import load_folder
from models import Meeting
from tests.documents_kit import COMMANDER, DAYS, KEDURANG, NOBODYS, READERS, busy_file
from tests.documents_leaks import hidden_tickets, kept_inside
from tests.documents_read_back import NUMBER, Read, T, figures_said, said_in_public
from training.generate import write

DATASETS = ("shipped", "training")
EMPTY = "empty"
ROLES = tuple(READERS)
EVERYBODY = {**READERS, "nobody": NOBODYS}
SCOPES = ("none", "one", "district", "129")
DRAWN = ("deck", "deck 4:3", "brief", "workbook", "screen")
OF_THE_DAY = (*DRAWN, "message")
OF_ONE_THING = ("sheet", "handover", "minutes")
MANY = 129
UNKNOWN_CODE = "17.01.99"
"""No kecamatan has it: a scope that holds nothing."""


@dataclass(frozen=True)
class Case:
    """What documents are asked for, and which of them are drawn as files."""

    dataset: str
    day: date
    role: str
    scope: str
    public: bool
    kinds: tuple[str, ...]

    @property
    def reader(self) -> Reader:
        """Who asks."""
        return EVERYBODY[self.role]

    @property
    def asked(self) -> Asked:
        """What is asked of the product."""
        areas = {"none": (UNKNOWN_CODE,), "one": (KEDURANG,)}.get(self.scope, ())
        return Asked(self.day, sub_districts=areas, public=self.public)

    def __str__(self) -> str:
        told = "public" if self.public else "internal"
        return f"{self.dataset}, {self.day}, {self.role}, {self.scope}, {told}"


def planned(datasets: Iterable[str] = DATASETS) -> Iterator[Case]:
    """Cases in which every two values of day, role, scope, publicity and kind come together.

    For each dataset every day with every role. Going on by one with the day and with the
    role, eight steps hold the four scopes, internal and public; the kinds, of which a case
    has one beside the message, go on by their own steps.
    """
    for dataset, (i, day), (j, role) in product(datasets, enumerate(DAYS), enumerate(ROLES)):
        step = (i + j) % 8
        kind = DRAWN[(2 * i + j) % len(DRAWN)]
        yield Case(dataset, day, role, SCOPES[step % 4], step >= 4, (kind, "message"))


def every() -> Iterator[Case]:
    """The product, dataset after dataset and scope after scope."""
    kinds = (*OF_THE_DAY, *OF_ONE_THING)
    for dataset, scope in product((*DATASETS, EMPTY), SCOPES):
        if (dataset, scope) == (EMPTY, "129"):
            continue
        for day, role, public in product(DAYS, EVERYBODY, (False, True)):
            yield Case(dataset, day, role, scope, public, kinds)


def database_name(case: Case) -> str:
    """Which database a case reads: the datasets come with 11 kecamatan and with 129."""
    return f"{case.dataset} 129" if case.scope == "129" else case.dataset


def _large_sample(folder: Path) -> None:
    """The shipped records, in a district that has further kecamatan without any record."""
    write(folder, SHIPPED_DATASET, sub_districts=MANY, issues=1)
    (folder / Mark.TRAINING.value).rename(folder / Mark.SAMPLE.value)
    (folder / "raises.csv").unlink()
    for name in (*RECORD_FILES, "events"):
        shutil.copyfile(SHIPPED_DATASET / f"{name}.csv", folder / f"{name}.csv")


@cache
def database(name: str) -> Engine:
    """The database of a name, made once; nobody writes to it."""
    if name == "training":
        return make_engine(f"sqlite:///{busy_file()}")
    folder = Path(tempfile.mkdtemp(prefix="kondusif-sweep-"))
    engine = make_engine(f"sqlite:///{folder / 'sweep.db'}")
    upgrade(engine)
    if name == "shipped":
        load_folder(engine, SHIPPED_DATASET)
    elif name == "shipped 129":
        _large_sample(folder / "dataset")
        load_folder(engine, folder / "dataset")
    elif name == "training 129":
        write(folder / "dataset", SHIPPED_DATASET, sub_districts=MANY, issues=150)
        load_folder(engine, folder / "dataset")
    return engine


kept_from_public = cache(kept_inside)
hidden_from = cache(hidden_tickets)


@cache
def last_meeting(engine: Engine, day: date) -> str | None:
    """The latest meeting until a day, of which minutes are asked for."""
    latest = (
        select(Meeting.meeting)
        .where(Meeting.held_on <= day)
        .order_by(Meeting.held_on.desc(), Meeting.meeting)
    )
    with reading(engine) as session:
        return session.scalars(latest).first()


@dataclass(frozen=True)
class Known:
    """What the product's own queries say, which every document has to repeat.

    `categories` and `came_in` count the inputs of the two periods: earlier, now.
    """

    figures: Read
    board: tuple[Status, ...]
    categories: Mapping[str, tuple[int, int]]
    came_in: tuple[int, int]

    @classmethod
    def of(cls, session: Session, m: Material) -> "Known":
        """The figures as `indicators` prints them, the status as `board`, inputs as the list."""
        areas = m.asked.sub_districts
        found = indicators(session, m.reader, m.day, sub_districts=areas)
        board = status_board(session, m.reader, m.day, sub_districts=areas)
        figures = figures_said(as_json(found))
        codes = [status.sub_district for status in board]
        counts = _inputs(session, m, codes)
        return cls(
            said_in_public(figures) if m.public else figures,
            tuple(board),
            {
                T.label("category", key): (counts[0][key], counts[1][key])
                for key in sorted(counts[0] | counts[1])
                if not (m.public and key in DISTRICT_TOTALS and _of_a_part(m))
            },
            _came_in(session, m, codes),
        )


def _of_a_part(m: Material) -> bool:
    """Whether a part of the district is spoken of, of which five categories are not told."""
    return bool(m.asked.sub_districts) or not m.reader.sees_every_area


def _inputs(session: Session, m: Material, areas: list[str]) -> list[Counter[str]]:
    """Inputs by category in as many days before the earlier day, and since then.

    Public documents count every input of the kecamatan that are open to whoever asks; others
    those that the reader may see.
    """
    reader = COMMANDER if m.public else m.reader
    return [Counter(row.category for row in rows) for rows in _reported(session, m, reader, areas)]


def _came_in(session: Session, m: Material, areas: list[str]) -> tuple[int, int]:
    """How many inputs there were, whoever asks.

    In public without the five categories where a part of the district is spoken of; else
    without one or two that the reader may not see.
    """
    everybodys = _reported(session, m, COMMANDER, areas)
    if m.public:
        untold = DISTRICT_TOTALS if _of_a_part(m) else frozenset()
        told = [sum(row.category not in untold for row in rows) for rows in everybodys]
        return told[0], told[1]
    pairs = zip(everybodys, _reported(session, m, m.reader, areas), strict=True)
    counts = [len(seen) if len(rows) - len(seen) < 3 else len(rows) for rows, seen in pairs]
    return counts[0], counts[1]


def _reported(
    session: Session, m: Material, reader: Reader, areas: list[str]
) -> list[list[IssueRow]]:
    """The inputs that a reader sees, of as many days before the earlier day, and since then."""
    if not areas:
        return [[], []]
    narrowed = tuple(areas) if _of_a_part(m) else ()
    days = m.day - m.since
    rows = [
        row
        for row in issue_page(session, reader, Scope(m.day, sub_district=narrowed))
        if row.kind != Kind.APPRECIATION
    ]
    return [
        [row for row in rows if end - days < row.reported_on <= end] for end in (m.since, m.day)
    ]


@dataclass(frozen=True)
class Made:
    """The content of a case, before any file is drawn from it."""

    case: Case
    engine: Engine
    session: Session
    material: Material
    known: Known

    @property
    def public(self) -> bool:
        """Whether it is the version for the public, asked for or not."""
        return self.material.public

    @cached_property
    def deck(self) -> Content:
        """What the deck says."""
        return deck_of(self.material, SLIDE)

    @cached_property
    def brief(self) -> Content:
        """What the brief says."""
        return brief_of(self.material, PAPER)

    @cached_property
    def message(self) -> str:
        """The message."""
        return message_of(self.material)

    @cached_property
    def digest(self) -> str:
        """The same only for the same contents, figures and tickets that may not be seen."""
        tables = [repr(table) for table in tables_of(self.material)]
        hidden = sorted(hidden_from(self.engine, self.case.reader, self.case.day))
        parts = (repr(self.deck), repr(self.brief), self.message, *tables, *hidden)
        known = (repr(self.known), repr(self.public))
        return hashlib.sha256("\0".join((*parts, *known)).encode()).hexdigest()


@contextmanager
def content_of(case: Case) -> Iterator[Made]:
    """What is said in a case, as long as its records are open."""
    engine = database(database_name(case))
    with reading(engine) as session:
        material = gather(session, case.reader, case.asked, T, NUMBER)
        yield Made(case, engine, session, material, Known.of(session, material))
