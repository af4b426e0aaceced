"""Counts of two periods side by side, by the rules for two periods (DOMAIN.md section 4)."""

from collections.abc import Iterable
from dataclasses import dataclass

from documents.content.material import Material
from documents.content.model import Cell, Column, Kind, TableData
from documents.public import few
from documents.sentences import table
from domain.measures import Change, Direction, compare
from wording import dates
from wording.numbers import percent
from wording.translator import Translator


@dataclass(frozen=True)
class Counted:
    """Something counted in two periods. `of_inputs`: a count of inputs, coarse in public."""

    key: str
    label: str
    before: int
    now: int
    of_inputs: bool = True


def change_of(m: Material, counted: Counted) -> Change:
    """The two counts set against each other, knowing how complete both days were."""
    return compare(counted.before, counted.now, m.before.days_current, m.now.days_current)


def percent_text(t: Translator, change: Change) -> str:
    """ "+25%", "baru" from nothing, or an empty text where the earlier count is under five."""
    if change.new:
        return t("figure.new")
    if change.percent is None:
        return ""
    return ("+" if change.percent > 0 else "") + percent(change.percent / 100, t.language)


def direction_text(t: Translator, change: Change) -> str:
    """ "naik", "turun", "tetap", or "tidak sebanding" where the records are not as complete."""
    if change.direction is Direction.NOT_COMPARABLE:
        return t("figure.not_comparable")
    return t(f"doc.direction.{change.direction}")


def changes_of(
    m: Material, key: str, title: str, head: str, counts: Iterable[Counted], most: int | None
) -> TableData:
    """A table of counts: earlier, now, difference always, percent and direction by the rules."""
    t = m.t
    columns = (
        Column("what", head, weight=2.6),
        Column("before", t("doc.head.earlier"), Kind.NUMBER, 0.9),
        Column("now", t("doc.head.later"), Kind.NUMBER, 0.9),
        Column("difference", t("doc.head.difference"), Kind.CHANGE, 0.9),
        Column("percent", t("doc.head.percent"), Kind.NUMBER, 0.9),
        Column("direction", t("doc.head.direction"), weight=1.3),
    )
    return table(
        t,
        key,
        title,
        columns,
        [_row(m, counted) for counted in counts],
        most=most,
        empty=t("doc.inputs.none"),
        note=periods_text(m),
    )


def _row(m: Material, counted: Counted) -> tuple[Cell, ...]:
    """In public a count under three is not told, nor what could be worked out from it."""
    t = m.t
    change = change_of(m, counted)
    if m.public and counted.of_inputs and (few(counted.before) or few(counted.now)):
        cells = [t("figure.few") if few(n) else n for n in (counted.before, counted.now)]
        return (counted.label, *cells, None, None, None)
    return (
        counted.label,
        counted.before,
        counted.now,
        change.difference,
        percent_text(t, change) or None,
        direction_text(t, change),
    )


def periods_text(m: Material) -> str:
    """Which days "lalu" and "kini" are, and when they cannot be compared."""
    earlier, later = m.periods
    said = m.t(
        "doc.periods",
        before=dates.period(earlier.first, earlier.last, m.t.language),
        now=dates.period(later.first, later.last, m.t.language),
    )
    probe = compare(0, 0, m.before.days_current, m.now.days_current)
    if probe.direction is Direction.NOT_COMPARABLE:
        said += " " + m.t("doc.periods.not_comparable")
    return said
