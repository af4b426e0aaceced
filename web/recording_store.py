"""What the recording pages ask of the database, each in a transaction of its own."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine

from db.commands.drafts import drop_draft, keep_draft
from db.commands.held import denied_words
from db.commands.record import record_meeting, record_report
from db.commands.trail import Actor, enter
from db.engine import reading, writing
from db.queries import recording
from db.queries.accounts import SignedIn
from db.queries.reference import names as name_query
from db.session import Session
from domain.faults import Refused
from domain.forms import ReportForm
from domain.station import now
from web import record_fields
from web.record_fields import Fields, field_of


class RecordingStore:
    """Drafts, meetings and reports of whoever is signed in."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self.engine = engine

    def record(self, who: SignedIn, form: str, key: str, fields: Fields) -> str:
        """Keep a meeting or a report; gives its key.

        Raises as the commands do, Refused also for what could not be read; nothing is kept.
        """
        unread = record_fields.unread(fields)
        with writing(self.engine()) as session:
            try:
                subject = _recorded(session, who, form, key, fields)
            except Refused as refused:
                places = {fault.column for fault in unread}
                others = [f for f in refused.faults if field_of(f.column, fields) not in places]
                raise Refused([*unread, *others]) from None
            if unread:
                raise Refused(unread)
            return subject

    def report(self, who: SignedIn, report: ReportForm, key: str) -> str:
        """Keep a report; gives its key. Raises as the command does."""
        with writing(self.engine()) as session:
            return record_report(session, _actor(who), report, key)

    def refused(self, who: SignedIn, form: str) -> None:
        """Enter that somebody tried what they may not."""
        with writing(self.engine(), ledger=False) as session:
            enter(session, _actor(who), "refused", f"record_{form}")

    def keep(self, who: SignedIn, form: str, key: str, fields: Fields) -> bool:
        """Keep a draft; False where it is not kept."""
        with writing(self.engine(), ledger=False) as session:
            return keep_draft(session, _actor(who), form, key, fields)

    def drop(self, who: SignedIn, key: str) -> None:
        """Throw a draft of one's own away."""
        with writing(self.engine(), ledger=False) as session:
            drop_draft(session, _actor(who), key)

    def denied(self) -> list[str]:
        """The words that this unit never stores."""
        with reading(self.engine()) as session:
            return denied_words(session)

    def drafts(self, who: SignedIn) -> list[recording.DraftRow]:
        """The drafts of whoever is signed in."""
        with reading(self.engine()) as session:
            return recording.drafts(session, who.account_id)

    def choices(self, who: SignedIn) -> recording.Choices:
        """What the forms offer to pick from."""
        with reading(self.engine()) as session:
            return recording.recording_choices(session, who.reader)

    def places(self, who: SignedIn) -> tuple[recording.Choices, dict[str, str]]:
        """What the forms offer, and the names of every kecamatan."""
        with reading(self.engine()) as session:
            return (
                recording.recording_choices(session, who.reader),
                recording.area_names(session, who.reader),
            )

    def reported(self, who: SignedIn) -> dict[str, bool]:
        """Which kecamatan reported today; True where nihil."""
        with reading(self.engine()) as session:
            return recording.reported_today(session, who.reader, now().date())

    def around(self, who: SignedIn) -> tuple[recording.Choices, list[Any], dict[str, str]]:
        """What a form is drawn with: choices, open promises, names."""
        with reading(self.engine()) as session:
            return (
                recording.recording_choices(session, who.reader),
                recording.promises_to_tell(session, who.reader, now().date()),
                name_query(session, who.reader),
            )


def _recorded(session: Session, who: SignedIn, form: str, key: str, fields: Fields) -> str:
    if form == "meeting":
        return record_meeting(session, _actor(who), record_fields.meeting_of(fields), key)
    report = record_fields.report_of(fields, who.reader.unit)
    return record_report(session, _actor(who), report, key)


def _actor(who: SignedIn) -> Actor:
    return Actor(who.reader, who.account_id, now())
