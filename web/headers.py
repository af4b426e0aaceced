"""The headers of every answer, and the refusal of hosts that are not ours."""

from collections.abc import Callable, Mapping, Sequence

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.requests import is_secure, own_host
from wording.translator import Translator


def content_security_policy(host: str) -> str:
    """The policy for pages of `host`: scripts, pictures and sockets of our own alone."""
    return "; ".join(
        (
            "default-src 'self'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' ws://{host} wss://{host}",
            "worker-src 'self' blob:",
            "frame-ancestors 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
        )
    )


class Headers:
    """ASGI middleware: outermost, so that refusals and errors carry the headers too."""

    def __init__(
        self,
        app: ASGIApp,
        allowed_hosts: Callable[[], tuple[str, ...]],
        scripts: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """`scripts`: by the path of a page, the scripts that it will need."""
        self.app = app
        self.allowed_hosts = allowed_hosts
        self.links = {
            page: ", ".join(f"<{path}>; rel=modulepreload" for path in paths)
            for page, paths in (scripts or {}).items()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 to a host that is not ours; else pass on and add the headers."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        host = own_host(connection, self.allowed_hosts())
        if host is None:
            await refuse(scope, receive, send, 400, Translator("id")("gate.host"))
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                _add(headers, scope["path"], host, is_secure(connection))
                if links := self.links.get(scope["path"]):
                    headers["Link"] = links
            await send(message)

        await self.app(scope, receive, with_headers)


async def refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    """Answer with one sentence; a socket is closed before it opens (403)."""
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(text + "\n", status_code=status)(scope, receive, send)


def _add(headers: MutableHeaders, path: str, host: str, secure: bool) -> None:
    headers["Content-Security-Policy"] = content_security_policy(host)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
    if not path.startswith("/static/"):
        headers["Cache-Control"] = "no-store"
    if secure:
        headers["Strict-Transport-Security"] = "max-age=31536000"
