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
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True)
class Asked:
    """A document as of a day: compared with an earlier one, of some kecamatan, for a meeting.

    `since` None is the day of this forum's last meeting, else 7 days before. `unit` is
    the unit that the document is of, by default the reader's own, else the district
    command. `known` leaves out what was entered later; `public` gives only what may leave
    the police; `blank` is a form to fill by hand; `ratio` is the shape of a slide.
    `against` is an earlier meeting to compare with instead: its day and its promises.
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
    against: str | None = None

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
    _refuse_far_days(asked)
    meeting = None
    forum = Forum.of_officials(host_unit, asked.sub_districts)
    if asked.meeting is not None:
        meeting = _meeting(session, reader, asked, asked.meeting)
        forum = Forum(
            frozenset({meeting.programme}), meeting.host_unit, frozenset(meeting.sub_districts)
        )
    if asked.against is not None:
        last: MeetingRow | None = _meeting(session, reader, asked, asked.against)
    else:
        last = _last(session, reader, asked, forum, meeting)
    since = asked.since or (last.held_on if last else asked.as_of - WEEK)
    if since >= asked.as_of:
        raise _refused("since_not_before", "since", since.isoformat(), asked.as_of.isoformat())
    return Occasion(meeting, last, since, last is not None and since == last.held_on)


def _refuse_far_days(asked: Asked) -> None:
    """Days so far off that no calendar goes around them are a slip of the hand."""
    for name, day in (("as_of", asked.as_of), ("since", asked.since)):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise _refused(
                "far_day", name, day.isoformat(), f"{EARLIEST.isoformat()} – {LATEST.isoformat()}"
            )


def _meeting(session: Session, reader: Reader, asked: Asked, key: str) -> MeetingRow:
    found = held_meeting(session, reader, asked.scope, key)
    if found is None or found.voided_on is not None:
        raise _refused("unknown_meeting", "meeting", key)
    return found


def _last(
    session: Session, reader: Reader, asked: Asked, forum: Forum, meeting: MeetingRow | None
) -> MeetingRow | None:
    key = last_of_forum(
        session,
        reader,
        forum,
        min(meeting.held_on, asked.as_of) if meeting else asked.as_of,
        known_on=asked.as_of if asked.known else None,
        besides=asked.meeting,
    )
    return held_meeting(session, reader, asked.scope, key) if key is not None else None


def _refused(code: str, column: str, value: str, expected: str | None = None) -> Refused:
    return Refused([Fault(code, "report", None, column, value, expected)])


def narrowed(asked: Asked, since: date) -> Asked:
    """The same with the earlier day that was found."""
    return replace(asked, since=since)
