"""The facts of one kecamatan, prepared so that its status on any day is cheap to work out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from domain.calendar import AgeMeter, StageCalendar
from domain.records import IssueFacts, MeetingFacts
from domain.standing import Standing, due_of, effective_severity, is_open, standings
from domain.thresholds import UNCHANGED, ThresholdHistory, Thresholds

FOREVER = date.max


@dataclass(frozen=True)
class DayRules:
    """The settings in force on a day, and the calendar they are measured against."""

    calendar: StageCalendar
    thresholds: Thresholds

    @cached_property
    def contact_meter(self) -> AgeMeter:
        """The age of a contact, in report cycles."""
        return self.calendar.meter(self.thresholds.report_cycle)

    @cached_property
    def meeting_meter(self) -> AgeMeter:
        """The age of a community meeting, in meeting limits."""
        return self.calendar.meter(self.thresholds.meeting_limit)


@dataclass(frozen=True)
class Rules:
    """The calendar of stages and every change of the settings; `on` gives those of a day."""

    calendar: StageCalendar
    history: ThresholdHistory = UNCHANGED

    @cached_property
    def _periods(self) -> tuple[DayRules, ...]:
        return tuple(DayRules(self.calendar, settings) for _, settings in self.history.periods)

    def on(self, day: date) -> DayRules:
        """What holds for a board of the day, whatever happened before it or is set since."""
        return self._periods[self.history.place(day)]


@dataclass(frozen=True, slots=True)
class OpenPiece:
    """The days [begins, ends) over which an open issue has one severity and one due day."""

    issue: str
    reported_on: date
    begins: date
    ends: date
    s: int
    due: date
    date_set: date | None
    without_due: bool
    reopened: bool


def open_pieces(issue: IssueFacts, thresholds: Thresholds) -> Iterator[OpenPiece]:
    """The pieces of an issue's life during which it is open, in order of time.

    The life is cut at each day on which something happened, and at the end of the grace
    for the assessment, after which an issue that nobody assessed counts as severity 2.
    """
    grace_over = issue.reported_on + timedelta(days=thresholds.grace + 1)
    for begins, ends, known, standing in spans(issue):
        if not is_open(issue, standing):
            continue
        cuts = [begins, ends]
        if standing.severity is None and begins < grace_over < ends:
            cuts.insert(1, grace_over)
        for first, last in pairwise(cuts):
            s = effective_severity(issue, standing, first, thresholds)
            due = due_of(issue, issue.events[:known], s, thresholds)
            yield OpenPiece(
                issue=issue.issue,
                reported_on=issue.reported_on,
                begins=first,
                ends=last,
                s=s,
                due=due.due,
                date_set=due.date_set,
                without_due=due.without,
                reopened=standing.reopened,
            )


def spans(issue: IssueFacts) -> Iterator[tuple[date, date, int, Standing]]:
    """The days [begins, ends) of an issue, how many events stood by then, and its standing.

    Only the last of several events of a day makes a span; the first span begins on the
    day the issue was reported, the last has no end (`date.max`).
    """
    every = list(standings(issue))
    begins = issue.reported_on
    for known, standing in enumerate(every):
        ends = FOREVER
        if known < len(issue.events):
            ends = max(begins, issue.events[known].occurred_on)
        if ends > begins:
            yield begins, ends, known, standing
        begins = ends


@dataclass(frozen=True)
class AreaFacts:
    """All that the rule needs of one kecamatan; what happened after a day is left out there.

    `meetings` are the community meetings that cover it and `report_days` the days of
    its situation reports, both without voided ones; `villages` are the codes of its
    villages, empty when none is known.
    """

    sub_district: str
    villages: frozenset[str] = field(default_factory=frozenset)
    meetings: tuple[MeetingFacts, ...] = ()
    report_days: tuple[date, ...] = ()
    issues: tuple[IssueFacts, ...] = ()

    @cached_property
    def _pieces(self) -> dict[int, tuple[Thresholds, list[OpenPiece]]]:
        """By identity of the thresholds, which are held so that it stays theirs."""
        return {}

    def pieces(self, thresholds: Thresholds) -> list[OpenPiece]:
        """Every open piece of every issue, worked out once for a set of thresholds."""
        if id(thresholds) not in self._pieces:
            found = [piece for issue in self.issues for piece in open_pieces(issue, thresholds)]
            self._pieces[id(thresholds)] = thresholds, found
        return self._pieces[id(thresholds)][1]

    @cached_property
    def meeting_days(self) -> list[date]:
        """The days of the community meetings, in order."""
        return sorted(meeting.held_on for meeting in self.meetings)

    @cached_property
    def contact_days(self) -> list[date]:
        """The days of contacts (community meetings and situation reports), in order."""
        return sorted({*self.meeting_days, *self.report_days})
