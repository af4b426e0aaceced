"""The annex: the rule, its settings, what is not known, and what soft ways out left behind."""

from collections.abc import Sequence

from documents.content.areas import raises_table
from documents.content.figures import COMPLETENESS, figures, notes_of
from documents.content.material import Material
from documents.content.model import Cell, Column, Figure, Kind, Note, Section, Sentence, TableData
from documents.content.opening import later_sentences
from documents.content.promises import FIGURES
from documents.content.size import Size
from documents.sentences import say, table
from domain.ledger import HeldMeeting
from domain.periods import traces
from domain.status import LEVEL_OF_REASON, ReasonCode
from domain.thresholds import SETTINGS, value_of
from wording.numbers import NOTHING

NOTED_BEFORE = (*FIGURES, *COMPLETENESS, "referrals_answered")
"""Figures whose records stand in the notes of the slides before it."""


def annex(m: Material, number: int, size: Size) -> Section:
    """Rule, settings, what is not known; every raising; what was closed without outcome."""
    t = m.t
    unknown = unknown_facts(m)
    every = figures(m)
    only_here = tuple(f for f in every if not m.public and f.key not in NOTED_BEFORE)
    return Section(
        number,
        "annex",
        t("doc.section.annex"),
        (Sentence(t("disclaimer")), say(t, "doc.annex.proposal"), *unknown),
        every,
        (
            rule_table(m),
            settings_table(m),
            setting_changes_table(m, size.records),
            traces_table(m, size.areas),
            raises_table(m, "raises", m.raises, size.records),
        ),
        notes=(*_records_of(m, unknown), *notes_of(m, only_here)),
    )


def _records_of(m: Material, said: Sequence[Sentence]) -> tuple[Note, ...]:
    """The meetings and inputs behind what is not known; areas and stages are no records."""
    held = {meeting.meeting for meeting in m.ledger.meetings}
    records = held | {position.issue.issue for position in m.found.all}
    return tuple(
        Note(sentence.text, ", ".join(sentence.refs))
        for sentence in said
        if sentence.refs and records.issuperset(sentence.refs)
    )


def rule_table(m: Material) -> TableData:
    """Every reason of the rule with the level that it asks for."""
    t = m.t
    columns = (
        Column("code", t("doc.head.code"), weight=0.5),
        Column("level", t("doc.head.level"), weight=1.2),
        Column("holds", t("doc.head.holds"), weight=4.0),
    )
    settings = m.ledger.rules.on(m.day).thresholds
    values: dict[str, object] = {
        "many_high": settings.many_high,
        "many_open": settings.many_open,
        "long_overdue": settings.long_overdue,
        "grace": settings.grace,
        "window": settings.coverage_window,
        "share": value_of(settings, "least_share"),
    }
    rows = [
        (code.value, t.label("level", LEVEL_OF_REASON[code[0]]), t(f"doc.rule.{code}", **values))
        for code in ReasonCode
    ]
    return table(
        t, "rule", t("doc.rule.title"), columns, rows, empty=NOTHING, note=t("doc.rule.note")
    )


def settings_table(m: Material) -> TableData:
    """The settings in force on the day; those changed since the beginning say since when."""
    t = m.t
    rules = m.ledger.rules
    settings = rules.on(m.day).thresholds
    columns = (
        Column("setting", t("doc.head.setting"), weight=3.0),
        Column("value", t("doc.head.value"), Kind.NUMBER, 0.8),
        Column("unit", t("doc.head.unit"), weight=0.8),
        Column("since", t("doc.head.in_force"), Kind.DAY, 1.0),
    )
    rows: list[tuple[Cell, ...]] = []
    for code, setting in SETTINGS.items():
        value = value_of(settings, code)
        since = None
        for (_, before), (day, after) in zip(
            rules.history.periods, rules.history.periods[1:], strict=False
        ):
            if day <= m.day and value_of(before, code) != value_of(after, code):
                since = day
        rows.append((t(f"doc.setting.{code}"), value, t(f"doc.setting.unit.{setting.unit}"), since))
    note = t("doc.settings.note") if any(row[-1] is None for row in rows) else ""
    return table(t, "settings", t("doc.settings.title"), columns, rows, empty=NOTHING, note=note)


def setting_changes_table(m: Material, most: int | None) -> TableData:
    """Every change of a setting in force by the day, the latest entered first, and why."""
    t = m.t
    columns = (
        Column("since", t("doc.head.in_force"), Kind.DAY, 1.0),
        Column("setting", t("doc.head.setting"), weight=2.6),
        Column("before", t("doc.head.before"), Kind.NUMBER, 0.8),
        Column("value", t("doc.head.changed_to"), Kind.NUMBER, 0.8),
        Column("reason", t("doc.head.reason"), weight=2.6),
    )
    rows = [
        (
            row.in_force_from,
            t(f"doc.setting.{row.setting}"),
            row.before,
            row.value,
            t("doc.not_public") if m.public else row.reason,
        )
        for row in m.setting_changes
    ]
    return table(
        t,
        "setting_changes",
        t("doc.setting_changes.title"),
        columns,
        rows,
        most=most,
        empty=t("doc.setting_changes.none"),
    )


def unknown_facts(m: Material) -> tuple[Sentence, ...]:
    """What is not known on the day, each as a sentence; silence is said too."""
    t = m.t
    unlisted = [meeting for meeting in _community(m) if not meeting.inputs_listed(m.day)]
    unassessed = [p for p in m.found.all if p.is_open and p.standing.severity is None]
    undated = [s for s in m.stages if s.starts_on is None or s.ends_on is None]
    no_villages = [area for area in m.ledger.areas if not area.villages]
    said = [
        say(t, "doc.unknown.areas", *(s.sub_district for s in m.unknown), n=len(m.unknown)),
        say(
            t,
            "doc.unknown.inputs",
            *(() if m.public else tuple(meeting.meeting for meeting in unlisted)),
            n=len(unlisted),
        ),
        say(
            m.counting,
            "doc.unknown.severity",
            *m.may_name([p.issue.issue for p in unassessed]),
            n=len(unassessed),
        ),
    ]
    if undated:
        said.append(say(t, "doc.stages.undated", *(s.code for s in undated), n=len(undated)))
    if no_villages:
        codes = tuple(area.sub_district for area in no_villages)
        said.append(say(t, "doc.unknown.villages", *codes, n=len(codes)))
    said += later_sentences(m)
    return tuple(said)


def _community(m: Material) -> list[HeldMeeting]:
    return m.ledger.community_meetings(m.day)


def traces_table(m: Material, most: int | None) -> TableData:
    """Beside the level of each kecamatan what was closed without outcome, or lowered.

    In public it is left empty: a cell would hardly ever be three.
    """
    t = m.t
    columns = (
        Column("sub_district", t("doc.head.sub_district"), weight=1.6),
        Column("closed_without_outcome", t("indicator.closed_without_outcome"), Kind.NUMBER),
        Column("severity_lowered", t("indicator.severity_lowered"), Kind.NUMBER),
    )
    found = traces(m.found, [s.sub_district for s in m.statuses])
    rows = [
        (
            m.name(s.sub_district, "unknown.district"),
            found[s.sub_district].closed_without_outcome,
            found[s.sub_district].severity_lowered,
        )
        for s in m.statuses
        if not m.public
    ]
    return table(
        t,
        "traces",
        t("doc.traces.title"),
        columns,
        rows,
        most=most,
        empty=t("doc.not_public") if m.public else t("doc.no_areas"),
        levels=[] if m.public else [(s.level, s.hatched) for s in m.statuses],
    )


def figure_table(m: Material) -> TableData:
    """Every figure of the day as a row: value, what it is made of, or why there is none."""
    t = m.t
    columns = (
        Column("figure", t("indicator.head.figure"), weight=2.6),
        Column("value", t("indicator.head.value"), weight=1.0),
        Column("numerator", t("doc.head.numerator"), Kind.NUMBER, 0.8),
        Column("denominator", t("doc.head.denominator"), Kind.NUMBER, 0.8),
        Column("made_of", t("indicator.head.made_of"), weight=2.4),
    )
    return table(
        t,
        "figures",
        t("doc.figures.title"),
        columns,
        [_figure_row(figure) for figure in figures(m)],
        empty=NOTHING,
    )


def _figure_row(figure: Figure) -> tuple[Cell, ...]:
    counted = figure.numerator is None and figure.denominator is None
    value: Cell = figure.value if counted and figure.value is not None else figure.text
    return (figure.label, value, figure.numerator, figure.denominator, figure.why_text)
