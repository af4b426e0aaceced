"""The mark that the gate puts on a connection, by which a script knows it stands behind it.

The value is made at random in each process, so nobody outside can send it; the gate
takes away whatever a client sends under this name.
"""

import secrets
from collections.abc import Mapping

HEADER = "x-kondusif-gate"
_SECRET = secrets.token_urlsafe(16)


def mark(*, secure: bool) -> str:
    """The header's value for a connection, with or without TLS."""
    return f"{_SECRET} {'tls' if secure else 'plain'}"


def scheme(headers: Mapping[str, str]) -> bool | None:
    """Whether the marked connection came by TLS; None when it bears no valid mark."""
    value = headers.get(HEADER)
    for secure in (True, False):
        if value is not None and secrets.compare_digest(
            value.encode(), mark(secure=secure).encode()
        ):
            return secure
    return None
