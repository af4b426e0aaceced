"""Rows of a file that may tell what was told before, or twice in the file itself.

The measure is that of a form (`db.queries.recurring`): the texts of one kecamatan and of
30 days, compared by rapidfuzz's token set ratio, which leaves order and repetition of
words aside. Nothing is decided here.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz, process, utils

from db.queries.imports import ToldIssue
from db.queries.recurring import ALIKE, SHORTEST_TEXT, WITHIN_DAYS
from domain.dataset import Row
from domain.vocabulary import Category
from ingest.collector import collector_at_rest

COMPARED_WHOLE = 100_000
"""Up to so many pairs in a kecamatan, every row is compared with every other."""

RARE_WORDS = 4
"""Beyond that, with those that share one of its so many rarest words,"""

MOST_NEAR = 30
"""with so many of them at most for a word, the nearest in days,"""

MOST_COMPARED = 3
"""and of those with the ones that share most of its words."""


@dataclass(frozen=True)
class Duplicate:
    """A row whose text is like that of an issue; `score` is 0 to 1.

    `issue` is the key of the row and `reported_on` its day, `of` the issue that it is like:
    one that is stored, or of an earlier row of the file (`of_row`). `earlier` says whether
    that was told no later.
    """

    row: int
    issue: str
    reported_on: date
    of: str
    of_row: int | None
    score: float
    earlier: bool


@dataclass(frozen=True, slots=True)
class _Told:
    day: date
    key: str
    row: int | None
    text: str


def likely_duplicates(new: Iterable[tuple[int, Row]], told: Iterable[ToldIssue]) -> list[Duplicate]:
    """The likest issue of each row that is like one, in the order of the rows.

    `new` are rows of issues with their numbers, `told` what is stored. Rows of a pair are
    named once, by the later of them.
    """
    areas: dict[str, list[_Told]] = defaultdict(list)
    for number, row in new:
        told_row = _comparable(number, row)
        if told_row is not None:
            areas[str(row["sub_district_code"])].append(told_row)
    if not areas:
        return []
    stored: dict[str, list[_Told]] = defaultdict(list)
    for issue in told:
        text = utils.default_process(issue.text)
        stored[issue.sub_district].append(_Told(issue.reported_on, issue.issue, None, text))
    with collector_at_rest():
        found = [
            duplicate
            for area, rows in areas.items()
            for duplicate in _of_area(sorted([*stored[area], *rows], key=_order))
        ]
    return sorted(found, key=lambda duplicate: duplicate.row)


def _order(told: _Told) -> tuple[date, int, str]:
    """What is stored goes before the rows of the same day."""
    return told.day, told.row or 0, told.key


def _comparable(number: int, row: Row) -> _Told | None:
    day, text = row["reported_on"], row["text"]
    if not isinstance(day, date) or not isinstance(text, str) or len(text) < SHORTEST_TEXT:
        return None
    # The first carry one fixed sentence, which says nothing of what happened.
    if row["category"] == Category.ELECTION_VIOLATION or row["voided_on"] is not None:
        return None
    return _Told(day, str(row["issue"]), number, utils.default_process(text))


def _of_area(told: Sequence[_Told]) -> Iterator[Duplicate]:
    """The duplicates of one kecamatan; `told` stands in the order of days."""
    days = [item.day for item in told]
    span = timedelta(days=WITHIN_DAYS)
    windows = [
        (bisect_left(days, item.day - span), bisect_right(days, item.day + span)) for item in told
    ]
    stored = [place for place, item in enumerate(told) if item.row is None]
    few = _pairs(told, windows) <= COMPARED_WHOLE
    near = None if few else _SharingWords(told)
    same: dict[str, list[int]] = defaultdict(list)
    for place, item in enumerate(told):
        same[item.text].append(place)
    for place, item in enumerate(told):
        if item.row is None:
            continue
        first, end = windows[place]
        best = _same(told, same[item.text], place, first, end)
        if best is None:
            later = stored[bisect_left(stored, place) : bisect_left(stored, end)]
            before = range(first, place) if near is None else near.likest(place, first)
            best = _likest(told, item, [*before, *later])
        if best is not None:
            at, score = best
            of = told[at]
            earlier = of.day <= item.day
            yield Duplicate(item.row, item.key, item.day, of.key, of.row, score, earlier)


def _pairs(told: Sequence[_Told], windows: Sequence[tuple[int, int]]) -> int:
    return sum(
        place - window[0]
        for place, (item, window) in enumerate(zip(told, windows, strict=True))
        if item.row is not None
    )


def _same(
    told: Sequence[_Told], places: Sequence[int], place: int, first: int, end: int
) -> tuple[int, float] | None:
    """The first with the same words that stands before, or is stored and within the days."""
    start = bisect_left(places, first)
    for other in places[start : start + MOST_NEAR]:
        if other >= end:
            break
        if other < place or (other > place and told[other].row is None):
            return other, 1.0
    return None


def _likest(told: Sequence[_Told], item: _Told, places: Sequence[int]) -> tuple[int, float] | None:
    best = process.extractOne(
        item.text,
        [told[place].text for place in places],
        scorer=fuzz.token_set_ratio,
        processor=None,
        score_cutoff=ALIKE,
    )
    return None if best is None else (places[best[2]], round(best[1] / 100, 2))


class _SharingWords:
    """Finds the earlier ones that share words, where there are too many to compare all.

    The words of a text are bits of a number: what two texts share is one operation.
    """

    def __init__(self, told: Sequence[_Told]) -> None:
        words = [set(item.text.split()) for item in told]
        counts = Counter(word for some in words for word in some)
        # The rarest first, so that its bit is the lowest.
        bits = {w: n for n, w in enumerate(sorted(counts, key=lambda w: (counts[w], w)))}
        alone = sum(1 for count in counts.values() if count == 1)
        every = [sorted(bits[word] for word in some) for some in words]
        self.rarest = [[bit for bit in some if bit >= alone][:RARE_WORDS] for some in every]
        self.masks = [sum(1 << bit for bit in some) for some in every]
        asked = {bit for some in self.rarest for bit in some}
        self.bits = [[bit for bit in some if bit in asked] for some in every]
        self.seen: dict[int, list[int]] = defaultdict(list)
        self.through = 0

    def likest(self, place: int, first: int) -> list[int]:
        """The earlier places from `first` on that share most; to be asked in their order."""
        for past in range(self.through, place):
            for bit in self.bits[past]:
                self.seen[bit].append(past)
        self.through = max(self.through, place)
        found: set[int] = set()
        for bit in self.rarest[place]:
            found.update(self.seen[bit][-MOST_NEAR:])
        mask, masks = self.masks[place], self.masks
        shared = [((mask & masks[other]).bit_count(), -other) for other in found if other >= first]
        shared.sort(reverse=True)
        return [-other for _, other in shared[:MOST_COMPARED]]
