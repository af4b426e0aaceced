"""What has to hold for each document of a combination; every check gives the faults it found."""

import io
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from itertools import chain

from pptx import Presentation
from pypdf import PdfReader

from documents.brief import brief_paper
from documents.content.model import MOST_SHAPES, Content
from documents.deck import draw_deck
from documents.kinds import KINDS
from documents.message import LONGEST
from documents.workbook import workbook_of
from domain.faults import Refused
from domain.vocabulary import UNKNOWN_LEVELS, Level
from tests.documents_cases import Made, hidden_from, kept_from_public
from tests.documents_kit import KEDURANG
from tests.documents_leaks import inside, leaked, tickets_in
from tests.documents_read_back import (
    IN_THE_BRIEF,
    NUMBER,
    ON_TILES,
    Deck,
    Read,
    T,
    headline_of,
    in_text,
    of_book,
    of_screen,
    overflowing,
)
from tests.unit.test_screen_slides import check as every_slide_fits
from tests.workbooks import sheets
from wording.sentences import level_text

Faults = list[str]

FEW = "<3"
COUNT = r"(<3|\d+)"
PAGE_OF = {"sheet": "sub_district", "handover": "follow_up", "minutes": "meetings"}
"""Who may not open the page gets no paper that lists the records of it."""

NOT_THERE = {"unknown_code", "unknown_unit", "unknown_meeting"}


def differing(what: str, found: object, known: object) -> Faults:
    """A fault where two things that have to be the same are not."""
    return [] if found == known else [f"{what}: {found!r}, not {known!r}"]


def figures(what: str, made: Made, found: Read, keys: Collection[str] | None = None) -> Faults:
    """The figures of a file against those of the queries.

    In public the days until the first action are left out where few inputs had one.
    """
    known = {key: made.known.figures[key] for key in keys or made.known.figures}
    days = "first_action_days"
    if made.public and found.get(days) == "–":
        known |= {days: "–"}
    return [
        fault
        for key in sorted(known.keys() | found.keys())
        for fault in differing(f"{what}, {key}", found.get(key), known.get(key))
    ]


def sentences(what: str, made: Made, text: str) -> Faults:
    """The counted sentences: the headline, what is kept and late, what came in."""
    text = " ".join(text.split())
    return [*_headline(what, made, text), *_follow_up(what, made, text)]


def _headline(what: str, made: Made, text: str) -> Faults:
    board = made.known.board
    if not board:
        said = "tidak ada kecamatan dalam pilihan ini" in text
        return [] if said else [f"{what}: does not say that there is no kecamatan"]
    if all(s.level is Level.CALM and not s.hatched for s in board):
        return differing(what, f"{len(board)} kecamatan kondusif menurut catatan" in text, True)
    levels = Counter(s.level for s in board)
    unknown = sum(levels[level] for level in UNKNOWN_LEVELS)
    shown = (Level.CALM, Level.WATCH, Level.HIGH, Level.VERY_HIGH)
    counts = (len(board), *(levels[level] for level in shown), unknown)
    known = (*counts, sum(s.hatched for s in board))
    return differing(f"{what}, headline", headline_of(text), known)


def _follow_up(what: str, made: Made, text: str) -> Faults:
    known = made.known.figures
    longest = r"(?:, paling lama [\d.]+ hari)?"
    late = re.search(rf"{COUNT} masukan melewati tenggat{longest}; {COUNT} tanpa tenggat", text)
    told = late.groups() if late else None
    faults = differing(f"{what}, overdue", told, (known["overdue"], known["no_due_date"]))
    kept = re.search(rf"Dari {COUNT} komitmen yang sudah jatuh tempo, {COUNT} ditepati", text)
    said = "–" if kept is None else FEW if kept[2] == FEW else f"{kept[2]} dari {kept[1]}"
    return faults + differing(f"{what}, kept", said, known["promises_kept"])


def came_in(what: str, made: Made, text: str) -> Faults:
    """How many inputs the two periods had."""
    found = re.search(rf"tercatat {COUNT} masukan; kurun sama panjang sebelumnya {COUNT}", text)
    earlier, later = _told(made, made.known.came_in)
    return differing(f"{what}, inputs", found and found.groups(), (str(later), str(earlier)))


def _told(made: Made, counts: Iterable[int]) -> tuple[int | str, ...]:
    """Counts of inputs as they may be told."""
    return tuple(FEW if made.public and n < 3 else n for n in counts)


def secret(made: Made, text: str) -> Faults:
    """What the text of a file holds that its reader, or in public anybody, may not see."""
    words = set(tickets_in(hidden_from(made.engine, made.case.reader, made.case.day), text))
    if made.public:
        words.update(leaked(kept_from_public(made.engine), text))
    return [f"holds {word!r}" for word in sorted(words)]


def small(content: Content) -> Faults:
    """Counts of inputs under three that a public content still holds as numbers."""
    section = content.section("inputs")
    shown = chain(
        (v for chart in section.charts for one in chart.series for v in one.values),
        (c for key in ("categories",) for row in section.table(key).rows for c in row[1:3]),
        (c for row in section.table("matrix").rows for c in row[1:]),
        (row[2] for row in section.table("recurring").rows),
    )
    return [f"tells {value}" for value in shown if isinstance(value, int) and value < 3]


def deck(made: Made, ratio: str = "16:9") -> Faults:
    """The file of the deck: figures, tiles, sentences, map, chart, and nothing off a slide."""
    data = draw_deck(made.deck, T, ratio)
    found = Deck(data)
    tiles = {key: found.tile(key) for key in ON_TILES}
    faults = figures("annex", made, found.figures) + figures("tile", made, tiles, ON_TILES)
    faults += sentences("slides", made, found.texts) + came_in("slides", made, found.texts)
    faults += overflowing(Presentation(io.BytesIO(data)))
    faults += _map(made, found) + _chart(made, found)
    if made.public:
        faults += small(made.deck)
    return faults + secret(made, inside(data))


def narrow_deck(made: Made) -> Faults:
    """The same for the narrow slides."""
    return deck(made, "4:3")


def _map(made: Made, found: Deck) -> Faults:
    """A shape for each kecamatan, up to sixty; a level counted in each line of the legend."""
    names, board = made.material.names, made.known.board
    words = {
        f"{names[s.sub_district]}: {T.label('level', s.level)}"
        for s in board
        if len(board) <= MOST_SHAPES
    }
    faults = differing("map", found.areas, words)
    if found.areas:
        counts, lines = Counter(s.level for s in board), found.texts.splitlines()
        for level in Level:
            line = f"{T.label('level', level)}: {counts[level]}"
            if not any(text == line or text.startswith(f"{line} (") for text in lines):
                faults.append(f"legend without {line!r}")
    return faults


def _chart(made: Made, found: Deck) -> Faults:
    known = {key: _told(made, pair) for key, pair in made.known.categories.items()}
    if not any(shape.has_chart for shape in found.shapes):
        drawable = [key for key, pair in known.items() if set(pair) - {FEW}]
        return [f"no chart of {drawable}"] if drawable else []
    bars = {k: tuple(FEW if v is None else v for v in pair) for k, pair in found.chart.items()}
    wrong = [f"chart, {key}: {bars[key]}, not {known.get(key)}" for key in bars]
    return [text for text, key in zip(wrong, bars, strict=True) if bars[key] != known.get(key)]


def brief(made: Made) -> Faults:
    """The two pages of the brief."""
    data = brief_paper(made.brief, T)
    text = inside(data)
    faults = differing("pages", len(PdfReader(io.BytesIO(data)).pages), 2)
    told = {key: in_text(text, key) for key in IN_THE_BRIEF}
    faults += figures("brief", made, told, IN_THE_BRIEF) + sentences("brief", made, text)
    earlier, later = _told(made, made.known.came_in)
    if f"Masukan yang disampaikan {earlier} {later} " not in text:
        faults.append(f"brief: inputs are not {earlier} and {later}")
    return faults + secret(made, text)


def message(made: Made) -> Faults:
    """The message, ready for a chat."""
    text = made.message
    faults = [f"{len(text)} letters"] if len(text) > LONGEST else []
    faults += sentences("message", made, text) + came_in("message", made, text)
    return faults + secret(made, text)


def workbook(made: Made) -> Faults:
    """The workbook: its figures, the level of every kecamatan, every category."""
    data = workbook_of(made.material)
    book = sheets(data)
    found = of_book(data)
    # The workbook has these days as a number; the unit stands in its heading.
    days = found.pop("first_action_days")
    known = {key: text for key, text in made.known.figures.items() if key in found}
    faults = differing("workbook", found, known)
    said = made.known.figures["first_action_days"].removesuffix(" hari")
    if days not in (said, f"{said} hari", "–", "None"):
        faults.append(f"workbook, first action: {days}, not {said}")
    names, board = made.material.names, made.known.board
    levels = sorted((names[s.sub_district], level_text(T, s.level, s.hatched)) for s in board)
    for sheet, column in (("Alasan", 1), ("Perubahan status", 2)):
        rows = sorted((row[0], row[column]) for row in book[sheet][2:] if row[1] is not None)
        faults += differing(sheet, rows, levels)
    told = {row[0]: (row[1], row[2]) for row in book["Kategori"][2:] if row[1] is not None}
    counts = {key: _told(made, pair) for key, pair in made.known.categories.items()}
    return faults + differing("categories", told, counts) + secret(made, inside(data))


def screen(made: Made) -> Faults:
    """The slides of the screen: the same figures, each slide in its room."""
    every_slide_fits(made.deck)
    return figures("screen", made, of_screen(made.deck))


def paper(made: Made, kind: str, meeting: str | None) -> tuple[bool, Faults]:
    """A paper of one thing, and whether it was made: it is refused to whom it is not open."""
    case = made.case
    areas = case.asked.sub_districts or (KEDURANG,)
    asked = replace(
        case.asked,
        sub_districts=areas if kind == "sheet" else (),
        unit=(case.reader.unit or "polsek-kedurang") if kind == "handover" else None,
        meeting=meeting if kind == "minutes" else None,
    )
    closed = case.public or not case.reader.may_open(PAGE_OF[kind])
    try:
        data = KINDS[kind].make(made.session, case.reader, asked, T, NUMBER)
    except Refused as refused:
        codes = {fault.code for fault in refused.faults}
        if closed:
            return False, differing("refused", codes, {"not_public"})
        return False, [] if codes <= NOT_THERE else [f"refused: {codes}"]
    if closed:
        return True, ["made, though it lists records"]
    text = inside(data)
    faults = [] if f"jejak audit nomor {NUMBER}" in text else ["no number of the trail"]
    if kind == "sheet":
        faults += differing("pages", len(PdfReader(io.BytesIO(data)).pages), 1)
    return True, faults + secret(made, text)


CHECKS: dict[str, Callable[[Made], Faults]] = {
    "deck": deck,
    "deck 4:3": narrow_deck,
    "brief": brief,
    "workbook": workbook,
    "message": message,
    "screen": screen,
}
"""What is made of the content of a day."""
