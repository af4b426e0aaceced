"""The table by stage: how many inputs, how fast they came, and what came of promises."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from babel.numbers import format_decimal

from charts.stage_lanes import short_name
from db.queries.reference import StageRow
from domain.figures import StageFigures
from domain.measures import Ratio
from domain.permissions import SMALLEST_COUNT
from wording import dates
from wording.numbers import FEWEST_FOR_PERCENT, NOTHING, number, ratio
from wording.translator import Translator

HEADS = ("stage", "issues", "rate", "kept", "overdue")


def is_dated(stage: StageRow) -> bool:
    """Whether both ends are known; only then is a stage counted and can be chosen."""
    return stage.starts_on is not None and stage.ends_on is not None


def stage_period(stage: StageRow, t: Translator) -> str:
    """From when until when, or which of the two is not known."""
    start, end = stage.starts_on, stage.ends_on
    if start is not None and end is not None:
        return dates.period(start, end, t.language)
    if end is not None:
        until = t("chart.stage_until", day=dates.short(end, t.language))
        return f"{until}, {t('unknown.start')}"
    if start is not None:
        since = t("chart.stage_from", day=dates.short(start, t.language))
        return f"{since}, {t('unknown.end')}"
    return t("unknown.date")


def stage_table(
    stages: Sequence[StageRow],
    figures: Mapping[str, StageFigures],
    as_of: date,
    t: Translator,
    *,
    chosen: str | None = None,
    public: bool = False,
) -> str:
    """A row for each stage, the chosen one marked; `public` prints "<3" for less than three.

    Returns HTML; `figures` hold every dated stage, by code.
    """
    heads = "".join(
        f'<th scope="col"{"" if name == "stage" else _NUMBER}>'
        f"{escape(t(f'timeline.head.{name}'))}</th>"
        for name in HEADS
    )
    rows = "".join(
        _row(stage, figures.get(stage.code), as_of, t, chosen=stage.code == chosen, public=public)
        for stage in stages
    )
    return (
        '<div class="k-scroll"><table class="k-table k-stages">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


_NUMBER = ' class="k-number"'


def _row(
    stage: StageRow,
    found: StageFigures | None,
    as_of: date,
    t: Translator,
    *,
    chosen: bool,
    public: bool,
) -> str:
    running = is_dated(stage) and stage.starts_on <= as_of <= stage.ends_on  # type: ignore[operator]
    about = [stage_period(stage, t), t("timeline.tempo", tempo=t.label("tempo", stage.tempo))]
    about += [t("timeline.running")] if running else []
    full = stage.name(t.language)
    name = escape(short_name(t, stage.code, full))
    head = (
        f'<b title="{escape(full)}">{name}</b><div class="k-soft">{escape(" · ".join(about))}</div>'
    )
    if found is None:
        cells = _instead(t("timeline.not_counted"))
    elif not found.days:
        cells = _instead(t("timeline.not_begun"))
    else:
        cells = "".join(f"<td{_NUMBER}>{cell}</td>" for cell in _figures(found, t, public))
    marked = ' class="k-chosen" aria-current="true"' if chosen else ""
    return f'<tr{marked}><th scope="row">{head}</th>{cells}</tr>'


def _instead(why: str) -> str:
    return f'<td colspan="{len(HEADS) - 1}" class="k-number k-soft">{NOTHING} {escape(why)}</td>'


def _figures(found: StageFigures, t: Translator, public: bool) -> tuple[str, str, str, str]:
    few = public and found.issues < SMALLEST_COUNT
    return (
        _count(found.issues, t, public),
        NOTHING if few else rate(found, t),
        _kept(found.promises_kept, t, public),
        _count(found.overdue.count, t, public),
    )


def rate(found: StageFigures, t: Translator) -> str:
    """The issues per 30 days of the stage's days so far: "62,0", or "–" before the first."""
    if found.rate is None:
        return NOTHING
    return str(format_decimal(found.rate, "#,##0.0", locale=t.language))


def _count(count: int, t: Translator, public: bool) -> str:
    if public and count < SMALLEST_COUNT:
        return escape(t("figure.few"))
    return number(count, t.language)


def _kept(kept: Ratio, t: Translator, public: bool) -> str:
    """The share with its parts; of a few "2 dari 3", of none "–" and why."""
    if not kept.denominator:
        return _with(NOTHING, t("figure.no_cases"))
    if public and kept.numerator < SMALLEST_COUNT:
        return escape(t("figure.few"))
    share = ratio(t, kept.numerator, kept.denominator)
    if kept.denominator < FEWEST_FOR_PERCENT:
        return f'<span class="k-nowrap">{escape(share)}</span>'
    return _with(share, t("figure.of", n=kept.numerator, m=kept.denominator), True)


def _with(figure: str, note: str, kept_whole: bool = False) -> str:
    whole = " k-nowrap" if kept_whole else ""
    return f'{escape(figure)}<div class="k-soft{whole}">{escape(note)}</div>'
