"""Files made for one session, kept in memory for a short while."""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from access import tokens

KEPT_SECONDS = 15 * 60
LARGEST_TOTAL = 128 * 1024 * 1024
MOST_OF_ONE_SESSION = 10


class TooLarge(Exception):
    """A file that does not fit into the store at all."""


@dataclass(frozen=True)
class Export:
    """A file and the session that may fetch it. `owner` is the session token's digest."""

    owner: str
    filename: str
    mime: str
    content: bytes
    kept_until: float
    identity: str


class ExportStore:
    """Files by token, bounded in time, in total size and in number a session.

    When it is full the oldest files go first.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._files: dict[str, Export] = {}
        self._lock = threading.Lock()

    def put(self, owner: str, filename: str, mime: str, content: bytes) -> str:
        """Keep a file and give its token; the same file again gets the token it has.

        Raises TooLarge for a file above the size of the whole store.
        """
        if len(content) > LARGEST_TOTAL:
            raise TooLarge(f"{filename}: {len(content)} bytes, at most {LARGEST_TOTAL}")
        identity = hashlib.sha256(f"{filename}\0{mime}\0".encode() + content).hexdigest()
        with self._lock:
            self._drop_old()
            token = next(
                (
                    known
                    for known, file in self._files.items()
                    if file.owner == owner and file.identity == identity
                ),
                None,
            )
            if token is not None:
                del self._files[token]  # to the end of the line
            self._make_room(owner, len(content))
            token = token or tokens.new_token()
            until = self._clock() + KEPT_SECONDS
            self._files[token] = Export(owner, filename, mime, content, until, identity)
            return token

    def get(self, token: str, owner: str) -> Export | None:
        """The file, for the session that made it; None for anybody else."""
        with self._lock:
            self._drop_old()
            file = self._files.get(token)
        return file if file is not None and file.owner == owner else None

    def _drop_old(self) -> None:
        now = self._clock()
        for token in [token for token, file in self._files.items() if file.kept_until <= now]:
            del self._files[token]

    def _make_room(self, owner: str, size: int) -> None:
        own = [token for token, file in self._files.items() if file.owner == owner]
        for token in own[: max(len(own) - MOST_OF_ONE_SESSION + 1, 0)]:
            del self._files[token]
        total = sum(len(file.content) for file in self._files.values())
        while self._files and total + size > LARGEST_TOTAL:
            oldest = next(iter(self._files))
            total -= len(self._files.pop(oldest).content)


EXPORTS = ExportStore()
"""The store of this process."""
