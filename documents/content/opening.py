"""The first sections: what the document is for, and where the elections are."""

from collections.abc import Iterable
from datetime import date

from db.queries.reference import StageRow
from documents.content.material import Material
from documents.content.model import Column, Kind, Section, Sentence, TableData
from documents.notices import later_notices
from documents.sentences import named, say, table
from wording import dates
from wording.numbers import days_to_voting
from wording.sentences import last_record_sentence

NEXT_STAGES = 2


def event_title(m: Material) -> str:
    """The meeting that the document is for, or the coordination meeting of the district."""
    meeting = m.occasion.meeting
    if meeting is None:
        return m.t("doc.event.default", district=m.frame.district)
    return m.t.label("programme", meeting.programme)


def scope_text(m: Material) -> str:
    """Which areas the document speaks of."""
    if m.whole_district:
        return m.t("doc.scope.district", district=m.frame.district, n=len(m.ledger.areas))
    names = [m.name(area.sub_district, "unknown.district") for area in m.ledger.areas]
    return m.t("doc.scope.areas", names=named(m.t, names)) if names else m.t("doc.scope.none")


def since_sentence(m: Material) -> Sentence:
    """Which earlier day everything is compared with, and why that one."""
    day = dates.full(m.since, m.t.language)
    if m.occasion.since_meeting and m.occasion.last is not None:
        programme = m.t.label("programme", m.occasion.last.programme)
        ref = () if m.public else (m.occasion.last.meeting,)
        key = "doc.since.against" if m.asked.against else "doc.since.meeting"
        return say(m.t, key, *ref, day=day, programme=programme)
    return say(m.t, "doc.since.days", day=day, n=(m.day - m.since).days)


def cover(m: Material, number: int) -> Section:
    """Event, place and day, position and last record, what it is compared with."""
    t = m.t
    said = [
        say(t, "doc.cover.day", day=dates.weekday(_event_day(m), t.language)),
        *_place(m),
        Sentence(scope_text(m), tuple(area.sub_district for area in m.ledger.areas)),
        Sentence(position_text(m)),
        since_sentence(m),
        *later_sentences(m),
        *([say(t, "doc.public")] if m.public else []),
    ]
    return Section(number, "cover", event_title(m), tuple(said))


def position_text(m: Material) -> str:
    """ "Posisi 26 November 2024. Catatan terakhir 17 November 2024."."""
    as_of = m.t("headline.as_of", day=dates.full(m.day, m.t.language))
    return f"{as_of} {last_record_sentence(m.t, m.frame.last_record)}"


def _event_day(m: Material) -> date:
    return m.occasion.meeting.held_on if m.occasion.meeting else m.day


def _place(m: Material) -> list[Sentence]:
    """Where the meeting is; in public no venue, which may name a village."""
    meeting = m.occasion.meeting
    if meeting is None:
        return []
    areas = named(m.t, [m.name(code, "unknown.district") for code in meeting.sub_districts])
    if m.public or not meeting.venue:
        return [say(m.t, "doc.cover.areas", names=areas)] if areas else []
    return [say(m.t, "doc.cover.venue", venue=meeting.venue)]


def later_sentences(m: Material) -> list[Sentence]:
    """How many of its records were entered after the day, and whether they count."""
    if m.public:
        return []
    notices = later_notices(m.t, m.frame.entered_later, known=m.asked.known)
    return [Sentence(f"{notice}.") for notice in notices]


def stages(m: Material, number: int) -> Section:
    """Which stages run, how many days to the voting, and the next two."""
    t = m.t
    data = stage_table(m)
    said: list[Sentence] = []
    title = t("doc.section.stages")
    if m.frame.election is not None:
        voting = m.frame.election.voting_day
        count = days_to_voting(m.day, voting)
        title = t("doc.section.stages.count", count=count)
        said.append(say(t, "doc.stages.voting", day=dates.full(voting, t.language), count=count))
    tempo = m.ledger.rules.calendar.tempo(m.day)
    said.append(say(t, "doc.stages.tempo", tempo=t.label("tempo", tempo)))
    running = [s.name(t.language) for s in _running(m)]
    said.append(
        say(t, "doc.stages.running", names=named(t, running), n=len(running))
        if running
        else say(t, "doc.stages.none")
    )
    return Section(number, "stages", title, tuple(said), tables=(data,))


def stage_table(m: Material) -> TableData:
    """The stages that run on the day, then the next two that begin."""
    t = m.t
    columns = (
        Column("when", t("doc.stages.head.when"), weight=0.8),
        Column("stage", t("doc.stages.head.stage"), weight=2.6),
        Column("starts_on", t("doc.stages.head.starts"), Kind.DAY, 0.9),
        Column("ends_on", t("doc.stages.head.ends"), Kind.DAY, 0.9),
        Column("tempo", t("doc.stages.head.tempo"), weight=0.7),
    )
    following = _distinct(s for s in m.stages if s.starts_on is not None and s.starts_on > m.day)
    rows = [
        (
            word,
            stage.name(t.language),
            stage.starts_on,
            stage.ends_on,
            t.label("tempo", stage.tempo),
        )
        for word, found in (
            (t("doc.stages.now"), _running(m)),
            (t("doc.stages.next"), following[:NEXT_STAGES]),
        )
        for stage in found
    ]
    undated = [s for s in m.stages if s.starts_on is None or s.ends_on is None]
    note = t("doc.stages.undated", n=len(undated)) if undated else ""
    return table(
        t,
        "stages",
        t("doc.stages.title"),
        columns,
        rows,
        empty=t("doc.stages.none"),
        note=note,
    )


def _running(m: Material) -> list[StageRow]:
    running = {stage.code for stage in m.ledger.rules.calendar.running(m.day)}
    return _distinct(stage for stage in m.stages if stage.code in running)


def _distinct(stages: Iterable[StageRow]) -> list[StageRow]:
    """Each stage once: where several districts vote, theirs have the same name and days."""
    return list({(s.name_id, s.starts_on, s.ends_on, s.tempo): s for s in stages}.values())
