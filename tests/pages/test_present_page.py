"""Presenting: the screen before the slides, the slides by their address, agreements live."""

import re
from datetime import date
from html import escape

import pytest

from db.commands.accounts import DEMO_ACCOUNTS
from db.queries.minutes import minutes
from documents.content.asked import Asked
from documents.slides.screen import screen_slides
from documents.slides.screen_content import screen_content
from domain.permissions import PAGE_ROLES
from domain.scope import Scope
from tests.pages.conftest import OpenPage, at_address, texts
from ui.keys import Key
from ui.page_table import PAGES
from wording.translator import Translator

ID = Translator("id")
DAY = "2024-11-24"
MEETING = "P-2024-11-15-RES"
OPEN = [name for name, _, role in DEMO_ACCOUNTS if role in PAGE_ROLES["present"]]
SHUT = [name for name, _, role in DEMO_ACCOUNTS if role not in PAGE_ROLES["present"]]
ALERT = re.compile(r'<div role="alert"[^>]*>([^<]*)</div>')
COUNT = re.compile(r"<b>(\d+) / (\d+)</b>")


def keys(test) -> set[str]:
    """The keys of the buttons on the page."""
    return {button.key for button in test.button}


def form(test):
    """The text field of the agreement, and the beginning of the keys of its form."""
    [what] = test.text_input
    return what, what.key.removesuffix("_what")


def alerts(test) -> list[str]:
    """What is said beside the button of the form."""
    return ALERT.findall(texts(test))


def asks(test, name: str) -> str:
    """What the address asks for under a name, which must be one value."""
    value = test.query_params[name]
    if isinstance(value, str):
        return value
    [only] = value
    return only


def agreements_slide(reader_of, account: str, *, form: bool, **asked) -> str:
    """The number of the last slide of the agreements."""
    who = reader_of(account)
    with who.session() as session:
        content = screen_content(session, who.reader, Asked(date(2024, 11, 24), **asked), ID)
    slides = screen_slides(content, ID, form=form)
    return str(max(n for n, slide in enumerate(slides, start=1) if slide.key == "agreements"))


def test_the_page_is_in_the_navigation() -> None:
    assert "present" in {page.key for page in PAGES}


@pytest.mark.parametrize("account", OPEN)
def test_every_role_prepares_and_presents(open_page: OpenPage, account: str) -> None:
    test = open_page("present", account, as_of=DAY)
    assert not test.exception
    assert Key.PRESENT_START in keys(test)
    assert "paper_deck_deck" in keys(test)

    test.button(key=Key.PRESENT_START).click().run()
    assert not test.exception
    assert asks(test, "slide") == "1"
    assert COUNT.search(texts(test)).group(1) == "1"


@pytest.mark.parametrize("account", SHUT)
def test_others_are_not_offered_the_page(open_page: OpenPage, account: str) -> None:
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        open_page("present", account, as_of=DAY)


def test_the_steps_go_forth_and_back_and_leave(open_page: OpenPage) -> None:
    test = open_page("present", "analis", as_of=DAY, slide="3")

    for key, place in (
        (Key.SLIDE_NEXT, "4"),
        (Key.SLIDE_RIGHT, "5"),
        (Key.SLIDE_LEFT, "4"),
        (Key.SLIDE_BACK, "3"),
    ):
        test.button(key=key).click().run()
        assert asks(test, "slide") == place
        assert COUNT.search(texts(test)).group(1) == place
    test.button(key=Key.SLIDE_LEAVE).click().run()
    assert "slide" not in test.query_params
    assert Key.PRESENT_START in keys(test)


def test_there_is_nothing_before_the_first_slide_and_after_the_last(open_page: OpenPage) -> None:
    test = open_page("present", "analis", as_of=DAY, slide="1")
    total = COUNT.search(texts(test)).group(2)
    assert test.button(key=Key.SLIDE_BACK).disabled
    at_address(test, as_of=DAY, slide=total)

    assert COUNT.search(texts(test)).group(1) == total
    assert test.button(key=Key.SLIDE_NEXT).disabled


@pytest.mark.parametrize("wanted", ["0", "999", "-1", "²", "1e3", "<b>x</b>", "99999999999"])
def test_an_unknown_slide_is_dropped_with_a_notice(open_page: OpenPage, wanted: str) -> None:
    test = open_page("present", "analis", as_of=DAY, slide=wanted)

    assert not test.exception
    assert "slide" not in test.query_params
    assert any("slide" in info.value for info in test.info)
    assert Key.PRESENT_START in keys(test)


def test_the_choices_are_kept_in_the_address(open_page: OpenPage) -> None:
    test = open_page("present", "kapolres", as_of=DAY)
    test.selectbox(key=Key.PRESENT_MEETING).set_value(MEETING).run()
    test.date_input(key=Key.PRESENT_SINCE).set_value(date(2024, 11, 10)).run()
    test.multiselect(key=Key.PRESENT_AREAS).set_value(["17.01.01"]).run()
    test.checkbox(key=Key.PRESENT_PUBLIC).check().run()

    assert not test.exception
    assert asks(test, "meeting") == MEETING
    assert asks(test, "since") == "2024-11-10"
    assert asks(test, "sub_district") == "17.01.01"
    assert asks(test, "public") == "yes"
    test.button(key=Key.PRESENT_START).click().run()
    assert "Rapat koordinasi lintas sektoral" in texts(test)
    assert escape(ID("doc.public")) in texts(test)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-12-01", "Hari pembanding 1 Desember 2024 tidak sebelum 24 November 2024"),
        ("2024-11-24", "Hari pembanding 24 November 2024 tidak sebelum 24 November 2024"),
        ("1066-10-14", "Hari pembanding 14 Oktober 1066 terlalu jauh"),
    ],
)
def test_an_earlier_day_that_cannot_be_is_dropped_with_a_notice(
    open_page: OpenPage, value: str, words: str
) -> None:
    test = open_page("present", "kapolres", as_of=DAY, slide="4", since=value)

    assert not test.exception
    assert not test.error
    assert [info.value for info in test.info] == [f"{words}, sehingga tidak dipakai."]
    assert not {"since", "slide"} & set(test.query_params)
    assert test.date_input(key=Key.PRESENT_SINCE).value is None
    test.button(key=Key.PRESENT_START).click().run()
    assert COUNT.search(texts(test)).group(1) == "1"


def test_a_meeting_after_the_day_is_dropped_with_a_notice(open_page: OpenPage) -> None:
    test = open_page("present", "kapolres", as_of="2024-10-10", meeting=MEETING, slide="2")

    assert not test.exception
    assert not test.error
    [info] = test.info
    assert info.value.replace("\\", "") == (
        f"Pertemuan {MEETING} dibatalkan atau belum ada pada 10 Oktober 2024, "
        "sehingga tidak dipakai."
    )
    assert not {"meeting", "slide"} & set(test.query_params)
    assert Key.PRESENT_START in keys(test)


def test_the_message_stands_ready_to_copy(open_page: OpenPage) -> None:
    test = open_page("present", "kapolres", as_of=DAY)
    test.button(key="paper_message").click().run()

    [message] = test.code
    assert message.value.startswith(ID("band.TRAINING"))
    assert "Kepada Yth." in message.value
    assert len(message.value) <= 3500


@pytest.mark.parametrize(
    ("key", "file"),
    [
        ("paper_deck_deck", "paparan-2024-11-24.pptx"),
        ("paper_deck_deck_43", "paparan-4-3-2024-11-24.pptx"),
        ("paper_brief_brief", "anev-2024-11-24.pdf"),
        ("paper_workbook_workbook", "data-rapat-2024-11-24.xlsx"),
    ],
)
def test_a_file_to_take_along_is_made_by_a_click(open_page: OpenPage, key: str, file: str) -> None:
    test = open_page("present", "kapolres", as_of=DAY)
    test.button(key=key).click().run()

    assert not test.exception
    assert [link.proto.label for link in test.get("link_button")] == [
        ID("issues.export.get", file=file)
    ]


def test_the_file_for_the_public_says_so_in_its_name(open_page: OpenPage) -> None:
    test = open_page("present", "pemapar", as_of=DAY)
    test.button(key="paper_deck_deck").click().run()

    [link] = test.get("link_button")
    assert link.proto.label == ID("issues.export.get", file="paparan-publik-2024-11-24.pptx")


def test_an_agreement_is_entered_on_its_slide_and_stands_there_at_once(
    open_page: OpenPage, reader_of
) -> None:
    place = agreements_slide(reader_of, "kapolres", form=True, meeting=MEETING)
    test = open_page("present", "kapolres", as_of=DAY, meeting=MEETING, slide=place)
    what, key = form(test)
    what.set_value("Posko bersama di Kota Manna")
    test.selectbox(key=f"{key}_owner").set_value("sat-samapta")
    test.date_input(key=f"{key}_due_on").set_value(date(2024, 11, 26))
    test.button(key=f"{key}_save").click().run()

    assert not test.exception
    assert not test.error
    assert asks(test, "slide") == place
    assert "Posko bersama di Kota Manna" in texts(test)
    who = reader_of("kapolres")
    with who.session() as session:
        found = minutes(session, who.reader, Scope(date(2024, 11, 24)), MEETING)
    [kept] = [i for i in found.inputs if i.issue.text == "Posko bersama di Kota Manna"]
    assert kept.issue.kind == "agreement"
    assert kept.issue.state == "assigned"
    assert kept.issue.issue in texts(test)
    assert form(test)[1] != key


def test_what_is_missing_is_said_once_by_the_names_on_the_slide(
    open_page: OpenPage, reader_of
) -> None:
    place = agreements_slide(reader_of, "kapolres", form=True, meeting=MEETING)
    test = open_page("present", "kapolres", as_of=DAY, meeting=MEETING, slide=place)
    _, key = form(test)
    assert "belum diisi" not in texts(test)
    test.button(key=f"{key}_save").click().run()
    assert alerts(test) == ["Apa yang disepakati, Siapa, Kapan: belum diisi"]
    assert not test.error

    form(test)[0].set_value("Posko bersama").run()
    assert alerts(test) == ["Siapa, Kapan: belum diisi"]
    assert form(test)[0].value == "Posko bersama"


def test_a_day_before_the_meeting_is_refused_with_the_day_that_would_be_right(
    open_page: OpenPage, reader_of
) -> None:
    place = agreements_slide(reader_of, "kapolres", form=True, meeting=MEETING)
    test = open_page("present", "kapolres", as_of=DAY, meeting=MEETING, slide=place)
    what, key = form(test)
    what.set_value("Posko bersama")
    test.selectbox(key=f"{key}_owner").set_value("sat-samapta")
    test.date_input(key=f"{key}_due_on").set_value(date(2014, 11, 1))
    test.button(key=f"{key}_save").click().run()

    assert alerts(test) == ["Kapan: 1 November 2014 sebelum tanggal pertemuan (15 November 2024)"]
    assert test.date_input(key=f"{key}_due_on").value == date(2014, 11, 1)
    # The calendar of the browser takes it too, instead of an error of its own.
    assert test.date_input(key=f"{key}_due_on").min == date(1900, 1, 1)


def test_what_was_typed_is_there_again_after_another_slide(open_page: OpenPage, reader_of) -> None:
    place = agreements_slide(reader_of, "kapolres", form=True, meeting=MEETING)
    test = open_page("present", "kapolres", as_of=DAY, meeting=MEETING, slide=place)
    what, key = form(test)
    what.set_value("Posko bersama")
    test.selectbox(key=f"{key}_owner").set_value("sat-samapta")
    test.date_input(key=f"{key}_due_on").set_value(date(2024, 11, 26))
    test.selectbox(key=f"{key}_category").set_value("crime")
    test.selectbox(key=f"{key}_area").set_value("17.01.01")
    test.button(key=Key.SLIDE_BACK).click().run()
    assert not test.text_input
    test.button(key=Key.SLIDE_LEAVE).click().run()
    at_address(test, as_of=DAY, meeting=MEETING, slide=place)

    assert form(test)[0].value == "Posko bersama"
    assert form(test)[1] == key
    assert test.selectbox(key=f"{key}_owner").value == "sat-samapta"
    assert test.date_input(key=f"{key}_due_on").value == date(2024, 11, 26)
    assert test.selectbox(key=f"{key}_category").value == "crime"
    assert test.selectbox(key=f"{key}_area").value == "17.01.01"
    test.button(key=f"{key}_save").click().run()
    assert form(test)[0].value == ""


def test_a_number_in_an_agreement_is_pointed_out_without_repeating_it(
    open_page: OpenPage, reader_of
) -> None:
    place = agreements_slide(reader_of, "kapolres", form=True, meeting=MEETING)
    test = open_page("present", "kapolres", as_of=DAY, meeting=MEETING, slide=place)
    what, key = form(test)
    what.set_value("Hubungi 081234567890 atau 081234567891 sebelum patroli, B 1234 CD")
    test.selectbox(key=f"{key}_owner").set_value("sat-samapta")
    test.date_input(key=f"{key}_due_on").set_value(date(2024, 11, 26))
    test.button(key=f"{key}_save").click().run()
    after = "periksa, atau simpan lagi untuk menahannya."
    assert alerts(test) == [f"Terlihat seperti nomor telepon, pelat nomor; {after}"]
    assert not test.warning

    form(test)[0].set_value("Hubungi 081234567899 sebelum patroli")
    test.button(key=f"{key}_save").click().run()
    assert alerts(test) == [f"Terlihat seperti nomor telepon; {after}"]
    test.button(key=f"{key}_save").click().run()
    assert not test.exception
    assert form(test)[1] != key
    assert "081234567899" not in texts(test)
    assert "3 kesepakatan tercatat" in texts(test)


@pytest.mark.parametrize("account", ["analis", "pengawas", "pemapar", "perekam-kedurang"])
def test_who_may_not_assign_sees_the_slide_without_a_form(
    open_page: OpenPage, reader_of, account: str
) -> None:
    place = agreements_slide(reader_of, account, form=False)
    test = open_page("present", account, as_of=DAY, slide=place)

    assert not test.exception
    assert ID("doc.section.agreements") in texts(test)
    assert not test.text_input
    assert not test.selectbox


def test_the_public_version_has_no_form(open_page: OpenPage, reader_of) -> None:
    place = agreements_slide(reader_of, "kapolres", form=False, meeting=MEETING, public=True)
    test = open_page("present", "kapolres", as_of=DAY, meeting=MEETING, public="yes", slide=place)

    assert ID("doc.agreements.not_public") in texts(test)
    assert "RES-241115-01" not in texts(test)
    assert not test.text_input


@pytest.mark.parametrize("wanted", ["1", "maybe", "YES", "", ["yes", "no"]])
def test_a_slip_in_the_public_switch_shows_no_more_than_the_public_version(
    open_page: OpenPage, reader_of, wanted
) -> None:
    place = agreements_slide(reader_of, "kapolres", form=False, meeting=MEETING, public=True)
    asked = {"as_of": DAY, "meeting": MEETING, "public": wanted}
    test = open_page("present", "kapolres", **asked, slide=place)

    assert ID("doc.agreements.not_public") in texts(test)
    assert "RES-241115-01" not in texts(test)
    assert not test.text_input
    at_address(test, **asked)
    assert test.checkbox(key=Key.PRESENT_PUBLIC).value
    at_address(test, **asked | {"public": "no"})
    assert not test.checkbox(key=Key.PRESENT_PUBLIC).value


def test_an_unknown_switch_of_what_was_known_is_dropped_with_a_notice(open_page: OpenPage) -> None:
    test = open_page("present", "kapolres", as_of=DAY, known="xx")

    assert "known" not in test.query_params
    assert [info.value for info in test.info] == [ID("scope.dropped", values="known=xx")]


def test_without_a_meeting_the_slide_asks_for_one(open_page: OpenPage, reader_of) -> None:
    place = agreements_slide(reader_of, "kapolres", form=True)
    test = open_page("present", "kapolres", as_of=DAY, slide=place)
    test.selectbox(key=Key.SLIDE_MEETING).set_value(MEETING).run()

    assert not test.exception
    assert asks(test, "meeting") == MEETING
    assert ID("doc.section.agreements") in texts(test)
    assert "RES-241115-01" in texts(test)
    assert form(test)


def test_nothing_can_be_agreed_as_known_then(open_page: OpenPage, reader_of) -> None:
    place = agreements_slide(reader_of, "kapolres", form=True, meeting=MEETING, known=True)
    test = open_page("present", "kapolres", as_of=DAY, known="yes", meeting=MEETING, slide=place)

    assert ID("present.agreement.known") in [caption.value for caption in test.caption]
    assert not test.text_input
