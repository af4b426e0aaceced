"""How large the reader's screen is, as far as the server can tell."""

from typing import TypeVar

import streamlit as st

Size = TypeVar("Size")


def is_phone() -> bool:
    """Whether the browser says that it is on a phone; Python cannot see the width."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def fitting(desk: Size, phone: Size) -> Size:
    """One of two sizes of a figure."""
    return phone if is_phone() else desk
