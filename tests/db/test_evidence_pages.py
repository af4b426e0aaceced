"""Evidence files over the web: to whom, how, and what a stranger hears."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.middleware import Middleware

from access import hashing
from db.commands import accounts as commands
from db.commands.held import flag_kinds
from db.engine import reading, writing
from db.evidence import evidence_path
from db.queries.evidence import evidence_of
from domain.vocabulary import EventKind, Role
from tests.asgi import Answer, Client
from tests.db.test_evidence import jpeg, keep
from tests.station import (
    ANALYST,
    COMMANDER,
    HEAD,
    INSPECTOR,
    NOON,
    OTHER_HEAD,
    PRESENTER,
    RECORDER,
    TODAY,
    UNIT_HEAD,
    B,
    Person,
    assigned,
    entries,
    move,
)
from web.evidence import EvidencePages
from web.gate import Gate
from web.headers import Headers
from web.service import Service
from web.sign_in import SignInPages

PASSWORD = "kopi pahit sore ini"
SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(sqlite_station: Engine, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """`sign_in("siti", Role.RECORDER)`: a browser of one server with an account of a unit."""
    monkeypatch.setattr(hashing, "matches", lambda given, kept: (kept == f"hash of {given}", None))
    monkeypatch.setattr("web.evidence.today", lambda: TODAY)
    service = Service(lambda: sqlite_station, lambda: NOON)
    app = Starlette(
        routes=[*SignInPages(service).routes(), *EvidencePages(service).routes()],
        middleware=[
            Middleware(Headers, allowed_hosts=tuple),
            Middleware(Gate, look_up=service.look_up, home=lambda _reader: "status"),
        ],
    )

    def signing_in(name: str, role: Role, unit: str) -> Client:
        with writing(sqlite_station, ledger=False) as session:
            commands.add_account(session, name, unit, [role], f"hash of {PASSWORD}", NOON)
        client = Client(app)
        assert client.post("/auth/login", name=name, password=PASSWORD).status == 303
        return client

    return signing_in


def shown(engine: Engine, by: Person = HEAD, **cells: str) -> tuple[str, str]:
    """An issue that was reported done with a photo, and the digest of the photo."""
    key = assigned(engine, **cells)
    kept = keep(engine, by, jpeg())
    move(engine, by, key, EventKind.CLAIMED, note="Selesai", evidence=kept.sha256)
    return key, kept.sha256


def tried(engine: Engine) -> list[tuple[str, str, str | None]]:
    with reading(engine) as session:
        return [
            (entry.account, entry.action, entry.subject)
            for entry in entries(session)
            if entry.action in ("refused", "download")
        ]


def test_who_sees_the_issue_downloads_what_was_kept(
    sqlite_station: Engine, sign_in: SignIn
) -> None:
    key, digest = shown(sqlite_station)

    answer = sign_in("siti", Role.RECORDER, "polsek-a").get(f"/evidence/{key}/{digest}")

    assert answer.status == 200
    assert answer.body == evidence_path(digest).read_bytes()
    assert answer.headers["content-type"] == "image/jpeg"
    name = f"{key}-{digest[:8]}.jpg"
    assert answer.headers["content-disposition"].startswith(f'attachment; filename="{name}"')
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]
    assert tried(sqlite_station) == [("siti", "download", None)]


def test_a_stranger_hears_what_a_missing_file_says_and_is_entered(
    sqlite_station: Engine, sign_in: SignIn
) -> None:
    key, digest = shown(sqlite_station)
    stranger = sign_in("budi", Role.RECORDER, "polsek-b")

    def heard(answer: Answer) -> tuple[int, bytes, dict[str, str]]:
        return answer.status, answer.body, answer.headers

    there = heard(stranger.get(f"/evidence/{key}/{digest}"))
    missing = heard(stranger.get(f"/evidence/KDR-240905-99/{digest}"))
    recorder = sign_in("siti", Role.RECORDER, "polsek-a")
    other_file = heard(recorder.get(f"/evidence/{key}/{'0' * 64}"))

    assert there == missing == other_file
    assert there[:2] == (404, b"")
    assert tried(sqlite_station) == [
        ("budi", "refused", key),
        ("budi", "refused", "KDR-240905-99"),
        ("siti", "refused", key),
    ]


@pytest.mark.parametrize("path", ["..%2f..%2faudit.key", "x", "%00"])
def test_what_is_no_digest_is_a_missing_file(
    sqlite_station: Engine, sign_in: SignIn, path: str
) -> None:
    key, _ = shown(sqlite_station)

    client = sign_in("siti", Role.RECORDER, "polsek-a")

    assert client.get(f"/evidence/{key}/{path}").status == 404


def test_nobody_opens_a_file_before_sign_in(sqlite_station: Engine, sign_in: SignIn) -> None:
    key, digest = shown(sqlite_station)
    app = sign_in("siti", Role.RECORDER, "polsek-a").app

    answer = Client(app).get(f"/evidence/{key}/{digest}")

    assert (answer.status, answer.body) == (303, b"")


@pytest.mark.parametrize("spoilt", [None, b"another picture"])
def test_a_file_that_is_lost_or_changed_is_not_handed_out(
    sqlite_station: Engine, sign_in: SignIn, spoilt: bytes | None
) -> None:
    key, digest = shown(sqlite_station)
    evidence_path(digest).unlink()
    if spoilt is not None:
        evidence_path(digest).write_bytes(spoilt)

    answer = sign_in("siti", Role.RECORDER, "polsek-a").get(f"/evidence/{key}/{digest}")

    assert (answer.status, answer.body) == (404, b"")


def test_each_use_names_the_others_that_its_reader_sees(station: Engine) -> None:
    first, digest = shown(station)
    second, _ = shown(station)
    elsewhere = assigned(station, "polsek-b", B)
    move(station, OTHER_HEAD, elsewhere, EventKind.CLAIMED, note="Selesai", evidence=digest)
    move(station, COMMANDER, second, EventKind.VERIFIED, by_group="residents", evidence=digest)

    def uses(by: Person, key: str) -> list[tuple[int, tuple[str, ...], date | None]]:
        with reading(station) as session:
            found = evidence_of(session, by.at().reader, key, TODAY)
        assert set(found) <= {digest}
        return [(use.times, use.also, use.captured_on) for use in found.values()]

    taken = date(2024, 9, 5)
    assert uses(HEAD, first) == [(1, (second,), taken)]
    assert uses(RECORDER, second) == [(2, (first,), taken)]
    assert uses(COMMANDER, first) == [(1, tuple(sorted((second, elsewhere))), taken)]
    assert uses(OTHER_HEAD, first) == []


def test_a_picture_of_intimidation_is_for_those_who_may_know_the_village(station: Engine) -> None:
    key, digest = shown(station, category="intimidation")

    def sees(by: Person) -> bool:
        with reading(station) as session:
            return digest in evidence_of(session, by.at().reader, key, TODAY)

    assert [by for by in (HEAD, COMMANDER, INSPECTOR) if not sees(by)] == []
    assert [by for by in (ANALYST, UNIT_HEAD, PRESENTER, OTHER_HEAD) if sees(by)] == []


def test_a_digest_that_looks_like_a_phone_number_is_not_held_back() -> None:
    """Of one digest in a hundred some digits stand as those of a phone do."""
    digest = "08490295488a1189099751ebeddb5992313dd2a831e07a92e66d196ddc261777"
    assert flag_kinds(digest, []) == ""
    assert flag_kinds(f"{digest};{digest}", []) == ""
    assert flag_kinds(f"{digest} milik 081234567890", []) == "phone"
