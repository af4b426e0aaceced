"""What became of every kecamatan since the earlier day, and the reason that changed it."""

from documents.content.areas import MOST_REASONS, reasons_text
from documents.content.material import Material
from documents.content.model import Column, Sentence, TableData
from documents.sentences import say, table
from domain.periods import LevelChange
from wording import dates
from wording.sentences import level_text


def moved_sentences(m: Material) -> tuple[Sentence, ...]:
    """How many kecamatan got worse, better, or stayed since the earlier day."""
    worse = [c for c in m.changes if c.changed and c.step > 0]
    better = [c for c in m.changes if c.changed and c.step < 0]
    other = [c for c in m.changes if c.changed and c.step == 0]
    if not m.changes:
        return ()
    day = dates.full(m.since, m.t.language)
    refs = tuple(c.sub_district for c in (*worse, *better, *other))
    if not refs:
        return (say(m.t, "doc.moved.none", day=day),)
    return (
        say(
            m.t,
            "doc.moved",
            *refs,
            day=day,
            worse=len(worse),
            better=len(better),
            other=len(other),
        ),
    )


def changes_table(m: Material, most: int | None) -> TableData:
    """Every kecamatan on both days, and the reason that changed it; changed ones first."""
    t = m.t
    columns = (
        Column("sub_district", t("doc.head.sub_district"), weight=1.2),
        Column("before", t("doc.head.before"), weight=1.2),
        Column("now", t("doc.head.now"), weight=1.2),
        Column("because", t("doc.head.because"), weight=3.0),
    )
    ordered = sorted(m.changes, key=lambda change: not change.changed)
    return table(
        t,
        "changes",
        t("doc.changes.title", day=dates.full(m.since, t.language)),
        columns,
        [
            (
                m.name(change.sub_district, "unknown.district"),
                level_text(t, change.before.level, change.before.hatched),
                level_text(t, change.now.level, change.now.hatched),
                because_text(m, change),
            )
            for change in ordered
        ],
        most=most,
        empty=t("doc.no_areas"),
        levels=[(change.now.level, change.now.hatched) for change in ordered],
    )


def because_text(m: Material, change: LevelChange) -> str:
    """Why a level is another one: what appeared, or what is over."""
    if not change.changed:
        return m.t("doc.changes.same")
    appeared = set(change.appeared) | set(change.now.reasons)
    causes = change.causes[:MOST_REASONS]
    said = reasons_text(m, causes)
    if causes and not any(reason in appeared for reason in causes):
        return m.t("doc.changes.over", reasons=said)
    return said or m.t("status.no_reason")
