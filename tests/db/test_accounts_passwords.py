"""One function checks passwords, and it throttles; codes work once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from access import hashing, tokens
from db.commands import accounts as commands
from db.commands import passwords
from db.commands.passwords import Outcome
from db.engine import reading, writing
from db.queries import accounts as queries
from db.tables.access import PasswordAttempt
from domain.faults import Refused
from domain.vocabulary import Role

NOON = datetime(2026, 11, 24, 5, tzinfo=UTC)
RIGHT = "kopi pahit sore ini"
BETTER = "kuda lumping tujuh kali"


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.moment = NOON

    def __call__(self) -> datetime:
        return self.moment

    def on(self, **time: float) -> None:
        self.moment += timedelta(**time)


class Hashes:
    """Stands in for argon2id, counts what it is asked, and how many at once."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []
        self.at_once = self.most_at_once = 0
        self.lock = threading.Lock()

    def matches(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        with self.lock:
            self.asked.append(stored)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        threading.Event().wait(0.01)
        with self.lock:
            self.at_once -= 1
        return stored is not None and stored == f"hash of {password}", None


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Hashes:
    counted = Hashes()
    monkeypatch.setattr(hashing, "matches", counted.matches)
    monkeypatch.setattr(hashing, "hash_password", lambda password: f"hash of {password}")
    return counted


@pytest.fixture
def clock() -> Clock:
    return Clock()


def account(engine: Engine, name: str = "siti") -> int:
    with writing(engine, ledger=False) as session:
        return commands.add_account(session, name, None, [Role.ANALYST], f"hash of {RIGHT}", NOON)


def check(
    engine: Engine, clock: Clock, name: str, password: str, address: str = "10.0.0.1"
) -> Outcome:
    return passwords.check_password(engine, name, password, address, clock).outcome


def test_fifty_parallel_wrong_passwords_compute_five_hashes_two_at_once(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    account(engine)

    with ThreadPoolExecutor(12) as pool:
        outcomes = list(
            pool.map(lambda n: check(engine, clock, "siti", "wrong", f"10.0.1.{n}"), range(50))
        )

    assert len(hashes.asked) == 5
    assert hashes.most_at_once <= 2
    assert sorted(outcome.value for outcome in outcomes) == ["wait"] * 45 + ["wrong"] * 5


def test_the_right_password_waits_too_and_works_after_the_wait(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    account(engine)
    for _ in range(5):
        check(engine, clock, "siti", "wrong")

    assert check(engine, clock, "siti", RIGHT) is Outcome.WAIT
    clock.on(seconds=31)
    assert check(engine, clock, "siti", RIGHT) is Outcome.RIGHT
    assert check(engine, clock, "siti", "wrong") is Outcome.WRONG
    assert check(engine, clock, "siti", RIGHT) is Outcome.RIGHT


def test_a_sixth_failure_doubles_the_wait_and_being_told_to_wait_does_not(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    account(engine)
    for _ in range(5):
        check(engine, clock, "siti", "wrong")
    for _ in range(10):
        check(engine, clock, "siti", "wrong")
    clock.on(seconds=31)
    check(engine, clock, "siti", "wrong")

    checked = passwords.check_password(engine, "siti", RIGHT, "10.0.0.1", clock)

    assert (checked.outcome, checked.wait) == (Outcome.WAIT, timedelta(seconds=60))
    assert checked.minutes == 1


def test_a_name_that_does_not_exist_is_hashed_and_throttled_like_one_that_does(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    account(engine)
    known = [check(engine, clock, "siti", "wrong", "10.0.0.1") for _ in range(6)]
    unknown = [check(engine, clock, "budi", "wrong", "10.0.0.2") for _ in range(6)]

    assert known == unknown == [Outcome.WRONG] * 5 + [Outcome.WAIT]
    assert len(hashes.asked) == 10


def test_an_address_has_twenty_failures_in_ten_minutes_over_all_names(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    account(engine)
    for n in range(20):
        assert check(engine, clock, f"name{n}", "wrong") is Outcome.WRONG

    assert check(engine, clock, "siti", RIGHT) is Outcome.WAIT
    assert check(engine, clock, "siti", RIGHT, "10.0.0.2") is Outcome.RIGHT
    clock.on(minutes=10, seconds=1)
    assert check(engine, clock, "siti", RIGHT) is Outcome.RIGHT


def test_fifty_right_passwords_from_one_address_are_not_held_up(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    for n in range(50):
        account(engine, f"name{n}")

    with ThreadPoolExecutor(12) as pool:
        outcomes = set(pool.map(lambda n: check(engine, clock, f"name{n}", RIGHT), range(50)))

    assert outcomes == {Outcome.RIGHT}


def test_the_name_that_was_typed_is_not_kept(engine: Engine, hashes: Hashes, clock: Clock) -> None:
    check(engine, clock, "Rahasia Saya ", "wrong")

    with reading(engine) as session:
        kept = session.scalars(select(PasswordAttempt.name_hash)).all()
    assert kept == [tokens.digest("rahasia saya")]


def test_a_disabled_account_is_answered_like_a_wrong_password(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    account(engine)
    with writing(engine, ledger=False) as session:
        commands.disable_account(session, "siti", NOON)

    assert check(engine, clock, "siti", RIGHT) is Outcome.WRONG
    assert hashes.asked == [None]


def test_no_password_opens_an_account_without_one(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    with writing(engine, ledger=False) as session:
        commands.add_account(session, "siti", None, [Role.ANALYST], None, NOON)

    assert check(engine, clock, "siti", "") is Outcome.WRONG


def test_a_sign_in_never_adopts_the_token_a_browser_brings(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    account(engine)
    first = passwords.sign_in(engine, "siti", RIGHT, "10.0.0.1", clock, "planted").token
    second = passwords.sign_in(engine, "siti", RIGHT, "10.0.0.1", clock, first).token

    assert first is not None
    assert second is not None
    assert len({"planted", first, second}) == 3
    with reading(engine) as session:
        alive = {
            token: queries.reader_of(session, tokens.digest(token), NOON) is not None
            for token in ("planted", first, second)
        }
    assert alive == {"planted": False, first: False, second: True}


def test_changing_a_password_asks_for_the_old_one_throttled_and_ends_other_sessions(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    account_id = account(engine)
    here = passwords.open_session(engine, account_id, NOON)
    elsewhere = passwords.open_session(engine, account_id, NOON)
    with reading(engine) as session:
        me = queries.reader_of(session, tokens.digest(here), NOON)
    assert me is not None

    def change(old: str, new: str) -> Outcome:
        return passwords.change_password(engine, me, old, new, "10.0.0.1", clock).outcome

    with pytest.raises(Refused):
        change(RIGHT, "pendek")
    assert [change("wrong", BETTER) for _ in range(6)] == [Outcome.WRONG] * 5 + [Outcome.WAIT]
    clock.on(seconds=31)
    assert change(RIGHT, BETTER) is Outcome.RIGHT

    with reading(engine) as session:
        assert queries.reader_of(session, tokens.digest(here), NOON) is not None
        assert queries.reader_of(session, tokens.digest(elsewhere), NOON) is None
    assert check(engine, clock, "siti", RIGHT) is Outcome.WRONG
    assert check(engine, clock, "siti", BETTER) is Outcome.RIGHT


def setup_code(engine: Engine) -> str | None:
    with writing(engine, ledger=False) as session:
        return commands.issue_setup_code(session, NOON)


def test_two_browsers_with_one_setup_code_make_one_account(engine: Engine, hashes: Hashes) -> None:
    code = setup_code(engine)
    assert code is not None
    start = threading.Barrier(2)

    def make(name: str) -> int | None:
        start.wait()
        return passwords.make_first_account(engine, code, name, RIGHT, NOON)

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(make, ["satu", "dua"]))

    assert sum(account_id is not None for account_id in made) == 1
    with reading(engine) as session:
        rows = queries.accounts(session, NOON)
    assert [row.roles for row in rows] == [(Role.COMMANDER, Role.ADMINISTRATOR)]


@pytest.mark.parametrize(("minutes", "holds"), [(29, True), (30, False)])
def test_a_setup_code_holds_for_thirty_minutes(
    engine: Engine, hashes: Hashes, minutes: int, holds: bool
) -> None:
    code = setup_code(engine) or ""
    then = NOON + timedelta(minutes=minutes)

    made = passwords.make_first_account(engine, code, "satu", RIGHT, then)

    assert (made is not None) is holds


def test_a_setup_code_ends_with_the_next_one_and_is_not_given_beside_an_account(
    engine: Engine, hashes: Hashes
) -> None:
    first, second = setup_code(engine) or "", setup_code(engine) or ""

    assert passwords.make_first_account(engine, first, "satu", RIGHT, NOON) is None
    assert passwords.make_first_account(engine, "guess", "satu", RIGHT, NOON) is None
    assert passwords.make_first_account(engine, second, "satu", RIGHT, NOON) is not None
    assert passwords.make_first_account(engine, second, "dua", RIGHT, NOON) is None
    assert setup_code(engine) is None


def test_a_refused_first_account_leaves_the_code_good(engine: Engine, hashes: Hashes) -> None:
    code = setup_code(engine) or ""

    with pytest.raises(Refused):
        passwords.make_first_account(engine, code, "satu", "pendek", NOON)
    with pytest.raises(Refused):
        passwords.make_first_account(engine, code, "nama salah", RIGHT, NOON)

    assert passwords.make_first_account(engine, code, "satu", RIGHT, NOON) is not None


def test_a_reset_ends_sessions_at_once_and_its_code_works_once(
    engine: Engine, hashes: Hashes, clock: Clock
) -> None:
    token = passwords.open_session(engine, account(engine), NOON)
    with writing(engine, ledger=False) as session:
        code = commands.issue_reset_code(session, "siti", NOON)
    with reading(engine) as session:
        assert queries.reader_of(session, tokens.digest(token), NOON) is None

    assert passwords.make_first_account(engine, code, "lain", RIGHT, NOON) is None
    assert passwords.reset_password(engine, code, BETTER, NOON)
    assert not passwords.reset_password(engine, code, RIGHT, NOON)
    assert check(engine, clock, "siti", BETTER) is Outcome.RIGHT
