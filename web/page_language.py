"""The language that Streamlit's page says it is in: the reader's.

Its index page says English. A browser would offer to translate Indonesian from it, and a
screen reader would read it aloud as English.
"""

from collections.abc import Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from db.queries.accounts import SignedIn
from web.gate import SIGNED_IN

TAG = b'<html lang="en">'
OWN = b'<html lang="id">'
"""As long as the tag it stands for, so that the length that is promised holds."""


class PageLanguage:
    """ASGI middleware behind the gate, which knows who reads."""

    def __init__(self, app: ASGIApp, pages: Collection[str]) -> None:
        """`pages` are the addresses at which Streamlit serves its index page."""
        self.app = app
        self.pages = frozenset(pages)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and change the tag of an index page that an Indonesian account asks for."""
        who: SignedIn | None = scope.get(SIGNED_IN)
        if who is None or who.language == "en" or scope.get("path") not in self.pages:
            await self.app(scope, receive, send)
            return
        plain = [pair for pair in scope["headers"] if pair[0].lower() != b"accept-encoding"]

        async def with_language(message: Message) -> None:
            if message["type"] == "http.response.body" and TAG in message.get("body", b""):
                message = {**message, "body": message["body"].replace(TAG, OWN, 1)}
            await send(message)

        await self.app({**scope, "headers": plain}, receive, with_language)
