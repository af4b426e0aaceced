"""What is said of a text that looks like a name, a number or a candidate."""

from collections.abc import Iterable

from domain.privacy import flags
from wording.translator import Translator


def flag_sentences(text: str, denied: Iterable[str], t: Translator) -> list[str]:
    """A sentence for each place of a text that is flagged, naming the place and its kind."""
    return [
        t("record.flagged", text=text[flag.start : flag.end], kind=t.label("flag", flag.kind))
        for flag in flags(text, denied)
    ]
