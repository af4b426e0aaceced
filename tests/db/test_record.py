"""Recording meetings, reports and inputs: the rows they make, and the faults they list."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from db.commands.held import clear_text
from db.commands.record import record_input, record_meeting, record_report
from db.commands.saving import AlreadySaved, NotPermitted
from db.commands.spans import differing_spans
from db.engine import reading, writing
from db.queries.dataset import dataset_rows
from db.queries.issue_detail import issue_detail
from db.queries.recurring import likely_duplicates, recurring
from db.tables.access import Account
from db.tables.trail import Draft, HeldText
from domain.faults import Refused
from domain.forms import InputForm, MeetingForm, ReportBackForm, ReportForm
from domain.privacy import HELD
from domain.scope import Scope
from domain.vocabulary import ELECTION_VIOLATION_TEXT, EventKind
from models import Issue, Meeting, SituationReport
from tests.station import (
    COMMANDER,
    DEPUTY,
    FIRST_STAGE,
    HEAD,
    NOON,
    OTHER_RECORDER,
    RECORDER,
    TODAY,
    VILLAGES,
    A,
    B,
    Person,
    assigned,
    chain_is_whole,
    entries,
    form_key,
    move,
    nothing_kept,
    told,
)

DUE = date(2024, 9, 12)
V1, V2 = VILLAGES[A]


def item(**cells: Any) -> InputForm:
    given = {"kind": "complaint", "category": "patrol", "text": "Ronda malam sepi"}
    return InputForm(**{"sub_district": A, **given, **cells})


def meeting(**cells: Any) -> MeetingForm:
    given = {"programme": "sambang", "held_on": TODAY, "sub_districts": (A,), "inputs": "nil"}
    return MeetingForm(**{**given, **cells})


def hold(engine: Engine, form: MeetingForm, by: Person = RECORDER) -> str:
    with writing(engine) as session:
        return record_meeting(session, by.at(), form, form_key())


def faults(engine: Engine, act: Any, form: Any, by: Person = RECORDER) -> list[tuple]:
    """Field and code of every fault; nothing is kept."""
    with nothing_kept(engine), pytest.raises(Refused) as caught, writing(engine) as session:
        act(session, by.at(), form, form_key())
    return [(fault.column, fault.code) for fault in caught.value.faults]


WHOLE = meeting(
    held_on=date(2024, 9, 4),
    venue=" Balai desa\u0007 ",
    villages=(V1, V2, V1),
    attendance=(("residents", 40), ("village-head", None)),
    promised=True,
    inputs="itemised",
    items=(
        item(
            village=V1,
            raised_by="residents",
            act="Patroli tiap malam",
            owner="polsek-a",
            due_on=DUE,
        ),
        item(category="voter-list", act="Diteruskan", owner="kpu", due_on=DUE),
        item(kind="question", text="Kapan TPS dibuka?", answer="Pukul 7", raised_by="youth-leader"),
        item(category="election-violation", text="Sdr. Budi bagi uang", threat="threshold"),
        item(category="intimidation", threat="potential"),
    ),
)


def test_a_meeting_is_kept_whole_with_its_inputs_promises_and_answers(station: Engine) -> None:
    key = hold(station, WHOLE)

    assert key == "P-2024-09-04-KDR"
    with reading(station) as session:
        rows = dataset_rows(session)
        [row] = rows["meetings"]
        assert row == {
            "meeting": key,
            "held_on": date(2024, 9, 4),
            "programme": "sambang",
            "host_unit": "polsek-a",
            "venue": "Balai desa",
            "sub_district_codes": (A,),
            "village_codes": (V1, V2),
            "attendance": (("residents", 40), ("village-head", None)),
            "promised": True,
            "inputs": "itemised",
            "inputs_on": TODAY,
            "source": None,
            "recorded_at": "2024-09-05T12:00:00+07:00",
            "voided_on": None,
        }
        issues = rows["issues"]
        assert [r["issue"] for r in issues] == [f"KDR-240904-0{n}" for n in (1, 2, 3, 4, 5)]
        assert {r["meeting"] for r in issues} == {key}
        assert {r["reported_on"] for r in issues} == {date(2024, 9, 4)}
        assert [r["severity"] for r in issues] == [None, None, None, 2, 3]
        assert issues[3]["text"] == ELECTION_VIOLATION_TEXT
        assert [
            (e["issue"], e["event"], e["unit"], e["due_on"], e["by_group"], e["note"], e["meeting"])
            for e in rows["events"]
        ] == [
            ("KDR-240904-01", "assigned", "polsek-a", DUE, None, "Patroli tiap malam", key),
            ("KDR-240904-02", "referred", "kpu", DUE, None, "Diteruskan", key),
            ("KDR-240904-03", "settled", None, None, "youth-leader", "Pukul 7", key),
        ]
        assert session.scalars(select(Issue.entered_by)).all() == [RECORDER.account] * 5
        assert [entry.action for entry in entries(session)] == ["load", "record_meeting"]
        payload = entries(session)[-1].payload
        assert "Balai" not in payload
        assert "Patroli" not in payload
        assert '"residents:40","village-head:"' in payload
        assert chain_is_whole(session)
        assert differing_spans(session) == []


def test_a_second_meeting_of_the_day_and_later_inputs_get_the_next_numbers(
    sqlite_station: Engine,
) -> None:
    first = hold(sqlite_station, meeting(inputs="itemised", items=(item(),)))
    second = hold(sqlite_station, meeting(inputs="itemised", items=(item(), item())))

    assert (first, second) == ("P-2024-09-05-KDR", "P-2024-09-05-KDR-2")
    assert told(sqlite_station, A) == "KDR-240905-04"
    assert told(sqlite_station, B) == "SGN-240905-01"


def test_every_fault_of_a_meeting_is_listed_at_its_field_and_nothing_is_kept(
    station: Engine,
) -> None:
    form = meeting(
        programme="pesta",
        held_on=TODAY + timedelta(days=1),
        villages=(VILLAGES[B][0], "17.01.01.9999"),
        host_unit="polsek-x",
        attendance=(("residents", -1), ("warga", 3), ("media", 1), ("media", 2)),
        inputs="nil",
        items=(
            item(kind="x", text=" "),
            item(sub_district=B, village=V1),
            item(act="Patroli"),
            item(answer="Ya", act="x", owner="nobody", due_on=date(2024, 9, 1)),
            item(kind="agreement", sub_district=None),
            item(due_on=DUE),
        ),
        report_backs=(ReportBackForm("X", "warga", ""),),
    )

    found = faults(station, record_meeting, form)

    assert found == [
        ("programme", "unknown_code"),
        ("held_on", "in_the_future"),
        ("attendance.residents", "not_a_count"),
        ("attendance.warga", "unknown_code"),
        ("attendance.media", "key_twice"),
        ("inputs", "nil_with_inputs"),
        ("items.0.kind", "unknown_code"),
        ("items.0.text", "empty_cell"),
        ("items.1.sub_district", "not_covered"),
        ("items.2.owner", "empty_cell"),
        ("items.2.due_on", "empty_cell"),
        ("items.3.answer", "settled_kind"),
        ("items.3.answer", "answered_and_promised"),
        ("items.3.raised_by", "empty_cell"),
        ("items.3.due_on", "due_before_event"),
        ("items.4.act", "empty_cell"),
        ("items.5.act", "empty_cell"),
        ("report_backs.0.by_group", "unknown_code"),
        ("report_backs.0.note", "empty_cell"),
        ("villages", "village_elsewhere"),
        ("villages", "unknown_reference"),
        ("host_unit", "unknown_reference"),
        ("items.1.village", "village_elsewhere"),
        ("items.3.owner", "unknown_reference"),
    ]


@pytest.mark.parametrize("inputs", [None, "", "lost", "itemised"])
def test_a_meeting_cannot_be_closed_without_saying_what_became_of_its_inputs(
    sqlite_station: Engine, inputs: str | None
) -> None:
    found = faults(sqlite_station, record_meeting, meeting(promised=True, inputs=inputs))

    assert found == [("inputs", "inputs_unsaid")]


def test_a_day_before_the_first_stage_is_refused_and_the_first_day_of_it_is_not(
    sqlite_station: Engine,
) -> None:
    early = meeting(held_on=FIRST_STAGE - timedelta(days=1))

    assert faults(sqlite_station, record_meeting, early) == [("held_on", "before_first_stage")]
    assert hold(sqlite_station, meeting(held_on=FIRST_STAGE)) == "P-2024-08-24-KDR"


def test_a_meeting_to_follow_has_no_day_of_its_inputs(sqlite_station: Engine) -> None:
    hold(sqlite_station, meeting(promised=True, inputs="not_recorded"))

    with reading(sqlite_station) as session:
        row = session.scalars(select(Meeting)).one()
    assert (row.inputs, row.inputs_on) == ("not_recorded", None)


def test_the_outcome_of_an_earlier_input_is_told_with_an_entry_of_its_own(
    station: Engine,
) -> None:
    key = assigned(station)
    back = ReportBackForm(key, "residents", "Warga berterima kasih")

    held = hold(station, meeting(report_backs=(back,)))

    with reading(station) as session:
        event = dataset_rows(session)["events"][-1]
        assert (event["event"], event["meeting"], event["by_group"]) == (
            "reported_back", held, "residents",
        )  # fmt: skip
        assert [e.action for e in entries(session)][-2:] == ["move.reported_back", "record_meeting"]
        assert differing_spans(session) == []


def test_what_cannot_be_told_back_yet_is_named_by_its_place(station: Engine) -> None:
    fine, unmoved = assigned(station), told(station)
    backs = tuple(ReportBackForm(key, "residents", "x") for key in (fine, unmoved))

    found = faults(station, record_meeting, meeting(report_backs=backs))

    assert found == [("report_backs.1.event", "event_not_allowed")]


@pytest.mark.parametrize("guess", ["KDR-240905-99", "SGN-240905-01"])
def test_an_input_of_another_sector_told_back_is_answered_as_one_that_is_missing(
    sqlite_station: Engine, guess: str
) -> None:
    assert told(sqlite_station, B) == "SGN-240905-01"
    form = meeting(report_backs=(ReportBackForm(guess, "residents", "x"),))

    with nothing_kept(sqlite_station), pytest.raises(NotPermitted):
        hold(sqlite_station, form)


def test_a_meeting_sent_twice_is_kept_once_and_its_draft_goes(station: Engine) -> None:
    with writing(station, ledger=False) as session:
        session.add(Account(id=RECORDER.account, name="recorder.a", created_at=NOON, language="id"))
        session.flush()
        session.add(
            Draft(
                form_key="once", account_id=RECORDER.account, form="m", content="{}", saved_at="x"
            )
        )
    with writing(station) as session:
        key = record_meeting(session, RECORDER.at(), WHOLE, "once")

    with nothing_kept(station), pytest.raises(AlreadySaved) as caught, writing(station) as session:
        record_meeting(session, RECORDER.at(), WHOLE, "once")

    assert caught.value.subject == key
    with reading(station) as session:
        assert session.scalar(select(func.count()).select_from(Meeting)) == 1
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_report_lists_inputs_or_says_nihil(station: Engine) -> None:
    report = ReportForm("daily", TODAY, None, (A,))

    assert faults(station, record_report, report) == [("nil", "inputs_unsaid")]
    both = ReportForm("daily", TODAY, None, (A,), nil=True, items=(item(),))
    assert faults(station, record_report, both) == [("nil", "nil_with_inputs")]
    agency = ReportForm("daily", TODAY, "kpu", (A,), nil=True)
    assert faults(station, record_report, agency) == [("unit", "agency_reports")]
    with writing(station) as session:
        nil = ReportForm("daily", TODAY, None, (A,), (V1,), nil=True)
        assert record_report(session, RECORDER.at(), nil, "a") == "L-2024-09-05-KDR"
        listed = ReportForm("incident", TODAY, None, (A,), items=(item(),))
        assert record_report(session, RECORDER.at(), listed, "b") == "L-2024-09-05-KDR-2"
    with reading(station) as session:
        rows = session.execute(
            select(SituationReport.kind, SituationReport.unit, SituationReport.nil).order_by(
                SituationReport.report
            )
        ).all()
        assert [tuple(r) for r in rows] == [
            ("daily", "polsek-a", True),
            ("incident", "polsek-a", False),
        ]
        assert session.scalars(select(Issue.report)).all() == ["L-2024-09-05-KDR-2"]


def test_an_input_told_directly_says_how_and_where(station: Engine) -> None:
    def told_so(form: InputForm, source: str) -> list[tuple]:
        def act(session, actor, form, key):
            return record_input(session, actor, form, TODAY, source, key)

        return faults(station, act, form)

    assert told_so(item(text=""), " ") == [("source", "empty_cell"), ("text", "empty_cell")]
    assert told_so(
        item(kind="agreement", sub_district=None, act="x", owner="polres", due_on=DUE), "telepon"
    ) == [("sub_district", "empty_cell")]


# texts


def test_flagged_text_is_held_back_until_somebody_else_who_may_clears_it(
    station: Engine,
) -> None:
    key = told(station, A, by=HEAD, text="Sdr. Budi di RT 05 mengancam")

    def clear(by: Person, words: str | None = None) -> None:
        with writing(station) as session:
            clear_text(session, by.at(), "issues", key, "text", words, form_key())

    def shown() -> str | None:
        with reading(station) as session:
            found = issue_detail(session, COMMANDER.at().reader, Scope(as_of=TODAY), key)
        assert found is not None
        return found.record.text

    assert shown() == HELD
    for stranger in (HEAD, RECORDER, OTHER_RECORDER):  # the writer, and who may not
        with nothing_kept(station), pytest.raises(NotPermitted):
            clear(stranger)
    for words, code in (("Sdri. Ani mengancam", "still_flagged"), ("  ", "empty_cell")):
        with nothing_kept(station), pytest.raises(Refused) as caught:
            clear(DEPUTY, words)
        assert [fault.code for fault in caught.value.faults] == [code]
    clear(DEPUTY, "Seorang warga mengancam")
    assert shown() == "Seorang warga mengancam"
    with reading(station) as session:
        assert session.scalars(select(HeldText)).all() == []
        assert entries(session)[-1].action == "clear_text"
        assert "Budi" not in "".join(entry.payload for entry in entries(session))


def test_a_text_may_be_cleared_as_it_is(sqlite_station: Engine) -> None:
    key = told(sqlite_station, A, text="Ibu Pertiwi memanggil")

    with writing(sqlite_station) as session:
        clear_text(session, HEAD.at(), "issues", key, "text", None, form_key())

    with reading(sqlite_station) as session:
        assert session.scalars(select(Issue.text)).one() == "Ibu Pertiwi memanggil"
        assert session.scalars(select(HeldText)).all() == []


# what was told before


def test_an_earlier_issue_of_the_sort_recurs_while_it_is_open(station: Engine) -> None:
    first = told(station, A, category="youth", text="Balap liar di jalan raya")
    told(station, B, category="youth")
    told(station, A, category="crime")
    shut = told(station, A, category="youth", on=TODAY - timedelta(days=1))
    move(station, HEAD, shut, EventKind.WITHDRAWN, by_group="residents", note="Dicabut")

    def keys(by: Person, category: str, day: date) -> list[str]:
        with reading(station) as session:
            return [f.issue for f in recurring(session, by.at().reader, category, A, day)]

    assert keys(HEAD, "youth", TODAY) == [first]
    assert keys(HEAD, "youth", TODAY - timedelta(days=1)) == [shut]
    assert keys(OTHER_RECORDER, "youth", TODAY) == []


def test_the_same_thing_told_twice_is_offered_within_kecamatan_and_thirty_days(
    station: Engine,
) -> None:
    text = "Banyak remaja balap liar di jalan raya pada malam Minggu"
    twin = told(station, A, text="Pada malam Minggu banyak remaja BALAP LIAR di jalan raya!")
    told(station, A, text="Harga pupuk naik dan langka di kios")
    told(station, B, text=text)
    told(station, A, text=text, category="police-service")
    held = told(station, A, text=f"{text}, Sdr. Budi")

    def found(by: Person, day: date) -> list[tuple[str, float]]:
        with reading(station) as session:
            rows = likely_duplicates(session, by.at().reader, text, A, day)
        return [(row.issue, score) for row, score in rows]

    assert held not in [key for key, _ in found(HEAD, TODAY)]
    assert found(HEAD, TODAY) == [(twin, 100.0)]
    assert found(HEAD, TODAY + timedelta(days=30)) == [(twin, 100.0)]
    assert found(HEAD, TODAY + timedelta(days=31)) == []
    assert found(OTHER_RECORDER, TODAY) == []
    with reading(station) as session:
        assert likely_duplicates(session, HEAD.at().reader, "malam", A, TODAY) == []
