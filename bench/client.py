"""A browser tab without a browser: it signs in, opens the socket, and asks for runs.

It speaks Streamlit's own messages: BackMsg out, ForwardMsg in. The time of a round trip
is that from asking for a run until the message that the script has finished.
"""

import http.client
from typing import Self
from urllib.parse import urlencode, urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

PATIENCE = 120.0


class PageFailed(Exception):
    """A page that answered with an error: there is nothing to measure then."""


def sign_in(address: str, account: str) -> str:
    """Enter by the door of a training database; gives the session cookie, `name=value`."""
    host = urlsplit(address).netloc
    connection = http.client.HTTPConnection(host, timeout=30)
    try:
        connection.request(
            "POST",
            "/auth/demo",
            body=urlencode({"name": account, "next": "/", "lang": "id"}),
            headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": address},
        )
        answer = connection.getresponse()
        answer.read()
        cookie = answer.getheader("Set-Cookie")
    finally:
        connection.close()
    if answer.status != 303 or cookie is None:
        raise PageFailed(f"{account} could not enter: the server answered {answer.status}")
    return cookie.split(";")[0]


class Tab:
    """An open page; `query` is its address as the page last wrote it."""

    def __init__(
        self, address: str, page: str = "", cookie: str | None = None, query: str = ""
    ) -> None:
        self.address = address
        self.page = page
        self.query = query
        self._page_hash = ""
        self._socket: ClientConnection = connect(
            f"ws://{urlsplit(address).netloc}/_stcore/stream",
            origin=Origin(address),
            subprotocols=[Subprotocol("streamlit")],
            additional_headers={"Cookie": cookie} if cookie else None,
            max_size=None,
        )

    def __enter__(self) -> Self:  # noqa: D105
        return self

    def __exit__(self, *_: object) -> None:  # noqa: D105
        self._socket.close()

    def run(self, query: str | None = None) -> None:
        """Ask for a run, with another query of the address if one is given, and wait for it.

        Raises PageFailed when the page shows an exception, or a rerun led elsewhere.
        """
        if query is not None:
            self.query = query
        asked = BackMsg()
        asked.rerun_script.query_string = self.query
        if self._page_hash:
            asked.rerun_script.page_script_hash = self._page_hash
        else:
            asked.rerun_script.page_name = self.page
        asked.rerun_script.context_info.url = f"{self.address}/{self.page}"
        asked.rerun_script.context_info.timezone = "Asia/Jakarta"
        asked.rerun_script.context_info.locale = "id-ID"
        self._socket.send(asked.SerializeToString())
        before = self._page_hash
        while not self._ends(ForwardMsg.FromString(self._received())):
            pass
        if before not in ("", self._page_hash):
            raise PageFailed(f"a rerun of {self.page!r} led to another page")

    def _received(self) -> bytes:
        message = self._socket.recv(timeout=PATIENCE)
        if isinstance(message, str):
            raise PageFailed(f"the server sent text: {message[:80]}")
        return message

    def _ends(self, message: ForwardMsg) -> bool:
        """Take note of a message; whether it ends the run."""
        match message.WhichOneof("type"):
            case "navigation":
                self._page_hash = message.navigation.page_script_hash
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "page_not_found":
                raise PageFailed(f"there is no page {self.page!r}")
            case "delta" if message.delta.new_element.HasField("exception"):
                raise PageFailed(f"{self.page}: {message.delta.new_element.exception.message}")
            case "script_finished":
                # A page that asks for another run of itself has not ended yet.
                return message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
        return False
