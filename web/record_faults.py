"""What is to be put right in a recording form: by field, in words for the screen."""

from collections.abc import Iterable

from domain.faults import Fault
from web.record_fields import Fields, field_of
from wording import dates
from wording.flags import flag_sentences
from wording.translator import Translator

FREE_ENDS = ("_text", "_answer", "_act")
FREE_BEGINS = ("venue", "text_", "told_note_")
"""How the names of the fields begin and end that hold free texts."""


def words_of(fault: Fault, t: Translator) -> str:
    """A fault in words, its days too; a kecamatan not picked is empty, rather than wrong."""
    code, value, expected = fault.code, fault.value or "", fault.expected or ""
    if code == "not_covered" and not value:
        code = "empty_cell"
    said = {"value": dates.told(value, t.language), "expected": dates.told(expected, t.language)}
    return t(f"fault.{code}", **said)


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
