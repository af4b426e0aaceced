"""Files for the reader: at an address that only the session that made them can open."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from access.exports import EXPORTS
from db.commands.entrance import actor_signed_in, enter_download
from db.engine import writing
from db.queries.accounts import SignedIn
from db.shared import shared_engine

ENTERED = "downloads_entered"


def offer_download(
    signed_in: SignedIn,
    filename: str,
    mime: str,
    content: bytes,
    entry: Mapping[str, Any] | None = None,
    *,
    entered_already: bool = False,
) -> str:
    """Keep a file for a quarter of an hour and give its address, for `st.link_button`.

    Streamlit's own download button would lay it at an address open to whoever has it. The
    trail gets an entry, once for the same file: its name, its size, and what `entry` says
    of it in codes and counts (never a searched text). `entered_already`: the making of the
    file is in the trail, so that there is nothing to add.
    """
    token = EXPORTS.put(signed_in.session, filename, mime, content)
    if entered_already:
        return f"/export/{token}"
    entered: set[str] = st.session_state.setdefault(ENTERED, set())
    if token not in entered:
        with writing(shared_engine(), ledger=False) as session:
            enter_download(session, actor_signed_in(signed_in), filename, len(content), entry)
        entered.add(token)
    return f"/export/{token}"
