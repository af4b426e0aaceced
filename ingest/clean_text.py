"""The one place where characters that no cell may hold are taken out of a foreign text.

Nothing else is changed anywhere in reading: blanks, leading zeros and spellings stay.
"""

import re
import unicodedata

_REMOVED = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")


def clean(text: str) -> str:
    """A cell's text as it goes on.

    Taken out: NUL, the other control characters but tab and line feed, the characters that
    turn the direction of writing (they make a text read otherwise than it is stored), byte
    order marks inside the text, and halves of characters. CR and CR LF become LF, as
    spreadsheets keep line breaks in a cell; letters with marks become one character (NFC).
    """
    if text.isascii() and text.isprintable():
        return text
    text = _REMOVED.sub("", _LINE_END.sub("\n", text))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
