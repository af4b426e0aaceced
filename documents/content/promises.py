"""What was promised and what came of it, what others were asked for, and what is agreed now."""

from collections.abc import Sequence

from db.queries.issues import IssueRow
from db.queries.minutes import Input, Minutes
from documents.content.figures import chosen, notes_of
from documents.content.material import Material
from documents.content.model import Cell, Column, Kind, Section, Sentence, TableData
from documents.content.size import Size
from documents.public import count_text, few
from documents.record_words import written
from documents.sentences import say, table
from wording import dates
from wording.numbers import FEWEST_FOR_PERCENT, ratio

FIGURES = (
    "promises_kept",
    "kept_late",
    "awaiting",
    "not_kept",
    "unable_told",
    "overdue",
    "no_due_date",
)
OLDEST = 5


def follow_up(m: Material, number: int, size: Size) -> Section:
    """Kept, kept late, awaiting, overdue, without a due date; the oldest; the last meeting."""
    figures = chosen(m, *FIGURES)
    tables = () if m.public else (oldest_table(m, size), forum_table(m, size.records))
    return Section(
        number,
        "follow_up",
        m.t("doc.section.follow_up"),
        (*follow_up_sentences(m), *forum_sentences(m)),
        figures,
        tables,
        notes=notes_of(m, figures),
    )


def follow_up_sentences(m: Material) -> tuple[Sentence, ...]:
    """The share of promises kept, and what is overdue."""
    t, kept = m.t, m.now.promises.kept
    overdue, no_due = chosen(m, "overdue", "no_due_date")
    if kept.denominator:
        hidden = m.public and few(kept.numerator)
        exact = kept.denominator >= FEWEST_FOR_PERCENT and not hidden
        first = say(
            t,
            "doc.follow_up.kept",
            "promises_kept",
            n=count_text(t, kept.numerator, public=m.public),
            m=count_text(t, kept.denominator, public=m.public),
            share=f" ({ratio(t, kept.numerator, kept.denominator)})" if exact else "",
        )
    else:
        first = say(t, "doc.follow_up.none", "promises_kept")
    late = m.now.overdue
    longest = ""
    if late.longest_days is not None and not (m.public and few(late.count)):
        longest = t("doc.follow_up.longest", days=t("unit.days", n=late.longest_days))
    second = say(
        t,
        "doc.follow_up.overdue",
        "overdue",
        "no_due_date",
        overdue=overdue.text,
        longest=longest,
        without=no_due.text,
        default=count_text(t, default_late(m), public=m.public),
    )
    return first, second


def default_late(m: Material) -> int:
    """Open inputs without a due date that are past the default one; the board counts them late."""
    dues = [p.due(m.found.thresholds) for p in m.found.all if p.is_open]
    return sum(due.without and due.due < m.day for due in dues)


def oldest_table(m: Material, size: Size) -> TableData:
    """The open inputs that are the longest past their day, due date or default."""
    late = sorted(
        (row for row in m.rows if row.is_open and row.late_days is not None),
        key=lambda row: (row.due, row.issue),
    )
    most = OLDEST if size.records is not None else None
    return _issue_table(m, "oldest", m.t("doc.oldest.title"), late, most, m.t("doc.oldest.none"))


def open_table(m: Material, most: int | None) -> TableData:
    """Every open input that the reader may see, the longest due first."""
    rows = sorted((row for row in m.rows if row.is_open), key=lambda row: (row.due, row.issue))
    return _issue_table(m, "open", m.t("doc.open.title"), rows, most, m.t("doc.open.none"))


def _issue_table(
    m: Material, key: str, title: str, rows: Sequence[IssueRow], most: int | None, empty: str
) -> TableData:
    t = m.t
    columns = (
        Column("ticket", t("issues.head.ticket"), weight=1.4),
        Column("sub_district", t("doc.head.sub_district"), weight=1.2),
        Column("category", t("doc.head.category"), weight=1.6),
        Column("severity", t("issues.head.severity"), weight=0.9),
        Column("state", t("issues.head.state"), weight=1.4),
        Column("unit", t("issues.head.owner"), weight=1.4),
        Column("due", t("doc.head.due"), Kind.DAY, 1.0),
        Column("late", t("doc.head.days_late"), Kind.NUMBER, 0.8),
    )
    return table(
        t,
        key,
        title,
        columns,
        [
            (
                row.issue,
                m.name(row.sub_district, "unknown.district"),
                t.label("category", row.category),
                t.label("severity", row.severity),
                t.label("state", row.state),
                m.name(row.unit, "unknown.owner"),
                row.due,
                row.late_days,
            )
            for row in rows
        ],
        most=most,
        empty=empty,
        note=t("doc.due.note"),
    )


def forum_sentences(m: Material) -> tuple[Sentence, ...]:
    """Which meeting this forum last had, and how much of what it promised is verified."""
    t, last = m.t, m.occasion.last
    if last is None:
        return (say(t, "doc.forum.none"),)
    day = dates.full(last.held_on, t.language)
    programme = t.label("programme", last.programme)
    which = t("doc.forum.this") if m.asked.against else t("doc.forum.before")
    if m.past is None:
        return (say(t, "doc.forum.last", which=which, day=day, programme=programme),)
    promised = [i for i in m.past.inputs if i.promise is not None]
    if not promised:
        return (
            say(t, "doc.forum.nothing", last.meeting, which=which, day=day, programme=programme),
        )
    done = [i for i in promised if i.issue.state == "verified"]
    return (
        say(
            t,
            "doc.forum.promised",
            *(i.issue.issue for i in promised),
            which=which,
            day=day,
            programme=programme,
            n=len(promised),
            done=len(done),
        ),
    )


def forum_table(m: Material, most: int | None) -> TableData:
    """What was promised at the last meeting of this forum and what came of it."""
    last = m.occasion.last
    title = m.t("doc.forum.title")
    if last is not None:
        title = m.t("doc.forum.title.day", day=dates.full(last.held_on, m.t.language))
    empty = forum_sentences(m)[0].text
    return promises_table(m, "forum", title, m.past, most, empty)


def promises_table(
    m: Material, key: str, title: str, held: Minutes | None, most: int | None, empty: str
) -> TableData:
    """The promises of a meeting: act, owner, first due date, and where each stands."""
    t = m.t
    columns = (
        Column("ticket", t("issues.head.ticket"), weight=1.3),
        Column("act", t("doc.head.act"), weight=3.0),
        Column("unit", t("doc.head.who"), weight=1.3),
        Column("due_on", t("doc.head.first_due"), Kind.DAY, 1.0),
        Column("state", t("doc.head.outcome"), weight=1.8),
    )
    rows = [_promise(m, item) for item in (held.inputs if held else ()) if item.promise]
    return table(t, key, title, columns, rows, most=most, empty=empty)


def _promise(m: Material, item: Input) -> tuple[Cell, ...]:
    t, promise = m.t, item.promise
    state = t.label("state", item.issue.state)
    if item.outcome is not None:
        on = dates.short(item.outcome.occurred_on, t.language)
        state = t("doc.state.since", state=state, day=on)
    if item.issue.late_days is not None:
        state = t("doc.state.late", state=state, days=t("unit.days", n=item.issue.late_days))
    return (
        item.issue.issue,
        written(t, promise.act if promise else None, "sheet.no_act"),
        m.name(promise.unit if promise else None, "unknown.owner"),
        promise.due_on if promise else None,
        state,
    )
