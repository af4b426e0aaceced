"""The inputs of a meeting completed afterwards, by whom and how."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.tables.trail import HeldText
from domain.station import today
from models import Issue, IssueEvent, Meeting, MeetingSubDistrict
from tests.pages.conftest import OpenPage, texts
from wording.translator import Translator

ID = Translator("id")
SECTOR = "kapolsek-kedurang"

Alter = Callable[..., None]
ReaderOf = Callable[[str], SimpleNamespace]


@pytest.fixture
def owed(reader_of: ReaderOf, alter: Alter) -> str:
    """A meeting of Polsek Kedurang whose inputs nobody listed."""
    who = reader_of(SECTOR)
    with who.session() as session:
        meeting = session.scalars(
            select(Meeting.meeting)
            .join(MeetingSubDistrict, MeetingSubDistrict.meeting == Meeting.meeting)
            .where(
                MeetingSubDistrict.sub_district_code.in_(sorted(who.reader.areas)),
                Meeting.voided_on.is_(None),
            )
            .order_by(Meeting.held_on.desc(), Meeting.meeting)
        ).first()
    assert meeting is not None
    alter("UPDATE meeting SET inputs = 'not_recorded', inputs_on = NULL WHERE meeting = ?", meeting)
    return str(meeting)


def minutes_of(open_page: OpenPage, account: str, meeting: str) -> AppTest:
    return open_page("meetings", account, as_of=today().isoformat(), meeting=meeting)


def choose(test: AppTest, how: str) -> None:
    [control] = [c for c in test.button_group if str(c.key).endswith("_how")]
    control.set_value(how).run()


def end(test: AppTest, kind: str, ending: str, place: int = 0) -> Any:
    """The widget of a kind whose key ends so."""
    return [w for w in getattr(test, kind) if str(w.key).endswith(ending)][place]


def kept(reader_of: ReaderOf, meeting: str) -> tuple[str, list[tuple[str, str, str | None]]]:
    """What is kept of the inputs of a meeting."""
    with reader_of("kapolres").session() as session:
        inputs = session.scalars(select(Meeting.inputs).where(Meeting.meeting == meeting)).one()
        issues = session.execute(
            select(Issue.category, Issue.text, Issue.sub_district_code).where(
                Issue.meeting == meeting
            )
        ).all()
    return inputs, [tuple(row) for row in issues]


def test_nihil_is_said_by_one_choice_and_one_press(
    open_page: OpenPage, reader_of: ReaderOf, owed: str
) -> None:
    test = minutes_of(open_page, SECTOR, owed)
    choose(test, "nil")
    end(test, "button", "_save").click().run()

    assert not test.exception
    assert [toast.value for toast in test.toast] == [ID("save.done")]
    assert kept(reader_of, owed)[0] == "nil"
    assert not [c for c in test.button_group if str(c.key).endswith("_how")]


def test_a_loss_needs_its_reason(open_page: OpenPage, reader_of: ReaderOf, owed: str) -> None:
    test = minutes_of(open_page, SECTOR, owed)
    choose(test, "lost")
    end(test, "button", "_save").click().run()
    assert [error.value for error in test.error] == [
        "Alasan: alasan harus diisi".replace(":", "\\:")
    ]
    assert kept(reader_of, owed)[0] == "not_recorded"

    end(test, "text_area", "_reason").set_value("Buku catatan basah kena hujan.")
    end(test, "button", "_save").click().run()
    assert kept(reader_of, owed)[0] == "lost"


def test_two_inputs_are_listed_and_a_gap_is_named_with_its_row(
    open_page: OpenPage, reader_of: ReaderOf, owed: str
) -> None:
    before = len(kept(reader_of, owed)[1])
    test = minutes_of(open_page, SECTOR, owed)
    choose(test, "itemised")
    end(test, "text_area", "_1_text").set_value("Lampu jalan di depan pasar mati.")
    end(test, "selectbox", "_1_category").set_value("patrol")
    end(test, "selectbox", "_1_kind").set_value("request")
    area = end(test, "selectbox", "_1_place").options[0]
    end(test, "selectbox", "_1_place").select_index(0)
    end(test, "button", "_more").click().run()
    end(test, "text_area", "_2_text").set_value("Balap motor setiap malam Minggu.")
    end(test, "selectbox", "_2_category").set_value("traffic")
    end(test, "selectbox", "_2_place").select_index(0)
    end(test, "button", "_save").click().run()
    assert [error.value.replace("\\", "") for error in test.error] == [
        "Jenis, baris 2: kosong; harus diisi"
    ]
    assert "Lampu jalan" in end(test, "text_area", "_1_text").value

    end(test, "selectbox", "_2_kind").set_value("complaint")
    end(test, "button", "_save").click().run()

    inputs, issues = kept(reader_of, owed)
    assert inputs == "itemised"
    assert len(issues) == before + 2
    said = {text: category for category, text, _ in issues}
    assert said["Lampu jalan di depan pasar mati."] == "patrol"
    assert said["Balap motor setiap malam Minggu."] == "traffic"
    assert area in texts(test)


@pytest.mark.parametrize("account", ["analis", "kapolres", "pengawas"])
def test_who_does_not_record_for_the_area_is_offered_nothing(
    open_page: OpenPage, owed: str, account: str
) -> None:
    test = minutes_of(open_page, account, owed)

    assert ID("minutes.inputs") in [header.value for header in test.subheader]
    assert not [c for c in test.button_group if str(c.key).endswith("_how")]


def test_an_input_carries_its_proposal_and_the_answer_given(
    open_page: OpenPage, reader_of: ReaderOf, owed: str
) -> None:
    test = minutes_of(open_page, SECTOR, owed)
    choose(test, "itemised")
    end(test, "text_area", "_1_text").set_value("Jam buka layanan pengaduan belum diketahui.")
    end(test, "selectbox", "_1_category").set_value("patrol")
    end(test, "selectbox", "_1_kind").set_value("information")
    end(test, "selectbox", "_1_raised_by").set_value("residents")
    end(test, "selectbox", "_1_place").select_index(0)
    end(test, "selectbox", "_1_threat").set_value("potential")
    end(test, "multiselect", "_1_rubric").set_value(["persons"])
    end(test, "text_area", "_1_answer").set_value("Setiap hari sampai pukul 21.00.")
    end(test, "button", "_save").click().run()
    [said] = [error.value.replace("\\", "") for error in test.error]
    why = ID("fault.settled_severity", value="3", expected="1 2")
    assert said == f"{ID('field.answer')}, baris 1: {why}"

    end(test, "multiselect", "_1_rubric").set_value([])
    end(test, "button", "_save").click().run()

    assert not test.error
    with reader_of("kapolres").session() as session:
        [(key, threat)] = session.execute(
            select(Issue.issue, Issue.threat).where(
                Issue.text == "Jam buka layanan pengaduan belum diketahui."
            )
        ).all()
        event, note = session.execute(
            select(IssueEvent.event, IssueEvent.note).where(IssueEvent.issue == key)
        ).one()
    assert (threat, event, note) == ("potential", "settled", "Setiap hari sampai pukul 21.00.")


def test_what_looks_like_a_number_is_pointed_out_at_its_place_and_kept_only_once_agreed(
    open_page: OpenPage, reader_of: ReaderOf, owed: str
) -> None:
    before = len(kept(reader_of, owed)[1])
    test = minutes_of(open_page, SECTOR, owed)
    choose(test, "itemised")
    end(test, "text_area", "_1_text").set_value("Minta dihubungi 0812 3456 7890 malam ini.")
    end(test, "selectbox", "_1_category").set_value("patrol")
    end(test, "selectbox", "_1_kind").set_value("request")
    end(test, "selectbox", "_1_place").select_index(0)
    end(test, "button", "_save").click().run()

    said = ID("record.flagged", text="0812 3456 7890", kind=ID("flag.phone"))
    assert [warning.value.replace("\\", "") for warning in test.warning] == [said]
    assert len(kept(reader_of, owed)[1]) == before

    end(test, "button", "_save").click().run()
    assert [error.value for error in test.error] == [ID("complete.agree_first")]
    end(test, "checkbox", "_agreed").check()
    end(test, "button", "_save").click().run()

    assert not test.error
    assert len(kept(reader_of, owed)[1]) == before + 1
    with reader_of("kapolres").session() as session:
        assert session.scalars(select(HeldText.kinds).where(HeldText.field == "text")).all() != []
