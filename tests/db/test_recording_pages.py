"""The recording forms over a real database: what is sent, what is kept, what is said."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine, insert, select
from starlette.applications import Starlette
from starlette.middleware import Middleware

from access import hashing
from db.commands import accounts as commands
from db.engine import reading, writing
from db.tables.trail import AuditEntry, DeniedWord, Draft, HeldText
from domain.station import station_zone
from domain.vocabulary import Role
from models import (
    Attendance,
    Issue,
    IssueEvent,
    Meeting,
    MeetingSubDistrict,
    MeetingVillage,
    SituationReport,
    SituationReportSubDistrict,
)
from tests.asgi import Answer, Client
from tests.databases import planting
from web.gate import Gate
from web.headers import Headers
from web.recording import RecordingPages
from web.service import Service, Turned, answer_turned
from web.sign_in import SignInPages
from wording.translator import Translator

ID = Translator("id")
NOON = datetime(2024, 11, 20, 12, tzinfo=station_zone())
TODAY = "2024-11-20"
PASSWORD = "kopi pahit sore ini"
KEDURANG, ILIR = "17.01.01", "17.01.07"
VILLAGE = "17.01.01.2003"

Fields = Mapping[str, str | list[str]]


@pytest.fixture
def engine(sqlite_shipped: Engine) -> Engine:
    """SQLite alone: what the forms ask of a database is tested on both makes elsewhere."""
    return sqlite_shipped


SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """`sign_in("siti", Role.RECORDER)`: a browser of one server with an account of a unit."""
    monkeypatch.setattr(hashing, "matches", lambda given, kept: (kept == f"hash of {given}", None))
    for module in ("web.recording", "web.recording_store"):
        monkeypatch.setattr(f"{module}.now", lambda: NOON)
    service = Service(lambda: engine, lambda: NOON)
    app = Starlette(
        routes=[*SignInPages(service).routes(), *RecordingPages(service).routes()],
        middleware=[
            Middleware(Headers, allowed_hosts=tuple),
            Middleware(Gate, look_up=service.look_up, home=lambda _reader: "status"),
        ],
        exception_handlers={Turned: answer_turned},
    )

    def signing_in(
        name: str = "siti", role: Role = Role.RECORDER, unit: str = "polsek-kedurang"
    ) -> Client:
        with writing(engine, ledger=False) as session:
            commands.add_account(session, name, unit, [role], f"hash of {PASSWORD}", NOON)
        client = Client(app)
        assert client.post("/auth/login", name=name, password=PASSWORD).status == 303
        return client

    return signing_in


def send(client: Client, url: str, fields: Fields, origin: str = "http://localhost:8501") -> Answer:
    headers = {"content-type": "application/x-www-form-urlencoded", "origin": origin}
    return client.request("POST", url, urlencode(fields, doseq=True).encode(), headers)


def rows(engine: Engine, *columns: Any) -> list[tuple[Any, ...]]:
    with reading(engine) as session:
        return [tuple(row) for row in session.execute(select(*columns))]


def meeting(**changed: str | list[str]) -> dict[str, str | list[str]]:
    """A meeting at Kedurang that brought nothing up."""
    return {
        "form_key": "form-of-this-test",
        "do": "save",
        "programme": "jumat-curhat",
        "held_on": TODAY,
        "area": KEDURANG,
        "promised": "no",
        "inputs": "nil",
        "items": "0",
        **changed,
    }


def item(place: int = 0, **cells: str) -> dict[str, str | list[str]]:
    """The fields of an input: a complaint about patrols at Kedurang, unless said otherwise."""
    given = {
        "kind": "complaint",
        "category": "patrol",
        "text": "Ronda malam sepi",
        "area": KEDURANG,
        **cells,
    }
    return {f"item_{place}_{name}": value for name, value in given.items()}


def with_items(*blocks: dict[str, str | list[str]], **changed: str) -> dict[str, Any]:
    fields = meeting(inputs="itemised", promised="yes", items=str(len(blocks)), **changed)
    for block in blocks:
        fields |= block
    return fields


def meetings_of_today(engine: Engine) -> list[str]:
    return [key for key, day in rows(engine, Meeting.meeting, Meeting.held_on) if str(day) == TODAY]


def fault_at(answer: Answer, name: str) -> str:
    """The words that stand at a field: after it, before the next field begins."""
    after = answer.text.split(f'name="{name}"', 1)[1]
    match = re.search(r'<p class="wrong" role="alert">(.*?)</p>', after)
    assert match, f"nothing is said at {name}"
    between = re.sub(rf'name="{re.escape(name)}"', "", after[: match.start()])
    assert ' name="' not in between, f"what is said after {name} stands at another field"
    return match[1]


def field_value(answer: Answer, name: str) -> str:
    match = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', answer.text)
    assert match, name
    return match[1]


def test_a_meeting_is_kept_with_everything_that_was_filled_in(
    sign_in: SignIn, engine: Engine
) -> None:
    fields = with_items(
        item(
            0,
            village=VILLAGE,
            raised_by="youth-leader",
            threat="potential",
            act="Patroli tiap malam Minggu",
            owner="sat-samapta",
            due_on="2024-11-30",
        )
        | {"item_0_rubric": ["violence", "persons"]},
        item(1, area=ILIR, category="crime", text="Pencurian motor di pasar"),
        venue="Balai Desa",
        village=VILLAGE,
    )
    fields |= {
        "area": [KEDURANG, ILIR],
        "group": ["camat", "youth-leader"],
        "count_camat": "",
        "count_youth-leader": "12",
    }

    answer = send(sign_in(), "/record/meeting", fields)

    assert answer.status == 200
    [key] = meetings_of_today(engine)
    assert key in answer.text
    assert ID("save.done") in answer.text
    with reading(engine) as session:
        kept = session.get_one(Meeting, key)
        assert (kept.programme, kept.host_unit, kept.venue, kept.promised, kept.inputs) == (
            "jumat-curhat",
            "polsek-kedurang",
            "Balai Desa",
            True,
            "itemised",
        )
    of_meeting = [
        code
        for m, code in rows(
            engine, MeetingSubDistrict.meeting, MeetingSubDistrict.sub_district_code
        )
        if m == key
    ]
    assert sorted(of_meeting) == [KEDURANG, ILIR]
    assert (key, VILLAGE) in rows(engine, MeetingVillage.meeting, MeetingVillage.village_code)
    present = rows(engine, Attendance.meeting, Attendance.stakeholder_group, Attendance.headcount)
    assert {row[1:] for row in present if row[0] == key} == {
        ("camat", None),
        ("youth-leader", 12),
    }
    with reading(engine) as session:
        first, second = session.scalars(
            select(Issue).where(Issue.meeting == key).order_by(Issue.issue.desc())
        ).all()
        if first.category != "patrol":
            first, second = second, first
        assert (first.village_code, first.raised_by, first.threat) == (
            VILLAGE,
            "youth-leader",
            "potential",
        )
        assert set((first.rubric or "").split(";")) == {"violence", "persons"}
        assert (second.sub_district_code, second.category) == (ILIR, "crime")
        [promise] = session.scalars(
            select(IssueEvent).where(IssueEvent.issue.in_([first.issue, second.issue]))
        ).all()
        assert (promise.issue, promise.event, promise.unit, str(promise.due_on)) == (
            first.issue,
            "assigned",
            "sat-samapta",
            "2024-11-30",
        )


def test_faults_stand_at_their_fields_and_nothing_typed_is_lost(
    sign_in: SignIn, engine: Engine
) -> None:
    fields = with_items(
        item(0, category="", text="Ronda malam sepi"),
        item(1, act="Patroli ditambah"),
        programme="",
        held_on="2024-11-21",
        venue="Balai Desa",
    )
    fields |= {"group": "camat", "count_camat": "dua belas"}

    answer = send(sign_in(), "/record/meeting", fields)

    assert answer.status == 422
    empty = ID("fault.empty_cell")
    assert fault_at(answer, "programme") == empty
    late = {"value": "21 November 2024", "expected": "20 November 2024"}
    assert fault_at(answer, "held_on") == ID("fault.in_the_future", **late)
    assert fault_at(answer, "item_0_category") == empty
    assert fault_at(answer, "item_1_owner") == empty
    assert fault_at(answer, "item_1_due_on") == empty
    whole = {"value": "dua belas", "expected": "0 … 99999"}
    assert fault_at(answer, "count_camat") == ID("fault.not_a_count", **whole)
    assert field_value(answer, "venue") == "Balai Desa"
    assert field_value(answer, "count_camat") == "dua belas"
    assert ">Ronda malam sepi</textarea>" in answer.text
    assert ">Patroli ditambah</textarea>" in answer.text
    assert meetings_of_today(engine) == []


def test_a_day_that_is_none_is_named_as_it_was_typed(sign_in: SignIn) -> None:
    answer = send(sign_in(), "/record/meeting", meeting(held_on="5 September"))

    wrong = {"value": "5 September", "expected": "YYYY-MM-DD"}
    assert fault_at(answer, "held_on") == ID("fault.not_a_date", **wrong)
    assert field_value(answer, "held_on") == "5 September"


@pytest.mark.parametrize(
    ("field", "typed", "code", "expected"),
    [
        ("item_0_due_on", "besok", "not_a_date", "YYYY-MM-DD"),
        ("item_0_due_on", "2024-11-31", "not_a_date", "YYYY-MM-DD"),
        ("count_media", "banyak", "not_a_count", "0 … 99999"),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_could_be_left_empty_too(
    sign_in: SignIn, engine: Engine, field: str, typed: str, code: str, expected: str
) -> None:
    answer = send(sign_in(), "/record/meeting", with_items(item(0)) | {field: typed})

    assert answer.status == 422
    assert fault_at(answer, field) == ID(f"fault.{code}", value=typed, expected=expected)
    assert field_value(answer, field) == typed
    assert answer.text.count('class="wrong"') == 1
    assert meetings_of_today(engine) == []


def test_a_fault_stands_in_its_block_when_the_block_before_was_left_blank(sign_in: SignIn) -> None:
    blank = item(0, kind="", category="", text="", area="")
    answer = send(sign_in(), "/record/meeting", with_items(blank, item(1, category="")))

    assert fault_at(answer, "item_1_category") == ID("fault.empty_cell")
    assert answer.text.count('class="wrong"') == 1


def test_an_input_of_one_of_two_kecamatan_asks_which(sign_in: SignIn) -> None:
    fields = with_items(item(0, area="")) | {"area": [KEDURANG, ILIR]}
    answer = send(sign_in(), "/record/meeting", fields)

    assert fault_at(answer, "item_0_area") == ID("fault.empty_cell")


@pytest.mark.parametrize("field", ["answer", "owner", "due_on", "village", "raised_by"])
def test_a_block_with_anything_in_it_is_never_dropped(
    sign_in: SignIn, engine: Engine, field: str
) -> None:
    value = {
        "answer": "Sudah dijelaskan",
        "owner": "sat-samapta",
        "due_on": "2024-11-30",
        "village": VILLAGE,
        "raised_by": "camat",
    }[field]
    block = item(0, kind="", category="", text="", area="", **{field: value})
    answer = send(sign_in(), "/record/meeting", with_items(item(1), block) | {"items": "2"})

    assert answer.status == 422
    assert fault_at(answer, "item_0_category") == ID("fault.empty_cell")
    assert value in answer.text
    assert meetings_of_today(engine) == []


@pytest.mark.parametrize("said", ["nil", "not_recorded"])
def test_inputs_beside_nihil_or_details_to_follow_are_not_thrown_away(
    sign_in: SignIn, engine: Engine, said: str
) -> None:
    answer = send(sign_in(), "/record/meeting", with_items(item(0)) | {"inputs": said})

    assert answer.status == 422
    assert ID("fault.nil_with_inputs", value="1") in answer.text
    assert ">Ronda malam sepi</textarea>" in answer.text
    assert meetings_of_today(engine) == []


def test_a_headcount_without_its_tick_counts_as_present(sign_in: SignIn, engine: Engine) -> None:
    send(sign_in(), "/record/meeting", meeting() | {"count_camat": "3"})

    [key] = meetings_of_today(engine)
    present = rows(engine, Attendance.meeting, Attendance.stakeholder_group, Attendance.headcount)
    assert (key, "camat", 3) in present


def test_a_fault_of_a_field_that_is_not_drawn_is_said_above_the_form(sign_in: SignIn) -> None:
    seginim_recorder = sign_in("amir", unit="polsek-kota-manna")  # one kecamatan alone
    fields = with_items(item(0, area="17.01.09")) | {"area": "17.01.05"}

    answer = send(seginim_recorder, "/record/meeting", fields)

    assert answer.status == 422
    head = answer.text.split("<form", 1)[0]
    assert "17.01.09" in head


def test_one_more_block_keeps_all_that_was_typed(sign_in: SignIn, engine: Engine) -> None:
    fields = with_items(item(0, act="Patroli ditambah"), venue="Balai Desa") | {"do": "add"}
    fields |= {"village": VILLAGE, "group": "camat"}

    answer = send(sign_in(), "/record/meeting", fields)

    assert answer.status == 200
    assert field_value(answer, "items") == "2"
    assert 'name="item_1_text"' in answer.text
    assert ">Ronda malam sepi</textarea>" in answer.text
    assert ">Patroli ditambah</textarea>" in answer.text
    assert field_value(answer, "venue") == "Balai Desa"
    assert f'value="{VILLAGE}" checked' in answer.text
    assert 'value="camat" checked' in answer.text
    assert 'value="patrol" selected' in answer.text
    assert meetings_of_today(engine) == []


def test_a_draft_is_kept_offered_continued_and_gone_once_saved(
    sign_in: SignIn, engine: Engine
) -> None:
    client = sign_in()
    kept = send(client, "/record/draft", meeting(form="meeting", venue="Balai Desa"))
    assert kept.text == '{"kept":true}'

    link = "/record/meeting?draft=form-of-this-test"
    assert link in client.get("/record").text
    assert link in client.get("/record/meeting").text
    continued = client.get(link)
    assert field_value(continued, "venue") == "Balai Desa"
    assert field_value(continued, "form_key") == "form-of-this-test"

    send(client, "/record/meeting", meeting(venue="Balai Desa"))
    assert len(meetings_of_today(engine)) == 1
    assert link not in client.get("/record").text
    late = send(client, "/record/draft", meeting(form="meeting", venue="Balai Desa"))
    assert late.text == '{"kept":false}'
    assert rows(engine, Draft.form_key) == []


def test_a_draft_can_be_thrown_away(sign_in: SignIn, engine: Engine) -> None:
    client = sign_in()
    send(client, "/record/draft", meeting(form="meeting"))
    answer = send(client, "/record/meeting", meeting(do="drop"))

    assert answer.status == 303
    assert rows(engine, Draft.form_key) == []
    assert meetings_of_today(engine) == []


def test_nobody_sees_keeps_or_drops_the_draft_of_another(sign_in: SignIn, engine: Engine) -> None:
    send(sign_in("siti"), "/record/draft", meeting(form="meeting", venue="Balai Desa"))
    other = sign_in("amir")

    assert "form-of-this-test" not in other.get("/record").text
    shown = other.get("/record/meeting?draft=form-of-this-test").text
    assert "Balai Desa" not in shown
    assert "form-of-this-test" not in shown
    taken = send(other, "/record/draft", meeting(form="meeting", venue="Pasar"))
    assert taken.text == '{"kept":false}'
    send(other, "/record/meeting", meeting(do="drop"))
    [content] = rows(engine, Draft.content)
    assert "Balai Desa" in content[0]


def test_what_was_refused_waits_as_a_draft(sign_in: SignIn) -> None:
    client = sign_in()
    send(client, "/record/meeting", meeting(programme="", venue="Balai Desa"))

    continued = client.get("/record/meeting?draft=form-of-this-test")
    assert field_value(continued, "venue") == "Balai Desa"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hubungi 0812-3456-7890 soal ronda", "phone"),
        ("Warga bicara soal macan kumbang", "denied"),
    ],
)
def test_a_flagged_text_is_asked_about_and_then_held_back(
    sign_in: SignIn, engine: Engine, text: str, kind: str
) -> None:
    with planting(engine, ledger=False) as session:
        session.execute(insert(DeniedWord).values(word="macan kumbang"))
    client, fields = sign_in(), with_items(item(0, text=text))

    asked = send(client, "/record/meeting", fields)
    assert ID.label("flag", kind) in fault_at(asked, "item_0_text")
    assert 'name="confirm"' in asked.text
    assert meetings_of_today(engine) == []

    saved = send(client, "/record/meeting", fields | {"confirm": "yes"})
    assert ID("save.done") in saved.text
    [key] = meetings_of_today(engine)
    [issue] = [i for i, m in rows(engine, Issue.issue, Issue.meeting) if m == key]
    held = rows(engine, HeldText.record, HeldText.key, HeldText.field, HeldText.kinds)
    assert [row for row in held if row[1] in (key, issue)] == [("issues", issue, "text", kind)]


def test_the_same_form_sent_twice_is_kept_once(sign_in: SignIn, engine: Engine) -> None:
    client = sign_in()
    send(client, "/record/meeting", meeting())
    again = send(client, "/record/meeting", meeting())

    assert again.status == 200
    assert ID("save.before") in again.text
    [key] = meetings_of_today(engine)
    assert key in again.text


def report(**changed: str | list[str]) -> dict[str, str | list[str]]:
    return {
        "form_key": "report-of-this-test",
        "do": "save",
        "kind": "daily",
        "reported_on": TODAY,
        "area": KEDURANG,
        "nil": "yes",
        "items": "0",
        **changed,
    }


def reports(engine: Engine) -> list[tuple[Any, ...]]:
    return rows(engine, SituationReport.kind, SituationReport.unit, SituationReport.nil)


def test_a_report_says_nihil(sign_in: SignIn, engine: Engine) -> None:
    answer = send(sign_in(), "/record/report", report())

    assert ID("save.done") in answer.text
    assert reports(engine) == [("daily", "polsek-kedurang", True)]


def test_a_report_without_nihil_or_inputs_and_one_with_both_are_refused(
    sign_in: SignIn, engine: Engine
) -> None:
    client = sign_in()
    neither = send(client, "/record/report", report(nil=""))
    both = send(client, "/record/report", report(items="1") | item(0))

    assert fault_at(neither, "nil") == ID("fault.inputs_unsaid")
    assert fault_at(both, "nil") == ID("fault.nil_with_inputs", value="1")
    assert ">Ronda malam sepi</textarea>" in both.text
    assert reports(engine) == []


def round_up(**cells: str) -> dict[str, str | list[str]]:
    keys = {f"key_{area}": f"row-{area}" for area in (KEDURANG, ILIR)}
    return {"row": [KEDURANG, ILIR], "do": "save", **keys, **cells}


def choice_of(answer: Answer, area: str) -> str:
    """What the row of a kecamatan says."""
    select_ = answer.text.split(f'name="said_{area}"', 1)[1].split("</select>", 1)[0]
    match = re.search(r'value="(\w*)" selected', select_)
    return match[1] if match else ""


def test_the_round_up_keeps_a_report_for_each_row_that_says_something(
    sign_in: SignIn, engine: Engine
) -> None:
    client = sign_in()
    before = client.get("/record/round-up")
    reminder = before.text.split("readonly>", 1)[1].split("</textarea>", 1)[0]
    assert "Kedurang, Kedurang Ilir" in reminder
    assert "20 November 2024" in reminder

    answer = send(client, "/record/round-up", round_up(**{f"said_{ILIR}": "nil"}))
    assert answer.status == 200
    assert reports(engine) == [("daily", "polsek-kedurang", True)]
    assert [code for (code,) in rows(engine, SituationReportSubDistrict.sub_district_code)] == [
        ILIR
    ]
    reminder = answer.text.split("readonly>", 1)[1].split("</textarea>", 1)[0]
    assert "Kedurang." in reminder
    assert "Kedurang Ilir" not in reminder

    again = send(client, "/record/round-up", round_up(**{f"said_{ILIR}": "nil"}))
    assert len(reports(engine)) == 1  # sent twice, kept once
    assert f"{ID('save.done')} <b>Kedurang Ilir</b>" in answer.text
    assert ID("save.done") not in again.text
    assert f"{ID('save.before')} <b>Kedurang Ilir</b>" in again.text
    assert ID("save.done") not in before.text


def test_the_round_up_says_what_was_kept_beside_what_is_to_be_put_right(
    sign_in: SignIn, engine: Engine
) -> None:
    cells = {f"said_{ILIR}": "nil", f"text_{KEDURANG}": "Hubungi 0812 3456 7890"}

    answer = send(sign_in(), "/record/round-up", round_up(**cells))

    assert f"{ID('save.done')} <b>Kedurang Ilir</b>" in answer.text
    assert ID("record.to_mend", n=1) in answer.text
    assert len(reports(engine)) == 1


def test_a_row_of_the_round_up_with_text_alone_is_not_dropped(
    sign_in: SignIn, engine: Engine
) -> None:
    answer = send(
        sign_in(), "/record/round-up", round_up(**{f"text_{KEDURANG}": "Pencurian di pasar"})
    )

    assert ID("fault.empty_cell") in answer.text  # the category
    assert 'value="Pencurian di pasar"' in answer.text
    assert reports(engine) == []


def test_a_flagged_row_of_the_round_up_is_asked_about(sign_in: SignIn, engine: Engine) -> None:
    client = sign_in()
    cells = {
        f"said_{KEDURANG}": "inputs",
        f"category_{KEDURANG}": "crime",
        f"text_{KEDURANG}": "Hubungi 0812-3456-7890",
    }
    asked = send(client, "/record/round-up", round_up(**cells))
    assert ID.label("flag", "phone") in asked.text
    assert f'name="confirm_{KEDURANG}"' in asked.text
    assert reports(engine) == []

    send(client, "/record/round-up", round_up(**cells, **{f"confirm_{KEDURANG}": "yes"}))
    assert reports(engine) == [("daily", "polsek-kedurang", False)]
    assert ("issues", "phone") in rows(engine, HeldText.record, HeldText.kinds)


def test_a_pasted_message_fills_rows_and_saves_nothing(sign_in: SignIn, engine: Engine) -> None:
    message = "KEDURANG ILIR: nihil\nKedurang: pencurian ternak di Batu Ampar\nSelesai"
    answer = send(sign_in(), "/record/round-up", {"do": "paste", "paste": message})

    assert choice_of(answer, ILIR) == "nil"
    assert choice_of(answer, KEDURANG) == "inputs"
    assert field_value(answer, f"text_{KEDURANG}").startswith("Kedurang: pencurian ternak")
    assert "Selesai" in answer.text
    assert reports(engine) == []


def test_a_line_on_kedurang_ilir_says_nothing_of_kedurang(sign_in: SignIn) -> None:
    answer = send(
        sign_in(), "/record/round-up", {"do": "paste", "paste": "Kedurang Ilir: perkelahian"}
    )

    assert choice_of(answer, ILIR) == "inputs"
    assert choice_of(answer, KEDURANG) == ""


def test_a_longer_name_that_is_not_the_recorders_own_is_not_taken_for_a_shorter(
    sign_in: SignIn,
) -> None:
    manna = sign_in("amir", unit="polsek-manna")  # Manna alone
    answer = send(manna, "/record/round-up", {"do": "paste", "paste": "Kota Manna: perkelahian"})

    assert choice_of(answer, "17.01.04") == ""


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.RECORDER, Role.SECTOR_HEAD}))
def test_who_may_not_record_finds_no_form_and_keeps_nothing(
    sign_in: SignIn, engine: Engine, role: Role
) -> None:
    client = sign_in("amir", role)

    assert ID("record.not_yours") in client.get("/record").text
    for path in ("/record/meeting", "/record/report", "/record/round-up"):
        assert client.get(path).status == 404
    assert send(client, "/record/meeting", meeting()).status == 404
    assert send(client, "/record/meeting", meeting(do="add")).status == 404
    assert send(client, "/record/report", report()).status == 404
    row = round_up(**{f"said_{ILIR}": "nil"})
    assert send(client, "/record/round-up", row).status == 404
    assert send(client, "/record/draft", meeting(form="meeting")).status == 403
    assert meetings_of_today(engine) == []
    assert reports(engine) == []
    assert rows(engine, Draft.form_key) == []
    tried = rows(engine, AuditEntry.account, AuditEntry.action, AuditEntry.subject)
    assert ("amir", "refused", "record_meeting") in tried


def test_another_sectors_kecamatan_is_refused_and_the_attempt_entered(
    sign_in: SignIn, engine: Engine
) -> None:
    answer = send(sign_in(), "/record/meeting", meeting(area="17.01.02"))

    assert answer.status == 403
    assert fault_at(answer, "area") == ID("save.not_permitted")
    assert meetings_of_today(engine) == []
    tried = rows(engine, AuditEntry.account, AuditEntry.action, AuditEntry.subject)
    assert ("siti", "refused", "record_meeting") in tried


@pytest.mark.parametrize("path", ["/record/meeting", "/record/draft", "/record/round-up"])
def test_a_form_of_another_site_is_refused(sign_in: SignIn, engine: Engine, path: str) -> None:
    answer = send(sign_in(), path, meeting(form="meeting"), origin="http://elsewhere.example")

    assert answer.status == 403
    assert meetings_of_today(engine) == []
    assert rows(engine, Draft.form_key) == []


def test_no_village_is_chosen_beforehand(sign_in: SignIn) -> None:
    client = sign_in()
    for form in ("meeting", "report"):
        page = client.get(f"/record/{form}").text
        boxes = re.findall(r'<input type="checkbox" name="village"[^>]*>', page)
        assert len(boxes) == 31  # 19 of Kedurang and 12 of Kedurang Ilir
        assert not [box for box in boxes if "checked" in box]


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


def test_what_was_typed_is_shown_as_text_whatever_it_is(sign_in: SignIn) -> None:
    client = sign_in()
    fields = with_items(item(0, text=HOSTILE, act=HOSTILE), venue=HOSTILE, held_on=HOSTILE)
    fields |= {"form_key": HOSTILE, "group": "camat", "count_camat": HOSTILE, "programme": HOSTILE}
    pages = [
        send(client, "/record/meeting", fields),
        send(client, "/record/meeting", fields | {"do": "add"}),
        client.get("/record"),
        client.get("/record/meeting"),
        send(client, "/record/round-up", {"do": "paste", "paste": f"Kedurang {HOSTILE}"}),
    ]
    for page in pages:
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
    assert "&lt;script&gt;" in pages[0].text


@pytest.mark.parametrize("items", ["²", "-1", "9" * 30, "x", ""])
def test_a_nonsense_number_of_blocks_breaks_nothing(sign_in: SignIn, items: str) -> None:
    assert send(sign_in(), "/record/meeting", meeting(items=items)).status in (200, 422)


def test_a_form_that_is_too_large_is_turned_away(sign_in: SignIn, engine: Engine) -> None:
    client = sign_in()
    assert send(client, "/record/meeting", meeting(venue="x" * 300_000)).status == 413
    assert send(client, "/record/meeting", meeting(area=[KEDURANG] * 5000)).status == 413
    assert meetings_of_today(engine) == []
