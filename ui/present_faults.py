"""What is said of an agreement that cannot be kept as it is, in one line before the room."""

from collections.abc import Iterable
from dataclasses import replace

from db.queries.meetings import MeetingRow
from domain.faults import Fault
from domain.form_faults import item_faults
from domain.forms import InputForm, tidy_input
from domain.privacy import flags
from wording import dates
from wording.translator import Translator

LABELS = {
    "text": "what",
    "act": "what",
    "owner": "who",
    "due_on": "when",
    "category": "about",
    "sub_district": "where",
}
"""Which field of the slide asks for which of an input."""

MOST_KINDS = 4
"""So many fit beside the button."""


def agreement_faults(t: Translator, item: InputForm, meeting: MeetingRow) -> str:
    """What must be put right, with the fields as the slide calls them; empty for nothing."""
    item = tidy_input(item)
    # Who and when are looked at only of an act; they are missing all the same.
    whole = replace(item, act=item.act or "–")
    fields: dict[str, list[str]] = {}
    for fault in item_faults([whole], meeting.sub_districts, meeting.held_on, at=""):
        name = t(f"present.agreement.{LABELS[fault.column or '']}")
        names = fields.setdefault(_words(t, fault), [])
        if name not in names:
            names.append(name)
    return " · ".join(f"{', '.join(names)}: {words}" for words, names in fields.items())


def _words(t: Translator, fault: Fault) -> str:
    if fault.code == "empty_cell":
        return t("present.agreement.empty")
    value, expected = (dates.told(text or "", t.language) for text in (fault.value, fault.expected))
    return t(f"fault.{fault.code}", value=value, expected=expected)


def flagged_kinds(t: Translator, text: str, denied: Iterable[str]) -> str:
    """What a text looks like, by kind alone: what is flagged is not repeated to a room."""
    kinds = dict.fromkeys(flag.kind for flag in flags(text, denied))
    if not kinds:
        return ""
    words = [t.label("flag", kind) for kind in kinds]
    told = [*words[:MOST_KINDS], *(["…"] if len(words) > MOST_KINDS else [])]
    return t("present.agreement.flagged", kinds=", ".join(told))
