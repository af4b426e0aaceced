"""What the figures are worked out from: the areas, meetings and issues of a scope."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date

from domain.area import AreaFacts, Rules
from domain.records import IssueFacts
from domain.standing import Due, Standing, due_of, effective_severity, is_open, standings
from domain.thresholds import Thresholds
from domain.vocabulary import EventKind, Inputs, Kind, State


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting of any programme, whole. Voided ones are left out before they come here.

    `villages` are all that were named at it, `groups` those present; `first_named_on` is
    the day the first issue that names it was reported, None while none does.
    """

    meeting: str
    held_on: date
    community: bool = True
    promised: bool = False
    inputs: str | None = None
    inputs_on: date | None = None
    first_named_on: date | None = None
    sub_districts: frozenset[str] = frozenset()
    villages: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def inputs_listed(self, day: date) -> bool:
        """Whether the inputs were itemised, with an issue that names it, or nil by a day."""
        if day < (self.inputs_on or self.held_on):
            return False
        if self.inputs == Inputs.ITEMISED:
            return self.first_named_on is not None and self.first_named_on <= day
        return self.inputs == Inputs.NIL


@dataclass(frozen=True)
class Ledger:
    """The records of a scope, of which every figure takes what happened by its day.

    `areas` are the kecamatan in scope (their own issues play no part here). `issues` are
    those of the scope, with or without a kecamatan, appreciations included. `meetings`
    are all meetings: an issue may name one that was held elsewhere.
    """

    rules: Rules
    areas: tuple[AreaFacts, ...] = ()
    issues: tuple[IssueFacts, ...] = ()
    meetings: tuple[HeldMeeting, ...] = ()

    @property
    def sub_districts(self) -> frozenset[str]:
        """The codes of the kecamatan in scope."""
        return frozenset(area.sub_district for area in self.areas)

    def within(self, sub_districts: Collection[str]) -> "Ledger":
        """The same for some of its kecamatan; what belongs to none of them falls away."""
        return replace(
            self,
            areas=tuple(area for area in self.areas if area.sub_district in sub_districts),
            issues=tuple(issue for issue in self.issues if issue.sub_district in sub_districts),
        )

    def community_meetings(self, day: date) -> list[HeldMeeting]:
        """Community meetings by a day that cover any kecamatan in scope."""
        codes = self.sub_districts
        return [
            meeting
            for meeting in self.meetings
            if meeting.community
            and meeting.held_on <= day
            and not codes.isdisjoint(meeting.sub_districts)
        ]


@dataclass(frozen=True, slots=True)
class Position:
    """An issue as it stood at the end of a day; its later events are cut off.

    `path` holds the standing before any event, then after each of them.
    """

    issue: IssueFacts
    path: tuple[Standing, ...]
    s: int

    @property
    def standing(self) -> Standing:
        """Where it stood at last."""
        return self.path[-1]

    @property
    def is_open(self) -> bool:
        """Whether it was open."""
        return is_open(self.issue, self.standing)

    def due(self, thresholds: Thresholds) -> Due:
        """When it was due."""
        return due_of(self.issue, self.issue.events, self.s, thresholds)


@dataclass(frozen=True)
class Positions:
    """Where the issues of a ledger stood at the end of a day, appreciations left out."""

    day: date
    thresholds: Thresholds
    meetings: dict[str, HeldMeeting] = field(default_factory=dict)
    by_issue: dict[str, Position] = field(default_factory=dict)

    @property
    def all(self) -> Collection[Position]:
        """Every one, in the order of the ledger."""
        return self.by_issue.values()

    def fate(self, position: Position) -> Position:
        """Whose fate an issue shares: its own, or that of the issue it was merged into.

        Merges are followed to the end of the chain. Where that is not known (as known on a
        day, it may not have been entered yet), the issue stays with its own.
        """
        end, passed = position, {position.issue.issue}
        while (into := _merged_into(end)) is not None:
            target = self.by_issue.get(into)
            if target is None or into in passed:
                return position
            passed.add(into)
            end = target
        return end


def _merged_into(position: Position) -> str | None:
    """The issue that a merged one went into; None for any other."""
    if position.standing.state is not State.MERGED:
        return None
    merges = [event.into for event in position.issue.events if event.event == EventKind.MERGED]
    return merges[-1] or ""


def positions(ledger: Ledger, day: date) -> Positions:
    """Where each issue reported by the day stood at its end."""
    thresholds = ledger.rules.on(day).thresholds
    found = Positions(day, thresholds, {m.meeting: m for m in ledger.meetings if m.held_on <= day})
    for issue in ledger.issues:
        if issue.kind == Kind.APPRECIATION or issue.reported_on > day:
            continue
        if issue.events and issue.events[-1].occurred_on > day:
            issue = replace(issue, events=issue.until(day))
        path = tuple(standings(issue))
        s = effective_severity(issue, path[-1], day, thresholds)
        found.by_issue[issue.issue] = Position(issue, path, s)
    return found
