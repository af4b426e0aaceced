"""Evidence files: what they really are, cleaned of position and owner, stored once.

A picture is decoded and written anew, so that nothing but its points comes along: no
EXIF, no text, no second file hidden behind the first. Of a PDF see `db/evidence_pdf.py`.
"""

import hashlib
import os
import secrets
import struct
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from db.engine import data_folder
from db.evidence_pdf import BrokenPdf, cleaned_pdf
from db.sealed import sync_folder
from domain.faults import Refused
from domain.form_faults import fault

MOST_BYTES = 10 * 1024 * 1024
MOST_POINTS = 50_000_000
QUALITY = 92

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
_MAGIC = {b"\xff\xd8\xff": JPEG, b"\x89PNG\r\n\x1a\n": PNG, b"%PDF-": PDF}
_EXIF_IFD, _TAKEN = 0x8769, 0x9003
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    struct.error,
    zlib.error,
)
"""What Pillow raises at pictures that are none."""


@dataclass(frozen=True)
class Evidence:
    """A file as it is kept. `captured_on` is the day that the camera wrote, None without."""

    mime: str
    content: bytes
    captured_on: date | None
    original_sha256: str

    @property
    def sha256(self) -> str:
        """The digest that it is stored under."""
        return hashlib.sha256(self.content).hexdigest()


def cleaned(content: bytes) -> Evidence:
    """A JPEG, PNG or PDF of at most 10 MB without position and owner.

    Goes by the content alone. Raises Refused for anything else, for what is broken or
    encrypted, and for a picture too large to open.
    """
    if len(content) > MOST_BYTES:
        raise _refused("evidence_too_large", len(content), MOST_BYTES)
    mime = next((mime for magic, mime in _MAGIC.items() if content.startswith(magic)), None)
    if mime is None:
        raise _refused("evidence_type", content[:8].hex(" "), "JPEG PNG PDF")
    original = hashlib.sha256(content).hexdigest()
    if mime == PDF:
        try:
            return Evidence(mime, cleaned_pdf(content), None, original)
        except BrokenPdf as broken:
            raise _refused(broken.code, "PDF", "") from broken
    try:
        picture, taken = _decoded(content, mime)
        return Evidence(mime, _written(picture, mime), taken, original)
    except _BROKEN as broken:
        raise _refused("evidence_broken", mime, "") from broken


def _refused(code: str, value: object, expected: object) -> Refused:
    return Refused([fault("evidence", code, value, str(expected))])


def _decoded(content: bytes, mime: str) -> tuple[Image.Image, date | None]:
    """The first picture of a file, upright, and the day it was taken."""
    with Image.open(BytesIO(content), formats=["JPEG" if mime == JPEG else "PNG"]) as image:
        if image.width * image.height > MOST_POINTS:
            raise _refused("evidence_points", image.width * image.height, MOST_POINTS)
        image.load()
        return ImageOps.exif_transpose(image), _taken_on(image)


def _taken_on(image: Image.Image) -> date | None:
    taken = image.getexif().get_ifd(_EXIF_IFD).get(_TAKEN)
    try:
        return datetime.strptime(str(taken)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        return None


def _written(picture: Image.Image, mime: str) -> bytes:
    """The picture written anew from its points alone."""
    bare = picture.copy()
    bare.info = {k: v for k, v in picture.info.items() if k == "transparency" and mime == PNG}
    out = BytesIO()
    if mime == JPEG:
        bare = bare if bare.mode in ("L", "RGB") else bare.convert("RGB")
        bare.save(out, "JPEG", quality=QUALITY)
    else:
        bare.save(out, "PNG")
    return out.getvalue()


def evidence_folder() -> Path:
    """Where evidence files lie, each under its digest."""
    return data_folder() / "evidence"


def evidence_path(sha256: str) -> Path:
    """Where the file of a digest lies; raises ValueError for what is no digest."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError(sha256)
    return evidence_folder() / sha256


def store(content: bytes) -> str:
    """Write a file whole under its digest, or leave the one that is there; gives the digest.

    Raises OSError when the folder cannot be written.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = evidence_path(digest)
    if path.exists() and path.stat().st_size == len(content):
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{digest}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)
    return digest
