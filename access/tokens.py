"""Opaque tokens: the browser or the person holds one, the database only its digest."""

import hashlib
import secrets

SECURE_COOKIE = "__Host-sid"
PLAIN_COOKIE = "sid"


def new_token() -> str:
    """A fresh secret of 256 bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """The SHA-256 of a token, in hexadecimal: what the database keeps."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def cookie_name(*, secure: bool) -> str:
    """The session cookie's name; under TLS one that only the host itself can set."""
    return SECURE_COOKIE if secure else PLAIN_COOKIE
