"""The commander changes a setting from a day on; words are denied; the letterhead is set."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, func, select

from db.check import check_database
from db.commands.deny_list import add_denied_word, remove_denied_word
from db.commands.held import clear_text, denied_words
from db.commands.record import record_report
from db.commands.saving import AlreadySaved, NotPermitted
from db.commands.settings import change_setting, set_letterhead
from db.commands.spans import differing_spans
from db.engine import UnauditedWriteError, reading, writing
from db.held import shown
from db.queries.board import past_statuses, standing_board, status_board
from db.queries.figures import indicators
from db.queries.installation import ledger_version
from db.queries.issues import issue_page
from db.queries.move_context import move_context
from db.queries.settings import (
    deny_list,
    own_letterhead,
    setting_changes,
    threshold_history,
    thresholds_on,
)
from db.tables.settings import SettingChangeRow
from db.tables.trail import HeldText
from domain.faults import Refused
from domain.forms import ReportForm
from domain.letterhead import Classification, OwnLetterhead
from domain.permissions import STATION
from domain.scope import Scope
from domain.thresholds import UNCHANGED
from domain.vocabulary import EventKind
from models import Issue
from tests.station import (
    ADMINISTRATOR,
    COMMANDER,
    HEAD,
    NOON,
    PEOPLE,
    RECORDER,
    TODAY,
    A,
    Person,
    entries,
    form_key,
    move,
    told,
)

IN_TWO_DAYS = TODAY + timedelta(days=2)


def change(
    engine: Engine,
    setting: str,
    value: int | None,
    day: date | None = TODAY,
    *,
    by: Person = COMMANDER,
    reason: str = "Disepakati dalam anev",
    key: str | None = None,
) -> None:
    with writing(engine) as session:
        change_setting(session, by.at(), setting, value, day, reason, key or form_key())


def refusal(engine: Engine, *args: object, **kwargs: object) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as caught:
        change(engine, *args, **kwargs)  # type: ignore[arg-type]
    return [(fault.code, fault.expected) for fault in caught.value.faults]


def report(engine: Engine, day: date) -> None:
    form = ReportForm("daily", day, "polsek-a", (A,), nil=True)
    with writing(engine) as session:
        record_report(session, RECORDER.at(), form, form_key())


def freshness(engine: Engine, *days: date) -> list[str]:
    with reading(engine) as session:
        return [
            status.freshness.value
            for day in days
            for status in status_board(session, STATION, day, sub_districts=[A])
        ]


# In force from a day on


def test_an_alert_cycle_of_3_changes_the_board_of_its_day_and_none_before(station: Engine):
    # A report on 2 September, in an alert stage. 7 days: 3/7 on the 5th, 4/7 on the 6th,
    # 5/7 on the 7th. 3 days from the 7th on: 5/3, ageing; on the 8th 6/3; on the 9th 7/3.
    report(station, date(2024, 9, 2))
    days = [date(2024, 9, day) for day in (5, 6, 7, 8, 9)]
    assert freshness(station, *days) == ["current"] * 5

    change(station, "report_cycle.alert", 3, date(2024, 9, 7))

    assert freshness(station, *days) == ["current", "current", "ageing", "ageing", "stale"]
    with reading(station) as session:
        past = past_statuses(session, STATION, A, days)
        assert [status.freshness.value for status in past] == freshness(station, *days)
        [standing] = standing_board(session, STATION, days[-1], sub_districts=[A])
        week_ago = standing.week_ago.freshness.value
        assert (week_ago, standing.since) == ("current", date(2024, 9, 9))


def test_the_figures_of_a_day_use_the_settings_of_that_day(station: Engine):
    # Told on 5 September, never assessed, so 2 from the 9th on: 14 days make it due on the
    # 19th, the 7 days in force from the 15th on the 12th: three days late on the 15th.
    key = told(station)
    change(station, "default_due.2", 7, date(2024, 9, 15))
    with reading(station) as session:
        late = {
            day: issue_page(session, STATION, Scope(as_of=date(2024, 9, day)))[0].late_days
            for day in (14, 15, 16)
        }
        boards = {
            day: status_board(session, STATION, date(2024, 9, day), sub_districts=[A])[0].late
            for day in (14, 15)
        }
    assert (key[:3], late, boards) == ("KDR", {14: None, 15: 3, 16: 4}, {14: 0, 15: 1})


def test_area_days_are_current_by_the_settings_of_each_day(station: Engine):
    # A report on 5 September: by 7 days current on the 5th to the 12th, eight days. With
    # 3 days from the 10th on it is 5/3 on the 10th: current on the 5th to the 9th, five.
    report(station, TODAY)
    with reading(station) as session:
        before = indicators(session, STATION, date(2024, 9, 12)).days_current.numerator
    change(station, "report_cycle.alert", 3, date(2024, 9, 10))
    with reading(station) as session:
        after = indicators(session, STATION, date(2024, 9, 12)).days_current.numerator
    assert (before, after) == (8, 5)


def test_an_assignment_is_pre_filled_by_the_settings_of_the_day(sqlite_station: Engine):
    # Intimidation is 3 at least: 5 + 7 days; from the 7th on 7 + 4.
    key = told(sqlite_station, category="intimidation")
    change(sqlite_station, "default_due.3", 4, IN_TWO_DAYS)
    with reading(sqlite_station) as session:
        found = [move_context(session, HEAD.at().reader, key, day) for day in (TODAY, IN_TWO_DAYS)]
    dues = [context.due_on for context in found if context is not None]
    assert dues == [date(2024, 9, 12), date(2024, 9, 11)]


def test_a_change_leaves_the_derived_spans_and_the_check_as_they_were(station: Engine):
    told(station)
    move(station, COMMANDER, told(station), EventKind.TRIAGED, severity=2)
    change(station, "grace", 0)
    with reading(station) as session:
        assert differing_spans(session) == []
    assert check_database(station) == []


# Who, what, when


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person.name)
def test_only_the_commander_changes_a_setting(sqlite_station: Engine, person: Person):
    if person is COMMANDER:
        change(sqlite_station, "grace", 2, by=person)
    else:
        with pytest.raises(NotPermitted):
            change(sqlite_station, "grace", 2, by=person)
    with reading(sqlite_station) as session:
        grace = thresholds_on(session, STATION, TODAY).grace
    assert grace == (2 if person is COMMANDER else 3)


@pytest.mark.parametrize(
    ("setting", "value", "day", "fault"),
    [
        ("grace", None, TODAY, ("empty_cell", "")),
        ("grace", -1, TODAY, ("setting_out_of_bounds", "0 … 30")),
        ("grace", 31, TODAY, ("setting_out_of_bounds", "0 … 30")),
        ("least_share", 0, TODAY, ("setting_out_of_bounds", "1 … 100")),
        ("grace", 3, TODAY, ("setting_unchanged", "")),
        ("grace", 2, None, ("empty_cell", "")),
        ("grace", 2, TODAY - timedelta(days=1), ("setting_in_the_past", "2024-09-05")),
        ("report_cycle.alert", 31, TODAY, ("setting_too_long", "30")),
        ("default_due.2", 6, TODAY, ("setting_too_short", "7")),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_says_what_would_be_right(
    sqlite_station: Engine, setting: str, value: int | None, day: date | None, fault: object
):
    assert refusal(sqlite_station, setting, value, day) == [fault]
    with reading(sqlite_station) as session:
        assert threshold_history(session) == UNCHANGED


def test_an_unknown_setting_and_a_missing_reason_are_refused_together(sqlite_station: Engine):
    found = refusal(sqlite_station, "referral_due", 5, reason="  ")
    assert [code for code, _ in found] == ["unknown_code", "reason_needed"]


@pytest.mark.parametrize("reason", ["Usul Bapak Karto", "Hubungi 0812-3456-7890", "Paslon 2"])
def test_a_reason_that_names_somebody_is_refused(sqlite_station: Engine, reason: str):
    assert [code for code, _ in refusal(sqlite_station, "grace", 2, reason=reason)] == [
        "text_names"
    ]


def test_a_change_may_not_break_the_order_of_a_later_day(sqlite_station: Engine):
    # From the 7th on routine is 20 days; 25 for alert from today would be longer there.
    change(sqlite_station, "report_cycle.routine", 20, IN_TWO_DAYS)
    assert refusal(sqlite_station, "report_cycle.alert", 25) == [("setting_too_long", "20")]
    change(sqlite_station, "report_cycle.alert", 20)


def test_a_form_sent_twice_changes_once(station: Engine):
    change(station, "grace", 2, key="form")
    with pytest.raises(AlreadySaved):
        change(station, "grace", 2, key="form")
    with reading(station) as session:
        assert session.scalar(select(func.count()).select_from(SettingChangeRow)) == 1


def test_a_change_is_entered_with_a_digest_of_its_reason_alone(station: Engine):
    with reading(station) as session:
        version = ledger_version(session)
    change(station, "grace", 2, IN_TWO_DAYS, reason="Terlalu longgar")
    with reading(station) as session:
        entry = entries(session)[-1]
        assert ledger_version(session) > version
    payload = json.loads(entry.payload)
    assert (entry.account, entry.action, entry.subject) == ("commander", "change_settings", "grace")
    assert payload["fields"] == {"value": 2, "before": 3, "in_force_from": "2024-09-07"}
    assert payload["texts"]["reason"]["length"] == 15
    assert "longgar" not in entry.payload


def test_the_history_says_what_each_change_replaced_latest_first(station: Engine):
    change(station, "grace", 2, IN_TWO_DAYS)
    change(station, "grace", 5, IN_TWO_DAYS)
    change(station, "many_open", 4)
    with reading(station) as session:
        rows = setting_changes(session, STATION)
        by_now = setting_changes(session, STATION, TODAY)
    assert [(r.setting, r.before, r.value, r.account) for r in rows] == [
        ("many_open", 5, 4, "commander"),
        ("grace", 2, 5, "commander"),
        ("grace", 3, 2, "commander"),
    ]
    assert [r.setting for r in by_now] == ["many_open"]
    assert rows[0].recorded_at == NOON


def test_a_setting_changed_behind_the_commands_is_not_kept(station: Engine):
    values = {"setting": "grace", "value": 9, "in_force_from": TODAY, "reason": "x"}
    row = SettingChangeRow(**values, account="x", recorded_at=NOON)
    with pytest.raises(UnauditedWriteError), writing(station) as session:
        session.add(row)
    with reading(station) as session:
        assert threshold_history(session) == UNCHANGED


# The deny-list


def deny(engine: Engine, word: str, kind: str | None = None) -> int | None:
    with writing(engine) as session:
        return add_denied_word(session, ADMINISTRATOR.at(), word, kind)


def said_text(engine: Engine, key: str) -> str | None:
    with reading(engine) as session:
        return session.scalars(select(shown(Issue, "text")).where(Issue.issue == key)).one()


def test_a_word_denied_holds_back_what_is_stored_with_it_and_the_trail_says_how_much(
    station: Engine,
):
    key = told(station, text="Baliho MACAN   Kumbang roboh")
    other = told(station, text="Kumbang di sawah")
    assert deny(station, "Macan kumbang", "party") == 1

    assert said_text(station, key) == "[ditahan]"
    assert said_text(station, other) == "Kumbang di sawah"
    with reading(station) as session:
        [held] = session.scalars(select(HeldText))
        assert (held.key, held.field, held.kinds, held.written_by) == (key, "text", "denied", 9)
        payload = json.loads(entries(session)[-1].payload)
        assert payload["fields"] == {"held": 1, "kind": "party"}
        [row] = deny_list(session, STATION)
    assert (row.word, row.kind, row.added_by, row.added_on) == (
        "macan kumbang",
        "party",
        "administrator",
        TODAY,
    )


def test_a_denied_word_holds_back_notes_of_events_and_adds_to_what_is_held(station: Engine):
    key = told(station, text="Telepon 0812-3456-7890 soal macan kumbang")
    move(station, COMMANDER, key, EventKind.TRIAGED, severity=1, note="Baliho macan kumbang")
    assert deny(station, "macan kumbang") == 2
    with reading(station) as session:
        held = {(row.key, row.field): row.kinds for row in session.scalars(select(HeldText))}
    assert held == {(key, "text"): "denied;phone", (f"{key}#1", "note"): "denied"}


def test_a_text_cleared_before_the_word_was_denied_is_held_back_again(sqlite_station: Engine):
    key = told(sqlite_station, text="Kata Bapak Macan", by=RECORDER)
    with writing(sqlite_station) as session:
        clear_text(session, HEAD.at(), "issues", key, "text", None, form_key())
    assert said_text(sqlite_station, key) == "Kata Bapak Macan"
    assert deny(sqlite_station, "macan") == 1
    assert said_text(sqlite_station, key) == "[ditahan]"


def test_a_word_taken_off_frees_new_texts_and_leaves_held_ones_to_be_cleared(station: Engine):
    key = told(station, text="Baliho macan kumbang roboh")
    deny(station, "macan kumbang")
    with writing(station) as session:
        assert remove_denied_word(session, ADMINISTRATOR.at(), "Macan Kumbang")
        assert denied_words(session) == []
    assert said_text(station, key) == "[ditahan]"
    assert said_text(station, told(station, text="Ada macan kumbang")) == "Ada macan kumbang"


# The letterhead


def letterhead(engine: Engine, wanted: OwnLetterhead, by: Person = ADMINISTRATOR) -> None:
    with writing(engine) as session:
        set_letterhead(session, by.at(), wanted, form_key())


def test_the_letterhead_is_empty_until_it_is_set_and_then_as_it_was_typed(station: Engine):
    with reading(station) as session:
        assert own_letterhead(session, STATION) == OwnLetterhead()
    typed = OwnLetterhead(
        line_1="KEPOLISIAN NEGARA REPUBLIK INDONESIA",
        line_3="  RESOR   BENGKULU SELATAN ",
        signed_at="Manna",
        classification=Classification.RESTRICTED,
        copies=("Kapolda Bengkulu", " ", "Irwasda"),
    )
    letterhead(station, typed)
    letterhead(station, typed, by=COMMANDER)
    with reading(station) as session:
        found = own_letterhead(session, STATION)
        entry = json.loads(entries(session)[-2].payload)
    assert found.lines == ("KEPOLISIAN NEGARA REPUBLIK INDONESIA", "RESOR BENGKULU SELATAN")
    assert (found.signed_at, found.signatory, found.classification.value) == (
        "Manna",
        None,
        "restricted",
    )
    assert found.copies == ("Kapolda Bengkulu", "Irwasda")
    assert entry["fields"]["changed"] == [
        "classification",
        "copies",
        "line_1",
        "line_3",
        "signed_at",
    ]
    assert "Manna" not in json.dumps(entry)


@pytest.mark.parametrize(
    ("wanted", "fault"),
    [
        (OwnLetterhead(line_1="x" * 121), ("line_1", "text_too_long")),
        (OwnLetterhead(signatory="Bapak Karto"), ("signatory", "text_names")),
        (OwnLetterhead(copies=("Kapolda",) * 13), ("copies", "too_many_lines")),
    ],
)
def test_a_letterhead_that_is_too_long_or_names_somebody_is_refused(
    sqlite_station: Engine, wanted: OwnLetterhead, fault: tuple[str, str]
):
    with pytest.raises(Refused) as caught:
        letterhead(sqlite_station, wanted)
    assert [(f.column, f.code) for f in caught.value.faults] == [fault]


@pytest.mark.parametrize("person", [HEAD, RECORDER], ids=lambda person: person.name)
def test_others_do_not_set_the_letterhead(sqlite_station: Engine, person: Person):
    with pytest.raises(NotPermitted):
        letterhead(sqlite_station, OwnLetterhead(signed_at="Manna"), by=person)
