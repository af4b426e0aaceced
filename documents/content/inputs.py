"""What people said: by category and kecamatan, this period against the last, recurring."""

from collections import Counter
from collections.abc import Sequence

from db.queries.timeline import DISTRICT_TOTALS
from documents.content.changes import Counted, changes_of, periods_text
from documents.content.material import Material
from documents.content.model import (
    Cell,
    ChartData,
    Column,
    Kind,
    Note,
    Section,
    Sentence,
    Series,
    TableData,
)
from documents.content.size import Size
from documents.public import count_text, few
from documents.sentences import say, table
from domain.periods import Period
from domain.records import IssueFacts
from domain.vocabulary import Category
from wording import dates


def inputs(m: Material, number: int, size: Size) -> Section:
    """Inputs by category and kecamatan, two periods, and what recurs."""
    counts = category_counts(m)
    tables = [
        changes_of(
            m,
            "categories",
            m.t("doc.inputs.title"),
            m.t("doc.head.category"),
            counts,
            size.categories,
        ),
        matrix_table(m, size),
        recurring_table(m, size.records),
    ]
    return Section(
        number,
        "inputs",
        m.t("doc.section.inputs"),
        tuple(_sentences(m, counts)),
        tables=tuple(tables),
        charts=(category_chart(m, counts[: size.categories]),) if counts else (),
        notes=tuple(_notes(m)),
    )


def reported_in(m: Material, period: Period) -> list[IssueFacts]:
    """The issues that breakdowns count, of those reported in a period."""
    return [issue for issue in m.told if period.holds(issue.reported_on)]


def came_in(m: Material, period: Period) -> int:
    """How many inputs a period brought; of all records, as the figures."""
    return m.countable([i.issue for i in m.inputs if period.holds(i.reported_on)])


def category_counts(m: Material) -> list[Counted]:
    """Every category with inputs in one of the periods, the most now first."""
    before, now = (Counter(i.category for i in reported_in(m, p)) for p in m.periods)
    found = [
        Counted(category, m.t.label("category", category), before[category], now[category])
        for category in Category
        if before[category] or now[category]
    ]
    return sorted(found, key=lambda c: (-c.now, -c.before, c.label))


def category_chart(m: Material, counts: Sequence[Counted]) -> ChartData:
    """The categories with their counts of both periods; in public small ones are not drawn."""

    def drawn(value: int) -> int | None:
        return None if m.public and few(value) else value

    return ChartData(
        key="categories",
        title=m.t("doc.inputs.title"),
        categories=tuple(c.label for c in counts),
        series=(
            Series(m.t("doc.head.earlier"), tuple(drawn(c.before) for c in counts), "before"),
            Series(m.t("doc.head.later"), tuple(drawn(c.now) for c in counts), "now"),
        ),
        unit=m.t("doc.inputs.unit"),
    )


def matrix_table(m: Material, size: Size) -> TableData:
    """Category × kecamatan of this period; rows and columns of the most inputs first.

    What is said of the whole district has a column of its own. In public there are only the
    rows and columns that hold a count which may be told, and no sums: what was left out
    could be subtracted.
    """
    t = m.t
    found = [
        issue
        for issue in reported_in(m, m.periods[1])
        if not (m.public and (issue.sub_district is None or issue.category in DISTRICT_TOTALS))
    ]
    cells = Counter((issue.category, issue.sub_district) for issue in found)
    told = [
        issue
        for issue in found
        if not (m.public and few(cells[issue.category, issue.sub_district]))
    ]
    rows = Counter(issue.category for issue in told)
    across = Counter(issue.sub_district for issue in told)
    areas = sorted(across, key=lambda code: (-across[code], code or ""))
    shown, rest = areas[: size.across], areas[size.across or len(areas) :]
    columns = [Column("category", t("doc.head.category"), weight=2.4)]
    columns += [Column(code or "", m.name(code, "unknown.district"), Kind.NUMBER) for code in shown]
    if rest and not m.public:
        columns.append(Column("rest", t("doc.head.rest", n=len(rest)), Kind.NUMBER))
    if not m.public:
        columns.append(Column("total", t("doc.head.total"), Kind.NUMBER))

    def line(category: str) -> tuple[Cell, ...]:
        counts: list[Cell] = [_cell(m, cells[category, code]) for code in shown]
        if rest and not m.public:
            counts.append(sum(cells[category, code] for code in rest))
        total: list[Cell] = [] if m.public else [rows[category]]
        return (t.label("category", category), *counts, *total)

    note = t("doc.matrix.cut", n=len(rest)) if rest and m.public else ""
    return table(
        t,
        "matrix",
        t("doc.matrix.title"),
        columns,
        [line(category) for category in sorted(rows, key=lambda c: (-rows[c], c))],
        most=size.categories,
        empty=t("doc.matrix.few") if m.public and found else t("doc.matrix.none"),
        note=note,
    )


def _cell(m: Material, count: int) -> Cell:
    return m.t("figure.few") if m.public and few(count) else count


def recurring_table(m: Material, most: int | None) -> TableData:
    """Categories of which a kecamatan has more than one open input, the most open first.

    In public from three on, and not those that are told for the district alone.
    """
    t = m.t
    still_open = Counter(
        (issue.sub_district, issue.category)
        for issue in m.told
        if issue.sub_district is not None
        and issue.issue in m.found.by_issue
        and m.found.by_issue[issue.issue].is_open
        and not (m.public and issue.category in DISTRICT_TOTALS)
    )
    rows = [
        (m.name(code, "unknown.district"), t.label("category", category), count)
        for (code, category), count in sorted(
            still_open.items(), key=lambda item: (-item[1], str(item[0]))
        )
        if count > 1 and not (m.public and few(count))
    ]
    columns = (
        Column("sub_district", t("doc.head.sub_district"), weight=1.4),
        Column("category", t("doc.head.category"), weight=2.2),
        Column("open", t("doc.head.open"), Kind.NUMBER, 0.9),
    )
    return table(
        t,
        "recurring",
        t("doc.recurring.title"),
        columns,
        rows,
        most=most,
        empty=t("doc.recurring.few" if m.public else "doc.recurring.none"),
    )


def _sentences(m: Material, counts: Sequence[Counted]) -> list[Sentence]:
    t = m.t
    said = [*came_in_sentences(m), *most_sentence(m, counts)]
    if not m.public and not m.reader.sees_every_record:
        said.append(say(t, "doc.visible_only"))
    elif not m.public and not m.reader.sees_restricted:
        said.append(say(t, "doc.restricted"))
    return [*said, say(t, "doc.inputs.said")]


def came_in_sentences(m: Material) -> tuple[Sentence, ...]:
    """How many inputs the two periods brought, and which are not among them."""
    t = m.t
    earlier, later = (came_in(m, period) for period in m.periods)
    said = say(
        t,
        "doc.inputs.count",
        *(() if m.public else tuple(i.issue for i in reported_in(m, m.periods[1]))),
        now=count_text(t, later, public=m.public),
        before=count_text(t, earlier, public=m.public),
        since=dates.full(m.since, t.language),
    )
    return (said, *district_only_sentences(m))


def district_only_sentences(m: Material) -> tuple[Sentence, ...]:
    """In public and of a part of the district: which categories are not counted there."""
    if not m.public or m.whole_district:
        return ()
    names = ", ".join(sorted(m.t.label("category", key) for key in DISTRICT_TOTALS))
    return (say(m.t, "doc.inputs.district_only", names=names),)


def most_sentence(m: Material, counts: Sequence[Counted]) -> list[Sentence]:
    """Which category had the most inputs, or which had equally many."""
    top = max((c.now for c in counts), default=0)
    if not top or (m.public and few(top)):
        return []
    first = [c.label for c in counts if c.now == top]
    if len(first) == 1:
        return [say(m.t, "doc.inputs.most", category=first[0], n=top)]
    return [say(m.t, "doc.inputs.most.tie", names=", ".join(first), n=top)]


def _notes(m: Material) -> list[Note]:
    if m.public:
        return [Note(m.t("doc.inputs.title"), periods_text(m))]
    found: dict[str, list[str]] = {}
    for issue in reported_in(m, m.periods[1]):
        found.setdefault(issue.category, []).append(issue.issue)
    return [
        Note(m.t.label("category", category), ", ".join(tickets))
        for category, tickets in sorted(found.items(), key=lambda item: -len(item[1]))
    ]
