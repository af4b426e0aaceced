"""Text with separators (CSV and its kin): its encoding and its separator."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from domain.faults import Fault, Refused
from ingest.limits import Limits
from ingest.records import MIXED, codec_of, lines_of, records_of
from ingest.sheet import SheetRow, Told

MARKS = (
    # Of UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "cp1252",
    "iso-8859-1",
    "cp1250",
    "iso-8859-15",
    MIXED,
)
SEPARATORS = (";", "\t", "|", ",")
"""In the order in which they win where a file leaves it open."""

Vote = tuple[int, int, float]
NO_VOTE: Vote = (-1, 0, 0.0)

HEAD_BYTES = 256 * 1024
HEAD_RECORDS = 200
_WHOLE_LETTER = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_SEP_LINE = re.compile(r'"?sep=([^"\r\n])"?(?:\1|[ \t])*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoding:
    """An encoding, and whether it is only a guess."""

    encoding: str
    guessed: bool


def decoding_of(content: bytes, told: str | None) -> Decoding:
    """How the bytes are to be read: as told, else by mark, UTF-8, UTF-16, else cp1252.

    UTF-16 without a mark is known by its NULs, before UTF-8 because plain text in UTF-16 is
    right UTF-8 too. What remains is UTF-8 with bytes of cp1252 among it, or cp1252: both
    guesses. Refused: an encoding that does not fit the bytes or is none of ENCODINGS.
    """
    if told is not None:
        encoding = _known_encoding(told)
        _prove(content, encoding)
        return Decoding(encoding, guessed=False)
    for mark, encoding in MARKS:
        if content.startswith(mark):
            if encoding == "utf-8-sig" and _first_wrong(content, encoding):
                return _guessed(content, MIXED)
            _prove(content, encoding)
            return Decoding(encoding, guessed=False)
    by_nuls = _utf16_without_mark(content)
    if by_nuls is not None:
        return _guessed(content, by_nuls)
    if _first_wrong(content, "utf-8") is None:
        return Decoding("utf-8", guessed=False)
    return _guessed(content, MIXED if _is_mixed(content) else "cp1252")


def _guessed(content: bytes, encoding: str) -> Decoding:
    _prove(content, encoding)
    return Decoding(encoding, guessed=True)


def _known_encoding(told: str) -> str:
    if told == MIXED:
        return MIXED
    try:
        asked = codecs.lookup(told.strip()).name
    except (LookupError, ValueError):
        asked = ""
    for encoding in ENCODINGS:
        if encoding != MIXED and codecs.lookup(encoding).name == asked:
            return encoding
    raise Refused([Fault("unknown_encoding", "", value=told[:50], expected=", ".join(ENCODINGS))])


def _prove(content: bytes, encoding: str) -> None:
    wrong = _first_wrong(content, encoding)
    if wrong is not None:
        raise Refused([_unfit(content, wrong, encoding)])


def _first_wrong(content: bytes, encoding: str) -> tuple[int, bytes] | None:
    """Where the bytes stop fitting, and those bytes; in pieces, to hold no second copy."""
    name, errors = codec_of(encoding)
    decoder = codecs.getincrementaldecoder(name)(errors)
    size = 1024 * 1024
    for start in range(0, len(content), size):
        try:
            decoder.decode(content[start : start + size], final=start + size >= len(content))
        except UnicodeDecodeError as error:
            return start + error.start, error.object[error.start : error.start + 4]
    return None


def _unfit(content: bytes, wrong: tuple[int, bytes], encoding: str) -> Fault:
    """A fault that names the record in which the bytes stand, and the bytes."""
    before = list(lines_of(content[: wrong[0]], encoding, errors="ignore"))
    if before and before[-1].endswith(("\r", "\n")):
        before.append("x")
    separator = _best_separator(before)[0]
    row = sum(1 for _ in csv.reader(before, delimiter=separator))
    return Fault("encoding_unfit", "", max(row, 1), None, wrong[1].hex(" "), encoding)


def _utf16_without_mark(content: bytes) -> str | None:
    head = content[: HEAD_BYTES // 2 * 2]
    pairs = len(head) // 2
    if pairs == 0 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0) / pairs, head[1::2].count(0) / pairs
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    if even > 0.4 and odd < 0.05:
        return "utf-16-be"
    return None


def _is_mixed(content: bytes) -> bool:
    """Whether there are more whole UTF-8 letters than bytes that are none: then it is both."""
    whole = len(_WHOLE_LETTER.findall(content))
    beyond = sum(content.count(bytes([byte])) for byte in range(0xC2, 0xF5))
    return whole > 0 and whole * 2 > beyond


def separator_of(content: bytes, encoding: str, told: str | None) -> tuple[str, bool, bool]:
    """The separator, whether it is a guess, and whether a `sep=` line stands first.

    Told wins, then the `sep=` line, which Excel reads and does not show as a row. Else the
    head of the file is read with each separator, so that one inside a quoted cell counts
    for nothing: right is the one that gives most records the same width from early on.
    """
    head = list(_head(content, encoding))
    sep_line = _SEP_LINE.fullmatch(head[0].strip("\r\n")) if head else None
    if told is not None:
        if (
            len(told) != 1
            or told.isalnum()
            or told == '"'
            or not (told.isprintable() or told == "\t")
        ):
            raise Refused([Fault("unknown_separator", "", value=told[:20], expected=", ; | TAB")])
        return told, False, sep_line is not None
    if sep_line is not None:
        return sep_line[1], False, True
    separator, guessed = _best_separator(head)
    return separator, guessed, False


def _best_separator(head: list[str]) -> tuple[str, bool]:
    votes = {separator: _vote(head, separator) for separator in SEPARATORS}
    best, other = sorted(SEPARATORS, key=lambda separator: votes[separator], reverse=True)[:2]
    if votes[best] == NO_VOTE:
        return ",", True
    # Sure when it fits most records, and none other does from as early on.
    return best, votes[best][0] == 0 or votes[best][:2] == votes[other][:2]


def _head(content: bytes, encoding: str) -> Iterator[str]:
    size = 0
    for line in lines_of(content, encoding):
        size += len(line)
        yield line[:HEAD_BYTES]
        if size > HEAD_BYTES:
            return


def _vote(head: list[str], separator: str) -> Vote:
    """How well a separator fits: well at all, from how early on, over how much of the file."""
    widths: list[int] = []
    try:
        for record in csv.reader(head, delimiter=separator):
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) >= HEAD_RECORDS:
                break
    except csv.Error:
        if not widths:
            return NO_VOTE
    tables = Counter(width for width in widths if width > 1)
    if not tables:
        return NO_VOTE
    width, often = max(tables.items(), key=lambda item: (item[1], item[0]))
    share = often / len(widths)
    if share < 0.5:
        return (0, 0, share * width)
    return (1, -widths.index(width), share * width)


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text file as it will be read."""

    encoding: str
    separator: str
    guessed: tuple[str, ...]
    rows: Iterator[SheetRow]


def open_text(content: bytes, told: Told, limits: Limits) -> TextTable:
    """A text file, its records still to be walked; refused as the functions above say."""
    decoding = decoding_of(content, told.encoding)
    separator, separator_guessed, sep_line = separator_of(
        content, decoding.encoding, told.separator
    )
    guesses = {"encoding": decoding.guessed, "separator": separator_guessed}
    return TextTable(
        encoding=decoding.encoding,
        separator=separator,
        guessed=tuple(name for name, guessed in guesses.items() if guessed),
        rows=records_of(content, decoding.encoding, separator, skip_first=sep_line, limits=limits),
    )
