"""The watch over a browser sees what it is there for."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

from tests.browser.watch import Watch

PAGES = {
    "/calm": b"<p>nothing asked, nothing broken</p>",
    "/picture": b"<img src='http://example.invalid/picture.png'>",
    "/socket": b"<script>new WebSocket('ws://example.invalid/stream')</script>",
    "/error": b"<script>throw new Error('planted')</script>",
    "/policy": b"<script>window.ran = true</script>",
}


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        if self.path == "/policy":
            self.send_header("Content-Security-Policy", "script-src 'self'")
        self.end_headers()
        self.wfile.write(PAGES.get(self.path, b""))

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/picture", "asked another machine: http://example.invalid/picture.png"),
        ("/socket", "asked another machine: ws://example.invalid/stream"),
        ("/error", "script error: planted"),
        ("/policy", "against the content policy"),
    ],
)
def test_the_watch_reports(browser: Browser, address: str, path: str, fault: str) -> None:
    watch = Watch()
    context = browser.new_context()
    watch.over(context)
    page = context.new_page()
    page.goto(address + path)
    page.wait_for_timeout(200)
    context.close()

    assert [found[: len(fault)] for found in watch.faults] == [fault]


def test_the_watch_is_silent_about_a_page_that_keeps_to_itself(
    browser: Browser, address: str
) -> None:
    watch = Watch()
    context = browser.new_context()
    watch.over(context)
    context.new_page().goto(f"{address}/calm")
    context.close()

    assert watch.faults == []
    assert watch.requests[0] == f"{address}/calm"
