"""Administration: each role its sections, what is changed there, and no text of an issue."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from db.backup import backup_folder, kept_backups
from db.commands.accounts import DEMO_ACCOUNTS
from db.engine import reading
from db.queries import accounts as account_queries
from db.queries.settings import deny_list, own_letterhead, setting_changes, thresholds_on
from db.queries.trail import head
from db.shared import shared_engine
from domain.permissions import STATION
from domain.station import today
from domain.vocabulary import Role, Tempo
from models import Issue, Stage
from tests.pages.conftest import OpenPage, at_address, texts
from ui.administration import SECTIONS
from ui.keys import Key
from wording.translator import Translator

ID = Translator("id")
ADMINISTRATOR, COMMANDER, INSPECTOR = "administrator", "kapolres", "pengawas"
READERS = {
    ADMINISTRATOR: list(SECTIONS),
    COMMANDER: ["thresholds", "areas", "elections", "deny_list", "letterhead", "integrity"],
    INSPECTOR: ["thresholds", "areas", "elections", "deny_list", "letterhead", "integrity"],
}


def field(test: AppTest, kind: str, end: str):
    """The widget of a form: its key ends so."""
    [found] = [widget for widget in getattr(test, kind) if str(widget.key).endswith(end)]
    return found


def errors(test: AppTest) -> list[str]:
    return [error.value.replace("\\", "") for error in test.error]


@pytest.mark.parametrize("account", [name for name, _, _ in DEMO_ACCOUNTS])
def test_the_page_opens_for_administrator_commander_and_inspector_alone(
    open_page: OpenPage, account: str
) -> None:
    if account in READERS:
        test = open_page("administration", account)
        assert not test.exception
        assert test.button_group(key=Key.ADMINISTRATION_SECTION).options == [
            ID(f"administration.section.{name}") for name in READERS[account]
        ]
    else:
        with pytest.raises(ValueError, match="administration"):
            open_page("administration", account)


@pytest.mark.parametrize(
    ("account", "section"), [(name, part) for name in READERS for part in READERS[name]]
)
def test_every_section_is_drawn_and_holds_no_text_of_an_issue(
    open_page: OpenPage, reader_of: Callable[[str], SimpleNamespace], account: str, section: str
) -> None:
    test = open_page("administration", account, section=section)
    assert not test.exception
    shown = texts(test)
    with reader_of("kapolres").session() as session:
        said = session.scalars(select(Issue.text).where(Issue.text.is_not(None)).limit(200)).all()
    assert len(said) == 200
    assert [text for text in said if text in shown] == []


def test_a_section_that_is_not_the_readers_opens_the_first_instead(open_page: OpenPage) -> None:
    test = open_page("administration", INSPECTOR, section="backup")
    assert not test.exception
    assert not any(button.key == Key.BACKUP_MAKE for button in test.button)
    assert ID("thresholds.what") in texts(test)


# Thresholds


def choose(test: AppTest, code: str) -> None:
    test.selectbox(key=Key.SETTING).select(code).run()


def alert_cycle(days_from_now: int) -> int:
    with reading(shared_engine()) as session:
        day = today() + timedelta(days=days_from_now)
        return thresholds_on(session, STATION, day).report_cycle[Tempo.ALERT]


def test_the_commander_changes_a_threshold_from_a_day_on_with_a_reason(
    open_page: OpenPage,
) -> None:
    test = open_page("administration", COMMANDER, section="thresholds")
    choose(test, "report_cycle.alert")
    field(test, "number_input", "_value").set_value(3)
    field(test, "date_input", "_from").set_value(today() + timedelta(days=2))
    field(test, "button", "_save").click().run()
    assert errors(test) == ["Alasan: alasan harus diisi"]

    field(test, "text_area", "_reason").set_value("Laporan pekanan terlalu jarang.")
    field(test, "button", "_save").click().run()
    assert not test.exception
    assert errors(test) == []
    assert [alert_cycle(day) for day in (0, 1, 2)] == [7, 7, 3]
    assert "Laporan pekanan terlalu jarang." in texts(test)
    assert "7 hari → 3 hari" in texts(test)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "Nilai baru: 0 di luar batas; boleh 1 … 90"),
        (7, "Nilai baru: sudah 7 pada hari itu; tidak ada yang diubah"),
        (
            31,
            "Nilai baru: 31 lebih panjang daripada 30 untuk yang lebih ringan atau lebih lambat; "
            "paling banyak 30",
        ),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_stays_as_typed(
    open_page: OpenPage, value: int, said: str
) -> None:
    test = open_page("administration", COMMANDER, section="thresholds")
    choose(test, "report_cycle.alert")
    field(test, "number_input", "_value").set_value(value)
    field(test, "text_area", "_reason").set_value("Dicoba")
    field(test, "button", "_save").click().run()
    assert errors(test) == [said]
    assert field(test, "number_input", "_value").value == value
    with reading(shared_engine()) as session:
        assert setting_changes(session, STATION) == []


@pytest.mark.parametrize("account", [ADMINISTRATOR, INSPECTOR])
def test_others_read_the_thresholds_and_change_none(open_page: OpenPage, account: str) -> None:
    test = open_page("administration", account, section="thresholds")
    assert "Siklus laporan, ritme waspada" in texts(test)
    assert not any(box.key == Key.SETTING for box in test.selectbox)


# Deny-list, letterhead


def test_the_administrator_denies_a_word_and_takes_it_off(open_page: OpenPage) -> None:
    test = open_page("administration", ADMINISTRATOR, section="deny_list")
    field(test, "text_input", "_word").set_value("Macan Kumbang")
    field(test, "selectbox", "_kind").select("party")
    field(test, "button", "_save").click().run()
    assert errors(test) == []
    with reading(shared_engine()) as session:
        [row] = deny_list(session, STATION)
    assert (row.word, row.kind, row.added_by) == ("macan kumbang", "party", ADMINISTRATOR)
    assert "macan kumbang" in texts(test)

    test.selectbox(key=Key.DENIED_WORD).select("macan kumbang").run()
    test.button(key=Key.DENIED_REMOVE).click().run()
    assert not test.exception
    with reading(shared_engine()) as session:
        assert deny_list(session, STATION) == []


@pytest.mark.parametrize("account", [COMMANDER, INSPECTOR])
def test_others_read_the_deny_list_alone(open_page: OpenPage, account: str) -> None:
    test = open_page("administration", account, section="deny_list")
    assert ID("deny.none") in texts(test)
    assert not any(str(button.key).endswith("_save") for button in test.button)


@pytest.mark.parametrize("account", [ADMINISTRATOR, COMMANDER])
def test_the_letterhead_is_set_and_shown(open_page: OpenPage, account: str) -> None:
    test = open_page("administration", account, section="letterhead")
    assert ID("letterhead.from_records") in texts(test)
    field(test, "text_input", "_line_3").set_value("RESOR BENGKULU SELATAN")
    field(test, "selectbox", "_classification").select("restricted")
    field(test, "text_area", "_copies").set_value("Kapolda Bengkulu\n\nIrwasda")
    field(test, "button", "_save").click().run()
    assert not test.exception
    with reading(shared_engine()) as session:
        found = own_letterhead(session, STATION)
    assert (found.line_1, found.line_3) == (None, "RESOR BENGKULU SELATAN")
    assert (found.classification.value, found.copies) == (
        "restricted",
        ("Kapolda Bengkulu", "Irwasda"),
    )
    assert "RESOR BENGKULU SELATAN" in texts(test)


def test_the_inspector_sets_no_letterhead(open_page: OpenPage) -> None:
    test = open_page("administration", INSPECTOR, section="letterhead")
    assert not any(str(button.key).endswith("_save") for button in test.button)


# Accounts


def test_the_administrator_adds_an_account_and_hands_on_a_link(open_page: OpenPage) -> None:
    test = open_page("administration", ADMINISTRATOR)
    test.text_input(key="account_add_name").set_value("Perekam.Seginim")
    test.selectbox(key="account_add_unit").select("polsek-seginim")
    test.multiselect(key="account_add_roles").select(Role.RECORDER)
    [add] = [button for button in test.button if button.label == ID("account.add_do")]
    add.click().run()
    assert not test.exception
    assert test.code[0].value.startswith("http://localhost:8501/auth/reset?code=")
    with reading(shared_engine()) as session:
        found = account_queries.account_by_name(session, "perekam.seginim")
        assert found is not None
        assert (found.unit, account_queries.roles_of(session, found.id)) == (
            "polsek-seginim",
            (Role.RECORDER,),
        )


def test_an_account_without_a_role_is_refused(open_page: OpenPage) -> None:
    test = open_page("administration", ADMINISTRATOR)
    test.text_input(key="account_add_name").set_value("baru")
    [add] = [button for button in test.button if button.label == ID("account.add_do")]
    add.click().run()
    assert len(errors(test)) == 1
    assert errors(test)[0].startswith("Sebuah akun perlu paling sedikit satu peran")


def test_the_administrator_moves_an_account_to_another_unit(open_page: OpenPage) -> None:
    test = open_page("administration", ADMINISTRATOR)
    box = test.selectbox(key=Key.ACCOUNT)
    box.select_index(box.options.index("analis")).run()
    [unit] = [b for b in test.selectbox if str(b.key).startswith("account_place_")]
    unit.select("sat-binmas")
    [move] = [button for button in test.button if button.label == ID("account.move")]
    move.click().run()
    assert not test.exception
    with reading(shared_engine()) as session:
        found = account_queries.account_by_name(session, "analis")
        assert found is not None
        assert found.unit == "sat-binmas"


# Keeping


def test_a_backup_is_made_with_the_head_of_its_trail_shown(open_page: OpenPage, home: Path) -> None:
    test = open_page("administration", ADMINISTRATOR, section="backup")
    assert ID("keeping.none") in texts(test)
    test.button(key=Key.BACKUP_MAKE).click().run()
    assert not test.exception
    assert errors(test) == []
    assert backup_folder().is_relative_to(home)
    [kept] = kept_backups(backup_folder())
    assert test.code[0].value == kept.head
    assert kept.path.name in texts(test)


def test_a_backup_that_cannot_be_written_says_so(open_page: OpenPage, home: Path) -> None:
    (home / "backups").write_text("a file stands in the way")
    test = open_page("administration", ADMINISTRATOR, section="backup")
    test.button(key=Key.BACKUP_MAKE).click().run()
    assert not test.exception
    assert len(errors(test)) == 1
    assert errors(test)[0].startswith("Cadangan tidak dapat ditulis")


@pytest.mark.parametrize("account", READERS)
def test_the_integrity_is_checked_and_the_head_of_the_trail_shown(
    open_page: OpenPage, account: str
) -> None:
    test = open_page("administration", account, section="integrity")
    with reading(shared_engine()) as session:
        end = head(session)
    assert test.code[0].value == str(end)
    test.button(key=Key.INTEGRITY_CHECK).click().run()
    assert [box.value for box in test.success] == [ID("keeping.whole", n=end.seq)]


def test_a_damaged_record_is_named(open_page: OpenPage, alter: Callable[..., None]) -> None:
    test = open_page("administration", ADMINISTRATOR, section="integrity")
    alter("DELETE FROM issue_span WHERE issue = (SELECT min(issue) FROM issue_span)")
    test.button(key=Key.INTEGRITY_CHECK).click().run()
    assert len(errors(test)) == 1
    assert errors(test)[0].startswith("Turunan tidak sesuai peristiwanya")


# Areas, elections


def test_what_is_not_known_of_the_areas_is_said_first(open_page: OpenPage) -> None:
    test = open_page("administration", ADMINISTRATOR, section="areas")
    assert "2 kecamatan tanpa sektor, menjadi tanggung jawab Polres: Bunga Mas, Pasar Manna" in (
        texts(test)
    )


def test_the_elections_show_their_stages_and_bases(open_page: OpenPage) -> None:
    test = open_page("administration", COMMANDER, section="elections")
    at_address(test, section="elections")
    assert "27 November 2024" in texts(test)


def test_the_administrator_puts_the_days_of_a_stage_right(open_page: OpenPage) -> None:
    test = open_page("administration", ADMINISTRATOR, section="elections")
    test.selectbox(key=Key.STAGE).select("campaign").run()
    field(test, "date_input", "_campaign_ends_on").set_value(date(2024, 11, 20))
    [save] = [button for button in test.button if button.label == ID("elections.save")]
    save.click().run()
    assert not test.exception
    assert errors(test) == []
    with reading(shared_engine()) as session:
        assert session.get_one(Stage, "campaign").ends_on == date(2024, 11, 20)


@pytest.mark.parametrize("account", [COMMANDER, INSPECTOR])
def test_others_keep_no_calendar(open_page: OpenPage, account: str) -> None:
    test = open_page("administration", account, section="elections")
    assert not any(box.key == Key.STAGE for box in test.selectbox)
