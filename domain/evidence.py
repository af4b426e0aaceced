"""How an event names the evidence files that it shows."""

import re

DIGEST_LETTERS = 64
DIGEST = re.compile(rf"(?<![0-9A-Za-z])[0-9a-f]{{{DIGEST_LETTERS}}}(?![0-9A-Za-z])")
"""A SHA-256 in hex, standing by itself. Digits of it are nobody's number."""


def without_digests(text: str) -> str:
    """A text without the digests of files in it, in which a phone number may seem to stand."""
    return DIGEST.sub("", text) if len(text) >= DIGEST_LETTERS else text
