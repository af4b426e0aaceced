"""What the timeline draws: records cut to the days shown, gathered into weeks."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import plotly.graph_objects as go

from charts.frame import Size
from charts.spans import Span
from charts.timeline import stage_timeline
from db.queries.reference import StageRow
from db.queries.timeline import DayCount, MeetingMark
from wording.translator import Language, Translator

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Drawn:
    """Everything that the figure depends on; two that are equal are drawn alike."""

    issues: tuple[DayCount, ...]
    meetings: tuple[MeetingMark, ...]
    stages: tuple[StageRow, ...]
    voting_days: tuple[date, ...]
    as_of: date
    span: Span
    selected: str | None
    size: Size
    language: Language
    withheld: bool

    @property
    def total(self) -> int:
        """How many issues there are in the days drawn."""
        return sum(day.count for day in self.issues)

    def busiest(self) -> tuple[date, int] | None:
        """The Monday of the week with most issues, the earlier of two, and how many."""
        weeks: Counter[date] = Counter()
        for day in self.issues:
            weeks[monday(day.reported_on)] += day.count
        return max(weeks.items(), key=lambda item: (item[1], -item[0].toordinal()), default=None)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - day.weekday() * DAY


def issues_within(days: Sequence[DayCount], span: Span) -> tuple[DayCount, ...]:
    """The days that lie in a span, both its ends included."""
    first, last = span
    return tuple(day for day in days if first <= day.reported_on <= last)


def meetings_within(marks: Sequence[MeetingMark], span: Span) -> tuple[MeetingMark, ...]:
    """The meetings held in a span, both its ends included."""
    first, last = span
    return tuple(mark for mark in marks if first <= mark.held_on <= last)


def touches(stage: StageRow, span: Span) -> bool:
    """Whether a stage has a day in the span; one without any known day belongs to all."""
    first, last = span
    start, end = stage.starts_on, stage.ends_on
    if start is None and end is None:
        return True
    return (start or end or first) <= last and (end or start or last) >= first


def draw(drawn: Drawn) -> go.Figure:
    """The timeline of some records."""
    t = Translator(drawn.language)
    weeks: Counter[tuple[date, int | None]] = Counter()
    for day in drawn.issues:
        weeks[monday(day.reported_on), day.severity] += day.count
    return stage_timeline(
        pd.DataFrame(
            [(week, severity, count) for (week, severity), count in weeks.items()],
            columns=["week", "severity", "count"],
        ),
        pd.DataFrame(
            [(m.meeting, m.held_on, t.label("programme", m.programme)) for m in drawn.meetings],
            columns=["meeting", "held_on", "name"],
        ),
        pd.DataFrame(
            [
                (s.code, s.election, s.name(t.language), s.tempo, s.starts_on, s.ends_on)
                for s in drawn.stages
            ],
            columns=["code", "election", "name", "tempo", "starts_on", "ends_on"],
        ),
        drawn.voting_days,
        drawn.as_of,
        t,
        drawn.size,
        drawn.span,
        drawn.selected,
        withheld=drawn.withheld,
    )
