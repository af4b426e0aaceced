"""Texts for places where Streamlit reads Markdown."""

SIGNS = frozenset("\\`*_{}[]()#+-.!|~<>$:&")
"""What Markdown, as Streamlit reads it, may take for more than a letter."""


def plain(text: str) -> str:
    """A text in which nothing is taken for Markdown: names come from people."""
    return "".join("\\" + sign if sign in SIGNS else sign for sign in text)
