"""Two days set against each other: what changed since, why, and what was promised in between.

For the Compare page, and for the sheets of the workbook. Everything is worked out from the
same material as the deck, so that screen and paper cannot disagree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from db.session import Session
from documents.content.annex import traces_table
from documents.content.asked import Asked
from documents.content.changes import periods_text
from documents.content.data import data_table
from documents.content.figures import figures_of
from documents.content.material import Material, gather
from documents.content.model import Column, Figure, Kind, Sentence, TableData
from documents.content.moved import because_text, changes_table, moved_sentences
from documents.content.opening import since_sentence
from documents.content.plain import settled
from documents.content.promises import forum_sentences, forum_table
from documents.public import count_text
from documents.sentences import say, table
from domain.periods import AreaTraces, Flow, LevelChange, flow, traces
from domain.permissions import Reader
from domain.vocabulary import Level
from wording import dates
from wording.translator import Translator


@dataclass(frozen=True, slots=True)
class AreaThen:
    """A kecamatan on both days: level and whether it is hatched, then and now, and why.

    `step` is 1 worse, -1 better, 0 the same or not to be ordered. `traces` is what soft
    ways out left over the last 30 days; None in public, where a cell is hardly ever three.
    """

    code: str
    name: str
    before: tuple[Level, bool]
    now: tuple[Level, bool]
    changed: bool
    step: int
    because: str
    traces: AreaTraces | None


@dataclass(frozen=True)
class Comparison:
    """What changed between two days, ready to be shown.

    `figures` are pairs of the same figure on the earlier day and now. `changes` has every
    kecamatan with both levels and the reason that changed them, `traces` what was closed
    without outcome or lowered beside it; `areas` has both for a screen, in that order.
    `opened`, `closed` and `reopened` list the issues that the reader may see; `promises`
    what the forum's last meeting promised, which `forum` sums up. `meeting` is the meeting
    whose day is the earlier one, None of any other day and in public. `recorded`: there is
    a record until the day.
    """

    headline: Sentence
    since: date
    meeting: str | None
    recorded: bool
    public: bool
    areas: tuple[AreaThen, ...]
    forum: Sentence
    sentences: tuple[Sentence, ...]
    figures: tuple[tuple[Figure, Figure], ...]
    changes: TableData
    data: TableData
    traces: TableData
    opened: TableData
    closed: TableData
    reopened: TableData
    promises: TableData
    note: str


def comparison(session: Session, reader: Reader, asked: Asked, t: Translator) -> Comparison:
    """Compare `asked.as_of` with `asked.since`, by default this forum's last meeting.

    With `asked.against`, an earlier meeting, its day is the earlier one and its promises
    are listed. Raises Refused like the deck.
    """
    return compared(gather(session, reader, asked, t))


def compared(m: Material) -> Comparison:
    """The comparison of what was gathered; lists are whole, whoever draws them cuts them."""
    happened = flow(m.ledger, m.since, m.day)
    last = m.occasion.last if m.occasion.since_meeting and not m.public else None
    forum = forum_sentences(m)
    return settled(
        Comparison(
            headline=_headline(m, happened),
            since=m.since,
            meeting=last.meeting if last else None,
            recorded=m.frame.last_record is not None,
            public=m.public,
            areas=_areas(m),
            forum=forum[0],
            sentences=(
                since_sentence(m),
                *moved_sentences(m),
                _flow_sentence(m, happened),
                *forum,
            ),
            figures=tuple(
                zip(figures_of(m, m.before), figures_of(m, m.now), strict=True),
            ),
            changes=changes_table(m, None),
            data=data_table(m),
            traces=traces_table(m, None),
            opened=_tickets(m, "opened", happened.opened),
            closed=_tickets(m, "closed", happened.closed),
            reopened=_tickets(m, "reopened", happened.reopened),
            promises=forum_table(m, None),
            note=periods_text(m),
        )
    )


def _headline(m: Material, happened: Flow) -> Sentence:
    """What changed, in one breath: levels, how many are unknown, what came in and went out.

    Without a kecamatan or a record there is nothing to compare, and that is said.
    """
    day = dates.full(m.since, m.t.language)
    if not m.changes:
        return say(m.t, "compare.headline.no_areas")
    if m.frame.last_record is None:
        return say(m.t, "compare.headline.nothing", day=dates.full(m.day, m.t.language))
    moved = [change for change in m.changes if change.changed]
    counts = {
        "worse": sum(change.step > 0 for change in moved),
        "better": sum(change.step < 0 for change in moved),
        "other": sum(change.step == 0 for change in moved),
        "unknown": len(m.unknown),
        "n": len(m.changes),
    }
    key = "compare.headline" if moved else "compare.headline.same"
    return say(m.t, key, day=day, **counts, **_flow_counts(m, happened))


def _areas(m: Material) -> tuple[AreaThen, ...]:
    """Every kecamatan, changed ones first, each run in the order of attention."""
    left = traces(m.found, [change.sub_district for change in m.changes])
    ordered = sorted(m.changes, key=lambda change: not change.changed)
    return tuple(_area(m, c, None if m.public else left[c.sub_district]) for c in ordered)


def _area(m: Material, change: LevelChange, left: AreaTraces | None) -> AreaThen:
    return AreaThen(
        code=change.sub_district,
        name=m.name(change.sub_district, "unknown.district"),
        before=(change.before.level, change.before.hatched),
        now=(change.now.level, change.now.hatched),
        changed=change.changed,
        step=change.step if change.changed else 0,
        because=because_text(m, change),
        traces=left,
    )


def _flow_counts(m: Material, happened: Flow) -> dict[str, str]:
    """How many were opened, closed and reopened, as this reader may be told."""
    return {
        name: count_text(m.t, m.countable(tickets), public=m.public)
        for name, tickets in (
            ("opened", happened.opened),
            ("closed", happened.closed),
            ("reopened", happened.reopened),
        )
    }


def _flow_sentence(m: Material, happened: Flow) -> Sentence:
    """How many issues came in, went out and came back; of all records that may be counted."""
    counts = _flow_counts(m, happened)
    refs = m.may_name((*happened.opened, *happened.closed, *happened.reopened))
    return say(m.t, "doc.flow", *refs, **counts)


def _tickets(m: Material, key: str, tickets: Sequence[str]) -> TableData:
    t = m.t
    rows = {row.issue: row for row in m.rows}
    columns = (
        Column("ticket", t("issues.head.ticket"), weight=1.3),
        Column("reported_on", t("issues.head.day"), Kind.DAY, 0.9),
        Column("sub_district", t("doc.head.sub_district"), weight=1.2),
        Column("category", t("doc.head.category"), weight=1.8),
        Column("state", t("issues.head.state"), weight=1.6),
    )
    return table(
        t,
        key,
        t(f"doc.flow.{key}"),
        columns,
        [
            (
                ticket,
                rows[ticket].reported_on,
                m.name(rows[ticket].sub_district, "unknown.district"),
                t.label("category", rows[ticket].category),
                t.label("state", rows[ticket].state),
            )
            for ticket in m.may_name(tickets)
        ],
        empty=t("doc.not_public") if m.public else t("doc.flow.nothing"),
    )
