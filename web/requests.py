"""What a request says: its host, origin, client, session token, form, and where to go next."""

import re
from collections.abc import Collection
from http.cookies import CookieError
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import HTTPConnection, Request, cookie_parser

from access import tokens

LARGEST_FORM = 16 * 1024
HOST = re.compile(r"(?P<name>[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(?P<port>\d{1,5}))?")
FORWARDED = "forwarded"


class FormTooLarge(Exception):
    """A form beyond any that we draw."""


def own_host(connection: HTTPConnection, allowed: Collection[str] = ()) -> str | None:
    """The Host header when it is well-formed and among `allowed`; else None."""
    hosts = connection.headers.getlist("host")
    match = HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if match is None or int(match["port"] or 0) > 65535:
        return None
    name = match["name"].lower()
    return hosts[0] if not allowed or name in allowed or "*" in allowed else None


def is_own_origin(connection: HTTPConnection) -> bool:
    """Whether the request was sent by a page of this host.

    Browsers name the origin of every form that is sent and every socket that is opened;
    none, "null" and any other host are refused.
    """
    origins = connection.headers.getlist("origin")
    if len(origins) != 1:
        return False
    origin = urlsplit(origins[0])
    return origin.scheme in ("http", "https") and origin.netloc == connection.headers.get("host")


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the connection came by TLS."""
    return connection.scope.get("scheme") in ("https", "wss")


def client_address(connection: HTTPConnection) -> str:
    """The address that the throttle counts.

    An address that a header claims is not believed: whoever sends such a header shares
    one count with everybody else who does.
    """
    headers = connection.headers
    if "x-forwarded-for" in headers or "forwarded" in headers:
        return FORWARDED
    return connection.client.host if connection.client else "unknown"


def session_token(connection: HTTPConnection) -> str | None:
    """The token in the session cookie, or None."""
    try:
        cookies = cookie_parser(connection.headers.get("cookie", ""))
    except CookieError:
        return None
    return cookies.get(tokens.cookie_name(secure=is_secure(connection))) or None


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form; raises FormTooLarge beyond 16 kB."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise FormTooLarge
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def next_address(value: str | None) -> str:
    """An address of our own to go to after signing in: path and query, nothing else."""
    if not value or not value.startswith("/") or value.startswith("//"):
        return "/"
    if re.search(r"[\\\x00-\x20\x7f]", value):
        return "/"
    parts = urlsplit(value)
    if parts.scheme or parts.netloc or parts.path.startswith(("/auth", "/_stcore", "/export")):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")
