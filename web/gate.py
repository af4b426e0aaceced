"""The gate: nothing answers before sign-in but the sign-in forms, static files and health."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from access import marker
from db.queries.accounts import SignedIn
from domain.permissions import Reader
from web.headers import refuse
from web.requests import is_own_origin, is_secure, session_token
from wording.translator import Translator

LookUp = Callable[[str], Awaitable[SignedIn | None]]
"""Gives who sits in the session of a token, or None."""

OPEN = frozenset({"/_stcore/health", "/robots.txt"})
OPEN_FOLDERS = ("/static/", "/auth/")
MACHINE_FOLDERS = ("/_stcore/", "/media/", "/component/", "/export/", "/topojson/", "/app/")
"""Asked for by programs, which are told 401; a person's address leads to the form."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SIGN_IN = "/auth/login"
SIGNED_IN = "kondusif.signed_in"
"""Where the gate leaves the SignedIn of a request for routes behind it."""


class Gate:
    """ASGI middleware in front of everything: pages, sockets, media, uploads, metrics."""

    def __init__(self, app: ASGIApp, look_up: LookUp, home: Callable[[Reader], str]) -> None:
        """`home` gives the page at which a reader starts, which Streamlit serves at / alone."""
        self.app = app
        self.look_up = look_up
        self.home = home

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is open or signed in, mark it, and refuse the rest."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        scope["headers"] = [
            pair for pair in scope["headers"] if pair[0].lower() != marker.HEADER.encode()
        ]
        if scope["type"] == "http" and is_open(scope["path"]):
            await self.app(scope, receive, send)
            return
        writes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if writes and not is_own_origin(connection):
            await refuse(scope, receive, send, 403, Translator("id")("gate.origin"))
            return
        token = session_token(connection)
        signed_in = await self.look_up(token) if token else None
        if signed_in is None:
            await self._turn_away(scope, receive, send)
            return
        if scope["type"] == "http" and scope["path"].strip("/") == self.home(signed_in.reader):
            await RedirectResponse(_with_query("/", scope), status_code=307)(scope, receive, send)
            return
        scope[SIGNED_IN] = signed_in
        value = marker.mark(secure=is_secure(connection))
        scope["headers"].append((marker.HEADER.encode(), value.encode()))
        await self.app(scope, receive, send)

    async def _turn_away(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope["path"]
        person = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not person or f"{path}/".startswith(MACHINE_FOLDERS):
            await refuse(scope, receive, send, 401, Translator("id")("gate.sign_in_first"))
            return
        wanted = _with_query(path, scope)
        where = SIGN_IN if wanted == "/" else f"{SIGN_IN}?next={quote(wanted, safe='')}"
        await RedirectResponse(where, status_code=303)(scope, receive, send)


def _with_query(path: str, scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return path + (f"?{query}" if query else "")


def is_open(path: str) -> bool:
    """Whether a path answers before sign-in. What is not named here does not."""
    if path in OPEN:
        return True
    crooked = ".." in path or "//" in path or "\\" in path
    return path.startswith(OPEN_FOLDERS) and not crooked
