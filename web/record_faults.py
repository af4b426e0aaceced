"""What is to be put right in a recording form: by field, in words for the screen."""

from collections.abc import Iterable

from domain.faults import Fault
from web.record_fields import Fields, field_of
from wording.flags import flag_sentences
from wording.translator import Translator

FREE_ENDS = ("_text", "_answer", "_act")
FREE_BEGINS = ("venue", "text_", "told_note_")
"""How the names of the fields begin and end that hold free texts."""


def words_of(fault: Fault, t: Translator) -> str:
    """A fault in words; a kecamatan that was not picked is empty, rather than the wrong one."""
    code = "empty_cell" if fault.code == "not_covered" and not fault.value else fault.code
    return t(f"fault.{code}", value=fault.value or "", expected=fault.expected or "")


def by_field(faults: Iterable[Fault], fields: Fields, t: Translator) -> dict[str, list[str]]:
    """The words of faults, by the field that each speaks of."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(field_of(fault.column, fields), []).append(words_of(fault, t))
    return found


def flagged(fields: Fields, denied: Iterable[str], t: Translator) -> dict[str, list[str]]:
    """Texts that look like a name, a number or a candidate, pointed out at their place."""
    words = list(denied)
    found: dict[str, list[str]] = {}
    for name, values in fields.items():
        if not values or not (name.endswith(FREE_ENDS) or name.startswith(FREE_BEGINS)):
            continue
        if said := flag_sentences(values[0], words, t):
            found[name] = said
    return found
