"""The trail holds no free text: a name typed by mistake can be removed for good."""

import json
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, text

from db.commands.held import clear_text
from db.commands.record import record_meeting
from db.commands.trail import Actor, text_digest
from db.engine import reading, writing
from db.queries.trail import verify
from domain.forms import InputForm, MeetingForm
from domain.permissions import Reader
from domain.station import station_zone
from domain.vocabulary import Role

NOON = datetime(2024, 9, 5, 12, tzinfo=station_zone())
AREA = "17.01.01"


def acting(name: str, account: int, role: Role) -> Actor:
    reader = Reader(name, frozenset({role}), "polsek-kedurang", frozenset({AREA}))
    return Actor(reader, account, NOON)


RECORDER = acting("siti", 1, Role.RECORDER)
HEAD = acting("kapolsek", 2, Role.SECTOR_HEAD)

NAMED = "Bapak Sukardi minta ronda malam di simpang tiga"
WORDS = {
    "venue": "Balai desa Sukaraja lama",
    "source": "Buku tamu warna hijau",
    "text": NAMED,
    "answer": "Sudah dijelaskan panjang lebar",
    "act": "Patroli dua kali sepekan lewat pasar",
}


def saved_meeting(engine: Engine) -> str:
    form = MeetingForm(
        programme="sambang",
        held_on=NOON.date(),
        sub_districts=(AREA,),
        venue=WORDS["venue"],
        source=WORDS["source"],
        promised=True,
        inputs="itemised",
        items=(
            InputForm(
                kind="complaint",
                category="patrol",
                text=WORDS["text"],
                sub_district=AREA,
                act=WORDS["act"],
                owner="polsek-kedurang",
                due_on=NOON.date(),
            ),
            InputForm(
                kind="question",
                category="patrol",
                text="Kapan pos ronda dibangun lagi",
                sub_district=AREA,
                answer=WORDS["answer"],
                raised_by="residents",
            ),
        ),
    )
    with writing(engine) as session:
        return record_meeting(session, RECORDER, form, "form-1")


def trail_text(engine: Engine) -> str:
    """Everything that stands in the trail, in one piece."""
    with reading(engine) as session:
        rows = session.execute(text("SELECT * FROM audit_entry"))
        return "\n".join(str(value) for row in rows for value in row)


def test_no_word_of_a_saved_meeting_stands_in_the_trail(shipped: Engine):
    saved_meeting(shipped)

    written = trail_text(shipped).casefold()
    assert "record_meeting" in written
    for words in [*WORDS.values(), "Kapan pos ronda dibangun lagi"]:
        assert words.casefold() not in written
        long = [word for word in words.casefold().split() if len(word) >= 6]
        assert [word for word in long if word in written] == []


def test_the_trail_keeps_a_keyed_digest_and_the_length_of_each_text(shipped: Engine):
    saved_meeting(shipped)
    with reading(shipped) as session:
        payload = session.scalar(
            text("SELECT payload FROM audit_entry WHERE action = 'record_meeting'")
        )

    texts = json.loads(payload)["texts"]
    assert text_digest(WORDS["venue"]) in texts.values()
    assert text_digest(NAMED) in texts.values()
    assert {said["length"] for said in texts.values()} >= {len(NAMED), len(WORDS["act"])}


def test_a_digest_says_nothing_to_who_has_no_key(monkeypatch, tmp_path: Path):
    one = text_digest(NAMED)
    monkeypatch.setenv("KONDUSIF_AUDIT_KEY", str(tmp_path / "other.key"))

    assert text_digest(NAMED) != one


def test_a_name_is_removed_for_good_and_the_chain_holds(shipped: Engine):
    saved_meeting(shipped)
    with reading(shipped) as session:
        (ticket,) = session.scalars(text("SELECT key FROM held_text WHERE record = 'issues'"))
    with writing(shipped) as session:
        clear_text(session, HEAD, "issues", ticket, "text", "Warga minta ronda malam", "clear")

    with reading(shipped) as session:
        kept = session.scalar(text("SELECT text FROM issue WHERE issue = :key"), {"key": ticket})
        assert kept == "Warga minta ronda malam"
        assert verify(session).why is None
    assert "Sukardi" not in trail_text(shipped)
    assert '"action":"clear_text"' in trail_text(shipped)
