"""What is to be put right in a recording form: by field, in words for the screen."""

from collections.abc import Iterable

from domain.faults import Fault
from web.record_fields import Fields, field_of, one
from wording import dates
from wording.flags import flag_sentences
from wording.translator import Translator

FREE_ENDS = ("_text", "_answer", "_act")
FREE_BEGINS = ("venue", "text_", "told_note_")
"""How the names of the fields begin and end that hold free texts."""


def words_of(fault: Fault, t: Translator, typed: str = "") -> str:
    """A fault in words, its days too; `typed` is what stands in the field it speaks of.

    A kecamatan that was not picked is empty, rather than the wrong one. What is no number
    or no day did not come through as one: the words name it as it was typed.
    """
    code, value, expected = fault.code, fault.value or "", fault.expected or ""
    if code == "not_covered" and not value:
        code = "empty_cell"
    elif code == "not_a_count" and typed:
        value = typed
    elif code == "empty_cell" and typed.strip() and (fault.column or "").endswith("_on"):
        return t("fault.not_a_date", value=typed, expected="YYYY-MM-DD")
    said = {"value": dates.told(value, t.language), "expected": dates.told(expected, t.language)}
    return t(f"fault.{code}", **said)


def by_field(faults: Iterable[Fault], fields: Fields, t: Translator) -> dict[str, list[str]]:
    """The words of faults, by the field that each speaks of."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        field = field_of(fault.column, fields)
        found.setdefault(field, []).append(words_of(fault, t, one(fields, field)))
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
