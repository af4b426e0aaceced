"""How long other readers wait for a page while 50,000 rows are brought in on the screen.

One server. An analyst takes a file through the Import screen in a browser, from the upload
to the receipt, while the commander opens Status, Issues and Follow-up one after the other,
each in a new tab: its socket, its session, its whole first run. Waits count from asking for
a page until its script has finished. Once the records are kept, pages show 50,000 inputs
more, all of them open: what that costs is another question, and stands apart.
"""

import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

from bench.browser import opened
from bench.client import PATIENCE, Tab, sign_in
from bench.imports import AREAS, FIRST
from bench.measure import Line, Measurement, Result
from bench.servers import Server, start_ours
from bench.setting import Setting
from bench.visits import be_first, visits
from domain.vocabulary import Category, Kind
from training.texts import issue_text
from ui.keys import Key
from wording.translator import Translator

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROWS = 50_000
DAYS = 1_500
ALLOWED = 2.0
"""Seconds that a page may take meanwhile."""

PAGES = ("status", "issues", "follow_up")
LOOKING = 0.25
"""Seconds for which a page is looked at before the next one."""

QUIET = "quiet"
QUIET_ROUNDS = 5
ANALYST = "analis"
PATIENCE_MS = 600_000
T = Translator("id")
FIELDS = ("issue", "reported_on", "kind", "category", "severity", "sub_district", "text")


KEPT = "as the records were kept"


@dataclass
class Waits:
    """What was waited for each page, by what the import was at when it was asked for."""

    at: str = QUIET
    taken: dict[str, list[tuple[str, float]]] = field(default_factory=dict)

    def of(self, *, quiet: bool) -> list[float]:
        """Every wait of the quiet rounds, or every one beside the import."""
        kept = [self.taken[at] for at in self.taken if at != KEPT and (at == QUIET) == quiet]
        return [seconds for some in kept for _page, seconds in some]


def content_of(rows: int) -> bytes:
    """A file whose headers are our own, so that the screen has nothing to ask."""
    chance = random.Random(20241127)
    categories = [c for c in Category if c not in (Category.ELECTION_VIOLATION, Category.OTHER)]
    lines = [";".join(T(f"import_field.issues.{name}") for name in FIELDS)]
    for number in range(rows):
        day = FIRST + timedelta(days=number * DAYS // rows)
        area, category = chance.choice(AREAS), chance.choice(categories)
        told = issue_text(chance, category, Kind.COMPLAINT, f"dusun {chance.randrange(1, 900)}")
        text = f"{told}, menurut {chance.randrange(2, 400)} warga"
        severity = chance.randrange(1, 5)
        lines.append(f"N-{number};{day};complaint;{category};{severity};{area};{text}")
    return "\r\n".join(lines).encode()


def run(setting: Setting) -> Result:
    """One import, from upload to receipt, and the readers beside it."""
    home = setting.folder / "import-readers"
    home.mkdir()
    file = home / "masukan.csv"
    file.write_bytes(content_of(ROWS))
    waits = Waits()
    with opened() as browser:
        setting.say("import beside readers: starting a server")
        server = start_ours(home / "server")
        try:
            cookie = sign_in(server.address, _account())
            be_first(server, cookie)
            _quiet(server, cookie, waits)
            waits.at = "opening"
            context = browser.new_context(locale="id-ID")
            name, value = sign_in(server.address, ANALYST).split("=", 1)
            context.add_cookies([{"name": name, "value": value, "url": server.address}])
            page = context.new_page()
            with _readers(server, cookie, home / "server" / "kondusif.db", waits):
                took = _import(page, server, file, waits, setting)
        finally:
            server.stop()
    beside, quiet = waits.of(quiet=False), waits.of(quiet=True)
    return Result(
        (
            Line(f"longest wait of {len(beside)} beside the import", max(beside), ALLOWED, 1.0),
            Line("median beside the import", median(beside), ALLOWED),
            Line("longest wait while nothing goes on", max(quiet), ALLOWED),
            Line("median while nothing goes on", median(quiet), ALLOWED),
        ),
        (f"The import took {took:.0f} s by the clock.", *_where(waits)),
    )


def _where(waits: Waits) -> Iterator[str]:
    for at, some in waits.taken.items():
        page, longest = max(some, key=lambda wait: wait[1])
        yield f"{at}: {len(some)} pages, longest {longest:.2f} s ({page})"


def _account() -> str:
    return next(visit.account for visit in visits() if visit.page == PAGES[0])


def _open(server: Server, cookie: str, page: str) -> float:
    """Open a page as a reader does; gives the seconds."""
    address = next(visit.address for visit in visits() if visit.page == page)
    begun = perf_counter()
    with Tab(server.address, address, cookie) as tab:
        tab.run()
    return perf_counter() - begun


def _quiet(server: Server, cookie: str, waits: Waits) -> None:
    for number in range(QUIET_ROUNDS + 1):
        taken = [(page, _open(server, cookie, page)) for page in PAGES]
        if number:
            # The first run of a page after the start is not what is compared.
            waits.taken.setdefault(QUIET, []).extend(taken)


@contextmanager
def _readers(server: Server, cookie: str, database: Path, waits: Waits) -> Iterator[None]:
    """Open one page after the other until the records are kept; raises what a page raised."""
    done = threading.Event()
    failed: list[Exception] = []

    def read() -> None:
        try:
            for page in cycle(PAGES):
                if done.is_set() or _kept(database):
                    return
                at = waits.at
                seconds = _open(server, cookie, page)
                time.sleep(LOOKING)
                waits.taken.setdefault(KEPT if _kept(database) else at, []).append((page, seconds))
        except TimeoutError:
            waits.taken.setdefault(KEPT, []).append((page, PATIENCE))
        except Exception as error:
            # Raised again below, where the measurement ends.
            failed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        yield
    finally:
        done.set()
        reader.join()
    if failed:
        raise failed[0]


def _kept(database: Path) -> bool:
    """Whether the records are in the database for everybody to see."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        found: tuple[int] = connection.execute("SELECT count(*) FROM import_file").fetchone()
    return found[0] > 0


def _import(page: "Page", server: Server, file: Path, waits: Waits, setting: Setting) -> float:
    """Take a file through the screen; gives the seconds."""

    def goes_on(at: str, until: str) -> None:
        setting.say(f"import beside readers: {at}")
        waits.at = at
        page.get_by_text(until).first.wait_for(timeout=PATIENCE_MS)

    begun = perf_counter()
    page.goto(f"{server.address}/import")
    page.get_by_text(T("importing.what")).wait_for(timeout=PATIENCE_MS)
    place = page.locator(".st-key-import_upload input[type=file]")
    place.set_input_files(file)
    goes_on("looking", T("importing.recognised"))
    page.locator(f".st-key-{Key.IMPORT_CHECK} button").click(timeout=PATIENCE_MS)
    goes_on("checking", T("importing.count.read"))
    page.locator(f".st-key-{Key.IMPORT_WRITE} button").click(timeout=PATIENCE_MS)
    goes_on("writing", T("importing.done", n=ROWS))
    return perf_counter() - begun


MEASUREMENT = Measurement(
    "import-readers",
    "Waits of other readers while 50,000 rows are imported on the screen",
    "the 2 s that a page may take",
    run,
)
