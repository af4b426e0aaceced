"""What a page must not do: ask other machines, raise script errors, break the policy."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit
from playwright.sync_api import BrowserContext

HERE = {"localhost", "127.0.0.1", None}


@dataclass
class Watch:
    """What pages did that they should not; `requests` is every address they asked for."""

    faults: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a browser profile, from before its first request."""
        context.on("request", lambda request: self.asked(request.url))
        context.on("page", lambda page: page.on("websocket", lambda ws: self.asked(ws.url)))
        context.on("weberror", lambda error: self.faults.append(f"script error: {error.error}"))
        context.expose_binding("reportViolation", self.violated)
        context.add_init_script(REPORT_VIOLATIONS)

    def asked(self, address: str) -> None:
        self.requests.append(address)
        parts = urlsplit(address)
        if parts.scheme not in {"data", "blob"} and parts.hostname not in HERE:
            self.faults.append(f"asked another machine: {address}")

    def violated(self, _source: Any, violation: dict[str, Any]) -> None:
        if not known_violation(violation):
            self.faults.append(f"against the content policy: {violation}")


REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => window.reportViolation({
    blocked: event.blockedURI, directive: event.effectiveDirective,
    file: event.sourceFile, line: event.lineNumber, page: event.documentURI,
}));
"""


@cache
def inline_script_line() -> int:
    """The line of the one inline script of Streamlit's index page, which sets a flag for
    search engines; the policy blocks it and nothing is missed."""
    index = Path(streamlit.__file__).parent / "static" / "index.html"
    lines = index.read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if re.fullmatch(r"\s*<script>\s*", line))


def known_violation(violation: dict[str, Any]) -> bool:
    """Whether Streamlit's own files do it and nothing is missed: the inline script of its
    index page, and a try of its protobuf code at WebAssembly, which has a way without."""
    file = str(violation["file"]).split("?")[0]
    in_index_page = file == str(violation["page"]).split("?")[0]
    match violation["blocked"], violation["directive"]:
        case "inline", "script-src-elem":
            return in_index_page and int(violation["line"]) == inline_script_line()
        case "wasm-eval", "script-src":
            return urlsplit(file).path.startswith("/static/js/protobuf.")
    return False
