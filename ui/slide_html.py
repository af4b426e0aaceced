"""The slides of the screen as HTML. Everything that comes from outside is escaped.

Lengths are pixels of a screen of 1280 × 720, times `--u` of the style sheet, which is what
such a pixel is on this one. Letters are those that the slides were measured with.
"""

import re
from collections.abc import Iterable, Sequence
from html import escape

from charts.colours import LEVELS, RGB, WHITE, css, text_on
from documents.content.model import ChartData, Figure, Head, Kind, LegendRow, Sentence, Series
from documents.sentences import made_of
from documents.slides.measure import text_width
from documents.slides.paging import GAP, Page, Scale, tile_height, tile_rows
from documents.slides.screen import BESIDE, BODY, MARGIN, PIXELS, WIDTH, ScreenSlide
from documents.slides.tables import Fitted, small
from domain.vocabulary import Level
from ui.slide_map import map_html
from wording.translator import Translator

POINT = PIXELS / 72
TITLES = (28.0, 25.0, 22.0, 20.0, 18.0)
COVER_TITLES = (44.0, 36.0, 30.0, 24.0)
LEAST = 18.0
BARS: dict[str | None, RGB] = {"before": (148, 158, 174), "now": (16, 66, 116), None: (16, 66, 116)}
TICKET = re.compile(r"[A-Z]+-\d[\w-]*\d")
MOST_LETTERS = 160
"""Of a title; a longer one is cut."""


def slide_html(slide: ScreenSlide, head: Head, t: Translator) -> str:
    """The slide, without its place among the others: `frame` puts it there."""
    if slide.is_cover:
        return _cover(slide, head)
    width = WIDTH - 2 * MARGIN
    size = next((p for p in TITLES if text_width(slide.title, p, bold=True) <= width), LEAST)
    title = f'<div class="k-slide-title" role="heading" aria-level="1" style="{_size(size)}">'
    title += f"{escape(_cut(slide.title))}</div>"
    return title + f'<div class="k-slide-body">{_body(slide, t)}</div>'


def frame(inner: str, head: Head, place: int, count: int, t: Translator) -> str:
    """A whole slide: its band, what stands in it, its foot and its number."""
    band = f'<div class="k-slide-band">{escape(head.band)}</div>' if head.band else ""
    public = (t("present.public"),) if head.public else ()
    foot = " · ".join((head.unit, head.day_text, *public))
    return (
        f'<div class="k-slide">{band}<div class="k-stage">{inner}</div>'
        f'<div class="k-slide-foot"><span>{escape(foot)}</span>'
        f"<b>{place} / {count}</b></div></div>"
    )


def _body(slide: ScreenSlide, t: Translator) -> str:
    if slide.map is not None:
        wide = BODY.width - BESIDE.width - 0.3
        picture = map_html(slide.map, wide, BODY.height, t("present.map"))
        beside = _flow(slide.page, BESIDE.width) + _legend(slide.map.legend, t)
    elif slide.chart is not None:
        picture = _chart(slide.chart)
        beside = _flow(slide.page, BESIDE.width)
    else:
        return _flow(slide.page, BODY.width)
    return (
        f'<div class="k-slide-halves"><div class="k-slide-picture">{picture}</div>'
        f'<div class="k-slide-beside" style="width:{_length(BESIDE.width)}">{beside}</div></div>'
    )


def _cover(slide: ScreenSlide, head: Head) -> str:
    size = next(
        (p for p in COVER_TITLES if text_width(slide.title, p, bold=True) <= 2 * BODY.width), LEAST
    )
    kop = "".join(f"<div>{escape(line)}</div>" for line in head.kop)
    return (
        f'<div class="k-slide-cover"><div class="k-slide-kop" style="{_size(LEAST)}">{kop}</div>'
        f'<div class="k-slide-title" role="heading" aria-level="1" style="{_size(size)}">'
        f"{escape(_cut(slide.title))}</div>"
        f"{_sentences(slide.page.sentences, slide.page.scale)}</div>"
    )


def _flow(page: Page, width: float) -> str:
    made = _sentences(page.sentences, page.scale)
    made += "".join(_tiles(row, width, page.scale) for row in tile_rows(page.figures))
    return made + "".join(_table(table) for table in page.tables)


def _sentences(sentences: Iterable[Sentence], scale: Scale) -> str:
    lines = "".join(f"<p>• {escape(sentence.text)}</p>" for sentence in sentences)
    return (
        f'<div class="k-slide-said" style="{_size(scale.sentence)}">{lines}</div>' if lines else ""
    )


def _tiles(figures: Iterable[Figure], width: float, scale: Scale) -> str:
    row = list(figures)
    high = _length(tile_height(row, width, scale))
    tiles = "".join(
        f'<div class="k-slide-tile"><div style="{_size(scale.label)}">{escape(figure.label)}</div>'
        f'<b style="{_size(scale.value)}">{escape(figure.text)}</b>'
        f'<div style="{_size(scale.label - 1)}">{escape(made_of(figure))}</div></div>'
        for figure in row
    )
    gap = f"margin-bottom:{_length(GAP)}"
    return f'<div class="k-slide-tiles" style="min-height:{high};{gap}">{tiles}</div>'


def _table(table: Fitted) -> str:
    data = table.data
    title = (
        f'<div class="k-slide-caption" style="{_size(table.points + 1)}">{escape(data.title)}</div>'
    )
    after = "".join(
        f'<div class="k-slide-after" style="{_size(small(table.points))}">{escape(text)}</div>'
        for text in (data.cut_text, data.note)
        if text
    )
    return (
        f'<div class="k-slide-table" style="margin-bottom:{_length(GAP)}">'
        f"{title if data.title else ''}{_grid(table) if data.rows else _empty(table)}{after}</div>"
    )


def _empty(table: Fitted) -> str:
    """The sentence that stands where there are no rows: no heads over nothing."""
    return f'<div style="{_size(table.points)}">{escape(table.data.empty)}</div>'


def _grid(table: Fitted) -> str:
    columns = "".join(f'<col style="width:{_length(wide)}">' for wide in table.widths)
    head = "".join(
        f'<th{_side(table, at)} scope="col">{escape(text)}</th>'
        for at, text in enumerate(table.head)
    )
    body = "".join(_row(table, at) for at in range(len(table.cells)))
    return (
        f'<table style="{_size(table.points)};width:{_length(sum(table.widths))}">'
        f"<colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(table: Fitted, at: int) -> str:
    cells = table.cells[at]
    level = table.data.levels[at] if at < len(table.data.levels) else None
    made = []
    for place, text in enumerate(cells):
        paint = ""
        if level is not None and table.data.columns[place].key in ("level", "now"):
            paint = _paint(level[0], hatched=level[1])
        made.append(f"<td{_side(table, place)}{paint}>{_whole(text)}</td>")
    return f"<tr>{''.join(made)}</tr>"


def _whole(text: str) -> str:
    """The text of a cell, escaped; a ticket in it is not parted at its hyphens."""
    return TICKET.sub(r'<span class="k-whole">\g<0></span>', escape(text))


def _side(table: Fitted, place: int) -> str:
    numeric = table.data.columns[place].kind in (Kind.NUMBER, Kind.CHANGE)
    return ' class="k-number"' if numeric else ""


def _paint(level: Level, *, hatched: bool) -> str:
    """The colour of a level behind its word, hatched where it rests on old data."""
    ground = LEVELS[level]
    style = f"background-color:{css(ground)};color:{css(text_on(ground))}"
    return f'{_hatch(ground) if hatched else ""} style="{style}"'


def _hatch(ground: RGB) -> str:
    return f' class="{"k-hatched-light" if text_on(ground) == WHITE else "k-hatched"}"'


def _legend(rows: Sequence[LegendRow], t: Translator) -> str:
    """Every level with its word and count, and what the hatch says."""
    made = []
    for row in rows:
        text = f"{row.word}: {row.count}"
        if row.hatched:
            text += " " + t("slide.hatched", n=row.hatched)
        all_old = bool(row.hatched) and row.hatched == row.count
        dashed = "k-dashed " if row.level is Level.NO_DATA else ""
        hatch = _hatch(LEVELS[row.level])[8:-1] if all_old else ""
        made.append(
            f'<div><span class="k-slide-swatch {dashed}{hatch}"'
            f' style="background-color:{css(LEVELS[row.level])}"></span>{escape(text)}</div>'
        )
    if any(row.hatched for row in rows):
        made.append(f"<div>{escape(t('slide.hatch'))}</div>")
    return f'<div class="k-slide-legend" style="{_size(LEAST)}">{"".join(made)}</div>'


def _chart(data: ChartData) -> str:
    """Bars across, the first category on top; each bar carries its own value."""
    most = (
        max((v for series in data.series for v in series.values if v is not None), default=1) or 1
    )
    rows = "".join(_bars(data, at, most) for at in range(len(data.categories)))
    names = "".join(
        f'<span><i style="background-color:{_bar_colour(series)}"></i>{escape(series.name)}</span>'
        for series in data.series
    )
    return (
        f'<div class="k-slide-chart" style="{_size(LEAST)}">'
        f'<div class="k-slide-caption">{escape(data.title)}</div>'
        f'{rows}<div class="k-slide-names">{names}</div></div>'
    )


def _bars(data: ChartData, at: int, most: float) -> str:
    bars = "".join(
        f'<div class="k-slide-bar"><i style="width:{82 * value / most:.1f}%;'
        f'background-color:{_bar_colour(series)}"></i>{escape(str(value))}</div>'
        if (value := series.values[at]) is not None
        else ""
        for series in data.series
    )
    name = escape(data.categories[at])
    return f'<div class="k-slide-category"><span>{name}</span><div>{bars}</div></div>'


def _bar_colour(series: Series) -> str:
    return css(BARS.get(series.colour, BARS[None]))


def _size(points: float) -> str:
    return f"font-size:calc(var(--u) * {max(LEAST, points) * POINT:.2f})"


def _length(inches: float) -> str:
    return f"calc(var(--u) * {inches * PIXELS:.1f})"


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"
