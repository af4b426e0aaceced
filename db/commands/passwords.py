"""Checking and changing passwords: one function checks, and it throttles."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from access import hashing, passwords, throttle, tokens
from db.commands import accounts as commands
from db.commands.entrance import actor_of, enter_failure, wait_is_entered
from db.commands.trail import Actor, enter
from db.engine import reading, writing
from db.queries import accounts as queries
from domain.faults import Fault, Refused

Clock = Callable[[], datetime]


class Outcome(Enum):
    """What came of a password check. A wrong name and a wrong password are alike."""

    RIGHT = "right"
    WRONG = "wrong"
    WAIT = "wait"


@dataclass(frozen=True)
class Checked:
    """The outcome; `account_id` when right, the `wait` that is left when told to wait."""

    outcome: Outcome
    account_id: int | None = None
    wait: timedelta = timedelta(0)

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, rounded up."""
        return minutes_of(self.wait)


@dataclass(frozen=True)
class SignIn:
    """The outcome of a sign-in, with the new session's token when it is right."""

    outcome: Outcome
    token: str | None = None
    wait: timedelta = timedelta(0)

    @property
    def minutes(self) -> int:
        """The wait in whole minutes, rounded up."""
        return minutes_of(self.wait)


def minutes_of(wait: timedelta) -> int:
    """A wait in whole minutes, rounded up, at least one."""
    return max(1, math.ceil(wait.total_seconds() / 60))


def check_password(
    engine: Engine,
    name: str,
    password: str,
    address: str,
    clock: Clock,
    action: str = "sign_in",
) -> Checked:
    """Whether the password is the account's. Every check of a password goes through here.

    The attempt is counted in the database before anything is hashed, so that parallel
    requests cannot walk round the wait. It is counted inside a hash slot, so that two at
    most are open at a time and a right one is not held up by others that wait in line.
    A wrong one, and a wait, are entered into the trail as `action` failed or throttled.
    """
    name = commands.tidy_name(name)
    name_hash = tokens.digest(name)
    with reading(engine) as session:
        wait = _wait(session, name_hash, address, clock())
    if wait:
        return _throttled(engine, action, name, address, clock(), wait)
    with hashing.HASH_SLOTS:
        now = clock()
        with writing(engine, ledger=False) as session:
            commands.lock_attempts(session)
            if wait := _wait(session, name_hash, address, now):
                enter_failure(session, action, name, address, now, waits=True)
                return Checked(Outcome.WAIT, wait=wait)
            commands.drop_old_attempts(session, now - throttle.MEMORY)
            commands.add_attempt(session, name_hash, address, now)
            account = queries.account_by_name(session, name)
            usable = account is not None and account.disabled_at is None
            account_id = account.id if account is not None and usable else None
            stored = account.password_hash if account is not None and usable else None
        right, renewed = hashing.matches(password[: passwords.LONGEST + 1], stored)
    if not right or account_id is None:
        with writing(engine, ledger=False) as session:
            enter_failure(session, action, name, address, now, waits=False)
        return Checked(Outcome.WRONG)
    with writing(engine, ledger=False) as session:
        commands.forget_attempts(session, name_hash)
        if renewed:
            commands.renew_hash(session, account_id, renewed)
    return Checked(Outcome.RIGHT, account_id)


def _throttled(
    engine: Engine, action: str, name: str, address: str, now: datetime, wait: timedelta
) -> Checked:
    with reading(engine) as session:
        entered = wait_is_entered(session, action, name, now)
    if not entered:
        with writing(engine, ledger=False) as session:
            enter_failure(session, action, name, address, now, waits=True)
    return Checked(Outcome.WAIT, wait=wait)


def _wait(session: Session, name_hash: str, address: str, now: datetime) -> timedelta:
    failures, latest = queries.attempts_of_account(session, name_hash, now - throttle.MEMORY)
    times = queries.attempts_of_address(session, address, now - throttle.ADDRESS_WINDOW)
    oldest = (
        times[throttle.ADDRESS_ATTEMPTS - 1] if len(times) >= throttle.ADDRESS_ATTEMPTS else None
    )
    return max(
        throttle.wait_of_account(failures, latest, now),
        throttle.wait_of_address(len(times), oldest, now),
    )


def sign_in(
    engine: Engine, name: str, password: str, address: str, clock: Clock, old_token: str | None
) -> SignIn:
    """Check the password and open a session; the one this browser had before ends.

    The token that a browser brings is never adopted.
    """
    checked = check_password(engine, name, password, address, clock)
    if checked.outcome is not Outcome.RIGHT or checked.account_id is None:
        return SignIn(checked.outcome, wait=checked.wait)
    return SignIn(Outcome.RIGHT, open_session(engine, checked.account_id, clock(), old_token))


def open_session(
    engine: Engine, account_id: int, now: datetime, old_token: str | None = None
) -> str:
    """Open a session for an account that has shown who it is; gives the token."""
    with writing(engine, ledger=False) as session:
        if old_token:
            commands.end_session(session, tokens.digest(old_token), now)
        token = commands.begin_session(session, account_id, now)
        session.flush()
        actor = actor_of(session, account_id, now)
        enter(session, actor, "sign_in", actor.reader.account)
        return token


def demo_sign_in(engine: Engine, name: str, now: datetime, old_token: str | None) -> str | None:
    """The token of a session of a demo account; None unless the database is for training."""
    with reading(engine) as session:
        account_id = commands.demo_account(session, name)
    return None if account_id is None else open_session(engine, account_id, now, old_token)


def new_hash(engine: Engine, password: str, name: str) -> str:
    """The hash of a new password; refused when the policy does not allow it."""
    with reading(engine) as session:
        own_words = [name, queries.district_name(session) or ""]
    if code := passwords.fault_of(password, own_words):
        # The password itself is never repeated, in no message and no log.
        raise Refused([Fault(f"password.{code}", "account")])
    return hashing.hash_password(password)


def change_password(
    engine: Engine,
    signed_in: queries.SignedIn,
    old: str,
    new: str,
    address: str,
    clock: Clock,
) -> Checked:
    """Change one's own password; the old one is asked for, and throttled like a sign-in.

    Every other session of the account ends. Refused when the new one is not allowed.
    """
    checked = check_password(engine, signed_in.name, old, address, clock, "change_password")
    if checked.outcome is Outcome.RIGHT:
        hashed = new_hash(engine, new, signed_in.name)
        with writing(engine, ledger=False) as session:
            now = clock()
            commands.set_password(
                session,
                signed_in.account_id,
                hashed,
                now,
                keep=signed_in.session,
                by=Actor(signed_in.reader, signed_in.account_id, now),
                action="change_password",
            )
    return checked


def make_first_account(
    engine: Engine, code: str, name: str, password: str, now: datetime
) -> int | None:
    """Make the first account with a set-up code; None when the code does not hold."""
    with reading(engine) as session:
        if queries.open_code(session, tokens.digest(code), commands.SETUP, now) is None:
            return None
    hashed = new_hash(engine, password, name)
    with writing(engine, ledger=False) as session:
        return commands.make_first_account(session, code, name, hashed, now)


def reset_password(engine: Engine, code: str, password: str, now: datetime) -> bool:
    """Choose a new password with a reset code; every session ends. False: no such code."""
    with reading(engine) as session:
        found = queries.open_code(session, tokens.digest(code), commands.RESET, now)
        name = queries.account_name(session, found.account_id) if found else None
    if name is None:
        return False
    hashed = new_hash(engine, password, name)
    with writing(engine, ledger=False) as session:
        used = commands.use_code(session, code, commands.RESET, now)
        if used is None or used.account_id is None:
            return False
        by = actor_of(session, used.account_id, now)
        commands.set_password(session, used.account_id, hashed, now, by=by)
    return True
