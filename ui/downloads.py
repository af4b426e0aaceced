"""Files for the reader: at an address that only the session that made them can open."""

from access.exports import EXPORTS
from db.queries.accounts import SignedIn


def offer_download(signed_in: SignedIn, filename: str, mime: str, content: bytes) -> str:
    """Keep a file for a quarter of an hour and give its address, for `st.link_button`.

    Streamlit's own download button would lay it at an address open to whoever has it.
    """
    return f"/export/{EXPORTS.put(signed_in.session, filename, mime, content)}"
