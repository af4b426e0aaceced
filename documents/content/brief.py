"""The weekly brief, Analisa dan Evaluasi, in the outline of DOMAIN.md section 7."""

from collections import Counter
from collections.abc import Iterable

from db.session import Session
from documents.content.areas import (
    coverage_sentence,
    headline_sentence,
    lower_text,
    raises_table,
    reasons_text,
    unknown_first,
    unknown_sentences,
)
from documents.content.asked import Asked
from documents.content.data import data
from documents.content.figures import COMPLETENESS, chosen, notes_of
from documents.content.head import head_of
from documents.content.inputs import category_counts, most_sentence, recurring_table
from documents.content.material import Material, gather
from documents.content.model import Cell, Column, Content, Kind, Section, Sentence, TableData
from documents.content.moved import changes_table, moved_sentences
from documents.content.opening import scope_text, since_sentence, stages
from documents.content.plain import settled
from documents.content.promises import (
    FIGURES,
    follow_up_sentences,
    forum_sentences,
    forum_table,
    oldest_table,
)
from documents.content.size import PAPER, Size
from documents.public import count_text
from documents.sentences import named, say, table
from domain.permissions import Reader
from domain.status import Status
from wording import dates
from wording.sentences import level_text
from wording.translator import Translator

MOST_PLACES = 8
"""So many places of one day stand in the outlook."""


def brief_content(
    session: Session, reader: Reader, asked: Asked, t: Translator, number: int | None = None
) -> Content:
    """What the weekly brief says; raises Refused like the deck."""
    return brief_of(gather(session, reader, asked, t, number), PAPER)


def brief_of(m: Material, size: Size) -> Content:
    """The brief of what was gathered, its lists cut to a size."""
    t = m.t
    sections = (
        introduction(m, 1),
        stages(m, 2),
        situation(m, 3, size),
        data(m, 4),
        _follow_up(m, 5, size),
        analysis(m, 6, size),
        opinion(m),
        outlook(m, 7, size),
        plan(m, 8, size),
        Section(
            9,
            "closing",
            t("doc.brief.closing"),
            (say(t, "doc.brief.closing.text", day=dates.full(m.day, t.language)),),
        ),
    )
    return settled(Content(head_of(m, "brief", t("doc.brief.title")), sections))


def introduction(m: Material, number: int) -> Section:
    """What it is about, and how complete the records are."""
    t = m.t
    contacts = m.contacts
    said = (
        say(t, "doc.brief.about", scope=m.frame.district, day=dates.full(m.day, t.language)),
        since_sentence(m),
        say(t, "doc.contacts", meetings=contacts.meetings, reports=contacts.reports),
        *unknown_sentences(m),
        coverage_sentence(m),
    )
    figures = chosen(m, *COMPLETENESS)
    return Section(
        number,
        "introduction",
        t("doc.brief.introduction"),
        said,
        figures,
        notes=notes_of(m, figures),
    )


def situation(m: Material, number: int, size: Size) -> Section:
    """The status of the kecamatan last time and now, and why; every raising."""
    tables = [changes_table(m, size.areas)]
    if m.raises:
        tables.append(raises_table(m, "raises", m.raises, size.records))
    return Section(
        number,
        "situation",
        m.t("doc.brief.situation"),
        (
            headline_sentence(m),
            *unknown_first(m),
            *moved_sentences(m),
            Sentence(m.t("disclaimer")),
        ),
        tables=tuple(tables),
    )


def _follow_up(m: Material, number: int, size: Size) -> Section:
    figures = chosen(m, *FIGURES)
    tables = () if m.public else (oldest_table(m, size), forum_table(m, size.records))
    return Section(
        number,
        "follow_up",
        m.t("doc.brief.follow_up"),
        (*follow_up_sentences(m), *forum_sentences(m)),
        figures,
        tables,
        notes=notes_of(m, figures),
    )


def analysis(m: Material, number: int, size: Size) -> Section:
    """Facts that the records show; what to make of them is the commander's."""
    t = m.t
    facts: list[Sentence] = []
    for s in _pressing(m, 3):
        facts.append(
            say(
                t,
                "doc.analysis.area",
                s.sub_district,
                *m.may_name(s.reasons[0].issues),
                name=m.name(s.sub_district, "unknown.district"),
                level=level_text(t, s.level, s.hatched),
                reasons=reasons_text(m, s.reasons[:2]),
            )
        )
    facts += most_sentence(m, category_counts(m))
    soft = m.now.closed_without_outcome, m.now.severity_lowered
    facts.append(
        say(
            t,
            "doc.analysis.traces",
            "closed_without_outcome",
            "severity_lowered",
            closed=count_text(t, soft[0], public=m.public),
            lowered=count_text(t, soft[1], public=m.public),
        )
    )
    return Section(
        number,
        "analysis",
        t("doc.brief.analysis"),
        tuple(facts),
        tables=(recurring_table(m, size.records),),
    )


def _pressing(m: Material, most: int) -> list[Status]:
    return [s for s in m.statuses if s.reasons][:most]


def opinion(m: Material) -> Section:
    """The box that the commander fills by hand."""
    return Section(0, "opinion", m.t("doc.brief.opinion"), (say(m.t, "doc.brief.opinion.text"),))


def outlook(m: Material, number: int, size: Size) -> Section:
    """The next seven days: due dates, stages and areas turning stale, and nothing else."""
    data = ahead_table(m, size.records)
    return Section(
        number,
        "outlook",
        m.t("doc.brief.outlook"),
        (say(m.t, "doc.brief.outlook.text"),),
        tables=(data,),
    )


def ahead_table(m: Material, most: int | None) -> TableData:
    """What falls due, turns stale or begins, by day; many of one sort and day in one row."""
    t = m.t
    stage_names = {stage.code: stage.name(t.language) for stage in m.stages}
    grouped: dict[tuple[object, str], list[str]] = {}
    for item in m.ahead:
        name = (
            stage_names[item.code]
            if item.kind == "stage"
            else m.name(item.sub_district, "unknown.district")
        )
        grouped.setdefault((item.day, item.kind), []).append(name)
    rows: list[tuple[Cell, ...]] = []
    order = {name: place for place, name in enumerate(stage_names.values())}
    for (day, kind), names in grouped.items():
        if kind == "stage":
            names.sort(key=order.__getitem__)
        what = (
            m.counting("doc.ahead.due", n=len(names)) if kind == "due" else t(f"doc.ahead.{kind}")
        )
        rows.append((day, what, _counted_names(m, names, kind)))  # type: ignore[arg-type]
    columns = (
        Column("day", t("doc.head.day"), Kind.DAY, 0.8),
        Column("what", t("doc.head.what"), weight=2.0),
        Column("where", t("doc.head.where"), weight=3.0),
    )
    return table(
        t,
        "ahead",
        t("home.week"),
        columns,
        rows,
        most=most,
        empty=t("home.week.nothing"),
    )


def _counted_names(m: Material, names: Iterable[str], kind: str) -> str:
    """ "Seginim (3), Manna"; in public not where something falls due: it may be one input."""
    if m.public and kind == "due":
        return scope_text(m)
    counts = Counter(names)
    words = [name if n == 1 or kind != "due" else f"{name} ({n})" for name, n in counts.items()]
    return named(m.t, words, MOST_PLACES)


def plan(m: Material, number: int, size: Size) -> Section:
    """For the areas to look at first the one thing that would lower their level."""
    t = m.t
    columns = (
        Column("sub_district", t("doc.head.sub_district"), weight=1.2),
        Column("level", t("doc.head.level"), weight=1.3),
        Column("lower", t("doc.head.lower"), weight=3.5),
    )
    rows = [
        (
            m.name(s.sub_district, "unknown.district"),
            level_text(t, s.level, s.hatched),
            lower_text(m, s),
        )
        for s in (() if m.public else _pressing(m, len(m.statuses)))
    ]
    made = table(
        t,
        "plan",
        t("doc.plan.title"),
        columns,
        rows,
        most=size.reasons,
        empty=t("doc.not_public") if m.public else t("doc.plan.none"),
    )
    return Section(number, "plan", t("doc.brief.plan"), (say(t, "doc.plan.text"),), tables=(made,))
