"""Sentences for what is refused about accounts and passwords."""

from domain.faults import Refused
from wording.translator import Translator


def sentence(t: Translator, refused: Refused) -> str:
    """What was wrong and what would be right, in one line."""
    return " ".join(
        t(f"fault.{fault.code}", value=fault.value or "", expected=fault.expected or "")
        for fault in refused.faults
    )
