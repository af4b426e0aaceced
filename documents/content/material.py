"""What the documents of one day are made from, read once and narrowed to the reader.

Figures count every record of the scope, whoever looks (docs/decisions/0005); what is broken
down, listed or named counts only what the reader may see. In public nothing is listed.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from db.queries.board import Ahead, week_ahead
from db.queries.figures import ledger_of
from db.queries.forum import contacts_between
from db.queries.issues import IssueRow, issue_page
from db.queries.meetings import MeetingRow
from db.queries.minutes import Minutes, minutes
from db.queries.raises import RaiseRow, raises_until
from db.queries.reference import (
    Frame,
    StageRow,
    boundaries,
    frame,
    label_points,
    names,
    stage_rows,
)
from db.queries.settings import ChangeRow, setting_changes
from db.queries.timeline import DISTRICT_TOTALS
from db.session import Session
from documents.content.asked import Asked, Occasion, narrowed, occasion
from documents.content.model import MOST_SHAPES
from documents.content.plain import LONGEST_NAME, plain
from documents.content.records import tickets_behind
from documents.letterhead import Sheet, sheet_for
from documents.public import COUNTS, Coarse, few, is_public
from domain.figures import Indicators, indicators
from domain.ledger import Ledger, Positions, positions
from domain.periods import LevelChange, Period, level_changes, two_periods
from domain.permissions import Reader
from domain.records import IssueFacts
from domain.scope import Scope
from domain.status import Status, attention
from domain.vocabulary import UNKNOWN_LEVELS, Kind, Level
from wording.translator import Translator


@dataclass(frozen=True)
class Contacts:
    """Meetings and situation reports of the two periods."""

    meetings_before: int
    meetings: int
    reports_before: int
    reports: int


@dataclass(frozen=True)
class Material:
    """Everything that a document of a day may say, and how it says it.

    `reader` is who it is made for. `rows` are the issues of the scope that the reader may
    see, none in public; `seen` the tickets that may be named. `past` are the minutes of the
    forum's last meeting, `held` those of the meeting that the document is made for; None
    in public. `raises` and `setting_changes` are those of all days until this one, the latest
    first.
    """

    t: Translator
    reader: Reader
    asked: Asked
    public: bool
    sheet: Sheet
    frame: Frame
    names: Mapping[str, str]
    stages: tuple[StageRow, ...]
    occasion: Occasion
    ledger: Ledger
    rows: tuple[IssueRow, ...]
    seen: frozenset[str]
    contacts: Contacts
    raises: tuple[RaiseRow, ...]
    setting_changes: tuple[ChangeRow, ...]
    ahead: tuple[Ahead, ...]
    boundaries: Mapping[str, Any]
    labels: Mapping[str, tuple[float, float]]
    past: Minutes | None
    held: Minutes | None

    @property
    def day(self) -> date:
        """The day that everything holds for."""
        return self.asked.as_of

    @property
    def since(self) -> date:
        """The earlier day that it is compared with."""
        return self.occasion.since

    @property
    def periods(self) -> tuple[Period, Period]:
        """The days since the earlier day, and as many before them: earlier, then now."""
        return two_periods(self.since, self.day)

    @property
    def counting(self) -> Translator:
        """Says how many inputs there are: in public "<3" for a count `n` under three."""
        return Coarse(self.t.language) if self.public else self.t

    def name(self, code: str | None, missing: str) -> str:
        """The name of an area or unit; the text of the key `missing` where there is none."""
        return self.names.get(code, code) if code is not None else self.t(missing)

    @property
    def whole_district(self) -> bool:
        """Whether it speaks of every kecamatan."""
        return self.reader.sees_every_area and not self.asked.sub_districts

    @cached_property
    def found(self) -> Positions:
        """Where every issue stood at the end of the day."""
        return positions(self.ledger, self.day)

    @cached_property
    def now(self) -> Indicators:
        """The figures of the day."""
        return indicators(self.ledger, self.day)

    @cached_property
    def before(self) -> Indicators:
        """The figures of the earlier day."""
        return indicators(self.ledger, self.since)

    @cached_property
    def changes(self) -> tuple[LevelChange, ...]:
        """The status of every kecamatan on both days, first what to look at first."""
        found = level_changes(self.ledger, self.since, self.day)
        return tuple(sorted(found, key=lambda change: attention(change.now)))

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The status of every kecamatan, first what to look at first."""
        return tuple(change.now for change in self.changes)

    @property
    def unknown(self) -> tuple[Status, ...]:
        """The kecamatan of which nothing is known, or nothing any more."""
        return tuple(s for s in self.statuses if s.level in UNKNOWN_LEVELS)

    @property
    def calm(self) -> tuple[Status, ...]:
        """The kecamatan without any reason."""
        return tuple(s for s in self.statuses if s.level is Level.CALM)

    @cached_property
    def inputs(self) -> tuple[IssueFacts, ...]:
        """The issues that are inputs, whoever may see them: every one but appreciation.

        In public those of the categories that are told as totals of the district alone are
        left out where a part of it is spoken of.
        """
        untold = DISTRICT_TOTALS if self.public and not self.whole_district else frozenset()
        return tuple(
            issue
            for issue in self.ledger.issues
            if issue.kind != Kind.APPRECIATION and issue.category not in untold
        )

    @cached_property
    def told(self) -> tuple[IssueFacts, ...]:
        """The inputs that breakdowns count: what the reader may see, in public every one."""
        return tuple(i for i in self.inputs if self.public or i.issue in self.seen)

    @cached_property
    def behind(self) -> Mapping[str, tuple[str, ...]]:
        """The records behind each figure of the day, of those that may be named.

        Of meetings those whose inputs were listed, for readers who see every meeting.
        """
        named = {key: self.may_name(found) for key, found in tickets_behind(self.found).items()}
        if self.public or not self.reader.sees_every_record:
            return named
        held = self.ledger.community_meetings(self.day)
        listed = tuple(each.meeting for each in held if each.inputs_listed(self.day))
        return named | {"inputs_itemised": listed}

    def countable(self, tickets: Collection[str]) -> int:
        """How many there are, as this reader may be told beside the list of those they see.

        One or two that are not listed would be told by the difference: they are left out.
        """
        hidden = len(tickets) - len(self.may_name(tickets))
        return len(tickets) - (hidden if not self.public and few(hidden) else 0)

    def may_name(self, tickets: Collection[str]) -> tuple[str, ...]:
        """Those of some tickets that may be named, in their order."""
        return tuple(ticket for ticket in tickets if ticket in self.seen)


def gather(
    session: Session, reader: Reader, asked: Asked, t: Translator, number: int | None = None
) -> Material:
    """Read what a document is made from; raises Refused for a meeting or day that cannot be."""
    public = is_public(reader, asked=asked.public)
    source = COUNTS if public else reader
    sheet = sheet_for(session, reader, t, asked.as_of, asked.unit, number)
    found = occasion(session, source, asked, _host(sheet, asked, source))
    asked = narrowed(asked, found.since)
    ledger = ledger_of(
        session, reader, asked.as_of, known=asked.known, sub_districts=asked.sub_districts
    )
    codes = ledger.sub_districts
    covered = _covered(asked, reader, codes)
    rows = () if public else tuple(issue_page(session, reader, asked.scope))
    return Material(
        t=t,
        reader=reader,
        asked=asked,
        public=public,
        sheet=sheet,
        frame=frame(
            session, reader, asked.as_of, known=asked.known, sub_districts=asked.sub_districts
        ),
        names={code: plain(name, LONGEST_NAME) for code, name in names(session, reader).items()},
        stages=tuple(stage_rows(session, reader)),
        occasion=found,
        ledger=ledger,
        rows=rows,
        seen=frozenset() if public else frozenset(row.issue for row in rows),
        contacts=_contacts(session, asked, found.since, covered),
        raises=tuple(
            row
            for row in reversed(raises_until(session, reader, asked.as_of, known=asked.known))
            if row.sub_district in codes
        ),
        setting_changes=tuple(setting_changes(session, reader, asked.as_of)),
        ahead=tuple(
            item
            for item in week_ahead(session, reader, asked.as_of, known=asked.known)
            if item.kind == "stage"
            or item.sub_district in codes
            or (item.sub_district is None and covered == ())
        ),
        boundaries=boundaries(session, reader, codes) if len(codes) <= MOST_SHAPES else {},
        labels=label_points(session, reader),
        past=_minutes(session, reader, asked, found.last, public),
        held=_minutes(session, reader, asked, found.meeting, public),
    )


def _host(sheet: Sheet, asked: Asked, reader: Reader) -> str | None:
    """Whose meetings of officials are the forum: for the whole district the command's."""
    if asked.unit is None and reader.sees_every_area:
        return sheet.head.command
    return sheet.unit.code if sheet.unit else None


def _covered(asked: Asked, reader: Reader, codes: frozenset[str]) -> tuple[str, ...] | None:
    """Which kecamatan meetings are looked for in: () is anywhere, None is nowhere."""
    if reader.sees_every_area and not asked.sub_districts:
        return ()
    return tuple(sorted(codes)) or None


def _contacts(
    session: Session, asked: Asked, since: date, covered: tuple[str, ...] | None
) -> Contacts:
    """How many there were, whoever held them: a count, as the figures are."""
    if covered is None:
        return Contacts(0, 0, 0, 0)
    counts = [
        contacts_between(
            session,
            COUNTS,
            period.first,
            period.last,
            known_on=asked.as_of if asked.known else None,
            sub_districts=covered,
        )
        for period in two_periods(since, asked.as_of)
    ]
    (meetings_before, reports_before), (meetings, reports) = counts
    return Contacts(meetings_before, meetings, reports_before, reports)


def _minutes(
    session: Session, reader: Reader, asked: Asked, meeting: MeetingRow | None, public: bool
) -> Minutes | None:
    if meeting is None or public:
        return None
    return minutes(session, reader, Scope(asked.as_of, asked.known), meeting.meeting)
