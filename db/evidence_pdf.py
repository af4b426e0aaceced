"""Take owner and position out of a PDF without taking it apart.

Every change keeps its length, so that the places noted within the file stay right. What
cannot be cleaned so (encrypted, or its description packed away) is refused: printed anew
or photographed, it can be kept.
"""

import re
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 20 * 1024 * 1024

_KEYS = rb"Author|Creator|Producer|Title|Subject|Keywords|Company|Manager"
_STRING = rb"\((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*\)"
_HEX = rb"<(?!<)[0-9A-Fa-f\s]*>"
_SAID = re.compile(rb"(/(?:" + _KEYS + rb")\s*)(" + _STRING + rb"|" + _HEX + rb")", re.DOTALL)
_LEFT = re.compile(rb"/(?:" + _KEYS + rb")\s*(?:\(\s*[^\s)]|<(?!<)(?!(?:20|\s)*>))")
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia|XFA)\b")
_BEGINS = re.compile(rb">>\s{0,4}stream\r?\n")
_EXIF = re.compile(rb"\xff\xe1(..)Exif\x00\x00", re.DOTALL)
_DICTIONARY = 2000
"""How far before its stream a dictionary may begin."""


class BrokenPdf(ValueError):
    """A PDF that cannot be kept; `code` names the fault."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def cleaned_pdf(content: bytes) -> bytes:
    """The PDF with its description, its XMP and the EXIF of its pictures blanked.

    Raises BrokenPdf: `evidence_broken` for what does not end as a PDF, `evidence_encrypted`,
    `evidence_active` for one that runs or carries other files, `evidence_packed` where the
    description lies in a packed stream.
    """
    if not content.rstrip(b"\0\t\n\r ").endswith(b"%%EOF") or b"startxref" not in content:
        raise BrokenPdf("evidence_broken")
    bones = _named(_without_streams(content))
    if re.search(rb"/Encrypt\b", bones):
        raise BrokenPdf("evidence_encrypted")
    unpacked = list(_unpacked(content))
    if any(_ACTIVE.search(_named(part)) for part in (bones, *unpacked)):
        raise BrokenPdf("evidence_active")
    if any(_LEFT.search(part) or b"<x:xmpmeta" in part for part in unpacked):
        raise BrokenPdf("evidence_packed")
    content = _SAID.sub(lambda found: found[1] + _blank(found[2]), content)
    content = _blanked(content, b"<?xpacket begin", b"<?xpacket end")
    content = _blanked(content, b"<x:xmpmeta", b"</x:xmpmeta>")
    content = _without_exif(content)
    if _LEFT.search(content):
        raise BrokenPdf("evidence_packed")
    return content


def _blank(string: bytes) -> bytes:
    """A string of the same length that says nothing."""
    if string.startswith(b"("):
        return b"(" + b" " * (len(string) - 2) + b")"
    inner = string[1:-1]
    return b"<" + (b"20" * (len(inner) // 2)).ljust(len(inner)) + b">"


def _named(part: bytes) -> bytes:
    """The part with every letter of a name written as itself (`#4A` is J)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), part)


def _without_streams(content: bytes) -> bytes:
    """The objects without the bodies of their streams, in which any three bytes may stand."""
    bones, start = [], 0
    for found in _BEGINS.finditer(content):
        if found.start() < start:
            continue
        bones.append(content[start : found.end()])
        start = content.find(b"endstream", found.end())
        if start < 0:
            raise BrokenPdf("evidence_broken")
    return b"".join([*bones, content[start:]])


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The packed streams that hold objects or a description, up to 20 MB of them."""
    left = MOST_UNPACKED
    view = memoryview(content)
    for found in _BEGINS.finditer(content):
        before = content[max(0, found.start() - _DICTIONARY) : found.start()]
        dictionary = _named(before[before.rfind(b"endstream") + 1 :].rpartition(b" obj")[2])
        if not re.search(rb"/(?:ObjStm|Metadata)\b", dictionary):
            continue
        if b"/Filter" not in dictionary:
            continue
        if not re.search(
            rb"/Filter\s*(?:\[\s*)?/(?:FlateDecode|Fl)\b\s*(?!/\w+Decode)", dictionary
        ):
            raise BrokenPdf("evidence_packed")
        try:
            part = zlib.decompressobj().decompress(view[found.end() :], left)
        except zlib.error:
            raise BrokenPdf("evidence_broken") from None
        left -= len(part)
        if left <= 0:
            raise BrokenPdf("evidence_packed")
        yield part


def _blanked(content: bytes, begin: bytes, end: bytes) -> bytes:
    """What stands between two marks, as blanks."""
    kept = bytearray(content)
    at = content.find(begin)
    while at >= 0:
        start = at + len(begin)
        stop = content.find(end, start)
        if stop < 0:
            raise BrokenPdf("evidence_broken")
        kept[start:stop] = b" " * (stop - start)
        at = content.find(begin, stop)
    return bytes(kept)


def _without_exif(content: bytes) -> bytes:
    """The pictures within keep their points; what their camera wrote beside is blanked."""
    kept = bytearray(content)
    ends = 0
    for found in _EXIF.finditer(content):
        if found.start() < ends:
            continue
        ends = found.start() + 2 + int.from_bytes(found[1])
        kept[found.end() : ends] = bytes(max(0, min(ends, len(kept)) - found.end()))
    return bytes(kept)
