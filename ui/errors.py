"""What a reader sees of an error: a reference number. The log has the rest."""

import logging
import secrets

import streamlit as st

from wording.translator import Translator

LOG = logging.getLogger("kondusif")


def show_reference(error: Exception) -> bool:
    """Log an uncaught error under a number and show that number alone."""
    number = secrets.token_hex(4).upper()
    LOG.error("reference %s", number, exc_info=error)
    language = st.session_state.get("language", "id")
    t = Translator("en" if language == "en" else "id")
    st.error(t("error.reference", number=number))
    return True
