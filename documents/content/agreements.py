"""What a meeting of officials agrees: what, who, when; filled live and saved as records."""

from db.queries.minutes import Minutes
from documents.content.material import Material
from documents.content.model import Column, Kind, Section, TableData
from documents.content.size import Size
from documents.record_words import written
from documents.sentences import say, table
from domain.vocabulary import Kind as InputKind


def agreements(m: Material, number: int, size: Size) -> Section:
    """What this meeting agrees: what, who, when; filled live and saved as records."""
    t = m.t
    data = agreement_table(m, size.records)
    if m.public:
        said = say(t, "doc.agreements.not_public")
    elif m.held is None:
        said = say(t, "doc.agreements.no_meeting")
    elif data.rows:
        said = say(t, "doc.agreements.count", *_agreed(m.held), n=len(_agreed(m.held)))
    else:
        said = say(t, "doc.agreements.none")
    return Section(number, "agreements", t("doc.section.agreements"), (said,), tables=(data,))


def _agreed(held: Minutes) -> tuple[str, ...]:
    return tuple(i.issue.issue for i in held.inputs if i.issue.kind == InputKind.AGREEMENT)


def agreement_table(m: Material, most: int | None) -> TableData:
    """The agreements of the meeting that the document is for."""
    t = m.t
    columns = (
        Column("what", t("doc.head.what"), weight=3.4),
        Column("who", t("doc.head.who"), weight=1.4),
        Column("when", t("doc.head.when"), Kind.DAY, 1.0),
        Column("ticket", t("issues.head.ticket"), weight=1.3),
    )
    rows = [
        (
            written(t, (item.promise and item.promise.act) or item.issue.text, "unknown.text"),
            m.name(item.promise.unit if item.promise else None, "unknown.owner"),
            item.promise.due_on if item.promise else None,
            item.issue.issue,
        )
        for item in (m.held.inputs if m.held else ())
        if item.issue.kind == InputKind.AGREEMENT
    ]
    return table(
        t,
        "agreements",
        t("doc.section.agreements"),
        columns,
        rows,
        most=most,
        empty=t("doc.not_public" if m.public else "doc.agreements.none"),
    )
