"""Coverage, status and its reasons: what is known of every kecamatan, unknown ones first."""

from collections.abc import Iterable, Sequence

from db.queries.raises import RaiseRow
from documents.content.figures import COMPLETENESS, chosen, notes_of
from documents.content.material import Material
from documents.content.model import (
    Column,
    Kind,
    Note,
    Section,
    Sentence,
    TableData,
)
from documents.content.size import Size
from documents.sentences import named, say, table
from domain.coverage import days_current, villages_covered
from domain.status import DATA_REASONS, Reason, ReasonCode, Status, compute
from domain.vocabulary import Freshness, Level
from wording.sentences import (
    driver_text,
    freshness_text,
    headline,
    level_text,
    reason_sentence,
    remedy_sentence,
)

MOST_REASONS = 2
MOST_AREAS = 12
"""So many kecamatan are named in a sentence: every one of a usual district."""


def area_names(m: Material, statuses: Iterable[Status]) -> str:
    """The names of some kecamatan, many of them counted."""
    names = [m.name(s.sub_district, "unknown.district") for s in statuses]
    return named(m.t, names, MOST_AREAS)


def unknown_first(m: Material) -> tuple[Sentence, ...]:
    """Which kecamatan are unknown, then which are calm: never the other way round."""
    calm = [_areas(m, "doc.calm", m.calm)] if m.calm else []
    return (*unknown_sentences(m), *calm)


def unknown_sentences(m: Material) -> tuple[Sentence, ...]:
    """Which kecamatan never reported, and of which the data are out of date."""
    said = []
    for level in (Level.NO_DATA, Level.STALE):
        found = [s for s in m.statuses if s.level is level]
        if found:
            said.append(_areas(m, f"doc.unknown.{level}", found))
    return tuple(said)


def _areas(m: Material, key: str, found: Sequence[Status]) -> Sentence:
    refs = tuple(s.sub_district for s in found)
    return say(m.t, key, *refs, n=len(found), names=area_names(m, found))


def headline_sentence(m: Material) -> Sentence:
    """The counted headline; "kondusif menurut catatan" only when every area is calm."""
    text = headline(m.t, m.statuses, m.day, m.frame.last_record)
    return Sentence(text, tuple(s.sub_district for s in m.statuses))


def coverage(m: Material, number: int, size: Size) -> Section:
    """How complete the records are, kecamatan by kecamatan."""
    figures = chosen(m, *COMPLETENESS)
    return Section(
        number,
        "coverage",
        m.t("doc.section.coverage"),
        (*unknown_sentences(m), coverage_sentence(m)),
        figures,
        (coverage_table(m, size.areas),),
        notes=notes_of(m, figures),
    )


def coverage_sentence(m: Material) -> Sentence:
    """Of how many kecamatan the data are current."""
    fresh = [s for s in m.statuses if s.freshness is Freshness.CURRENT]
    refs = tuple(s.sub_district for s in fresh)
    return say(m.t, "doc.coverage.current", *refs, n=len(fresh), m=len(m.statuses))


def coverage_table(m: Material, most: int | None) -> TableData:
    """For each kecamatan: latest contact and meeting, villages, days with current data."""
    t = m.t
    columns = (
        Column("sub_district", t("doc.head.sub_district"), weight=1.6),
        Column("freshness", t("doc.head.freshness"), weight=1.3),
        Column("last_contact", t("doc.head.last_contact"), Kind.DAY, 1.2),
        Column("last_meeting", t("doc.head.last_meeting"), Kind.DAY, 1.6),
        Column("villages_named", t("doc.head.villages_named"), Kind.NUMBER, 0.9),
        Column("villages", t("doc.head.villages"), Kind.NUMBER, 0.6),
        Column("days_current", t("doc.head.days_current"), Kind.NUMBER, 0.9),
    )
    areas = {area.sub_district: area for area in m.ledger.areas}
    rows = []
    for status in m.statuses:
        own = m.ledger.within({status.sub_district})
        met = [day for day in areas[status.sub_district].meeting_days if day <= m.day]
        villages = villages_covered(own, m.day)
        rows.append(
            (
                m.name(status.sub_district, "unknown.district"),
                freshness_text(t, status),
                status.last_contact,
                met[-1] if met else None,
                villages.numerator if villages.denominator else None,
                villages.denominator or None,
                days_current(own, m.day).numerator,
            )
        )
    return table(
        t,
        "coverage",
        t("doc.coverage.title"),
        columns,
        rows,
        most=most,
        empty=t("doc.no_areas"),
        note=t("doc.coverage.note", window=m.ledger.rules.on(m.day).thresholds.coverage_window),
        levels=[(s.level, s.hatched) for s in m.statuses],
    )


def why(m: Material, number: int, size: Size) -> Section:
    """The areas to look at first and their reasons; unknown ones before calm ones."""
    notes = tuple(
        Note(
            m.name(s.sub_district, "unknown.district"),
            "; ".join(f"{reason.code} {_records(m, reason)}".strip() for reason in s.reasons),
        )
        for s in m.statuses[: size.reasons]
        if s.reasons
    )
    return Section(
        number,
        "why",
        m.t("doc.section.why"),
        unknown_first(m),
        tables=(why_table(m, size.reasons), *_raised(m, size)),
        notes=notes,
    )


def _records(m: Material, reason: Reason) -> str:
    return ", ".join((*m.may_name(reason.issues), *(() if m.public else reason.meetings)))


def why_table(m: Material, most: int | None) -> TableData:
    """In attention order: level, what it is about, the worst two reasons, what would lower it."""
    t = m.t
    columns = [
        Column("sub_district", t("doc.head.sub_district"), weight=1.1),
        Column("level", t("doc.head.level"), weight=1.2),
        Column("driver", t("doc.head.driver"), weight=1.0),
        Column("reasons", t("doc.head.reasons"), weight=3.4),
    ]
    if not m.public:
        columns.append(Column("lower", t("doc.head.lower"), weight=2.2))
    rows = []
    for s in m.statuses:
        row = [
            m.name(s.sub_district, "unknown.district"),
            level_text(t, s.level, s.hatched),
            driver_text(t, s),
            reasons_text(m, s.reasons[:MOST_REASONS]) or t("status.no_reason"),
        ]
        if not m.public:
            row.append(lower_text(m, s))
        rows.append(tuple(row))
    return table(
        t,
        "why",
        t("doc.why.title"),
        columns,
        rows,
        most=most,
        empty=t("doc.no_areas"),
        note=t("disclaimer"),
        levels=[(s.level, s.hatched) for s in m.statuses],
    )


def reasons_text(m: Material, reasons: Iterable[Reason]) -> str:
    """Some reasons as sentences; in public counts of inputs under three are not told."""
    said = [
        reason_sentence(
            m.t if reason.code in DATA_REASONS or reason.code is ReasonCode.C3 else m.counting,
            reason,
            m.names,
        )
        for reason in reasons
    ]
    return "; ".join(said)


def lower_text(m: Material, s: Status) -> str:
    """The one thing that would remove the worst reason, naming what may be named."""
    if not s.reasons:
        return ""
    worst = s.reasons[0]
    shown = Reason(**{**vars(worst), "issues": m.may_name(worst.issues)})
    return remedy_sentence(m.t, shown, m.names)


def _raised(m: Material, size: Size) -> tuple[TableData, ...]:
    """The raisings that hold on the day, where there are any."""
    holding = [row for row in m.raises if row.ends_on >= m.day]
    return (raises_table(m, "raised", holding, size.records),) if holding else ()


def raises_table(m: Material, key: str, raises: Sequence[RaiseRow], most: int | None) -> TableData:
    """Raisings by the commander, beside each the level that was computed for its first day."""
    t = m.t
    areas = {area.sub_district: area for area in m.ledger.areas}
    columns = (
        Column("sub_district", t("doc.head.sub_district"), weight=1.2),
        Column("computed", t("doc.head.computed"), weight=1.2),
        Column("raised", t("doc.head.raised"), weight=1.2),
        Column("raised_on", t("doc.head.from"), Kind.DAY, 0.9),
        Column("ends_on", t("doc.head.until"), Kind.DAY, 0.9),
        Column("reason", t("doc.head.reason"), weight=2.2),
    )
    rows = []
    for row in raises:
        computed = compute(areas[row.sub_district], row.raised_on, m.ledger.rules)
        rows.append(
            (
                m.name(row.sub_district, "unknown.district"),
                level_text(t, computed.level, computed.hatched),
                t.label("level", row.level),
                row.raised_on,
                row.ends_on,
                t("doc.not_public") if m.public else row.reason,
            )
        )
    return table(
        t, key, t(f"doc.{key}.title"), columns, rows, most=most, empty=t("doc.raises.none")
    )
