"""What a document is asked for, and the day it is compared with."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from db.queries.forum import Forum, last_of_forum
from db.queries.meetings import MeetingRow, held_meeting
from db.session import Session
from domain.faults import Fault, Refused
from domain.permissions import Reader
from domain.scope import Scope

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Asked:
    """A document as of a day: compared with an earlier one, of some kecamatan, for a meeting.

    `since` None is the day of this forum's last meeting, else 7 days before. `unit` is
    the unit that the document is of, by default the reader's own, else the district
    command. `known` leaves out what was entered later; `public` gives only what may leave
    the police; `blank` is a form to fill by hand; `ratio` is the shape of a slide.
    """

    as_of: date
    since: date | None = None
    sub_districts: tuple[str, ...] = ()
    unit: str | None = None
    meeting: str | None = None
    known: bool = False
    public: bool = False
    blank: bool = False
    ratio: str = "16:9"

    @property
    def scope(self) -> Scope:
        """The records that it is made of."""
        return Scope(self.as_of, self.known, sub_district=self.sub_districts)


@dataclass(frozen=True)
class Occasion:
    """The meeting that a document is made for, the forum's last one, and since when.

    `since_meeting`: the earlier day is that of the forum's last meeting.
    """

    meeting: MeetingRow | None
    last: MeetingRow | None
    since: date
    since_meeting: bool


def occasion(session: Session, reader: Reader, asked: Asked, host_unit: str | None) -> Occasion:
    """Which meetings a document speaks of, and the day it is compared with.

    Without a meeting, the forum are the meetings of officials that `host_unit` holds.
    Raises Refused for a meeting that is not there or not open to the reader, and for an
    earlier day that is not earlier.
    """
    meeting = None
    forum = Forum.of_officials(host_unit, asked.sub_districts)
    if asked.meeting is not None:
        meeting = held_meeting(session, reader, asked.scope, asked.meeting)
        if meeting is None:
            raise Refused([Fault("unknown_meeting", "report", None, "meeting", asked.meeting)])
        forum = Forum(
            frozenset({meeting.programme}), meeting.host_unit, frozenset(meeting.sub_districts)
        )
    before = min(meeting.held_on, asked.as_of) if meeting else asked.as_of
    key = last_of_forum(
        session,
        reader,
        forum,
        before,
        known_on=asked.as_of if asked.known else None,
        besides=asked.meeting,
    )
    last = held_meeting(session, reader, asked.scope, key) if key is not None else None
    since = asked.since or (last.held_on if last else asked.as_of - WEEK)
    if since >= asked.as_of:
        raise Refused(
            [
                Fault(
                    "since_not_before",
                    "report",
                    None,
                    "since",
                    since.isoformat(),
                    asked.as_of.isoformat(),
                )
            ]
        )
    return Occasion(meeting, last, since, last is not None and since == last.held_on)


def narrowed(asked: Asked, since: date) -> Asked:
    """The same with the earlier day that was found."""
    return replace(asked, since=since)
