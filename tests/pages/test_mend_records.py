"""Putting a meeting or a situation report right: who is offered what, and what stays visible."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.commands.record import record_report
from db.commands.trail import Actor
from db.engine import writing
from db.shared import shared_engine
from domain.forms import ReportForm
from domain.station import now, today
from models import Meeting, MeetingSubDistrict, SituationReport
from tests.pages.conftest import OpenPage, texts
from ui.keys import Key
from wording.translator import Translator

ID = Translator("id")
HEAD, RECORDER, CHIEF = "kapolsek-kedurang", "perekam-kedurang", "kapolres"
MEETING = (ID("mend.correct.meetings"), ID("mend.void.meetings"))
REPORT = (ID("mend.correct.reports"), ID("mend.void.reports"))

Alter = Callable[..., None]
ReaderOf = Callable[[str], SimpleNamespace]


@pytest.fixture
def meeting(reader_of: ReaderOf) -> str:
    """The latest meeting in Kedurang."""
    with reader_of(HEAD).session() as session:
        return session.scalars(
            select(Meeting.meeting)
            .join(MeetingSubDistrict, MeetingSubDistrict.meeting == Meeting.meeting)
            .where(MeetingSubDistrict.sub_district_code == "17.01.01", Meeting.voided_on.is_(None))
            .order_by(Meeting.held_on.desc(), Meeting.meeting)
        ).first()


@pytest.fixture
def report(reader_of: ReaderOf) -> str:
    """A nihil that the recorder of Kedurang sent just now."""
    who = reader_of(RECORDER)
    form = ReportForm("daily", today(), "polsek-kedurang", ("17.01.01",), nil=True)
    with writing(shared_engine()) as session:
        actor = Actor(who.reader, who.who.account_id, now())
        return record_report(session, actor, form, "report-form")


def minutes_of(open_page: OpenPage, account: str, meeting: str) -> AppTest:
    return open_page("meetings", account, as_of=today().isoformat(), meeting=meeting)


def offered(test: AppTest, labels: tuple[str, str]) -> list[str]:
    return [fold.label for fold in test.expander if fold.label in labels]


def within(test: AppTest, label: str) -> Any:
    [fold] = [fold for fold in test.expander if fold.label == label]
    return fold


def folded(test: AppTest) -> str:
    """The HTML of everything that is folded away."""
    return "".join(str(getattr(block, "body", "")) for fold in test.expander for block in fold)


def stored(reader_of: ReaderOf, column: Any, key: str) -> Any:
    with reader_of(CHIEF).session() as session:
        found = session.scalars(select(column.class_).where(column == key)).one()
        session.expunge(found)
    return found


def test_the_sector_head_corrects_the_place_of_a_meeting_with_a_reason(
    open_page: OpenPage, reader_of: ReaderOf, meeting: str
) -> None:
    before = stored(reader_of, Meeting.meeting, meeting)
    test = minutes_of(open_page, HEAD, meeting)
    assert offered(test, MEETING) == list(MEETING)
    form = within(test, MEETING[0])
    form.text_input[0].set_value("Balai desa yang baru")
    form.button[0].click().run()
    assert [error.value.replace("\\", "") for error in test.error] == ["Alasan: alasan harus diisi"]

    within(test, MEETING[0]).text_area[0].set_value("Salah tempat.")
    within(test, MEETING[0]).button[0].click().run()

    assert not test.exception
    after = stored(reader_of, Meeting.meeting, meeting)
    assert after.venue == "Balai desa yang baru"
    assert (after.programme, after.promised, after.source) == (
        before.programme,
        before.promised,
        before.source,
    )
    assert "Balai desa yang baru" in texts(test)


def test_a_voided_meeting_stays_visible_and_struck_through(
    open_page: OpenPage, reader_of: ReaderOf, meeting: str
) -> None:
    test = minutes_of(open_page, HEAD, meeting)
    form = within(test, MEETING[1])
    form.text_area[0].set_value("Tercatat dua kali.")
    form.button[0].click().run()

    assert not test.exception
    assert stored(reader_of, Meeting.meeting, meeting).voided_on == today()
    assert offered(test, MEETING) == []
    assert "k-minutes-title k-void" in texts(test)


def test_the_recorder_corrects_the_own_meeting_of_today_alone(
    open_page: OpenPage, reader_of: ReaderOf, alter: Alter, meeting: str
) -> None:
    assert offered(minutes_of(open_page, RECORDER, meeting), MEETING) == []

    alter(
        "UPDATE meeting SET entered_by = ?, recorded_at = ? WHERE meeting = ?",
        reader_of(RECORDER).who.account_id,
        now().isoformat(timespec="seconds"),
        meeting,
    )
    assert offered(minutes_of(open_page, RECORDER, meeting), MEETING) == [MEETING[0]]


@pytest.mark.parametrize("account", ["analis", "pengawas"])
def test_who_may_put_no_meeting_right_is_offered_nothing(
    open_page: OpenPage, meeting: str, account: str
) -> None:
    assert offered(minutes_of(open_page, account, meeting), MEETING) == []


def test_the_recorder_corrects_the_own_report_and_the_sector_head_voids_it(
    open_page: OpenPage, reader_of: ReaderOf, report: str
) -> None:
    day = today().isoformat()
    test = open_page("meetings", RECORDER, as_of=day)
    assert f">{report}<" in folded(test)
    test.selectbox(key=Key.REPORT_CHOSEN).set_value(report).run()
    assert offered(test, REPORT) == [REPORT[0]]
    form = within(test, REPORT[0])
    form.selectbox[0].set_value("weekly")
    form.text_area[0].set_value("Salah jenis.")
    form.button[0].click().run()
    assert not test.error
    assert stored(reader_of, SituationReport.report, report).kind == "weekly"

    test = open_page("meetings", HEAD, as_of=day)
    test.selectbox(key=Key.REPORT_CHOSEN).set_value(report).run()
    form = within(test, REPORT[1])
    form.text_area[0].set_value("Salah kecamatan.")
    form.button[0].click().run()

    assert not test.exception
    assert stored(reader_of, SituationReport.report, report).voided_on == today()
    assert f'<span class="k-void">{report}</span>' in folded(test)


def test_a_report_of_another_sector_is_not_listed(open_page: OpenPage, report: str) -> None:
    test = open_page("meetings", "kasat-lantas", as_of=today().isoformat())

    assert report not in folded(test)
