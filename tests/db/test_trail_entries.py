"""Entries for what is no act on the ledger: the door, accounts, files, refusals, words."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from access import hashing
from db.commands import accounts as commands
from db.commands import passwords
from db.commands.deny_list import add_denied_word, remove_denied_word
from db.commands.entrance import enter_download, enter_refusal
from db.commands.held import denied_words
from db.commands.saving import NotPermitted
from db.commands.trail import Actor
from db.engine import reading, writing
from db.queries import accounts as queries
from db.queries.installation import ledger_version
from db.queries.trail import verify
from domain.faults import Refused
from domain.permissions import Reader
from domain.vocabulary import Role

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
RIGHT, WRONG = "empat kata yang panjang", "bukan kata sandinya"
ADDRESS = "10.0.0.7"
ADMINISTRATOR = Actor(Reader("admin", frozenset({Role.ADMINISTRATOR}), "polres"), 7, NOON)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture(autouse=True)
def plain_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing costs a quarter of a second, and is no matter of these tests."""
    monkeypatch.setattr(hashing, "hash_password", lambda password: f"hash of {password}")
    monkeypatch.setattr(
        hashing, "matches", lambda password, stored: (stored == f"hash of {password}", None)
    )


def entries(engine: Engine) -> list[tuple[str, str, str | None, dict[str, object]]]:
    """Account, action, subject and fields of every entry, in order; the chain must hold."""
    with reading(engine) as session:
        assert verify(session).why is None
        rows = session.execute(
            text("SELECT account, action, subject, payload FROM audit_entry ORDER BY seq")
        )
        return [(*row[:3], json.loads(row.payload)["fields"]) for row in rows]


def said(engine: Engine) -> list[tuple[str, str, str | None]]:
    return [entry[:3] for entry in entries(engine)]


def account(engine: Engine, name: str = "siti") -> int:
    with writing(engine, ledger=False) as session:
        hashed = f"hash of {RIGHT}"
        return commands.add_account(session, name, None, [Role.ANALYST], hashed, NOON)


def sign_in(engine: Engine, name: str, password: str, clock: Clock) -> passwords.SignIn:
    return passwords.sign_in(engine, name, password, ADDRESS, clock, None)


# The door


def test_signing_in_and_out_are_entries_of_the_account(engine: Engine):
    account(engine)
    token = sign_in(engine, "SITI ", RIGHT, Clock()).token
    assert token is not None
    from access import tokens

    with writing(engine, ledger=False) as session:
        commands.sign_out(session, tokens.digest(token), NOON)
        commands.sign_out(session, tokens.digest(token), NOON)  # nobody is in there any more

    assert said(engine) == [
        ("station", "add_account", "siti"),
        ("siti", "sign_in", "siti"),
        ("siti", "sign_out", "siti"),
    ]
    assert entries(engine)[0][3] == {"unit": None, "roles": ["analyst"]}


def test_a_wrong_password_is_an_entry_that_names_the_account_it_was_for(engine: Engine):
    account(engine)
    sign_in(engine, "siti", WRONG, Clock())

    assert entries(engine)[1:] == [("", "sign_in_failed", "siti", {"address": ADDRESS})]


def test_a_password_typed_into_the_name_field_is_not_kept(engine: Engine):
    account(engine)
    sign_in(engine, RIGHT, "", Clock())
    sign_in(engine, RIGHT.upper(), "", Clock())

    first, second = entries(engine)[1:]
    assert first[:3] == ("", "sign_in_failed", None)
    assert first[3].keys() == {"address", "name_digest"}
    assert first[3] == second[3]  # the same name, as far as an inspector can tell
    with reading(engine) as session:
        written = session.scalars(text("SELECT payload FROM audit_entry")).all()
    assert RIGHT not in "".join(written)


def test_a_wait_is_one_entry_in_a_quarter_of_an_hour(engine: Engine):
    account(engine)
    clock = Clock()
    for _ in range(5):
        sign_in(engine, "siti", WRONG, clock)
    for _ in range(3):
        assert sign_in(engine, "siti", RIGHT, clock).outcome is passwords.Outcome.WAIT
    failed = ("", "sign_in_failed", "siti")
    assert said(engine)[1:] == [failed] * 5 + [("", "sign_in_throttled", "siti")]

    for _ in range(9):  # to the longest wait, of a quarter of an hour
        clock.moment += timedelta(minutes=15)
        sign_in(engine, "siti", WRONG, clock)
        sign_in(engine, "siti", WRONG, clock)
    kinds = [action for _, action, _ in said(engine)[7:]]
    assert kinds == ["sign_in_failed", "sign_in_throttled"] * 9


def test_hammering_with_made_up_names_makes_one_entry_of_a_wait(engine: Engine):
    clock = Clock()
    for number in range(25):  # twenty are open to one address
        sign_in(engine, f"orang-{number}", WRONG, clock)

    kinds = [action for _, action, _ in said(engine)]
    assert kinds == ["sign_in_failed"] * 20 + ["sign_in_throttled"]


def test_a_sign_in_does_not_empty_the_caches(engine: Engine):
    account(engine)
    with reading(engine) as session:
        before = ledger_version(session)
    sign_in(engine, "siti", RIGHT, Clock())
    sign_in(engine, "siti", WRONG, Clock())
    with reading(engine) as session:
        assert ledger_version(session) == before


# Accounts


def test_what_an_administrator_does_to_an_account_is_entered_under_their_name(engine: Engine):
    account(engine)
    by = ADMINISTRATOR
    with writing(engine, ledger=False) as session:
        commands.move_account(session, "siti", None, [Role.RECORDER, Role.ANALYST], by=by)
        commands.disable_account(session, "siti", NOON, by=by)
        commands.enable_account(session, "siti", by=by)
        commands.sign_out_everywhere(session, "siti", NOON, by=by)
        commands.issue_reset_code(session, "siti", NOON, by=by)

    assert said(engine)[1:] == [
        ("admin", action, "siti")
        for action in (
            "move_account",
            "disable_account",
            "enable_account",
            "sign_out_everywhere",
            "start_reset",
        )
    ]
    assert entries(engine)[1][3] == {"unit": None, "roles": ["analyst", "recorder"]}


def test_what_the_command_line_does_is_the_stations(engine: Engine):
    account(engine)
    with writing(engine, ledger=False) as session:
        commands.disable_account(session, "siti", NOON)

    assert said(engine)[1:] == [("station", "disable_account", "siti")]


def test_a_refused_act_leaves_no_entry(engine: Engine):
    with pytest.raises(Refused), writing(engine, ledger=False) as session:
        commands.add_account(session, "siti", None, [], None, NOON)

    assert entries(engine) == []


def test_the_first_account_and_a_reset_by_code_are_entries(engine: Engine):
    with writing(engine, ledger=False) as session:
        code = commands.issue_setup_code(session, NOON)
    assert code is not None
    passwords.make_first_account(engine, code, "kapolres", RIGHT, NOON)
    with writing(engine, ledger=False) as session:
        reset = commands.issue_reset_code(session, "kapolres", NOON, by=ADMINISTRATOR)
    passwords.reset_password(engine, reset, f"{RIGHT} sekali", NOON)

    assert said(engine) == [
        ("", "first_account", "kapolres"),
        ("admin", "start_reset", "kapolres"),
        ("kapolres", "reset_password", "kapolres"),
    ]
    assert entries(engine)[0][3]["roles"] == ["administrator", "commander"]


def test_changing_ones_password_is_an_entry_done_or_failed(engine: Engine):
    account_id = account(engine)
    me = queries.SignedIn(Reader("siti", frozenset({Role.ANALYST})), account_id, "x", "id", NOON)
    passwords.change_password(engine, me, WRONG, "lima kata lain yang panjang", ADDRESS, Clock())
    passwords.change_password(engine, me, RIGHT, "lima kata lain yang panjang", ADDRESS, Clock())

    assert said(engine)[1:] == [
        ("", "change_password_failed", "siti"),
        ("siti", "change_password", "siti"),
    ]


# Files, refusals, words


def test_a_download_is_an_entry_with_its_name_its_size_and_what_it_holds(engine: Engine):
    with writing(engine, ledger=False) as session:
        enter_download(session, ADMINISTRATOR, "masukan.csv", 1234, {"rows": 5})

    assert entries(engine) == [
        ("admin", "download", None, {"file": "masukan.csv", "bytes": 1234, "rows": 5})
    ]


@pytest.mark.parametrize(
    ("value", "subject"),
    [("KDR-240905-03", "KDR-240905-03"), ("Bapak Budi", None), ("x" * 41, None), ("", None)],
)
def test_a_guessed_key_is_kept_and_words_are_not(engine: Engine, value: str, subject: str | None):
    with writing(engine, ledger=False) as session:
        enter_refusal(session, ADMINISTRATOR, "issue", value)

    assert entries(engine) == [("admin", "refused", subject, {"of": "issue"})]
    with reading(engine) as session:
        payload = session.scalar(text("SELECT payload FROM audit_entry"))
    assert ("Bapak" in payload, "x" * 41 in payload) == (False, False)


def test_denied_words_are_kept_once_and_the_trail_does_not_say_them(engine: Engine):
    with writing(engine, ledger=False) as session:
        assert add_denied_word(session, ADMINISTRATOR, "  Partai   Contoh ") == 0
        assert add_denied_word(session, ADMINISTRATOR, "partai contoh") is None
        assert denied_words(session) == ["partai contoh"]
        assert remove_denied_word(session, ADMINISTRATOR, "PARTAI CONTOH")
        assert not remove_denied_word(session, ADMINISTRATOR, "partai contoh")
        assert denied_words(session) == []

    assert said(engine) == [
        ("admin", "add_denied_word", None),
        ("admin", "remove_denied_word", None),
    ]
    with reading(engine) as session:
        assert "contoh" not in "".join(session.scalars(text("SELECT payload FROM audit_entry")))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_changes_the_deny_list(engine: Engine, role: Role):
    other = Actor(Reader("x", frozenset({role})), 1, NOON)
    with writing(engine, ledger=False) as session:
        for command in (add_denied_word, remove_denied_word):
            with pytest.raises(NotPermitted):
                command(session, other, "kata")


@pytest.mark.parametrize("word", ["", "  ", "ab", "x" * 61])
def test_an_empty_short_or_overlong_word_is_refused(engine: Engine, word: str):
    with writing(engine, ledger=False) as session, pytest.raises(Refused) as caught:
        add_denied_word(session, ADMINISTRATOR, word)
    assert [fault.code for fault in caught.value.faults] == ["denied_word"]
