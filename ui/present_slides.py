"""The slides of a presentation, drawn once for what is asked and then kept."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from sqlalchemy.orm import Session

from db.queries import meetings
from db.queries.accounts import SignedIn
from db.queries.meetings import MeetingRow
from documents.content.asked import EARLIEST, Asked
from documents.slides.screen import screen_slides
from documents.slides.screen_content import screen_content
from domain.permissions import Reader
from domain.scope import Scope
from domain.vocabulary import OFFICIALS_PROGRAMMES
from ui import cached
from ui.markdown import plain
from ui.slide_html import frame, slide_html
from wording import dates
from wording.translator import Translator

SLIDE = "slide"
PUBLIC = "public"
NOT_PUBLIC = "no"
AGREEMENTS = "agreements"
MOST_MEETINGS = 30


@dataclass(frozen=True)
class Drawn:
    """A slide that is drawn: the section it is of, its title, its HTML."""

    key: str
    title: str
    html: str


@dataclass(frozen=True)
class Show:
    """All slides, and which earlier day they compare with."""

    slides: tuple[Drawn, ...]
    since: str

    def last_of(self, key: str) -> int:
        """The number of the last slide of a section."""
        return max(at for at, slide in enumerate(self.slides, start=1) if slide.key == key)


def fitting(who: SignedIn, t: Translator, scope: Scope) -> Scope:
    """The scope without a meeting or an earlier day that does not go with its day.

    Such a value is taken out of the address with a notice, and the slide number with it:
    what is left are other slides.
    """
    as_of = dates.full(scope.as_of, t.language)
    fit = scope
    if scope.meeting is not None and not _was_held(who, scope, scope.meeting):
        _drop("meeting", t("present.dropped.meeting", meeting=plain(scope.meeting), as_of=as_of))
        fit = fit.narrowed(meeting=None)
    if scope.since is not None and not EARLIEST <= scope.since < scope.as_of:
        problem = "far" if scope.since < EARLIEST else "since"
        day = dates.full(scope.since, t.language)
        _drop("since", t(f"compare.dropped.{problem}", day=day, as_of=as_of))
        fit = fit.narrowed(since=None)
    return fit


def _was_held(who: SignedIn, scope: Scope, key: str) -> bool:
    bare = Scope(scope.as_of, scope.known)
    found = cached.ask(meetings.held_meeting, who.reader, bare, key)
    return found is not None and found.voided_on is None


def _drop(name: str, words: str) -> None:
    st.info(words)
    for gone in (name, SLIDE):
        st.query_params.pop(gone, None)


def asked_of(scope: Scope) -> Asked:
    """What the address asks the documents for."""
    return Asked(
        scope.as_of,
        since=scope.since,
        sub_districts=scope.sub_district,
        meeting=scope.meeting,
        known=scope.known,
        public=is_public(),
    )


def is_public() -> bool:
    """Whether the address asks for what may leave the police.

    Any word but a plain no does: a slip in a link must not show more than was meant.
    """
    return any(value != NOT_PUBLIC for value in st.query_params.get_all(PUBLIC))


def show_of(who: SignedIn, t: Translator, asked: Asked, *, form: bool) -> Show:
    """The slides; `form` leaves room for the form of the agreements. Raises Refused."""
    with st.spinner(t("present.making")):
        return cached.ask(_draw, who.reader, asked, t, form=form)


def _draw(session: Session, reader: Reader, asked: Asked, t: Translator, *, form: bool) -> Show:
    content = screen_content(session, reader, asked, t)
    slides = screen_slides(content, t, form=form)
    drawn = tuple(
        Drawn(
            slide.key,
            slide.title,
            frame(slide_html(slide, content.head, t), content.head, place, len(slides), t),
        )
        for place, slide in enumerate(slides, start=1)
    )
    return Show(drawn, content.head.since_text)


def officials_meetings(who: SignedIn, scope: Scope) -> dict[str, MeetingRow]:
    """The latest meetings of officials that the reader may see, by key."""
    if not who.reader.may_open("meetings"):
        return {}
    page = cached.ask(
        meetings.meeting_page,
        who.reader,
        Scope(scope.as_of, scope.known),
        tuple(sorted(OFFICIALS_PROGRAMMES)),
        MOST_MEETINGS,
    )
    return {row.meeting: row for row in page.rows if row.voided_on is None}


def meeting_words(row: MeetingRow, names: Mapping[str, str], t: Translator) -> str:
    """ "22 Nov 2024 · Lintas Sektor · Kedurang"."""
    areas = ", ".join(names.get(code, code) for code in row.sub_districts[:3])
    if len(row.sub_districts) > 3:
        areas = t("doc.and_others", names=areas, n=len(row.sub_districts) - 3)
    day = dates.short(row.held_on, t.language)
    return " · ".join(part for part in (day, t.label("programme", row.programme), areas) if part)
