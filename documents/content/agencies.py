"""Which support other agencies were asked for, and what they have not answered."""

from dataclasses import dataclass, field

from db.queries.timeline import DISTRICT_TOTALS
from documents.content.figures import chosen, notes_of
from documents.content.material import Material
from documents.content.model import Cell, Column, Kind, Note, Section, TableData
from documents.content.size import Size
from documents.public import count_text, few
from documents.sentences import say, table
from domain.figures import NOT_ASKED
from domain.vocabulary import EventKind


@dataclass
class Support:
    """What one agency was asked for and what it has not answered."""

    asked: int = 0
    answered: int = 0
    open: int = 0
    past: int = 0
    tickets: list[str] = field(default_factory=list)


def support(m: Material) -> dict[str, Support]:
    """The referrals to each agency as of the day, of what breakdowns count.

    A referral is answered by a later answer of its issue; open while there is none and
    the issue is open, past when its reply was due before the day. Those to Bawaslu and
    Siwas are handed over and not asked for an answer.
    """
    found: dict[str, Support] = {}
    for issue in m.told:
        position = m.found.by_issue.get(issue.issue)
        if position is None or (m.public and issue.category in DISTRICT_TOTALS):
            continue
        events = position.issue.events
        for index, event in enumerate(events):
            if event.event != EventKind.REFERRED or event.unit is None or event.unit in NOT_ASKED:
                continue
            one = found.setdefault(event.unit, Support())
            one.asked += 1
            answered = any(e.event == EventKind.ANSWERED for e in events[index + 1 :])
            one.answered += answered
            if not answered and position.is_open:
                one.open += 1
                one.past += event.due_on is not None and event.due_on < m.day
                one.tickets.append(issue.issue)
    return found


def agencies(m: Material, number: int, size: Size) -> Section:
    """Which support was asked of other agencies."""
    found = support(m)
    figures = chosen(m, "referrals_answered")
    waiting = sum(one.open for one in found.values())
    past = sum(one.past for one in found.values())
    t = m.t
    said = (
        say(
            t,
            "doc.agencies.waiting",
            *(m.may_name([ticket for one in found.values() for ticket in one.tickets])),
            waiting=count_text(t, waiting, public=m.public),
            past=count_text(t, past, public=m.public),
        )
        if found
        else say(t, "doc.agencies.none")
    )
    notes = notes_of(m, figures) + tuple(
        Note(m.name(unit, "unknown.owner"), ", ".join(m.may_name(one.tickets)))
        for unit, one in sorted(found.items())
        if m.may_name(one.tickets)
    )
    return Section(
        number,
        "agencies",
        t("doc.section.agencies"),
        (said,),
        figures,
        (agency_table(m, found, size.records),),
        notes=notes,
    )


def agency_table(m: Material, found: dict[str, Support], most: int | None) -> TableData:
    """Each agency: how often asked, answered, still waiting, past the day."""
    t = m.t
    # In public what was answered is left out: with it the few that wait could be worked out.
    shown = ("asked", "open") if m.public else ("asked", "answered", "open", "past")
    heads = {"asked": "asked", "answered": "answered", "open": "waiting", "past": "past"}
    columns = (
        Column("agency", t("doc.head.agency"), weight=2.0),
        *(Column(name, t(f"doc.head.{heads[name]}"), Kind.NUMBER) for name in shown),
    )

    def cell(count: int) -> Cell:
        return t("figure.few") if m.public and few(count) else count

    ordered = sorted(found.items(), key=lambda item: (-item[1].open, -item[1].asked, item[0]))
    return table(
        t,
        "agencies",
        t("doc.agencies.title"),
        columns,
        [
            (m.name(unit, "unknown.owner"), *(cell(getattr(one, name)) for name in shown))
            for unit, one in ordered
        ],
        most=most,
        empty=t("doc.agencies.none"),
    )
