"""A client for ASGI applications that runs inside the test, and keeps cookies like a browser."""

from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import unquote, urlencode, urlsplit

import anyio
from starlette.types import ASGIApp, Message, Scope

HOST = "localhost:8501"


def _run(act: Callable[[], Awaitable[None]]) -> None:
    """Run to the end in a thread of its own: the test's may have a browser's loop running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(anyio.run, act).result()


@dataclass
class Answer:
    """What came back. `headers` has small names; several of one name are joined by a newline."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Client:
    """`client.get("/")`, `client.post("/auth/login", name=...)`; `cookies` may be set."""

    app: ASGIApp
    scheme: str = "http"
    host: str = HOST
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str, **headers: str) -> Answer:
        return self.request("GET", url, headers=headers)

    def post(self, url: str, origin: str | None = "own", **form: str) -> Answer:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        if origin is not None:
            headers["origin"] = f"{self.scheme}://{self.host}" if origin == "own" else origin
        return self.request("POST", url, body=urlencode(form).encode(), headers=headers)

    def request(
        self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Answer:
        sent: list[Message] = []
        scope = {**self._scope("http", url, headers or {}), "method": method}

        waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if not waiting:
                await anyio.sleep_forever()  # the client stays
            return waiting.pop()

        async def send(message: Message) -> None:
            sent.append(message)

        async def run() -> None:
            await self.app(scope, receive, send)

        _run(run)
        answer = _answer(sent)
        for line in answer.headers.get("set-cookie", "").splitlines():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return answer

    def socket(self, url: str, origin: str | None = "own") -> list[str]:
        """The types of the messages that an opening socket gets back."""
        headers = {}
        if origin is not None:
            headers["origin"] = f"{self.scheme}://{self.host}" if origin == "own" else origin
        scope = self._scope("websocket", url, headers)
        scope["scheme"] = "wss" if self.scheme == "https" else "ws"
        sent: list[str] = []

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        async def send(message: Message) -> None:
            sent.append(message["type"])

        async def run() -> None:
            await self.app(scope, receive, send)

        _run(run)
        return sent

    def _scope(self, kind: str, url: str, headers: dict[str, str]) -> dict[str, object]:
        parts = urlsplit(url)
        pairs = {"host": self.host, **headers}
        if self.cookies:
            pairs["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope: Scope = {
            "type": kind,
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": self.scheme,
            "path": unquote(parts.path),
            "raw_path": parts.path.encode(),
            "query_string": parts.query.encode(),
            "root_path": "",
            "headers": [
                (n.lower().replace("_", "-").encode(), v.encode()) for n, v in pairs.items()
            ],
            "client": (self.address, 40000),
            "server": ("127.0.0.1", 8501),
        }
        return dict(scope)


def _answer(sent: Iterable[Message]) -> Answer:
    status, headers, body = 0, {}, b""
    for message in sent:
        if message["type"] == "http.response.start":
            status = message["status"]
            for name, value in message["headers"]:
                key, text = name.decode(), value.decode()
                headers[key] = f"{headers[key]}\n{text}" if key in headers else text
        elif message["type"] == "http.response.body":
            body += message.get("body", b"")
    return Answer(status, headers, body)
