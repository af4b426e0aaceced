"""Passwords become argon2id hashes, two at once at most in a process."""

import threading
import unicodedata
from functools import lru_cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

HASHES_AT_ONCE = 2
"""One hash takes 64 MiB and an eighth of a second; fifty at once took 3 GB."""

HASH_SLOTS = threading.BoundedSemaphore(HASHES_AT_ONCE)

_ALGORITHM = PasswordHash((Argon2Hasher(time_cost=3, memory_cost=64 * 1024, parallelism=4),))


def prepared(password: str) -> str:
    """The password as every keyboard gives it (NFC); nothing is trimmed."""
    return unicodedata.normalize("NFC", password)


def hash_password(password: str) -> str:
    """The argon2id hash to store. Waits for a slot."""
    with HASH_SLOTS:
        return _ALGORITHM.hash(prepared(password))


def matches(password: str, stored: str | None) -> tuple[bool, str | None]:
    """Whether the password fits, and a new hash when the stored one is of old parameters.

    Without a stored hash (unknown name, no password chosen) a stand-in is checked, so
    that the answer takes as long. The caller holds a slot of HASH_SLOTS.
    """
    known, renewed = _ALGORITHM.verify_and_update(prepared(password), stored or stand_in())
    return (known, renewed) if stored else (False, None)


@lru_cache(maxsize=1)
def stand_in() -> str:
    """The hash that is checked where there is none; no password is known for it."""
    return _ALGORITHM.hash("stand-in of an account that does not exist")
