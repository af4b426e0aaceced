"""The table of data of the brief: earlier, now, difference and percent."""

from datetime import date

from documents.content.changes import Counted, changes_of
from documents.content.inputs import came_in, district_only_sentences
from documents.content.material import Material
from documents.content.model import Section, TableData
from domain.ledger import positions
from domain.periods import flow
from domain.vocabulary import UNKNOWN_LEVELS, EventKind


def data(m: Material, number: int) -> Section:
    """Counts of both periods, earlier, now, difference and percent."""
    said = district_only_sentences(m)
    return Section(number, "data", m.t("doc.brief.data"), said, tables=(data_table(m),))


def data_table(m: Material) -> TableData:
    """What came in and went out in the periods, and what stood at the end of each."""
    return changes_of(
        m, "data", m.t("doc.brief.data"), m.t("doc.head.what_counted"), data_counts(m), None
    )


def data_counts(m: Material) -> list[Counted]:
    """The counts of the brief's table of data."""
    t = m.t
    earlier = m.periods[0]
    start = date.fromordinal(max(1, earlier.first.toordinal() - 1))
    came, went = flow(m.ledger, start, m.since), flow(m.ledger, m.since, m.day)
    before = positions(m.ledger, m.since)
    contacts = m.contacts
    unknown = [
        sum(s.level in UNKNOWN_LEVELS for s in statuses)
        for statuses in ([c.before for c in m.changes], m.statuses)
    ]
    verified = [
        sum(
            event.event == EventKind.VERIFIED and period.holds(event.occurred_on)
            for position in m.found.all
            for event in position.issue.events
        )
        for period in m.periods
    ]
    told = [came_in(m, period) for period in m.periods]
    still_open = [sum(p.is_open for p in found.all) for found in (before, m.found)]

    def count(key: str, values: tuple[int, int], *, of_inputs: bool = True) -> Counted:
        return Counted(key, t(f"doc.data.{key}"), *values, of_inputs=of_inputs)

    return [
        count("inputs", (told[0], told[1])),
        count("meetings", (contacts.meetings_before, contacts.meetings), of_inputs=False),
        count("reports", (contacts.reports_before, contacts.reports), of_inputs=False),
        count("verified", (verified[0], verified[1])),
        count("closed", (m.countable(came.closed), m.countable(went.closed))),
        count("reopened", (m.countable(came.reopened), m.countable(went.reopened))),
        count("open", (still_open[0], still_open[1])),
        count("overdue", (m.before.overdue.count, m.now.overdue.count)),
        count("no_due_date", (m.before.no_due_date, m.now.no_due_date)),
        count("unknown", (unknown[0], unknown[1]), of_inputs=False),
    ]
