"""The chain of the audit trail: nothing of it can be changed without being named."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DatabaseError as SqlDatabaseError

from db import trail_key
from db.commands.trail import Actor, chained, enter
from db.engine import DatabaseError, reading, writing
from db.queries import trail
from db.queries.trail import Head, TrailFilter, Verdict, trail_page, verify
from domain.permissions import STATION, Reader
from domain.station import station_zone
from domain.vocabulary import Role

NOON = datetime(2024, 9, 5, 12, tzinfo=station_zone())
INSPECTOR = Reader("pengawas", frozenset({Role.INSPECTOR}), "siwas")


def filled(engine: Engine, times: int = 6) -> None:
    """Entries on issues 1, 2, 3 ... by two accounts in turn, a minute apart."""
    with writing(engine, ledger=False) as session:
        for number in range(1, times + 1):
            reader = Reader("siti" if number % 2 else "budi", frozenset(), "polsek-a")
            actor = Actor(reader, number, NOON + number * timedelta(minutes=1))
            enter(
                session,
                actor,
                "move.claimed" if number % 2 else "void.event",
                f"KDR-240905-{number:02}",
                {"severity": number, "groups": ("camat", "school"), "on": NOON.date()},
                {"note": "x" * number, "reason": None},
            )


def verdict(engine: Engine, known: Head | None = None) -> Verdict:
    with reading(engine) as session:
        return verify(session, known)


def head(engine: Engine) -> Head:
    with reading(engine) as session:
        return trail.head(session)


def test_an_empty_chain_is_whole(engine: Engine):
    assert verdict(engine) == Verdict(0, Head(0, ""))


def test_a_chain_is_whole_as_it_was_written_however_long(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
):
    filled(engine, 11)
    monkeypatch.setattr(trail, "CHUNK", 5)

    assert verdict(engine) == Verdict(11, head(engine))
    assert head(engine).seq == 11


def test_the_first_mac_is_of_the_first_payload_under_the_key(engine: Engine):
    filled(engine, 2)
    with reading(engine) as session:
        first, second = session.execute(
            text("SELECT payload, mac FROM audit_entry ORDER BY seq")
        ).all()

    assert first.mac == chained(trail_key.trail_key(), "", first.payload)
    assert second.mac == chained(trail_key.trail_key(), first.mac, second.payload)
    assert first.payload == (
        '{"account":"siti","action":"move.claimed","at":"2024-09-05T05:01:00.000+00:00",'
        '"fields":{"groups":["camat","school"],"on":"2024-09-05","severity":1},"seq":1,'
        '"subject":"KDR-240905-01","texts":{"note":{"digest":'
        f'"{_digest("x")}","length":1}}}},"unit":"polsek-a"}}'
    )


def _digest(words: str) -> str:
    from db.commands.trail import text_digest

    digest = text_digest(words)
    assert digest is not None
    return str(digest["digest"])


# What the database itself refuses

FORBIDDEN = {
    "changed": "UPDATE audit_entry SET payload = 'x' WHERE seq = 2",
    "renamed": "UPDATE audit_entry SET account = 'x'",
    "deleted": "DELETE FROM audit_entry WHERE seq = 6",
    "all deleted": "DELETE FROM audit_entry",
}
FORBIDDEN_TO_SQLITE = {
    "replaced": "INSERT OR REPLACE INTO audit_entry SELECT 2, at, account, action, subject, "
    "payload, mac FROM audit_entry WHERE seq = 1",
    "replaced by the short word": "REPLACE INTO audit_entry SELECT * FROM audit_entry "
    "WHERE seq = 1",
}
FORBIDDEN_TO_POSTGRESQL = {
    "truncated": "TRUNCATE audit_entry",
    "replaced": "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE seq = 1 "
    "ON CONFLICT (seq) DO UPDATE SET payload = 'x'",
}


def test_changing_deleting_and_replacing_entries_is_refused(engine: Engine):
    filled(engine)
    own = FORBIDDEN_TO_SQLITE if engine.dialect.name == "sqlite" else FORBIDDEN_TO_POSTGRESQL
    before = head(engine)
    for statement in [*FORBIDDEN.values(), *own.values()]:
        match = "audit entries are never"
        with pytest.raises(SqlDatabaseError, match=match), engine.begin() as connection:
            connection.execute(text(statement))

    assert verdict(engine) == Verdict(6, before)


# What somebody does who goes round the triggers


def tamper(engine: Engine, *statements: str, **values: object) -> None:
    """Run statements with the triggers out of the way, as the owner of the file can."""
    with engine.begin() as connection:
        _disarm(connection)
        for statement in statements:
            connection.execute(text(statement), values)


def _disarm(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER USER"))
        return
    for name in ("no_update", "no_delete", "no_replace"):
        connection.execute(text(f"DROP TRIGGER audit_entry_{name}"))


SWAP = (
    "UPDATE audit_entry SET seq = 99 WHERE seq = 2",
    "UPDATE audit_entry SET seq = 2 WHERE seq = 4",
    "UPDATE audit_entry SET seq = 4 WHERE seq = 99",
)
SHIFT = (
    "UPDATE audit_entry SET seq = seq + 100 WHERE seq >= 3",
    "UPDATE audit_entry SET seq = seq - 99 WHERE seq >= 100",
    "INSERT INTO audit_entry SELECT 3, at, account, action, subject, payload, mac "
    "FROM audit_entry WHERE seq = 2",
    "UPDATE audit_head SET seq = 7",
)
TAMPERING: dict[str, tuple[tuple[str, ...], int, str]] = {
    "a payload changed": (
        ("UPDATE audit_entry SET payload = replace(payload, 'siti', 'budi') WHERE seq = 3",),
        3,
        "chain",
    ),
    "a mac changed": (("UPDATE audit_entry SET mac = 'ab' WHERE seq = 3",), 3, "chain"),
    "an account changed": (("UPDATE audit_entry SET account = 'x' WHERE seq = 4",), 4, "columns"),
    "an action changed": (("UPDATE audit_entry SET action = 'x' WHERE seq = 4",), 4, "columns"),
    "a subject taken away": (
        ("UPDATE audit_entry SET subject = NULL WHERE seq = 5",),
        5,
        "columns",
    ),
    "a time changed": (("UPDATE audit_entry SET at = '2024' WHERE seq = 5",), 5, "columns"),
    "one deleted": (("DELETE FROM audit_entry WHERE seq = 3",), 3, "missing"),
    "the first deleted": (("DELETE FROM audit_entry WHERE seq = 1",), 1, "missing"),
    "the last deleted": (("DELETE FROM audit_entry WHERE seq = 6",), 6, "missing"),
    "two swapped": (SWAP, 2, "chain"),
    "one put in between": (SHIFT, 3, "chain"),
    "one put in front": (
        (
            "INSERT INTO audit_entry SELECT 0, at, account, action, subject, payload, mac "
            "FROM audit_entry WHERE seq = 1",
        ),
        0,
        "inserted",
    ),
    "one put behind": (
        (
            "INSERT INTO audit_entry SELECT 7, at, account, action, subject, payload, mac "
            "FROM audit_entry WHERE seq = 6",
        ),
        7,
        "beyond",
    ),
    "another head": (("UPDATE audit_head SET mac = 'ab'",), 6, "head"),
    "the head set back": (("UPDATE audit_head SET seq = 4",), 4, "head"),
}


@pytest.mark.parametrize("case", TAMPERING)
def test_tampering_is_named_by_the_first_entry_it_touches(engine: Engine, case: str):
    filled(engine)
    statements, entry, why = TAMPERING[case]
    tamper(engine, *statements)

    found = verdict(engine)
    assert (found.first_broken, found.why) == (entry, why)


CUT = (
    "DELETE FROM audit_entry WHERE seq > 4",
    "UPDATE audit_head SET seq = 4, mac = (SELECT mac FROM audit_entry WHERE seq = 4)",
)


def test_a_cut_tail_is_found_through_a_head_printed_earlier_alone(engine: Engine):
    filled(engine)
    printed = head(engine)
    tamper(engine, *CUT)

    assert verdict(engine).why is None
    found = verdict(engine, Head.parse(str(printed)))
    assert (found.first_broken, found.why) == (5, "cut")


def test_an_emptied_trail_is_found_through_a_head(engine: Engine):
    filled(engine)
    printed = head(engine)
    tamper(engine, "DELETE FROM audit_entry", "UPDATE audit_head SET seq = 0, mac = ''")

    assert verdict(engine).why is None
    assert verdict(engine, printed).first_broken == 1


def rebuilt(engine: Engine, key: bytes) -> None:
    """Write entry 3 anew and chain all that follow it, under a key."""
    with reading(engine) as session:
        rows = session.execute(text("SELECT seq, payload, mac FROM audit_entry ORDER BY seq")).all()
    before = rows[1].mac
    for row in rows[2:]:
        payload = row.payload.replace('"severity":3', '"severity":1')
        before = chained(key, before, payload)
        with engine.begin() as connection:
            connection.execute(
                text("UPDATE audit_entry SET payload = :payload, mac = :mac WHERE seq = :seq"),
                {"payload": payload, "mac": before, "seq": row.seq},
            )
    with engine.begin() as connection:
        connection.execute(text("UPDATE audit_head SET mac = :mac"), {"mac": before})


def test_a_chain_made_anew_with_another_key_is_found_where_it_begins(engine: Engine):
    filled(engine)
    tamper(engine)
    rebuilt(engine, b"k" * 32)

    found = verdict(engine)
    assert (found.first_broken, found.why) == (3, "chain")


def test_a_chain_made_anew_with_the_stolen_key_is_found_through_a_head(engine: Engine):
    filled(engine)
    printed = head(engine)
    tamper(engine)
    rebuilt(engine, trail_key.trail_key())

    assert verdict(engine).why is None
    found = verdict(engine, printed)
    assert (found.first_broken, found.why) == (6, "rebuilt")


def test_a_head_printed_earlier_holds_after_further_entries(engine: Engine):
    filled(engine)
    printed = head(engine)
    filled(engine, 2)

    assert verdict(engine, printed) == Verdict(8, head(engine))


def test_without_the_key_nothing_is_said_of_the_chain(engine: Engine, monkeypatch, tmp_path):
    filled(engine)
    monkeypatch.setenv("KONDUSIF_AUDIT_KEY", str(tmp_path / "gone.key"))

    with pytest.raises(DatabaseError) as caught:
        verdict(engine)

    assert caught.value.code == "trail.no_key"
    assert not (tmp_path / "gone.key").exists()


@pytest.mark.parametrize(
    "words", ["", "7", "x:" + "a" * 64, "7:abc", "-1:" + "a" * 64, "7:" + "g" * 64]
)
def test_what_is_no_head_is_refused(words: str):
    with pytest.raises(ValueError):  # noqa: PT011 - the value is its message
        Head.parse(words)


# Reading


def numbers(engine: Engine, asked: TrailFilter, reader: Reader = INSPECTOR) -> list[int]:
    with reading(engine) as session:
        return [row.seq for row in trail_page(session, reader, asked).rows]


def test_entries_come_newest_first_and_narrowed(engine: Engine):
    filled(engine)
    assert numbers(engine, TrailFilter()) == [6, 5, 4, 3, 2, 1]
    assert numbers(engine, TrailFilter(action="void.event")) == [6, 4, 2]
    assert numbers(engine, TrailFilter(subject="KDR-240905-03")) == [3]
    assert numbers(engine, TrailFilter(account="siti")) == [5, 3, 1]
    assert numbers(engine, TrailFilter(account="siti", action="void.event")) == []


def test_a_page_further_begins_behind_those_shown(engine: Engine):
    filled(engine)
    with reading(engine) as session:
        page = trail_page(session, INSPECTOR, TrailFilter(), offset=2, limit=3)
    assert ([row.seq for row in page.rows], page.total) == ([4, 3, 2], 6)


@pytest.mark.parametrize(
    ("moment", "day"), [("2024-09-04T23:59", 4), ("2024-09-05T00:01", 5), ("2024-09-05T23:59", 5)]
)
def test_a_day_is_the_stations(engine: Engine, moment: str, day: int):
    at = datetime.fromisoformat(moment).replace(tzinfo=station_zone())
    with writing(engine, ledger=False) as session:
        enter(session, Actor.station(at), "load", None)

    days = [n for n in range(1, 9) if numbers(engine, TrailFilter(day=at.date().replace(day=n)))]
    assert days == [day]


def test_an_entry_says_its_fields_and_the_length_of_its_texts(engine: Engine):
    filled(engine, 3)
    with reading(engine) as session:
        row = trail_page(session, STATION).rows[0]
    assert row.at == NOON + timedelta(minutes=3)
    assert row.at.utcoffset() == timedelta(hours=7)
    assert (row.account, row.unit, row.subject) == ("siti", "polsek-a", "KDR-240905-03")
    assert row.fields == {"severity": 3, "groups": ["camat", "school"], "on": "2024-09-05"}
    assert row.texts == {"note": 3}


OTHERS = [Reader("x", frozenset({role})) for role in Role if role is not Role.INSPECTOR]


@pytest.mark.parametrize(
    "reader",
    [*OTHERS, Reader("station", frozenset({Role.COMMANDER}))],
    ids=lambda reader: f"{reader.account}-{'-'.join(reader.roles)}",
)
def test_nobody_but_inspector_and_station_reads_it(engine: Engine, reader: Reader):
    filled(engine)
    ask: Callable[..., object]
    assert numbers(engine, TrailFilter(), reader) == []
    with reading(engine) as session:
        for ask in (trail.actions, trail.accounts):
            assert ask(session, reader) == ()
        assert trail.actions(session, INSPECTOR) == ("move.claimed", "void.event")
        assert trail.accounts(session, INSPECTOR) == ("budi", "siti")
